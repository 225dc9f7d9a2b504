import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/core/time.ts'
import { nextRunMs, type Schedule } from '../../src/workspace/watch/schedule.ts'

const SEATTLE = 'America/Los_Angeles'
const CAIRO = 'Africa/Cairo'
const next = (zone: string, hour: number, now: string, days: Schedule['days'] = 'daily') =>
  new Date(nextRunMs({ zone, hour, days }, Date.parse(now))).toISOString().replace(':00.000Z', 'Z')

describe('the next hour of a watch', () => {
  test.each([
    ['is today’s while it is ahead', 'Asia/Tokyo', 7, '2026-11-24T21:59Z', '2026-11-24T22:00Z'],
    ['is tomorrow’s at the very moment', 'Asia/Tokyo', 7, '2026-11-24T22:00Z', '2026-11-25T22:00Z'],
    ['is tomorrow’s once it has passed', 'Asia/Tokyo', 7, '2026-11-25T05:00Z', '2026-11-25T22:00Z'],
    ['may be midnight', 'Asia/Tokyo', 0, '2026-11-24T14:00Z', '2026-11-24T15:00Z'],
    ['may be the last of a day', 'Asia/Tokyo', 23, '2026-11-24T13:00Z', '2026-11-24T14:00Z'],
    ['knows half hours of zones', 'Asia/Kolkata', 7, '2026-11-24T00:00Z', '2026-11-24T01:30Z'],
    // Clocks go from 02:00 to 03:00 on 8 March 2026, from 02:00 to 01:00 on 1 November.
    ['stays at its wall hour in spring', SEATTLE, 7, '2026-03-07T16:00Z', '2026-03-08T14:00Z'],
    ['stays at its wall hour in autumn', SEATTLE, 7, '2026-10-31T15:00Z', '2026-11-01T15:00Z'],
    ['that is skipped is the one after', SEATTLE, 2, '2026-03-08T00:00-08:00', '2026-03-08T10:00Z'],
    ['after the skipped one is itself', SEATTLE, 3, '2026-03-08T00:00-08:00', '2026-03-08T10:00Z'],
    ['that comes twice is the first', SEATTLE, 1, '2026-11-01T00:00-07:00', '2026-11-01T08:00Z'],
    ['that comes twice comes once', SEATTLE, 1, '2026-11-01T08:00Z', '2026-11-02T09:00Z'],
    ['after the doubled one is itself', SEATTLE, 2, '2026-11-01T00:00-07:00', '2026-11-01T10:00Z'],
    ['23 after a doubled hour is 23', SEATTLE, 23, '2026-11-01T00:00-07:00', '2026-11-02T07:00Z'],
    // Cairo skips midnight itself: 24 April 2026 begins at 01:00.
    ['of a skipped midnight is 01:00', CAIRO, 0, '2026-04-23T12:00Z', '2026-04-23T22:00Z'],
  ] as const)('%s', (_, zone, hour, now, at) => {
    expect(next(zone, hour, now)).toBe(at)
  })

  // 20 November 2026 is a Friday.
  test.each([
    ['Friday’s while it is ahead', '2026-11-19T22:30Z', '2026-11-19T23:00Z'],
    ['Monday’s after Friday’s', '2026-11-19T23:00Z', '2026-11-22T23:00Z'],
    ['Monday’s on a Saturday', '2026-11-21T03:00Z', '2026-11-22T23:00Z'],
    ['Monday’s on a Sunday, which is Saturday in London', '2026-11-21T16:00Z', '2026-11-22T23:00Z'],
    ['Tuesday’s after Monday’s', '2026-11-22T23:00Z', '2026-11-23T23:00Z'],
  ] as const)('from Monday to Friday is %s', (_, now, at) => {
    expect(next('Asia/Tokyo', 8, now, 'weekdays')).toBe(at)
  })
})

const ZONES = [
  'America/Los_Angeles',
  'Europe/Berlin',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Australia/Sydney',
  CAIRO,
]
const START_MS = Date.UTC(2026, 0, 1)

test('is always later, within four days, at its wall hour unless clocks skip it, and on its days (property)', () => {
  const wall = (ms: number, zone: string) => {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      hour: 'numeric',
      minute: 'numeric',
      weekday: 'short',
    }).formatToParts(ms)
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
    return { hour: Number(part('hour')), minute: Number(part('minute')), weekday: part('weekday') }
  }
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.nat(23),
      fc.constantFrom('daily' as const, 'weekdays' as const),
      fc.nat(2 * 365 * 24 * 60),
      (zone, hour, days, minutes) => {
        const nowMs = START_MS + minutes * 60_000
        const atMs = nextRunMs({ zone, hour, days }, nowMs)
        expect(atMs).toBeGreaterThan(nowMs)
        // A night that gives an hour back makes four days an hour longer.
        expect(atMs - nowMs).toBeLessThanOrEqual((days === 'daily' ? 1 : 3) * DAY_MS + HOUR_MS)
        const found = wall(atMs, zone)
        expect(found.minute).toBe(0)
        const before = wall(atMs - HOUR_MS, zone).hour
        const skipped = found.hour === (hour + 1) % 24 && before !== hour
        expect(found.hour === hour || skipped).toBe(true)
        if (days === 'weekdays') expect(found.weekday).not.toMatch(/^S/)
      },
    ),
    { numRuns: 2000 },
  )
})
