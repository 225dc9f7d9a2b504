import { dayStartMs, localDay } from './calendar.ts'
import { type Listing, listings, shelfKey } from './catalogue.ts'
import type { Demand } from './demand.ts'
import { eachDay, HISTORY_DAYS } from './history.ts'
import { itemCount, itemsOf } from './order-items.ts'
import type { Marketplace, Seller } from './sellers.ts'

/** `AFN`: shipped by Amazon. `MFN`: shipped by the seller. */
export type Network = 'AFN' | 'MFN'

/** What was sold: units, the order items they came in, and their price in the currency's smallest unit. */
export interface Tally {
  units: number
  items: number
  sales: number
}

/** A seller's listings in one marketplace, and which of them and of their orders count. */
export interface Counted {
  readonly seed: string
  readonly seller: Seller
  readonly marketplace: Marketplace
  readonly only?: { readonly sku?: string | undefined; readonly asin?: string | undefined }
  readonly network?: Network | undefined
}

/** A stretch of time, its end not included. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

export const noSales = (): Tally => ({ units: 0, items: 0, sales: 0 })

function add(sum: Tally, more: Tally): void {
  sum.units += more.units
  sum.items += more.items
  sum.sales += more.sales
}

type Days = Readonly<Record<Network, readonly Tally[]>>
/** Whole days of whole shelves: asked for again and again by charts of months. */
const made = new Map<string, Days>()
const MADE_MAX = 12

/**
 * What was sold in a stretch of time, counted out of the SKUs' days; nothing after `nowMs` and nothing older than 18
 * months. Whole local days of a whole shelf come from a table that is made once a day.
 */
export function salesIn(counted: Counted, span: Span, nowMs: number): Tally {
  const { timeZone } = counted.marketplace
  const today = localDay(timeZone, nowMs)
  const toMs = Math.min(span.toMs, nowMs)
  const sum = noSales()
  if (toMs <= span.fromMs) return sum
  const shelf = listingsOf(counted)
  const whole = counted.only === undefined ? wholeDays(counted, shelf, today) : undefined
  const oldest = today - HISTORY_DAYS + 1
  for (let day = Math.max(oldest, localDay(timeZone, span.fromMs)); day <= today; day += 1) {
    const start = dayStartMs(timeZone, day)
    const end = dayStartMs(timeZone, day + 1)
    if (start >= toMs) break
    const part = { from: (span.fromMs - start) / (end - start), to: (toMs - start) / (end - start) }
    if (whole !== undefined && part.from <= 0 && part.to >= 1) {
      for (const network of networksOf(counted)) add(sum, whole[network][day - oldest] ?? noSales())
    } else {
      for (const { demand } of shelf) addPart(sum, demand, { day, today, part, network: counted.network })
    }
  }
  return sum
}

const networksOf = ({ network }: Counted): readonly Network[] =>
  network === undefined ? ['AFN', 'MFN'] : [network]

function listingsOf({ seed, seller, marketplace, only }: Counted): readonly Listing[] {
  const all = listings(seed, seller, marketplace)
  if (only === undefined) return all
  return all.filter((one) => (only.sku === undefined ? one.asin === only.asin : one.sku === only.sku))
}

interface DayPart {
  readonly day: number
  readonly today: number
  readonly part: { readonly from: number; readonly to: number }
  readonly network: Network | undefined
}

function addPart(sum: Tally, demand: Demand, { day, today, part, network }: DayPart): void {
  eachDay(demand, { from: day, to: day }, today, (_day, units, price) => {
    for (const item of itemsOf(demand, day, units)) {
      if (item.at < part.from || item.at >= part.to) continue
      if (network !== undefined && (network === 'MFN') !== item.merchant) continue
      add(sum, { units: item.quantity, items: 1, sales: item.quantity * price })
    }
  })
}

function wholeDays(counted: Counted, shelf: readonly Listing[], today: number): Days {
  const key = `${shelfKey(counted.seed, counted.seller, counted.marketplace)}/${today}`
  const days = made.get(key) ?? makeDays(shelf, today)
  if (made.size >= MADE_MAX) made.clear()
  made.set(key, days)
  return days
}

function makeDays(shelf: readonly Listing[], today: number): Days {
  const from = today - HISTORY_DAYS + 1
  const table = () => Array.from({ length: HISTORY_DAYS }, noSales)
  const days = { AFN: table(), MFN: table() }
  for (const { demand } of shelf) {
    eachDay(demand, { from, to: today }, today, (day, units, price) => {
      if (units === 0) return
      const amazon = days.AFN[day - from]
      const merchant = days.MFN[day - from]
      if (amazon === undefined || merchant === undefined) return
      if (demand.merchantShare === 0) {
        amazon.units += units
        amazon.items += itemCount(demand, day, units)
        amazon.sales += units * price
        return
      }
      for (const { quantity, merchant: own } of itemsOf(demand, day, units)) {
        add(own ? merchant : amazon, { units: quantity, items: 1, sales: quantity * price })
      }
    })
  }
  return days
}

/**
 * What Amazon shipped of a SKU in the last so many whole local days, for each number of days given, which grow: units,
 * and their price in the currency's smallest unit.
 */
export function shippedByAmazon(
  demand: Demand,
  windows: readonly number[],
  today: number,
): Pick<Tally, 'units' | 'sales'>[] {
  const sums = windows.map(() => ({ units: 0, sales: 0 }))
  const longest = windows.at(-1) ?? 0
  eachDay(demand, { from: today - longest, to: today - 1 }, today, (day, units, price) => {
    if (units === 0) return
    const shipped =
      demand.merchantShare === 0
        ? units
        : itemsOf(demand, day, units).reduce((sum, item) => sum + (item.merchant ? 0 : item.quantity), 0)
    for (const [index, days] of windows.entries()) {
      const sum = sums[index]
      if (sum === undefined || day < today - days) continue
      sum.units += shipped
      sum.sales += shipped * price
    }
  })
  return sums
}
