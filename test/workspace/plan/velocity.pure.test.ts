import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, day } from '../../../src/core/day.ts'
import {
  type SalesSeen,
  type UnitsByWindow,
  velocityOf,
} from '../../../src/workspace/inventory/plan/velocity.ts'

const asOf = day.parse('2026-11-21')
const shipped = (t7?: number, t30?: number, t60?: number, t90?: number): UnitsByWindow => ({
  units7: t7,
  units30: t30,
  units60: t60,
  units90: t90,
})
/** That many days, the last of them so many days before the end of the windows. */
const daysOut = (count: number, endingAgo = 0) =>
  Array.from({ length: count }, (_, index) => addDays(asOf, -endingAgo - index))
const seen = (units: UnitsByWindow, more: Partial<SalesSeen> = {}): SalesSeen => ({
  units,
  asOf,
  knownOut: [],
  firstSeen: undefined,
  window: 30,
  ...more,
})

describe('velocity, worked by hand', () => {
  test.each([
    ['60 units ÷ 30 days', seen(shipped(14, 60, 120, 180)), 2, 30, 0, undefined],
    [
      '14 units ÷ 7 days when that window is chosen',
      seen(shipped(14, 60, 120, 180), { window: 7 }),
      2,
      7,
      0,
      undefined,
    ],
    [
      '54 ÷ (30 − 3 known out of stock)',
      seen(shipped(14, 54, 120, 180), { knownOut: daysOut(3, 5) }),
      2,
      27,
      3,
      undefined,
    ],
    ['an unseen stock-out is not left out: 54 ÷ 30', seen(shipped(14, 54, 120, 180)), 1.8, 30, 0, undefined],
    [
      'known days before the window: 60 ÷ 30',
      seen(shipped(14, 60, 99, 180), { knownOut: daysOut(4, 30) }),
      2,
      30,
      0,
      undefined,
    ],
    [
      'the window’s first day counts: 58 ÷ (30 − 1)',
      seen(shipped(14, 58, 99, 180), { knownOut: daysOut(1, 29) }),
      2,
      29,
      1,
      undefined,
    ],
    ['new: all 21 units in 7 days', seen(shipped(21, 21, 21, 21)), 3, 7, 0, 'units'],
    [
      'new in a window of 90: all 60 in 30 days',
      seen(shipped(9, 60, 60, 60), { window: 90 }),
      2,
      30,
      0,
      'units',
    ],
    [
      'new, 3 of its 7 days out: 20 ÷ (7 − 3)',
      seen(shipped(20, 20, 20, 20), { knownOut: daysOut(3) }),
      5,
      4,
      3,
      'units',
    ],
    [
      'one unit in 90 days that sold last week is slow: 1 ÷ 30',
      seen(shipped(1, 1, 1, 1)),
      1 / 30,
      30,
      0,
      undefined,
    ],
    [
      'first seen 10 days ago: 10 ÷ 10',
      seen(shipped(8, 10, 10, 10), { firstSeen: addDays(asOf, -9) }),
      1,
      10,
      0,
      'first-sighting',
    ],
    [
      'first seen after the snapshot: 4 ÷ 1',
      seen(shipped(4, 4, 4, 4), { firstSeen: addDays(asOf, 1) }),
      4,
      1,
      0,
      'first-sighting',
    ],
    [
      'sold before we saw it, so not new: 20 ÷ 30',
      seen(shipped(8, 20, 40, 60), { firstSeen: addDays(asOf, -9) }),
      2 / 3,
      30,
      0,
      undefined,
    ],
    [
      'known for 200 days, sells again: 21 ÷ 30',
      seen(shipped(21, 21, 21, 21), { firstSeen: addDays(asOf, -199) }),
      0.7,
      30,
      0,
      undefined,
    ],
    ['no 30 days in the report: 60 ÷ 60', seen(shipped(undefined, undefined, 60, 90)), 1, 60, 0, undefined],
    [
      'sold on each day we saw empty: ours is set aside, 30 ÷ 30',
      seen(shipped(7, 30, 60, 90), { knownOut: daysOut(30) }),
      1,
      30,
      0,
      undefined,
    ],
  ] as const)('%s', (_, of, perDay, days, knownOutDays, newBy) => {
    const velocity = velocityOf(of)
    expect(velocity).toMatchObject({ kind: 'selling', days, knownOutDays, newBy })
    if (velocity.kind === 'selling') expect(velocity.perDay).toBeCloseTo(perDay, 12)
  })

  test.each([
    ['never sold', seen(shipped(0, 0, 0, 0)), { kind: 'no-sales', soldBefore: false }],
    ['sold in the 60 days before', seen(shipped(0, 0, 5, 9)), { kind: 'no-sales', soldBefore: true }],
    [
      'empty for 20 of 30 days',
      seen(shipped(0, 0, 5, 9), { knownOut: daysOut(20) }),
      { kind: 'no-sales', knownOutDays: 20 },
    ],
    [
      'empty for all 30',
      seen(shipped(0, 0, 5, 9), { knownOut: daysOut(30) }),
      { kind: 'out-throughout', knownOutDays: 30 },
    ],
    ['no figure at all', seen(shipped()), { kind: 'unknown' }],
  ] as const)('%s has no speed, and says why', (_, of, expected) => {
    const velocity = velocityOf(of)
    expect(velocity).toMatchObject(expected)
    expect(velocity).not.toHaveProperty('perDay')
  })
})

/** Units in disjoint parts, so that each window contains the shorter ones. */
const units = fc
  .tuple(fc.nat(300), fc.nat(300), fc.nat(300), fc.nat(300))
  .map(([a, b, c, d]) => shipped(a, a + b, a + b + c, a + b + c + d))

test('is above zero and finite, or no number at all, and never divides by more than the window (property)', () => {
  const outs = fc.integer({ min: 0, max: 90 })
  const first = fc.option(fc.integer({ min: -3, max: 120 }), { nil: undefined })
  fc.assert(
    fc.property(units, outs, first, fc.constantFrom(7, 30, 60, 90), (of, out, ago, window) => {
      const firstSeen = ago === undefined ? undefined : addDays(asOf, -ago)
      const velocity = velocityOf(seen(of, { knownOut: daysOut(out), firstSeen, window }))
      if (velocity.kind !== 'selling') return
      expect(velocity.perDay > 0 && Number.isFinite(velocity.perDay)).toBe(true)
      expect(velocity.days >= 1 && velocity.days <= window).toBe(true)
      // Units: a day's units times the days are the units again.
      expect(velocity.perDay * velocity.days).toBeCloseTo(velocity.units, 9)
    }),
  )
})

test('one more day known out of stock never lowers the speed, until every day is (property)', () => {
  fc.assert(
    fc.property(units, fc.integer({ min: 0, max: 28 }), (of, out) => {
      const firstSeen = addDays(asOf, -200)
      const less = velocityOf(seen(of, { knownOut: daysOut(out), firstSeen }))
      const more = velocityOf(seen(of, { knownOut: daysOut(out + 1), firstSeen }))
      if (less.kind !== 'selling' || more.kind !== 'selling') return
      expect(more.perDay).toBeGreaterThan(less.perDay)
    }),
  )
})
