import * as z from 'zod'
import { type Fault, fault as faultSchema } from '../core/fault.ts'
import { type MarketplaceId, marketplaceId, type SweepId, sweepId } from '../core/id.ts'
import type { StoreContext } from './context.ts'
import type { View } from './figures.ts'
import { noteHealth } from './health.ts'
import { isNewest } from './incarnation.ts'

const row = z.object({
  marketplace_id: marketplaceId,
  sweep_id: sweepId,
  state: z.enum(['running', 'done', 'failed']),
  cause: z.number(),
  begun_ms: z.number(),
  rows: z.number(),
  restarts: z.number(),
  fault: faultSchema.nullable(),
})

/** How far the newest sweep of a view and marketplace is: counts and times only. */
export interface Sync {
  readonly marketplaceId: MarketplaceId
  readonly sweepId: SweepId
  readonly state: 'running' | 'done' | 'failed'
  readonly cause: number
  readonly begunMs: number
  readonly rows: number
  readonly restarts: number
  readonly fault: Fault | undefined
}

const parse = (found: unknown): Sync => {
  const {
    marketplace_id: marketplaceId,
    sweep_id: sweepId,
    begun_ms: begunMs,
    fault,
    ...same
  } = row.parse(found)
  return { ...same, marketplaceId, sweepId, begunMs, fault: fault ?? undefined }
}

export function syncOf(sql: SqlStorage, view: View, marketplace: MarketplaceId): Sync | undefined {
  const [found] = sql
    .exec('SELECT * FROM sync WHERE view = ? AND marketplace_id = ?', view, marketplace)
    .toArray()
  return found === undefined ? undefined : parse(found)
}

export const runningSyncs = (sql: SqlStorage, view: View): readonly Sync[] =>
  sql.exec("SELECT * FROM sync WHERE view = ? AND state = 'running'", view).toArray().map(parse)

/** A sweep that kills its object again and again is given up; somebody's next look starts afresh. */
const RESTARTS_MAX = 3

/** Replaces whatever was known of the view and marketplace by a sweep that begins now. */
export function beginSync(
  { storage, clock }: StoreContext,
  begun: {
    readonly view: View
    readonly marketplaceId: MarketplaceId
    readonly sweepId: SweepId
    readonly cause: number
    /** How often it was begun before, by objects that died over it. */
    readonly restarts: number
  },
): void {
  storage.sql.exec(
    `INSERT OR REPLACE INTO sync (view, marketplace_id, sweep_id, state, cause, begun_ms, rows, restarts, fault)
     VALUES (?, ?, ?, 'running', ?, ?, 0, ?, NULL)`,
    begun.view,
    begun.marketplaceId,
    begun.sweepId,
    begun.cause,
    clock(),
    begun.restarts,
  )
}

/** Whether a sweep that storage calls running, and memory does not know, has died too often to be begun again. */
export const isHopeless = (sync: Sync): boolean => sync.restarts >= RESTARTS_MAX

/** Progress of this very sweep; one that was replaced meanwhile, or of a stale instance, writes nothing. */
export function noteProgress(
  context: StoreContext,
  view: View,
  marketplace: MarketplaceId,
  id: SweepId,
  rows: number,
): void {
  if (!isNewest(context)) return
  context.storage.sql.exec(
    'UPDATE sync SET rows = ? WHERE view = ? AND marketplace_id = ? AND sweep_id = ?',
    rows,
    view,
    marketplace,
    id,
  )
}

/** Ends this very sweep. A stale instance ends nothing: its successor begins the sweep again. */
export function endSync(
  context: StoreContext,
  view: View,
  marketplace: MarketplaceId,
  id: SweepId,
  fault: Fault | undefined,
): void {
  if (!isNewest(context)) return
  const { rowsWritten } = context.storage.sql.exec(
    'UPDATE sync SET state = ?, fault = ? WHERE view = ? AND marketplace_id = ? AND sweep_id = ?',
    fault === undefined ? 'done' : 'failed',
    fault ?? null,
    view,
    marketplace,
    id,
  )
  if (rowsWritten === 0) return
  noteHealth(context.storage.sql, { kind: 'ended', work: `${view}/${marketplace}`, fault }, context.clock())
}
