/** One rate of Amazon's performance report. Its numbers are shown as they are; none of them is ours. */
export interface PerformanceRate {
  /**
   * Orders that went wrong: late, cancelled, with a defect, without valid tracking. For a rate of good orders the caller
   * passes total − good.
   */
  readonly failed: number
  /** Orders of Amazon's window that the seller shipped. Those Amazon fulfils are not among them. */
  readonly total: number
  /** A share, 0.04 for 4 %. */
  readonly target: number
  /** LESS_THAN: failed ÷ total stays below the target. GREATER_THAN: good ÷ total is at least the target (95 % is met at 95 %). */
  readonly condition: 'LESS_THAN' | 'GREATER_THAN'
}

export type ErrorBudget =
  | { readonly kind: 'no-orders' }
  | {
      readonly kind: 'within' | 'used-up'
      /** The share Amazon's condition speaks of: failed ÷ total, or good ÷ total. */
      readonly rate: number
      /** The most orders that may fail among this total with the target still met. */
      readonly allowed: number
      /** within: how many more may fail; 0 means that the next one breaks the target. used-up: 0. */
      readonly left: number
      /** used-up: how many failed beyond what is allowed. */
      readonly beyond: number
      /** Under 100 orders one order weighs more than a percentage point: the rate jumps, and says little. */
      readonly isSmall: boolean
    }

/** The orders that went wrong, by which way round Amazon counts. Of more good ones than there are in all, none did. Pure. */
export const failedOf = (of: {
  readonly count: number
  readonly total: number
  readonly condition: 'LESS_THAN' | 'GREATER_THAN' | 'EQUALS'
}): number => (of.condition === 'GREATER_THAN' ? Math.max(0, of.total - of.count) : of.count)

const SMALL_TOTAL = 100

/** Amazon's targets have at most four digits after the point (2.5 % is 0.025); counted in millionths they are whole. */
const MILLION = 1_000_000

/**
 * How many more orders may fail before Amazon's target is broken, if the number of orders in the window stays as it is:
 * a failing order that is also a new one adds to both, and leaves slightly more room. Whole numbers throughout, so 4 of
 * 100 is exactly 4 %, which is not "less than 4 %".
 */
export function errorBudget({ failed, total, target, condition }: PerformanceRate): ErrorBudget {
  if (total <= 0) return { kind: 'no-orders' }
  const isCeiling = condition === 'LESS_THAN'
  const limit = Math.round((isCeiling ? target : 1 - target) * MILLION) * total
  const allowed = Math.max(0, Math.floor((isCeiling ? limit - 1 : limit) / MILLION))
  // Less than nought no rate can be: where nothing went wrong, a target of 0 % is met.
  const isMet = failed === 0 || (isCeiling ? failed * MILLION < limit : failed * MILLION <= limit)
  return {
    kind: isMet ? 'within' : 'used-up',
    rate: (isCeiling ? failed : total - failed) / total,
    allowed,
    left: Math.max(0, allowed - failed),
    beyond: isMet ? 0 : failed - allowed,
    isSmall: total < SMALL_TOTAL,
  }
}
