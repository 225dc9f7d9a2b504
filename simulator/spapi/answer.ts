import { invalidInput, type Reply, unauthorized } from '../reply.ts'
import { type Marketplace, SELLERS, type Seller } from '../sellers/sellers.ts'
import type { World } from '../world.ts'

/** What an operation gets once region, token and usage plan are settled. */
export interface OperationCall {
  readonly world: World
  readonly seller: Seller
  readonly query: URLSearchParams
  /** What stands in the path where the operation has a parameter. */
  readonly parameter?: string | undefined
  /** What was posted; absent on a GET. */
  readonly body?: string | undefined
  /** This simulator's own origin, as the caller addressed it. */
  readonly origin: string
}

/** A success of the SP-API. */
export const success = (body: object): Reply => ({
  status: 200,
  contentType: 'application/json',
  body: JSON.stringify(body),
})

/** Midnight UTC of the simulator's day, in milliseconds: invented times are told back from it. */
export const referenceDayMs = (nowMs: number): number => Math.floor(nowMs / 86_400_000) * 86_400_000

/** ISO 8601 in UTC to the second, as Amazon writes it. */
export const isoSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')

/** The smallest unit of a marketplace's currency as a decimal: yen have none, the others two places. */
export const decimal = (units: number, { defaultCurrencyCode }: Marketplace): string =>
  defaultCurrencyCode === 'JPY' ? String(units) : (units / 100).toFixed(2)

/** The same as a number, as the finances APIs write it. */
export const amount = (units: number, currency: string): number => (currency === 'JPY' ? units : units / 100)

/**
 * The seller's marketplace of this id, or the refusal: 403 without details for one of another region, 400
 * InvalidInput for any other. Seen in Amazon's issue trackers; documented nowhere.
 */
export function marketplaceOf(seller: Seller, id: string): { marketplace: Marketplace } | { refusal: Reply } {
  const marketplace = seller.marketplaces.find((one) => one.id === id)
  if (marketplace !== undefined) return { marketplace }
  const elsewhere = SELLERS.some((other) => other.marketplaces.some((one) => one.id === id))
  return { refusal: elsewhere ? unauthorized() : invalidInput() }
}

/** Query parameters as an object for zod; a name given twice is refused as Amazon refuses what it cannot read. */
export function queryObject(query: URLSearchParams): Record<string, string> | undefined {
  const entries = [...query]
  return new Set(entries.map(([name]) => name)).size === entries.length
    ? Object.fromEntries(entries)
    : undefined
}
