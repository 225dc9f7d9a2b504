import { addDays, type Day } from '../../../core/day.ts'
import type { Arrival } from './cover.ts'

export interface ProjectedDay {
  readonly day: Day
  /** Units for sale at the start of the day, its arrivals among them. Never negative: what is not there is not sold. */
  readonly units: number
  readonly arrived: number
}

/**
 * Projected stock by day for a chart, today first: each day loses velocity and gains what lands on it. For one SKU that
 * somebody opened; lists need only its cover.
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
  return Array.from({ length: of.days }, (_, index) => {
    const arrived = landing.get(index) ?? 0
    if (index > 0) units = Math.max(0, units - of.perDay)
    units += arrived
    return { day: addDays(of.today, index), units, arrived }
  })
}
