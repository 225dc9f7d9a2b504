import * as z from 'zod'
import { zoneOf } from '../../amazon/regions.ts'
import { personActor } from '../../audit/events.ts'
import { type Day, dayOf } from '../../core/day.ts'
import type { Fault } from '../../core/fault.ts'
import { type MarketplaceId, marketplaceId, personId } from '../../core/id.ts'
import { ok, type Result } from '../../core/result.ts'
import type { StoreContext } from '../../store/context.ts'
import { openSnapshot } from '../../store/figures.ts'
import type { ReadingPlace } from '../../store/sync.ts'
import { lookAt, type Reading } from '../reading/look.ts'
import { onRecord } from '../reading/on-record.ts'
import { readSettings } from '../settings/settings.ts'
import type { PlanningSettings } from './plan/settings.ts'
import { type PlannedRow, type PlannedSku, type PlanSources, planAll, rowOf } from './planned.ts'
import { planningReport } from './planning.ts'
import { PLANNING, storeSettings } from './planning-settings.ts'
import { type InventoryPage, inventoryQuery, matching, pageOf } from './query.ts'
import { storedStock } from './seen.ts'

export const readInput = z.strictObject({
  personId,
  marketplaceId,
  query: inventoryQuery,
  /** The person pressed the button that asks for a new reading, which opens no figure; otherwise only age decides. */
  again: z.boolean(),
  /** All matching rows, for a file. */
  as: z.literal('csv').optional(),
})
export type ReadInput = z.infer<typeof readInput>

/** What the plans of this look rest on, for the page to say. */
export interface PlanBasis {
  readonly asOfMs: number
  /** When the planning report was read and the day of Amazon's snapshot in it. */
  readonly report:
    | { readonly asOfMs: number; readonly day: Day; readonly missing: readonly string[] }
    | undefined
  readonly settings: PlanningSettings
  readonly skusWithOwnSettings: number
}

export interface InventoryRead {
  readonly readings: readonly Reading[]
  readonly page: InventoryPage | undefined
  /** Every matching row, where a file was asked for. */
  readonly all: readonly PlannedRow[] | undefined
  readonly basis: PlanBasis | undefined
}

/** What the page needs of a store's object. */
export interface InventoryObject {
  readInventory: (input: ReadInput) => Promise<Result<InventoryRead, Fault>>
}

/** What the inventory of a marketplace is made of. */
export const inventoryPlaces = (marketplace: MarketplaceId): readonly ReadingPlace[] => [
  { kind: 'inventory', part: marketplace },
  { kind: 'planning', part: marketplace },
]

/**
 * One person's look at the inventory of one marketplace, on the record as intent and outcome. Figures that are
 * stored are shown at once; what is missing or older than its limit is read behind the answer.
 * Faults: store-stopped, store-quarantined, storage-down.
 */
export function readInventory(
  context: StoreContext,
  input: ReadInput,
): Promise<Result<InventoryRead, Fault>> {
  const { marketplaceId: marketplace, as } = input
  const look = { view: 'inventory', marketplace, reason: 'member', ...(as && { as }) } as const
  return onRecord(context, { look, actor: personActor(input.personId), shownOf }, async (cause) => {
    const readings = lookAt(context, inventoryPlaces(marketplace), { cause, again: input.again })
    const none = { readings, page: undefined, all: undefined, basis: undefined }
    if (input.again) return ok(none)
    const opened = await openPlans(context, marketplace, input.query.window)
    if (!opened.ok) return opened
    if (opened.value === undefined) return ok(none)
    const { rows, basis } = opened.value
    const matched = matching(rows, input.query)
    const page = pageOf(rows, matched, input.query.page)
    return ok({ readings, page, all: as && matched.map(rowOf), basis })
  })
}

const shownOf = ({ page, all, basis }: InventoryRead) =>
  page && { rows: all?.length ?? page.rows.length, asOfMs: basis?.asOfMs }

/** The plans of all SKUs of a marketplace, from what is stored. Undefined before its stock was read. */
export async function openPlans(
  context: StoreContext,
  marketplace: MarketplaceId,
  window: PlanSources['window'],
): Promise<Result<{ readonly rows: readonly PlannedSku[]; readonly basis: PlanBasis } | undefined, Fault>> {
  const opened = await openSources(context, marketplace, window)
  if (!opened.ok) return opened
  if (opened.value === undefined) return ok(undefined)
  const { sources, basis, key } = opened.value
  return ok({ rows: plansOf(context, marketplace, key, sources), basis })
}

/** Opens everything that the plans of a marketplace rest on. Undefined before its stock was read. */
export async function openSources(
  context: StoreContext,
  marketplace: MarketplaceId,
  window: PlanSources['window'],
): Promise<Result<{ sources: PlanSources; basis: PlanBasis; key: string } | undefined, Fault>> {
  const stock = await openSnapshot(context, { kind: 'inventory', part: marketplace }, storedStock)
  if (!stock.ok) return stock
  if (stock.value === undefined) return ok(undefined)
  const report = await openSnapshot(context, { kind: 'planning', part: marketplace }, planningReport)
  if (!report.ok) return report
  const settings = await readSettings(context, PLANNING)
  if (!settings.ok) return settings
  const zone = zoneOf(marketplace)
  const today = dayOf(context.clock(), zone)
  const { head, value } = stock.value
  const reportHead = report.value?.head
  return ok({
    sources: {
      marketplace,
      stock: value,
      report: report.value?.value,
      settings: settings.value.value,
      today,
      window,
    },
    basis: {
      asOfMs: head.asOfMs,
      report: report.value && {
        asOfMs: report.value.head.asOfMs,
        day: report.value.value.day,
        missing: report.value.value.missing,
      },
      settings: storeSettings(settings.value.value),
      skusWithOwnSettings: settings.value.value.skus.length,
    },
    key: [head.sweepId, reportHead?.sweepId, settings.value.version, today, window].join('/'),
  })
}

/** The plans of all SKUs, made once for what they rest on: a page, a sort and a search are one planning. */
function plansOf(
  { memory }: StoreContext,
  marketplace: MarketplaceId,
  key: string,
  sources: PlanSources,
): readonly PlannedSku[] {
  const opened = memory.opened.get(`inventory/${marketplace}`)
  const made = opened?.derived?.get(key) as readonly PlannedSku[] | undefined
  if (made !== undefined) return made
  const rows = planAll(sources)
  // Kept with the figures they came from, and gone with them.
  if (opened !== undefined) opened.derived = new Map([[key, rows]])
  return rows
}
