import { describe, expect, test } from 'vitest'
import { type InventoryRow, inventoryQuery, queryRows } from '../../src/workspace/inventory/rows.ts'

const row = (sku: string, name: string, fulfillable: number): InventoryRow => ({
  sku,
  asin: `B0${sku.replaceAll(/\W/g, '').padEnd(8, '0')}`,
  name,
  fulfillable,
  inboundWorking: 1,
  inboundShipped: 2,
  inboundReceiving: 3,
  reservedOrders: 0,
  reservedTransfer: 0,
  reservedProcessing: 0,
  unfulfillable: 0,
})
const rows = [
  row('B-2', 'Door stop, cast iron', 5),
  row('00902-DSI', 'Umbrella stand', 5),
  row('A-1', '木製トレイ', 0),
]
const ask = (over: Record<string, string>) => queryRows(rows, inventoryQuery.parse(over))

describe('the inventory query', () => {
  test('sorts by SKU by default and keeps leading zeros as text', () => {
    expect(ask({}).rows.map((one) => one.sku)).toEqual(['00902-DSI', 'A-1', 'B-2'])
  })

  test('searches SKU, ASIN and name without regard to case or width', () => {
    expect(ask({ search: 'STOP' }).rows.map((one) => one.sku)).toEqual(['B-2'])
    expect(ask({ search: 'ａ-1' }).rows.map((one) => one.sku)).toEqual(['A-1'])
    expect(ask({ search: 'トレイ' }).matched).toBe(1)
  })

  test('breaks ties by SKU in both directions', () => {
    expect(ask({ sort: 'fulfillable', direction: 'descending' }).rows.map((one) => one.sku)).toEqual([
      '00902-DSI',
      'B-2',
      'A-1',
    ])
    expect(ask({ sort: 'fulfillable' }).rows.map((one) => one.sku)).toEqual(['A-1', '00902-DSI', 'B-2'])
  })

  test('sums every matching row, not only the page', () => {
    const many = Array.from({ length: 120 }, (_, index) => row(`S${String(index).padStart(3, '0')}`, 'x', 1))
    const page = queryRows(many, inventoryQuery.parse({ page: '2' }))
    expect(page.rows).toHaveLength(50)
    expect(page.rows[0]?.sku).toBe('S050')
    expect(page.sums.fulfillable).toBe(120)
  })

  test('shows the last page when a page beyond the end is asked for', () => {
    expect(ask({ page: '99' }).page).toBe(1)
  })

  test.each([
    { sort: 'password', page: '0', direction: 'sideways', search: 'x'.repeat(101) },
    { sort: '', page: 'NaN', direction: '', search: '' },
    { sort: '__proto__', page: '1e9', direction: 'toString', search: ' ' },
  ])('falls back to its defaults for %o', (query) => {
    expect(inventoryQuery.parse(query)).toEqual({ search: '', sort: 'sku', direction: 'ascending', page: 1 })
  })
})
