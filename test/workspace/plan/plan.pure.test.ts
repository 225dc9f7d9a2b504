import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, day } from '../../../src/core/day.ts'
import { planOf } from '../../../src/workspace/inventory/plan/plan.ts'
import { input, plain, today } from './input.ts'

/** 10 a day in every window. */
const TEN = [70, 300, 600, 900] as const
/** Each quantity another power of two, so that any double counting shows. */
const stock = {
  fulfillable: 64,
  inboundWorking: 1,
  inboundShipped: 2,
  inboundReceiving: 4,
  reservedTransfer: 8,
  reservedProcessing: 16,
}

describe('one SKU’s plan, worked by hand', () => {
  test('64 for sale at 10 a day last 6.4 days; what lands on day 10 and later leaves a gap', () => {
    const plan = planOf(input({ units: TEN, stock }))
    // 64 ÷ 10; day 6 from 22 November is the 28th. Returning and receiving land on day 10, shipped 25, working 30.
    expect(plan).toMatchObject({
      band: 'critical',
      stockOut: '2026-11-28',
      sellable: 64,
      onHand: 88,
      inbound: 7,
    })
    expect(plan.cover).toEqual({ days: 6.4, countedUnits: 64, lateUnits: 31, lateInDays: 10 })
    expect(plan.arrivals.map(({ state, days, units }) => [state, days, units])).toEqual([
      ['returning', 10, 24],
      ['receiving', 10, 4],
      ['shipped', 25, 2],
      ['working', 30, 1],
    ])
  })

  test('the position of 95 is 405 below 50 days · 10: 40 days late, and 900 − 95 are missing', () => {
    const { reorder } = planOf(input({ units: TEN, stock }))
    // (95 − 500) ÷ 10 = −40.5: the first day at or below the point was 40 days ago, 13 October.
    expect(reorder).toMatchObject({
      z: 0,
      safety: 0,
      point: 500,
      inDays: -40,
      by: '2026-10-13',
      isOverdue: true,
    })
    expect(reorder).toMatchObject({ suggested: 805, isTargetTooLow: false })
  })

  test('with plenty: 800 + 7 + 24 lie 331 above the point; on the 34th day they do no more', () => {
    const { reorder, band } = planOf(input({ units: TEN, stock: { ...stock, fulfillable: 800 } }))
    // 331 ÷ 10 = 33.1, so the 34th day: 8 of November, 26 of December. 900 − 831 = 69.
    expect(reorder).toMatchObject({ inDays: 34, by: '2026-12-26', isOverdue: false, suggested: 69 })
    expect(band).toBe('healthy')
  })

  test('safety: 1.645 · √(50 · 10 + 10² · 10²) = 168.6', () => {
    const settings = { ...plain, serviceLevel: 0.95, leadDeviationShare: 0.2, cartonUnits: 24 }
    const { reorder } = planOf(input({ units: TEN, stock, settings }))
    // σd is √10 (steady sales), σLT a fifth of 50 days. √10,500 = 102.47. 805 ÷ 24 = 33.5: 34 cartons.
    expect(reorder?.safety).toBeCloseTo(168.55, 2)
    expect(reorder?.point).toBeCloseTo(668.55, 2)
    expect(reorder).toMatchObject({ suggested: 816, deviation: { basis: 'estimated', from: 4 } })
  })

  test('a target below the reorder point is called too low, since an overdue order could be for nothing', () => {
    const settings = { ...plain, targetCoverDays: 40 }
    const { reorder } = planOf(input({ units: TEN, stock: { fulfillable: 450 }, settings }))
    expect(reorder).toMatchObject({ isOverdue: true, suggested: 0, isTargetTooLow: true })
  })

  test('reserved units count once: in transfer or in processing or for sale, the order is the same', () => {
    const where = [
      'fulfillable',
      'reservedTransfer',
      'reservedProcessing',
      'inboundReceiving',
      'inboundShipped',
      'inboundWorking',
    ] as const
    const orders = where.map(
      (name) => planOf(input({ units: TEN, stock: { [name]: 100 } })).reorder?.suggested,
    )
    expect(orders).toEqual(where.map(() => 800))
  })

  test('an entered day of landing closes the gap: (64 + 2) ÷ 10', () => {
    const plan = planOf(input({ units: TEN, stock, more: { entered: { shipped: addDays(today, 3) } } }))
    expect(plan.cover?.days).toBe(6.6)
    expect(plan.arrivals.find((one) => one.state === 'shipped')).toMatchObject({ days: 3, by: 'entered' })
  })
})

describe('a plan without speed', () => {
  const more = { isIdle: true }
  const out30 = Array.from({ length: 30 }, (_, index) => addDays(day.parse('2026-11-21'), -index))

  test.each([
    ['nothing sold, stock there', input({ units: [0, 0, 0, 0], stock }), 'no-sales'],
    ['nothing ever sold, none there: a dead SKU is not out', input({ units: [0, 0, 0, 0] }), 'no-sales'],
    ['sold before, none there: out', input({ units: [0, 0, 30, 60] }), 'out'],
    [
      'known out all along, none there: out',
      input({ units: [0, 0, 0, 0], more: { knownOut: out30 } }),
      'out',
    ],
    [
      'known out all along, now there',
      input({ units: [0, 0, 0, 0], stock, more: { knownOut: out30 } }),
      'unknown',
    ],
    ['no report, stock there', input({ stock }), 'unknown'],
    ['no report, none there: out', input({}), 'out'],
    ['no report, none there, and nothing changed for long: given up', input({ more }), 'no-sales'],
    ['no report, stock there, and nothing changed for long', input({ stock, more }), 'no-sales'],
    ['sold by the report, whatever the stock says', input({ units: [0, 0, 30, 60], more }), 'out'],
  ] as const)('%s', (_, of, band) => {
    expect(planOf(of)).toMatchObject({ band, cover: undefined, stockOut: undefined, reorder: undefined })
  })
})

describe('what a plan rests on', () => {
  const daily = Array.from({ length: 40 }, (_, index) => ({
    day: addDays(today, -index),
    units: index === 0 ? 1 : 4,
  }))

  test('stock that lies still, but for days that are known to have sold', () => {
    const more = { isIdle: true }
    expect(planOf(input({ more })).restsOn.sales).toBe('stock')
    expect(planOf(input({ stock, more: { ...more, daily } })).restsOn.sales).toBe('daily')
  })

  test('the report of yesterday', () => {
    const { restsOn } = planOf(input({ units: TEN, stock }))
    expect(restsOn).toEqual({ sales: 'report', snapshotAgeDays: 1, stages: 'entered' })
  })

  test('daily sales make σd exact, and stand in for a missing report', () => {
    const both = planOf(input({ units: TEN, stock, more: { daily } }))
    expect(both).toMatchObject({ restsOn: { sales: 'report' }, velocity: { perDay: 10 } })
    expect(both.reorder?.deviation).toEqual({ perDay: 0, basis: 'exact', from: 39 })
    // 30 full days of 4; today's one unit is of a day that is not over, and 60 days are not known.
    const alone = planOf(input({ stock, more: { daily } }))
    expect(alone).toMatchObject({
      restsOn: { sales: 'daily', snapshotAgeDays: undefined },
      velocity: { perDay: 4, units: 120 },
    })
  })

  test('nothing', () => {
    expect(planOf(input({ stock })).restsOn).toMatchObject({ sales: 'nothing', snapshotAgeDays: undefined })
  })
})

const parts = fc.tuple(fc.nat(200), fc.nat(400), fc.nat(400), fc.nat(400))
const units = parts.map(([a, b, c, d]) => [a + 1, a + b + 1, a + b + c + 1, a + b + c + d + 1] as const)
const quantities = fc.record({
  fulfillable: fc.nat(3000),
  inboundWorking: fc.nat(500),
  inboundShipped: fc.nat(500),
  inboundReceiving: fc.nat(500),
  reservedTransfer: fc.nat(100),
  reservedProcessing: fc.nat(100),
})
const settings = fc
  .record({
    leadDays: fc.integer({ min: 4, max: 300 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    level: fc.double({ min: 0.5, max: 0.99, noNaN: true }),
  })
  .map(({ leadDays, share, level }) => ({
    ...plain,
    leadDays,
    stages: { production: leadDays - 3, domestic: 1, freight: 1, receiving: 1 },
    leadDeviationShare: share,
    serviceLevel: level,
  }))

test('longer lead time, higher service level and wider deviation never lower the point or the safety (property)', () => {
  fc.assert(
    fc.property(units, quantities, settings, (sold, there, set) => {
      const of = (over: Partial<typeof set>) =>
        planOf(input({ units: sold, stock: there, settings: { ...set, ...over } })).reorder
      const base = of({})
      const [longer, surer, wider] = [
        of({ leadDays: set.leadDays + 5 }),
        of({ serviceLevel: set.serviceLevel + 0.005 }),
        of({ leadDeviationShare: set.leadDeviationShare + 0.1 }),
      ]
      for (const other of [longer, surer, wider]) {
        expect(other?.safety).toBeGreaterThanOrEqual(base?.safety ?? Number.NaN)
        expect(other?.point).toBeGreaterThanOrEqual(base?.point ?? Number.NaN)
        expect(other?.inDays).toBeLessThanOrEqual(base?.inDays ?? Number.NaN)
      }
    }),
  )
})

test('more stock of any kind never covers less, brings the order nearer, or enlarges it (property)', () => {
  const name = fc.constantFrom(
    'fulfillable',
    'inboundWorking',
    'inboundShipped',
    'inboundReceiving',
    'reservedTransfer',
    'reservedProcessing',
  )
  fc.assert(
    fc.property(units, quantities, settings, name, fc.nat(300), (sold, there, set, which, extra) => {
      const base = planOf(input({ units: sold, stock: there, settings: set }))
      const more = planOf(
        input({ units: sold, stock: { ...there, [which]: there[which] + extra }, settings: set }),
      )
      expect(more.cover?.days).toBeGreaterThanOrEqual(base.cover?.days ?? Number.NaN)
      expect(more.reorder?.inDays).toBeGreaterThanOrEqual(base.reorder?.inDays ?? Number.NaN)
      expect(more.reorder?.suggested).toBeLessThanOrEqual(base.reorder?.suggested ?? Number.NaN)
    }),
  )
})

test('counting in pairs instead of pieces changes no number of days (property)', () => {
  fc.assert(
    fc.property(units, quantities, (sold, there) => {
      const double = <T extends Record<string, number>>(of: T): T =>
        Object.fromEntries(Object.entries(of).map(([key, value]) => [key, 2 * value])) as T
      // Known for long, and without safety stock, whose scatter does depend on the piece.
      const more = { firstSeen: addDays(today, -400) }
      const one = planOf(input({ units: sold, stock: there, more }))
      const [t7, t30, t60, t90] = sold
      const two = planOf(input({ units: [2 * t7, 2 * t30, 2 * t60, 2 * t90], stock: double(there), more }))
      expect(two.cover?.days).toBeCloseTo(one.cover?.days ?? Number.NaN, 9)
      expect(two.reorder?.inDays).toBe(one.reorder?.inDays)
    }),
  )
})

test('a SKU of twenty days that sells ten each of them scatters nothing, once its daily sales are read', () => {
  const daily = Array.from({ length: 90 }, (_, n) => ({
    day: addDays(today, n - 90),
    units: n >= 70 ? 10 : 0,
  }))
  const plan = planOf(input({ units: [70, 200, 200, 200], more: { daily, firstSeen: addDays(today, -20) } }))
  expect(plan.velocity).toMatchObject({ perDay: 10, newBy: 'first-sighting' })
  expect(plan.reorder?.deviation).toEqual({ perDay: 0, basis: 'exact', from: 20 })
})
