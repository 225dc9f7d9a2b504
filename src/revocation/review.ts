import { raiseAlert } from '../alerts/alerts.ts'
import { DAY_MS } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import { storesHoldingToken, storesNotRefreshedSince } from '../store/refresh-outcomes.ts'

/** A store is probed within a day of Amazon's last word; one more is Amazon's, or the platform's, to be late by. */
const PROBE_LATE_AFTER_MS = 2 * DAY_MS
/** A destruction takes seconds. After this long somebody has to look, once a day until it is done. */
const TOKEN_HELD_AFTER_MS = 7 * DAY_MS

/** The same trouble on the same day is one alert. */
const dayOf = (nowMs: number): number => Math.floor(nowMs / DAY_MS)

/** Raises an alert a day for each connected store that was not asked about for two. Idempotent. Rejects when D1 does not answer. */
export async function alertLateProbes(db: Database, nowMs: number): Promise<void> {
  for (const store of await storesNotRefreshedSince(db, nowMs - PROBE_LATE_AFTER_MS)) {
    const id = `probe-late/${store}/${dayOf(nowMs)}`
    await raiseAlert(db, { id, kind: 'probe-late', storeId: store, nowMs })
  }
}

/** Raises an alert a day for each token that a stopped store still holds after seven. Idempotent. Rejects when D1 does not answer. */
export async function alertHeldTokens(db: Database, nowMs: number): Promise<void> {
  for (const store of await storesHoldingToken(db, nowMs - TOKEN_HELD_AFTER_MS)) {
    const id = `token-held/${store}/${dayOf(nowMs)}`
    await raiseAlert(db, { id, kind: 'token-held', storeId: store, nowMs })
  }
}
