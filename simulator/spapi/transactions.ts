import * as z from 'zod'
import { invalidInput, type Reply } from '../reply.ts'
import { type Sale, sales, saleTotal } from '../sellers/ledger.ts'
import type { Seller } from '../sellers/sellers.ts'
import { readSetting, writeSetting } from '../tables.ts'
import { now } from '../world.ts'
import {
  amount,
  isoSeconds,
  marketplaceOf,
  type OperationCall,
  queryObject,
  referenceDayMs,
  success,
} from './answer.ts'
import { issuePageToken, positionOf } from './page-token.ts'

const PAGE_SIZE = 100
/** Amazon names no life for these page tokens; an hour keeps the table small. */
const PAGE_TOKEN_MS = 3_600_000
/** Times must be more than two minutes before the request. */
const NEWEST_MS = 2 * 60_000
/** A wider window answers an empty list, not an error. */
const WINDOW_MS_MAX = 180 * 86_400_000

/** A date, or a date and time with its zone. */
const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })])
const parameters = z.object({
  postedAfter: moment.optional(),
  postedBefore: moment.optional(),
  marketplaceId: z.string().min(1).optional(),
  transactionStatus: z.enum(['DEFERRED', 'RELEASED', 'DEFERRED_RELEASED']).optional(),
  relatedIdentifierName: z.enum(['ORDER_ID', 'FINANCIAL_EVENT_GROUP_ID']).optional(),
  relatedIdentifierValue: z.string().min(1).optional(),
  nextToken: z.string().optional(),
})
type Parameters = z.infer<typeof parameters>

/** Whether the seller has any transactions at all: a new seller has none, and then nothing confirms its id. */
export const hasTransactions = (sql: SqlStorage, seller: string): boolean =>
  readSetting(sql, `transactions/${seller}`) !== 'off'

/** Gives a seller its transactions, or takes them away. Idempotent. */
export function setTransactions(sql: SqlStorage, seller: string, on: boolean): void {
  writeSetting(sql, `transactions/${seller}`, on ? undefined : 'off')
}

/**
 * listTransactions (2024-06-19): newest first, 100 a page, each naming the selling partner. `postedAfter` or a
 * related identifier is required; the last 48 hours are never there yet.
 */
export function listTransactions({ world, seller, query }: OperationCall): Reply {
  const parsed = parameters.safeParse(queryObject(query))
  if (!parsed.success) return invalidInput()
  const asked = parsed.data
  const window = windowOf(asked, now(world))
  if (window === undefined) return invalidInput('The given date range is invalid.')
  if (asked.marketplaceId !== undefined) {
    const found = marketplaceOf(seller, asked.marketplaceId)
    if ('refusal' in found) return found.refusal
  }
  const { nextToken, ...repeated } = asked
  const paging = {
    operation: 'listTransactions' as const,
    seller: seller.id,
    arguments: JSON.stringify(repeated),
  }
  const start = nextToken === undefined ? 0 : positionOf(world, nextToken, paging)
  if (start === undefined) return invalidInput('The nextToken is invalid or has expired.')
  const dayMs = referenceDayMs(now(world))
  const all = hasTransactions(world.sql, seller.id) ? sales(world.variables.SEED, seller) : []
  const matching = all.filter((sale) => matches(sale, asked, window, postedMs(sale, dayMs)))
  const end = start + PAGE_SIZE
  const more = end < matching.length
  return success({
    payload: {
      ...(more ? { nextToken: issuePageToken(world, paging, end, PAGE_TOKEN_MS) } : {}),
      transactions: matching
        .slice(start, end)
        .map((sale) => transaction(sale, seller, postedMs(sale, dayMs))),
    },
  })
}

interface Window {
  readonly fromMs: number
  readonly toMs: number
}

/** The half-open window asked for; undefined where Amazon answers 400; empty where it is too wide. */
function windowOf(asked: Parameters, nowMs: number): Window | undefined {
  const related = asked.relatedIdentifierName !== undefined && asked.relatedIdentifierValue !== undefined
  const newestMs = nowMs - NEWEST_MS
  if (asked.postedAfter === undefined) return related ? { fromMs: 0, toMs: newestMs } : undefined
  const fromMs = Date.parse(asked.postedAfter)
  const toMs = asked.postedBefore === undefined ? newestMs : Date.parse(asked.postedBefore)
  if (fromMs > newestMs || toMs > newestMs || toMs <= fromMs) return undefined
  return toMs - fromMs > WINDOW_MS_MAX ? { fromMs: 0, toMs: 0 } : { fromMs, toMs }
}

function matches(sale: Sale, asked: Parameters, window: Window, postedAtMs: number): boolean {
  if (postedAtMs < window.fromMs || postedAtMs >= window.toMs) return false
  if (asked.marketplaceId !== undefined && sale.marketplace.id !== asked.marketplaceId) return false
  if (asked.transactionStatus !== undefined && sale.status !== asked.transactionStatus) return false
  if (asked.relatedIdentifierName === undefined) return true
  return asked.relatedIdentifierName === 'ORDER_ID' && sale.orderId === asked.relatedIdentifierValue
}

const postedMs = (sale: Sale, dayMs: number): number => dayMs - sale.postedSecondsBefore * 1000

function transaction(sale: Sale, seller: Seller, postedAtMs: number): object {
  const currencyCode = sale.marketplace.defaultCurrencyCode
  const money = (units: number): object => ({ currencyCode, currencyAmount: amount(units, currencyCode) })
  const line = (breakdownType: string, units: number): object => ({
    breakdownType,
    breakdownAmount: money(units),
    breakdowns: [],
  })
  const breakdowns = [
    {
      ...line('Sales', sale.product + sale.shipping),
      breakdowns: [line('ProductCharges', sale.product), line('Shipping', sale.shipping)],
    },
    {
      ...line('Expenses', sale.commission + sale.fulfilment),
      breakdowns: [line('Commission', sale.commission), line('FBAPerUnitFulfillmentFee', sale.fulfilment)],
    },
  ]
  return {
    sellingPartnerMetadata: {
      sellingPartnerId: seller.id,
      accountType: 'Standard Orders',
      marketplaceId: sale.marketplace.id,
    },
    relatedIdentifiers: [{ relatedIdentifierName: 'ORDER_ID', relatedIdentifierValue: sale.orderId }],
    transactionType: sale.type,
    transactionId: sale.transactionId,
    transactionStatus: sale.status,
    description: sale.type === 'Refund' ? 'Refund Order' : 'Order Payment',
    postedDate: isoSeconds(postedAtMs),
    totalAmount: money(saleTotal(sale)),
    marketplaceDetails: { marketplaceId: sale.marketplace.id, marketplaceName: sale.marketplace.name },
    items: [
      {
        description: sale.name,
        totalAmount: money(saleTotal(sale)),
        breakdowns,
        contexts: [
          {
            contextType: 'ProductContext',
            asin: sale.asin,
            sku: sale.sku,
            quantityShipped: sale.quantity,
            fulfillmentNetwork: 'AFN',
          },
        ],
      },
    ],
    contexts: [],
    breakdowns,
  }
}
