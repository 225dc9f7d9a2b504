import * as z from 'zod'
import { type Fault, fault as faultSchema } from '../core/fault.ts'
import { type MarketplaceId, marketplaceId, type SweepId, sweepId } from '../core/id.ts'
import type { StoreContext } from './context.ts'
import type { View } from './figures.ts'

const row = z.object({
  marketplace_id: marketplaceId,
  sweep_id: sweepId,
  state: z.enum(['running', 'done', 'failed']),
  cause: z.number(),
  begun_ms: z.number(),
  rows: z.number(),
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
  readonly fault: Fault | undefined
}

const parse = (found: unknown): Sync => {
  const { marketplace_id, sweep_id, state, cause, begun_ms, rows, fault } = row.parse(found)
  return {
    marketplaceId: marketplace_id,
    sweepId: sweep_id,
    state,
    cause,
    begunMs: begun_ms,
    rows,
    fault: fault ?? undefined,
  }
}

export function syncOf(sql: SqlStorage, view: View, marketplace: MarketplaceId): Sync | undefined {
  const [found] = sql
    .exec('SELECT * FROM sync WHERE view = ? AND marketplace_id = ?', view, marketplace)
    .toArray()
  return found === undefined ? undefined : parse(found)
}

export const runningSyncs = (sql: SqlStorage, view: View): readonly Sync[] =>
  sql.exec("SELECT * FROM sync WHERE view = ? AND state = 'running'", view).toArray().map(parse)

/** Replaces whatever was known of the view and marketplace by a sweep that begins now. */
export function beginSync(
  context: StoreContext,
  begun: {
    readonly view: View
    readonly marketplaceId: MarketplaceId
    readonly sweepId: SweepId
    readonly cause: number
  },
): void {
  context.storage.sql.exec(
    `INSERT OR REPLACE INTO sync (view, marketplace_id, sweep_id, state, cause, begun_ms, rows, fault)
     VALUES (?, ?, ?, 'running', ?, ?, 0, NULL)`,
    begun.view,
    begun.marketplaceId,
    begun.sweepId,
    begun.cause,
    context.clock(),
  )
}

/** Progress of this very sweep; one that was replaced meanwhile writes nothing. */
export function noteProgress(
  context: StoreContext,
  view: View,
  marketplace: MarketplaceId,
  id: SweepId,
  rows: number,
): void {
  context.storage.sql.exec(
    'UPDATE sync SET rows = ? WHERE view = ? AND marketplace_id = ? AND sweep_id = ?',
    rows,
    view,
    marketplace,
    id,
  )
}

export function endSync(
  context: StoreContext,
  view: View,
  marketplace: MarketplaceId,
  id: SweepId,
  fault: Fault | undefined,
): void {
  context.storage.sql.exec(
    'UPDATE sync SET state = ?, fault = ? WHERE view = ? AND marketplace_id = ? AND sweep_id = ?',
    fault === undefined ? 'done' : 'failed',
    fault ?? null,
    view,
    marketplace,
    id,
  )
}
