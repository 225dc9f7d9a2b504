import * as z from 'zod'

/**
 * Our roles at Amazon, and for each: what a person gets from it, why it is asked for, and the calls made under it.
 * Roles at Amazon are not read-only, so what stands here is all we ever call (amazon/operations.ts); the consent page
 * says the same from the same rows. A role is switched on with the first feature that needs it; stores authorized
 * before then are told to authorize again.
 *
 * Amazon asks one of several roles for each operation (developer-docs.amazon.com/sp-api/docs/role-mappings):
 * getMarketplaceParticipations takes Selling Partner Insights in every region, listTransactions takes Finance and
 * Accounting and no other, FBA Inventory takes Amazon Fulfillment or Product Listing. Amazon's tutorial names only
 * the latter; we ask for the former, which allows no change of a listing. A report takes the role of its type: the
 * planning report Amazon Fulfillment, the performance report Selling Partner Insights.
 */
export const ROLES = [
  {
    id: 'selling-partner-insights',
    features: ['marketplaces', 'performance'],
    purpose: 'prove-region',
    operations: ['getMarketplaceParticipations', 'createReport', 'getReport', 'getReportDocument'],
    enabled: true,
  },
  {
    id: 'amazon-fulfillment',
    features: ['inventory'],
    purpose: 'show-stock',
    operations: ['getInventorySummaries', 'createReport', 'getReport', 'getReportDocument'],
    enabled: true,
  },
  {
    id: 'finance-and-accounting',
    features: ['seller-confirmation', 'advertising'],
    purpose: 'confirm-seller',
    operations: ['listTransactions', 'listFinancialEvents'],
    enabled: true,
  },
  {
    id: 'inventory-and-order-tracking',
    features: ['orders'],
    purpose: 'show-orders',
    operations: ['searchOrders', 'getOrder', 'getOrderMetrics'],
    enabled: true,
  },
] as const

type Listed = (typeof ROLES)[number]
export type RoleId = Listed['id']
export type Feature = Listed['features'][number]
export type Purpose = Listed['purpose']
export type PermittedOperation = Listed['operations'][number]

/** A row of the registry; the functions below take other rows than ours too. */
export interface Role {
  readonly id: RoleId
  readonly features: readonly Feature[]
  readonly purpose: Purpose
  readonly operations: readonly PermittedOperation[]
  readonly enabled: boolean
}

const roleId = z.enum(ROLES.map((role) => role.id))

/** Rows that are switched on, in the registry's order. Pure. */
export const enabledRoles = (registry: readonly Role[] = ROLES): readonly Role[] =>
  registry.filter((role) => role.enabled)

/** What a consent given now covers: every role that is switched on. Pure. */
export const rolesInForce = (registry: readonly Role[] = ROLES): readonly RoleId[] =>
  enabledRoles(registry).map((role) => role.id)

/** Whether a role that is switched on lists this call. Pure. */
export const isPermitted = (operation: string, registry: readonly Role[] = ROLES): boolean =>
  enabledRoles(registry).some((role) => role.operations.some((one) => one === operation))

/** Roles switched on since a consent that covers `granted`: the store is to be authorized again for them. Pure. */
export const rolesMissing = (
  granted: readonly string[],
  registry: readonly Role[] = ROLES,
): readonly Role[] => enabledRoles(registry).filter((role) => !granted.includes(role.id))

/** What a store whose consent covers `granted` waits for until it is authorized again; each once. Pure. */
export const waitingFeatures = (
  granted: readonly string[],
  registry: readonly Role[] = ROLES,
): readonly Feature[] => [...new Set(rolesMissing(granted, registry).flatMap((role) => role.features))]

/** Role ids as the directory keeps them, a space between. A role that we have given up is left out. Pure. */
export const rolesOf = (kept: string): readonly RoleId[] =>
  kept.split(' ').flatMap((id) => roleId.safeParse(id).data ?? [])
