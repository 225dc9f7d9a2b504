import type { Fault } from '../core/fault.ts'
import { ok, type Result } from '../core/result.ts'
import { MINUTE_MS } from '../core/time.ts'
import { destroy } from '../vault/vault.ts'
import type { StoreContext } from './context.ts'
import { deleteSealedToken } from './directory.ts'
import { armDuty, dropDuty } from './duty.ts'
import { deleteSnapshots } from './figures.ts'
import { standingOf } from './standing.ts'

const AGAIN_AFTER_MS = MINUTE_MS

/**
 * Destroys the refresh token of a stopped store: the key share of each of its generations, then the sealed row.
 * Idempotent. Armed as a duty before the first try, so that a failure (storage-down) or a death goes on from the
 * alarm. Does nothing for a connected store: a late duty cannot undo a re-authorization (I14).
 */
export async function destroyToken(context: StoreContext): Promise<Result<undefined, Fault>> {
  const { storage, vault, record, clock } = context
  const standing = standingOf(storage.sql)
  if (standing === undefined || standing.state === 'connected') return ok(undefined)
  armDuty(storage, clock, 'destroy-token', clock() + AGAIN_AFTER_MS)
  for (let generation = standing.generation; generation >= 1; generation -= 1) {
    const destroyed = await destroy(vault, {
      purpose: 'refresh-token',
      storeId: standing.store_id,
      generation,
    })
    if (!destroyed.ok) return destroyed
  }
  await deleteSealedToken(context.db, standing.store_id, standing.generation)
  record.append({ kind: 'token.destroyed', generation: standing.generation }, 'machine/vault')
  dropDuty(storage, 'destroy-token')
  return ok(undefined)
}

/** Thirty days after a stop: the figures' key share goes first, then the sealed chunks. Idempotent. */
export async function destroyFigures(context: StoreContext): Promise<Result<undefined, Fault>> {
  const { storage, vault, clock } = context
  const standing = standingOf(storage.sql)
  if (standing === undefined || standing.state === 'connected') return ok(undefined)
  armDuty(storage, clock, 'destroy-figures', clock() + AGAIN_AFTER_MS)
  const destroyed = await destroy(vault, { purpose: 'figures', storeId: standing.store_id })
  if (!destroyed.ok) return destroyed
  deleteSnapshots(storage)
  context.memory.opened.clear()
  dropDuty(storage, 'destroy-figures')
  return ok(undefined)
}
