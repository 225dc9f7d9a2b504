import { describe, expect, test } from 'vitest'
import { addDays, day } from '../../src/core/day.ts'
import { marketplaceId } from '../../src/core/id.ts'
import {
  type Band,
  type PlanSources,
  planAll,
  planInputs,
  rowOf,
} from '../../src/workspace/inventory/planned.ts'
import {
  landingsIn,
  type SkuChoices,
  type StoredPlanning,
  withLandings,
  withSkus,
} from '../../src/workspace/inventory/planning-settings.ts'
import type { ReportedRow, StoredReport } from '../../src/workspace/inventory/reported.ts'
import type { InventoryRow } from '../../src/workspace/inventory/rows.ts'

const today = day.parse('2026-11-22')
const US = marketplaceId.parse('ATVPDKIKX0DER')
const CA = marketplaceId.parse('A2EUQ1WTGCTBG2')

const stock = (sku: string, over: Partial<InventoryRow> = {}): InventoryRow => ({
  sku,
  asin: 'B000000000',
  name: sku,
  fulfillable: 0,
  inboundWorking: 0,
  inboundShipped: 0,
  inboundReceiving: 0,
  reservedOrders: 0,
  reservedTransfer: 0,
  reservedProcessing: 0,
  unfulfillable: 0,
  ...over,
})
/** Ten a day in every window. */
const steady = (sku: string): ReportedRow => ({ sku, units7: 70, units30: 300, units60: 600, units90: 900 })
const report = (...rows: readonly ReportedRow[]): StoredReport => ({
  rows,
  missing: [],
  broken: 0,
  day: day.parse('2026-11-21'),
})
const none: StoredPlanning = { store: {}, skus: [] }
const sources = (of: Partial<PlanSources> & { readonly rows: readonly InventoryRow[] }): PlanSources => {
  const { rows, ...over } = of
  return {
    marketplace: US,
    stock: { rows: [...rows], seen: { last: today, first: [], out: [] } },
    report: report(...rows.map(({ sku }) => steady(sku))),
    settings: none,
    today,
    window: undefined,
    ...over,
  }
}
const one = (of: Parameters<typeof sources>[0]) => {
  const [row] = planAll(sources(of)).map(rowOf)
  if (row === undefined) throw new Error('no row')
  return row
}

describe('a row of the list', () => {
  test.each<[number, Band]>([
    [0, 'out'],
    [69, 'critical'],
    [70, 'at-risk'],
    [139, 'at-risk'],
    [140, 'watch'],
    [209, 'watch'],
    [210, 'covered'],
    [900, 'covered'],
    [901, 'excess'],
  ])('with %i units at ten a day is %s', (fulfillable, band) => {
    expect(one({ rows: [stock('A', { fulfillable })] }).band).toBe(band)
  })

  test('without sales is that, and one that the report does not have is not known', () => {
    const rows = [stock('A', { fulfillable: 5 }), stock('B', { fulfillable: 5 })]
    const given = report({ sku: 'A', units7: 0, units30: 0, units60: 0, units90: 0 })
    expect(planAll(sources({ rows, report: given })).map(({ band }) => band)).toEqual(['no-sales', 'unknown'])
    expect(one({ rows, report: undefined })).toMatchObject({
      band: 'unknown',
      trend: [],
      suggested: undefined,
    })
  })

  test('is out of stock while nobody knows whether it sells, until nothing has changed for ninety days', () => {
    // A day of the marketplace: 24 August begins in Los Angeles at seven o'clock in the morning of UTC.
    const changed = (at: string) => Date.parse(at)
    const bands = [undefined, changed('2026-08-24T07:00:00Z'), changed('2026-08-24T06:59:59Z'), null].map(
      (changedMs) => one({ rows: [stock('A', { changedMs })], report: undefined }).band,
    )
    expect(bands).toEqual(['out', 'out', 'no-sales', 'no-sales'])
    // Where Amazon names no time, only of what is nowhere.
    const timeless = (over: Partial<InventoryRow>) =>
      one({ rows: [stock('A', { changedMs: null, ...over })], report: undefined }).band
    expect([timeless({ inboundWorking: 1 }), timeless({ fulfillable: 1 })]).toEqual(['out', 'unknown'])
  })

  test('counts what comes back for sale as on hand, and what customers ordered not', () => {
    const reserved = { reservedOrders: 9, reservedTransfer: 2, reservedProcessing: 3, unfulfillable: 7 }
    const row = one({ rows: [stock('A', { fulfillable: 10, inboundShipped: 4, ...reserved })] })
    expect([row.onHand, row.inbound]).toEqual([15, 4])
  })

  test('takes the window that is asked for in the place of the one that is set', () => {
    const rows = [stock('A', { fulfillable: 100 })]
    const faster = report({ sku: 'A', units7: 140, units30: 300, units60: 600, units90: 900 })
    expect(one({ rows, report: faster }).perDay).toBe(10)
    expect(one({ rows, report: faster, window: 7 }).perDay).toBe(20)
    const set: StoredPlanning = { store: { windowDays: 7 }, skus: [] }
    expect(one({ rows, report: faster, settings: set }).perDay).toBe(20)
    expect(one({ rows, report: faster, settings: set, window: 30 }).perDay).toBe(10)
  })

  test('leaves out the days that our own readings found empty', () => {
    const rows = [stock('A', { fulfillable: 100 })]
    const out = [1, 2, 3].map((ago) => addDays(today, -ago))
    const seen = { last: today, first: [], out: [['A', out]] } as PlanSources['stock']['seen']
    const row = one({ rows, stock: { rows, seen } })
    expect([row.knownOutDays, row.perDay]).toEqual([3, 300 / 27])
  })

  test('that an earlier report told of is planned from that day: the days since are in no window of its sales', () => {
    const rows = [stock('A')]
    const ago = (days: number) => addDays(today, -days)
    const out = Array.from({ length: 20 }, (_, n) => ago(n))
    const seen = { last: today, first: [], out: [['A', out]] } as PlanSources['stock']['seen']
    const of = (line: Pick<ReportedRow, 'day' | 'out'>) =>
      one({ rows, stock: { rows, seen }, report: report({ ...steady('A'), ...line }) })
    expect(of({ day: ago(20) })).toMatchObject({
      reportedOn: ago(20),
      knownOutDays: 0,
      perDay: 10,
      band: 'out',
    })
    expect(of({ day: ago(18), out: [ago(19), ago(18)] })).toMatchObject({
      reportedOn: ago(18),
      knownOutDays: 2,
      perDay: 300 / 28,
    })
    // What was seen since may have been forgotten.
    expect(of({ day: ago(18) })).toMatchObject({ knownOutDays: 0, perDay: 10 })
    expect(of({})).toMatchObject({ reportedOn: undefined, knownOutDays: 19, perDay: 300 / 11 })
  })

  test('is new within the days since it was first seen', () => {
    const rows = [stock('A', { fulfillable: 100 })]
    const seen: PlanSources['stock']['seen'] = { last: today, first: [['A', addDays(today, -5)]], out: [] }
    const given = report({ sku: 'A', units7: 40, units30: 40, units60: 40, units90: 40 })
    // From the 17th to the report's day, the 21st.
    expect(one({ rows, stock: { rows, seen }, report: given })).toMatchObject({ isNew: true, perDay: 8 })
  })

  test('has the trend of disjoint windows, and none when a longer one is missing', () => {
    const rows = [stock('A')]
    const given = { sku: 'A', units7: 14, units30: 60, units60: 120, units90: 150 }
    expect(one({ rows, report: report(given) }).trend).toEqual([1, 2, 2, 2])
    expect(one({ rows, report: report({ ...given, units60: undefined }) }).trend).toEqual([])
  })
})

describe('settings of one SKU', () => {
  const own = (choices: SkuChoices['choices'], landings: SkuChoices['landings'] = []): StoredPlanning => ({
    store: { cartonUnits: 10 },
    skus: [['A', { choices, landings }]],
  })

  test('go before the store’s, and other SKUs have the store’s', () => {
    const rows = [stock('A', { fulfillable: 1 }), stock('B', { fulfillable: 1 })]
    const given = sources({ rows, settings: own({ cartonUnits: 48, targetCoverDays: 90 }) })
    // 90 × 10 − 1 = 899 in cartons of 48; 120 × 10 − 1 = 1,199 in cartons of 10.
    expect(planAll(given).map(({ suggested }) => suggested)).toEqual([912, 1200])
  })

  test('land inbound units on the day entered, in the marketplace it was entered for', () => {
    const rows = [stock('A', { fulfillable: 60, inboundShipped: 60 })]
    const settings = own({}, [[US, { shipped: addDays(today, 5) }]])
    expect(one({ rows, settings }).coverDays).toBe(12)
    expect(one({ rows, settings, marketplace: CA }).coverDays).toBe(6)
    const inputs = planInputs(sources({ rows, settings }))(rows[0] ?? stock('A'))
    expect(inputs.input.entered).toEqual({ shipped: addDays(today, 5) })
  })

  test('change one by one, keep the landings of other marketplaces, and go when nothing is left', () => {
    const landings = withLandings({ choices: {}, landings: [[CA, { working: today }]] }, US, {
      shipped: today,
    })
    expect(landings).toEqual([
      [CA, { working: today }],
      [US, { shipped: today }],
    ])
    expect(withLandings({ choices: {}, landings }, US, {})).toEqual([[CA, { working: today }]])
    expect(landingsIn(undefined, US)).toEqual({})
    const nothing = new Map([['A', () => ({ choices: {}, landings: [] })]])
    expect(withSkus(own({ cartonUnits: 48 }), nothing)).toEqual({ store: { cartonUnits: 10 }, skus: [] })
  })

  test('are kept for 50,000 SKUs and no more', () => {
    const names = Array.from({ length: 50_000 }, (_, n) => String(n))
    const change = () => ({ choices: { cartonUnits: 2 }, landings: [] })
    const full = withSkus(none, new Map(names.map((name) => [name, change])))
    expect(full?.skus).toHaveLength(50_000)
    expect(full && withSkus(full, new Map([['one more', change]]))).toBeUndefined()
    expect(full && withSkus(full, new Map([['7', change]]))?.skus).toHaveLength(50_000)
  })
})
