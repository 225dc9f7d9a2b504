import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { day } from '../../../src/core/day.ts'
import { type Arrival, bandOf, coverOf, stockOutDay } from '../../../src/workspace/inventory/plan/cover.ts'
import { projectedStock } from '../../../src/workspace/inventory/plan/projection.ts'

const today = day.parse('2026-11-22')
const on5: Arrival = { days: 5, units: 50 }
const on8: Arrival = { days: 8, units: 20 }
const on13: Arrival = { days: 13, units: 400 }

test.each([
  ['60 ÷ 10', 60, 10, [], 6, 0, undefined],
  ['50 land on day 5, before day 6: (60 + 50) ÷ 10', 60, 10, [on5], 11, 0, undefined],
  ['and save those of day 8: (60 + 50 + 20) ÷ 10', 60, 10, [on5, on8], 13, 0, undefined],
  ['whatever order they stand in', 60, 10, [on8, on5], 13, 0, undefined],
  ['those of day 8 alone land after day 6: a gap', 60, 10, [on8], 6, 20, 8],
  ['those of day 13 land as stock ends: too late', 60, 10, [on13, on5, on8], 13, 400, 13],
  ['after a gap nothing counts: 20 + 400 late, first on day 8', 60, 10, [on8, on13], 6, 420, 8],
  ['nothing for sale is out now, whatever comes', 0, 10, [on5], 0, 50, 5],
  ['nor does what lands today undo it', 0, 10, [{ days: 0, units: 9 }], 0, 9, 0],
  ['an empty shipment is none', 60, 10, [{ days: 9, units: 0 }], 6, 0, undefined],
] as const)('%s', (_, sellable, perDay, arrivals, days, lateUnits, lateInDays) => {
  const cover = coverOf({ sellable, perDay, arrivals })
  expect(cover).toEqual({ days, countedUnits: days * perDay, lateUnits, lateInDays })
})

test.each([
  [0, '2026-11-22', 'out', 'now'],
  [0.5, '2026-11-22', 'critical', 'in the course of today'],
  [6.99, '2026-11-28', 'critical', 'under 7'],
  [7, '2026-11-29', 'at-risk', '7 is no longer under 7'],
  [13.99, '2026-12-05', 'at-risk', 'under 14'],
  [14, '2026-12-06', 'watch', '14'],
  [20.99, '2026-12-12', 'watch', 'under 21'],
  [21, '2026-12-13', 'healthy', '21'],
  [29.8, '2026-12-21', 'healthy', '8 days of November, 21 of December'],
  [3650.5, undefined, 'healthy', 'over ten years: no date'],
] as const)('%f days of cover end on %s and are %s: %s', (days, ends, band, why) => {
  const cover = { days, countedUnits: days, lateUnits: 0, lateInDays: undefined }
  expect(stockOutDay(cover, today), why).toBe(ends)
  expect(bandOf(cover), why).toBe(band)
})

const arrivals = fc.array(fc.record({ days: fc.nat(60), units: fc.nat(500) }), { maxLength: 5 })
const perDay = fc.double({ min: 0.05, max: 60, noNaN: true })

test('more stock never covers less, more speed never covers more, one arrival more never covers less (property)', () => {
  const more = fc.record({ days: fc.nat(60), units: fc.nat(500) })
  fc.assert(
    fc.property(
      fc.nat(2000),
      arrivals,
      perDay,
      fc.nat(100),
      more,
      (sellable, list, speed, extra, arrival) => {
        const { days } = coverOf({ sellable, arrivals: list, perDay: speed })
        expect(
          coverOf({ sellable: sellable + extra, arrivals: list, perDay: speed }).days,
        ).toBeGreaterThanOrEqual(days)
        expect(coverOf({ sellable, arrivals: list, perDay: speed * 1.5 }).days).toBeLessThanOrEqual(days)
        expect(
          coverOf({ sellable, arrivals: [...list, arrival], perDay: speed }).days,
        ).toBeGreaterThanOrEqual(days)
      },
    ),
  )
})

test('each unit is counted once: counted and late are all there is (property)', () => {
  fc.assert(
    fc.property(fc.nat(2000), arrivals, perDay, (sellable, list, speed) => {
      const cover = coverOf({ sellable, arrivals: list, perDay: speed })
      const all = list.reduce((sum, one) => sum + one.units, sellable)
      expect(cover.countedUnits + cover.lateUnits).toBe(all)
      expect(cover.days * speed).toBeCloseTo(cover.countedUnits, 6)
    }),
  )
})

test('a chart loses the velocity each day, gains arrivals, and is never below nothing', () => {
  const chart = projectedStock({
    sellable: 25,
    arrivals: [{ days: 4, units: 30 }],
    perDay: 10,
    today,
    days: 7,
  })
  expect(chart.map((one) => one.units)).toEqual([25, 15, 5, 0, 30, 20, 10])
  expect(chart.map((one) => one.arrived)).toEqual([0, 0, 0, 0, 30, 0, 0])
  expect([chart[0]?.day, chart[6]?.day]).toEqual(['2026-11-22', '2026-11-28'])
})

test('the position falls by what is sold alone: while nothing is for sale it waits for what lands', () => {
  const of = { sellable: 25, arrivals: [{ days: 5, units: 30 }], perDay: 10, today, days: 10 }
  const positions = projectedStock(of).map((one) => one.position)
  expect(positions).toEqual([55, 45, 35, 30, 30, 30, 20, 10, 0, 0])
})

test('the position is never below the units for sale, nor nothing, and never rises (property)', () => {
  fc.assert(
    fc.property(fc.nat(400), fc.integer({ min: 1, max: 20 }), arrivals, (sellable, speed, list) => {
      const chart = projectedStock({ sellable, arrivals: list, perDay: speed, today, days: 700 })
      expect(chart[0]?.position).toBe(list.reduce((sum, one) => sum + one.units, sellable))
      const steps = chart.slice(1).map((one, index) => ({ one, before: chart[index] ?? one }))
      expect(chart.every((one) => one.position >= one.units)).toBe(true)
      expect(steps.every(({ one, before }) => one.position <= before.position)).toBe(true)
      const sold = ({ one, before }: (typeof steps)[number]): number => before.units + one.arrived - one.units
      expect(steps.every((step) => step.before.position - step.one.position === sold(step))).toBe(true)
    }),
  )
})

test('the chart stays level without sales and adds shipments of one day', () => {
  const two = [1, 2].map((units) => ({ days: 1, units }))
  const chart = projectedStock({ sellable: 5, arrivals: two, perDay: 0, today, days: 3 })
  expect(chart.map((one) => one.units)).toEqual([5, 8, 8])
})

test('the chart and the cover name the same stock-out (property)', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 1, max: 20 }),
      arrivals,
      (sellable, speed, list) => {
        const cover = coverOf({ sellable, arrivals: list, perDay: speed })
        const chart = projectedStock({ sellable, arrivals: list, perDay: speed, today, days: 700 })
        const runsOut = Math.ceil(cover.days)
        const before = chart.slice(0, Math.min(runsOut, 700))
        expect(before.every((one) => one.units > 0)).toBe(true)
        const last = chart[runsOut]
        if (last !== undefined) expect(last.units - last.arrived).toBe(0)
      },
    ),
  )
})
