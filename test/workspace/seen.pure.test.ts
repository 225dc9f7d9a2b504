import { describe, expect, test } from 'vitest'
import { type Day, day } from '../../src/core/day.ts'
import type { InventoryRow } from '../../src/workspace/inventory/rows.ts'
import { type StoredStock, seeAgain } from '../../src/workspace/inventory/seen.ts'

const on = (text: string): Day => day.parse(text)
const row = (sku: string, fulfillable: number): InventoryRow => ({
  sku,
  asin: '',
  name: '',
  fulfillable,
  inboundWorking: 0,
  inboundShipped: 0,
  inboundReceiving: 0,
  reservedOrders: 0,
  reservedTransfer: 0,
  reservedProcessing: 0,
  unfulfillable: 0,
})
/** Readings in order: a day and what was on sale of each SKU. */
const read = (
  ...readings: readonly (readonly [string, Readonly<Record<string, number>>])[]
): StoredStock['seen'] => {
  let stock: StoredStock | undefined
  for (const [when, units] of readings) {
    stock = seeAgain(
      stock,
      Object.entries(units).map(([sku, n]) => row(sku, n)),
      on(when),
    )
  }
  if (stock === undefined) throw new Error('no reading')
  return stock.seen
}

describe('what our own readings saw', () => {
  test('knows a day as out of stock when every reading of it found nothing', () => {
    expect(read(['2026-11-20', { A: 0 }], ['2026-11-20', { A: 0 }]).out).toEqual([['A', ['2026-11-20']]])
  })

  test('takes a day back when a later reading finds units, and does not give it again', () => {
    expect(read(['2026-11-20', { A: 0 }], ['2026-11-20', { A: 3 }]).out).toEqual([])
    expect(read(['2026-11-20', { A: 3 }], ['2026-11-20', { A: 0 }]).out).toEqual([])
    expect(read(['2026-11-20', { A: 0 }], ['2026-11-20', { A: 3 }], ['2026-11-20', { A: 0 }]).out).toEqual([])
  })

  test('says nothing of a day on which nobody looked', () => {
    expect(read(['2026-11-18', { A: 0 }], ['2026-11-20', { A: 0 }]).out).toEqual([
      ['A', ['2026-11-18', '2026-11-20']],
    ])
  })

  test('forgets days that are in no window of sales any more', () => {
    expect(read(['2026-08-01', { A: 0 }], ['2026-11-20', { A: 0 }]).out).toEqual([['A', ['2026-11-20']]])
  })

  test('calls a SKU new from the first reading that has it, but none of the very first reading', () => {
    const seen = read(
      ['2026-11-18', { A: 1 }],
      ['2026-11-19', { A: 1, B: 1 }],
      ['2026-11-20', { A: 1, B: 1 }],
    )
    expect(seen.first).toEqual([['B', '2026-11-19']])
  })

  test('keeps SKUs of any name apart', () => {
    const seen = read(
      ['2026-11-18', { A: 1 }],
      ['2026-11-19', { A: 1, constructor: 0, ['__proto__']: 0 } as never],
    )
    expect(seen.first).toContainEqual(['constructor', '2026-11-19'])
  })
})
