import * as z from 'zod'
import { fenceReason } from '../audit/events.ts'
import { type SellerId, type StoreId, sellerId, storeId } from '../core/id.ts'
import { type Region, region } from '../core/region.ts'

/**
 * Why a store does not read: it was fenced, its first connection has not been kept yet (`unfinished`), or something
 * sealed did not open (`unopened`).
 */
export const stopReason = z.enum([...fenceReason.options, 'unfinished', 'unopened'])
export type StopReason = z.infer<typeof stopReason>

/**
 * What the object holds to be true of its store. This row, not the directory in D1, decides: a directory restored
 * from a backup cannot bring back an old token (I8) and nothing commits under an old epoch (I14).
 */
const standing = z.object({
  store_id: storeId,
  seller_id: sellerId,
  region,
  state: z.enum(['connected', 'fenced', 'quarantined']),
  reason: stopReason.nullable(),
  /** When reading stopped first; null while connected. */
  stopped_ms: z.number().nullable(),
  epoch: z.int().positive(),
  /** Of the refresh token in use; 0 before the first. */
  generation: z.int().nonnegative(),
  /** When the newest consent that was kept came back, its year begins; null before the first. */
  authorized_ms: z.number().nullable(),
  /** When Amazon's own records named this seller under that consent; null while its id is a claim. */
  confirmed_ms: z.number().nullable(),
  /** When Amazon was last asked for that. */
  confirm_tried_ms: z.number().nullable(),
})
export type Standing = z.infer<typeof standing>

/** Undefined until a consent came back once. Throws when the row does not parse: that is a bug. */
export function standingOf(sql: SqlStorage): Standing | undefined {
  const [row] = sql.exec('SELECT * FROM standing').toArray()
  return row === undefined ? undefined : standing.parse(row)
}

/** Replaces the row. The epoch may only grow: a smaller or equal one is a bug and throws. */
export function setStanding(sql: SqlStorage, next: Standing): void {
  const current = standingOf(sql)
  if (current !== undefined && next.epoch <= current.epoch) throw new Error('the epoch only grows')
  sql.exec(
    `INSERT OR REPLACE INTO standing (one, store_id, seller_id, region, state, reason, stopped_ms, epoch,
       generation, authorized_ms, confirmed_ms, confirm_tried_ms)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    next.store_id,
    next.seller_id,
    next.region,
    next.state,
    next.reason,
    next.stopped_ms,
    next.epoch,
    next.generation,
    next.authorized_ms,
    next.confirmed_ms,
    next.confirm_tried_ms,
  )
}

/** Notes that Amazon is asked now whose authorization this is. */
export function noteConfirmationTried(sql: SqlStorage, nowMs: number): void {
  sql.exec('UPDATE standing SET confirm_tried_ms = ?', nowMs)
}

/** Makes the seller id a claim again: another authorization than the confirmed one is in use. */
export function forgetConfirmation(sql: SqlStorage): void {
  sql.exec('UPDATE standing SET confirmed_ms = NULL')
}

/** Notes that Amazon's own records named the seller. The epoch stays: it is the same authorization. */
export function noteConfirmed(sql: SqlStorage, nowMs: number): void {
  sql.exec('UPDATE standing SET confirmed_ms = ?', nowMs)
}

/** The row of a store whose first consent has come back and is not kept yet. Leaves an existing row alone. */
export function ensureStanding(
  sql: SqlStorage,
  of: { readonly storeId: StoreId; readonly sellerId: SellerId; readonly region: Region },
): void {
  if (standingOf(sql) !== undefined) return
  setStanding(sql, {
    store_id: of.storeId,
    seller_id: of.sellerId,
    region: of.region,
    state: 'fenced',
    reason: 'unfinished',
    stopped_ms: null,
    epoch: 1,
    generation: 0,
    authorized_ms: null,
    confirmed_ms: null,
    confirm_tried_ms: null,
  })
}
