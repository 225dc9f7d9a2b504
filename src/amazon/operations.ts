import type { MarketplaceId } from '../core/id.ts'
import type { Region } from '../core/region.ts'
import { isPermitted, type PermittedOperation, ROLES, type Role } from '../core/roles.ts'
import type { AmazonHosts } from './hosts.ts'

interface Endpoint {
  readonly method: 'GET'
  readonly path: string
  readonly ratePerSecond: number
  readonly burst: number
}

/**
 * Everything we ever ask of the Selling Partner API: a row for each operation that the registry of roles names, and no
 * other. Roles at Amazon are not read-only, so this list is what keeps us to reading. Rates are the default usage
 * plans of Amazon's API descriptions, per seller and application.
 */
export const OPERATIONS = {
  getMarketplaceParticipations: {
    method: 'GET',
    path: '/sellers/v1/marketplaceParticipations',
    ratePerSecond: 0.016,
    burst: 15,
  },
  getInventorySummaries: { method: 'GET', path: '/fba/inventory/v1/summaries', ratePerSecond: 2, burst: 2 },
  listTransactions: {
    method: 'GET',
    path: '/finances/2024-06-19/transactions',
    ratePerSecond: 0.5,
    burst: 10,
  },
} as const satisfies Readonly<Record<PermittedOperation, Endpoint>>

export type Operation = keyof typeof OPERATIONS

/** What a call asks for, per operation. Nothing else reaches the query string. */
export interface OperationQuery {
  readonly getMarketplaceParticipations: Readonly<Record<string, never>>
  /** One marketplace a call. A page token dies 30 s after Amazon made it. */
  readonly getInventorySummaries: {
    readonly marketplaceId: MarketplaceId
    readonly nextToken?: string | undefined
  }
  /** A window of at most 180 days that ends at least two minutes ago; pages repeat the window. */
  readonly listTransactions: {
    readonly postedAfterMs: number
    readonly postedBeforeMs: number
    readonly nextToken?: string | undefined
  }
}

/** One permitted request. */
export interface SellingPartnerCall<O extends Operation> {
  readonly operation: O
  readonly region: Region
  readonly query: OperationQuery[O]
}

type Parameters = readonly (readonly [name: string, value: string | undefined])[]

const PARAMETERS: { readonly [O in Operation]: (query: OperationQuery[O]) => Parameters } = {
  getMarketplaceParticipations: () => [],
  getInventorySummaries: ({ marketplaceId, nextToken }) => [
    ['details', 'true'],
    ['granularityType', 'Marketplace'],
    ['granularityId', marketplaceId],
    ['marketplaceIds', marketplaceId],
    ['nextToken', nextToken],
  ],
  listTransactions: ({ postedAfterMs, postedBeforeMs, nextToken }) => [
    ['postedAfter', new Date(postedAfterMs).toISOString()],
    ['postedBefore', new Date(postedBeforeMs).toISOString()],
    ['nextToken', nextToken],
  ],
}

/**
 * The URL of a permitted call: of an operation in the list above whose role is switched on. Throws on any other,
 * whatever the types said. Pure.
 */
export function urlOf<O extends Operation>(
  hosts: AmazonHosts,
  call: SellingPartnerCall<O>,
  registry: readonly Role[] = ROLES,
): URL {
  if (!Object.hasOwn(OPERATIONS, call.operation) || !isPermitted(call.operation, registry))
    throw new Error('not a permitted operation')
  const url = new URL(hosts.spapi[call.region] + OPERATIONS[call.operation].path)
  for (const [name, value] of PARAMETERS[call.operation](call.query)) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  // URLSearchParams writes a space as +, which Amazon's guide on URL encoding does not allow for.
  url.search = url.search.replaceAll('+', '%20')
  return url
}
