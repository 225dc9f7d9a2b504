import * as z from 'zod'
import { day } from '../../core/day.ts'
import { type MarketplaceId, marketplaceId } from '../../core/id.ts'
import type { SectionOf } from '../settings/settings.ts'
import { applyChoices, PLANNING_DEFAULTS, type PlanningSettings, planningChoices } from './plan/settings.ts'

/** Days on which units of each state become sellable. */
export const landings = z.strictObject({ working: day, shipped: day, receiving: day }).partial()
export type Landings = z.infer<typeof landings>

/**
 * What is set for one SKU: its own choices, and when its inbound units land where somebody knows better. Shipments go
 * to one marketplace each, so landings are its own. Pairs: no marketplace has two.
 */
export const skuChoices = z.strictObject({
  choices: planningChoices,
  landings: z.array(z.tuple([marketplaceId, landings])).max(30),
})
export type SkuChoices = z.infer<typeof skuChoices>

export const SKUS_MAX = 50_000

/** Planning settings of a store: for all SKUs, and for those that differ. Pairs: a SKU may have any name. */
const stored = z.object({
  store: planningChoices,
  skus: z.array(z.tuple([z.string(), skuChoices])).max(SKUS_MAX),
})
export type StoredPlanning = z.infer<typeof stored>

export const PLANNING: SectionOf<StoredPlanning> = {
  section: 'planning',
  shape: stored,
  otherwise: { store: {}, skus: [] },
}

/** The settings of every SKU that has none of its own: the store's over ours. Pure. */
export const storeSettings = (of: StoredPlanning): PlanningSettings =>
  applyChoices(PLANNING_DEFAULTS, of.store)

/** The settings that hold for each SKU: the store's over ours, the SKU's over the store's. Pure. */
export function settingsFor(of: StoredPlanning): {
  readonly store: PlanningSettings
  readonly of: (sku: string) => PlanningSettings
  readonly chosen: (sku: string) => SkuChoices | undefined
} {
  const store = storeSettings(of)
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

/** When this SKU's units land in that marketplace, as far as somebody has said so. Pure. */
export const landingsIn = (chosen: SkuChoices | undefined, marketplace: MarketplaceId): Landings =>
  chosen?.landings.find(([id]) => id === marketplace)?.[1] ?? {}

/** The same with that marketplace's landings in the place of what was set for it; none take them away. Pure. */
export function withLandings(
  chosen: SkuChoices | undefined,
  marketplace: MarketplaceId,
  set: Landings,
): SkuChoices['landings'] {
  const others = (chosen?.landings ?? []).filter(([id]) => id !== marketplace)
  return Object.values(set).every((one) => one === undefined) ? others : [...others, [marketplace, set]]
}

const isEmpty = ({ choices, landings: set }: SkuChoices): boolean =>
  Object.keys(choices).length === 0 && set.length === 0

/**
 * Changes what is set for some SKUs, each from what it has; a SKU that is left with nothing of its own is as the store
 * again. Undefined when more SKUs would have their own than are kept. Pure.
 */
export function withSkus(
  of: StoredPlanning,
  changes: ReadonlyMap<string, (now: SkuChoices | undefined) => SkuChoices>,
): StoredPlanning | undefined {
  const own = new Map(of.skus)
  for (const [sku, change] of changes) {
    const next = change(own.get(sku))
    if (isEmpty(next)) own.delete(sku)
    else own.set(sku, next)
  }
  return own.size > SKUS_MAX ? undefined : { ...of, skus: [...own] }
}
