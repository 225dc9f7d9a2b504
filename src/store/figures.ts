import * as z from 'zod'
import { type DataKind, dataKind } from '../core/data.ts'
import type { Fault } from '../core/fault.ts'
import { type SweepId, sweepId } from '../core/id.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { MINUTE_MS } from '../core/time.ts'
import { type FiguresBinding, openAll, sealAll } from '../vault/vault.ts'
import type { StoreContext } from './context.ts'
import { quarantine } from './fence.ts'
import { isNewest } from './incarnation.ts'
import { pack, unpack } from './packed.ts'
import { type Standing, standingOf } from './standing.ts'

/** A sealed chunk stays well under the 2 MB that one row of an object may hold, its tag and header included. */
const CHUNK_MAX_BYTES = 900_000
/** Opened figures may stay in memory this long: a page, a sort and a search are one opening. */
const OPENED_KEPT_MS = 5 * MINUTE_MS

/** What is kept sealed and where: one part of a kind of figures, or what people have set for the store. */
export interface Place {
  readonly kind: DataKind | 'settings'
  /** `all`, a marketplace, or a marketplace and a SKU's digest (core/data.ts). */
  readonly part: string
}

/** What stands in clear about a snapshot: the reading that brought it, a count, and times. */
export interface SnapshotHead {
  readonly sweepId: SweepId
  readonly rows: number
  readonly asOfMs: number
  /** The oldest moment that its figures speak of. */
  readonly oldestMs: number
}

const headRow = z
  .object({
    kind: z.union([dataKind, z.literal('settings')]),
    part: z.string(),
    sweep_id: sweepId,
    rows: z.number(),
    as_of_ms: z.number(),
    oldest_ms: z.number(),
  })
  .transform(({ kind, part, sweep_id, rows, as_of_ms, oldest_ms }) => ({
    place: { kind, part },
    head: { sweepId: sweep_id, rows, asOfMs: as_of_ms, oldestMs: oldest_ms },
  }))

/** Undefined before the first reading of this place is finished. */
export function snapshotHead(sql: SqlStorage, { kind, part }: Place): SnapshotHead | undefined {
  const [found] = sql.exec('SELECT * FROM snapshot WHERE kind = ? AND part = ?', kind, part).toArray()
  return found === undefined ? undefined : headRow.parse(found).head
}

/** Everything that is stored, without opening any of it. A row of another version of this code is left out. */
export const snapshotHeads = (
  sql: SqlStorage,
): readonly { readonly place: Place; readonly head: SnapshotHead }[] =>
  sql
    .exec('SELECT * FROM snapshot ORDER BY kind, part')
    .toArray()
    .flatMap((row) => headRow.safeParse(row).data ?? [])

const bindingOf = (standing: Standing, { kind, part }: Place, sweep: SweepId): FiguresBinding => ({
  purpose: 'figures',
  storeId: standing.store_id,
  sellerId: standing.seller_id,
  region: standing.region,
  kind,
  part,
  sweepId: sweep,
})

/**
 * Seals what a finished reading brought and makes it the snapshot of its place, in one transaction. It stays opened as if
 * somebody had opened it: the page that waits for it would only make the same ten thousand rows again. Refused with
 * store-stopped when the epoch moved on meanwhile: a late result commits nothing (I14). Faults: storage-down.
 */
export async function storeSnapshot(
  context: StoreContext,
  given: {
    readonly place: Place
    readonly sweepId: SweepId
    readonly epoch: number
    /** Only this very snapshot is replaced: a newer one stands, and is what is returned. */
    readonly over?: SweepId
  },
  what: {
    /** Of the shape with which it will be opened, which is what the next who opens it within five minutes gets. */
    readonly value: unknown
    readonly rows: number
    /** Now, where left out: live figures speak of the moment at which they were read. */
    readonly asOfMs?: number
    readonly oldestMs?: number
  },
): Promise<Result<SnapshotHead, Fault>> {
  const { storage } = context
  const { place } = given
  const standing = standingOf(storage.sql)
  if (standing === undefined || standing.epoch !== given.epoch) return fail('store-stopped')
  const binding = bindingOf(standing, place, given.sweepId)
  const sealed = await sealAll(context.vault, binding, await pack(what.value, CHUNK_MAX_BYTES))
  if (!sealed.ok) return sealed
  if (standingOf(storage.sql)?.epoch !== given.epoch || !isNewest(context)) return fail('store-stopped')
  const now = snapshotHead(storage.sql, place)
  if (given.over !== undefined && now !== undefined && now.sweepId !== given.over) return ok(now)
  const asOfMs = what.asOfMs ?? context.clock()
  const oldestMs = what.oldestMs ?? asOfMs
  storage.transactionSync(() => {
    storage.sql.exec('DELETE FROM snapshot_chunk WHERE kind = ? AND part = ?', place.kind, place.part)
    for (const [chunk, bytes] of sealed.value.entries()) {
      const row = [place.kind, place.part, chunk, bytes.buffer] as const
      storage.sql.exec('INSERT INTO snapshot_chunk VALUES (?, ?, ?, ?)', ...row)
    }
    storage.sql.exec(
      `INSERT OR REPLACE INTO snapshot (kind, part, sweep_id, rows, as_of_ms, oldest_ms)
       VALUES (?, ?, ?, ?, ?, ?)`,
      place.kind,
      place.part,
      given.sweepId,
      what.rows,
      asOfMs,
      oldestMs,
    )
  })
  keepOpened(context, place, { sweepId: given.sweepId, value: what.value })
  return ok({ sweepId: given.sweepId, rows: what.rows, asOfMs, oldestMs })
}

/** For five minutes, in place of what was kept of an earlier reading. In the turn that has asked for the epoch. */
function keepOpened(
  { memory, clock }: StoreContext,
  place: Place,
  what: { readonly sweepId: SweepId; readonly value: unknown },
): void {
  memory.opened.set(keyOf(place), { ...what, untilMs: clock() + OPENED_KEPT_MS })
}

const keyOf = ({ kind, part }: Place): string => `${kind}/${part}`

/**
 * Opens the stored snapshot, or finds it in memory for up to five minutes. A chunk that does not open quarantines
 * the store and fails closed. Undefined value: nothing is stored yet. The caller has checked the standing.
 */
export async function openSnapshot<T>(
  context: StoreContext,
  place: Place,
  shape: z.ZodType<T>,
): Promise<Result<{ readonly head: SnapshotHead; readonly value: T } | undefined, Fault>> {
  const { storage, memory } = context
  dropExpired(context)
  const standing = standingOf(storage.sql)
  const head = snapshotHead(storage.sql, place)
  if (standing === undefined || head === undefined) return ok(undefined)
  const kept = memory.opened.get(keyOf(place))
  if (kept?.sweepId === head.sweepId) return ok({ head, value: kept.value as T })
  const sealed = storage.sql
    .exec(
      'SELECT sealed FROM snapshot_chunk WHERE kind = ? AND part = ? ORDER BY chunk',
      place.kind,
      place.part,
    )
    .toArray()
    .map((found) => new Uint8Array(z.instanceof(ArrayBuffer).parse(found['sealed'])))
  const opened = await openAll(context.vault, bindingOf(standing, place, head.sweepId), sealed)
  const isStopped = () => standingOf(storage.sql)?.epoch !== standing.epoch
  if (isStopped()) return fail('store-stopped')
  if (!opened.ok) {
    if (opened.fault === 'store-quarantined') quarantine(context)
    return opened
  }
  const value = shape.parse(await unpack(opened.value))
  // A fence that came meanwhile has emptied the memory, which stays empty.
  if (isStopped()) return fail('store-stopped')
  keepOpened(context, place, { sweepId: head.sweepId, value })
  return ok({ head, value })
}

/** Opened figures past their five minutes leave memory whenever anything looks at the object. */
export function dropExpired(context: StoreContext): void {
  for (const [key, kept] of context.memory.opened) {
    if (kept.untilMs <= context.clock()) context.memory.opened.delete(key)
  }
}

/** Removes the snapshot of one place, stored and opened, and what is known of its readings. Idempotent. */
export function deleteSnapshot({ storage, memory }: StoreContext, place: Place): void {
  memory.opened.delete(keyOf(place))
  storage.transactionSync(() => {
    for (const table of ['snapshot_chunk', 'snapshot', 'sync']) {
      storage.sql.exec(`DELETE FROM ${table} WHERE kind = ? AND part = ?`, place.kind, place.part)
    }
  })
}

/** Removes every snapshot, stored and opened. Idempotent. */
export function deleteSnapshots({ storage, memory }: StoreContext): void {
  memory.opened.clear()
  storage.transactionSync(() => {
    for (const table of ['snapshot_chunk', 'snapshot', 'sync', 'report', 'watch', 'watch_told']) {
      storage.sql.exec(`DELETE FROM ${table}`)
    }
  })
}
