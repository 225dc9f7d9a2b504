import { down, roundUp } from '../../../web/chart.tsx'
import { type ProjectedDay, projectedStock } from '../plan/projection.ts'
import type { SkuShown } from './shown.ts'

export const TOP_PX = 42
export const BASE_PX = 196
export const HEIGHT_PX = 222
/** A month at least; half a year at most: beyond it a line would pretend to know. */
const DAYS_MIN = 30
const DAYS_MAX = 180
/** Some days after the last thing that happens. */
const MARGIN_DAYS = 10

/** What the chart of projected stock draws, and the end of its scale. */
export interface Drawn {
  readonly days: readonly ProjectedDay[]
  readonly max: number
}

/** From today to some days after the last thing that happens. Pure. */
export function drawnOf({ plan, today }: SkuShown['sku'], perDay: number): Drawn {
  const ends = [
    plan.cover?.days ?? 0,
    plan.reorder?.inDays ?? 0,
    ...plan.arrivals.map((arrival) => arrival.days),
  ].map((end) => end + MARGIN_DAYS)
  const length = Math.ceil(Math.min(DAYS_MAX, Math.max(DAYS_MIN, ...ends)))
  const { sellable, arrivals } = plan
  const days = projectedStock({ sellable, arrivals, perDay, today, days: length })
  const highest = Math.max(1, plan.reorder?.point ?? 0, ...days.map(({ position }) => position))
  return { days, max: roundUp(highest) }
}

/** Pixels from the top. */
export const heightOf = (units: number, { max }: Drawn): number =>
  down(units, { max, topPx: TOP_PX, basePx: BASE_PX })
