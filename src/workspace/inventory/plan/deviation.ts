import { addDays, type Day } from '../../../core/day.ts'
import { type UnitsByWindow, unitsIn, WINDOWS } from './velocity.ts'

export interface DailyUnits {
  readonly day: Day
  readonly units: number
}

/** How much a day's sales differ from the mean day's. */
export interface Deviation {
  /** Standard deviation of one day's units. */
  readonly perDay: number
  readonly basis: 'estimated' | 'exact'
  /** What it was computed from: days of daily sales, or disjoint windows of the report (0: √velocity alone). */
  readonly from: number
}

/**
 * σd of the report's disjoint windows 0–7, 8–30, 31–60, 61–90, units a day, marked as estimated. The units of n days
 * scatter by σd·√n around n·mean, so each window gives (units − n·mean)² ÷ n, and k windows their sum ÷ (k − 1). At least
 * √velocity: sales that come one by one scatter that much of themselves. `spanDays` leaves out windows before a new SKU
 * existed.
 */
export function estimatedDeviation(of: {
  readonly units: UnitsByWindow
  readonly perDay: number
  readonly spanDays: number
}): Deviation {
  const floor = Math.sqrt(of.perDay)
  const windows = disjoint(of.units, of.spanDays)
  if (windows.length < 2) return { perDay: floor, basis: 'estimated', from: 0 }
  const days = windows.reduce((sum, one) => sum + one.days, 0)
  const mean = windows.reduce((sum, one) => sum + one.units, 0) / days
  const squares = windows.reduce((sum, one) => sum + (one.units - one.days * mean) ** 2 / one.days, 0)
  const perDay = Math.max(floor, Math.sqrt(squares / (windows.length - 1)))
  return { perDay, basis: 'estimated', from: windows.length }
}

/** A window without its number joins the next longer one. Counts that shrink with the window's length are Amazon's error: 0. */
function disjoint(
  units: UnitsByWindow,
  spanDays: number,
): readonly { readonly days: number; readonly units: number }[] {
  const parts: { readonly days: number; readonly units: number }[] = []
  let before = { days: 0, units: 0 }
  for (const window of WINDOWS) {
    const sum = unitsIn(units, window)
    if (sum === undefined || window > spanDays) continue
    parts.push({ days: window - before.days, units: Math.max(0, sum - before.units) })
    before = { days: window, units: sum }
  }
  return parts
}

/** As far back as the report's longest window looks, so that both kinds speak of the same time. */
const EXACT_DAYS_MAX = 90
/** Two weeks: each weekday twice. With fewer the estimate stays. */
const EXACT_DAYS_MIN = 14

/**
 * σd of a SKU's own daily sales: the sample deviation (n − 1) over the last 90 full days, without days known out of stock.
 * Undefined with fewer than 14 such days. `spanDays` leaves out the days before a new SKU existed, on which nothing could
 * sell.
 */
export function exactDeviation(of: {
  readonly daily: readonly DailyUnits[]
  readonly today: Day
  readonly knownOut: readonly Day[]
  readonly spanDays: number
}): Deviation | undefined {
  const first = addDays(of.today, -Math.min(EXACT_DAYS_MAX, of.spanDays))
  const out = new Set(of.knownOut)
  const units = of.daily
    .filter((one) => one.day >= first && one.day < of.today && !out.has(one.day))
    .map((one) => one.units)
  if (units.length < EXACT_DAYS_MIN) return undefined
  const mean = units.reduce((sum, one) => sum + one, 0) / units.length
  const squares = units.reduce((sum, one) => sum + (one - mean) ** 2, 0)
  return { perDay: Math.sqrt(squares / (units.length - 1)), basis: 'exact', from: units.length }
}
