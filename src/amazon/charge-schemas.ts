import * as z from 'zod'
import { financesAmount } from './money-schema.ts'
import { pageToken } from './schemas.ts'

/** Amazon's own numbering of an invoice; anything else is shown as having none. */
const invoiceId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,79}$/)
  .optional()
  .catch(undefined)

/**
 * One advertising charge or refund. Its sign is ours: what Amazon calls a refund counts against the charges, whichever
 * sign Amazon wrote. All other events of the seller's finances fall away here, and with them orders and fees.
 */
const charge = z
  .object({
    postedDate: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
    transactionType: z
      .string()
      .max(40)
      .transform((text) => text.toLowerCase())
      .pipe(z.enum(['charge', 'refund'])),
    invoiceId,
    baseValue: financesAmount.optional(),
    taxValue: financesAmount.optional(),
    transactionValue: financesAmount,
  })
  .transform(({ postedDate, transactionType, invoiceId: invoice, transactionValue: total, ...parts }) => ({
    postedMs: postedDate,
    type: transactionType,
    invoice,
    currency: total.currency,
    minor: Math.abs(total.minor),
    taxMinor: parts.taxValue?.currency === total.currency ? Math.abs(parts.taxValue.minor) : undefined,
  }))
export type Charge = z.infer<typeof charge>

const typed = z.object({ transactionType: z.string().regex(/^(charge|refund)$/i) })

/** Amazon also lists events of other words, which move no money between the seller and its advertising: left out. */
const charges = z
  .array(z.unknown())
  .max(5000)
  .transform((events) => events.filter((event) => typed.safeParse(event).success))
  .pipe(z.array(charge))

/** One page of a window's events, of which only the advertising charges are parsed. */
export const financialEvents = z
  .object({
    payload: z.object({
      NextToken: pageToken,
      FinancialEvents: z.object({ ProductAdsPaymentEventList: charges.nullish() }).nullish(),
    }),
  })
  .transform(({ payload }) => ({
    charges: payload.FinancialEvents?.ProductAdsPaymentEventList ?? [],
    nextToken: payload.NextToken,
  }))
export type ChargesPage = z.infer<typeof financialEvents>
