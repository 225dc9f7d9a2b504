import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { describeFigures, eventsPath, metricsPath, searchPath } from './figures.ts'
import { describeDenials, describeOrders, orderPath, ordersOf } from './orders.ts'
import { askForReport, describeReports, REPORTS } from './reports.ts'
import {
  HERON,
  inventoryPath,
  NORTHWIND,
  type RunningSimulator,
  read,
  type Simulator,
  spapiError,
  startSimulator,
  talkTo,
  US,
} from './simulator.ts'
import { complaints, description, responseSchema } from './swagger.ts'

let running: RunningSimulator
let amazon: Simulator

beforeAll(async () => {
  running = await startSimulator()
  amazon = talkTo(running)
})
afterAll(() => running?.close())
/** The clock stands, so that no bucket refills and no token dies while a slow machine gets through a test. */
const at = (seconds: number) => amazon.control('clock', { seconds, stands: true })
beforeEach(async () => {
  await amazon.control('reset')
  await at(0)
})

const DE = 'A1PA6795UKMFR9'
const IT = 'APJ6JRA9NG5V4'
const PARTICIPATIONS = '/sellers/v1/marketplaceParticipations'
const denied = (details: string) => ({
  status: 403,
  body: spapiError('Unauthorized', 'Access to requested resource is denied.', details),
})
const DEAD = 'The access token you provided is revoked, malformed or invalid.'
const badInput = {
  status: 400,
  body: { errors: [{ code: 'InvalidInput', message: expect.any(String), details: '' }] },
}

const page = z.object({
  pagination: z.object({ nextToken: z.string() }).optional(),
  payload: z.object({ inventorySummaries: z.array(z.object({ sellerSku: z.string() })) }),
})
const transactions = z.object({
  payload: z.object({
    nextToken: z.string().optional(),
    transactions: z.array(
      z.object({
        transactionId: z.string(),
        postedDate: z.string(),
        sellingPartnerMetadata: z.object({ sellingPartnerId: z.string(), marketplaceId: z.string() }),
      }),
    ),
  }),
})

const accessOf = async (seller: string): Promise<string> => (await amazon.authorize(seller)).access_token
const get = (path: string, access: string) => amazon.api(path, access).then(read)
/** An ISO time so many days before the simulator's now. */
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()
const ledger = (query: string): string => `/na/finances/2024-06-19/transactions?${query}`

describe('access', () => {
  test('is refused without a token, with a made-up, an expired and a revoked one, in the same words', async () => {
    const access = await accessOf('na')
    expect(await amazon.open(`/spapi/na${PARTICIPATIONS}`).then(read)).toEqual(denied(DEAD))
    expect(await get(`/na${PARTICIPATIONS}`, 'Atza|made-up')).toEqual(denied(DEAD))
    expect((await get(`/na${PARTICIPATIONS}`, access)).status).toBe(200)
    await at(3599)
    expect((await get(`/na${PARTICIPATIONS}`, access)).status).toBe(200)
    await at(3600)
    expect(await get(`/na${PARTICIPATIONS}`, access)).toEqual(denied(DEAD))
    const second = await accessOf('na')
    await amazon.control('revoke', { seller: NORTHWIND })
    expect(await get(`/na${PARTICIPATIONS}`, second)).toEqual(denied(DEAD))
  })

  test('outlives a revocation where the test says that Amazon lets it', async () => {
    const access = await accessOf('na')
    await amazon.control('revoke', { seller: 'na', access_tokens: 'live' })
    expect((await get(`/na${PARTICIPATIONS}`, access)).status).toBe(200)
  })

  test('is refused at another region’s endpoint, without details', async () => {
    const access = await accessOf('na')
    expect(await get(`/eu${PARTICIPATIONS}`, access)).toEqual(denied(''))
    expect(await get(`/fe${PARTICIPATIONS}`, access)).toEqual(denied(''))
    await amazon.control('faults', { kind: 'status', status: 403, seller: 'na' })
    expect(await get(`/na${PARTICIPATIONS}`, access), 'and where a fault says so').toEqual(denied(''))
  })

  test('to anything but the known operations answers 404 and is on the journal with its path', async () => {
    const access = await accessOf('na')
    const notFound = { status: 404, body: spapiError('NotFound', 'The requested resource does not exist.') }
    expect(await get('/na/orders/v0/orders', access)).toEqual(notFound)
    expect(await get(`/xx${PARTICIPATIONS}`, access)).toEqual(notFound)
    const posted = await amazon.open(`/spapi/na${PARTICIPATIONS}`, {
      method: 'POST',
      headers: { 'x-amz-access-token': access },
    })
    expect(posted.status).toBe(404)
    const lines = await amazon.journal('?operation=unknown')
    expect(lines.map((line) => line.detail)).toEqual([
      'GET /orders/v0/orders',
      `GET ${PARTICIPATIONS}`,
      `POST ${PARTICIPATIONS}`,
    ])
  })

  test('carries a request id always and the rate only where the call was let in', async () => {
    const access = await accessOf('na')
    const good = await amazon.api(`/na${PARTICIPATIONS}`, access)
    const refused = await amazon.api(`/eu${PARTICIPATIONS}`, access)
    expect(good.headers.get('x-amzn-RateLimit-Limit')).toBe('0.016')
    expect(refused.headers.get('x-amzn-RateLimit-Limit')).toBeNull()
    const ids = [good, refused].map((one) => one.headers.get('x-amzn-RequestId'))
    expect(ids).toEqual(
      (await amazon.journal('?operation=getMarketplaceParticipations')).map((line) => line.request_id),
    )
  })
})

describe('usage plans', () => {
  test.each([
    ['getInventorySummaries', inventoryPath('na', US), 2, 500],
    ['listTransactions', ledger('postedAfter=2026-01-01'), 10, 2000],
    ['getMarketplaceParticipations', `/na${PARTICIPATIONS}`, 15, 62_500],
  ])('let %s burst and then make it wait', async (_name, path, burst, waitMs) => {
    const access = await accessOf('na')
    for (let call = 0; call < burst; call += 1) expect((await amazon.api(path, access)).status).toBe(200)
    const refused = await amazon.api(path, access)
    expect(refused.headers.get('x-amzn-RateLimit-Limit')).toBeNull()
    expect(refused.headers.get('retry-after')).toBeNull()
    expect(await read(refused)).toEqual({
      status: 429,
      body: spapiError('QuotaExceeded', 'You exceeded your quota for the requested resource.'),
    })
    await at(Math.ceil(waitMs / 1000))
    expect((await amazon.api(path, access)).status).toBe(200)
  })

  test('are one per seller and operation, whatever the token', async () => {
    const first = await accessOf('na')
    const second = await accessOf('na')
    const heron = await accessOf('eu')
    expect((await amazon.api(inventoryPath('na', US), first)).status).toBe(200)
    expect((await amazon.api(inventoryPath('na', US), second)).status).toBe(200)
    expect((await amazon.api(inventoryPath('na', US), second)).status).toBe(429)
    expect((await amazon.api(inventoryPath('eu', DE), heron)).status).toBe(200)
    expect((await amazon.api(`/na${PARTICIPATIONS}`, first)).status).toBe(200)
  })

  test('are full again when control says so', async () => {
    const access = await accessOf('na')
    for (const status of [200, 200, 429])
      expect((await amazon.api(inventoryPath('na', US), access)).status).toBe(status)
    await amazon.control('buckets/refill', { seller: 'na' })
    expect((await amazon.api(inventoryPath('na', US), access)).status).toBe(200)
  })
})

describe('getInventorySummaries', () => {
  test('gives 1,200 SKUs in 24 pages of 50, each once', async () => {
    const access = await accessOf('na')
    const skus: string[] = []
    let more: Record<string, string> = {}
    for (let number = 1; number <= 24; number += 1) {
      const body = page.parse((await get(inventoryPath('na', US, more), access)).body)
      expect(body.payload.inventorySummaries).toHaveLength(50)
      skus.push(...body.payload.inventorySummaries.map((one) => one.sellerSku))
      expect(body.pagination === undefined).toBe(number === 24)
      more = body.pagination ?? {}
      await amazon.control('buckets/refill')
    }
    expect(new Set(skus).size).toBe(1200)
  })

  test('forgets a page token after 30 seconds', async () => {
    const access = await accessOf('na')
    const { pagination } = page.parse((await get(inventoryPath('na', US), access)).body)
    await at(29)
    expect((await get(inventoryPath('na', US, pagination), access)).status).toBe(200)
    await at(30)
    expect(await get(inventoryPath('na', US, pagination), access)).toEqual(badInput)
  })

  test('takes a page token only with the arguments it was given for', async () => {
    const access = await accessOf('na')
    const { pagination } = page.parse((await get(inventoryPath('na', US), access)).body)
    expect(await get(inventoryPath('na', US, { ...pagination, details: 'false' }), access)).toEqual(badInput)
    await amazon.control('buckets/refill')
    expect(await get(inventoryPath('na', US, { nextToken: 'made-up' }), access)).toEqual(badInput)
  })

  test.each([
    ['a marketplace that is not the seller’s', inventoryPath('na', IT), 400],
    ['a marketplace of another region', inventoryPath('na', DE), 403],
    ['another granularity', inventoryPath('na', US, { granularityType: 'Seller' }), 400],
    ['two marketplaces', inventoryPath('na', US, { marketplaceIds: `${US},A2EUQ1WTGCTBG2` }), 400],
    ['no marketplace', `/na/fba/inventory/v1/summaries?granularityType=Marketplace&granularityId=${US}`, 400],
    ['a start older than 18 months', inventoryPath('na', US, { startDateTime: '2020-01-01T00:00:00Z' }), 400],
  ])('refuses %s', async (_name, path, status) => {
    expect((await amazon.api(path, await accessOf('na'))).status).toBe(status)
  })

  test('finds single SKUs, and those changed since a time', async () => {
    const access = await accessOf('na')
    const skus = async (more: Record<string, string>): Promise<string[]> => {
      await amazon.control('buckets/refill')
      const { payload } = page.parse((await get(inventoryPath('na', US, more), access)).body)
      return payload.inventorySummaries.map((one) => one.sellerSku)
    }
    expect(await skus({ sellerSku: '00902-DSI' })).toEqual(['00902-DSI'])
    expect(await skus({ sellerSkus: '00902-DSI,not-there' })).toEqual(['00902-DSI'])
    expect(await skus({ startDateTime: daysAgo(-1) })).toEqual([])
  })

  test('leaves the details out unless asked', async () => {
    const { body } = await get(inventoryPath('na', US, { details: 'false' }), await accessOf('na'))
    expect(JSON.stringify(body)).not.toContain('inventoryDetails')
  })
})

describe('listTransactions', () => {
  test('names the selling partner, newest first, and pages through each transaction once', async () => {
    const access = await accessOf('na')
    const query = `postedAfter=${daysAgo(170)}`
    const seen: z.infer<typeof transactions>['payload']['transactions'] = []
    let next: string | undefined = ''
    while (next !== undefined) {
      const suffix = next === '' ? '' : `&nextToken=${next}`
      const { payload } = transactions.parse((await get(ledger(query + suffix), access)).body)
      seen.push(...payload.transactions)
      next = payload.nextToken
    }
    expect(new Set(seen.map((one) => one.transactionId)).size).toBe(420)
    expect(seen.every((one) => one.sellingPartnerMetadata.sellingPartnerId === NORTHWIND)).toBe(true)
    expect(seen.map((one) => one.postedDate)).toEqual(
      seen
        .map((one) => one.postedDate)
        .toSorted()
        .toReversed(),
    )
    expect(Date.parse(seen[0]?.postedDate ?? '')).toBeLessThanOrEqual(Date.now() - 48 * 3_600_000)
  })

  test('is empty for a seller that control says has none', async () => {
    const access = await accessOf('na')
    await amazon.control('transactions', { seller: 'na', on: false })
    const { status, body } = await get(ledger(`postedAfter=${daysAgo(90)}`), access)
    expect({ status, body }).toEqual({ status: 200, body: { payload: { transactions: [] } } })
    await amazon.control('transactions', { seller: 'na', on: true })
    expect(
      transactions.parse((await get(ledger(`postedAfter=${daysAgo(90)}`), access)).body).payload.transactions,
    ).not.toEqual([])
  })

  test('is empty, not refused, for a window wider than 180 days', async () => {
    const { body } = await get(ledger(`postedAfter=${daysAgo(181)}`), await accessOf('na'))
    expect(body).toEqual({ payload: { transactions: [] } })
  })

  test.each([
    ['no start', ''],
    ['a start within the last two minutes', `postedAfter=${daysAgo(0)}`],
    ['an end before the start', `postedAfter=${daysAgo(10)}&postedBefore=${daysAgo(20)}`],
    ['a start that is no time', 'postedAfter=yesterday'],
    ['a marketplace that is not the seller’s', `postedAfter=${daysAgo(10)}&marketplaceId=${IT}`],
    ['a status it does not know', `postedAfter=${daysAgo(10)}&transactionStatus=LOST`],
  ])('refuses %s', async (_name, query) => {
    expect(await get(ledger(query), await accessOf('na'))).toEqual(badInput)
  })

  test('keeps to a marketplace', async () => {
    const query = `postedAfter=${daysAgo(170)}&marketplaceId=A1AM78C64UM0Y8`
    const { payload } = transactions.parse((await get(ledger(query), await accessOf('na'))).body)
    expect(new Set(payload.transactions.map((one) => one.sellingPartnerMetadata.marketplaceId))).toEqual(
      new Set(['A1AM78C64UM0Y8']),
    )
  })
})

describeDenials(() => amazon)
describeOrders(() => amazon)
describeFigures(() => amazon)
describeReports(() => amazon)

describe('the journal of API calls', () => {
  test('tells seller, region, operation, outcome and fault, and never a token', async () => {
    const access = await accessOf('eu')
    await amazon.control('journal/clear')
    await amazon.control('faults', { kind: 'status', status: 503, operation: 'getMarketplaceParticipations' })
    await amazon.api(`/eu${PARTICIPATIONS}`, access)
    await amazon.api(`/eu${PARTICIPATIONS}`, access)
    const lines = await amazon.journal()
    expect(
      lines.map(({ seller, region, status, error, fault }) => ({ seller, region, status, error, fault })),
    ).toEqual([
      { seller: HERON, region: 'eu', status: 503, error: 'ServiceUnavailable', fault: 'status' },
      { seller: HERON, region: 'eu', status: 200, error: null, fault: null },
    ])
    expect(lines.every((line) => (line.ended_ms ?? 0) >= line.started_ms)).toBe(true)
    expect(JSON.stringify(lines)).not.toContain(access.slice(5, 40))
  })
})

/** Amazon's own API descriptions, where they lie beside the repository or SPAPI_MODELS names them. */
const MODELS = process.env['SPAPI_MODELS'] ?? join(import.meta.dirname, '../../../shared/data/spapi-models')
const modelsAreHere = existsSync(MODELS)
if (!modelsAreHere) console.info(`Shapes are not checked: no API descriptions (SPAPI_MODELS) are here.`)

/** The path of a seller's order, the newest (0) or the oldest (-1), with every data set. */
async function wholeOrder(region: string, at: number): Promise<string> {
  const seller = { na: NORTHWIND, eu: HERON, fe: 'A1WRENSTAT0FE' }[region] ?? ''
  const id = (await ordersOf(amazon, seller)).at(at) ?? ''
  const sets = 'BUYER,RECIPIENT,PROCEEDS,EXPENSE,PROMOTION,CANCELLATION,FULFILLMENT,PACKAGES,TAX,PAYMENT'
  return orderPath(region, id, `${sets},FULFILLMENT_ORDERS`)
}

describe.skipIf(!modelsAreHere)('shapes against Amazon’s API descriptions', () => {
  const cases: readonly [
    model: string,
    operation: string,
    path: (region: string, marketplace: string) => string | Promise<string>,
  ][] = [
    ['sellers', 'getMarketplaceParticipations', (region) => `/${region}${PARTICIPATIONS}`],
    ['fbaInventory', 'getInventorySummaries', (region, marketplace) => inventoryPath(region, marketplace)],
    [
      'finances_2024-06-19',
      'listTransactions',
      (region) => `/${region}/finances/2024-06-19/transactions?postedAfter=${daysAgo(100)}`,
    ],
    ['orders_2026-01-01', 'getOrder', (region) => wholeOrder(region, 0)],
    ['orders_2026-01-01', 'getOrder', (region) => wholeOrder(region, -1)],
  ]
  test.each(cases)('%s: %s answers as described, good and bad', async (name, operation, path) => {
    const model = description.parse(JSON.parse(readFileSync(join(MODELS, `${name}.json`), 'utf8')))
    const fits = async (address: string, access: string, status: number): Promise<void> => {
      const answer = await get(address, access)
      const schema = responseSchema(model, operation, status)
      expect(answer.status).toBe(status)
      expect(schema).toBeDefined()
      expect(complaints(model, schema ?? {}, answer.body)).toEqual([])
    }
    const marketplaces = { na: US, eu: DE, fe: 'A1VC38T7YXB528' }
    for (const [region, marketplace] of Object.entries(marketplaces)) {
      const access = await accessOf(region)
      await fits(await path(region, marketplace), access, 200)
      await fits(await path(region === 'eu' ? 'na' : 'eu', marketplace), access, 403)
    }
    const access = await accessOf('na')
    await amazon.control('faults', { kind: 'status', status: 429 })
    await fits(await path('na', US), access, 429)
    await amazon.control('faults', { kind: 'status', status: 500 })
    await fits(await path('na', US), access, 500)
  })

  test('new operations answer as described', async () => {
    const access = await accessOf('na')
    const sets = 'PROCEEDS,FULFILLMENT,PACKAGES,TAX'
    const id = await askForReport(amazon, access)
    await at(3)
    const document = z
      .object({ reportDocumentId: z.string() })
      .parse((await get(`${REPORTS}/${id}`, access)).body).reportDocumentId
    const paths: readonly [model: string, operation: string, path: string][] = [
      ['sales', 'getOrderMetrics', metricsPath({})],
      ['orders_2026-01-01', 'searchOrders', searchPath({ createdAfter: daysAgo(5), includedData: sets })],
      ['financesV0', 'listFinancialEvents', eventsPath({ PostedAfter: daysAgo(100) })],
      ['reports_2021-06-30', 'getReport', `${REPORTS}/${id}`],
      ['reports_2021-06-30', 'getReportDocument', `${REPORTS.replace(/reports$/, 'documents')}/${document}`],
    ]
    for (const [name, operation, path] of paths) {
      const model = description.parse(JSON.parse(readFileSync(join(MODELS, `${name}.json`), 'utf8')))
      const fits = (answer: { status: number; body: unknown }, status: number) => {
        expect(answer.status, operation).toBe(status)
        expect(complaints(model, responseSchema(model, operation, status) ?? {}, answer.body)).toEqual([])
      }
      fits(await get(path, access), 200)
      await amazon.control('faults', { kind: 'status', status: 429 })
      fits(await get(path, access), 429)
    }
  })
})
