import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/core/time.ts'
import type { AdCharge } from '../../src/workspace/advertising/charges.ts'
import { monthOf, monthPace, notFinalFrom, tacosOf } from '../../src/workspace/advertising/pace.ts'

const usd = (minor: number) => ({ minor, currency: 'USD' })
const event = (
  posted: string,
  minor: number,
  type: AdCharge['type'] = 'charge',
  currency = 'USD',
): AdCharge => ({
  invoiceId: `${type} ${posted}`,
  type,
  postedMs: Date.parse(posted),
  amount: { minor, currency },
})
/** September 2026 in UTC has 30 days of 24 hours; the 16th begins half-way. */
const pace = (charges: readonly AdCharge[], over: Partial<Parameters<typeof monthPace>[0]> = {}) =>
  monthPace({
    charges,
    currency: 'USD',
    nowMs: Date.parse('2026-09-16T00:00:00Z'),
    zone: 'UTC',
    budget: usd(100_000),
    sales: undefined,
    ...over,
  })
/** Three invoices of 200 each, the last on the 14th. */
const three = [event('2026-09-04', 20_000), event('2026-09-09', 20_000), event('2026-09-14', 20_000)]

describe('the month', () => {
  test.each([
    [
      '2026-11-01T06:59:59Z',
      'America/Los_Angeles',
      '2026-10-01',
      '2026-10-31',
      31 * 24,
      'still October in Seattle',
    ],
    [
      '2026-11-01T07:00:00Z',
      'America/Los_Angeles',
      '2026-11-01',
      '2026-11-30',
      30 * 24 + 1,
      'November, an hour longer',
    ],
    [
      '2026-03-15T00:00:00Z',
      'America/Los_Angeles',
      '2026-03-01',
      '2026-03-31',
      31 * 24 - 1,
      'March, an hour shorter',
    ],
    ['2026-12-31T15:00:00Z', 'Asia/Tokyo', '2027-01-01', '2027-01-31', 31 * 24, 'the next year in Tokyo'],
    ['2028-02-10T00:00:00Z', 'UTC', '2028-02-01', '2028-02-29', 29 * 24, 'a leap year'],
  ])('at %s in %s goes from %s to %s and has %i hours: %s', (moment, zone, first, last, hours) => {
    const month = monthOf(Date.parse(moment), zone)
    expect(month).toMatchObject({ first, last })
    expect((month.endMs - month.startMs) / HOUR_MS).toBe(hours)
  })

  test('of 22 November, 03:22 in Seattle, 71 % are gone: 21 days, 3:22 h and the hour given back, of 721 hours', () => {
    const { elapsedShare } = pace([], {
      nowMs: Date.parse('2026-11-22T11:22:00Z'),
      zone: 'America/Los_Angeles',
    })
    expect(elapsedShare).toBeCloseTo((21 * 24 + 3 + 22 / 60 + 1) / 721, 12)
  })

  test('today and the two days before are not final', () => {
    expect(notFinalFrom(Date.parse('2026-11-22T11:22:00Z'), 'America/Los_Angeles')).toBe('2026-11-20')
    expect(notFinalFrom(Date.parse('2026-11-22T07:59:00Z'), 'America/Los_Angeles')).toBe('2026-11-19')
  })
})

describe('spending against a budget', () => {
  test('600 of 1,000 in half the month: 10 points ahead', () => {
    const { spent, use, elapsedShare } = pace(three)
    expect(spent).toEqual(usd(60_000))
    expect(elapsedShare).toBe(0.5)
    expect(use).toMatchObject({ share: 0.6, pace: 'ahead', reached: undefined, isOver: false })
    expect(use?.aheadBy).toBeCloseTo(0.1, 12)
  })

  test.each([
    [54_999, 'ahead', '4.999 points more, which a page shows as 5'],
    [54_400, 'in-step', '4 points more'],
    [50_000, 'in-step', 'exactly half'],
    [45_600, 'in-step', '4 points less'],
    [45_000, 'behind', '5 points less'],
  ] as const)('%i cents of 100,000 at half the month are %s: %s', (minor, expected, why) => {
    expect(pace([event('2026-09-04', minor)]).use?.pace, why).toBe(expected)
  })

  test.each([
    [79_999, undefined, false],
    [80_000, 80, false],
    [89_999, 80, false],
    [90_000, 90, false],
    [100_000, 90, false],
    [100_001, 90, true],
  ] as const)('%i cents of 100,000 reach the threshold %s; over: %s', (minor, reached, isOver) => {
    expect(pace([event('2026-09-04', minor)]).use).toMatchObject({ reached, isOver })
  })

  test('refunds lower it; other months, other currencies and what is posted later do not count', () => {
    const { spent } = pace([
      ...three,
      event('2026-09-15', 5000, 'refund'),
      event('2026-08-31T23:59:59Z', 70_000),
      event('2026-09-16T00:00:01Z', 70_000),
      event('2026-09-05', 70_000, 'charge', 'CAD'),
    ])
    expect(spent).toEqual(usd(55_000))
  })

  test('no budget, none above zero, or one of another currency, is no budget', () => {
    for (const budget of [undefined, usd(0), { minor: 100_000, currency: 'CAD' }]) {
      expect(pace(three, { budget }).use).toBeUndefined()
    }
  })
})

describe('the projection', () => {
  test('needs three invoices; refunds and other currencies are none', () => {
    const two = [
      ...three.slice(1),
      event('2026-09-10', 100, 'refund'),
      event('2026-09-11', 100, 'charge', 'CAD'),
    ]
    expect(pace(two).projection).toEqual({ kind: 'too-few-invoices', invoices: 2 })
    expect(pace([]).projection).toEqual({ kind: 'too-few-invoices', invoices: 0 })
  })

  test('counts an invoice once, however many transactions it holds', () => {
    const parts = three.flatMap((one) =>
      [15_000, 5000].map((minor) => ({ ...one, amount: { ...one.amount, minor } })),
    )
    expect(pace(parts).projection).toEqual(pace(three).projection)
    expect(pace(parts.slice(0, 4)).projection).toEqual({ kind: 'too-few-invoices', invoices: 2 })
  })

  test('lets each charge without an invoice stand for one', () => {
    const alone = three.map(({ type, postedMs, amount }): AdCharge => ({ type, postedMs, amount }))
    expect(pace(alone).projection).toEqual(pace(three).projection)
    expect(pace([...alone.slice(0, 1), ...three.slice(1, 2)]).projection).toEqual({
      kind: 'too-few-invoices',
      invoices: 2,
    })
  })

  test('equal invoices scatter nothing: 3 in 15 days are 600 more; 3 in 13 days, 17 left, are 784.62 more', () => {
    // The last was posted on the 14th, two days ago: 13 days observed. 3 · 17 ÷ 13 · 200 = 784.615.
    expect(pace(three).projection).toEqual({
      kind: 'range',
      low: usd(120_000),
      high: usd(138_462),
      invoices: 3,
    })
  })

  test('scatter widens it: invoices of 100, 200 and 300, the last of them today', () => {
    const charges = [event('2026-09-04', 10_000), event('2026-09-09', 20_000), event('2026-09-16', 30_000)]
    // Mean 200, deviation 100; 3 more come: √(3 + 9 ÷ 3) = 2.449; 1.282 · 100 · 2.449 = 314.02 around 600 + 600.
    expect(pace(charges).projection).toEqual({
      kind: 'range',
      low: usd(88_598),
      high: usd(151_402),
      invoices: 3,
    })
  })

  test('never ends below what is spent, and closes in on it at the end of the month', () => {
    const wild = [event('2026-09-04', 100), event('2026-09-09', 90_000), event('2026-09-16', 100)]
    const { projection } = pace(wild)
    expect(projection).toMatchObject({ low: usd(90_200) })
    const late = [event('2026-09-28', 100), event('2026-09-29', 90_000), event('2026-09-30T23:59:59Z', 100)]
    const atEnd = pace(late, { nowMs: Date.parse('2026-09-30T23:59:59.999Z') }).projection
    expect(atEnd).toMatchObject({ kind: 'range' })
    if (atEnd.kind === 'range') expect(atEnd.high.minor - 90_200).toBeLessThan(200)
  })

  test('three invoices in the month’s first minutes are a day’s at most', () => {
    const morning = [1, 2, 3].map((minute) => event(`2026-09-01T00:0${minute}:00Z`, 1000))
    const { projection } = pace(morning, { nowMs: Date.parse('2026-09-01T00:04:00Z') })
    if (projection.kind === 'range') expect(projection.high.minor).toBeLessThanOrEqual(31 * 3000)
    expect(projection.kind).toBe('range')
  })
})

describe('the day the budget runs out', () => {
  test('600 in 15 days are 40 a day: 400 more last 10 days, until the 26th', () => {
    expect(pace(three).use?.runOut).toBe('2026-09-26')
  })

  test('is not named beyond the month, nor from two invoices', () => {
    expect(pace(three, { budget: usd(121_000) }).use?.runOut).toBeUndefined()
    // 400 in 15 days would use up 600 within 7.5 more, were two invoices a speed.
    expect(pace(three.slice(1), { budget: usd(60_000) }).use?.runOut).toBeUndefined()
  })

  test('is the day it was, once it is used up, whatever the number of invoices', () => {
    expect(pace(three, { budget: usd(40_000) }).use?.runOut).toBe('2026-09-09')
    const refunded = [...three, event('2026-09-10', 10_000, 'refund')]
    // 400 on the 9th, 300 after the refund, 500 on the 14th.
    expect(pace(refunded, { budget: usd(40_000) }).use?.runOut).toBe('2026-09-14')
  })
})

test('TACoS is 600 of 8,000 sales, 7.5 %; without sales or across currencies there is none', () => {
  expect(pace(three, { sales: usd(800_000) }).tacos).toBe(0.075)
  expect(pace(three).tacos).toBeUndefined()
  expect(tacosOf(usd(60_000), usd(0))).toBeUndefined()
  expect(tacosOf(usd(60_000), { minor: 800_000, currency: 'CAD' })).toBeUndefined()
})

const start = Date.parse('2026-09-01')
const charges = fc
  .array(fc.record({ at: fc.nat(15 * DAY_MS), minor: fc.integer({ min: 1, max: 50_000 }) }), {
    maxLength: 20,
  })
  .map((list) =>
    list.map(
      ({ at, minor }, index): AdCharge => ({
        invoiceId: String(index),
        type: 'charge',
        postedMs: start + at,
        amount: usd(minor),
      }),
    ),
  )

test('more spending never lowers the share, its threshold or TACoS, nor moves the end of the budget away (property)', () => {
  fc.assert(
    fc.property(charges, fc.integer({ min: 1, max: 50_000 }), (some, extra) => {
      const sales = usd(900_000)
      const base = pace(some, { sales })
      const more = pace([...some, event('2026-09-15T12:00:00Z', extra)], { sales })
      expect(more.use?.share).toBeGreaterThan(base.use?.share ?? Number.NaN)
      expect(more.use?.reached ?? 0).toBeGreaterThanOrEqual(base.use?.reached ?? 0)
      expect(more.tacos).toBeGreaterThan(base.tacos ?? Number.NaN)
      if (base.use?.runOut !== undefined) expect((more.use?.runOut ?? '9') <= base.use.runOut).toBe(true)
    }),
  )
})

test('a range has its ends in order, above what is spent, in whole minor units (property)', () => {
  fc.assert(
    fc.property(charges, (some) => {
      const { projection, spent } = pace(some)
      if (projection.kind !== 'range') return
      const { low, high } = projection
      expect(spent.minor <= low.minor && low.minor <= high.minor).toBe(true)
      expect(Number.isInteger(low.minor) && Number.isInteger(high.minor)).toBe(true)
    }),
  )
})
