import * as z from 'zod'
import { type DataKind, dataKind, dataPart } from '../core/data.ts'
import { type Fault, fault as faultSchema } from '../core/fault.ts'
import { type SweepId, sweepId } from '../core/id.ts'
import type { StoreContext } from './context.ts'
import { noteHealth } from './health.ts'
import { isNewest } from './incarnation.ts'

const row = z.object({
  kind: dataKind,
  part: dataPart,
  sweep_id: sweepId,
  state: z.enum(['running', 'done', 'failed']),
  cause: z.number(),
  begun_ms: z.number(),
  rows: z.number(),
  restarts: z.number(),
  continue_ms: z.number().nullable(),
  fault: faultSchema.nullable(),
})

/** What one reading is about: a part of a kind of figures. */
export interface ReadingPlace {
  readonly kind: DataKind
  readonly part: string
}

/** How far the newest reading of a place is: counts and times only. */
export interface Sync extends ReadingPlace {
  readonly sweepId: SweepId
  readonly state: 'running' | 'done' | 'failed'
  readonly cause: number
  readonly begunMs: number
  readonly rows: number
  readonly restarts: number
  /** What is stored is a part; the next goes on then, when Amazon's usage plan has a turn for it. */
  readonly continueMs: number | undefined
  readonly fault: Fault | undefined
}

const parse = (found: unknown): Sync => {
  const { sweep_id: sweepId, begun_ms: begunMs, continue_ms: continueMs, fault, ...same } = row.parse(found)
  return { ...same, sweepId, begunMs, continueMs: continueMs ?? undefined, fault: fault ?? undefined }
}

export function syncOf(sql: SqlStorage, { kind, part }: ReadingPlace): Sync | undefined {
  const [found] = sql.exec('SELECT * FROM sync WHERE kind = ? AND part = ?', kind, part).toArray()
  return found === undefined ? undefined : parse(found)
}

/** Every reading that storage calls running. */
export const runningSyncs = (sql: SqlStorage): readonly Sync[] =>
  sql.exec("SELECT * FROM sync WHERE state = 'running'").toArray().map(parse)

/** A sweep that kills its object again and again is given up; somebody's next look starts afresh. */
const RESTARTS_MAX = 3

/** One run of a reading. */
export interface Run extends ReadingPlace {
  readonly sweepId: SweepId
  /** The entry of the record that it serves. */
  readonly cause: number
}

/** Replaces whatever was known of the place by a reading that begins now. */
export function beginSync(
  { storage, clock }: StoreContext,
  run: Run,
  /** How often it was begun before, by objects that died over it. */
  restarts: number,
): void {
  storage.sql.exec(
    `INSERT OR REPLACE INTO sync (kind, part, sweep_id, state, cause, begun_ms, rows, restarts, continue_ms, fault)
     VALUES (?, ?, ?, 'running', ?, ?, 0, ?, NULL, NULL)`,
    run.kind,
    run.part,
    run.sweepId,
    run.cause,
    clock(),
    restarts,
  )
}

/** Whether a reading that storage calls running, and memory does not know, has died too often to be begun again. */
export const isHopeless = (sync: Sync): boolean => sync.restarts >= RESTARTS_MAX

/** Progress of this very run; one that was replaced meanwhile, or of a stale instance, writes nothing. */
export function noteProgress(context: StoreContext, { kind, part, sweepId: id }: Run, rows: number): void {
  if (!isNewest(context)) return
  context.storage.sql.exec(
    'UPDATE sync SET rows = ? WHERE kind = ? AND part = ? AND sweep_id = ?',
    rows,
    kind,
    part,
    id,
  )
}

/** This very run has brought a part and rests until `continueMs`; nothing of it is under way meanwhile. */
export function restSync(context: StoreContext, { kind, part, sweepId: id }: Run, continueMs: number): void {
  if (!isNewest(context)) return
  context.storage.sql.exec(
    'UPDATE sync SET continue_ms = ? WHERE kind = ? AND part = ? AND sweep_id = ?',
    continueMs,
    kind,
    part,
    id,
  )
}

/** Ends this very run. A stale instance ends nothing: its successor begins the reading again. */
export function endSync(
  context: StoreContext,
  { kind, part, sweepId: id }: Run,
  fault: Fault | undefined,
): void {
  if (!isNewest(context)) return
  const { rowsWritten } = context.storage.sql.exec(
    'UPDATE sync SET state = ?, fault = ? WHERE kind = ? AND part = ? AND sweep_id = ?',
    fault === undefined ? 'done' : 'failed',
    fault ?? null,
    kind,
    part,
    id,
  )
  if (rowsWritten === 0) return
  noteHealth(context.storage.sql, { kind: 'ended', work: `${kind}/${part}`, fault }, context.clock())
}
