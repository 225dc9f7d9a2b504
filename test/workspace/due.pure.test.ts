import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { DUE_GROUPS, dueCounts, dueGroup, timeLeft } from '../../src/workspace/orders/due.ts'

const now = Date.parse('2026-11-22T14:16:00Z')
const at = (text: string): number => Date.parse(text)

test.each([
  ['2026-11-22T14:15:59.999Z', 'overdue', 'a moment ago'],
  ['2026-11-22T14:16:00Z', 'within-4-hours', 'this very moment is still in time'],
  ['2026-11-22T18:16:00Z', 'within-4-hours', 'in exactly 4 hours'],
  ['2026-11-22T18:16:00.001Z', 'within-24-hours', 'a moment later'],
  ['2026-11-23T14:16:00Z', 'within-24-hours', 'in exactly 24 hours'],
  ['2026-11-23T14:16:00.001Z', 'later', 'beyond'],
] as const)('an order to be shipped by %s is %s: %s', (shipBy, group, why) => {
  expect(dueGroup({ fulfilledBy: 'MERCHANT', shipByMs: at(shipBy) }, now), why).toBe(group)
})

test('Amazon’s orders are never late, and an order without a time is not guessed', () => {
  expect(dueGroup({ fulfilledBy: 'AMAZON', shipByMs: now - 99 * HOUR_MS }, now)).toBe('amazon')
  expect(dueGroup({ fulfilledBy: 'AMAZON', shipByMs: undefined }, now)).toBe('amazon')
  expect(dueGroup({ fulfilledBy: 'MERCHANT', shipByMs: undefined }, now)).toBe('undated')
})

test.each([
  ['2026-11-22T16:00:00Z', false, 1, 44, '104 minutes'],
  ['2026-11-22T15:15:59Z', false, 0, 59, 'under an hour, and its last minute is not full'],
  ['2026-11-22T14:16:30Z', false, 0, 0, 'half a minute'],
  ['2026-11-22T14:16:00Z', false, 0, 0, 'now'],
  ['2026-11-22T14:15:30Z', true, 0, 0, 'late by half a minute'],
  ['2026-11-22T00:00:00Z', true, 14, 16, 'late by 14 h 16 min'],
  ['2026-11-24T15:16:00Z', false, 49, 0, 'hours are not broken into days'],
] as const)('until %s: late %s, %i h %i min; %s', (shipBy, isLate, hours, minutes, why) => {
  expect(timeLeft(at(shipBy), now), why).toEqual({ isLate, hours, minutes })
})

test('a night that gives back an hour makes the wait longer: midnight to midnight in Seattle is 25 hours', () => {
  const [from, to] = [at('2026-11-01T00:00:00-07:00'), at('2026-11-02T00:00:00-08:00')]
  expect(timeLeft(to, from)).toEqual({ isLate: false, hours: 25, minutes: 0 })
  expect(dueGroup({ fulfilledBy: 'MERCHANT', shipByMs: to }, from)).toBe('later')
})

const orders = fc.array(
  fc.record({
    fulfilledBy: fc.constantFrom('AMAZON' as const, 'MERCHANT' as const),
    shipByMs: fc.option(
      fc.integer({ min: -100, max: 100 }).map((hours) => now + hours * HOUR_MS),
      { nil: undefined },
    ),
  }),
)

test('every order is counted in one group (property)', () => {
  fc.assert(
    fc.property(orders, (some) => {
      const counts = dueCounts(some, now)
      expect(Object.keys(counts)).toEqual([...DUE_GROUPS])
      expect(Object.values(counts).reduce((sum, one) => sum + one, 0)).toBe(some.length)
      expect(counts.amazon).toBe(some.filter((one) => one.fulfilledBy === 'AMAZON').length)
    }),
  )
})

test('an order only grows more urgent (property)', () => {
  const rank = (of: number, moment: number): number =>
    DUE_GROUPS.indexOf(dueGroup({ fulfilledBy: 'MERCHANT', shipByMs: of }, moment))
  fc.assert(
    fc.property(fc.integer({ min: -3000, max: 3000 }), fc.nat(3000), (minutes, later) => {
      const shipBy = now + minutes * MINUTE_MS
      expect(rank(shipBy, now + later * MINUTE_MS)).toBeLessThanOrEqual(rank(shipBy, now))
    }),
  )
})
