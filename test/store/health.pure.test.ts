import { describe, expect, test } from 'vitest'
import { fault } from '../../src/core/fault.ts'
import { DAY_MS, MINUTE_MS } from '../../src/core/time.ts'
import {
  type Health,
  type HealthFacts,
  healthByDirectory,
  healthOf,
  nextTrouble,
  type Trouble,
} from '../../src/store/health.ts'
import { stopReason } from '../../src/store/standing.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const SINCE = NOW - 5 * MINUTE_MS

const well: HealthFacts = {
  state: 'connected',
  reason: null,
  stoppedAtMs: null,
  authorizedAtMs: NOW - DAY_MS,
  troubles: [],
  throttledUntilMs: 0,
}
const trouble: Trouble = { work: 'inventory/A', sinceMs: SINCE, lastMs: NOW, fault: 'amazon-down' }
const fenced = (reason: HealthFacts['reason']): Partial<HealthFacts> => ({
  state: reason === 'unopened' ? 'quarantined' : 'fenced',
  reason,
  stoppedAtMs: SINCE,
})
const failing = { state: 'failing', sinceMs: SINCE, what: 'reading', fault: 'amazon-down' } as const
const connected = { state: 'connected' } as const

describe('the health of a store', () => {
  test.each<[string, Partial<HealthFacts>, Health]>([
    ['with nothing against it', {}, connected],
    ['that Amazon slows down', { throttledUntilMs: NOW + 1 }, { state: 'throttled', untilMs: NOW + 1 }],
    ['that Amazon slowed down until now', { throttledUntilMs: NOW }, connected],
    ['whose readings fail', { troubles: [trouble] }, failing],
    [
      'slowed down and failing is slowed down first, as that passes by itself',
      { troubles: [trouble], throttledUntilMs: NOW + 1 },
      { state: 'throttled', untilMs: NOW + 1 },
    ],
    [
      'without access, which failed before the reading did',
      { troubles: [trouble, { ...trouble, work: 'access', sinceMs: SINCE - 1 }] },
      { ...failing, what: 'access', sinceMs: SINCE - 1 },
    ],
    [
      'whose failures nobody tried again for two days',
      { authorizedAtMs: NOW - 9 * DAY_MS, troubles: [{ ...trouble, lastMs: NOW - 2 * DAY_MS }] },
      connected,
    ],
    [
      'whose failures came before the consent in force',
      { troubles: [{ ...trouble, lastMs: NOW - DAY_MS - 1 }] },
      connected,
    ],
    [
      'whose year is over, whatever else fails',
      { authorizedAtMs: NOW - 365 * DAY_MS, troubles: [trouble], throttledUntilMs: NOW + 1 },
      { state: 'needs-authorization', reason: 'year-over', sinceMs: NOW },
    ],
    ['on the last day of its year', { authorizedAtMs: NOW - 365 * DAY_MS + 1 }, connected],
    ['that is suspected', fenced('suspected'), { state: 'suspected', sinceMs: SINCE }],
    [
      'that is suspected and was failing',
      { ...fenced('suspected'), troubles: [trouble], throttledUntilMs: NOW + 1 },
      { state: 'suspected', sinceMs: SINCE },
    ],
    [
      'that was never finished',
      { state: 'fenced', authorizedAtMs: null },
      { state: 'needs-authorization', reason: 'unfinished', sinceMs: null },
    ],
  ])('%s', (_name, facts, health) => {
    expect(healthOf({ ...well, ...facts }, NOW)).toEqual(health)
  })

  test('that has stopped is fenced where somebody wished so, and needs a consent where only that helps', () => {
    const states = Object.fromEntries(
      stopReason.options.map((reason) => [reason, healthOf({ ...well, ...fenced(reason) }, NOW).state]),
    )
    expect(states).toEqual({
      unfinished: 'needs-authorization',
      disconnected: 'fenced',
      suspected: 'suspected',
      'authorization-refused': 'needs-authorization',
      'region-wrong': 'needs-authorization',
      'seller-mismatch': 'fenced',
      superseded: 'fenced',
      unopened: 'needs-authorization',
    })
  })

  test('by the directory alone is that of its standing and its year', () => {
    const row = { state: 'connected', stopReason: null, stoppedAtMs: null, authorizedAtMs: NOW } as const
    expect(healthByDirectory(row, NOW)).toEqual(connected)
    expect(healthByDirectory({ ...row, state: 'fenced', stopReason: 'disconnected' }, NOW)).toEqual({
      state: 'fenced',
      reason: 'disconnected',
      sinceMs: null,
    })
  })
})

describe('a trouble', () => {
  const ended = (why: Trouble['fault'] | undefined) => ({ work: 'inventory/A', fault: why }) as const

  test('begins with the first failure, keeps its beginning, and takes the newest fault', () => {
    const first = nextTrouble(undefined, ended('amazon-down'), SINCE)
    expect(first).toEqual({ work: 'inventory/A', sinceMs: SINCE, lastMs: SINCE, fault: 'amazon-down' })
    expect(nextTrouble(first, ended('amazon-busy'), NOW)).toEqual({
      work: 'inventory/A',
      sinceMs: SINCE,
      lastMs: NOW,
      fault: 'amazon-busy',
    })
  })

  test('ends with a success, and the next one begins anew', () => {
    expect(nextTrouble(trouble, ended(undefined), NOW)).toBeUndefined()
    expect(nextTrouble(undefined, ended('amazon-down'), NOW)).toMatchObject({ sinceMs: NOW })
  })

  test('I13: is nothing that the standing tells, which only a refusal of Amazon’s or a person changes', () => {
    const untold = [
      'store-stopped',
      'store-quarantined',
      'authorization-refused',
      'seller-mismatch',
      'region-wrong',
    ]
    for (const why of fault.options) {
      const next = nextTrouble(trouble, ended(why), NOW + 1)
      if (untold.includes(why)) expect(next, why).toBe(trouble)
      else expect(next, why).toMatchObject({ fault: why, sinceMs: SINCE, lastMs: NOW + 1 })
    }
  })
})
