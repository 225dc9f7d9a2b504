import type { Money } from '../../core/money.ts'
import { DAY_MS } from '../../core/time.ts'
import { type AdCharge, netOf } from './charges.ts'

/** Where the month may end. Never one number: a handful of invoices does not carry one. */
export type Projection =
  | { readonly kind: 'range'; readonly low: Money; readonly high: Money; readonly invoices: number }
  | { readonly kind: 'too-few-invoices'; readonly invoices: number }

const INVOICES_MIN = 3

/** Four months of five end within this many standard deviations of the mean. */
const RANGE_DEVIATIONS = 1.282

/** Net, in minor units. */
const sumOf = (charges: readonly AdCharge[]): number =>
  charges.reduce((sum, one) => sum + netOf(one).minor, 0)

/** The last two days may lack invoices that Amazon has not posted yet. */
const UNPOSTED_MS = 2 * DAY_MS

/**
 * The month's net charges at its end, as a range, in minor units. n invoices with mean x and deviation s have come in the
 * time observed; at that rate k more come in what is left, and add k·x ± 1.28·s·√(k + k²/n): their own scatter, and the
 * mean's. Refunds so far lower x. The low end counts the invoices up to now; the high end allows that the last two days'
 * have not been posted, so observes up to the last invoice but no less than a day. Below `spent` it never goes while
 * invoices cost money. Only from three invoices on.
 */
export function projectionOf(of: {
  /** The month's, of one currency, oldest first, each event once. */
  readonly charges: readonly AdCharge[]
  readonly month: { readonly startMs: number; readonly endMs: number }
  readonly nowMs: number
}): Projection {
  const { charges, month, nowMs } = of
  const charged = charges.filter((one) => one.type === 'charge')
  // What has no invoice stands alone.
  const invoiced = [...Map.groupBy(charged, (one) => one.invoiceId ?? one).values()].map(sumOf)
  const invoices = invoiced.length
  const last = charged.at(-1)
  if (invoices < INVOICES_MIN || last === undefined) return { kind: 'too-few-invoices', invoices }
  const spent = sumOf(charges)
  const mean = spent / invoices
  const gross = sumOf(charged) / invoices
  const squares = invoiced.reduce((sum, one) => sum + (one - gross) ** 2, 0)
  const deviation = Math.sqrt(squares / (invoices - 1))
  const end = (untilMs: number, sign: 1 | -1): number => {
    const observedMs = Math.max(DAY_MS, untilMs - month.startMs)
    const more = (invoices * Math.max(0, month.endMs - untilMs)) / observedMs
    const scatter = RANGE_DEVIATIONS * deviation * Math.sqrt(more + more ** 2 / invoices)
    return Math.round(spent + Math.max(0, more * mean + sign * scatter))
  }
  const { currency } = last.amount
  const postedUntilMs = Math.max(last.postedMs, nowMs - UNPOSTED_MS)
  return {
    kind: 'range',
    low: { minor: end(nowMs, -1), currency },
    high: { minor: end(postedUntilMs, 1), currency },
    invoices,
  }
}
