import { listings, shelfKey } from './catalogue.ts'
import { type Chance, chanceFrom } from './chance.ts'
import type { Marketplace, Seller } from './sellers.ts'

/** Money in the currency's smallest unit, a whole number: cents, or yen. */
export interface Sale {
  readonly transactionId: string
  readonly orderId: string
  readonly type: 'Shipment' | 'Refund'
  readonly status: 'RELEASED' | 'DEFERRED'
  readonly marketplace: Marketplace
  readonly sku: string
  readonly asin: string
  readonly name: string
  readonly quantity: number
  readonly product: number
  readonly shipping: number
  readonly commission: number
  readonly fulfilment: number
  /** Seconds before the reference day's start at which it was posted; never within 48 hours of it. */
  readonly postedSecondsBefore: number
}

const DAY_SECONDS = 86_400
const NEWEST_SECONDS = 2 * DAY_SECONDS
const OLDEST_SECONDS = 150 * DAY_SECONDS
const DIGITS = '0123456789'

/** Made once for each seller. */
const made = new Map<string, readonly Sale[]>()
const MADE_MAX = 12

/** The seller's sales and refunds, newest first. The seed decides everything. */
export function sales(seed: string, seller: Seller): readonly Sale[] {
  const [home] = seller.marketplaces
  if (home === undefined) return []
  const key = shelfKey(seed, seller, home)
  const ledger = made.get(key) ?? makeSales(seed, seller)
  if (made.size >= MADE_MAX) made.clear()
  made.set(key, ledger)
  return ledger
}

function makeSales(seed: string, seller: Seller): readonly Sale[] {
  const byMarketplace = new Map(seller.marketplaces.map((one) => [one.id, listings(seed, seller, one)]))
  return Array.from({ length: seller.transactionCount }, (_, index) => {
    const chance = chanceFrom(`${seed}/${seller.id}/sale/${index}`)
    const marketplace = chance.happens(0.6) ? seller.marketplaces[0] : chance.pick(seller.marketplaces)
    if (marketplace === undefined) throw new Error('a seller without a marketplace')
    const listing = chance.pick(byMarketplace.get(marketplace.id) ?? [])
    const { sku, asin, name } = listing
    const sale = drawSale(chance)
    const amounts = drawAmounts(chance, marketplace, listing.demand.price * sale.quantity)
    return { ...sale, ...amounts, marketplace, sku, asin, name }
  }).toSorted((a, b) => a.postedSecondsBefore - b.postedSecondsBefore)
}

/** What the seller is owed for it, negative for a refund. */
export const saleTotal = (sale: Sale): number =>
  sale.product + sale.shipping + sale.commission + sale.fulfilment

function drawSale(chance: Chance) {
  const posted = chance.between(NEWEST_SECONDS, OLDEST_SECONDS)
  return {
    transactionId: chance.letters(`${DIGITS}abcdefghijklmnopqrstuvwxyz`, 32),
    orderId: `11${chance.letters(DIGITS, 1)}-${chance.letters(DIGITS, 7)}-${chance.letters(DIGITS, 7)}`,
    status: posted < 14 * DAY_SECONDS ? ('DEFERRED' as const) : ('RELEASED' as const),
    quantity: chance.happens(0.85) ? 1 : chance.between(2, 4),
    postedSecondsBefore: posted,
  }
}

function drawAmounts(chance: Chance, { priceFactor }: Marketplace, price: number) {
  const refunded = chance.happens(0.08)
  const sign = refunded ? -1 : 1
  return {
    type: refunded ? ('Refund' as const) : ('Shipment' as const),
    product: sign * price,
    shipping: sign * (chance.happens(0.2) ? Math.round(499 * priceFactor) : 0),
    // Amazon keeps 15 % and, on a refund, gives most of it back.
    commission: -sign * Math.round(price * 0.15),
    fulfilment: refunded ? 0 : -Math.round(chance.between(322, 799) * priceFactor),
  }
}
