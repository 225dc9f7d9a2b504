import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { inventoryPath, read, type Simulator, spapiError, US } from './simulator.ts'

const DAY_MS = 86_400_000
const ZONE = 'America/Los_Angeles'
const badInput = {
  status: 400,
  body: { errors: [{ code: 'InvalidInput', message: expect.any(String), details: '' }] },
}
const isoAgo = (ms: number): string => new Date(Date.now() - ms).toISOString()
/** Stands for a time that is told when the test runs: the tables below are made long before. */
const A_MINUTE_AGO = 'a minute ago'
const onTime = (query: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, value === A_MINUTE_AGO ? isoAgo(60_000) : value]),
  )

const metrics = z.object({
  payload: z.array(
    z.object({
      interval: z.string(),
      unitCount: z.number(),
      orderCount: z.number(),
      totalSales: z.object({ amount: z.string(), currencyCode: z.string() }),
    }),
  ),
})
const found = z.object({
  orders: z.array(
    z.object({
      orderId: z.string(),
      createdTime: z.string(),
      lastUpdatedTime: z.string(),
      fulfillment: z.object({ fulfillmentStatus: z.string(), fulfilledBy: z.string() }).optional(),
      orderItems: z.array(z.object({ product: z.object({ sellerSku: z.string(), title: z.string() }) })),
    }),
  ),
  pagination: z.object({ nextToken: z.string() }).optional(),
})
const money = z.object({ CurrencyCode: z.string(), CurrencyAmount: z.number() })
const finances = z.object({
  payload: z.object({
    NextToken: z.string().optional(),
    FinancialEvents: z.object({
      ShipmentEventList: z.array(z.object({ AmazonOrderId: z.string() })),
      ProductAdsPaymentEventList: z.array(
        z.object({
          postedDate: z.string(),
          transactionType: z.string(),
          invoiceId: z.string(),
          transactionValue: money,
        }),
      ),
    }),
  }),
})

/** The path of metrics of the US marketplace. */
export const metricsPath = (more: Record<string, string>): string =>
  `/na/sales/v1/orderMetrics?${new URLSearchParams({
    marketplaceIds: US,
    interval: '2026-10-01T00:00:00-07:00--2026-10-08T00:00:00-07:00',
    granularity: 'Day',
    granularityTimeZone: ZONE,
    ...more,
  })}`
/** The path of a search of orders in a region. */
export const searchPath = (more: Record<string, string>, region = 'na'): string =>
  `/${region}/orders/2026-01-01/orders?${new URLSearchParams(more)}`
/** The path of the North American finances. */
export const eventsPath = (more: Record<string, string>): string =>
  `/na/finances/v0/financialEvents?${new URLSearchParams(more)}`

/** A seller's authorization, and how to read with it. */
const startWith =
  (simulator: () => Simulator) =>
  async (seller = 'na') => {
    const amazon = simulator()
    const { access_token: access } = await amazon.authorize(seller)
    return { amazon, get: (path: string) => amazon.api(path, access).then(read) }
  }

/** What the sellers sold, in each operation that tells of it. Registers its tests with the file that calls it. */
export function describeFigures(simulator: () => Simulator): void {
  describeMetrics(simulator)
  describeSearch(simulator)
  describeFinances(simulator)
  describeLooks(simulator)
}

function describeMetrics(simulator: () => Simulator): void {
  const start = startWith(simulator)
  describe('getOrderMetrics', () => {
    // The clock of these lines is the machine's, which any day may be: a week that was over 30 days ago.
    const day = (ago: number): string => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10)
    const interval = (from: number, to: number): string => `${day(from)}T00:00:00Z--${day(to)}T00:00:00Z`
    const utc = { granularityTimeZone: 'UTC' }

    test('tells the same sales by day, by week, by network and in total', async () => {
      const { get } = await start()
      const of = async (more: Record<string, string>) => {
        const { payload } = metrics.parse(
          (await get(metricsPath({ ...utc, interval: interval(37, 30), ...more }))).body,
        )
        return { parts: payload.length, units: payload.reduce((sum, one) => sum + one.unitCount, 0) }
      }
      const days = await of({})
      expect(days.parts).toBe(7)
      expect(days.units).toBeGreaterThan(1000)
      expect(await of({ granularity: 'Total' })).toEqual({ parts: 1, units: days.units })
      expect((await of({ granularity: 'Week' })).units).toBe(days.units)
      const [own, amazons] = [
        await of({ fulfillmentNetwork: 'MFN' }),
        await of({ fulfillmentNetwork: 'AFN' }),
      ]
      expect(own.units + amazons.units).toBe(days.units)
      expect(own.units).toBeGreaterThan(0)
      const sku = await of({ sku: '00902-DSI' })
      expect(sku.units).toBeGreaterThan(0)
      expect(sku.units).toBeLessThan(days.units)
      expect((await of({ sku: 'not-there' })).units).toBe(0)
    })

    test('names each day by its own offset, over a change of the clocks', async () => {
      const { get } = await start()
      const over = '2026-10-30T00:00:00-07:00--2026-11-03T00:00:00-08:00'
      const { payload } = metrics.parse((await get(metricsPath({ interval: over }))).body)
      expect(payload.map((one) => one.interval)).toEqual([
        '2026-10-30T00:00-07:00--2026-10-31T00:00-07:00',
        '2026-10-31T00:00-07:00--2026-11-01T00:00-07:00',
        '2026-11-01T00:00-07:00--2026-11-02T00:00-08:00',
        '2026-11-02T00:00-08:00--2026-11-03T00:00-08:00',
      ])
      expect(payload[0]?.totalSales.currencyCode).toBe('USD')
      expect(payload[0]?.totalSales.amount).toMatch(/^\d+\.\d\d$/)
    })

    test.each([
      [
        'days without a time zone',
        `/na/sales/v1/orderMetrics?marketplaceIds=${US}&interval=${interval(9, 2)}&granularity=Day`,
      ],
      ['a zone that is not the interval’s', metricsPath({ interval: interval(9, 2) })],
      [
        'two marketplaces',
        metricsPath({ ...utc, interval: interval(9, 2), marketplaceIds: `${US},A2EUQ1WTGCTBG2` }),
      ],
      ['an interval older than two years', metricsPath({ ...utc, interval: interval(740, 700) })],
      ['hours older than 30 days', metricsPath({ ...utc, interval: interval(32, 31), granularity: 'Hour' })],
      ['an end before the start', metricsPath({ ...utc, interval: interval(2, 9) })],
      ['both SKU and ASIN', metricsPath({ ...utc, interval: interval(9, 2), sku: 'a', asin: 'b' })],
      [
        'an interval without a zone',
        metricsPath({ ...utc, interval: '2026-10-01T00:00:00--2026-10-02T00:00:00' }),
      ],
    ])('refuses %s', async (_name, path) => {
      expect(await (await start()).get(path)).toEqual(badInput)
    })
  })
}

const open = { fulfillmentStatuses: 'PENDING,UNSHIPPED,PARTIALLY_SHIPPED', includedData: 'FULFILLMENT' }
const badSearches = (week: Record<string, string>): [string, Record<string, string>][] => [
  ['no time', {}],
  ['both kinds of time', { ...week, lastUpdatedAfter: isoAgo(DAY_MS) }],
  ['an end of the other kind', { ...week, lastUpdatedBefore: isoAgo(DAY_MS) }],
  ['an end within two minutes', { ...week, createdBefore: A_MINUTE_AGO }],
  ['a page of more than 100', { ...week, maxResultsPerPage: '101' }],
  ['a status that is none', { ...week, fulfillmentStatuses: 'OPEN' }],
  ['a page token that is none', { ...week, paginationToken: 'made-up.abc' }],
  ['a marketplace that is not the seller’s', { ...week, marketplaceIds: 'APJ6JRA9NG5V4' }],
]

function describeSearch(simulator: () => Simulator): void {
  const start = startWith(simulator)
  describe('searchOrders', () => {
    const week = { createdAfter: isoAgo(7 * DAY_MS) }

    test('pages through every open order once, though the clock goes on and orders are shipped meanwhile', async () => {
      const { amazon, get } = await start()
      await amazon.control('orders', { seller: 'na', open: 250 })
      const seen: string[] = []
      let more: Record<string, string> = {}
      for (let number = 0; number < 3; number += 1) {
        const page = found.parse((await get(searchPath({ ...week, ...open, ...more }))).body)
        seen.push(...page.orders.map((one) => one.orderId))
        expect(page.pagination === undefined).toBe(number === 2)
        more = page.pagination === undefined ? {} : { paginationToken: page.pagination.nextToken }
        await amazon.control('clock', { seconds: 900 * (number + 1), stands: true })
      }
      // Orders of the last two minutes are not told yet.
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.length).toBeGreaterThan(240)
      expect(seen.length).toBeLessThanOrEqual(250)
    })

    test('finds what changed since, by channel and marketplace, and getOrder tells the same of it', async () => {
      await simulator().control('clock', { seconds: 6 * 3600, stands: true })
      const { get } = await start()
      const since = isoAgo(-3 * 3_600_000)
      const { orders } = found.parse(
        (await get(searchPath({ lastUpdatedAfter: since, includedData: 'FULFILLMENT' }))).body,
      )
      expect(orders.length).toBeGreaterThan(10)
      expect(orders.every((one) => one.lastUpdatedTime >= since.slice(0, 19))).toBe(true)
      expect(orders.some((one) => one.fulfillment?.fulfillmentStatus === 'SHIPPED')).toBe(true)
      const [first] = orders
      const told = await get(`/na/orders/2026-01-01/orders/${first?.orderId}?includedData=FULFILLMENT`)
      expect(told.body).toEqual({
        order: expect.objectContaining({ orderId: first?.orderId, createdTime: first?.createdTime }),
      })
      const own = found.parse(
        (await get(searchPath({ ...week, ...open, fulfilledBy: 'MERCHANT', marketplaceIds: US }))).body,
      )
      expect(new Set(own.orders.map((one) => one.fulfillment?.fulfilledBy))).toEqual(new Set(['MERCHANT']))
    })

    test.each(['BUYER', 'RECIPIENT', 'FULFILLMENT,BUYER'])(
      'denies %s, and shows on the journal who asked',
      async (sets) => {
        const { amazon, get } = await start()
        expect(await get(searchPath({ ...week, includedData: sets }))).toEqual({
          status: 403,
          body: spapiError('Unauthorized', 'Access to requested resource is denied.'),
        })
        expect((await amazon.journal('?operation=searchOrders'))[0]?.detail).toBe(sets)
      },
    )

    test.each(badSearches(week))('refuses %s', async (_name, query) => {
      expect(await (await start()).get(searchPath(onTime(query)))).toEqual(badInput)
    })

    test('bursts 20 and then takes one in three minutes', async () => {
      const { amazon, get } = await start()
      for (let call = 0; call < 20; call += 1) expect((await get(searchPath(week))).status).toBe(200)
      expect((await get(searchPath(week))).status).toBe(429)
      await amazon.control('clock', { seconds: 179, stands: true })
      expect((await get(searchPath(week))).status).toBe(200)
      expect((await get(searchPath(week))).status).toBe(429)
    })
  })
}

function describeFinances(simulator: () => Simulator): void {
  const start = startWith(simulator)
  describe('listFinancialEvents', () => {
    test('tells charges as money that leaves, refunds as money that comes, pages once through all', async () => {
      const { get } = await start()
      const window = { PostedAfter: isoAgo(170 * DAY_MS), MaxResultsPerPage: '100' }
      const ads: z.infer<typeof finances>['payload']['FinancialEvents']['ProductAdsPaymentEventList'] = []
      let shipments = 0
      let more: Record<string, string> | undefined = {}
      while (more !== undefined) {
        const { payload } = finances.parse((await get(eventsPath({ ...window, ...more }))).body)
        ads.push(...payload.FinancialEvents.ProductAdsPaymentEventList)
        shipments += payload.FinancialEvents.ShipmentEventList.length
        more = payload.NextToken === undefined ? undefined : { NextToken: payload.NextToken }
      }
      expect(shipments).toBeGreaterThan(300)
      expect(new Set(ads.map((one) => one.transactionValue.CurrencyCode))).toEqual(
        new Set(['USD', 'CAD', 'MXN']),
      )
      for (const one of ads)
        expect(Math.sign(one.transactionValue.CurrencyAmount)).toBe(one.transactionType === 'charge' ? -1 : 1)
      expect(new Set(ads.map((one) => one.transactionType))).toEqual(new Set(['charge', 'refund']))
      expect(new Set(ads.map((one) => `${one.transactionType} ${one.invoiceId}`)).size).toBe(ads.length)
    })

    test.each([
      ['no start', {}],
      ['an end within two minutes', { PostedAfter: isoAgo(DAY_MS), PostedBefore: A_MINUTE_AGO }],
      ['a page of more than 100', { PostedAfter: isoAgo(DAY_MS), MaxResultsPerPage: '101' }],
      ['a page token that is none', { PostedAfter: isoAgo(DAY_MS), NextToken: 'made-up' }],
    ])('refuses %s', async (_name, query) => {
      expect(await (await start()).get(eventsPath(onTime(query)))).toEqual(badInput)
    })

    test('is empty, not refused, for a window wider than 180 days', async () => {
      const { body } = await (await start()).get(eventsPath({ PostedAfter: isoAgo(181 * DAY_MS) }))
      expect(finances.parse(body).payload.FinancialEvents.ProductAdsPaymentEventList).toEqual([])
    })
  })
}

function describeLooks(simulator: () => Simulator): void {
  const start = startWith(simulator)
  describe('the size and the looks of a seller', () => {
    test('are as control says: 10,000 SKUs, and hostile names in stock and orders', async () => {
      const { amazon, get } = await start()
      await amazon.control('skus', { seller: 'na', count: 10_000 })
      await amazon.control('hostile', { seller: 'na', on: true })
      const state = z.object({
        sellers: z.array(
          z.object({ hostile: z.boolean(), marketplaces: z.array(z.object({ listings: z.number() })) }),
        ),
      })
      const { sellers } = state.parse(await (await amazon.open('/control/state')).json())
      expect(sellers[0]).toMatchObject({ hostile: true })
      expect(sellers[0]?.marketplaces[0]?.listings).toBe(10_000)
      const stock = JSON.stringify((await get(inventoryPath('na', US, { sellerSku: '@SUM(1,1)' }))).body)
      expect(stock).toContain('"productName":"@Northwind')
      await expect(amazon.control('skus', { seller: 'na', count: 10_001 })).rejects.toThrow('400')
      await expect(amazon.control('orders', { seller: 'na', open: 5001 })).rejects.toThrow('400')
    })
  })
}
