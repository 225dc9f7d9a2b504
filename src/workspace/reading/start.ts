import { confirmInPassing } from '../../authorize/claims.ts'
import type { Fault } from '../../core/fault.ts'
import { marketplaceId, newId, sweepId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { MINUTE_MS } from '../../core/time.ts'
import { errorName, log } from '../../log.ts'
import { withAccessToken } from '../../store/access-token.ts'
import type { StoreContext } from '../../store/context.ts'
import { armDuty } from '../../store/duty.ts'
import { snapshotHead, storeSnapshot } from '../../store/figures.ts'
import { standingOf } from '../../store/standing.ts'
import {
  beginSync,
  endSync,
  isHopeless,
  type ReadingPlace,
  type Run,
  restSync,
  runningSyncs,
} from '../../store/sync.ts'
import { armPurge } from './purge.ts'
import { READERS } from './readers.ts'

/** An object that was killed in the middle of a reading is woken this long after and starts it again. */
const RESUME_AFTER_MS = MINUTE_MS

const keyOf = ({ kind, part }: ReadingPlace): string => `${kind}/${part}`

/**
 * Starts reading one place unless that is under way; returns at once with the promise of its end. A reading is one
 * job: it holds one access token, outlives the person who asked for it, and is restarted from the alarm if the object
 * dies. `cause`: the entry of the record that it serves.
 */
export function startReading(
  context: StoreContext,
  { kind, part }: ReadingPlace,
  cause: number,
  restarts = 0,
): Promise<void> {
  const under = context.memory.readings.get(keyOf({ kind, part }))
  if (under !== undefined) return under
  const run: Run = { kind, part, cause, sweepId: sweepId.parse(newId(context.random)) }
  beginSync(context, run, restarts)
  armDuty(context.storage, context.clock, 'resume-readings', context.clock() + RESUME_AFTER_MS)
  const job = read(context, run)
    .catch((thrown: unknown) => {
      log('error', { event: 'reading.bug', error: errorName(thrown), operation: kind })
      return fail('our-bug' as const)
    })
    .then((result) => {
      if (result.ok && result.value !== undefined) return restUntil(context, run, result.value)
      return endSync(context, run, result.ok ? undefined : result.fault)
    })
    .finally(() => context.memory.readings.delete(keyOf(run)))
  context.memory.readings.set(keyOf(run), job)
  return job
}

/** From the alarm: starts again what storage calls running and memory does not know. Re-arms while anything runs. */
export function resumeReadings(context: StoreContext): void {
  const nowMs = context.clock()
  for (const sync of runningSyncs(context.storage.sql)) {
    if (context.memory.readings.has(keyOf(sync))) continue
    if (sync.continueMs !== undefined) {
      // It rests where the usage plan put it, and did not die.
      if (sync.continueMs <= nowMs) void startReading(context, sync, sync.cause)
    } else if (isHopeless(sync)) endSync(context, sync, 'our-bug')
    else void startReading(context, sync, sync.cause, sync.restarts + 1)
  }
  const dues = runningSyncs(context.storage.sql).map(({ continueMs }) =>
    Math.max(continueMs ?? 0, nowMs + (continueMs === undefined ? RESUME_AFTER_MS : 0)),
  )
  if (dues.length > 0) armDuty(context.storage, context.clock, 'resume-readings', Math.min(...dues))
}

function restUntil(context: StoreContext, run: Run, continueMs: number): void {
  restSync(context, run, continueMs)
  armDuty(context.storage, context.clock, 'resume-readings', continueMs)
}

/** Reads and stores, also what came before a fault. Its value: when the reading goes on, for one that brought a part. */
async function read(context: StoreContext, run: Run): Promise<Result<number | undefined, Fault>> {
  const epoch = standingOf(context.storage.sql)?.epoch
  if (epoch === undefined) return fail('store-stopped')
  const brought = await withAccessToken(context, run.cause, (held) => {
    confirmInPassing(context, run.cause)
    return READERS[run.kind](context, held, run)
  })
  if (!brought.ok) return brought
  if (!('value' in brought.value)) return ok(brought.value.continueMs)
  const place = { kind: run.kind, part: run.part }
  const { fault } = brought.value
  // What was cut short is as old as what it is added to.
  const before = fault === undefined ? undefined : snapshotHead(context.storage.sql, place)
  const what = { ...brought.value, ...(before && { asOfMs: before.asOfMs }) }
  const stored = await storeSnapshot(context, { place, sweepId: run.sweepId, epoch }, what)
  if (!stored.ok) return fault === undefined ? stored : fail(fault)
  armPurge(context)
  context.record.append(
    {
      kind: 'snapshot.stored',
      cause: run.cause,
      data: run.kind,
      marketplace: marketplaceId.safeParse(run.part.split('/')[0]).data,
      rows: stored.value.rows,
      sweep: run.sweepId,
    },
    'machine/sweep',
  )
  return fault === undefined ? ok(brought.value.continueMs) : fail(fault)
}
