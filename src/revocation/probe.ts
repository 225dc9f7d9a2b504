import { ok } from '../core/result.ts'
import { HOUR_MS, MINUTE_MS } from '../core/time.ts'
import { errorName, log } from '../log.ts'
import { withAccessToken } from '../store/access-token.ts'
import type { StoreContext } from '../store/context.ts'
import { armProbe, lastRefresh, PROBE_AFTER_MS } from '../store/refreshes.ts'
import { standingOf } from '../store/standing.ts'

/** Amazon sends no notice of a revocation: a look at a store asks, unless Amazon has answered within this time. */
const LOOK_ASKS_AFTER_MS = 15 * MINUTE_MS
/** After a try that brought no answer, looks rest: Amazon would meet every reload. */
const LOOK_RESTS_MS = MINUTE_MS
/** A probe that brought no answer comes back after this long. */
const NO_ANSWER_MS = HOUR_MS

/**
 * The daily probe of a connected store: one refresh, no data read, its access token dropped unread. One that a reading
 * has made unnecessary is put off. A refusal fences the store as at any refresh. Idempotent; re-arms itself.
 */
export async function probe(context: StoreContext): Promise<void> {
  const { storage, clock, record } = context
  const standing = standingOf(storage.sql)
  if (standing?.state !== 'connected') return
  const unaskedMs = clock() - lastRefresh(storage.sql).grantedMs
  if (unaskedMs < PROBE_AFTER_MS) return armProbe(context, PROBE_AFTER_MS - unaskedMs)
  const cause = record.append({ kind: 'authorization.asked', why: 'daily' }, 'machine/probe')
  const asked = await withAccessToken(context, cause, async () => ok(undefined))
  if (standingOf(storage.sql)?.state !== 'connected') return
  if (asked.ok) armProbe(context)
  else armProbe(context, NO_ANSWER_MS)
}

/**
 * Somebody looks at a store: asks Amazon whether the authorization still stands, unless it has said so within fifteen
 * minutes or is being asked. Returns at once. `cause` is the look's entry of the record; without one it makes its own.
 */
export function probeOnLook(context: StoreContext, cause?: number): void {
  const { storage, clock, record, memory } = context
  const standing = standingOf(storage.sql)
  if (standing?.state !== 'connected' || memory.refresh !== undefined || memory.held !== undefined) return
  const { grantedMs, triedMs } = lastRefresh(storage.sql)
  if (clock() - grantedMs < LOOK_ASKS_AFTER_MS || clock() - triedMs < LOOK_RESTS_MS) return
  const of = cause ?? record.append({ kind: 'authorization.asked', why: 'look' }, 'machine/probe')
  withAccessToken(context, of, async () => ok(undefined)).catch((thrown: unknown) =>
    log('error', { event: 'probe.bug', error: errorName(thrown) }),
  )
}
