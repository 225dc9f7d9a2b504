import * as z from 'zod'
import { personActor } from '../../../audit/events.ts'
import { addDays, type Day, dayOf } from '../../../core/day.ts'
import type { Fault } from '../../../core/fault.ts'
import { marketplaceId, personId } from '../../../core/id.ts'
import { fail, ok, type Result } from '../../../core/result.ts'
import type { StoreContext } from '../../../store/context.ts'
import { openSnapshot } from '../../../store/figures.ts'
import type { ReadingPlace } from '../../../store/sync.ts'
import { lookAt, type Reading } from '../../reading/look.ts'
import { onRecord } from '../../reading/on-record.ts'
import { type SoldDays, soldDays } from '../../sales/days.ts'
import { skuPart } from '../../sales/reading.ts'
import { type Beside, besideAmazon } from '../plan/beside-amazon.ts'
import { type Plan, planOf } from '../plan/plan.ts'
import type { PlanningSettings } from '../plan/settings.ts'
import { type Band, bandOf, type PlanSources, planInputs } from '../planned.ts'
import type { SkuChoices } from '../planning-settings.ts'
import { inventoryPlaces, openSources, type PlanBasis } from '../read.ts'
import type { ReportedRow } from '../reported.ts'
import type { InventoryRow } from '../rows.ts'

/** Amazon's SKUs have 40 characters; what a summary says is shown as it is, up to here. */
export const skuName = z.string().min(1).max(1000)

export const skuInput = z.strictObject({ personId, marketplaceId, sku: skuName, again: z.boolean() })
export type SkuInput = z.infer<typeof skuInput>

/** How far back the chart of daily sales looks. */
export const SALES_DAYS = 90

/** One SKU as its page shows it: what Amazon says, what is set, and what both come to. */
export interface SkuFigures {
  readonly row: InventoryRow
  /** Amazon's planning report of this SKU, where there is one. */
  readonly figures: ReportedRow | undefined
  readonly band: Band
  readonly plan: Plan
  readonly settings: PlanningSettings
  readonly chosen: SkuChoices | undefined
  readonly beside: readonly Beside[]
  /** Its own days, of the last ninety; undefined before they were read. */
  readonly sold: (SoldDays & { readonly asOfMs: number }) | undefined
  readonly knownOut: readonly Day[]
  readonly today: Day
  readonly basis: PlanBasis
}

export interface SkuRead {
  readonly readings: readonly Reading[]
  /** Undefined before the marketplace's stock was read. */
  readonly sku: SkuFigures | undefined
}

export interface SkuObject {
  readSku: (input: SkuInput) => Promise<Result<SkuRead, Fault>>
}

/** What the page of one SKU is made of. */
export const skuPlaces = ({
  marketplaceId: marketplace,
  sku,
}: Pick<SkuInput, 'marketplaceId' | 'sku'>): readonly ReadingPlace[] => [
  ...inventoryPlaces(marketplace),
  { kind: 'sku-sales', part: skuPart(marketplace, sku) },
]

/**
 * One person's look at one SKU of a marketplace, on the record as intent and outcome. Its own daily sales are read only
 * here, behind the answer. A SKU that the stored stock does not have is looked for nowhere: no call is made for it.
 * Faults: not-found, store-stopped, store-quarantined, storage-down.
 */
export function readSku(context: StoreContext, input: SkuInput): Promise<Result<SkuRead, Fault>> {
  const look = { view: 'sku', marketplace: input.marketplaceId, reason: 'member' } as const
  return onRecord(context, { look, actor: personActor(input.personId), shownOf }, async (cause) => {
    const opened = await openSources(context, input.marketplaceId, undefined)
    if (!opened.ok) return opened
    const { again } = input
    if (opened.value === undefined) {
      const readings = lookAt(context, inventoryPlaces(input.marketplaceId), { cause, again })
      return ok({ readings, sku: undefined })
    }
    const { sources, basis } = opened.value
    const row = sources.stock.rows.find(({ sku }) => sku === input.sku)
    if (row === undefined) return fail<Fault>('not-found')
    const readings = lookAt(context, skuPlaces(input), { cause, again })
    if (again) return ok({ readings, sku: undefined })
    const sold = await openSnapshot(
      context,
      { kind: 'sku-sales', part: skuPart(input.marketplaceId, input.sku) },
      soldDays,
    )
    if (!sold.ok) return sold
    const days = sold.value && { ...sold.value.value, asOfMs: sold.value.head.asOfMs }
    return ok({ readings, sku: figuresOf(row, sources, { basis, sold: days }) })
  })
}

const shownOf = ({ sku }: SkuRead) => sku && { rows: 1, asOfMs: sku.basis.asOfMs }

const isOfLately = ({ asOfMs, zone }: NonNullable<SkuFigures['sold']>, today: Day): boolean =>
  dayOf(asOfMs, zone) >= addDays(today, -1)

function figuresOf(
  row: InventoryRow,
  sources: PlanSources,
  { basis, sold }: { readonly basis: PlanBasis; readonly sold: SkuFigures['sold'] },
): SkuFigures {
  const { figures, input } = planInputs(sources)(row)
  const { today } = sources
  // What an earlier report said gives way to the SKU's own days, where these are of lately.
  const isOvertaken = figures?.day !== undefined && sold !== undefined && isOfLately(sold, today)
  const plan = planOf({ ...input, report: isOvertaken ? undefined : input.report, daily: sold?.days })
  const first = addDays(today, -SALES_DAYS)
  return {
    row,
    figures,
    band: bandOf(plan),
    plan,
    settings: input.settings,
    chosen: sources.settings.skus.find(([sku]) => sku === row.sku)?.[1],
    beside: besideAmazon(plan, input.settings, {
      available: figures?.available,
      daysOfSupply: figures?.daysOfSupply,
      totalDaysOfSupply: figures?.totalDaysOfSupply,
      recommendedUnits: figures?.recommendedUnits,
    }),
    sold: sold && { ...sold, days: sold.days.filter(({ day }) => day >= first && day < today) },
    knownOut: input.knownOut,
    today,
    basis,
  }
}
