import type { LwaAnswer } from '../amazon/lwa.ts'
import type { Secret } from '../core/secret.ts'
import { HOUR_MS } from '../core/time.ts'
import { errorName, log } from '../log.ts'
import type { StoreContext } from './context.ts'
import { armDuty, dropDuty } from './duty.ts'
import { writeRefreshOutcome } from './refresh-outcomes.ts'
import { type Standing, standingOf } from './standing.ts'

/** A store is asked about within 24 hours of the last answer: our pages say so. The spread keeps stores apart. */
export const PROBE_AFTER_MS = 20 * HOUR_MS
const PROBE_SPREAD_MS = 4 * HOUR_MS

/**
 * Notes how a refresh ended: here for the next probe, and in the directory for the breaker. Nobody waits for the
 * directory, and a row that could not be written is written at the next refresh. No answer is no outcome (I13).
 */
export function noteRefresh(
  context: StoreContext,
  { store_id: storeId }: Standing,
  outcome: LwaAnswer<Secret | undefined>['outcome'],
): void {
  const { storage, db, clock } = context
  const nowMs = clock()
  storage.sql.exec('UPDATE refresh SET tried_ms = ?', nowMs)
  if (outcome === 'granted') storage.sql.exec('UPDATE refresh SET granted_ms = ?', nowMs)
  if (outcome !== 'granted' && outcome !== 'invalid-grant') return
  const word = outcome === 'granted' ? 'granted' : 'refused'
  writeRefreshOutcome(db, { storeId, outcome: word, atMs: nowMs }).catch((thrown: unknown) =>
    log('warn', { event: 'refresh-outcome.unwritten', store: storeId, error: errorName(thrown) }),
  )
}

/** When Amazon last accepted this authorization, by a refresh or by its consent; 0 for never. And when it was last asked. */
export function lastRefresh(sql: SqlStorage): { readonly grantedMs: number; readonly triedMs: number } {
  const { granted_ms, tried_ms } = sql.exec('SELECT granted_ms, tried_ms FROM refresh').one()
  const authorizedMs = standingOf(sql)?.authorized_ms ?? 0
  return { grantedMs: Math.max(Number(granted_ms ?? 0), authorizedMs), triedMs: Number(tried_ms ?? 0) }
}

/** The next probe, at a random time of the 20th to 24th hour from now. Replaces the one before. */
export function armProbe(context: StoreContext, inMs = PROBE_AFTER_MS + spreadMs(context)): void {
  const { storage, clock } = context
  dropDuty(storage, 'probe')
  armDuty(storage, clock, 'probe', clock() + inMs)
}

function spreadMs({ random }: StoreContext): number {
  const [high = 0, low = 0] = random(2)
  return Math.floor(((high * 256 + low) / 65_536) * PROBE_SPREAD_MS)
}
