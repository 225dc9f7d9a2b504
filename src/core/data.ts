import * as z from 'zod'
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts'

/**
 * Everything that is read from Amazon and kept, sealed, in a store's object. `freshMs`: figures younger than this are
 * shown as they are; older ones are read again when somebody looks or has asked for it. `keptDays`: how old figures
 * may become before the object's alarm removes them. Eighteen months is the most that Amazon's Data Protection Policy
 * allows; what nobody compares over the years is kept for ninety days.
 */
export const DATA = {
  /** Live quantities of every SKU of a marketplace: `getInventorySummaries`. */
  inventory: { freshMs: 15 * MINUTE_MS, keptDays: 90 },
  /** Amazon's planning report of a marketplace: units shipped, ages, excess, its own advice. */
  planning: { freshMs: 12 * HOUR_MS, keptDays: 90 },
  /** Orders, units and sales of each day of a marketplace: `getOrderMetrics`. */
  sales: { freshMs: HOUR_MS, keptDays: 548 },
  /** The same for one SKU that somebody opened. */
  'sku-sales': { freshMs: HOUR_MS, keptDays: 548 },
  /** Open orders of all marketplaces: `searchOrders`. */
  orders: { freshMs: 15 * MINUTE_MS, keptDays: 90 },
  /** Amazon's performance report of a marketplace: its rates, targets and windows. */
  performance: { freshMs: 12 * HOUR_MS, keptDays: 90 },
  /** Advertising charges and refunds of all currencies: `listFinancialEvents`. */
  charges: { freshMs: 6 * HOUR_MS, keptDays: 548 },
} as const satisfies Readonly<Record<string, { readonly freshMs: number; readonly keptDays: number }>>

export const dataKind = z.enum(Object.keys(DATA) as [keyof typeof DATA, ...(keyof typeof DATA)[]])
export type DataKind = z.infer<typeof dataKind>

/** Which part of a kind one reading brings: a marketplace, one SKU's digest within it, or everything of the store. */
export const dataPart = z.string().regex(/^(all|[A-Z0-9]{8,20}(\/[0-9a-f]{32})?)$/)
export const WHOLE_STORE = 'all'

/** What a look opens, as the record names it: the pages, and what stands behind one row of them. */
export const viewName = z.enum(['overview', 'inventory', 'sku', 'orders', 'order', 'advertising'])

/** The oldest moment that figures of this kind may speak of at `nowMs`. */
export const oldestKeptMs = (kind: DataKind, nowMs: number): number => nowMs - DATA[kind].keptDays * DAY_MS
