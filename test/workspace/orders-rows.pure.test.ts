import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ANSWERS } from '../../src/amazon/answers.ts'
import { performanceIn } from '../../src/amazon/performance-report.ts'
import { day } from '../../src/core/day.ts'
import { marketplaceId, orderId } from '../../src/core/id.ts'
import { HOUR_MS } from '../../src/core/time.ts'
import { orderLines } from '../../src/workspace/orders/file.ts'
import { joinOrders, type OpenOrder, trimOrders } from '../../src/workspace/orders/open-orders.ts'
import { ordersMatching, ordersPage, ordersQuery } from '../../src/workspace/orders/rows.ts'
import { latestDays } from '../../src/workspace/sales/days.ts'

const now = Date.parse('2026-11-22T14:16:00Z')
const US = marketplaceId.parse('ATVPDKIKX0DER')
const CA = marketplaceId.parse('A2EUQ1WTGCTBG2')
const idOf = (n: number) => orderId.parse(`111-${String(n).padStart(7, '0')}-0000000`)

const order = (n: number, change: Partial<OpenOrder> = {}): OpenOrder => ({
  id: idOf(n),
  marketplaceId: US,
  createdMs: now - 10 * HOUR_MS,
  updatedMs: now - HOUR_MS,
  status: 'UNSHIPPED',
  by: 'MERCHANT',
  shipByMs: now + 30 * HOUR_MS,
  items: [{ sku: `SKU-${n}`, units: 1 }],
  ...change,
})
const due = (n: number, hours: number, change: Partial<OpenOrder> = {}) =>
  order(n, { shipByMs: now + hours * HOUR_MS, ...change })

const home = { marketplaceId: US, isHome: true }
const query = (of: object = {}) => ordersQuery.parse(of)
const ids = (rows: readonly OpenOrder[]) => rows.map(({ id }) => Number(id.slice(4, 11)))

const SOME = [
  due(1, 50),
  due(2, 3),
  due(3, -5, { status: 'PARTIALLY_SHIPPED' }),
  due(4, 20),
  due(5, 1, { by: 'AMAZON' }),
  due(6, -9, { status: 'PENDING' }),
  order(7, { shipByMs: undefined }),
  due(8, -1),
  due(9, 2, { marketplaceId: CA }),
  due(10, 2, { marketplaceId: undefined }),
]

describe('the open orders of a marketplace', () => {
  test('stand most urgent first, with what is not to be shipped at the end', () => {
    expect(ids(ordersPage(SOME, home, query(), now).rows)).toEqual([3, 8, 10, 2, 4, 1, 7, 6, 5])
  })

  test('are counted whatever the filter says; a pending order is never late', () => {
    const page = ordersPage(SOME, home, query({ due: 'overdue', search: 'nothing' }), now)
    expect(page).toMatchObject({ matched: 0, total: 9, rows: [] })
    expect(page.counts).toEqual({
      overdue: 2,
      'within-4-hours': 2,
      'within-24-hours': 1,
      later: 1,
      undated: 1,
      pending: 1,
      amazon: 1,
    })
    expect(page.bounds.overdue).toEqual({ firstMs: now - 5 * HOUR_MS, lastMs: now - HOUR_MS })
  })

  test('without a marketplace belong to the account’s own', () => {
    const canada = { marketplaceId: CA, isHome: false }
    expect(ids(ordersPage(SOME, canada, query(), now).rows)).toEqual([9])
  })

  test('are counted by marketplace and by who ships, of all marketplaces', () => {
    const { channels } = ordersPage(SOME, home, query(), now)
    expect(channels.find((one) => one.marketplaceId === US && one.by === 'MERCHANT')).toEqual({
      marketplaceId: US,
      by: 'MERCHANT',
      open: 7,
      overdue: 2,
      four: 1,
      day: 2,
    })
    expect(channels.reduce((sum, { open }) => sum + open, 0)).toBe(SOME.length)
  })

  test.each([
    [{ due: 'overdue' }, [3, 8]],
    [{ due: 'four' }, [3, 8, 10, 2]],
    [{ due: 'day' }, [3, 8, 10, 2, 4]],
    [{ by: 'amazon' }, [5]],
    [{ by: 'seller' }, [3, 8, 10, 2, 4, 1, 7, 6]],
    [{ search: 'sku-4' }, [4]],
    [{ search: ' 111-0000002 ' }, [2]],
    [{ search: 'ＳＫＵ－４' }, [4]],
    [{ due: 'no such word', by: '<b>', page: '-1' }, [3, 8, 10, 2, 4, 1, 7, 6, 5]],
  ])('filtered by %o are %o', (of, expected) => {
    expect(ids(ordersMatching(SOME, home, query(of), now))).toEqual(expected)
  })

  test('come fifty a page; beyond the end the last is shown', () => {
    const many = Array.from({ length: 120 }, (_, n) => due(n, 30 + n))
    expect(ordersPage(many, home, query({ page: 2 }), now).rows).toHaveLength(50)
    const last = ordersPage(many, home, query({ page: 9 }), now)
    expect([last.page, last.rows.length, last.matched]).toEqual([3, 20, 120])
  })
})

describe('joining a page', () => {
  const listed = (of: OpenOrder, status: 'UNSHIPPED' | 'SHIPPED' | 'CANCELLED', laterMs: number) => ({
    marketplaceId: US,
    by: undefined,
    service: undefined,
    shipByMs: undefined,
    ...of,
    status,
    updatedMs: of.updatedMs + laterMs,
    items: of.items.map((item) => ({ unitsLeft: undefined, ...item })),
  })

  test('what was shipped or cancelled goes, what is new comes, an older word changes nothing', () => {
    const [a, b, c] = [order(1), order(2), order(3)]
    const joined = joinOrders(
      [a, b, c],
      [
        listed(a, 'SHIPPED', 1),
        listed(b, 'CANCELLED', -1),
        listed(c, 'CANCELLED', 0),
        listed(order(4), 'UNSHIPPED', 0),
      ],
      0,
    )
    expect(ids(joined)).toEqual([2, 4])
  })

  test('and trimming leave no order that is past its retention', () => {
    const old = order(1, { createdMs: now - 91 * 24 * HOUR_MS })
    const oldestMs = now - 90 * 24 * HOUR_MS
    expect(joinOrders([old, order(2)], [], oldestMs)).toHaveLength(1)
    expect(ids(trimOrders({ rows: [old, order(2)] }, oldestMs)?.rows ?? [])).toEqual([2])
    expect(trimOrders({ rows: [old] }, oldestMs)).toBeUndefined()
  })
})

test('a file has a line for each SKU, says its origin, and that it is a part', () => {
  const items = [
    { sku: '=1+1', units: 3, unitsLeft: 1 },
    { sku: '00042', units: 2 },
  ]
  const rows = ordersMatching([due(1, -1, { items })], home, query(), now)
  const list = { rows, asOfMs: now, isPartial: true, wholeMs: undefined }
  const [head, one, two, ...more] = [...orderLines({ list })]
  expect(more).toEqual([])
  expect(head?.slice(-2)).toEqual(['as_of', 'source'])
  const source = 'Amazon SP-API searchOrders 2026-01-01, partial list'
  expect(one?.slice(4)).toEqual([
    'overdue',
    '2026-11-22T13:16:00.000Z',
    '2026-11-22T04:16:00.000Z',
    US,
    { code: '=1+1' },
    3,
    1,
    '2026-11-22T14:16:00.000Z',
    source,
  ])
  expect(two?.slice(8, 11)).toEqual([{ code: '00042' }, 2, 2])
  expect([...orderLines({ list: undefined })]).toHaveLength(1)
})

test('the latest days end today in the marketplace’s zone, and a day that Amazon did not name has no figure', () => {
  const stored = {
    zone: 'America/Los_Angeles',
    currency: 'USD',
    days: [
      { day: day.parse('2026-11-20'), orders: 2, units: 3, minor: 100 },
      { day: day.parse('2026-11-22'), orders: 1, units: 1, minor: 50 },
    ],
  }
  expect(latestDays(stored, { nowMs: Date.parse('2026-11-23T05:00:00Z'), days: 3 }).days).toEqual([
    { day: '2026-11-20', sold: { orders: 2, units: 3, minor: 100 } },
    { day: '2026-11-21', sold: undefined },
    { day: '2026-11-22', sold: { orders: 1, units: 1, minor: 50 } },
  ])
})

test('the cancellation rate is read under either of Amazon’s two names', () => {
  const rate = {
    reportingDateRange: { reportingDateFrom: '2026-11-12T00:00Z', reportingDateTo: '2026-11-18T23:59Z' },
    orderCount: 40,
    cancellationCount: 1,
    status: 'BAD',
    rate: 0.025,
    targetValue: 0.025,
    targetCondition: 'LESS_THAN',
  }
  for (const name of ['preFulfillmentCancellationRate', 'prefulfillmentCancelRate']) {
    const text = JSON.stringify({ performanceMetrics: [{ marketplaceId: US, [name]: rate }] })
    expect(performanceIn(text, US)?.cancelled).toMatchObject({ count: 1, total: 40 })
  }
})

const EXAMPLE = `${import.meta.dirname}/../../../shared/data/spapi-examples/orders_2026-01-01.searchOrders.200.0.json`

describe('I17: Amazon’s own example of an order', () => {
  test.skipIf(!existsSync(EXAMPLE))('is parsed, and nothing of its buyer or recipient is left', () => {
    const { body } = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as { body: { orders: object[] } }
    const listed = ANSWERS.searchOrders.safeParse(body)
    expect(listed.data?.rows.length).toBeGreaterThan(0)
    const opened = ANSWERS.getOrder.safeParse({ order: body.orders[0] })
    expect(opened.data?.items.length).toBeGreaterThan(0)
    const kept = JSON.stringify([listed.data, opened.data])
    const personal = body.orders.flatMap((one) =>
      ['buyer', 'recipient'].flatMap((part) => leaves((one as Record<string, unknown>)[part])),
    )
    expect(personal.length).toBeGreaterThan(5)
    // A country's two letters are in other words as well.
    for (const text of personal.filter(({ length }) => length > 2)) expect(kept).not.toContain(text)
  })
})

const leaves = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(leaves)
      : []
