import { unreachable } from '../core/result.ts'
import { HOUR_MS, MINUTE_MS } from '../core/time.ts'
import type { Suspicion } from '../store/suspicion.ts'

/** Two confirming refusals, minutes apart: the first two minutes after the fence, the second ten. */
const REFUSALS_NEEDED = 2
const BETWEEN_MS = 8 * MINUTE_MS
/** While Amazon gives no answer it is asked again at this pace, until the fifteen minutes are over; then at the slower one. */
const WINDOW_MS = 15 * MINUTE_MS
const SOON_MS = 2 * MINUTE_MS
const LATER_MS = HOUR_MS

/** What Amazon said to a confirming refresh. `none`: nothing that says anything about this authorization. */
export type Said = 'accepted' | 'refused' | 'none'

export type Step =
  | { readonly step: 'restore' }
  | { readonly step: 'end' }
  | { readonly step: 'wait'; readonly refusals: number; readonly againMs: number }

/**
 * What follows from Amazon's word about a suspected authorization: two refusals end it, one acceptance restores it, and
 * no answer changes nothing (I13), however long. Pure.
 */
export function nextStep(
  { since_ms, refusals }: Pick<Suspicion, 'since_ms' | 'refusals'>,
  said: Said,
  nowMs: number,
): Step {
  switch (said) {
    case 'accepted':
      return { step: 'restore' }
    case 'refused':
      return refusals + 1 >= REFUSALS_NEEDED
        ? { step: 'end' }
        : { step: 'wait', refusals: refusals + 1, againMs: nowMs + BETWEEN_MS }
    case 'none': {
      const paceMs = nowMs < since_ms + WINDOW_MS ? SOON_MS : LATER_MS
      return { step: 'wait', refusals, againMs: nowMs + paceMs }
    }
    default:
      return unreachable(said)
  }
}
