import { confirmInPassing } from '../../authorize/claims.ts'
import type { Fault } from '../../core/fault.ts'
import { type MarketplaceId, newId, type SweepId, sweepId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { MINUTE_MS } from '../../core/time.ts'
import { errorName, log } from '../../log.ts'
import { withAccessToken } from '../../store/access-token.ts'
import { callAmazon } from '../../store/call.ts'
import type { HeldToken, StoreContext } from '../../store/context.ts'
import { armDuty } from '../../store/duty.ts'
import { storeSnapshot } from '../../store/figures.ts'
import { standingOf } from '../../store/standing.ts'
import { beginSync, endSync, isHopeless, noteProgress, runningSyncs } from '../../store/sync.ts'
import type { InventoryRow } from './rows.ts'

/** A limit on everything: 1,000 pages of 50 are 50,000 SKUs, eight minutes at Amazon's pace; a token is held for ten. */
const PAGES_MAX = 1000
/** An object that was killed in the middle of a sweep is woken this long after and starts it again. */
const RESUME_AFTER_MS = MINUTE_MS

/**
 * Starts a full sweep of one marketplace unless one is under way; returns at once. The sweep is one job: it holds one
 * access token, outlives the reader who asked for it, and is restarted from the alarm if the object dies.
 */
export function startSweep(
  context: StoreContext,
  marketplace: MarketplaceId,
  cause: number,
  restarts = 0,
): void {
  if (context.memory.sweeps.has(marketplace)) return
  const id = sweepId.parse(newId(context.random))
  beginSync(context, { view: 'inventory', marketplaceId: marketplace, sweepId: id, cause, restarts })
  armDuty(context.storage, context.clock, 'resume-sweeps', context.clock() + RESUME_AFTER_MS)
  const job = sweep(context, marketplace, id, cause)
    .catch((thrown: unknown) => {
      log('error', { event: 'sweep.bug', error: errorName(thrown) })
      return fail('our-bug' as const)
    })
    .then((result) => endSync(context, 'inventory', marketplace, id, result.ok ? undefined : result.fault))
    .finally(() => context.memory.sweeps.delete(marketplace))
  context.memory.sweeps.set(marketplace, job)
}

/** From the alarm: starts again what storage calls running and memory does not know. Re-arms while any sweep runs. */
export function resumeSweeps(context: StoreContext): void {
  const running = runningSyncs(context.storage.sql, 'inventory')
  for (const sync of running) {
    const { marketplaceId, sweepId: id, cause, restarts } = sync
    if (context.memory.sweeps.has(marketplaceId)) continue
    if (isHopeless(sync)) endSync(context, 'inventory', marketplaceId, id, 'our-bug')
    else startSweep(context, marketplaceId, cause, restarts + 1)
  }
  if (running.length > 0) {
    armDuty(context.storage, context.clock, 'resume-sweeps', context.clock() + RESUME_AFTER_MS)
  }
}

async function sweep(
  context: StoreContext,
  marketplace: MarketplaceId,
  id: SweepId,
  cause: number,
): Promise<Result<undefined, Fault>> {
  const epoch = standingOf(context.storage.sql)?.epoch
  if (epoch === undefined) return fail('store-stopped')
  const read = await withAccessToken(context, cause, (held) => {
    confirmInPassing(context, cause)
    return readAllPages(context, held, marketplace, id, cause)
  })
  if (!read.ok) return read
  const place = { view: 'inventory', marketplaceId: marketplace, sweepId: id, epoch } as const
  const stored = await storeSnapshot(context, place, read.value)
  if (!stored.ok) return stored
  context.record.append(
    { kind: 'snapshot.stored', cause, view: 'inventory', marketplace, rows: stored.value.rows, sweep: id },
    'machine/sweep',
  )
  return ok(undefined)
}

/** Page tokens die after 30 s, so the pages are read in one go; a token that died all the same ends the sweep. */
async function readAllPages(
  context: StoreContext,
  held: HeldToken,
  marketplace: MarketplaceId,
  id: SweepId,
  cause: number,
): Promise<Result<readonly InventoryRow[], Fault>> {
  const rows: InventoryRow[] = []
  let nextToken: string | undefined
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const query = { marketplaceId: marketplace, nextToken }
    const answer = await callAmazon(context, held, { operation: 'getInventorySummaries', query }, cause)
    if (!answer.ok) return answer
    rows.push(...answer.value.rows)
    noteProgress(context, 'inventory', marketplace, id, rows.length)
    nextToken = answer.value.nextToken
    if (nextToken === undefined) return ok(rows)
  }
  return fail('too-many-rows')
}
