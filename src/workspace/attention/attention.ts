import type { MarketplaceRates } from '../../amazon/performance-report.ts'
import type { MarketplaceId } from '../../core/id.ts'
import { DAY_MS } from '../../core/time.ts'
import type { CurrencyReview } from '../advertising/review.ts'
import type { PlannedSku } from '../inventory/planned.ts'
import type { DueGroup } from '../orders/due.ts'
import { errorBudget, failedOf } from '../orders/error-budget.ts'
import type { Thresholds } from './thresholds.ts'

/** The rates of which a seller can run out of room. */
export const RATES = ['late', 'cancelled', 'tracked', 'defects'] as const
export type RateName = (typeof RATES)[number]

/** One thing that waits for the seller. `asOfMs`: of the figures that say so. */
export type Item =
  | { readonly what: 'orders-overdue' | 'orders-due'; readonly orders: number; readonly asOfMs: number }
  | {
      readonly what: 'error-budget'
      readonly marketplaceId: MarketplaceId
      readonly rate: RateName
      /** Orders that may still go wrong; 0 and `beyond` above 0 once the target is missed. */
      readonly left: number
      readonly beyond: number
      readonly asOfMs: number
    }
  | {
      readonly what: 'low-cover'
      readonly marketplaceId: MarketplaceId
      readonly skus: number
      /** Of them, those with nothing to sell. */
      readonly out: number
      readonly days: number
      readonly asOfMs: number
    }
  | {
      readonly what: 'reorder'
      readonly marketplaceId: MarketplaceId
      readonly skus: number
      readonly units: number
      readonly asOfMs: number
    }
  | { readonly what: 'budget'; readonly currency: string; readonly share: number; readonly asOfMs: number }
  | { readonly what: 'authorization'; readonly days: number; readonly asOfMs: number }

/** What Amazon's customers wait for, then what costs money, then what can be done this week. */
const URGENCY = [
  'orders-overdue',
  'orders-due',
  'error-budget',
  'low-cover',
  'budget',
  'reorder',
  'authorization',
] as const satisfies readonly Item['what'][]

/** Whether the harm is there already (late, missed, nothing to sell, used up, ended) or can still be kept off. Pure. */
export function hasHappened(item: Item): boolean {
  switch (item.what) {
    case 'orders-overdue':
      return true
    case 'error-budget':
      return item.beyond > 0
    case 'low-cover':
      return item.out > 0
    case 'budget':
      return item.share >= 1
    case 'authorization':
      return item.days === 0
    case 'orders-due':
    case 'reorder':
      return false
    default:
      return item satisfies never
  }
}

/** Orders first, since their time is counted in hours; then what has gone wrong, then what may. */
const stepOf = (item: Item): number => ('orders' in item ? 0 : hasHappened(item) ? 1 : 2)

/** Most urgent first; among equals the larger, by what made them so. Pure. */
export const byUrgency = (a: Item, b: Item): number =>
  stepOf(a) - stepOf(b) || URGENCY.indexOf(a.what) - URGENCY.indexOf(b.what) || sizeOf(b) - sizeOf(a)

function sizeOf(item: Item): number {
  switch (item.what) {
    case 'orders-overdue':
    case 'orders-due':
      return item.orders
    case 'error-budget':
      return item.beyond - item.left
    case 'low-cover':
      return item.out > 0 ? item.out : item.skus
    case 'reorder':
      return item.skus
    case 'budget':
      return item.share
    case 'authorization':
      return -item.days
    default:
      return item satisfies never
  }
}

/** Orders past their time, and those due within four hours. Pure. */
export function ordersItems(counts: Readonly<Record<DueGroup, number>>, asOfMs: number): readonly Item[] {
  const overdue = counts.overdue
  const due = counts['within-4-hours']
  return [
    ...(overdue > 0 ? [{ what: 'orders-overdue', orders: overdue, asOfMs } as const] : []),
    ...(due > 0 ? [{ what: 'orders-due', orders: due, asOfMs } as const] : []),
  ]
}

/** Rates whose room is used up or nearly so. Pure. */
export function rateItems(
  of: { readonly marketplaceId: MarketplaceId; readonly rates: MarketplaceRates; readonly asOfMs: number },
  { ordersLeft }: Pick<Thresholds, 'ordersLeft'>,
): readonly Item[] {
  return RATES.flatMap((rate): readonly Item[] => {
    const one = of.rates[rate]
    if (one === undefined || one.condition === 'EQUALS') return []
    const { total, target, condition } = one
    const budget = errorBudget({ failed: failedOf(one), total, target, condition })
    if (budget.kind === 'no-orders' || (budget.kind === 'within' && budget.left > ordersLeft)) return []
    // A handful of orders says little, unless Amazon itself calls it bad.
    if (budget.isSmall && one.status !== 'BAD') return []
    const { left, beyond } = budget
    return [{ what: 'error-budget', marketplaceId: of.marketplaceId, rate, left, beyond, asOfMs: of.asOfMs }]
  })
}

/** Nothing to sell, or cover of fewer days than these. */
export const isLow = ({ band, coverDays }: PlannedSku, days: number): boolean =>
  band === 'out' || (coverDays ?? Number.POSITIVE_INFINITY) < days

/** The day to order by has come, and there is something to order. */
export const isDueToOrder = ({ isOverdue, suggested }: PlannedSku): boolean =>
  isOverdue && (suggested ?? 0) > 0

/** SKUs with little cover, and those that are to be ordered by today. Pure. */
export function stockItems(
  of: {
    readonly marketplaceId: MarketplaceId
    readonly rows: readonly PlannedSku[]
    readonly asOfMs: number
  },
  { coverDays: days }: Pick<Thresholds, 'coverDays'>,
): readonly Item[] {
  const { marketplaceId, rows, asOfMs } = of
  const skus = rows.filter((row) => isLow(row, days)).length
  const out = rows.filter(({ band }) => band === 'out').length
  const due = rows.filter(isDueToOrder)
  const units = due.reduce((sum, row) => sum + (row.suggested ?? 0), 0)
  return [
    ...(skus > 0 ? [{ what: 'low-cover', marketplaceId, skus, out, days, asOfMs } as const] : []),
    ...(due.length > 0 ? [{ what: 'reorder', marketplaceId, skus: due.length, units, asOfMs } as const] : []),
  ]
}

/** Currencies whose month's budget is used up to the mark or beyond: 29 of 100 are 29 %, though 0.29 · 100 is less. Pure. */
export const budgetItems = (
  of: { readonly currencies: readonly CurrencyReview[]; readonly asOfMs: number },
  { budgetPercent }: Pick<Thresholds, 'budgetPercent'>,
): readonly Item[] =>
  of.currencies.flatMap(({ currency, pace: { use } }) =>
    use === undefined || use.share < budgetPercent / 100
      ? []
      : [{ what: 'budget', currency, share: use.share, asOfMs: of.asOfMs } as const],
  )

/** An authorization that ends soon, in begun days; none is left once its year has passed. Pure. */
export function authorizationItems(
  untilMs: number,
  nowMs: number,
  { authorizationDays }: Pick<Thresholds, 'authorizationDays'>,
): readonly Item[] {
  const days = Math.max(0, Math.ceil((untilMs - nowMs) / DAY_MS))
  return days <= authorizationDays ? [{ what: 'authorization', days, asOfMs: nowMs }] : []
}
