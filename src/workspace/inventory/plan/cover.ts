import { addDays, type Day } from '../../../core/day.ts'

/** Units that become sellable in that many days from today. */
export interface Arrival {
  readonly days: number
  readonly units: number
}

export interface Cover {
  /** Until nothing is left, from now. Not rounded. */
  readonly days: number
  /** Units counted: sellable now and what lands before the stock-out. */
  readonly countedUnits: number
  /** Units that land only after it, and after how many days the first of them do. */
  readonly lateUnits: number
  readonly lateInDays: number | undefined
}

/**
 * days of cover = (sellable + inbound that lands before the stock-out) ÷ velocity. Arrivals are taken in time order; each
 * that lands in time moves the stock-out, and so may save the next. What lands on or after the moment of the stock-out
 * leaves a gap, and does not count.
 */
export function coverOf(of: {
  readonly sellable: number
  readonly arrivals: readonly Arrival[]
  /** Units a day, above 0. */
  readonly perDay: number
}): Cover {
  let units = of.sellable
  let lateUnits = 0
  let lateInDays: number | undefined
  for (const arrival of of.arrivals.toSorted((a, b) => a.days - b.days)) {
    if (arrival.units <= 0) continue
    if (arrival.days < units / of.perDay) {
      units += arrival.units
      continue
    }
    lateUnits += arrival.units
    lateInDays ??= arrival.days
  }
  return { days: units / of.perDay, countedUnits: units, lateUnits, lateInDays }
}

/** Beyond it a date would pretend to know: undefined. */
const DATED_DAYS_MAX = 3650

/** The day in the course of which stock ends: 29.8 days from 22 November is 21 December. Undefined beyond ten years. */
export const stockOutDay = (cover: Cover, today: Day): Day | undefined =>
  cover.days > DATED_DAYS_MAX ? undefined : addDays(today, Math.floor(cover.days))

/** Days of cover below which Amazon's inventory pages name a band. */
export const BAND_DAYS = { critical: 7, 'at-risk': 14, watch: 21 } as const

export type Band = 'out' | keyof typeof BAND_DAYS | 'healthy' | 'no-sales' | 'unknown'

/** Amazon's band of a SKU that sells. */
export function bandOf(cover: Cover): Band {
  if (cover.days <= 0) return 'out'
  if (cover.days < BAND_DAYS.critical) return 'critical'
  if (cover.days < BAND_DAYS['at-risk']) return 'at-risk'
  return cover.days < BAND_DAYS.watch ? 'watch' : 'healthy'
}
