import { Hono } from 'hono'
import * as z from 'zod'
import { serveCall } from '../call.ts'
import { holderOfAccessToken, type TokenHolder } from '../consent/grants.ts'
import { parseJson } from '../control/json.ts'
import { DEAD_TOKEN, quotaExceeded, type Reply, spapiError, unauthorized } from '../reply.ts'
import { REGIONS, type Region, sellerById } from '../sellers/sellers.ts'
import { sellerNow } from '../sellers/settings.ts'
import { hashPrefix, sha256 } from '../token.ts'
import type { World } from '../world.ts'
import type { OperationCall } from './answer.ts'
import { withinPlan } from './bucket.ts'
import { listFinancialEvents } from './financial-events.ts'
import { getInventorySummaries } from './inventory.ts'
import { getOrderMetrics } from './metrics.ts'
import { findOperation, OPERATIONS, type OperationName } from './operations.ts'
import { getOrder } from './order.ts'
import { getMarketplaceParticipations } from './participations.ts'
import { createReport, getReport, getReportDocument } from './reports.ts'
import { searchOrders } from './search-orders.ts'
import { listTransactions } from './transactions.ts'

const HANDLERS: Readonly<Record<OperationName, (call: OperationCall) => Reply>> = {
  getMarketplaceParticipations,
  getInventorySummaries,
  listTransactions,
  getOrder,
  searchOrders,
  getOrderMetrics,
  listFinancialEvents,
  createReport,
  getReport,
  getReportDocument,
}

/** Of what a caller put into a path or query, the journal keeps this much. */
const DETAIL_LENGTH_MAX = 200
const MARKETPLACE_LENGTH_MAX = 20
/** No operation here is posted more than this. */
const BODY_LENGTH_MAX = 65_536
const MARKETPLACE_PARAMETERS = ['marketplaceIds', 'marketplaceId'] as const

/** The three regional endpoints of the SP-API, under `/spapi/{na,eu,fe}`. */
export function spapiEndpoint(world: World): Hono {
  return new Hono().all('/spapi/*', async (c) => {
    const url = new URL(c.req.url)
    const [segment, ...rest] = url.pathname.slice('/spapi/'.length).split('/')
    const region = REGIONS.find((known) => known === segment)
    const path = `/${rest.join('/')}`
    const found = region === undefined ? undefined : findOperation(c.req.method, path)
    const body = found !== undefined && c.req.method === 'POST' ? await postedText(c.req.raw) : undefined
    const token = c.req.header('x-amz-access-token')
    const holder = token === undefined ? undefined : holderOfAccessToken(world, token)
    const facts = {
      service: 'sp-api' as const,
      operation: found?.name ?? 'unknown',
      seller: holder?.seller,
      region,
      marketplaceId: marketplaceIn(url.searchParams, body)?.slice(0, MARKETPLACE_LENGTH_MAX),
      detail: detailOf({ method: c.req.method, path, found, query: url.searchParams, body }),
      tokenSha256: token === undefined ? undefined : hashPrefix(sha256(token)),
      accessToken: holder?.serial,
      requestId: crypto.randomUUID(),
    }
    return serveCall(world, c.req.raw, facts, () =>
      answer(world, { found, region, holder, query: url.searchParams, body, origin: url.origin }),
    )
  })
}

/** The text of a call, or undefined where it is longer than any operation takes. */
async function postedText(request: Request): Promise<string | undefined> {
  // Taken whole before it is refused: an answer to a request that is still coming is at times lost on the way.
  const text = await request.text()
  return text.length > BODY_LENGTH_MAX ? undefined : text
}

/** Of what is posted, the journal shows these two. */
const posted = z
  .object({ reportType: z.string(), marketplaceIds: z.array(z.string()) })
  .partial()
  .catch({})

const marketplaceIn = (query: URLSearchParams, body: string | undefined): string | undefined =>
  body === undefined
    ? MARKETPLACE_PARAMETERS.map((name) => query.get(name) ?? undefined).find((value) => value !== undefined)
    : posted.parse(parseJson(body)).marketplaceIds?.join(',')

/** What the journal says beside the operation: an unknown path, which order, report or type, which data sets, which window. */
function detailOf(call: {
  readonly method: string
  readonly path: string
  readonly found: ReturnType<typeof findOperation>
  readonly query: URLSearchParams
  readonly body: string | undefined
}): string | undefined {
  const { method, path, found, query, body } = call
  const type = body === undefined ? undefined : posted.parse(parseJson(body)).reportType
  const detail = found === undefined ? `${method} ${path}` : (found.parameter ?? type ?? windowIn(query))
  const included = query.getAll('includedData').join(',')
  return (included === '' ? detail : `${detail ?? ''} ${included}`.trim())?.slice(0, DETAIL_LENGTH_MAX)
}

/** The window of a call for finances, and whether it asks for a later page of it. */
function windowIn(query: URLSearchParams): string | undefined {
  const after = query.get('PostedAfter')
  if (after === null) return undefined
  return `${after}/${query.get('PostedBefore') ?? ''}${query.has('NextToken') ? ' next page' : ''}`
}

/**
 * Path, token, region, usage plan, parameters: in this order, as a gateway before a service would look at them.
 * A call refused before its usage plan takes no token from it.
 */
function answer(
  world: World,
  call: {
    readonly found: ReturnType<typeof findOperation>
    readonly region: Region | undefined
    readonly holder: TokenHolder | undefined
    readonly query: URLSearchParams
    readonly body: string | undefined
    readonly origin: string
  },
): Reply {
  const { found, region, holder, query, body, origin } = call
  if (found === undefined) return spapiError(404, 'NotFound', 'The requested resource does not exist.')
  if (holder === undefined) return unauthorized(DEAD_TOKEN)
  const seller = sellerById(holder.seller)
  if (seller.region !== region) return unauthorized()
  const { name: operation, parameter } = found
  if (!withinPlan(world, holder, operation)) return quotaExceeded()
  const reply = HANDLERS[operation]({
    world,
    seller: sellerNow(world, seller),
    query,
    parameter,
    body,
    origin,
  })
  if (reply.status === 403) return reply
  return { ...reply, headers: { 'x-amzn-RateLimit-Limit': String(OPERATIONS[operation].ratePerSecond) } }
}
