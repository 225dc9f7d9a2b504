/** The density of the normal distribution at 0. */
const PEAK = 1 / Math.sqrt(2 * Math.PI)

/**
 * The share of a normal distribution below z, for z ≥ 0: a half plus the density times z + z³/3 + z⁵/(3·5) + …, all of
 * whose terms are positive, so nothing cancels. Exact to 1e-14 for z up to 4.
 */
export function normalShare(z: number): number {
  let term = z
  let sum = z
  for (let odd = 3; term > sum * Number.EPSILON; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return 0.5 + PEAK * Math.exp((-z * z) / 2) * sum
}

/**
 * z of a service level (a share, 0.5 to 0.999): how many standard deviations of stock keep it. 0.95 gives 1.645. Newton's
 * steps from 0: the curve bends down, so each step stops short of the answer and none overshoots. Exact to 1e-9.
 */
export function zOf(serviceLevel: number): number {
  let z = 0
  for (let step = 0; step < 30; step += 1) {
    const missing = serviceLevel - normalShare(z)
    const forward = missing / (PEAK * Math.exp((-z * z) / 2))
    z += forward
    if (forward < 1e-10) break
  }
  return Math.max(0, z)
}

/**
 * Safety stock in units = z · √(LT·σd² + d²·σLT²): what demand (σd, units a day) may scatter over the lead time LT (days),
 * and what a late delivery (σLT, days) costs at d units a day.
 */
export function safetyStock(of: {
  readonly z: number
  readonly leadDays: number
  readonly leadDeviationDays: number
  readonly perDay: number
  readonly deviationPerDay: number
}): number {
  const { z, leadDays, leadDeviationDays, perDay, deviationPerDay } = of
  return z * Math.sqrt(leadDays * deviationPerDay ** 2 + perDay ** 2 * leadDeviationDays ** 2)
}

/** Reorder point in units = d·LT + safety stock: what must still be on hand or under way when the order is placed. */
export const reorderPoint = (of: {
  readonly perDay: number
  readonly leadDays: number
  readonly safety: number
}): number => of.perDay * of.leadDays + of.safety

/**
 * Days from today to the first on which the position (on hand + all inbound) has fallen to the reorder point: 0 or less
 * when it has already; then how long ago, had it sold at this speed. Whole days.
 */
export function reorderInDays(of: {
  readonly position: number
  readonly reorderPoint: number
  readonly perDay: number
}): number {
  const days = Math.ceil(whole((of.position - of.reorderPoint) / of.perDay))
  return days === 0 ? 0 : days
}

/**
 * Quantity in units = max(0, target cover · velocity − (on hand + inbound)), rounded up to full cartons. The target counts
 * from today and includes the lead time.
 */
export function suggestedUnits(of: {
  readonly targetCoverDays: number
  readonly perDay: number
  readonly position: number
  readonly cartonUnits: number
}): number {
  const missing = of.targetCoverDays * of.perDay - of.position
  return missing <= 0 ? 0 : Math.ceil(whole(missing / of.cartonUnits)) * of.cartonUnits
}

/** 48.000000001 of binary arithmetic is 48: rounding up from it would order a carton, or wait a day, too many. */
const whole = (value: number): number =>
  Math.abs(value - Math.round(value)) < 1e-6 ? Math.round(value) : value
