import { describe, expect, test } from 'vitest'
import { rolesInForce } from '../../src/core/roles.ts'
import { DAY_MS, HOUR_MS } from '../../src/core/time.ts'
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
  const store = { state: 'connected', authorizedAtMs: NOW - HOUR_MS, roles: rolesInForce() } as const

  test('asks for nothing while its authorization is young and covers every role', () => {
    expect(conditionOf(store, NOW)).toMatchObject({ word: 'connected', asksAgain: false, waiting: [] })
  })

  test('is due for renewal when a role came after its consent, and says what waits', () => {
    const before = { ...store, roles: ['selling-partner-insights', 'finance-and-accounting'] as const }
    expect(conditionOf(before, NOW)).toMatchObject({ word: 'due', asksAgain: true, waiting: ['inventory'] })
  })

  test('that ran out is not called connected', () => {
    const old = { ...store, authorizedAtMs: givenSoThatLeft(-1) }
    expect(conditionOf(old, NOW)).toMatchObject({ word: 'over', asksAgain: true })
  })

  test.each(['fenced', 'quarantined'] as const)('that is %s says so, whatever its clock', (state) => {
    expect(conditionOf({ ...store, state, roles: [] }, NOW)).toMatchObject({ word: state, waiting: [] })
  })
})
