import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { errorBudget, failedOf, type PerformanceRate } from '../../src/workspace/orders/error-budget.ts'

const late = (failed: number, total: number, target = 0.04): PerformanceRate => ({
  failed,
  total,
  target,
  condition: 'LESS_THAN',
})
const tracked = (failed: number, total: number, target = 0.95): PerformanceRate => ({
  failed,
  total,
  target,
  condition: 'GREATER_THAN',
})

test.each([
  ['4 % of 812 is 32.48: 32 may be late, 21 are', late(21, 812), 32, 11],
  ['2.5 % of 812 is 20.3: 20 may be cancelled, 6 are', late(6, 812, 0.025), 20, 14],
  ['5 % of 812 is 40.6: 40 may lack tracking, 9 do', tracked(9, 812), 40, 31],
  ['4 of 100 is 4 %, which is not less: 3', late(0, 100), 3, 3],
  ['4 of 101 is 3.96 %: 4', late(4, 101), 4, 0],
  ['7 of 100 is 7 %, though 0.07 · 100 is 7.000000000000001 in binary: 6', late(0, 100, 0.07), 6, 6],
  ['95 of 100 tracked is at least 95 %: 5 may lack it', tracked(5, 100), 5, 0],
  [
    '90 of 100 is at least 90 %, though 1 − 0.9 is 0.09999999999999998 in binary',
    tracked(10, 100, 0.9),
    10,
    0,
  ],
  ['one order late of ten is 10 %: none', late(0, 10), 0, 0],
  ['no rate is less than a target of 0 %, which none late meets all the same', late(0, 100, 0), 0, 0],
  ['a target of 100 % tracked is met by all', tracked(0, 100, 1), 0, 0],
] as const)('%s', (_, rate, allowed, left) => {
  expect(errorBudget(rate)).toMatchObject({ kind: 'within', allowed, left, beyond: 0 })
})

test.each([
  ['4 of 100: one too many', late(4, 100), 1],
  ['7 of 100 at 7 %: the target is less', late(7, 100, 0.07), 1],
  ['40 of 812: 8 beyond 32', late(40, 812), 8],
  ['6 of 100 untracked: one beyond 5', tracked(6, 100), 1],
  ['one of ten late: it alone is too many', late(1, 10), 1],
  ['one of 100 at 0 %', late(1, 100, 0), 1],
] as const)('used up: %s', (_, rate, beyond) => {
  expect(errorBudget(rate)).toMatchObject({ kind: 'used-up', left: 0, beyond })
})

test('which orders went wrong is told by the way round Amazon counts, and never less than none', () => {
  const counted = { count: 97, total: 100 }
  expect(failedOf({ ...counted, condition: 'GREATER_THAN' })).toBe(3)
  expect(failedOf({ ...counted, condition: 'LESS_THAN' })).toBe(97)
  // Amazon may know the tracking of a shipment before it counts the shipment.
  expect(failedOf({ count: 103, total: 100, condition: 'GREATER_THAN' })).toBe(0)
})

test('no orders have no rate', () => {
  expect(errorBudget(late(0, 0))).toEqual({ kind: 'no-orders' })
})

test('the rate is the one Amazon’s condition speaks of', () => {
  expect(errorBudget(late(21, 840))).toMatchObject({ rate: 0.025 })
  expect(errorBudget(tracked(10, 800))).toMatchObject({ rate: 0.9875 })
})

test('under a hundred orders a rate says little', () => {
  expect([99, 100].map((total) => errorBudget(late(0, total)))).toMatchObject([
    { isSmall: true },
    { isSmall: false },
  ])
})

const total = fc.integer({ min: 1, max: 1_000_000 })
const target = fc.integer({ min: 1, max: 999 }).map((thousandths) => thousandths / 1000)
const condition = fc.constantFrom('LESS_THAN' as const, 'GREATER_THAN' as const)

test('what is left may fail and the next may not (property)', () => {
  fc.assert(
    fc.property(total, target, condition, fc.nat(1000), (all, aim, by, some) => {
      const budget = errorBudget({ failed: Math.min(some, all), total: all, target: aim, condition: by })
      if (budget.kind !== 'within') return
      const failed = Math.min(some, all) + budget.left
      expect(errorBudget({ failed, total: all, target: aim, condition: by }).kind).toBe('within')
      expect(errorBudget({ failed: failed + 1, total: all, target: aim, condition: by }).kind).toBe('used-up')
    }),
  )
})

test('another late order never leaves more, more orders or a milder target never less (property)', () => {
  fc.assert(
    fc.property(total, target, fc.nat(1000), (all, aim, failed) => {
      const left = (of: PerformanceRate): number => {
        const budget = errorBudget(of)
        return budget.kind === 'no-orders' ? Number.NaN : budget.left - budget.beyond
      }
      const base = left(late(failed, all, aim))
      expect(left(late(failed + 1, all, aim))).toBeLessThanOrEqual(base)
      expect(left(late(failed, all + 1, aim))).toBeGreaterThanOrEqual(base)
      expect(left(late(failed, all, aim + 0.001))).toBeGreaterThanOrEqual(base)
    }),
  )
})
