import { type Chance, chanceFrom } from './chance.ts'
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
  /** Seconds before the reference day's start at which Amazon last touched the figures. */
  readonly updatedSecondsBefore: number
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

/** The seller's listings in one marketplace, ordered by SKU. The seed decides everything. */
export function listings(seed: string, seller: Seller, marketplace: Marketplace): readonly Listing[] {
  const key = `${seed}/${seller.id}/${marketplace.id}`
  const listing = made.get(key) ?? makeListings(seed, seller, marketplace)
  made.set(key, listing)
  return listing
}

function makeListings(seed: string, seller: Seller, marketplace: Marketplace): readonly Listing[] {
  const listed = items(seed, seller).filter(
    (item) =>
      chanceFrom(`${seed}/${seller.id}/${marketplace.id}/listed/${item.index}`).next() < marketplace.listed,
  )
  return listed
    .map((item) => {
      const chance = chanceFrom(`${seed}/${seller.id}/${marketplace.id}/stock/${item.index}`)
      return {
        sku: item.sku,
        asin: item.asin,
        fnSku: item.fnSku,
        name: title(item.article, seller.brand, marketplace.titles),
        stock: drawStock(chance),
        updatedSecondsBefore: chance.between(60, 20 * 86_400),
      }
    })
    .toSorted((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0))
}

/** All units of a listing, as Amazon's `totalQuantity` counts them. */
export function totalUnits(stock: Stock): number {
  return Object.values(stock).reduce((sum: number, units: number) => sum + units, 0)
}

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

function drawStock(chance: Chance): Stock {
  const out = chance.happens(0.08)
  // A long tail: most SKUs hold some dozens, a few hold a thousand.
  const fulfillable = out ? 0 : Math.floor(Math.exp(chance.next() * 4.2 + chance.next() * 2.8))
  const some = (share: number, most: number): number => (chance.happens(share) ? chance.between(1, most) : 0)
  return {
    fulfillable,
    inboundWorking: some(0.18, 240),
    inboundShipped: some(0.22, 480),
    inboundReceiving: some(0.12, 160),
    reservedOrders: out ? 0 : some(0.45, 24),
    reservedTransfer: out ? 0 : some(0.2, 60),
    reservedProcessing: out ? 0 : some(0.15, 18),
    customerDamaged: some(0.1, 9),
    warehouseDamaged: some(0.05, 4),
    defective: some(0.04, 5),
    researching: some(0.05, 6),
  }
}
