import { expect, test } from 'vitest'
import { day } from '../../src/core/day.ts'
import { joinDays } from '../../src/workspace/sales/days.ts'
import { withOffset } from '../../src/workspace/sales/reading.ts'

test.each([
  ['2026-11-22T08:00:00Z', 'America/Los_Angeles', '2026-11-22T00:00:00-08:00'],
  ['2026-07-01T07:00:00Z', 'America/Los_Angeles', '2026-07-01T00:00:00-07:00'],
  ['2026-11-21T15:00:00Z', 'Asia/Tokyo', '2026-11-22T00:00:00+09:00'],
  ['2026-11-21T18:30:00Z', 'Asia/Kolkata', '2026-11-22T00:00:00+05:30'],
  ['2026-11-22T00:00:00Z', 'Europe/London', '2026-11-22T00:00:00+00:00'],
  ['2026-11-01T08:30:00Z', 'America/Los_Angeles', '2026-11-01T01:30:00-07:00'],
  ['2026-11-01T09:30:00Z', 'America/Los_Angeles', '2026-11-01T01:30:00-08:00'],
])('%s is written in %s as %s', (moment, zone, written) => {
  expect(withOffset(Date.parse(moment), zone)).toBe(written)
  expect(Date.parse(written)).toBe(Date.parse(moment))
})

const sold = (of: string, orders: number) => ({
  day: day.parse(of),
  orders,
  units: orders,
  minor: orders * 100,
})
const read = (of: string, orders: number) => ({
  day: of,
  orders,
  units: orders,
  sales: { minor: orders * 100, currency: 'USD' },
})

test('days that were read again are replaced, also by none, and days past their time go', () => {
  const stored = [sold('2026-01-01', 1), sold('2026-01-02', 2), sold('2026-01-03', 3), sold('2026-01-04', 4)]
  const span = { from: day.parse('2026-01-02'), readFrom: day.parse('2026-01-03') }
  expect(joinDays(stored, [read('2026-01-05', 5), read('2026-01-03', 9)], span)).toEqual([
    sold('2026-01-02', 2),
    sold('2026-01-03', 9),
    sold('2026-01-05', 5),
  ])
})
