import * as z from 'zod'
import { concat, text, utf8 } from '../core/bytes.ts'
import type { Fault } from '../core/fault.ts'
import { type MarketplaceId, type SweepId, sweepId } from '../core/id.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { MINUTE_MS } from '../core/time.ts'
import { type FiguresBinding, openAll, sealAll } from '../vault/vault.ts'
import type { StoreContext } from './context.ts'
import { quarantine } from './fence.ts'
import { isNewest } from './incarnation.ts'
import { type Standing, standingOf } from './standing.ts'

/** A sealed chunk stays well under the 2 MB that one row of an object may hold, its tag and header included. */
const CHUNK_MAX_BYTES = 900_000
/** Opened figures may stay in memory this long: a page, a sort and a search are one opening. */
const OPENED_KEPT_MS = 5 * MINUTE_MS

export type View = 'inventory'

export interface SnapshotHead {
  readonly sweepId: SweepId
  readonly rows: number
  readonly asOfMs: number
}

const headRow = z.object({ sweep_id: sweepId, rows: z.number(), as_of_ms: z.number() })

/** What stands in clear about a snapshot: sweep, count and time. Undefined before the first sweep is finished. */
export function snapshotHead(
  sql: SqlStorage,
  view: View,
  marketplace: MarketplaceId,
): SnapshotHead | undefined {
  const [found] = sql
    .exec(
      'SELECT sweep_id, rows, as_of_ms FROM snapshot WHERE view = ? AND marketplace_id = ?',
      view,
      marketplace,
    )
    .toArray()
  if (found === undefined) return undefined
  const row = headRow.parse(found)
  return { sweepId: row.sweep_id, rows: row.rows, asOfMs: row.as_of_ms }
}

const bindingOf = (
  standing: Standing,
  view: View,
  marketplaceId: MarketplaceId,
  sweep: SweepId,
): FiguresBinding => ({
  purpose: 'figures',
  storeId: standing.store_id,
  sellerId: standing.seller_id,
  region: standing.region,
  view,
  marketplaceId,
  sweepId: sweep,
})

function inChunks(bytes: Uint8Array): readonly Uint8Array[] {
  const count = Math.max(1, Math.ceil(bytes.length / CHUNK_MAX_BYTES))
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * CHUNK_MAX_BYTES, (index + 1) * CHUNK_MAX_BYTES),
  )
}

/**
 * Seals a finished sweep and makes it the snapshot of its view and marketplace, in one transaction. Refused with
 * store-stopped when the epoch moved on meanwhile: a late result commits nothing (I14). Faults: storage-down.
 */
export async function storeSnapshot<Row>(
  context: StoreContext,
  given: {
    readonly view: View
    readonly marketplaceId: MarketplaceId
    readonly sweepId: SweepId
    readonly epoch: number
  },
  rows: readonly Row[],
): Promise<Result<SnapshotHead, Fault>> {
  const { storage } = context
  const standing = standingOf(storage.sql)
  if (standing === undefined || standing.epoch !== given.epoch) return fail('store-stopped')
  const binding = bindingOf(standing, given.view, given.marketplaceId, given.sweepId)
  const sealed = await sealAll(context.vault, binding, inChunks(utf8(JSON.stringify(rows))))
  if (!sealed.ok) return sealed
  if (standingOf(storage.sql)?.epoch !== given.epoch || !isNewest(context)) return fail('store-stopped')
  const asOfMs = context.clock()
  const place = [given.view, given.marketplaceId] as const
  storage.transactionSync(() => {
    storage.sql.exec('DELETE FROM snapshot_chunk WHERE view = ? AND marketplace_id = ?', ...place)
    for (const [chunk, bytes] of sealed.value.entries()) {
      storage.sql.exec('INSERT INTO snapshot_chunk VALUES (?, ?, ?, ?)', ...place, chunk, bytes.buffer)
    }
    storage.sql.exec(
      'INSERT OR REPLACE INTO snapshot (view, marketplace_id, sweep_id, rows, as_of_ms) VALUES (?, ?, ?, ?, ?)',
      ...place,
      given.sweepId,
      rows.length,
      asOfMs,
    )
  })
  context.memory.opened.delete(place.join('/'))
  return ok({ sweepId: given.sweepId, rows: rows.length, asOfMs })
}

/**
 * Opens the stored snapshot, or finds it in memory for up to five minutes. A chunk that does not open quarantines
 * the store and fails closed. Undefined value: nothing is stored yet. The caller has checked the standing.
 */
export async function openSnapshot<Row>(
  context: StoreContext,
  view: View,
  marketplace: MarketplaceId,
  row: z.ZodType<Row>,
): Promise<Result<{ readonly head: SnapshotHead; readonly rows: readonly Row[] } | undefined, Fault>> {
  const { storage, memory } = context
  dropExpired(context)
  const standing = standingOf(storage.sql)
  const head = snapshotHead(storage.sql, view, marketplace)
  if (standing === undefined || head === undefined) return ok(undefined)
  const key = `${view}/${marketplace}`
  const kept = memory.opened.get(key)
  if (kept?.sweepId === head.sweepId) return ok({ head, rows: kept.value as readonly Row[] })
  const sealed = storage.sql
    .exec(
      'SELECT sealed FROM snapshot_chunk WHERE view = ? AND marketplace_id = ? ORDER BY chunk',
      view,
      marketplace,
    )
    .toArray()
    .map((found) => new Uint8Array(z.instanceof(ArrayBuffer).parse(found['sealed'])))
  const opened = await openAll(context.vault, bindingOf(standing, view, marketplace, head.sweepId), sealed)
  if (standingOf(storage.sql)?.epoch !== standing.epoch) return fail('store-stopped')
  if (!opened.ok) {
    if (opened.fault === 'store-quarantined') quarantine(context)
    return opened
  }
  const rows = z.array(row).parse(JSON.parse(text(concat(...opened.value))))
  memory.opened.set(key, { value: rows, sweepId: head.sweepId, untilMs: context.clock() + OPENED_KEPT_MS })
  return ok({ head, rows })
}

/** Opened figures past their five minutes leave memory whenever anything looks at the object. */
export function dropExpired(context: StoreContext): void {
  for (const [key, kept] of context.memory.opened) {
    if (kept.untilMs <= context.clock()) context.memory.opened.delete(key)
  }
}

/** Removes every snapshot, stored and opened. Idempotent. */
export function deleteSnapshots({ storage, memory }: StoreContext): void {
  memory.opened.clear()
  storage.transactionSync(() => {
    storage.sql.exec('DELETE FROM snapshot_chunk')
    storage.sql.exec('DELETE FROM snapshot')
    storage.sql.exec('DELETE FROM sync')
  })
}
