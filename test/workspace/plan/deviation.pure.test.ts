import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, day } from '../../../src/core/day.ts'
import { estimatedDeviation, exactDeviation } from '../../../src/workspace/inventory/plan/deviation.ts'

const today = day.parse('2026-11-22')
const EVER = Number.POSITIVE_INFINITY

test.each([
  // Each window sold one a day: no scatter, so √1.
  ['a steady seller scatters by √velocity', [7, 30, 60, 90], 1, EVER, 1, 4],
  // Mean 111 ÷ 90 = 1.2333. (28 − 8.633)² ÷ 7 = 53.581; (23 − 28.367)² ÷ 23 = 1.252; (30 − 37)² ÷ 30 = 1.633, twice.
  // Their sum 58.1 ÷ 3 windows = 19.367, its root 4.40076.
  ['a week of promotion shows', [28, 51, 81, 111], 1.7, EVER, 4.40076, 4],
  // Without t60 the windows are 7, 23 and 60 days: 7, 23 and 180 units, mean 2.3333.
  // (7 − 16.333)² ÷ 7 = 12.444; (23 − 53.667)² ÷ 23 = 40.889; (180 − 140)² ÷ 60 = 26.667; 80 ÷ 2 = 40.
  ['a missing window joins the next', [7, 30, undefined, 210], 1, EVER, Math.sqrt(40), 3],
  ['one window alone says nothing: √4', [undefined, 120, undefined, undefined], 4, EVER, 2, 0],
  ['windows before a new SKU existed are left out: √9', [63, 63, 63, 63], 9, 7, 3, 0],
  // Counts that shrink: the second window is taken as 0 units in 23 days, not −5.
  // Mean 10 ÷ 30; (10 − 2.333)² ÷ 7 = 8.397; (0 − 7.667)² ÷ 23 = 2.556; 10.952 ÷ 1.
  ['a longer window with fewer units is an error', [10, 5, undefined, undefined], 0.2, EVER, 3.3094, 2],
] as const)('%s', (_, [t7, t30, t60, t90], perDay, spanDays, expected, from) => {
  const deviation = estimatedDeviation({
    units: { units7: t7, units30: t30, units60: t60, units90: t90 },
    perDay,
    spanDays,
  })
  expect(deviation).toMatchObject({ basis: 'estimated', from })
  expect(deviation.perDay).toBeCloseTo(expected, 4)
})

const daily = (units: readonly number[]) =>
  units.map((one, index) => ({ day: addDays(today, -1 - index), units: one }))

test('daily sales of 2 and 4 by turns over 14 days: each is 1 off the mean, √(14 ÷ 13)', () => {
  const exact = exactDeviation({
    daily: daily(Array.from({ length: 14 }, (_, i) => 2 + 2 * (i % 2))),
    today,
    knownOut: [],
    spanDays: EVER,
  })
  expect(exact).toMatchObject({ basis: 'exact', from: 14 })
  expect(exact?.perDay).toBeCloseTo(Math.sqrt(14 / 13), 12)
})

test('days out of stock, today and days older than 90 are no sales days', () => {
  const steady = daily(Array.from({ length: 40 }, (_, i) => (i < 5 ? 0 : 3)))
  const knownOut = steady.slice(0, 5).map((one) => one.day)
  const partial = [{ day: today, units: 1 }, { day: addDays(today, -91), units: 99 }, ...steady]
  expect(exactDeviation({ daily: partial, today, knownOut, spanDays: EVER })).toEqual({
    perDay: 0,
    basis: 'exact',
    from: 35,
  })
})

test('thirteen days are too few', () => {
  expect(
    exactDeviation({ daily: daily(Array(13).fill(1)), today, knownOut: [], spanDays: EVER }),
  ).toBeUndefined()
})

test('days before a new SKU existed are none of its sales days', () => {
  const fresh = daily(Array.from({ length: 90 }, (_, i) => (i < 20 ? 10 : 0)))
  const of = (spanDays: number) => exactDeviation({ daily: fresh, today, knownOut: [], spanDays })
  expect(of(20)).toEqual({ perDay: 0, basis: 'exact', from: 20 })
  // With its 70 days of nothing: mean 2.22, and 20 · 7.78² + 70 · 2.22² = 1,555.6 over 89.
  expect(of(EVER)?.perDay).toBeCloseTo(Math.sqrt(1555.5556 / 89), 4)
  expect(of(13)).toBeUndefined()
})

test('the estimate is never below √velocity, and doubles with the unit of its counts (property)', () => {
  const parts = fc.tuple(fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(500))
  fc.assert(
    fc.property(parts, fc.double({ min: 0.01, max: 50, noNaN: true }), ([a, b, c, d], perDay) => {
      const of = (times: number, speed: number) =>
        estimatedDeviation({
          units: {
            units7: times * a,
            units30: times * (a + b),
            units60: times * (a + b + c),
            units90: times * (a + b + c + d),
          },
          perDay: speed,
          spanDays: EVER,
        }).perDay
      expect(of(1, perDay)).toBeGreaterThanOrEqual(Math.sqrt(perDay))
      // In packs of two, without the floor: half as many of everything.
      expect(of(2, 0)).toBeCloseTo(2 * of(1, 0), 6)
    }),
  )
})
