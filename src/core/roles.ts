import * as z from 'zod'

/**
 * The roles that our application has at Amazon, and for each: what a person gets from it and the calls we make under
 * it. Roles at Amazon are not read-only, so the calls named here are all we ever make. A role is switched on with the
 * first feature that needs it; stores authorized before then are told to authorize again.
 * Role names and the operations behind them: developer-docs.amazon.com/sp-api/docs/roles-in-the-selling-partner-api
 */
export const ROLES = [
  {
    id: 'selling-partner-insights',
    features: ['marketplaces'],
    operations: ['getMarketplaceParticipations'],
    enabled: true,
  },
  {
    id: 'amazon-fulfillment',
    features: ['inventory'],
    operations: ['getInventorySummaries'],
    enabled: true,
  },
  {
    id: 'finance-and-accounting',
    features: ['seller-confirmation'],
    operations: ['listTransactions'],
    enabled: true,
  },
] as const satisfies readonly Role[]

export interface Role {
  readonly id: string
  readonly features: readonly string[]
  readonly operations: readonly string[]
  readonly enabled: boolean
}

type Listed = (typeof ROLES)[number]
export type RoleId = Listed['id']
export type Feature = Listed['features'][number]
export type PermittedOperation = Listed['operations'][number]

const roleId = z.enum(ROLES.map((role) => role.id))

/** What a consent given now covers: every role that is switched on. Pure. */
export const rolesInForce = (registry: readonly Role[] = ROLES): readonly string[] =>
  registry.filter((role) => role.enabled).map((role) => role.id)

/** Whether a role that is switched on lists this call. Pure. */
export const isPermitted = (operation: string, registry: readonly Role[] = ROLES): boolean =>
  registry.some((role) => role.enabled && role.operations.includes(operation))

/** Roles switched on since a consent that covers `granted`: the store is to be authorized again for them. Pure. */
export const rolesMissing = (
  granted: readonly string[],
  registry: readonly Role[] = ROLES,
): readonly Role[] => registry.filter((role) => role.enabled && !granted.includes(role.id))

/** Role ids as the directory keeps them, a space between. A role that we have given up is left out. */
export const rolesOf = (kept: string): readonly RoleId[] =>
  kept.split(' ').flatMap((id) => roleId.safeParse(id).data ?? [])
