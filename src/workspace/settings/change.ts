import * as z from 'zod'
import { personActor } from '../../audit/events.ts'
import type { Fault } from '../../core/fault.ts'
import { marketplaceId, personId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { StoreContext } from '../../store/context.ts'
import { openSnapshot } from '../../store/figures.ts'
import { planningChoices } from '../inventory/plan/settings.ts'
import { PLANNING_FIELDS } from '../inventory/planning-fields.ts'
import { landings, PLANNING, SKUS_MAX, withLandings, withSkus } from '../inventory/planning-settings.ts'
import { storedStock } from '../inventory/seen.ts'
import { skuName } from '../inventory/sku/read.ts'
import { withLine } from './pasted.ts'
import { changeSettings } from './settings.ts'

/** What a person changes of a store's planning: for all SKUs, for one of a marketplace, or for many by a table. */
export const planningChange = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('store'), personId, choices: planningChoices }),
  z.strictObject({
    of: z.literal('sku'),
    personId,
    marketplaceId,
    sku: skuName,
    choices: planningChoices,
    landings,
  }),
  z.strictObject({
    of: z.literal('table'),
    personId,
    fields: z.array(z.enum(PLANNING_FIELDS)),
    skus: z.array(z.strictObject({ sku: skuName, choices: planningChoices })).max(SKUS_MAX),
  }),
])
export type PlanningChange = z.infer<typeof planningChange>

export interface PlanningObject {
  changePlanning: (input: PlanningChange) => Promise<Result<undefined, Fault>>
}

/**
 * Changes planning settings, on the record without what was set. Idempotent. Faults: not-found for a SKU that the
 * marketplace's stored stock does not have, too-many-rows where more than 50,000 SKUs would have their own, and those of
 * changeSettings.
 */
export async function changePlanning(
  context: StoreContext,
  input: PlanningChange,
): Promise<Result<undefined, Fault>> {
  if (input.of === 'sku') {
    const place = { kind: 'inventory', part: input.marketplaceId } as const
    const stock = await openSnapshot(context, place, storedStock)
    if (!stock.ok) return stock
    if (!stock.value?.value.rows.some(({ sku }) => sku === input.sku)) return fail('not-found')
  }
  const changed = await changeSettings(context, PLANNING, personActor(input.personId), (now) => {
    if (input.of === 'store') return { ...now, store: input.choices }
    if (input.of === 'table') {
      return withSkus(
        now,
        new Map(input.skus.map(({ sku, choices }) => [sku, (own) => withLine(own, choices, input.fields)])),
      )
    }
    const { sku, choices, marketplaceId: marketplace, landings: set } = input
    return withSkus(
      now,
      new Map([[sku, (own) => ({ choices, landings: withLandings(own, marketplace, set) })]]),
    )
  })
  return changed.ok ? ok(undefined) : changed
}
