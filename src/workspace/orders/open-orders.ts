import * as z from 'zod'
import type { ListedOrder } from '../../amazon/order-schemas.ts'
import { marketplaceId, orderId } from '../../core/id.ts'

const OPEN = ['PENDING_AVAILABILITY', 'PENDING', 'UNSHIPPED', 'PARTIALLY_SHIPPED'] as const

const openOrder = z.object({
  id: orderId,
  marketplaceId: marketplaceId.optional(),
  createdMs: z.number(),
  updatedMs: z.number(),
  status: z.enum(OPEN),
  by: z.enum(['MERCHANT', 'AMAZON']).optional(),
  service: z.string().optional(),
  shipByMs: z.number().optional(),
  items: z.array(z.object({ sku: z.string(), units: z.number(), unitsLeft: z.number().optional() })),
})
/** One order that waits for something to be shipped. No field of it tells of a buyer (I17). */
export type OpenOrder = z.infer<typeof openOrder>

const since = z.union([z.object({ openCreatedMs: z.number() }), z.object({ updatedMs: z.number() })])

/** The open orders of a store as they are stored. */
export const openOrders = z.object({
  rows: z.array(openOrder),
  /**
   * When the last reading that came to its end began: the rows were whole then, and the next reading asks for what
   * changed since. Undefined before the first has ended.
   */
  throughMs: z.number().optional(),
  /** A reading that Amazon's usage plan cut off: where it goes on. Without it the rows are all there are. */
  rest: z.object({ since, nextToken: z.string(), begunMs: z.number() }).optional(),
})
export type OpenOrders = z.infer<typeof openOrders>

/**
 * Joins one page to what is known: an order that came again is replaced, one that is open no more goes, as does one
 * created before `oldestMs`, which is past its retention. Pure.
 */
export function joinOrders(
  rows: readonly OpenOrder[],
  page: readonly ListedOrder[],
  oldestMs: number,
): readonly OpenOrder[] {
  const joined = new Map(rows.map((row) => [row.id, row]))
  for (const order of page) {
    const { status } = order
    const known = joined.get(order.id)
    // Pages overlap in time and may come in any order: the later word counts.
    if (known !== undefined && known.updatedMs > order.updatedMs) continue
    if (isOpen(status)) joined.set(order.id, { ...order, status })
    else joined.delete(order.id)
  }
  return [...joined.values()].filter(({ createdMs }) => createdMs >= oldestMs)
}

/** The rows created since `oldestMs`. Undefined when none is left. Pure. */
export function trimOrders(value: OpenOrders, oldestMs: number): OpenOrders | undefined {
  const rows = value.rows.filter(({ createdMs }) => createdMs >= oldestMs)
  return rows.length === 0 ? undefined : { ...value, rows }
}

/** The oldest moment that the rows speak of, or `elseMs` where there is none. */
export const oldestOrderMs = ([first, ...others]: OpenOrders['rows'], elseMs: number): number =>
  others.reduce((oldest, { createdMs }) => Math.min(oldest, createdMs), first?.createdMs ?? elseMs)

const isOpen = (status: ListedOrder['status']): status is OpenOrder['status'] =>
  OPEN.some((one) => one === status)
