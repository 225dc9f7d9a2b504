import { HOUR_MS, MINUTE_MS } from '../../core/time.ts'

/** Who ships, as Amazon's orders say it. */
export type FulfilledBy = 'AMAZON' | 'MERCHANT'

/** An open order, as far as its deadline goes. */
export interface Deadline {
  readonly fulfilledBy: FulfilledBy
  /** The end of Amazon's ship-by window; undefined where Amazon gave none. */
  readonly shipByMs: number | undefined
  /** Amazon has not released it yet: its payment is being checked, or it is a pre-order. */
  readonly isPending?: boolean
}

/**
 * Most urgent first. `undated`: Amazon named no time. `pending`: not released for shipping, whatever time it names.
 * `amazon`: never the seller's to ship, so never late.
 */
export const DUE_GROUPS = [
  'overdue',
  'within-4-hours',
  'within-24-hours',
  'later',
  'undated',
  'pending',
  'amazon',
] as const
export type DueGroup = (typeof DUE_GROUPS)[number]

/**
 * Where an open order stands at that moment. A deadline belongs to the nearest group: one that ends in exactly 4 hours is
 * due within 4, one that ends now is not overdue yet. Real hours, so a night that changes the clock changes nothing.
 */
export function dueGroup({ fulfilledBy, shipByMs, isPending }: Deadline, nowMs: number): DueGroup {
  if (fulfilledBy === 'AMAZON') return 'amazon'
  if (isPending === true) return 'pending'
  if (shipByMs === undefined) return 'undated'
  const leftMs = shipByMs - nowMs
  if (leftMs < 0) return 'overdue'
  if (leftMs <= 4 * HOUR_MS) return 'within-4-hours'
  return leftMs <= 24 * HOUR_MS ? 'within-24-hours' : 'later'
}

/** Time until a deadline, or since it: full hours and the full minutes beyond them. Under an hour, `hours` is 0. */
export interface TimeLeft {
  readonly isLate: boolean
  readonly hours: number
  /** 0 to 59. */
  readonly minutes: number
}

/** Rounded down both ways: nobody is promised, or charged with, a minute that is not there. */
export function timeLeft(shipByMs: number, nowMs: number): TimeLeft {
  const minutes = Math.floor(Math.abs(shipByMs - nowMs) / MINUTE_MS)
  return { isLate: shipByMs < nowMs, hours: Math.floor(minutes / 60), minutes: minutes % 60 }
}

/** How many orders stand in each group; zeros included. */
export function dueCounts(orders: Iterable<Deadline>, nowMs: number): Readonly<Record<DueGroup, number>> {
  const counts: Record<DueGroup, number> = {
    overdue: 0,
    'within-4-hours': 0,
    'within-24-hours': 0,
    later: 0,
    undated: 0,
    pending: 0,
    amazon: 0,
  }
  for (const order of orders) counts[dueGroup(order, nowMs)] += 1
  return counts
}
