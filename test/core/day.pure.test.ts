import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  day,
  dayOf,
  daysBetween,
  daysInMonth,
  endOfDay,
  firstOfMonth,
  startOfDay,
} from '../../src/core/day.ts'
import { HOUR_MS } from '../../src/core/time.ts'

const at = (text: string): number => Date.parse(text)
const on = (text: string) => day.parse(text)

describe('the calendar', () => {
  test.each([
    ['2026-11-22', 1, '2026-11-23', 'tomorrow'],
    ['2026-12-31', 1, '2027-01-01', 'over the year'],
    ['2028-02-28', 1, '2028-02-29', 'a leap year'],
    ['2027-02-28', 1, '2027-03-01', 'none'],
    ['2026-03-01', -1, '2026-02-28', 'back'],
    ['2026-11-22', 29, '2026-12-21', '8 days of November are left, 21 of December'],
  ])('%s and %i days is %s: %s', (from, days, to) => {
    expect(addDays(on(from), days)).toBe(to)
    expect(daysBetween(on(from), on(to))).toBe(days)
  })

  test('knows how long months are', () => {
    const months = ['2026-01-31', '2026-02-01', '2028-02-11', '2026-04-30', '2026-12-05']
    expect(months.map((one) => daysInMonth(on(one)))).toEqual([31, 28, 29, 30, 31])
    expect(firstOfMonth(on('2026-11-22'))).toBe('2026-11-01')
  })

  test.each(['2026-02-30', '2026-13-01', '22 Nov 2026', '2026-11-22T00:00Z', ''])('%s is no day', (text) => {
    expect(day.safeParse(text).success).toBe(false)
  })

  test('adding days and counting them agree (property)', () => {
    const from = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays(on('1990-01-01'), days))
    fc.assert(
      fc.property(from, fc.integer({ min: -4000, max: 4000 }), (one, days) => {
        expect(daysBetween(one, addDays(one, days))).toBe(days)
        expect(addDays(one, days) > one).toBe(days > 0)
      }),
    )
  })
})

describe('a day in a zone', () => {
  test.each([
    ['2026-11-22T07:59:59.999Z', 'America/Los_Angeles', '2026-11-21', '23:59 in Seattle'],
    ['2026-11-22T08:00:00Z', 'America/Los_Angeles', '2026-11-22', 'midnight in Seattle'],
    ['2026-11-22T15:00:00Z', 'Asia/Tokyo', '2026-11-23', 'midnight in Tokyo'],
    ['2026-11-22T18:29:59Z', 'Asia/Kolkata', '2026-11-22', 'half-hour zones: 23:59:59'],
    ['2026-11-22T18:30:00Z', 'Asia/Kolkata', '2026-11-23', 'half-hour zones: midnight'],
    ['1969-12-31T23:59:59.500Z', 'UTC', '1969-12-31', 'before the epoch, with a fraction'],
  ])('%s in %s is %s: %s', (moment, zone, expected) => {
    expect(dayOf(at(moment), zone)).toBe(expected)
  })

  test.each([
    ['2026-11-22', 'America/Los_Angeles', '2026-11-22T08:00:00Z', 24, 'an ordinary day'],
    ['2026-03-08', 'America/Los_Angeles', '2026-03-08T08:00:00Z', 23, 'clocks go forward at 02:00'],
    ['2026-11-01', 'America/Los_Angeles', '2026-11-01T07:00:00Z', 25, 'clocks go back at 02:00'],
    ['2026-03-29', 'Europe/Paris', '2026-03-28T23:00:00Z', 23, 'Europe, forward'],
    ['2026-10-25', 'Europe/London', '2026-10-24T23:00:00Z', 25, 'Europe, back'],
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00Z', 23, 'no midnight: the day begins at 01:00'],
    ['2026-10-29', 'Africa/Cairo', '2026-10-28T21:00:00Z', 25, '23:00 comes twice before midnight'],
    ['2026-10-04', 'Australia/Sydney', '2026-10-03T14:00:00Z', 23, 'southern spring'],
    ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00Z', 25, 'midnight comes twice: the earlier'],
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00Z', 0, 'a day that Samoa left out'],
    ['1919-03-31', 'America/Toronto', '1919-03-31T04:30:00Z', 23.5, 'clocks went from 23:30 to 00:30'],
    ['2026-11-22', 'Asia/Tokyo', '2026-11-21T15:00:00Z', 24, 'no change of clocks'],
  ])('%s in %s begins at %s and has %d hours: %s', (text, zone, start, hours) => {
    const begins = startOfDay(on(text), zone)
    expect(new Date(begins).toISOString()).toBe(new Date(start).toISOString())
    expect((endOfDay(on(text), zone) - begins) / HOUR_MS).toBe(hours)
  })

  test('a moment lies between the ends of its day, and days follow without gap (property)', () => {
    const zones = [
      'America/Los_Angeles',
      'Europe/Paris',
      'Africa/Cairo',
      'Asia/Kolkata',
      'America/Sao_Paulo',
      'Australia/Sydney',
    ]
    const moment = fc.integer({ min: at('2015-01-01'), max: at('2035-01-01') })
    fc.assert(
      fc.property(moment, fc.constantFrom(...zones), (ms, zone) => {
        const its = dayOf(ms, zone)
        const [start, end] = [startOfDay(its, zone), endOfDay(its, zone)]
        expect(start <= ms && ms < end).toBe(true)
        expect([dayOf(start, zone), dayOf(end - 1, zone)]).toEqual([its, its])
        expect(dayOf(start - 1, zone)).toBe(addDays(its, -1))
      }),
      { numRuns: 300 },
    )
  })

  test('an unknown zone is a bug and throws', () => {
    expect(() => dayOf(0, 'Mars/Olympus')).toThrow(RangeError)
  })
})
