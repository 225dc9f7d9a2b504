import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  normalShare,
  reorderInDays,
  reorderPoint,
  safetyStock,
  suggestedUnits,
  zOf,
} from '../../../src/workspace/inventory/plan/reorder.ts'

// Published tables of the normal distribution.
test.each([
  [0.5, 0],
  [0.75, 0.67449],
  [0.9, 1.281552],
  [0.95, 1.644854],
  [0.975, 1.959964],
  [0.98, 2.053749],
  [0.99, 2.326348],
  [0.995, 2.575829],
  [0.999, 3.090232],
])('a service level of %f needs %f standard deviations', (level, z) => {
  expect(zOf(level)).toBeCloseTo(z, 5)
})

test('z and the share below it undo each other, and a higher level never needs less (property)', () => {
  const level = fc.double({ min: 0.5, max: 0.999, noNaN: true })
  fc.assert(
    fc.property(level, level, (one, other) => {
      expect(Math.abs(normalShare(zOf(one)) - one)).toBeLessThan(1e-9)
      // Neighbouring floats may swap in the last digit.
      if (one < other) expect(zOf(one)).toBeLessThanOrEqual(zOf(other) + 1e-12)
    }),
  )
})

describe('worked by hand', () => {
  test('2 · √(9·4² + 5²·1²) = 2 · √(144 + 25) = 2 · 13 = 26 units of safety', () => {
    const of = { z: 2, leadDays: 9, deviationPerDay: 4, perDay: 5, leadDeviationDays: 1 }
    expect(safetyStock(of)).toBe(26)
    expect(reorderPoint({ perDay: 5, leadDays: 9, safety: 26 })).toBe(71)
  })

  test('a sure lead time leaves 2 · √144 = 24, a sure demand 2 · √25 = 10, both sure nothing', () => {
    const of = { z: 2, leadDays: 9, deviationPerDay: 4, perDay: 5, leadDeviationDays: 1 }
    expect(safetyStock({ ...of, leadDeviationDays: 0 })).toBe(24)
    expect(safetyStock({ ...of, deviationPerDay: 0 })).toBe(10)
    expect(safetyStock({ ...of, deviationPerDay: 0, leadDeviationDays: 0 })).toBe(0)
  })

  test.each([
    [100, 40, 10, 6, '60 units above the point last 6 days'],
    [105, 40, 10, 7, 'after 6 days 45 are left, on the 7th 35'],
    [40, 40, 10, 0, 'at the point: today'],
    [35, 40, 10, 0, 'it fell there in the course of the last day'],
    [30, 40, 10, -1, '10 below: a day ago'],
    [0, 450, 10, -45, 'long out: 45 days ago'],
    [0.4, 0.1, 0.1, 3, 'binary fractions cost no day: 3.0000000000000004 is 3'],
  ])('position %f, point %f, %f a day: order in %i days; %s', (position, point, perDay, days) => {
    expect(reorderInDays({ position, reorderPoint: point, perDay })).toBe(days)
  })

  test.each([
    [120, 2, 100, 1, 140, '240 − 100'],
    [120, 2, 100, 24, 144, '140 ÷ 24 = 5.8: six cartons'],
    [90, 1.2, 60, 24, 48, '108 − 60 is two cartons'],
    [100, 0.07, 0, 7, 7, 'one carton, though 100 · 0.07 is 7.000000000000001 in binary'],
    [45, 2, 90, 12, 0, 'just enough'],
    [45, 2, 500, 12, 0, 'more than enough is not sent back'],
    [90, 0.01, 0, 1, 1, 'nine tenths of a unit are one'],
  ])(
    '%i days at %f a day with %i there, in cartons of %i: %i; %s',
    (targetCoverDays, perDay, position, cartonUnits, units) => {
      expect(suggestedUnits({ targetCoverDays, perDay, position, cartonUnits })).toBe(units)
    },
  )
})

test('an order is whole cartons, fills the target, and never by a carton too many (property)', () => {
  const perDay = fc.double({ min: 0.01, max: 100, noNaN: true })
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 365 }),
      perDay,
      fc.nat(5000),
      fc.integer({ min: 1, max: 200 }),
      (targetCoverDays, speed, position, cartonUnits) => {
        const units = suggestedUnits({ targetCoverDays, perDay: speed, position, cartonUnits })
        const missing = Math.max(0, targetCoverDays * speed - position)
        expect(units % cartonUnits).toBe(0)
        expect(units).toBeGreaterThanOrEqual(missing - cartonUnits * 1e-6)
        expect(units).toBeLessThan(missing + cartonUnits)
      },
    ),
  )
})
