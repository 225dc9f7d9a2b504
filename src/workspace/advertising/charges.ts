import * as z from 'zod'
import { type Day, dayOf } from '../../core/day.ts'
import { type Money, sumByCurrency } from '../../core/money.ts'

/**
 * One advertising event of Amazon's finances, as it is stored and reckoned with: an invoice charged to the account, or a
 * refund of one. Amazon names no marketplace, campaign or click with it.
 */
export const adCharge = z.object({
  /** Left out where Amazon named none, or none that we know as such. */
  invoiceId: z.string().optional(),
  type: z.enum(['charge', 'refund']),
  postedMs: z.number(),
  /** Base and tax together: what the account was charged. Its sign is Amazon's habit and is not relied on. */
  amount: z.object({ minor: z.number(), currency: z.string() }),
})
export type AdCharge = Readonly<z.infer<typeof adCharge>>

/** All that Amazon tells of an event, which has no id of its own; an invoice's may hold several transactions. */
const tellingOf = ({ type, invoiceId, postedMs, amount }: AdCharge): string =>
  `${type} ${invoiceId ?? ''} ${postedMs} ${amount.currency} ${Math.abs(amount.minor)}`

export interface Totals {
  readonly currency: string
  /** All three in minor units; charged and refunded are never negative, net = charged − refunded. */
  readonly charged: number
  readonly refunded: number
  readonly net: number
}

/** What an event adds to the spending: charges count up, refunds down, whichever sign Amazon wrote. */
export const netOf = ({ type, amount }: AdCharge): Money => {
  const size = Math.abs(amount.minor)
  return { minor: type === 'charge' || size === 0 ? size : -size, currency: amount.currency }
}

/**
 * The events of one window with those of one more page of it. Events that are told alike on one page are as many
 * events; told again on another page they are the same ones, since an event that comes in meanwhile moves the others
 * from page to page. So of each telling there are as many as on the page that has most. Oldest first. Pure.
 */
export function withPage(known: readonly AdCharge[], page: readonly AdCharge[]): readonly AdCharge[] {
  const before = Map.groupBy(known, tellingOf)
  const more = [...Map.groupBy(page, tellingOf)].flatMap(([telling, events]) =>
    events.slice(before.get(telling)?.length ?? 0),
  )
  return oldestFirst([...known, ...more])
}

/** By time, then by what is told of them, so that equal histories are stored alike. */
export const oldestFirst = (charges: readonly AdCharge[]): readonly AdCharge[] =>
  charges.toSorted((a, b) => a.postedMs - b.postedMs || byText(tellingOf(a), tellingOf(b)))

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Charged, refunded and net per currency, by currency code. */
export function totalsOf(charges: readonly AdCharge[]): readonly Totals[] {
  const sumOf = (type: AdCharge['type']): ReadonlyMap<string, number> =>
    new Map(
      sumByCurrency(charges.filter((one) => one.type === type).map(netOf)).map((one) => [
        one.currency,
        Math.abs(one.minor),
      ]),
    )
  const [charged, refunded] = [sumOf('charge'), sumOf('refund')]
  return [...new Set([...charged.keys(), ...refunded.keys()])].sort(byText).map((currency) => {
    const [up, down] = [charged.get(currency) ?? 0, refunded.get(currency) ?? 0]
    return { currency, charged: up, refunded: down, net: up - down }
  })
}

export interface ChargesOfDay extends Totals {
  readonly day: Day
}

/** Totals of each day that has any, in the store's home zone; by day, then currency. Each event once. */
export function chargesByDay(charges: Iterable<AdCharge>, zone: string): readonly ChargesOfDay[] {
  return [...Map.groupBy(charges, (one) => dayOf(one.postedMs, zone))]
    .sort(([a], [b]) => byText(a, b))
    .flatMap(([day, ofDay]) => totalsOf(ofDay).map((totals) => ({ day, ...totals })))
}

export interface Invoice extends Totals {
  readonly invoiceId: string | undefined
  /** When its first event was posted; a refund may follow in another month. */
  readonly postedMs: number
}

/** Each invoice with its refunds beside it, per currency; newest first. Each event once. */
export function invoicesOf(charges: Iterable<AdCharge>): readonly Invoice[] {
  // What has no invoice stands alone.
  return [...Map.groupBy(charges, (one) => one.invoiceId ?? one)]
    .flatMap(([key, events]) => {
      const postedMs = Math.min(...events.map((one) => one.postedMs))
      const invoiceId = typeof key === 'string' ? key : undefined
      return totalsOf(events).map((totals) => ({ invoiceId, postedMs, ...totals }))
    })
    .sort((a, b) => b.postedMs - a.postedMs || byText(a.invoiceId ?? '', b.invoiceId ?? ''))
}
