import { type Chance, chanceFrom } from './chance.ts'
import { type Demand, drawDemand } from './demand.ts'
import { hostileIdentity } from './hostile.ts'
import type { Marketplace, Seller } from './sellers.ts'
import { type Article, drawArticle, title } from './titles.ts'

/** Whole units, by where they are. */
export interface Stock {
  readonly fulfillable: number
  readonly inboundWorking: number
  readonly inboundShipped: number
  readonly inboundReceiving: number
  readonly reservedOrders: number
  readonly reservedTransfer: number
  readonly reservedProcessing: number
  readonly customerDamaged: number
  readonly warehouseDamaged: number
  readonly defective: number
  readonly researching: number
}

/** One SKU as listed in one marketplace. */
export interface Listing {
  readonly sku: string
  readonly asin: string
  readonly fnSku: string
  readonly name: string
  readonly stock: Stock
  /** What makes its sales, day by day. */
  readonly demand: Demand
  /** Seconds before the reference day's start at which Amazon last touched the figures; undefined: it names no time. */
  readonly updatedSecondsBefore: number | undefined
  /** Still listed, but with no units left and none to come: no report names it. */
  readonly isGivenUp: boolean
}

interface Item {
  readonly index: number
  readonly sku: string
  readonly asin: string
  readonly fnSku: string
  readonly article: Article
}

const UPPER = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const DIGITS = '0123456789'
const ASIN_LETTERS = DIGITS + UPPER

/** Made once for each marketplace: a sweep asks 24 times for the same 1,200. */
const made = new Map<string, readonly Listing[]>()
/** All are forgotten when there are this many, so that changes of size do not pile up. */
const MADE_MAX = 16

/** What the seller's listings in one marketplace follow from, as one text. */
export const shelfKey = (seed: string, seller: Seller, marketplace: Marketplace): string =>
  `${seed}/${seller.id}/${marketplace.id}/${seller.skuCount}/${seller.hostile === true ? 'hostile' : ''}`

/** The seller's listings in one marketplace, ordered by SKU. The seed decides everything. */
export function listings(seed: string, seller: Seller, marketplace: Marketplace): readonly Listing[] {
  const key = shelfKey(seed, seller, marketplace)
  const known = made.get(key)
  if (known !== undefined) return known
  const listing = makeListings(seed, seller, marketplace)
  if (made.size >= MADE_MAX) made.clear()
  made.set(key, listing)
  return listing
}

function makeListings(seed: string, seller: Seller, marketplace: Marketplace): readonly Listing[] {
  const listed = items(seed, seller).filter(
    (item) =>
      marketplace.listed === 1 ||
      chanceFrom(`${seed}/${seller.id}/${marketplace.id}/listed/${item.index}`).next() < marketplace.listed,
  )
  return listed
    .map((item) => {
      const chance = chanceFrom(`${seed}/${seller.id}/${marketplace.id}/stock/${item.index}`)
      const demand = drawDemand(seed, seller, marketplace, item.index)
      const name = title(item.article, seller.brand, marketplace.titles)
      return {
        sku: item.sku,
        asin: item.asin,
        fnSku: item.fnSku,
        name,
        ...(seller.hostile === true ? hostileIdentity(item, name) : {}),
        demand,
        ...(isGivenUp(demand) ? givenUp(demand) : kept(chance, demand)),
      }
    })
    .toSorted((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0))
}

/** Every second one of those that do not sell. */
const isGivenUp = ({ life, key }: Demand): boolean =>
  (life === 'never' || life === 'stopped') && key % 2 === 0

const kept = (chance: Chance, demand: Demand): Pick<Listing, Shelved> => ({
  stock: drawStock(chance, demand),
  updatedSecondsBefore: chance.between(60, 20 * 86_400),
  isGivenUp: false,
})

/** Its last units were taken back a hundred days ago; of one that never had any Amazon names no time. */
const givenUp = ({ life }: Demand): Pick<Listing, Shelved> => ({
  stock: NO_STOCK,
  updatedSecondsBefore: life === 'never' ? undefined : 100 * 86_400,
  isGivenUp: true,
})

type Shelved = 'stock' | 'updatedSecondsBefore' | 'isGivenUp'

const NO_STOCK: Stock = {
  fulfillable: 0,
  inboundWorking: 0,
  inboundShipped: 0,
  inboundReceiving: 0,
  reservedOrders: 0,
  reservedTransfer: 0,
  reservedProcessing: 0,
  customerDamaged: 0,
  warehouseDamaged: 0,
  defective: 0,
  researching: 0,
}

/** All units of a listing, as Amazon's `totalQuantity` counts them. */
export function totalUnits(stock: Stock): number {
  return Object.values(stock).reduce((sum: number, units: number) => sum + units, 0)
}

export const totalInbound = (stock: Stock): number =>
  stock.inboundWorking + stock.inboundShipped + stock.inboundReceiving
export const totalReserved = (stock: Stock): number =>
  stock.reservedOrders + stock.reservedTransfer + stock.reservedProcessing
export const totalUnfulfillable = (stock: Stock): number =>
  stock.customerDamaged + stock.warehouseDamaged + stock.defective

function items(seed: string, seller: Seller): Item[] {
  const taken = new Set<string>()
  return Array.from({ length: seller.skuCount }, (_, index) => {
    const chance = chanceFrom(`${seed}/${seller.id}/item/${index}`)
    const article = drawArticle(chance, seller.region)
    let sku = index === 0 ? '00902-DSI' : drawSku(chance, seller, article)
    while (taken.has(sku)) sku = drawSku(chance, seller, article)
    taken.add(sku)
    const asin = `B0${chance.letters(ASIN_LETTERS, 8)}`
    return { index, sku, asin, fnSku: `X00${chance.letters(ASIN_LETTERS, 7)}`, article }
  })
}

/**
 * SKUs as sellers really write them: old numbering with leading zeros, a house scheme, Amazon's own, bare digits
 * that a spreadsheet would shorten, and a few with blanks, slashes, dots or a leading sign.
 */
function drawSku(chance: Chance, seller: Seller, article: Article): string {
  const draw = chance.next()
  const { code } = article.product
  if (draw < 0.25) return `${chance.letters(DIGITS, 5).replace(/^./, '0')}-${chance.letters(UPPER, 3)}`
  if (draw < 0.65) return `${seller.prefix}-${code}-${chance.letters(DIGITS, 4)}-${article.colour.code}`
  if (draw < 0.85) {
    const tail = `${chance.letters(ASIN_LETTERS, 4)}-${chance.letters(ASIN_LETTERS, 4)}`
    return `${chance.letters(DIGITS, 1)}${chance.letters(UPPER, 1)}-${tail}`
  }
  if (draw < 0.95) return `00${chance.letters(DIGITS, 11)}`
  if (draw < 0.99) return `${code.toLowerCase()} ${chance.letters(DIGITS, 3)}/2pk.${chance.between(1, 9)}`
  return `${chance.pick(['+', '-', '='])}${code}-SALE-${chance.letters(DIGITS, 4)}`
}

/**
 * Stock that fits the demand: what lies ready lasts for its days of cover, and the less there is the likelier some is
 * on its way, in cartons of a dozen.
 */
function drawStock(chance: Chance, demand: Demand): Stock {
  const out = demand.life === 'out'
  const daily = demand.unitsADay
  const dead = demand.life === 'never' || demand.life === 'stopped'
  const fulfillable = out
    ? 0
    : dead
      ? chance.between(3, 140)
      : Math.max(1, Math.round(daily * demand.coverDays))
  const some = (share: number, most: number): number => (chance.happens(share) ? chance.between(1, most) : 0)
  const cartons = (share: number, days: number): number =>
    !dead && chance.happens(share)
      ? 12 * Math.max(1, Math.round((daily * days * (0.6 + chance.next())) / 12))
      : 0
  const low = demand.coverDays < 21
  return {
    fulfillable,
    inboundWorking: cartons(low ? 0.3 : 0.1, 30),
    inboundShipped: cartons(low ? 0.5 : 0.12, 45),
    inboundReceiving: cartons(low ? 0.25 : 0.06, 15),
    reservedOrders: out || dead ? 0 : some(Math.min(0.9, 0.2 + daily), Math.max(1, Math.ceil(daily * 1.2))),
    reservedTransfer: out || dead ? 0 : some(0.2, Math.max(2, Math.ceil(daily * 3))),
    reservedProcessing: out || dead ? 0 : some(0.15, Math.max(1, Math.ceil(daily))),
    customerDamaged: some(0.1, 9),
    warehouseDamaged: some(0.05, 4),
    defective: some(0.04, 5),
    researching: some(0.05, 6),
  }
}
