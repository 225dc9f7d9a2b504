import { describe, expect, test } from 'vitest'
import { type Band, EXCESS_DAYS, type PlannedSku } from '../../src/workspace/inventory/planned.ts'
import {
  countsOf,
  type InventoryQuery,
  inventoryQuery,
  matching,
  pageOf,
} from '../../src/workspace/inventory/query.ts'

const row = (sku: string, { name, ...over }: Partial<PlannedSku & { name: string }> = {}): PlannedSku => ({
  stock: {
    sku,
    asin: `B0${sku.replaceAll(/\W/g, '').padEnd(8, '0')}`,
    name: name ?? sku,
    fulfillable: 5,
    inboundWorking: 1,
    inboundShipped: 2,
    inboundReceiving: 3,
    reservedOrders: 0,
    reservedTransfer: 0,
    reservedProcessing: 0,
    unfulfillable: 0,
  },
  figures: undefined,
  band: 'covered',
  onHand: 5,
  inbound: 6,
  perDay: 0.1,
  coverDays: 50,
  stockOut: undefined,
  orderBy: undefined,
  orderInDays: 10,
  isOverdue: false,
  suggested: 4,
  knownOutDays: 0,
  isNew: false,
  ...over,
})
const rows = [
  row('B-2', { name: 'Door stop, cast iron', coverDays: 3, band: 'critical', suggested: 9, perDay: 2 }),
  row('00902-DSI', { name: 'Umbrella stand', coverDays: 30, orderInDays: -4, onHand: 80 }),
  row('A-1', { name: '木製トレイ', coverDays: 0, band: 'out', onHand: 0, suggested: 40, perDay: 7 }),
  row('C-3', {
    coverDays: undefined,
    perDay: undefined,
    band: 'no-sales',
    suggested: undefined,
    orderInDays: undefined,
  }),
]
const ask = (over: Record<string, string>) => {
  const query: InventoryQuery = inventoryQuery.parse(over)
  return pageOf(rows, matching(rows, query), query.page)
}
const skus = (over: Record<string, string>) => ask(over).rows.map((one) => one.sku)

describe('the list of what to reorder', () => {
  test.each([
    ['soonest', ['A-1', 'B-2', '00902-DSI', 'C-3']],
    ['reorder', ['00902-DSI', 'A-1', 'B-2', 'C-3']],
    ['largest', ['A-1', 'B-2', '00902-DSI', 'C-3']],
    ['fastest', ['A-1', 'B-2', '00902-DSI', 'C-3']],
    ['stock', ['00902-DSI', 'B-2', 'C-3', 'A-1']],
    ['sku', ['00902-DSI', 'A-1', 'B-2', 'C-3']],
  ])('stands by %s, ties by SKU, what does not sell last', (sort, order) => {
    expect(skus({ sort })).toEqual(order)
  })

  test('keeps leading zeros as text', () => {
    const many = [row('1'), row('00902'), row('10')]
    expect(matching(many, inventoryQuery.parse({ sort: 'sku' })).map(({ stock }) => stock.sku)).toEqual([
      '00902',
      '1',
      '10',
    ])
  })

  test('searches SKU, ASIN and name without regard to case or width', () => {
    expect(skus({ search: 'STOP' })).toEqual(['B-2'])
    expect(skus({ search: 'ａ-1' })).toEqual(['A-1'])
    expect(ask({ search: 'トレイ' }).matched).toBe(1)
  })

  test('shows one band alone, and counts all bands whatever is filtered', () => {
    const page = ask({ cover: 'critical' })
    expect([page.matched, page.total, page.rows[0]?.sku]).toEqual([1, 4, 'B-2'])
    expect(page.bands).toMatchObject({ out: 1, critical: 1, covered: 1, 'no-sales': 1, watch: 0 })
  })

  test('sums every matching row, not only the page', () => {
    const many = Array.from({ length: 120 }, (_, index) => row(`S${String(index).padStart(3, '0')}`))
    const page = pageOf(many, matching(many, inventoryQuery.parse({ sort: 'sku' })), 2)
    expect(page.rows).toHaveLength(50)
    expect(page.rows[0]?.sku).toBe('S050')
    expect(page.sums).toEqual({ onHand: 600, inbound: 720, suggested: 480 })
  })

  test('shows the last page when a page beyond the end is asked for', () => {
    expect(ask({ page: '99' }).page).toBe(1)
  })

  test('counts a SKU at the whole day of its cover, the empty and the endless at none', () => {
    const band = (coverDays: number | undefined, of: Band): PlannedSku =>
      row(`${coverDays}`, { coverDays, band: of })
    const { byCover } = countsOf([
      band(0, 'out'),
      band(0.4, 'critical'),
      band(6.99, 'critical'),
      band(EXCESS_DAYS, 'covered'),
      band(90.99, 'excess'),
      band(91, 'excess'),
      band(undefined, 'no-sales'),
    ])
    expect([byCover[0], byCover[6], byCover[90], byCover.reduce((sum, n) => sum + n, 0)]).toEqual([
      1, 1, 2, 4,
    ])
  })

  test.each([
    { sort: 'password', page: '0', cover: 'sideways', window: '31', search: 'x'.repeat(101) },
    { sort: '', page: 'NaN', cover: '', window: '', search: '' },
    { sort: '__proto__', page: '1e9', cover: 'toString', window: 'Infinity', search: ' ' },
  ])('falls back to its defaults for %o', (query) => {
    expect(inventoryQuery.parse(query)).toEqual({ search: '', sort: 'soonest', page: 1 })
  })
})
