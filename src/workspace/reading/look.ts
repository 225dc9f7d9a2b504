import * as z from 'zod'
import type { Operation } from '../../amazon/operations.ts'
import { DATA, type DataKind, dataKind, dataPart } from '../../core/data.ts'
import type { Fault } from '../../core/fault.ts'
import { MINUTE_MS, SECOND_MS } from '../../core/time.ts'
import { probeOnLook } from '../../revocation/probe.ts'
import type { StoreContext } from '../../store/context.ts'
import { type SnapshotHead, snapshotHead } from '../../store/figures.ts'
import { waitFor } from '../../store/limiter.ts'
import { type ReadingPlace, type Sync, syncOf } from '../../store/sync.ts'
import { CHARGES_OPERATION } from '../advertising/source.ts'
import { resumeReadings, startReading } from './start.ts'

export const readingPlaces = z.array(z.object({ kind: dataKind, part: dataPart })).max(30)

/** After a reading that failed, one look does not start the next at once: Amazon would meet every reload. */
const FAILED_REST_MS = MINUTE_MS
/** A longer wait for the usage plan is told, not waited for. */
const TURN_WAIT_MS_MAX = 10 * SECOND_MS

/** The call that each kind of reading begins with: its usage plan says when the next may begin. */
const FIRST_CALLS: Readonly<Record<DataKind, Operation>> = {
  inventory: 'getInventorySummaries',
  planning: 'createReport',
  sales: 'getOrderMetrics',
  'sku-sales': 'getOrderMetrics',
  orders: 'searchOrders',
  performance: 'createReport',
  charges: CHARGES_OPERATION,
}

/** Counts and times of one place and its newest reading: no figure is in it. */
export interface Reading {
  readonly kind: DataKind
  readonly part: string
  readonly state: 'none' | Sync['state']
  /** Lines that a reading under way has brought so far. */
  readonly rowsSoFar: number
  readonly begunMs: number | undefined
  /** A reading under way rests until then: the usage plan has no turn before, or a report is being made. */
  readonly continueMs: number | undefined
  readonly fault: Fault | undefined
  /** What it had brought before the fault is stored, and the next reading goes on from there. */
  readonly isPartKept: boolean
  /** What is stored, from the last reading that brought something. */
  readonly stored: { readonly rows: number; readonly asOfMs: number } | undefined
  /** A reading is due and waits: Amazon's usage plan has no turn for its first call before then. */
  readonly mayBeginMs: number | undefined
}

/** How far the newest reading of a place is. Reads no figure, so it is no entry of the record. */
export function readingOf(context: StoreContext, place: ReadingPlace): Reading {
  const { sql } = context.storage
  const sync = syncOf(sql, place)
  const head = snapshotHead(sql, place)
  return {
    kind: place.kind,
    part: place.part,
    state: sync?.state ?? 'none',
    rowsSoFar: sync?.rows ?? 0,
    begunMs: sync?.begunMs,
    continueMs: sync?.continueMs,
    fault: sync?.fault,
    isPartKept: isPartKept(sync, head),
    stored: head && { rows: head.rows, asOfMs: head.asOfMs },
    mayBeginMs: undefined,
  }
}

const isPartKept = (sync: Sync | undefined, head: SnapshotHead | undefined): boolean =>
  sync?.state === 'failed' && head?.sweepId === sync.sweepId

/**
 * Somebody looks at these places: what is missing or older than its limit is read behind the answer, or all of it when
 * they asked for that. Figures that are fresh enough are shown without a call, but for the daily question whether the
 * authorization stands. `cause`: the entry of the look. Returns how each stands now.
 */
export function lookAt(
  context: StoreContext,
  places: readonly ReadingPlace[],
  { cause, again }: { readonly cause: number; readonly again: boolean },
): readonly Reading[] {
  // Nobody who looks waits for the alarm: a reading that died with its object goes on now.
  resumeReadings(context)
  let started = false
  const readings = places.map((place) => {
    if (!isDue(context, place, again)) return readingOf(context, place)
    const operation = FIRST_CALLS[place.kind]
    const nowMs = context.clock()
    const waitMs = waitFor(context, operation, nowMs)
    if (waitMs > TURN_WAIT_MS_MAX) return { ...readingOf(context, place), mayBeginMs: nowMs + waitMs }
    started = true
    void startReading(context, place, cause)
    return readingOf(context, place)
  })
  // A reading asks Amazon by itself whether the authorization stands.
  if (!started) probeOnLook(context, cause)
  return readings
}

function isDue(context: StoreContext, place: ReadingPlace, again: boolean): boolean {
  const nowMs = context.clock()
  const sync = syncOf(context.storage.sql, place)
  if (sync?.state === 'running') return false
  if (again) return true
  const head = snapshotHead(context.storage.sql, place)
  // However new a part is, the rest is missing.
  const isWhole = head !== undefined && !isPartKept(sync, head)
  const fresh = isWhole && nowMs - head.asOfMs < DATA[place.kind].freshMs
  const resting = sync?.state === 'failed' && nowMs - sync.begunMs < FAILED_REST_MS
  return !fresh && !resting
}
