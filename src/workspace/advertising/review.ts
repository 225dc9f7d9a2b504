import { marketplaceById } from '../../amazon/regions.ts'
import { addDays, type Day, dayOf } from '../../core/day.ts'
import type { MarketplaceId } from '../../core/id.ts'
import type { Money } from '../../core/money.ts'
import { DAY_MS } from '../../core/time.ts'
import type { SoldDays } from '../sales/days.ts'
import { type Budgets, budgetFor } from './budgets.ts'
import { type ChargeHistory, chargesWithin, isNothing } from './charge-history.ts'
import {
  type AdCharge,
  type ChargesOfDay,
  chargesByDay,
  type Invoice,
  invoicesOf,
  netOf,
  type Totals,
  totalsOf,
} from './charges.ts'
import { type Month, type MonthPace, monthOf, monthPace, notFinalFrom, tacosOf } from './pace.ts'

/** What a review rests on. */
export interface ReviewSources {
  readonly history: ChargeHistory
  readonly budgets: Budgets
  /** Daily sales of each marketplace of the store; undefined where they were not read yet. */
  readonly sales: ReadonlyMap<MarketplaceId, SoldDays | undefined>
  readonly nowMs: number
  /** The store's home zone: months begin there. */
  readonly zone: string
  /** The currency asked for; the home marketplace's where left out. */
  readonly currency: string | undefined
  readonly homeCurrency: string
  /** How far back the history is to go. */
  readonly oldestMs: number
}

export interface CurrencyReview {
  readonly currency: string
  readonly marketplaces: readonly MarketplaceId[]
  readonly pace: MonthPace
  /** Of all its marketplaces; without them a share of sales would be too high. */
  readonly areSalesRead: boolean
}

export interface PastMonth {
  readonly first: Day
  readonly net: Money
  readonly budget: Money | undefined
  readonly sales: Money | undefined
  readonly tacos: number | undefined
}

/** What the charges of the chosen currency came to after each event of the month. */
export interface Step {
  readonly atMs: number
  readonly minor: number
}

export interface Review {
  readonly month: Month
  readonly notFinalFrom: Day
  readonly fromMs: number
  readonly throughMs: number
  /** How far back the history reaches; undefined once it reaches as far as it is to. */
  readonly readingBackMs: number | undefined
  readonly chosen: CurrencyReview
  readonly currencies: readonly CurrencyReview[]
  readonly hasCharges: boolean
  readonly totals: Totals
  readonly steps: readonly Step[]
  readonly days: readonly ChargesOfDay[]
  /** Of the month, newest first. */
  readonly invoices: readonly Invoice[]
  /** Whole months before this one, newest first, as far as they are read. */
  readonly past: readonly PastMonth[]
}

/** Months are shown this far back. */
const PAST_MONTHS_MAX = 13
/** A history that ends this close to where it is to go is whole: that end moves on while it is read. */
const WHOLE_WITHIN_MS = DAY_MS

/**
 * The advertising charges of a store as its page tells them; `unread` while this month is not read whole, `not-found`
 * for a currency that the store neither sells nor pays in. Pure.
 */
export function reviewOf(of: ReviewSources): Review | 'unread' | 'not-found' {
  const { history, nowMs, zone } = of
  const codes = currenciesOf(of)
  const chosenCode = of.currency ?? of.homeCurrency
  if (!codes.includes(chosenCode)) return 'not-found'
  const month = monthOf(nowMs, zone)
  if (isNothing(history) || history.fromMs > month.startMs) return 'unread'
  const currencies = codes.map((currency) => currencyReview(of, currency, month))
  const chosen = currencies.find(({ currency }) => currency === chosenCode)
  if (chosen === undefined) return 'not-found'
  const within = { currency: chosenCode, fromMs: month.startMs, toMs: nowMs }
  const charges = chargesWithin(history.charges, within)
  const [totals = { currency: chosenCode, charged: 0, refunded: 0, net: 0 }] = totalsOf(charges)
  return {
    month,
    notFinalFrom: notFinalFrom(nowMs, zone),
    fromMs: history.fromMs,
    throughMs: history.throughMs,
    readingBackMs: history.fromMs > of.oldestMs + WHOLE_WITHIN_MS ? history.fromMs : undefined,
    chosen,
    currencies,
    hasCharges: history.charges.some(({ amount }) => amount.currency === chosenCode),
    totals,
    steps: stepsOf(charges),
    days: chargesByDay(charges, zone),
    invoices: invoicesOf(charges),
    past: pastMonths(of, chosenCode, month),
  }
}

/** The home marketplace's first, then the other marketplaces' in their order, then what is charged all the same. */
function currenciesOf({ history, sales, homeCurrency }: ReviewSources): readonly string[] {
  const sold = [...sales.keys()].flatMap((id) => marketplaceById(id)?.currency ?? [])
  const charged = history.charges.map(({ amount }) => amount.currency).toSorted()
  return [...new Set([homeCurrency, ...sold, ...charged])]
}

function currencyReview(of: ReviewSources, currency: string, month: Month): CurrencyReview {
  const { history, nowMs, zone } = of
  const through = dayOf(Math.min(nowMs, history.throughMs), zone)
  const sales = salesOf(of, currency, { from: month.first, to: through })
  const pace = monthPace({
    charges: history.charges,
    currency,
    nowMs,
    zone,
    budget: budgetFor(of.budgets, currency, month.first),
    sales,
  })
  const marketplaces = marketplacesOf(of, currency)
  return { currency, marketplaces, pace, areSalesRead: sales !== undefined }
}

const marketplacesOf = ({ sales }: ReviewSources, currency: string): readonly MarketplaceId[] =>
  [...sales.keys()].filter((id) => marketplaceById(id)?.currency === currency)

/** All that the currency's marketplaces sold on these days; undefined unless all of them are read, in that currency. */
function salesOf(
  of: ReviewSources,
  currency: string,
  { from, to }: { readonly from: Day; readonly to: Day },
): Money | undefined {
  const sold = marketplacesOf(of, currency).map((id) => of.sales.get(id))
  if (sold.length === 0) return undefined
  let minor = 0
  for (const one of sold) {
    if (one === undefined || one.currency !== currency) return undefined
    for (const { day, minor: ofDay } of one.days) if (day >= from && day <= to) minor += ofDay
  }
  return { minor, currency }
}

function stepsOf(charges: readonly AdCharge[]): readonly Step[] {
  let minor = 0
  return charges
    .toSorted((a, b) => a.postedMs - b.postedMs)
    .map((one) => {
      minor += netOf(one).minor
      return { atMs: one.postedMs, minor }
    })
}

function pastMonths(of: ReviewSources, currency: string, month: Month): readonly PastMonth[] {
  const { history, zone } = of
  const months: PastMonth[] = []
  let later = month
  while (months.length < PAST_MONTHS_MAX) {
    const one = monthOf(later.startMs - 1, zone)
    if (one.startMs < history.fromMs) break
    const charges = chargesWithin(history.charges, { currency, fromMs: one.startMs, toMs: one.endMs })
    const net = { minor: charges.reduce((sum, charge) => sum + netOf(charge).minor, 0), currency }
    const sales = salesOf(of, currency, { from: one.first, to: addDays(later.first, -1) })
    months.push({
      first: one.first,
      net,
      budget: budgetFor(of.budgets, currency, one.first),
      sales,
      tacos: tacosOf(net, sales),
    })
    later = one
  }
  return months
}
