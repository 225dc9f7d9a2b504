import type { Fault } from '../core/fault.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { MINUTE_MS } from '../core/time.ts'
import { errorName, log } from '../log.ts'
import { destroy } from '../vault/vault.ts'
import type { StoreContext } from './context.ts'
import { deleteSealedTokens } from './directory.ts'
import { armDuty, dropDuty } from './duty.ts'
import { deleteSnapshots } from './figures.ts'
import { endGenerations, generationsOf, noteDestroyed } from './generations.ts'
import { standingOf } from './standing.ts'

const AGAIN_AFTER_MS = MINUTE_MS

/**
 * Destroys every dead generation of the store's refresh token: its key share first, then its sealed row. The one in use
 * is never dead, so a late call cannot undo a re-authorization (I14). Idempotent. A duty armed before the first try
 * goes on after a failure (storage-down) or a death; a generation that is just being sealed is visited again.
 */
export async function destroyDeadTokens(context: StoreContext): Promise<Result<undefined, 'storage-down'>> {
  const { storage, vault, db, record, clock, memory } = context
  const standing = standingOf(storage.sql)
  const { dead, destroyed } = generationsOf(storage.sql)
  if (standing === undefined || destroyed >= dead) return ok(undefined)
  armDuty(storage, clock, 'destroy-tokens', clock() + AGAIN_AFTER_MS)
  for (let generation = destroyed + 1; generation <= dead; generation += 1) {
    const gone = await destroy(vault, { purpose: 'refresh-token', storeId: standing.store_id, generation })
    if (!gone.ok) return gone
  }
  try {
    await deleteSealedTokens(db, standing.store_id, dead)
  } catch (thrown) {
    log('warn', { event: 'directory.unreachable', store: standing.store_id, error: errorName(thrown) })
    return fail('storage-down')
  }
  const settled = Math.min(dead, ...[...memory.sealing].map((generation) => generation - 1))
  if (settled > generationsOf(storage.sql).destroyed) {
    noteDestroyed(storage.sql, settled)
    record.append({ kind: 'token.destroyed', generation: settled }, 'machine/vault')
  }
  if (generationsOf(storage.sql).destroyed >= generationsOf(storage.sql).dead)
    dropDuty(storage, 'destroy-tokens')
  return ok(undefined)
}

/**
 * For the start of an instance: a first connection that died with the one before was reported as none, so a token that
 * the directory may hold of it is to go. Any other store may yet adopt what was sealed last. Idempotent.
 */
export function endUnfinished({ storage, clock }: StoreContext): void {
  const { spent, dead } = generationsOf(storage.sql)
  if (standingOf(storage.sql)?.reason !== 'unfinished' || dead >= spent) return
  endGenerations(storage.sql, spent)
  armDuty(storage, clock, 'destroy-tokens', clock())
}

/**
 * Thirty days after a stop: the sealed chunks go first (a store that is authorized again meanwhile then reads afresh
 * instead of meeting chunks without a key), then their key share. Idempotent. Faults: storage-down.
 */
export async function destroyFigures(context: StoreContext): Promise<Result<undefined, Fault>> {
  const { storage, vault, clock, record } = context
  const standing = standingOf(storage.sql)
  if (standing === undefined || standing.state === 'connected') return ok(undefined)
  armDuty(storage, clock, 'destroy-figures', clock() + AGAIN_AFTER_MS)
  deleteSnapshots(context)
  const gone = await destroy(vault, { purpose: 'figures', storeId: standing.store_id })
  if (!gone.ok) return gone
  record.append({ kind: 'figures.destroyed' }, 'machine/vault')
  dropDuty(storage, 'destroy-figures')
  return ok(undefined)
}
