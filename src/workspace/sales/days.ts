import * as z from 'zod'
import type { SalesDay } from '../../amazon/order-schemas.ts'
import { addDays, type Day, dayOf, day as daySchema, startOfDay } from '../../core/day.ts'

/** What sold on one local day. Money in the currency's smallest unit. */
const storedDay = z.object({
  day: daySchema,
  orders: z.number(),
  units: z.number(),
  minor: z.number(),
})
export type SoldDay = z.infer<typeof storedDay>

/** Days of one marketplace, or of one SKU in it, oldest first; days that Amazon did not name are not there. */
export const soldDays = z.object({ zone: z.string(), currency: z.string(), days: z.array(storedDay) })
export type SoldDays = z.infer<typeof soldDays>

/** Joins what was read anew to what was stored: a day that was read again is replaced, days before `from` go. Pure. */
export function joinDays(
  stored: readonly SoldDay[],
  read: readonly SalesDay[],
  { from, readFrom }: { readonly from: Day; readonly readFrom: Day },
): readonly SoldDay[] {
  const before = stored.filter(({ day }) => day >= from && day < readFrom)
  const anew = new Map(
    read.map(({ day, orders, units, sales }) => [
      day,
      { day: daySchema.parse(day), orders, units, minor: sales.minor },
    ]),
  )
  return [...before, ...anew.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1))
}

/** The days from `from` on. Undefined when none is left. Pure. */
export function trimDays(value: SoldDays, from: Day): SoldDays | undefined {
  const days = value.days.filter(({ day }) => day >= from)
  return days.length === 0 ? undefined : { ...value, days }
}

/** The moment before which a value speaks of nothing. */
export const oldestOf = ({ days, zone }: SoldDays, elseMs: number): number => {
  const [first] = days
  return first === undefined ? elseMs : startOfDay(first.day, zone)
}

/** The newest days of a marketplace, each with what sold on it; undefined where Amazon named no such day. */
export interface LatestDays {
  readonly zone: string
  readonly currency: string
  /** Oldest first; the last is today, which is not over. */
  readonly days: readonly { readonly day: Day; readonly sold: Omit<SoldDay, 'day'> | undefined }[]
}

/** The `days` up to today in the marketplace's zone. Pure. */
export function latestDays(
  { zone, currency, days: stored }: SoldDays,
  { nowMs, days }: { readonly nowMs: number; readonly days: number },
): LatestDays {
  const today = dayOf(nowMs, zone)
  const known = new Map(stored.map(({ day, ...sold }) => [day, sold]))
  return {
    zone,
    currency,
    days: Array.from({ length: days }, (_, index) => {
      const day = addDays(today, index - days + 1)
      return { day, sold: known.get(day) }
    }),
  }
}
