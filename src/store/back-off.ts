import { type Random, SECOND_MS } from '../core/time.ts'

/** Tries of one operation that a caller waits for (I16). */
export const TRIES_MAX = 5
const BACK_OFF_FIRST_MS = SECOND_MS
const BACK_OFF_MAX_MS = 16 * SECOND_MS

/**
 * How long to rest before a try, in milliseconds: `attempt` 2 is the first that is a repetition. Full jitter: anywhere
 * between nothing and the doubled wait, so that many stores do not come back at once.
 */
export function backOffMs(random: Random, attempt: number): number {
  const most = Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** (attempt - 2))
  const [high = 0, low = 0] = random(2)
  return Math.round(((high * 256 + low) / 0xffff) * most)
}
