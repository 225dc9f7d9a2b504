import type { Actor } from '../audit/events.ts'
import { DAY_MS } from '../core/time.ts'
import type { StoreContext } from './context.ts'
import { writeStopped } from './directory.ts'
import { armDuty } from './duty.ts'
import { type Standing, setStanding, standingOf } from './standing.ts'

/** Sealed figures of a stopped store are kept this long, so that an authorization that ran out loses nothing. */
export const FIGURES_KEPT_AFTER_STOP_DAYS = 30

export type StopReason = 'disconnected' | 'authorization-refused' | 'region-wrong' | 'seller-mismatch'

/**
 * Stops a store at once: epoch + 1, so that no call starts and no late result commits (I3, I14); opened figures and
 * the access token leave memory in the same turn. Synchronous, so nothing interleaves. Idempotent: a stopped store
 * stays as it is. Returns the standing afterwards; undefined when the store was never connected.
 */
export function fence(context: StoreContext, reason: StopReason, actor: Actor): Standing | undefined {
  return stop(context, 'fenced', (epoch) =>
    context.record.append({ kind: 'store.fenced', reason, epoch }, actor),
  )
}

/** As `fence`, for a sealed value that did not open: nothing is read until the seller authorizes again (I8). */
export function quarantine(context: StoreContext): Standing | undefined {
  return stop(context, 'quarantined', () =>
    context.record.append({ kind: 'store.quarantined', fault: 'store-quarantined' }, 'machine/vault'),
  )
}

function stop(
  context: StoreContext,
  state: 'fenced' | 'quarantined',
  note: (epoch: number) => number,
): Standing | undefined {
  const { storage, memory, clock } = context
  const current = standingOf(storage.sql)
  if (current === undefined || current.state === state) return current
  const stopped: Standing = { ...current, state, epoch: current.epoch + 1 }
  storage.transactionSync(() => {
    setStanding(storage.sql, stopped)
    note(stopped.epoch)
  })
  memory.held = undefined
  memory.opened.clear()
  if (state === 'fenced')
    armDuty(storage, clock, 'destroy-figures', clock() + FIGURES_KEPT_AFTER_STOP_DAYS * DAY_MS)
  armDuty(storage, clock, 'tell-directory', clock())
  return stopped
}

/** The directory's copy of a stop follows the object, here and again from the alarm until it has been written. */
export async function tellDirectory(context: StoreContext): Promise<void> {
  const standing = standingOf(context.storage.sql)
  if (standing === undefined || standing.state === 'connected') return
  await writeStopped(context.db, standing.store_id, standing.state, context.clock())
}
