import { describe, expect, test } from 'vitest'
import type { Rate } from '../../src/amazon/performance-report.ts'
import { marketplaceId } from '../../src/core/id.ts'
import { DAY_MS } from '../../src/core/time.ts'
import type { Tone } from '../../src/web/kit.tsx'
import type { CurrencyReview } from '../../src/workspace/advertising/review.ts'
import {
  authorizationItems,
  budgetItems,
  byUrgency,
  type Item,
  ordersItems,
  rateItems,
  stockItems,
} from '../../src/workspace/attention/attention.ts'
import {
  addressOf,
  agesInWords,
  itemInWords,
  looksOf,
  readInWords,
} from '../../src/workspace/attention/attention-view.tsx'
import { ALERTS, thresholds } from '../../src/workspace/attention/thresholds.ts'
import type { PlannedSku } from '../../src/workspace/inventory/planned.ts'

const JP = marketplaceId.parse('A1VC38T7YXB528')
const asOfMs = Date.UTC(2026, 10, 22, 3, 4)

describe('how old the figures are', () => {
  const orders: Item = { what: 'orders-due', orders: 1, asOfMs }
  const stock = (ms: number): Item => ({
    what: 'reorder',
    marketplaceId: JP,
    skus: 1,
    units: 2,
    asOfMs: ms,
  })
  const authorization: Item = { what: 'authorization', days: 3, asOfMs }
  const later = asOfMs + DAY_MS / 12
  test.each([
    ['is said once for all', [orders, stock(asOfMs)], 'Figures read 2 hours ago.'],
    [
      'is said for each kind, by its oldest, where they differ',
      [orders, stock(asOfMs - DAY_MS), stock(asOfMs), orders],
      'Figures read: orders, 2 hours ago; stock, 26 hours ago.',
    ],
    ['is nothing for what rests on no figures', [authorization], ''],
  ])('%s', (_, items, says) => {
    expect(agesInWords(items, later, 'en')).toBe(says)
  })

  test('is said in Chinese', () => {
    expect(agesInWords([orders, stock(asOfMs - DAY_MS)], later, 'zh')).toBe(
      '数据读取时间：订单，2 小时前；库存，26 小时前。',
    )
  })
})

describe('orders', () => {
  const none = { overdue: 0, later: 9, undated: 9, pending: 9, amazon: 9, 'within-24-hours': 9 } as const
  test.each([
    ['overdue and due within four hours are two things', 3, 2, [3, 2]],
    ['nothing overdue', 0, 1, [1]],
    ['nothing due', 1, 0, [1]],
    ['what is later, undated, unreleased or Amazon’s waits for nobody', 0, 0, []],
  ] as const)('%s', (_, overdue, due, orders) => {
    const items = ordersItems({ ...none, overdue, 'within-4-hours': due }, asOfMs)
    expect(items.map((item) => 'orders' in item && item.orders)).toEqual(orders)
  })
})

describe('Amazon’s rates', () => {
  const rate = (of: Partial<Rate>): Rate => ({
    count: 0,
    total: 1000,
    rate: 0,
    target: 0.04,
    condition: 'LESS_THAN',
    status: 'GOOD',
    fromMs: 1,
    toMs: 2,
    ...of,
  })
  const itemsOf = (late: Rate, ordersLeft = 5) =>
    rateItems({ marketplaceId: JP, asOfMs, rates: { marketplaceId: JP, late } }, { ordersLeft })

  // 4 % of 1,000 is 40, and Amazon asks for less: 39 may fail.
  test.each([
    ['33 of 39: six are left, one more than the limit', rate({ count: 33 }), []],
    ['34 of 39: five are left, the limit', rate({ count: 34 }), [[5, 0]]],
    ['39 of 39: the next one', rate({ count: 39 }), [[0, 0]]],
    ['40 are one beyond', rate({ count: 40 }), [[0, 1]]],
    ['no orders have no rate', rate({ total: 0 }), []],
    // At least 95 % of 1,000 tracked: 50 may lack it.
    ['956 of 1,000 tracked: 44 lack it, six are left', tracked(956), []],
    ['955 of 1,000 tracked: 45 lack it, five are left', tracked(955), [[5, 0]]],
    ['950 tracked is the target itself, and is met', tracked(950), [[0, 0]]],
    ['949 tracked are one beyond', tracked(949), [[0, 1]]],
    ['more tracked than shipped is no order failed', tracked(1001), []],
    [
      'a target that is to be equalled leaves no room to count',
      rate({ condition: 'EQUALS', count: 958 }),
      [],
    ],
    ['10 of 99 orders say little', rate({ count: 10, total: 99 }), []],
    ['unless Amazon calls them bad', rate({ count: 10, total: 99, status: 'BAD' }), [[0, 7]]],
    ['of 100 they count', rate({ count: 10, total: 100 }), [[0, 7]]],
  ] as const)('%s', (_, one, expected) => {
    const found = itemsOf(one).map((item) => item.what === 'error-budget' && [item.left, item.beyond])
    expect(found).toEqual(expected)
  })

  function tracked(count: number): Rate {
    return rate({ count, target: 0.95, condition: 'GREATER_THAN' })
  }

  test('are four, each by its name, and the limit may be none left', () => {
    const bad = rate({ count: 50 })
    const rates = { marketplaceId: JP, late: bad, cancelled: bad, tracked: tracked(900), defects: bad }
    const items = rateItems({ marketplaceId: JP, asOfMs, rates }, { ordersLeft: 0 })
    expect(items.map((item) => 'rate' in item && item.rate)).toEqual([
      'late',
      'cancelled',
      'tracked',
      'defects',
    ])
    expect(itemsOf(rate({ count: 38 }), 0)).toEqual([])
    expect(itemsOf(rate({ count: 39 }), 0)).toHaveLength(1)
  })
})

describe('stock', () => {
  const row = (over: Partial<PlannedSku>) =>
    ({ band: 'covered', coverDays: 50, isOverdue: false, suggested: 0, ...over }) as PlannedSku
  const of = (rows: readonly PlannedSku[], coverDays = 7) =>
    stockItems({ marketplaceId: JP, rows, asOfMs }, { coverDays })

  test('below the limit is low, at the limit is not; out of stock is low, what does not sell is not', () => {
    const rows = [
      row({ coverDays: 6.99, band: 'critical' }),
      row({ coverDays: 7, band: 'at-risk' }),
      row({ coverDays: 0, band: 'out' }),
      row({ coverDays: undefined, band: 'no-sales' }),
      row({ coverDays: undefined, band: 'unknown' }),
    ]
    expect(of(rows)).toEqual([{ what: 'low-cover', marketplaceId: JP, skus: 2, out: 1, days: 7, asOfMs }])
    expect(of(rows, 8)).toMatchObject([{ skus: 3, out: 1, days: 8 }])
    expect(of([row({})])).toEqual([])
  })

  test('what is to be ordered by today counts with its units, unless nothing is to be ordered', () => {
    const rows = [
      row({ isOverdue: true, suggested: 24 }),
      row({ isOverdue: true, suggested: 6 }),
      row({ isOverdue: true, suggested: 0 }),
      row({ isOverdue: true, suggested: undefined }),
      row({ isOverdue: false, suggested: 99 }),
    ]
    expect(of(rows)).toEqual([{ what: 'reorder', marketplaceId: JP, skus: 2, units: 30, asOfMs }])
  })
})

describe('budgets', () => {
  const review = (currency: string, share: number | undefined): CurrencyReview => ({
    currency,
    marketplaces: [],
    areSalesRead: true,
    pace: { use: share === undefined ? undefined : { share } } as CurrencyReview['pace'],
  })
  test('used up to the mark are told, each currency by itself; without a budget there is none', () => {
    const currencies = [
      review('JPY', 0.7999),
      review('USD', 0.8),
      review('SGD', 1.3),
      review('AUD', undefined),
    ]
    expect(budgetItems({ currencies, asOfMs }, { budgetPercent: 80 })).toEqual([
      { what: 'budget', currency: 'USD', share: 0.8, asOfMs },
      { what: 'budget', currency: 'SGD', share: 1.3, asOfMs },
    ])
  })

  test.each(Array.from({ length: 91 }, (_, n) => n + 10))(
    '%d of 100 reach that percentage, whatever binary makes of it',
    (percent) => {
      const at = budgetItems(
        { currencies: [review('USD', percent / 100)], asOfMs },
        { budgetPercent: percent },
      )
      expect(at).toHaveLength(1)
      const below = [review('USD', (percent - 0.001) / 100)]
      expect(budgetItems({ currencies: below, asOfMs }, { budgetPercent: percent })).toEqual([])
    },
  )
})

test.each([
  ['30 days and a minute are begun as the 31st', 30 * DAY_MS + 60_000, undefined],
  ['30 days', 30 * DAY_MS, 30],
  ['its last hour', 3_600_000, 1],
  ['its end', 0, 0],
  ['long after', -99 * DAY_MS, 0],
] as const)('an authorization with %s left', (_, leftMs, days) => {
  const items = authorizationItems(asOfMs + leftMs, asOfMs, { authorizationDays: 30 })
  expect(items).toEqual(days === undefined ? [] : [{ what: 'authorization', days, asOfMs }])
})

const every: readonly Item[] = [
  { what: 'orders-overdue', orders: 2, asOfMs },
  { what: 'orders-due', orders: 1, asOfMs },
  { what: 'error-budget', marketplaceId: JP, rate: 'cancelled', left: 0, beyond: 3, asOfMs },
  { what: 'low-cover', marketplaceId: JP, skus: 12, out: 3, days: 7, asOfMs },
  { what: 'budget', currency: 'USD', share: 1.02, asOfMs },
  { what: 'authorization', days: 0, asOfMs },
  { what: 'error-budget', marketplaceId: JP, rate: 'defects', left: 0, beyond: 0, asOfMs },
  { what: 'error-budget', marketplaceId: JP, rate: 'late', left: 1, beyond: 0, asOfMs },
  { what: 'error-budget', marketplaceId: JP, rate: 'tracked', left: 4, beyond: 0, asOfMs },
  { what: 'low-cover', marketplaceId: JP, skus: 1, out: 0, days: 7, asOfMs },
  { what: 'budget', currency: 'JPY', share: 0.8, asOfMs },
  { what: 'reorder', marketplaceId: JP, skus: 5, units: 1200, asOfMs },
  { what: 'authorization', days: 1, asOfMs },
  { what: 'authorization', days: 30, asOfMs },
]

test('orders come first, then what has gone wrong, then what may; each by customers, money, this week, and the larger', () => {
  expect(every.toReversed().toSorted(byUrgency)).toEqual(every)
})

test('among lines of stock that are red the one with more out of stock is first', () => {
  const low = (skus: number, out: number): Item => ({
    what: 'low-cover',
    marketplaceId: JP,
    skus,
    out,
    days: 7,
    asOfMs,
  })
  expect([low(100, 1), low(95, 90), low(200, 0), low(3, 0)].toSorted(byUrgency)).toEqual([
    low(95, 90),
    low(100, 1),
    low(200, 0),
    low(3, 0),
  ])
})

test('a budget is said to be used up only when it is, and to be at a mark only when it has come there', () => {
  const said = (share: number) => itemInWords({ what: 'budget', currency: 'USD', share, asOfMs }, 'en')
  expect([0.29, 0.799, 0.8, 0.996, 1, 1.004].map((share) => said(share).slice(0, 4))).toEqual([
    '29% ',
    '79% ',
    '80% ',
    '99% ',
    '100%',
    '100%',
  ])
})

test('what has happened is red and nothing else is, so that no red line stands below an amber one but that of orders due', () => {
  expect(every.map((item) => looksOf(item).tone)).toEqual([
    'bad',
    'warn',
    ...Array<Tone>(4).fill('bad'),
    ...Array<Tone>(5).fill('warn'),
    'plain',
    'warn',
    'warn',
  ])
})

test('every item is a whole sentence in both languages, with its numbers and its page', () => {
  const said = (language: 'en' | 'zh') => every.map((item) => itemInWords(item, language))
  expect(said('en')).toEqual([
    '2 orders are overdue: ship them now.',
    'One order is due within four hours.',
    'Cancellations on Amazon.co.jp: 3 beyond Amazon’s target.',
    '12 SKUs on Amazon.co.jp have under 7 days of cover (out of stock: 3).',
    '102% of this month’s USD advertising budget is charged.',
    'The authorization has run out: authorize the store again.',
    'Order defects on Amazon.co.jp: the next one misses Amazon’s target.',
    'Late shipments on Amazon.co.jp: one more is left before Amazon’s target.',
    'Orders without valid tracking on Amazon.co.jp: 4 more are left before Amazon’s target.',
    'One SKU on Amazon.co.jp has under 7 days of cover (out of stock: 0).',
    '80% of this month’s JPY advertising budget is charged.',
    '5 SKUs for Amazon.co.jp should have been ordered by today: 1,200 units in all.',
    'The authorization ends within 24 hours.',
    'The authorization ends in 30 days.',
  ])
  for (const sentence of said('zh')) {
    expect(sentence).toMatch(/\p{Script=Han}.*。$/u)
    expect(sentence).not.toMatch(/undefined|NaN|[.]$| {2}/)
  }
  expect(said('zh')[5]).toBe('授权已到期：请重新授权此店铺。')
  expect(said('zh')[0]).toBe('2 笔订单已逾期：请立即发货。')
  expect(said('zh')[11]).toBe('Amazon.co.jp 有 5 个 SKU 最晚今天就应下单，共 1,200 件。')
  const orders = `/stores/s/orders?marketplace=${JP}`
  const inventory = `/stores/s/inventory?marketplace=${JP}`
  expect(every.map((item) => addressOf(item, 's'))).toEqual([
    '/stores/s/orders?due=overdue',
    '/stores/s/orders?due=four',
    orders,
    inventory,
    '/stores/s/advertising?currency=USD',
    '/stores/s',
    orders,
    orders,
    orders,
    inventory,
    '/stores/s/advertising?currency=JPY',
    `${inventory}&sort=reorder`,
    '/stores/s',
    '/stores/s',
  ])
})

test('one of each is told as one', () => {
  const one: readonly Item[] = [
    { what: 'orders-overdue', orders: 1, asOfMs },
    { what: 'orders-due', orders: 2, asOfMs },
    { what: 'reorder', marketplaceId: JP, skus: 1, units: 6, asOfMs },
  ]
  expect(one.map((item) => itemInWords(item, 'en'))).toEqual([
    'One order is overdue: ship it now.',
    '2 orders are due within four hours.',
    'One SKU for Amazon.co.jp should have been ordered by today: 6 units.',
  ])
})

test('what is looked at later names the moment of its figures, by the store’s clocks', () => {
  const [overdue, ...rest] = every
  expect(overdue && readInWords(overdue, 'Asia/Tokyo', 'en')).toMatch(/^Figures of .*12:04.*\.$/)
  expect(overdue && readInWords(overdue, 'Asia/Tokyo', 'zh')).toMatch(/^数据时间：.*12:04.*。$/)
  const last = rest.at(-1)
  expect(last && readInWords(last, 'Asia/Tokyo', 'en')).toBe('')
})

test('the limits that nobody has set are valid ones', () => {
  expect(thresholds.parse(ALERTS.otherwise)).toEqual({
    coverDays: 7,
    ordersLeft: 5,
    budgetPercent: 80,
    authorizationDays: 30,
  })
})
