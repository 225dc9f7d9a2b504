import { zoneOf } from '../../amazon/regions.ts'
import { addDays, type Day, startOfDay } from '../../core/day.ts'
import type { MarketplaceId } from '../../core/id.ts'
import type { Band as PlanBand } from './plan/cover.ts'
import { type Plan, planOf } from './plan/plan.ts'
import { LONGEST_WINDOW, type Window } from './plan/velocity.ts'
import { landingsIn, type StoredPlanning, settingsFor } from './planning-settings.ts'
import type { ReportedRow, StoredReport } from './reported.ts'
import type { InventoryRow } from './rows.ts'
import type { StoredStock } from './seen.ts'

/** Cover beyond this many days is called excess here; Amazon has no band for it. */
export const EXCESS_DAYS = 90

/** The bands of the page, most urgent first: Amazon's, and a split of what it calls healthy. */
export const BANDS = [
  'out',
  'critical',
  'at-risk',
  'watch',
  'covered',
  'excess',
  'no-sales',
  'unknown',
] as const
export type Band = (typeof BANDS)[number]

/** What the plan of one SKU comes to. Days and units a day. All of a marketplace's are kept, so it copies nothing. */
export interface PlannedSku {
  readonly stock: InventoryRow
  readonly figures: ReportedRow | undefined
  readonly band: Band
  readonly onHand: number
  readonly inbound: number
  /** Only for a SKU that sells. */
  readonly perDay: number | undefined
  readonly coverDays: number | undefined
  readonly stockOut: Day | undefined
  readonly orderBy: Day | undefined
  readonly orderInDays: number | undefined
  readonly isOverdue: boolean
  readonly suggested: number | undefined
  readonly knownOutDays: number
  readonly isNew: boolean
}

/** One SKU as the list shows it: quantities and what the plan comes to. */
export interface PlannedRow extends Omit<PlannedSku, 'stock' | 'figures'>, InventoryRow {
  /** Units a day over 61–90, 31–60, 8–30 and 0–7 days ago, oldest first; empty where the report lacks a window. */
  readonly trend: readonly number[]
  /** The day of the earlier report that its sales are of, where the newest leaves it out. */
  readonly reportedOn: Day | undefined
}

/** Pure. */
export const rowOf = ({ stock, figures, ...plan }: PlannedSku): PlannedRow => ({
  ...stock,
  ...plan,
  trend: figures === undefined ? [] : trendOf(figures),
  reportedOn: figures?.day,
})

/** The band of a plan as the pages name it. Pure. */
export const bandOf = (plan: { readonly band: PlanBand; readonly cover: Plan['cover'] }): Band => {
  if (plan.band !== 'healthy') return plan.band
  return (plan.cover?.days ?? 0) > EXCESS_DAYS ? 'excess' : 'covered'
}

/** Everything the plans of a marketplace rest on. */
export interface PlanSources {
  readonly marketplace: MarketplaceId
  readonly stock: StoredStock
  readonly report: StoredReport | undefined
  readonly settings: StoredPlanning
  readonly today: Day
  /** Takes the place of the window that is set, for this look. */
  readonly window: Window | undefined
}

/** The plan of one SKU of these sources. Undefined for a SKU that the stock does not have. Pure. */
export function planInputs(sources: PlanSources) {
  const { stock, report, today, window } = sources
  const settings = settingsFor(sources.settings)
  const reported = new Map<string, ReportedRow>()
  for (const row of report?.rows ?? []) reported.set(row.sku, row)
  const snapshot = report?.day ?? today
  const firstSeen = new Map(stock.seen.first)
  const out = new Map(stock.seen.out)
  const idleBeforeMs = startOfDay(addDays(stock.seen.last, -LONGEST_WINDOW), zoneOf(sources.marketplace))
  return (row: InventoryRow) => {
    const figures = reported.get(row.sku)
    const own = settings.of(row.sku)
    return {
      figures,
      input: {
        today,
        stock: row,
        report: figures && { snapshot: figures.day ?? snapshot, units: figures },
        daily: undefined,
        isIdle: row.changedMs === null ? isEmpty(row) : (row.changedMs ?? idleBeforeMs) < idleBeforeMs,
        knownOut: (figures?.day === undefined ? out.get(row.sku) : figures.out) ?? [],
        firstSeen: firstSeen.get(row.sku),
        entered: landingsIn(settings.chosen(row.sku), sources.marketplace),
        settings: window === undefined ? own : { ...own, windowDays: window },
      },
    }
  }
}

/** Nothing of it anywhere at Amazon, nor on its way. */
const isEmpty = (row: InventoryRow): boolean =>
  row.fulfillable +
    row.inboundWorking +
    row.inboundShipped +
    row.inboundReceiving +
    row.reservedOrders +
    row.reservedTransfer +
    row.reservedProcessing +
    row.unfulfillable ===
  0

/** The plans of all SKUs of a marketplace. Some microseconds each. Pure. */
export function planAll(sources: PlanSources): readonly PlannedSku[] {
  const inputsOf = planInputs(sources)
  return sources.stock.rows.map((stock) => {
    const { figures, input } = inputsOf(stock)
    return plannedSku(stock, planOf(input), figures)
  })
}

function plannedSku(stock: InventoryRow, plan: Plan, figures: ReportedRow | undefined): PlannedSku {
  const { velocity, cover, reorder } = plan
  const selling = velocity.kind === 'selling' ? velocity : undefined
  return {
    stock,
    figures,
    band: bandOf(plan),
    onHand: plan.onHand,
    inbound: plan.inbound,
    perDay: selling?.perDay,
    coverDays: cover?.days,
    stockOut: plan.stockOut,
    orderBy: reorder?.by,
    orderInDays: reorder?.inDays,
    isOverdue: reorder?.isOverdue ?? false,
    suggested: reorder?.suggested,
    knownOutDays: selling?.knownOutDays ?? 0,
    isNew: selling?.newBy !== undefined,
  }
}

/** Disjoint windows as units a day. A longer window that has fewer units than a shorter one is Amazon's own lag: none. */
function trendOf({ units7, units30, units60, units90 }: ReportedRow): readonly number[] {
  if (units7 === undefined || units30 === undefined || units60 === undefined || units90 === undefined)
    return []
  const units = [units90 - units60, units60 - units30, units30 - units7, units7]
  const days = [30, 30, 23, 7]
  return units.map((sum, index) => Math.max(0, sum) / (days[index] ?? 1))
}
