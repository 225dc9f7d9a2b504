import type { Actor, FenceReason } from '../audit/events.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { DAY_MS } from '../core/time.ts'
import { errorName, log } from '../log.ts'
import type { StoreContext } from './context.ts'
import { writeState } from './directory.ts'
import { armDuty, dropDuty } from './duty.ts'
import { endGenerations, generationsOf } from './generations.ts'
import { type Standing, setStanding, standingOf } from './standing.ts'

/** Sealed figures of a stopped store are kept this long, so that an authorization that ran out loses nothing. */
export const FIGURES_KEPT_AFTER_STOP_DAYS = 30

/**
 * Stops a store at once: epoch + 1, so that no call starts and no late result commits (I3, I14); opened figures and
 * the access token leave memory in the same turn. Synchronous, so nothing interleaves. A person's disconnect also ends
 * a consent that is still on its way; a confirmed refusal follows a suspected one; any other reason leaves a store alone
 * that has stopped already. Idempotent. Returns its entry of the record, or undefined where it changed nothing.
 */
export function fence(context: StoreContext, reason: FenceReason, actor: Actor): number | undefined {
  const { sql } = context.storage
  const current = standingOf(sql)
  if (current === undefined) return undefined
  const { spent, dead } = generationsOf(sql)
  const ends = {
    disconnected: spent,
    suspected: dead,
    'authorization-refused': current.generation,
    'region-wrong': current.generation,
    'seller-mismatch': current.generation,
    superseded: current.generation,
  }[reason]
  const nothingLeft = current.reason === reason && dead >= ends
  const confirms = reason === 'authorization-refused' && current.reason === 'suspected'
  const isOver = reason === 'disconnected' ? nothingLeft : current.state !== 'connected' && !confirms
  if (isOver) return undefined
  return stop(context, { ...current, state: 'fenced', reason }, () => {
    endGenerations(sql, ends)
    return context.record.append({ kind: 'store.fenced', reason, epoch: current.epoch + 1 }, actor)
  })
}

/** As `fence`, for a sealed value that did not open: nothing is read until the seller authorizes again (I8). */
export function quarantine(context: StoreContext): void {
  const current = standingOf(context.storage.sql)
  if (current?.state !== 'connected' && current?.reason !== 'suspected') return
  log('error', { event: 'store.quarantined', fault: 'store-quarantined', store: current.store_id })
  stop(context, { ...current, state: 'quarantined', reason: 'unopened' }, () =>
    context.record.append({ kind: 'store.quarantined', fault: 'store-quarantined' }, 'machine/vault'),
  )
}

function stop(context: StoreContext, next: Standing, note: () => number): number {
  const { storage, memory, clock } = context
  const nowMs = clock()
  const noted = storage.transactionSync(() => {
    setStanding(storage.sql, { ...next, epoch: next.epoch + 1, stopped_ms: next.stopped_ms ?? nowMs })
    return note()
  })
  // No year runs out for a store that reads nothing, and nothing is asked of Amazon for it.
  for (const kind of ['renewal-notice', 'probe', 'confirm-refusal', 'watch'] as const) dropDuty(storage, kind)
  // Whoever wants figures read at an hour says so again for the authorization that comes after.
  storage.sql.exec('DELETE FROM watch')
  storage.sql.exec('DELETE FROM watch_told')
  memory.held = undefined
  memory.opened.clear()
  const figuresUntilMs = (next.stopped_ms ?? nowMs) + FIGURES_KEPT_AFTER_STOP_DAYS * DAY_MS
  armDuty(storage, clock, 'destroy-figures', figuresUntilMs)
  armDuty(storage, clock, 'tell-directory', nowMs)
  return noted
}

/** The state may change while it is being written; it rarely changes twice. */
const TELLINGS_MAX = 3

/**
 * Makes the directory's copy of the state follow the object's, for lists and pages. Called after each change and again
 * from the alarm until it is written. Idempotent; an older epoch never overwrites a newer one. Faults: storage-down.
 */
export async function tellDirectory(context: StoreContext): Promise<Result<undefined, 'storage-down'>> {
  const { storage, db } = context
  for (let telling = 0; telling < TELLINGS_MAX; telling += 1) {
    const standing = standingOf(storage.sql)
    if (standing === undefined || standing.reason === 'unfinished') return ok(undefined)
    try {
      await writeState(db, {
        storeId: standing.store_id,
        state: standing.state,
        stopReason: standing.reason,
        stoppedAtMs: standing.stopped_ms,
        sellerConfirmedAtMs: standing.confirmed_ms,
        epoch: standing.epoch,
      })
    } catch (thrown) {
      log('warn', { event: 'directory.unreachable', store: standing.store_id, error: errorName(thrown) })
      return fail('storage-down')
    }
    const now = standingOf(storage.sql)
    if (now?.epoch === standing.epoch && now.confirmed_ms === standing.confirmed_ms) return ok(undefined)
  }
  return fail('storage-down')
}
