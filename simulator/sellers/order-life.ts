import { dayStartMs, localDay } from './calendar.ts'
import { drawAt } from './chance.ts'
import type { Marketplace, Seller } from './sellers.ts'

export type OrderStatus = 'PENDING' | 'UNSHIPPED' | 'PARTIALLY_SHIPPED' | 'SHIPPED' | 'CANCELLED'

/** When what happens to an order, in milliseconds. What never happens is undefined. */
export interface OrderTimes {
  readonly fulfilledBy: 'AMAZON' | 'MERCHANT'
  readonly createdMs: number
  /** Until then the payment is being checked. */
  readonly paidMs: number
  readonly shipByMs: number
  readonly partlyMs: number | undefined
  readonly shippedMs: number
  readonly cancelledMs: number | undefined
}

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const CANCELLED_SHARE = { AMAZON: 0.012, MERCHANT: 0.016 } as const

interface Beginning {
  readonly seller: Seller
  readonly marketplace: Marketplace
  readonly merchant: boolean
  readonly quantity: number
  readonly createdMs: number
}

/**
 * The life of an order, from the chances that its key opens. Amazon ships within hours. The seller ships within two
 * days, at an hour that its delivery promises, rarely well before, and a share that is its own up to four days late.
 */
export function lifeOf(
  key: number,
  { seller, marketplace, merchant, quantity, createdMs }: Beginning,
): OrderTimes {
  const fulfilledBy = merchant ? 'MERCHANT' : 'AMAZON'
  const paidMs = createdMs + Math.round(5 + drawAt(key, 11) * 40) * MINUTE_MS
  const shipByMs = shipBy(
    marketplace,
    createdMs,
    merchant ? { days: 2, hoursEarlier: Math.floor(drawAt(key, 16) * 23) } : undefined,
  )
  const late = merchant && drawAt(key, 12) < seller.lateShare
  const speed = drawAt(key, 13)
  const shippedMs = !merchant
    ? paidMs + Math.round((15 + speed * 135) * MINUTE_MS)
    : late
      ? shipByMs + Math.round((12 + speed * 84) * HOUR_MS)
      : paidMs + Math.round((shipByMs - paidMs) * (0.995 - 0.6 * (1 - speed) ** 2))
  const partly = merchant && quantity > 1 && drawAt(key, 14) < 0.5
  const cancelled = drawAt(key, 15) < CANCELLED_SHARE[fulfilledBy]
  const seconds = (ms: number): number => Math.floor(ms / 1000) * 1000
  return {
    fulfilledBy,
    createdMs,
    paidMs,
    shipByMs,
    partlyMs: partly ? seconds(paidMs + (shippedMs - paidMs) * 0.5) : undefined,
    shippedMs: seconds(shippedMs),
    cancelledMs: cancelled ? seconds(createdMs + (shippedMs - createdMs) * 0.3) : undefined,
  }
}

/** The end of the next day in the order's marketplace, or of a later one less so many hours. */
function shipBy(
  { timeZone }: Marketplace,
  createdMs: number,
  promise: { readonly days: number; readonly hoursEarlier: number } = { days: 1, hoursEarlier: 0 },
): number {
  const day = localDay(timeZone, createdMs) + promise.days
  return dayStartMs(timeZone, day + 1) - promise.hoursEarlier * HOUR_MS - 1000
}

/** How an order stands at a moment. */
export function statusAt(times: OrderTimes, nowMs: number): OrderStatus {
  if (times.cancelledMs !== undefined && nowMs >= times.cancelledMs) return 'CANCELLED'
  if (nowMs < times.paidMs) return 'PENDING'
  if (nowMs >= times.shippedMs) return 'SHIPPED'
  return times.partlyMs !== undefined && nowMs >= times.partlyMs ? 'PARTIALLY_SHIPPED' : 'UNSHIPPED'
}

/** When an order last changed, seen from a moment. */
export function updatedMs(times: OrderTimes, nowMs: number): number {
  if (times.cancelledMs !== undefined && nowMs >= times.cancelledMs) return times.cancelledMs
  const changes = [times.createdMs, times.paidMs, times.partlyMs ?? 0, times.shippedMs]
  return Math.max(...changes.filter((one) => one <= nowMs))
}
