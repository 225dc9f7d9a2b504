import { dayStartMs, localDay } from './calendar.ts'
import { type Listing, listings, shelfKey } from './catalogue.ts'
import { chanceFrom, drawAt, hashText } from './chance.ts'
import { eachDay } from './history.ts'
import { itemsOf, type OrderItem } from './order-items.ts'
import { lifeOf, type OrderStatus, type OrderTimes, statusAt, updatedMs } from './order-life.ts'
import type { Marketplace, Seller } from './sellers.ts'

/** One order of one SKU. Money in the currency's smallest unit; times in milliseconds. */
export interface Order extends OrderTimes {
  readonly orderId: string
  readonly orderItemId: string
  readonly marketplace: Marketplace
  readonly sku: string
  readonly asin: string
  readonly name: string
  readonly quantity: number
  readonly price: number
}

/** An order as it stands at a moment. */
export interface StandingOrder extends Order {
  readonly status: OrderStatus
  readonly updatedMs: number
  /** Units that are on their way. */
  readonly shipped: number
}

/** Orders are known this many days back. */
export const ORDER_DAYS = 10
const HOUR_MS = 3_600_000
/** A little more than the two minutes that searches leave out. */
const YOUNG_MS = 3 * 60_000
const OPEN: ReadonlySet<OrderStatus> = new Set(['PENDING', 'UNSHIPPED', 'PARTIALLY_SHIPPED'])

/** Made once a day for each seller: some thousands. */
const made = new Map<string, readonly Order[]>()
const MADE_MAX = 12

export const isOpen = (order: StandingOrder): boolean => OPEN.has(order.status)

/**
 * A seller's orders of the last days as they stand at a moment, newest first: exactly the order items that the SKUs'
 * histories tell of. Where control has set how many are open, the newest open ones are left out or older ones added; and
 * none is so young that a search, which ends two minutes ago, would not find it yet.
 */
export function ordersAt(seed: string, seller: Seller, nowMs: number): readonly StandingOrder[] {
  const newestMs = seller.openOrders === undefined ? nowMs : nowMs - YOUNG_MS
  const standing = dayOrders(seed, seller, nowMs)
    .filter((order) => order.createdMs <= newestMs)
    .map((order) => standingAt(order, nowMs))
  if (seller.openOrders === undefined) return standing
  const open = standing.filter(isOpen)
  const surplus = new Set(open.slice(0, Math.max(0, open.length - seller.openOrders)))
  const kept = standing.filter((order) => !surplus.has(order))
  const missing = seller.openOrders - open.length
  if (missing <= 0) return kept
  const added = backlog(seed, seller, { count: missing, nowMs }).map((order) => standingAt(order, nowMs))
  return [...kept, ...added].toSorted((a, b) => b.createdMs - a.createdMs)
}

function standingAt(order: Order, nowMs: number): StandingOrder {
  const status = statusAt(order, nowMs)
  const shipped = status === 'SHIPPED' ? order.quantity : status === 'PARTIALLY_SHIPPED' ? 1 : 0
  return { ...order, status, updatedMs: updatedMs(order, nowMs), shipped }
}

function dayOrders(seed: string, seller: Seller, nowMs: number): readonly Order[] {
  const shelves = seller.marketplaces.map((marketplace) => ({
    marketplace,
    today: localDay(marketplace.timeZone, nowMs),
  }))
  const key = shelves
    .map(({ marketplace, today }) => `${shelfKey(seed, seller, marketplace)}/${today}`)
    .join('|')
  const known = made.get(key)
  if (known !== undefined) return known
  const orders = shelves
    .flatMap(({ marketplace, today }) => shelfOrders(seed, seller, { marketplace, today }))
    .toSorted((a, b) => b.createdMs - a.createdMs)
  if (made.size >= MADE_MAX) made.clear()
  made.set(key, orders)
  return orders
}

function shelfOrders(
  seed: string,
  seller: Seller,
  { marketplace, today }: { readonly marketplace: Marketplace; readonly today: number },
): Order[] {
  const orders: Order[] = []
  const range = { from: today - ORDER_DAYS + 1, to: today }
  for (const listing of listings(seed, seller, marketplace)) {
    eachDay(listing.demand, range, today, (day, units, price) => {
      if (units === 0) return
      const start = dayStartMs(marketplace.timeZone, day)
      const length = dayStartMs(marketplace.timeZone, day + 1) - start
      itemsOf(listing.demand, day, units).forEach((item, number) => {
        const key = hashText(`${listing.demand.key}/${day}/${number}`)
        const createdMs = Math.floor((start + item.at * length) / 1000) * 1000
        orders.push(orderOf(key, { seller, marketplace, listing, item, price, createdMs }))
      })
    })
  }
  return orders
}

interface Placed {
  readonly seller: Seller
  readonly marketplace: Marketplace
  readonly listing: Listing
  readonly item: Pick<OrderItem, 'quantity' | 'merchant'>
  readonly price: number
  readonly createdMs: number
}

function orderOf(key: number, { seller, marketplace, listing, item, price, createdMs }: Placed): Order {
  const digits = (salt: number): string => String(Math.floor(drawAt(key, salt) * 10_000_000)).padStart(7, '0')
  return {
    orderId: `11${Math.floor(drawAt(key, 1) * 10)}-${digits(2)}-${digits(3)}`,
    orderItemId: `1${digits(4)}${digits(5).slice(1)}`,
    marketplace,
    sku: listing.sku,
    asin: listing.asin,
    name: listing.name,
    quantity: item.quantity,
    price,
    ...lifeOf(key, { seller, marketplace, merchant: item.merchant, quantity: item.quantity, createdMs }),
  }
}

/** Orders of the last two days that the seller has still to ship; the hour decides when they came. */
function backlog(
  seed: string,
  seller: Seller,
  { count, nowMs }: { readonly count: number; readonly nowMs: number },
): Order[] {
  const [marketplace] = seller.marketplaces
  if (marketplace === undefined) throw new Error('a seller without a marketplace')
  const shelf = listings(seed, seller, marketplace)
  const hour = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const chance = chanceFrom(`${seed}/${seller.id}/backlog`)
  return Array.from({ length: count }, (_, number) => {
    const listing = chance.pick(shelf)
    const item = { quantity: chance.between(1, 3), merchant: true }
    const createdMs = hour - chance.between(4, 46 * 60) * 60_000
    const key = hashText(`${seed}/${seller.id}/backlog/${number}`)
    const order = orderOf(key, { seller, marketplace, listing, item, price: listing.demand.price, createdMs })
    const shipByMs = Math.max(order.shipByMs, hour + HOUR_MS)
    return { ...order, shipByMs, cancelledMs: undefined, partlyMs: undefined, shippedMs: nowMs + HOUR_MS }
  })
}
