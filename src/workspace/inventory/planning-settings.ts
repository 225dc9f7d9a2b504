import * as z from 'zod'
import { day } from '../../core/day.ts'
import type { SectionOf } from '../settings/settings.ts'
import {
  applyChoices,
  PLANNING_DEFAULTS,
  type PlanningChoices,
  type PlanningSettings,
  planningChoices,
} from './plan/settings.ts'

/** What is set for one SKU: its own choices, and when its inbound units land where somebody knows better. */
const skuChoices = z.object({
  choices: planningChoices,
  landings: z.object({ working: day, shipped: day, receiving: day }).partial(),
})
export type SkuChoices = z.infer<typeof skuChoices>

/** Planning settings of a store: for all SKUs, and for those that differ. Pairs: a SKU may have any name. */
const stored = z.object({
  store: planningChoices,
  skus: z.array(z.tuple([z.string(), skuChoices])).max(50_000),
})
export type StoredPlanning = z.infer<typeof stored>

export const PLANNING: SectionOf<StoredPlanning> = {
  section: 'planning',
  shape: stored,
  otherwise: { store: {}, skus: [] },
}

/** The settings that hold for each SKU: the store's over ours, the SKU's over the store's. Pure. */
export function settingsFor(of: StoredPlanning): {
  readonly store: PlanningSettings
  readonly of: (sku: string) => PlanningSettings
  readonly chosen: (sku: string) => SkuChoices | undefined
} {
  const store = applyChoices(PLANNING_DEFAULTS, of.store)
  const own = new Map(of.skus)
  return {
    store,
    of: (sku) => {
      const chosen = own.get(sku)
      return chosen === undefined ? store : applyChoices(store, chosen.choices)
    },
    chosen: (sku) => own.get(sku),
  }
}

/** Puts one SKU's choices in the place of what was set for it; none take them away. Pure. */
export function withSku(of: StoredPlanning, sku: string, chosen: SkuChoices | undefined): StoredPlanning {
  const others = of.skus.filter(([name]) => name !== sku)
  const isEmpty =
    chosen === undefined ||
    (Object.keys(chosen.choices).length === 0 && Object.keys(chosen.landings).length === 0)
  return { ...of, skus: isEmpty ? others : [...others, [sku, chosen]] }
}

export type { PlanningChoices }
