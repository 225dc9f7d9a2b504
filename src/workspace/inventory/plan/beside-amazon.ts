import type { Plan } from './plan.ts'
import type { PlanningSettings } from './settings.ts'

/** What Amazon's planning report says of the same SKU. Undefined where it had no number. */
export interface AmazonFigures {
  /** Fulfillable units at its snapshot. */
  readonly available: number | undefined
  readonly daysOfSupply: number | undefined
  /** With the units of open shipments. */
  readonly totalDaysOfSupply: number | undefined
  readonly recommendedUnits: number | undefined
}

/** Why ours differs, with the numbers a sentence needs; the sentences are the page's. */
export type Reason =
  /** Stock moved between Amazon's snapshot and our reading. */
  | { readonly code: 'stock-moved'; readonly atSnapshot: number; readonly now: number }
  /** Amazon's days of supply are of stock alone; ours add inbound that lands in time. */
  | { readonly code: 'inbound-counted'; readonly units: number }
  /** Amazon's total days of supply add all open shipments; ours leave out what lands after the stock-out. */
  | { readonly code: 'late-inbound-left-out'; readonly units: number }
  | { readonly code: 'stock-outs-left-out'; readonly days: number; readonly ofDays: number }
  | { readonly code: 'new-sku'; readonly days: number }
  /** Amazon does not know this lead time and target. */
  | { readonly code: 'own-settings'; readonly leadDays: number; readonly targetCoverDays: number }
  | { readonly code: 'full-cartons'; readonly cartonUnits: number }
  /** Amazon forecasts, by a way it does not publish; we divide what was shipped by its days. Always among the reasons. */
  | { readonly code: 'amazon-forecasts'; readonly ofDays: number }

export interface Beside {
  readonly what: 'days-of-supply' | 'total-days-of-supply' | 'quantity'
  /** Days rounded down as Amazon's are, or units. */
  readonly ours: number
  readonly amazons: number
  /** Ours less Amazon's. */
  readonly difference: number
  /** Empty without a difference. */
  readonly reasons: readonly Reason[]
}

/** Our figures beside Amazon's, with what explains a difference. Nothing for a SKU without velocity, or without a report. */
export function besideAmazon(
  plan: Plan,
  settings: PlanningSettings,
  amazon: AmazonFigures,
): readonly Beside[] {
  const { cover, reorder, velocity } = plan
  if (cover === undefined || reorder === undefined || velocity.kind !== 'selling') return []
  const speed = speedReasons(velocity)
  const moved = movedReasons(plan, amazon)
  const counted = cover.countedUnits - plan.sellable
  const inbound: readonly Reason[] = counted > 0 ? [{ code: 'inbound-counted', units: counted }] : []
  const late: readonly Reason[] =
    cover.lateUnits > 0 ? [{ code: 'late-inbound-left-out', units: cover.lateUnits }] : []
  const { leadDays, targetCoverDays, cartonUnits } = settings
  const own: readonly Reason[] = [
    { code: 'own-settings', leadDays, targetCoverDays },
    ...(cartonUnits > 1 ? [{ code: 'full-cartons', cartonUnits } as const] : []),
  ]
  const days = Math.floor(cover.days)
  return [
    ...compared('days-of-supply', days, amazon.daysOfSupply, [...moved, ...inbound, ...speed]),
    ...compared('total-days-of-supply', days, amazon.totalDaysOfSupply, [...moved, ...late, ...speed]),
    ...compared('quantity', reorder.suggested, amazon.recommendedUnits, [...own, ...moved, ...speed]),
  ]
}

function compared(
  what: Beside['what'],
  ours: number,
  amazons: number | undefined,
  reasons: readonly Reason[],
): readonly Beside[] {
  if (amazons === undefined) return []
  const difference = ours - amazons
  return [{ what, ours, amazons, difference, reasons: difference === 0 ? [] : reasons }]
}

function movedReasons({ sellable }: Plan, { available }: AmazonFigures): readonly Reason[] {
  return available === undefined || available === sellable
    ? []
    : [{ code: 'stock-moved', atSnapshot: available, now: sellable }]
}

function speedReasons(velocity: Extract<Plan['velocity'], { kind: 'selling' }>): readonly Reason[] {
  const { knownOutDays, spanDays, newBy, days } = velocity
  return [
    ...(knownOutDays > 0
      ? [{ code: 'stock-outs-left-out', days: knownOutDays, ofDays: spanDays } as const]
      : []),
    ...(newBy === undefined ? [] : [{ code: 'new-sku', days: spanDays } as const]),
    { code: 'amazon-forecasts', ofDays: days },
  ]
}
