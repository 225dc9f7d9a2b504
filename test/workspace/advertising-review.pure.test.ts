import { describe, expect, test } from 'vitest'
import { csvLine } from '../../src/core/csv.ts'
import { day } from '../../src/core/day.ts'
import { marketplaceId } from '../../src/core/id.ts'
import { DAY_MS } from '../../src/core/time.ts'
import {
  BUDGETS,
  budgetFor,
  budgetFrom,
  currencyCode,
  withBudget,
} from '../../src/workspace/advertising/budgets.ts'
import type { AdCharge } from '../../src/workspace/advertising/charges.ts'
import { invoiceLines } from '../../src/workspace/advertising/invoice-table.tsx'
import { homeCurrency } from '../../src/workspace/advertising/read.ts'
import { type Review, type ReviewSources, reviewOf } from '../../src/workspace/advertising/review.ts'
import { byKind } from '../../src/workspace/reading/by-kind.ts'
import type { Reading } from '../../src/workspace/reading/look.ts'
import type { SoldDays } from '../../src/workspace/sales/days.ts'

const US = marketplaceId.parse('ATVPDKIKX0DER')
const CA = marketplaceId.parse('A2EUQ1WTGCTBG2')
const NOW = Date.parse('2026-11-16T20:00:00Z')
const ZONE = 'America/Los_Angeles'

const event = (posted: string, minor: number, over: Partial<AdCharge> = {}): AdCharge => ({
  invoiceId: `I-${posted}`,
  type: 'charge',
  postedMs: Date.parse(posted),
  amount: { minor, currency: 'USD' },
  ...over,
})
const sold = (currency: string, days: readonly (readonly [string, number])[]): SoldDays => ({
  zone: ZONE,
  currency,
  days: days.map(([date, minor]) => ({ day: day.parse(date), orders: 1, units: 1, minor })),
})
const CHARGES = [
  event('2026-09-10T12:00:00Z', 30_000),
  event('2026-10-15T12:00:00Z', 50_000),
  event('2026-11-02T12:00:00Z', 10_000),
  event('2026-11-09T12:00:00Z', 20_000),
  event('2026-11-14T12:00:00Z', 30_000),
  event('2026-11-12T12:00:00Z', 5000, { type: 'refund', invoiceId: 'I-2026-10-15T12:00:00Z' }),
  event('2026-11-03T12:00:00Z', 700, { amount: { minor: 700, currency: 'CAD' } }),
]
const review = (over: Partial<ReviewSources> = {}) =>
  reviewOf({
    history: { charges: CHARGES, fromMs: NOW - 396 * DAY_MS, throughMs: NOW - 180_000 },
    budgets: BUDGETS.otherwise,
    sales: new Map([
      [
        US,
        sold('USD', [
          ['2026-10-31', 400_000],
          ['2026-11-01', 300_000],
          ['2026-11-16', 250_000],
          ['2026-11-17', 9],
        ]),
      ],
      [CA, undefined],
    ]),
    nowMs: NOW,
    zone: ZONE,
    currency: undefined,
    homeCurrency: 'USD',
    oldestMs: NOW - 396 * DAY_MS,
    ...over,
  })
const reviewed = (over: Partial<ReviewSources> = {}): Review => {
  const made = review(over)
  if (typeof made === 'string') throw new Error(made)
  return made
}

describe('the review of a month', () => {
  test('adds up charges less refunds posted in it, each as a step', () => {
    const { totals, steps, invoices, chosen } = reviewed()
    expect(totals).toEqual({ currency: 'USD', charged: 60_000, refunded: 5000, net: 55_000 })
    expect(steps.map(({ minor }) => minor)).toEqual([10_000, 30_000, 25_000, 55_000])
    expect(chosen.pace.spent.minor).toBe(55_000)
    // A refund of October's invoice is a line of November.
    expect(invoices.map(({ charged, refunded }) => [charged, refunded])).toEqual([
      [30_000, 0],
      [0, 5000],
      [20_000, 0],
      [10_000, 0],
    ])
  })

  test('TACoS counts the sales of the same days, and is none until all marketplaces of the currency are read', () => {
    const { currencies } = reviewed()
    // 550.00 of 5,500.00; the 17th is later than the charges reach.
    expect(
      currencies.map(({ currency, pace, areSalesRead }) => [currency, pace.tacos, areSalesRead]),
    ).toEqual([
      ['USD', 0.1, true],
      ['CAD', undefined, false],
    ])
    const none = reviewed({ sales: new Map([[US, sold('USD', [])]]) })
    expect(none.chosen).toMatchObject({ areSalesRead: true, pace: { tacos: undefined } })
  })

  test('months before are told as far as they are read whole', () => {
    const october = {
      net: { minor: 50_000, currency: 'USD' },
      sales: { minor: 400_000, currency: 'USD' },
      tacos: 0.125,
    }
    expect(reviewed().past[0]).toMatchObject(october)
    expect(reviewed().past).toHaveLength(12)
    const history = { charges: CHARGES, fromMs: Date.parse('2026-09-10T00:00:00Z'), throughMs: NOW }
    const partial = reviewed({ history })
    expect(partial.past.map(({ first }) => first)).toEqual(['2026-10-01'])
    expect(partial.readingBackMs).toBe(history.fromMs)
    expect(reviewed().readingBackMs).toBeUndefined()
  })

  test('is unread until this month is known from its first moment', () => {
    const monthStart = Date.parse('2026-11-01T07:00:00Z')
    for (const [fromMs, expected] of [
      [monthStart + 1, 'unread'],
      [NOW - 180_000, 'unread'],
    ] as const) {
      expect(review({ history: { charges: [], fromMs, throughMs: NOW - 180_000 } })).toBe(expected)
    }
    const whole = reviewed({ history: { charges: [], fromMs: monthStart, throughMs: NOW - 180_000 } })
    expect(whole).toMatchObject({ hasCharges: false, invoices: [], totals: { net: 0 } })
  })

  test('a currency that the store neither sells nor pays in is not found; one that it only pays in is', () => {
    expect(review({ currency: 'EUR' })).toBe('not-found')
    const unread = { charges: [], fromMs: NOW, throughMs: NOW }
    expect(review({ currency: 'EUR', history: unread })).toBe('not-found')
    const charges = [event('2026-11-02T12:00:00Z', 10, { amount: { minor: 10, currency: 'EUR' } })]
    const history = { charges, fromMs: 0, throughMs: NOW }
    expect(reviewed({ currency: 'EUR', history }).chosen).toMatchObject({ currency: 'EUR', marketplaces: [] })
  })
})

test('the home currency is that of the account’s country, else of the first marketplace', () => {
  expect(homeCurrency('US', [CA, US])).toBe('USD')
  expect(homeCurrency('MX', [CA, US])).toBe('CAD')
  expect(homeCurrency('JP', [])).toBe('JPY')
})

describe('a budget as it is typed', () => {
  test.each([
    ['16000', 'USD', 1_600_000],
    ['16,000.50', 'USD', 1_600_050],
    [' 16,000 ', 'USD', 1_600_000],
    ['0.01', 'USD', 1],
    ['1,234,567.8', 'USD', 123_456_780],
    ['１６，０００．５０', 'USD', 1_600_050],
    ['150000', 'JPY', 150_000],
    ['1,500,000', 'JPY', 1_500_000],
    ['', 'USD', undefined],
    ['   ', 'JPY', undefined],
  ] as const)('%j %s is taken', (typed, currency, minor) => {
    expect(budgetFrom(typed, currency)).toEqual({ ok: true, value: minor })
  })

  test.each([
    ['16.000,50', 'USD'],
    ['16.000', 'USD'],
    ['16 000', 'USD'],
    ['1,6000', 'USD'],
    ['1,60,000', 'USD'],
    [',000', 'USD'],
    ['16,000.', 'USD'],
    ['-5', 'USD'],
    ['+5', 'USD'],
    ['0', 'USD'],
    ['0.00', 'USD'],
    ['1e5', 'USD'],
    ['0x10', 'USD'],
    ['$500', 'USD'],
    ['five', 'USD'],
    ['NaN', 'USD'],
    ['Infinity', 'USD'],
    ['1.234', 'USD'],
    ['150000.5', 'JPY'],
    ['150000.0', 'JPY'],
    ['100000000000.01', 'USD'],
    ['=1+1', 'USD'],
    ['<b>1</b>', 'USD'],
  ])('%j %s is refused', (typed, currency) => {
    expect(budgetFrom(typed, currency)).toEqual({ ok: false, fault: 'invalid' })
  })
})

describe('budgets', () => {
  const [october, november, december] = ['2026-10-01', '2026-11-01', '2026-12-01'].map((one) =>
    day.parse(one),
  )
  if (!october || !november || !december) throw new Error('no days')

  test('stand from their month on until another is set; earlier months keep theirs', () => {
    const one = withBudget(BUDGETS.otherwise, { currency: 'USD', from: october, minor: 100 })
    const two = withBudget(one, { currency: 'USD', from: december, minor: 300 })
    expect([october, november, december].map((first) => budgetFor(two, 'USD', first)?.minor)).toEqual([
      100, 100, 300,
    ])
    expect(budgetFor(two, 'CAD', december)).toBeUndefined()
  })

  test('set twice in a month keep the second; set to none are none from then on', () => {
    const one = withBudget(BUDGETS.otherwise, { currency: 'USD', from: october, minor: 100 })
    const two = withBudget(one, { currency: 'USD', from: october, minor: 200 })
    expect(two.budgets).toHaveLength(1)
    const three = withBudget(two, { currency: 'USD', from: november, minor: null })
    expect([october, november].map((first) => budgetFor(three, 'USD', first)?.minor)).toEqual([
      200,
      undefined,
    ])
  })

  test('of one currency leave the others alone, and keep two years each', () => {
    let all = withBudget(BUDGETS.otherwise, { currency: 'CAD', from: october, minor: 7 })
    for (let month = 0; month < 40; month += 1) {
      const from = day.parse(new Date(Date.UTC(2026, month, 1)).toISOString().slice(0, 10))
      all = withBudget(all, { currency: 'USD', from, minor: month + 1 })
    }
    expect(all.budgets).toHaveLength(25)
    expect(budgetFor(all, 'CAD', december)?.minor).toBe(7)
    expect(BUDGETS.shape.safeParse(all).success).toBe(true)
  })

  test('are kept in currencies whose decimals are known', () => {
    expect(currencyCode.safeParse('JPY').success).toBe(true)
    for (const code of ['usd', 'ZZZ', 'US', '', '<b>'])
      expect(currencyCode.safeParse(code).success).toBe(false)
  })
})

test('the file has each invoice with its state, time and source, and runs in no spreadsheet', () => {
  const charges = [
    event('2026-11-02T12:00:00Z', 118_420, { invoiceId: '0012' }),
    event('2026-11-03T12:00:00Z', 4217, { invoiceId: '0012', type: 'refund' }),
    event('2026-11-15T12:00:00Z', 500, { invoiceId: '1-2' }),
  ]
  const history = { charges, fromMs: 0, throughMs: NOW }
  const lines = [...invoiceLines({ review: reviewed({ history }), zone: ZONE })].map(csvLine)
  expect(lines).toEqual([
    'invoice,posted,state,currency,charge,refund,as_of,source\r\n',
    "'1-2,2026-11-15T12:00:00.000Z,not final,USD,5.00,0.00,2026-11-16T20:00:00.000Z,listFinancialEvents\r\n",
    "'0012,2026-11-02T12:00:00.000Z,final,USD,1184.20,42.17,2026-11-16T20:00:00.000Z,listFinancialEvents\r\n",
  ])
})

describe('readings of one kind in several marketplaces', () => {
  const reading = (over: Partial<Reading>): Reading => ({
    kind: 'sales',
    part: 'ATVPDKIKX0DER',
    state: 'done',
    rowsSoFar: 0,
    isPartKept: false,
    begunMs: 1,
    continueMs: undefined,
    fault: undefined,
    stored: { rows: 2, asOfMs: 50 },
    mayBeginMs: undefined,
    ...over,
  })

  test('are one line, as old as the oldest and unread while any is', () => {
    const charges = reading({ kind: 'charges', part: 'all' })
    const [first, second, ...others] = byKind([
      charges,
      reading({}),
      reading({ stored: { rows: 3, asOfMs: 40 } }),
    ])
    expect(first).toEqual(charges)
    expect(second?.stored).toEqual({ rows: 5, asOfMs: 40 })
    expect(others).toEqual([])
    expect(byKind([reading({}), reading({ stored: undefined })])[0]?.stored).toBeUndefined()
  })

  test('stand as well as the worst, and rest only while none is at work', () => {
    const failed = reading({ state: 'failed', fault: 'amazon-down' })
    expect(byKind([reading({}), failed])[0]).toMatchObject({ state: 'failed', fault: 'amazon-down' })
    const resting = reading({ state: 'running', continueMs: 9 })
    const working = reading({ state: 'running', rowsSoFar: 4 })
    expect(byKind([failed, resting])[0]).toMatchObject({ state: 'running', continueMs: 9, fault: undefined })
    expect(byKind([resting, working])[0]).toMatchObject({
      state: 'running',
      continueMs: undefined,
      rowsSoFar: 4,
    })
    expect(byKind([reading({ mayBeginMs: 7 }), reading({ mayBeginMs: 8 })])[0]?.mayBeginMs).toBe(8)
  })
})
