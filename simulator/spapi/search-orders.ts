import * as z from 'zod'
import { invalidInput, type Reply, unauthorized } from '../reply.ts'
import { ordersAt, type StandingOrder } from '../sellers/orders.ts'
import { now } from '../world.ts'
import { isoSeconds, marketplaceOf, type OperationCall, queryObject, success } from './answer.ts'
import { issuePageToken, positionOf } from './page-token.ts'
import { DATA_SETS, type DataSet, toldOrder } from './told-order.ts'

/** Times must be at least two minutes before the request. */
const NEWEST_MS = 2 * 60_000
/** Amazon names no life for these page tokens; long enough for many pages at one call in three minutes. */
const PAGE_TOKEN_MS = 24 * 3_600_000
const FORBIDDEN: readonly DataSet[] = ['BUYER', 'RECIPIENT']

/** A list as the API description has it: separated by commas. */
const list = <Item extends z.ZodType<string, string>>(item: Item) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(item))
const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).transform((text) => Date.parse(text))

const parameters = z
  .object({
    createdAfter: moment.optional(),
    createdBefore: moment.optional(),
    lastUpdatedAfter: moment.optional(),
    lastUpdatedBefore: moment.optional(),
    marketplaceIds: list(z.string().min(1)).pipe(z.array(z.string()).max(50)).optional(),
    fulfillmentStatuses: list(
      z.enum([
        'PENDING_AVAILABILITY',
        'PENDING',
        'UNSHIPPED',
        'PARTIALLY_SHIPPED',
        'SHIPPED',
        'CANCELLED',
        'UNFULFILLABLE',
      ]),
    ).optional(),
    fulfilledBy: list(z.enum(['MERCHANT', 'AMAZON'])).optional(),
    maxResultsPerPage: z.coerce.number().int().min(1).max(100).default(100),
    includedData: list(z.enum(DATA_SETS)).default([]),
    paginationToken: z.string().optional(),
  })
  .refine((asked) => (asked.createdAfter === undefined) !== (asked.lastUpdatedAfter === undefined))
  .refine((asked) => asked.createdBefore === undefined || asked.createdAfter !== undefined)
  .refine((asked) => asked.lastUpdatedBefore === undefined || asked.lastUpdatedAfter !== undefined)
type Parameters = z.infer<typeof parameters>

/**
 * searchOrders (2026-01-01): the orders created or updated in a time, newest first, 100 a page at most. The end is two
 * minutes ago unless named; later pages show all orders as they stood at the first. BUYER and RECIPIENT need roles
 * that no application here has: 403.
 */
export function searchOrders({ world, seller, query }: OperationCall): Reply {
  const parsed = parameters.safeParse(queryObject(query))
  if (!parsed.success) return invalidInput()
  const { paginationToken, ...asked } = parsed.data
  if (asked.includedData.some((one) => FORBIDDEN.includes(one))) return unauthorized()
  for (const id of asked.marketplaceIds ?? []) {
    const found = marketplaceOf(seller, id)
    if ('refusal' in found) return found.refusal
  }
  const nowMs = now(world)
  const started =
    paginationToken === undefined ? { token: undefined, asOfMs: nowMs } : partsOf(paginationToken)
  if (started === undefined) return invalidInput('The paginationToken is invalid or has expired.')
  const { asOfMs } = started
  const window = windowOf(asked, asOfMs)
  if (window === undefined) return invalidInput('The given date range is invalid.')
  const paging = {
    operation: 'searchOrders' as const,
    seller: seller.id,
    arguments: JSON.stringify({ ...asked, asOfMs }),
  }
  const start = started.token === undefined ? 0 : positionOf(world, started.token, paging)
  if (start === undefined) return invalidInput('The paginationToken is invalid or has expired.')
  const matching = ordersAt(world.variables.SEED, seller, asOfMs).filter((order) =>
    matches(order, asked, window),
  )
  const end = start + asked.maxResultsPerPage
  const more = end < matching.length
  const included = new Set(asked.includedData)
  return success({
    orders: matching.slice(start, end).map((order) => toldOrder(order, included)),
    ...(more
      ? { pagination: { nextToken: tokenOf(issuePageToken(world, paging, end, PAGE_TOKEN_MS), asOfMs) } }
      : {}),
    [asked.createdAfter === undefined ? 'lastUpdatedBefore' : 'createdBefore']: isoSeconds(window.toMs),
  })
}

/** A page token with the moment at which its orders are told. */
const tokenOf = (token: string, asOfMs: number): string => `${token}.${asOfMs.toString(36)}`

function partsOf(text: string): { readonly token: string; readonly asOfMs: number } | undefined {
  const [token, moment] = text.split('.')
  return token !== undefined && moment !== undefined && /^[0-9a-z]{1,9}$/.test(moment)
    ? { token, asOfMs: Number.parseInt(moment, 36) }
    : undefined
}

/** The window asked for, both ends included; undefined where Amazon answers 400. */
function windowOf(asked: Omit<Parameters, 'paginationToken'>, nowMs: number) {
  const newestMs = nowMs - NEWEST_MS
  const fromMs = asked.createdAfter ?? asked.lastUpdatedAfter ?? newestMs
  const toMs = asked.createdBefore ?? asked.lastUpdatedBefore ?? newestMs
  return toMs > newestMs || toMs < fromMs ? undefined : { fromMs, toMs }
}

function matches(
  order: StandingOrder,
  asked: Omit<Parameters, 'paginationToken'>,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): boolean {
  const atMs = asked.createdAfter === undefined ? order.updatedMs : order.createdMs
  if (atMs < fromMs || atMs > toMs) return false
  if (asked.marketplaceIds !== undefined && !asked.marketplaceIds.includes(order.marketplace.id)) return false
  if (asked.fulfilledBy !== undefined && !asked.fulfilledBy.includes(order.fulfilledBy)) return false
  return asked.fulfillmentStatuses === undefined || asked.fulfillmentStatuses.includes(order.status)
}
