import type { MarketplaceId, OrderId } from '../core/id.ts'
import type { Region } from '../core/region.ts'
import { isPermitted, type PermittedOperation, ROLES, type Role } from '../core/roles.ts'
import type { AmazonHosts } from './hosts.ts'

interface Endpoint {
  readonly method: 'GET' | 'POST'
  /** At most its last segment is a parameter, in braces. */
  readonly path: string
  readonly ratePerSecond: number
  readonly burst: number
}

/**
 * Everything we ever ask of the Selling Partner API: a row for each operation that the registry of roles names, and no
 * other. Roles at Amazon are not read-only, so this list is what keeps us to reading. The one POST asks Amazon to build
 * a report and changes nothing at the seller's. Rates are the default usage plans of Amazon's API descriptions, per
 * seller and application.
 */
export const OPERATIONS = {
  getMarketplaceParticipations: {
    method: 'GET',
    path: '/sellers/v1/marketplaceParticipations',
    ratePerSecond: 0.016,
    burst: 15,
  },
  getInventorySummaries: { method: 'GET', path: '/fba/inventory/v1/summaries', ratePerSecond: 2, burst: 2 },
  getOrderMetrics: { method: 'GET', path: '/sales/v1/orderMetrics', ratePerSecond: 0.5, burst: 15 },
  searchOrders: { method: 'GET', path: '/orders/2026-01-01/orders', ratePerSecond: 0.0056, burst: 20 },
  getOrder: { method: 'GET', path: '/orders/2026-01-01/orders/{orderId}', ratePerSecond: 0.5, burst: 30 },
  listTransactions: {
    method: 'GET',
    path: '/finances/2024-06-19/transactions',
    ratePerSecond: 0.5,
    burst: 10,
  },
  listFinancialEvents: {
    method: 'GET',
    path: '/finances/v0/financialEvents',
    ratePerSecond: 0.5,
    burst: 30,
  },
  createReport: { method: 'POST', path: '/reports/2021-06-30/reports', ratePerSecond: 0.0167, burst: 15 },
  getReport: { method: 'GET', path: '/reports/2021-06-30/reports/{reportId}', ratePerSecond: 2, burst: 15 },
  getReportDocument: {
    method: 'GET',
    path: '/reports/2021-06-30/documents/{reportDocumentId}',
    ratePerSecond: 0.0167,
    burst: 15,
  },
} as const satisfies Readonly<Record<PermittedOperation, Endpoint>>

export type Operation = keyof typeof OPERATIONS

/** The two reports that are ever asked for. */
export const REPORTS = {
  planning: 'GET_FBA_INVENTORY_PLANNING_DATA',
  performance: 'GET_V2_SELLER_PERFORMANCE_REPORT',
} as const

/** What a call asks for, per operation. Nothing else reaches the address or the body. */
export interface OperationQuery {
  readonly getMarketplaceParticipations: Readonly<Record<string, never>>
  /** One marketplace a call. A page token dies 30 s after Amazon made it. */
  readonly getInventorySummaries: {
    readonly marketplaceId: MarketplaceId
    readonly nextToken?: string | undefined
  }
  /** Days of one marketplace in its own zone, `from` (inclusive) to `to` (exclusive), each with its zone's offset. */
  readonly getOrderMetrics: {
    readonly marketplaceId: MarketplaceId
    readonly from: string
    readonly to: string
    readonly timeZone: string
    readonly sku?: string | undefined
  }
  /** Either open orders created since, or whatever changed since. Buyer and recipient cannot be asked for. */
  readonly searchOrders: {
    readonly marketplaceIds: readonly MarketplaceId[]
    readonly since: { readonly openCreatedMs: number } | { readonly updatedMs: number }
    readonly nextToken?: string | undefined
  }
  readonly getOrder: { readonly orderId: OrderId }
  /** A window of at most 180 days that ends at least two minutes ago; pages repeat the window. */
  readonly listTransactions: Window
  readonly listFinancialEvents: Window
  readonly createReport: {
    readonly report: keyof typeof REPORTS
    readonly marketplaceId: MarketplaceId
  }
  readonly getReport: { readonly reportId: string }
  readonly getReportDocument: { readonly documentId: string }
}

interface Window {
  readonly postedAfterMs: number
  readonly postedBeforeMs: number
  readonly nextToken?: string | undefined
}

/** One permitted request. */
export interface SellingPartnerCall<O extends Operation> {
  readonly operation: O
  readonly region: Region
  readonly query: OperationQuery[O]
}

interface Request {
  /** What stands in the path where the operation has a parameter. */
  readonly segment?: string
  readonly parameters?: readonly (readonly [name: string, value: string | undefined])[]
  readonly body?: object
}

const iso = (ms: number): string => new Date(ms).toISOString()

const OPEN_STATUSES = ['PENDING_AVAILABILITY', 'PENDING', 'UNSHIPPED', 'PARTIALLY_SHIPPED'] as const

const REQUESTS: { readonly [O in Operation]: (query: OperationQuery[O]) => Request } = {
  getMarketplaceParticipations: () => ({}),
  getInventorySummaries: ({ marketplaceId, nextToken }) => ({
    parameters: [
      ['details', 'true'],
      ['granularityType', 'Marketplace'],
      ['granularityId', marketplaceId],
      ['marketplaceIds', marketplaceId],
      ['nextToken', nextToken],
    ],
  }),
  getOrderMetrics: ({ marketplaceId, from, to, timeZone, sku }) => ({
    parameters: [
      ['marketplaceIds', marketplaceId],
      ['interval', `${from}--${to}`],
      ['granularity', 'Day'],
      ['granularityTimeZone', timeZone],
      ['sku', sku],
    ],
  }),
  searchOrders: ({ marketplaceIds, since, nextToken }) => ({
    parameters: [
      ['marketplaceIds', marketplaceIds.join(',')],
      ...('updatedMs' in since
        ? ([['lastUpdatedAfter', iso(since.updatedMs)]] as const)
        : ([
            ['createdAfter', iso(since.openCreatedMs)],
            ['fulfillmentStatuses', OPEN_STATUSES.join(',')],
          ] as const)),
      ['includedData', 'FULFILLMENT'],
      ['maxResultsPerPage', '100'],
      ['paginationToken', nextToken],
    ],
  }),
  getOrder: ({ orderId }) => ({
    segment: orderId,
    parameters: [['includedData', 'FULFILLMENT,PROCEEDS']],
  }),
  listTransactions: ({ postedAfterMs, postedBeforeMs, nextToken }) => ({
    parameters: [
      ['postedAfter', iso(postedAfterMs)],
      ['postedBefore', iso(postedBeforeMs)],
      ['nextToken', nextToken],
    ],
  }),
  listFinancialEvents: ({ postedAfterMs, postedBeforeMs, nextToken }) => ({
    parameters: [
      ['PostedAfter', iso(postedAfterMs)],
      ['PostedBefore', iso(postedBeforeMs)],
      ['MaxResultsPerPage', '100'],
      ['NextToken', nextToken],
    ],
  }),
  createReport: ({ report, marketplaceId }) => ({
    body: { reportType: REPORTS[report], marketplaceIds: [marketplaceId] },
  }),
  getReport: ({ reportId }) => ({ segment: reportId }),
  getReportDocument: ({ documentId }) => ({ segment: documentId }),
}

/** What Amazon's ids of orders, reports and documents are made of: nothing here leaves its segment of a path. */
const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/

/**
 * Address and body of a permitted call: of an operation in the list above whose role is switched on. Throws on any
 * other, and on an id that is none, whatever the types said. Pure.
 */
export function requestOf<O extends Operation>(
  hosts: AmazonHosts,
  call: SellingPartnerCall<O>,
  registry: readonly Role[] = ROLES,
): { readonly method: 'GET' | 'POST'; readonly url: URL; readonly body?: string } {
  if (!Object.hasOwn(OPERATIONS, call.operation) || !isPermitted(call.operation, registry))
    throw new Error('not a permitted operation')
  const { method, path }: Endpoint = OPERATIONS[call.operation]
  const { segment, parameters = [], body } = REQUESTS[call.operation](call.query)
  if (path.endsWith('}') ? segment === undefined || !SEGMENT.test(segment) : segment !== undefined)
    throw new Error('not an id')
  const url = new URL(hosts.spapi[call.region] + path.replace(/\{[^/]+\}$/, segment ?? ''))
  for (const [name, value] of parameters) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  // URLSearchParams writes a space as +, which Amazon's guide on URL encoding does not allow for.
  url.search = url.search.replaceAll('+', '%20')
  return { method, url, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
}
