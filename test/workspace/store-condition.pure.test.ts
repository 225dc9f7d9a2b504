import { describe, expect, test } from 'vitest'
import { rolesInForce } from '../../src/core/roles.ts'
import { DAY_MS, HOUR_MS } from '../../src/core/time.ts'
import type { Health } from '../../src/store/health.ts'
import { renewalOf } from '../../src/workspace/store/renewal.ts'
import { conditionOf } from '../../src/workspace/store/status.tsx'

const NOW = Date.UTC(2026, 10, 22, 12)
const givenSoThatLeft = (days: number): number => NOW - (365 - days) * DAY_MS

test.each([
  [365, 365, 'calm'],
  [60.5, 61, 'calm'],
  [60, 60, 'due'],
  [30.5, 31, 'due'],
  [30, 30, 'near'],
  [7.5, 8, 'near'],
  [7, 7, 'urgent'],
  [1 / 24, 1, 'urgent'],
  [0, 0, 'over'],
  [-40, 0, 'over'],
] as const)('%d days before its end an authorization has %d days left and is %s', (left, shown, stage) => {
  expect(renewalOf(givenSoThatLeft(left), NOW)).toEqual({
    untilMs: NOW + left * DAY_MS,
    daysLeft: shown,
    daysPassed: 365 - shown,
    stage,
  })
})

describe('a store', () => {
  const store = { authorizedAtMs: NOW - HOUR_MS, roles: rolesInForce() } as const
  const connected = { state: 'connected' } as const

  test('asks for nothing while its authorization is young and covers every role', () => {
    const condition = conditionOf(store, connected, NOW)
    expect(condition).toMatchObject({ word: 'connected', asksAgain: false, waiting: [] })
  })

  test('is due for renewal when a role came after its consent, and says what waits', () => {
    const before = {
      ...store,
      roles: ['selling-partner-insights', 'finance-and-accounting', 'inventory-and-order-tracking'] as const,
    }
    const condition = conditionOf(before, connected, NOW)
    expect(condition).toMatchObject({ word: 'due', asksAgain: true, waiting: ['inventory'] })
  })

  test('that ran out is not called connected', () => {
    const old = { ...store, authorizedAtMs: givenSoThatLeft(-1) }
    const health = { state: 'needs-authorization', reason: 'year-over', sinceMs: NOW } as const
    expect(conditionOf(old, health, NOW)).toMatchObject({ word: 'over', asksAgain: true })
  })

  test.each([
    [{ state: 'throttled', untilMs: NOW + 1 }, 'throttled', false],
    [{ state: 'failing', sinceMs: NOW, what: 'reading', fault: 'amazon-down' }, 'failing', false],
    [{ state: 'suspected', sinceMs: NOW }, 'suspected', false],
    [{ state: 'fenced', reason: 'disconnected', sinceMs: NOW }, 'fenced', true],
    [{ state: 'needs-authorization', reason: 'authorization-refused', sinceMs: NOW }, 'needs', true],
  ] as const)('that is %o is called %s, whatever its clock', (health, word, asksAgain) => {
    expect(conditionOf(store, health, NOW)).toMatchObject({ word, asksAgain })
    const late = { authorizedAtMs: givenSoThatLeft(3), roles: [] }
    expect(conditionOf(late, health, NOW)).toMatchObject({ word })
  })

  test.each<Health>([
    { state: 'suspected', sinceMs: NOW },
    { state: 'fenced', reason: 'disconnected', sinceMs: NOW },
  ])('that stands still has no feature that waits for a role: %o', (health) => {
    expect(conditionOf({ ...store, roles: [] }, health, NOW)).toMatchObject({ waiting: [] })
  })

  test.each<Health>([
    { state: 'connected' },
    { state: 'failing', sinceMs: NOW, what: 'reading', fault: 'amazon-refused' },
  ])('whose year is over by the directory is called so: %o', (health) => {
    const old = { ...store, authorizedAtMs: givenSoThatLeft(-1) }
    expect(conditionOf(old, health, NOW)).toMatchObject({ word: 'over', asksAgain: true })
  })
})
