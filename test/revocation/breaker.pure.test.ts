import { describe, expect, test } from 'vitest'
import { HOUR_MS } from '../../src/core/time.ts'
import { isIncident, nextBreaker } from '../../src/revocation/breaker.ts'

describe('refusals', () => {
  test.each([
    { refused: 5, granted: 0, incident: true },
    { refused: 5, granted: 494, incident: true },
    { refused: 6, granted: 500, incident: true },
    { refused: 1000, granted: 9, incident: true },
    // One per cent is not more than one per cent.
    { refused: 5, granted: 495, incident: false },
    { refused: 5, granted: 2000, incident: false },
    { refused: 4, granted: 0, incident: false },
    { refused: 1, granted: 99, incident: false },
    { refused: 1, granted: 2, incident: false },
    { refused: 0, granted: 0, incident: false },
  ])('of $refused stores beside $granted that were accepted: an incident is $incident', (given) => {
    expect(isIncident(given)).toBe(given.incident)
  })
})

describe('the breaker', () => {
  const bad = { refused: 9, granted: 20 }
  const calm = { refused: 2, granted: 20 }
  const silent = { refused: 0, granted: 0 }
  const openedMs = 5_000_000
  const afterAnHour = openedMs + HOUR_MS

  test.each([
    { is: undefined, lately: bad, hour: bad, nowMs: 1, next: 'open' },
    { is: undefined, lately: calm, hour: bad, nowMs: 1, next: 'stay' },
    { is: { openedMs }, lately: bad, hour: bad, nowMs: afterAnHour, next: 'stay' },
    { is: { openedMs }, lately: calm, hour: bad, nowMs: afterAnHour, next: 'stay' },
    { is: { openedMs }, lately: calm, hour: calm, nowMs: afterAnHour - 1, next: 'stay' },
    { is: { openedMs }, lately: calm, hour: calm, nowMs: afterAnHour, next: 'close' },
    { is: { openedMs }, lately: silent, hour: silent, nowMs: 2 * afterAnHour, next: 'stay' },
  ])(
    '$next, when it is $is, with $lately lately and $hour in the hour',
    ({ is, lately, hour, nowMs, next }) => {
      expect(nextBreaker(is, { lately, hour }, nowMs)).toBe(next)
    },
  )
})
