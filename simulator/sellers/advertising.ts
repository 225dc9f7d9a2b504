import { dayStartMs, localDay } from './calendar.ts'
import { shelfKey } from './catalogue.ts'
import { drawAt, hashText } from './chance.ts'
import { HISTORY_DAYS } from './history.ts'
import { salesIn } from './sales.ts'
import type { Marketplace, Seller } from './sellers.ts'

/** A charge for advertising, or money back of one. Whole smallest units, never negative: the type says which way. */
export interface AdPayment {
  readonly type: 'charge' | 'refund'
  readonly invoiceId: string
  readonly currency: string
  readonly base: number
  readonly tax: number
  readonly postedMs: number
}

const HOUR_MS = 3_600_000
/** An invoice covers so many days. */
const INVOICE_DAYS = 4
const REFUNDED_SHARE = 0.05
/** VAT or consumption tax on advertising, by currency; none elsewhere. */
const TAX: Readonly<Record<string, number>> = { EUR: 0.19, GBP: 0.2, JPY: 0.1 }

/** Made once a day for each seller. */
const made = new Map<string, readonly AdPayment[]>()
const MADE_MAX = 12

/**
 * What a seller paid for advertising in 18 months, newest first: an invoice every four days in each currency of its
 * marketplaces, between 6 and 14 in a hundred of what these sold in those days, and now and then some money back.
 */
export function adPayments(seed: string, seller: Seller, nowMs: number): readonly AdPayment[] {
  const [home] = seller.marketplaces
  if (home === undefined) return []
  const today = localDay(home.timeZone, nowMs)
  const key = `${shelfKey(seed, seller, home)}/${today}`
  const payments = made.get(key) ?? makePayments(seed, seller, { home, today, nowMs })
  if (made.size >= MADE_MAX) made.clear()
  made.set(key, payments)
  return payments.filter((one) => one.postedMs <= nowMs)
}

interface Since {
  readonly home: Marketplace
  readonly today: number
  readonly nowMs: number
}

function makePayments(seed: string, seller: Seller, since: Since): readonly AdPayment[] {
  const currencies = new Set(seller.marketplaces.map((one) => one.defaultCurrencyCode))
  return [...currencies]
    .flatMap((currency) => inCurrency(seed, seller, { ...since, currency }))
    .toSorted((a, b) => b.postedMs - a.postedMs)
}

function inCurrency(
  seed: string,
  seller: Seller,
  { home, today, nowMs, currency }: Since & { readonly currency: string },
): AdPayment[] {
  const key = hashText(`${seed}/${seller.id}/advertising/${currency}`)
  const phase = key % INVOICE_DAYS
  const payments: AdPayment[] = []
  const first = Math.ceil((today - HISTORY_DAYS + INVOICE_DAYS - phase) / INVOICE_DAYS)
  for (let number = first; number * INVOICE_DAYS + phase <= today; number += 1) {
    const end = number * INVOICE_DAYS + phase
    const sold = soldIn(seed, seller, { currency, from: end - INVOICE_DAYS, to: end, nowMs })
    const base = Math.round(sold * shareAt(key, number))
    if (base === 0) continue
    const tax = Math.round(base * (TAX[currency] ?? 0))
    const invoiceId = `${currency}${String(Math.floor(drawAt(key, 7 * number) * 1e9)).padStart(9, '0')}-${number % 1000}`
    const postedMs =
      dayStartMs(home.timeZone, end) + Math.floor(drawAt(key, 7 * number + 1) * 20 * 3600) * 1000
    payments.push({ type: 'charge', invoiceId, currency, base, tax, postedMs })
    if (drawAt(key, 7 * number + 2) >= REFUNDED_SHARE) continue
    const back = 0.05 + drawAt(key, 7 * number + 3) * 0.3
    const later = postedMs + Math.round((100 + drawAt(key, 7 * number + 4) * 300) * HOUR_MS)
    payments.push({
      type: 'refund',
      invoiceId,
      currency,
      base: Math.round(base * back),
      tax: Math.round(tax * back),
      postedMs: Math.floor(later / 1000) * 1000,
    })
  }
  return payments
}

/** Advertising's share of sales: it drifts with the season of the year and wavers from invoice to invoice. */
function shareAt(key: number, number: number): number {
  const drift = drawAt(key, -Math.floor(number / 12))
  return 0.065 + drift * 0.055 + drawAt(key, 7 * number + 5) * 0.02
}

interface Days {
  readonly from: number
  readonly to: number
  readonly nowMs: number
}

function soldIn(
  seed: string,
  seller: Seller,
  { currency, from, to, nowMs }: Days & { readonly currency: string },
): number {
  return seller.marketplaces
    .filter((one) => one.defaultCurrencyCode === currency)
    .reduce((sum, marketplace) => {
      const span = {
        fromMs: dayStartMs(marketplace.timeZone, from),
        toMs: dayStartMs(marketplace.timeZone, to),
      }
      return sum + salesIn({ seed, seller, marketplace }, span, nowMs).sales
    }, 0)
}
