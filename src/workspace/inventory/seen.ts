import * as z from 'zod'
import { addDays, type Day, day } from '../../core/day.ts'
import { type InventoryRow, inventoryRow } from './rows.ts'

/** Days further back are in no window of sales. */
const OUT_KEPT_DAYS = 90

/** What our own readings have seen of a marketplace's SKUs over time. Days are the marketplace's. */
const seen = z.object({
  /** The day of the last reading. */
  last: day,
  /** The first day of each SKU that the very first reading did not have. Pairs: a SKU may have any name. */
  first: z.array(z.tuple([z.string(), day])),
  /** Days on which every reading found nothing of the SKU to sell. */
  out: z.array(z.tuple([z.string(), z.array(day)])),
})
type Seen = z.infer<typeof seen>

/** A reading of one marketplace as it is stored. */
export const storedStock = z.object({ rows: z.array(inventoryRow), seen })
export type StoredStock = z.infer<typeof storedStock>

/**
 * Adds a reading to what was seen. A day counts as out of stock while all its readings found nothing: one that finds
 * units takes it back. Days without a reading are not known, and not counted. Pure.
 */
export function seeAgain(
  before: StoredStock | undefined,
  rows: readonly InventoryRow[],
  today: Day,
): StoredStock {
  const oldest = addDays(today, -OUT_KEPT_DAYS)
  const known = new Set(before?.rows.map(({ sku }) => sku))
  const first = new Map(before?.seen.first)
  const out = new Map(before?.seen.out)
  const readToday = before?.seen.last === today
  const sighted: Seen['first'] = []
  const empty: Seen['out'] = []
  for (const { sku, fulfillable } of rows) {
    const since = first.get(sku) ?? (before === undefined || known.has(sku) ? undefined : today)
    if (since !== undefined) sighted.push([sku, since])
    const days = (out.get(sku) ?? []).filter((one) => one >= oldest)
    const hadUnitsToday = readToday && known.has(sku) && !days.includes(today)
    const earlier = days.filter((one) => one !== today)
    const all = fulfillable === 0 && !hadUnitsToday ? [...earlier, today] : earlier
    if (all.length > 0) empty.push([sku, all])
  }
  return { rows: [...rows], seen: { last: today, first: sighted, out: empty } }
}
