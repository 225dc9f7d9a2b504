import { drawAt } from './chance.ts'
import type { Demand } from './demand.ts'

/** Share of a day's orders that come in each hour of its marketplace, from midnight on. */
const HOURS = [
  18, 12, 8, 6, 6, 8, 14, 24, 36, 46, 52, 54, 54, 52, 50, 48, 48, 50, 54, 60, 66, 62, 48, 30,
] as const
const HOURS_SUM = HOURS.reduce((sum, one) => sum + one, 0)
/** Share of a day's orders that are there by each hour, 0 to 24. */
const BY_HOUR: readonly number[] = Array.from({ length: 25 }, (_, hour) =>
  hour === 24 ? 1 : HOURS.slice(0, hour).reduce((sum, one) => sum + one, 0) / HOURS_SUM,
)

/** Salts that open chances of their own for a SKU's day. */
const WHEN = 0x1b873593
const HOW_MANY = 0x38b34ae5
const WHO = 0x7feb352d
/** Share of units that join an order for the same SKU instead of making one. */
const JOINING = 0.12

/** One order's line of one SKU: of how many units, when in the day (0 to 1), and who ships it. */
export interface OrderItem {
  readonly quantity: number
  readonly at: number
  readonly merchant: boolean
}

/**
 * The order items that a SKU's units of one local day came in, earliest first. They follow from the SKU, the day and
 * the units alone, so that orders, metrics and reports count the same.
 */
export function itemsOf(demand: Demand, day: number, units: number): readonly OrderItem[] {
  if (units === 0) return []
  const when = drawAt(demand.key ^ WHEN, day)
  const howMany = drawAt(demand.key ^ HOW_MANY, day)
  const who = drawAt(demand.key ^ WHO, day)
  const items: { quantity: number; at: number; merchant: boolean }[] = []
  for (let unit = 0; unit < units; unit += 1) {
    const joins = Math.floor(unit * JOINING + howMany) > Math.floor(Math.max(0, unit - 1) * JOINING + howMany)
    const previous = items.at(-1)
    if (joins && previous !== undefined) {
      previous.quantity += 1
      continue
    }
    const number = items.length
    const share = demand.merchantShare
    items.push({
      quantity: 1,
      at: momentOf((unit + 0.02 + 0.96 * when) / units),
      merchant: Math.floor((number + 1) * share + who) > Math.floor(number * share + who),
    })
  }
  return items
}

/** The moment of a day, from 0 to 1, by which such a share of its orders is there. */
function momentOf(share: number): number {
  const hour = BY_HOUR.findIndex((after) => after > share) - 1
  const begun = BY_HOUR[hour] ?? 0
  const width = (BY_HOUR[hour + 1] ?? 1) - begun
  return (hour + (share - begun) / width) / 24
}

/** How many order items a day's units came in, all of them Amazon's to ship: as `itemsOf` counts, without the list. */
export const itemCount = (demand: Demand, day: number, units: number): number =>
  units === 0 ? 0 : units - Math.floor((units - 1) * JOINING + drawAt(demand.key ^ HOW_MANY, day))
