import * as z from 'zod'
import { invalidInput, type Reply } from '../reply.ts'
import { type AdPayment, adPayments } from '../sellers/advertising.ts'
import { type Sale, sales } from '../sellers/ledger.ts'
import type { Seller } from '../sellers/sellers.ts'
import { now, type World } from '../world.ts'
import { amount, isoSeconds, type OperationCall, queryObject, referenceDayMs, success } from './answer.ts'
import { issuePageToken, positionOf } from './page-token.ts'
import { hasTransactions } from './transactions.ts'

/** Amazon names no life for these page tokens; an hour keeps the table small. */
const PAGE_TOKEN_MS = 3_600_000
/** Times must be more than two minutes before the request. */
const NEWEST_MS = 2 * 60_000
/** A wider window answers an empty list, not an error. */
const WINDOW_MS_MAX = 180 * 86_400_000

const parameters = z.object({
  MaxResultsPerPage: z.coerce.number().int().min(1).max(100).default(100),
  PostedAfter: z.iso.datetime({ offset: true }),
  PostedBefore: z.iso.datetime({ offset: true }).optional(),
  NextToken: z.string().optional(),
})

/** One event of any kind, with the list that it belongs in. */
interface Event {
  readonly list: 'ShipmentEventList' | 'RefundEventList' | 'ProductAdsPaymentEventList'
  readonly postedMs: number
  readonly tell: () => object
}

/**
 * listFinancialEvents (v0): what advertising cost, and a sample of shipments and refunds, newest first. Money that
 * leaves the seller is negative, as everywhere in Amazon's finances: a charge is, a refund of one is not.
 */
export function listFinancialEvents({ world, seller, query }: OperationCall): Reply {
  const parsed = parameters.safeParse(queryObject(query))
  if (!parsed.success) return invalidInput()
  const { NextToken: nextToken, MaxResultsPerPage: pageSize, ...asked } = parsed.data
  const nowMs = now(world)
  const newestMs = nowMs - NEWEST_MS
  const fromMs = Date.parse(asked.PostedAfter)
  const toMs = asked.PostedBefore === undefined ? newestMs : Date.parse(asked.PostedBefore)
  if (fromMs > newestMs || toMs > newestMs || toMs <= fromMs) {
    return invalidInput('The given date range is invalid.')
  }
  const paging = {
    operation: 'listFinancialEvents' as const,
    seller: seller.id,
    arguments: JSON.stringify({ ...asked, pageSize }),
  }
  const start = nextToken === undefined ? 0 : positionOf(world, nextToken, paging)
  if (start === undefined) return invalidInput('The NextToken is invalid or has expired.')
  const tooWide = toMs - fromMs > WINDOW_MS_MAX
  const events = tooWide
    ? []
    : eventsOf(world, seller, nowMs).filter((one) => one.postedMs >= fromMs && one.postedMs < toMs)
  const end = start + pageSize
  const more = end < events.length
  return success({
    payload: {
      ...(more ? { NextToken: issuePageToken(world, paging, end, PAGE_TOKEN_MS) } : {}),
      FinancialEvents: listed(events.slice(start, end)),
    },
  })
}

function eventsOf(world: World, seller: Seller, nowMs: number): Event[] {
  const seed = world.variables.SEED
  const dayMs = referenceDayMs(nowMs)
  const shipments = hasTransactions(world.sql, seller.id) ? sales(seed, seller) : []
  return [
    ...adPayments(seed, seller, nowMs).map((payment) => ({
      list: 'ProductAdsPaymentEventList' as const,
      postedMs: payment.postedMs,
      tell: () => adEvent(payment),
    })),
    ...shipments.map((sale) => {
      const postedMs = dayMs - sale.postedSecondsBefore * 1000
      return {
        list: sale.type === 'Refund' ? ('RefundEventList' as const) : ('ShipmentEventList' as const),
        postedMs,
        tell: () => shipmentEvent(sale, postedMs),
      }
    }),
  ].toSorted((a, b) => b.postedMs - a.postedMs)
}

/** Events by their lists; a list without any is there and empty. */
function listed(events: readonly Event[]): object {
  const of = (list: Event['list']) => events.filter((one) => one.list === list).map((one) => one.tell())
  return {
    ShipmentEventList: of('ShipmentEventList'),
    RefundEventList: of('RefundEventList'),
    ProductAdsPaymentEventList: of('ProductAdsPaymentEventList'),
  }
}

const money = (units: number, currency: string): object => ({
  CurrencyCode: currency,
  CurrencyAmount: amount(units, currency),
})

function adEvent({ type, invoiceId, currency, base, tax, postedMs }: AdPayment): object {
  const sign = type === 'charge' ? -1 : 1
  return {
    postedDate: isoSeconds(postedMs),
    transactionType: type,
    invoiceId,
    baseValue: money(sign * base, currency),
    // Without tax it is 0, not -0.
    taxValue: money(tax === 0 ? 0 : sign * tax, currency),
    transactionValue: money(sign * (base + tax), currency),
  }
}

function shipmentEvent(sale: Sale, postedMs: number): object {
  const currency = sale.marketplace.defaultCurrencyCode
  const charges = [
    { ChargeType: 'Principal', ChargeAmount: money(sale.product, currency) },
    { ChargeType: 'ShippingCharge', ChargeAmount: money(sale.shipping, currency) },
  ]
  const fees = [
    { FeeType: 'Commission', FeeAmount: money(sale.commission, currency) },
    { FeeType: 'FBAPerUnitFulfillmentFee', FeeAmount: money(sale.fulfilment, currency) },
  ]
  const item = { SellerSKU: sale.sku, QuantityShipped: sale.quantity }
  const refund = sale.type === 'Refund'
  return {
    AmazonOrderId: sale.orderId,
    MarketplaceName: sale.marketplace.name,
    PostedDate: isoSeconds(postedMs),
    ...(refund
      ? {
          ShipmentItemAdjustmentList: [
            { ...item, ItemChargeAdjustmentList: charges, ItemFeeAdjustmentList: fees },
          ],
        }
      : { ShipmentItemList: [{ ...item, ItemChargeList: charges, ItemFeeList: fees }] }),
  }
}
