import * as z from 'zod'
import { sellerId, storeId } from '../core/id.ts'
import { region } from '../core/region.ts'

/**
 * What the object holds to be true of its store. This row, not the directory in D1, decides: a directory restored
 * from a backup cannot bring back an old token (I8) and nothing commits under an old epoch (I14).
 */
const standing = z.object({
  store_id: storeId,
  seller_id: sellerId,
  region,
  state: z.enum(['connected', 'fenced', 'quarantined']),
  epoch: z.int().positive(),
  generation: z.int().positive(),
})
export type Standing = z.infer<typeof standing>

/** Undefined until the store was connected once. Throws when the row does not parse: that is a bug. */
export function standingOf(sql: SqlStorage): Standing | undefined {
  const [row] = sql
    .exec('SELECT store_id, seller_id, region, state, epoch, generation FROM standing')
    .toArray()
  return row === undefined ? undefined : standing.parse(row)
}

/** Replaces the row. The epoch may only grow: a smaller or equal one is a bug and throws. */
export function setStanding(sql: SqlStorage, next: Standing): void {
  const current = standingOf(sql)
  if (current !== undefined && next.epoch <= current.epoch) throw new Error('the epoch only grows')
  sql.exec(
    `INSERT INTO standing (one, store_id, seller_id, region, state, epoch, generation) VALUES (1, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (one) DO UPDATE SET seller_id = excluded.seller_id, region = excluded.region, state = excluded.state,
       epoch = excluded.epoch, generation = excluded.generation`,
    next.store_id,
    next.seller_id,
    next.region,
    next.state,
    next.epoch,
    next.generation,
  )
}

/**
 * Spends the next token generation. Kept before anything is sealed under it, so that a generation whose sealing was
 * cut off is never used again (its key share may exist already).
 */
export function spendGeneration(sql: SqlStorage): number {
  const row = sql
    .exec(
      `INSERT INTO spent_generation (one, generation) VALUES (1, 1)
       ON CONFLICT (one) DO UPDATE SET generation = generation + 1 RETURNING generation`,
    )
    .one()
  return Number(row['generation'])
}

/** The newest generation ever spent: what lies above the standing's own was sealed by this object and not yet adopted. */
export function spentGeneration(sql: SqlStorage): number {
  const [row] = sql.exec('SELECT generation FROM spent_generation').toArray()
  return row === undefined ? 0 : Number(row['generation'])
}

/** Adopts a token that Amazon handed out at a refresh: a new generation under the same epoch. It may only grow. */
export function adoptGeneration(sql: SqlStorage, generation: number): void {
  sql.exec('UPDATE standing SET generation = ? WHERE generation < ?', generation, generation)
}
