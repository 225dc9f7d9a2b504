import { HOUR_MS, MINUTE_MS } from '../core/time.ts'
import type { RefreshCounts } from '../store/refresh-outcomes.ts'

/** Sellers revoke one by one. So many at once, and such a share, is trouble at Amazon: one was seen in the field. */
const STORES_REFUSED_MIN = 5
const SHARE_REFUSED_MAX = 0.01
/** What is looked at to open an incident, and how long answers have to be normal before it closes by itself. */
export const OPENS_OVER_MS = 10 * MINUTE_MS
export const CLOSES_OVER_MS = HOUR_MS

/** Whether these answers look like an incident at Amazon rather than like sellers who left. Pure. */
export function isIncident({ granted, refused }: RefreshCounts): boolean {
  return refused >= STORES_REFUSED_MIN && refused > SHARE_REFUSED_MAX * (granted + refused)
}

/**
 * What becomes of the breaker. `lately`: stores answered in the last ten minutes, since the last incident closed; `hour`:
 * in the last hour. Silence is no normal answer: an incident without a single grant waits for one, or for a person. Pure.
 */
export function nextBreaker(
  open: { readonly openedMs: number } | undefined,
  { lately, hour }: { readonly lately: RefreshCounts; readonly hour: RefreshCounts },
  nowMs: number,
): 'open' | 'close' | 'stay' {
  if (open === undefined) return isIncident(lately) ? 'open' : 'stay'
  const isNormal = hour.granted > 0 && !isIncident(hour)
  return nowMs - open.openedMs >= CLOSES_OVER_MS && isNormal ? 'close' : 'stay'
}
