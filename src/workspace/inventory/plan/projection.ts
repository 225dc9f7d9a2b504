import { addDays, type Day } from '../../../core/day.ts'
import type { Arrival } from './cover.ts'

export interface ProjectedDay {
  readonly day: Day
  /** Units for sale at the start of the day, its arrivals among them. Never negative: what is not there is not sold. */
  readonly units: number
  readonly arrived: number
  /** Units for sale and all that lands later: what the reorder point is held against. Falls by what is sold alone. */
  readonly position: number
}

/**
 * Projected stock by day for a chart, today first: each day loses velocity and gains what lands on it. Out of stock
 * nothing is sold, so neither the units nor the position fall. For one SKU that somebody opened; lists need only its cover.
 */
export function projectedStock(of: {
  readonly sellable: number
  readonly arrivals: readonly Arrival[]
  /** Units a day; 0 draws a SKU without sales as a level. */
  readonly perDay: number
  readonly today: Day
  /** How many days to draw. */
  readonly days: number
}): readonly ProjectedDay[] {
  const landing = new Map<number, number>()
  for (const { days, units } of of.arrivals) landing.set(days, (landing.get(days) ?? 0) + units)
  let units = of.sellable
  let later = of.arrivals.reduce((sum, arrival) => sum + arrival.units, 0)
  return Array.from({ length: of.days }, (_, index) => {
    const arrived = landing.get(index) ?? 0
    if (index > 0) units = Math.max(0, units - of.perDay)
    units += arrived
    later -= arrived
    return { day: addDays(of.today, index), units, arrived, position: units + later }
  })
}
