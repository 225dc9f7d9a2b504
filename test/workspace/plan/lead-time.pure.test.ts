import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day } from '../../../src/core/day.ts'
import {
  INBOUND,
  landingDays,
  MODES,
  stagesOf,
  totalDays,
} from '../../../src/workspace/inventory/plan/lead-time.ts'

const today = day.parse('2026-11-22')
const stages = { production: 25, domestic: 5, freight: 35, receiving: 10 }

test.each([
  ['sea', 75, [25, 5, 35, 10], 'the ordinary order itself'],
  // 0.4 of 25, 30, 65 and 75: 10, 12, 26, 30; the stages are their steps.
  ['sea', 30, [10, 2, 14, 4], 'two fifths of it'],
  // 25, 29, 37 and 45 of 45.
  ['air', 45, [25, 4, 8, 8], 'by air'],
  // 10 ÷ 37 of 25, 25, 29, 37: 6.76, 6.76, 7.84, 10.
  ['domestic', 10, [7, 0, 1, 2], 'within the country'],
  // 25 ÷ 45 rounds up to 1: nothing is left.
  ['truck', 1, [1, 0, 0, 0], 'a single day'],
] as const)(
  '%s, %i days in all, splits into %j: %s',
  (mode, total, [production, domestic, freight, receiving], why) => {
    expect(stagesOf(total, mode), why).toEqual({ production, domestic, freight, receiving })
  },
)

describe('inbound units land', () => {
  test.each([
    ['receiving', 10, 'receiving 10'],
    ['shipped', 45, 'freight 35 + receiving 10'],
    ['working', 50, 'domestic 5 + freight 35 + receiving 10'],
  ] as const)('%s after %i days: %s', (state, days, why) => {
    expect(landingDays({ state, stages, entered: {}, today }), why).toEqual({ days, by: 'rule' })
  })

  test.each([
    ['2026-12-02', 10, 'entered', 'the seller knows better: 8 days of November, 2 of December'],
    ['2026-11-22', 0, 'entered', 'today'],
    ['2026-11-21', 45, 'rule', 'a day that has passed was wrong'],
  ] as const)('on %s in %i days by what was %s: %s', (text, days, by, why) => {
    const entered = { shipped: day.parse(text) }
    expect(landingDays({ state: 'shipped', stages, entered, today }), why).toEqual({ days, by })
    expect(landingDays({ state: 'working', stages, entered, today })).toEqual({ days: 50, by: 'rule' })
  })
})

test('a split adds up to its total; a longer total lands nothing earlier (property)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 730 }), fc.constantFrom(...MODES), (total, mode) => {
      const [one, next] = [stagesOf(total, mode), stagesOf(total + 1, mode)]
      expect(totalDays(one)).toBe(total)
      expect(Math.min(...Object.values(one))).toBeGreaterThanOrEqual(0)
      const days = (of: typeof one) =>
        INBOUND.map((state) => landingDays({ state, stages: of, entered: {}, today }).days)
      const [sooner, later] = [days(one), days(next)]
      expect(sooner.every((value, index) => value <= (later[index] ?? 0))).toBe(true)
      expect(sooner).toEqual(sooner.toSorted((a, b) => a - b))
    }),
  )
})
