import { listings } from './catalogue.ts'
import { type Chance, chanceFrom } from './chance.ts'
import { sales } from './ledger.ts'
import { type Buyer, drawBuyer } from './people.ts'
import type { Marketplace, Seller } from './sellers.ts'

/** One order of one SKU. Money in the currency's smallest unit; times in seconds before the reference day's start. */
export interface Order {
  readonly orderId: string
  readonly orderItemId: string
  readonly status: 'PENDING' | 'UNSHIPPED' | 'SHIPPED' | 'CANCELLED'
  readonly fulfilledBy: 'AMAZON' | 'MERCHANT'
  readonly marketplace: Marketplace
  readonly sku: string
  readonly asin: string
  readonly name: string
  readonly quantity: number
  readonly product: number
  readonly shipping: number
  readonly createdSecondsBefore: number
  readonly updatedSecondsBefore: number
  readonly buyer: Buyer
}

const HOUR_SECONDS = 3600
const DAY_SECONDS = 24 * HOUR_SECONDS
const DIGITS = '0123456789'
/** Orders too young for a transaction: the states that a seller has work with. */
const YOUNG = [
  ['UNSHIPPED', 'MERCHANT'],
  ['UNSHIPPED', 'MERCHANT'],
  ['PENDING', 'AMAZON'],
  ['CANCELLED', 'MERCHANT'],
] as const
/** Of the many that were shipped, the newest few. */
const SHIPPED_COUNT = 8

/** Made once for each seller. */
const made = new Map<string, readonly Order[]>()

/** A seller's orders, newest first: a few still open, and the newest of those that `listTransactions` tells of. */
export function orders(seed: string, seller: Seller): readonly Order[] {
  const key = `${seed}/${seller.id}`
  const all = made.get(key) ?? [...youngOrders(seed, seller), ...shippedOrders(seed, seller)]
  made.set(key, all)
  return all
}

function youngOrders(seed: string, seller: Seller): Order[] {
  const [marketplace] = seller.marketplaces
  if (marketplace === undefined) throw new Error('a seller without a marketplace')
  return YOUNG.map(([status, fulfilledBy], index) => {
    const chance = chanceFrom(`${seed}/${seller.id}/order/${index}`)
    const { sku, asin, name } = chance.pick(listings(seed, seller, marketplace))
    const createdSecondsBefore = (index + 1) * 6 * HOUR_SECONDS + chance.between(0, HOUR_SECONDS)
    return {
      orderId: `11${chance.letters(DIGITS, 1)}-${chance.letters(DIGITS, 7)}-${chance.letters(DIGITS, 7)}`,
      ...drawRest(chance, marketplace),
      status,
      fulfilledBy,
      marketplace,
      sku,
      asin,
      name,
      quantity: chance.between(1, 3),
      product: chance.between(899, 7999),
      shipping: 0,
      createdSecondsBefore,
      updatedSecondsBefore: createdSecondsBefore - chance.between(60, HOUR_SECONDS),
    }
  })
}

function shippedOrders(seed: string, seller: Seller): Order[] {
  return sales(seed, seller)
    .filter((sale) => sale.type === 'Shipment')
    .slice(0, SHIPPED_COUNT)
    .map((sale) => {
      const chance = chanceFrom(`${seed}/${seller.id}/order/${sale.orderId}`)
      return {
        orderId: sale.orderId,
        ...drawRest(chance, sale.marketplace),
        status: 'SHIPPED' as const,
        fulfilledBy: 'AMAZON' as const,
        marketplace: sale.marketplace,
        sku: sale.sku,
        asin: sale.asin,
        name: sale.name,
        quantity: sale.quantity,
        product: sale.product,
        shipping: sale.shipping,
        createdSecondsBefore: sale.postedSecondsBefore + chance.between(HOUR_SECONDS, 2 * DAY_SECONDS),
        updatedSecondsBefore: sale.postedSecondsBefore,
      }
    })
}

const drawRest = (chance: Chance, marketplace: Marketplace) => ({
  orderItemId: `1${chance.letters(DIGITS, 13)}`,
  buyer: drawBuyer(chance, marketplace),
})
