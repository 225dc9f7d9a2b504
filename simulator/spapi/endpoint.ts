import { Hono } from 'hono'
import { serveCall } from '../call.ts'
import { holderOfAccessToken, type TokenHolder } from '../consent/grants.ts'
import { DEAD_TOKEN, quotaExceeded, type Reply, spapiError, unauthorized } from '../reply.ts'
import { REGIONS, type Region, sellerById } from '../sellers/sellers.ts'
import { hashPrefix, sha256 } from '../token.ts'
import type { World } from '../world.ts'
import type { OperationCall } from './answer.ts'
import { withinPlan } from './bucket.ts'
import { getInventorySummaries } from './inventory.ts'
import { findOperation, OPERATIONS, type OperationName } from './operations.ts'
import { getOrder } from './order.ts'
import { getMarketplaceParticipations } from './participations.ts'
import { listTransactions } from './transactions.ts'

const HANDLERS: Readonly<Record<OperationName, (call: OperationCall) => Reply>> = {
  getMarketplaceParticipations,
  getInventorySummaries,
  listTransactions,
  getOrder,
}

/** Of what a caller put into a path or query, the journal keeps this much. */
const DETAIL_LENGTH_MAX = 200
const MARKETPLACE_LENGTH_MAX = 20
const MARKETPLACE_PARAMETERS = ['marketplaceIds', 'marketplaceId'] as const

/** The three regional endpoints of the SP-API, under `/spapi/{na,eu,fe}`. */
export function spapiEndpoint(world: World): Hono {
  return new Hono().all('/spapi/*', async (c) => {
    const url = new URL(c.req.url)
    const [segment, ...rest] = url.pathname.slice('/spapi/'.length).split('/')
    const region = REGIONS.find((known) => known === segment)
    const path = `/${rest.join('/')}`
    const found = region === undefined ? undefined : findOperation(c.req.method, path)
    const token = c.req.header('x-amz-access-token')
    const holder = token === undefined ? undefined : holderOfAccessToken(world, token)
    const facts = {
      service: 'sp-api' as const,
      operation: found?.name ?? 'unknown',
      seller: holder?.seller,
      region,
      marketplaceId: MARKETPLACE_PARAMETERS.map((name) => url.searchParams.get(name) ?? undefined)
        .find((value) => value !== undefined)
        ?.slice(0, MARKETPLACE_LENGTH_MAX),
      detail: detailOf(c.req.method, path, found, url.searchParams),
      tokenSha256: token === undefined ? undefined : hashPrefix(sha256(token)),
      accessToken: holder?.serial,
      requestId: crypto.randomUUID(),
    }
    return serveCall(world, c.req.raw, facts, () =>
      answer(world, { found, region, holder, query: url.searchParams }),
    )
  })
}

/** What the journal says beside the operation: an unknown path, or which order and which of its data sets. */
function detailOf(
  method: string,
  path: string,
  found: ReturnType<typeof findOperation>,
  query: URLSearchParams,
): string | undefined {
  const detail = found === undefined ? `${method} ${path}` : found.parameter
  const included = query.getAll('includedData').join(',')
  return (included === '' ? detail : `${detail ?? ''} ${included}`.trim())?.slice(0, DETAIL_LENGTH_MAX)
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
  },
): Reply {
  const { found, region, holder, query } = call
  if (found === undefined) return spapiError(404, 'NotFound', 'The requested resource does not exist.')
  if (holder === undefined) return unauthorized(DEAD_TOKEN)
  const seller = sellerById(holder.seller)
  if (seller.region !== region) return unauthorized()
  const { name: operation, parameter } = found
  if (!withinPlan(world, holder, operation)) return quotaExceeded()
  const reply = HANDLERS[operation]({ world, seller, query, parameter })
  if (reply.status === 403) return reply
  return { ...reply, headers: { 'x-amzn-RateLimit-Limit': String(OPERATIONS[operation].ratePerSecond) } }
}
