import * as z from 'zod'
import { homeZoneOf, marketplaceOf } from '../../amazon/regions.ts'
import type { Fault } from '../../core/fault.ts'
import type { Money } from '../../core/money.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { StoreContext } from '../../store/context.ts'
import { standingOf } from '../../store/standing.ts'
import { BUDGETS, budgetFor } from '../advertising/budgets.ts'
import { monthOf } from '../advertising/pace.ts'
import type { PlanningChoices } from '../inventory/plan/settings.ts'
import { PLANNING, type SkuChoices } from '../inventory/planning-settings.ts'
import { readSettings } from './settings.ts'

export const SKUS_PER_PAGE = 50

export const settingsInput = z.strictObject({
  page: z.int().min(1).max(10_000),
  /** Of the account: months are those of its zone. */
  country: z.string().refine((country) => marketplaceOf(country) !== undefined),
})
export type SettingsInput = z.infer<typeof settingsInput>

/** Everything that is set for a store, as its page shows it. */
export interface SettingsRead {
  readonly planning: {
    readonly store: PlanningChoices
    /** SKUs that have their own, one page of them in the order of their names. */
    readonly skus: readonly (readonly [string, SkuChoices])[]
    readonly total: number
    readonly page: number
  }
  /** What stands for this month, a currency each. */
  readonly budgets: readonly Money[]
}

export interface SettingsObject {
  readSettingsPage: (input: SettingsInput) => Promise<Result<SettingsRead, Fault>>
}

/**
 * What is set for a store. Holds no figure of Amazon's, so the look leaves no entry in the record. Faults: store-stopped,
 * store-quarantined, storage-down.
 */
export async function readSettingsPage(
  context: StoreContext,
  input: SettingsInput,
): Promise<Result<SettingsRead, Fault>> {
  const state = standingOf(context.storage.sql)?.state
  if (state !== 'connected') return fail(state === 'quarantined' ? 'store-quarantined' : 'store-stopped')
  const planning = await readSettings(context, PLANNING)
  if (!planning.ok) return planning
  const budgets = await readSettings(context, BUDGETS)
  if (!budgets.ok) return budgets
  const { first } = monthOf(context.clock(), homeZoneOf(input.country))
  const currencies = [...new Set(budgets.value.value.budgets.map(({ currency }) => currency))].toSorted()
  const { store, skus } = planning.value.value
  const last = Math.max(1, Math.ceil(skus.length / SKUS_PER_PAGE))
  const page = Math.min(input.page, last)
  const from = (page - 1) * SKUS_PER_PAGE
  const sorted = skus.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return ok({
    planning: { store, skus: sorted.slice(from, from + SKUS_PER_PAGE), total: skus.length, page },
    budgets: currencies.flatMap((currency) => budgetFor(budgets.value.value, currency, first) ?? []),
  })
}
