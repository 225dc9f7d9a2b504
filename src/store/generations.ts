import * as z from 'zod'

/**
 * The life of a store's refresh tokens, in three numbers that only grow. `spent`: the newest generation that was ever
 * sealed or begun. `dead`: every generation up to this one may not be used and is to be destroyed. `destroyed`: every
 * generation up to this one is. A token in the directory is usable when its generation is in (dead, spent].
 */
const generations = z.object({ spent: z.number(), dead: z.number(), destroyed: z.number() })
export type Generations = z.infer<typeof generations>

export const generationsOf = (sql: SqlStorage): Generations =>
  generations.parse(sql.exec('SELECT spent, dead, destroyed FROM generations').one())

/**
 * Spends the next generation. Kept before anything is sealed under it, so that one whose sealing was cut off is never
 * used again: its key share may exist already.
 */
export function spendGeneration(sql: SqlStorage): number {
  return Number(sql.exec('UPDATE generations SET spent = spent + 1 RETURNING spent').one()['spent'])
}

/** Declares every generation up to this one dead. A smaller number than before changes nothing. */
export function endGenerations(sql: SqlStorage, through: number): void {
  sql.exec('UPDATE generations SET dead = max(dead, ?)', through)
}

/** Notes how far the destruction has come. */
export function noteDestroyed(sql: SqlStorage, through: number): void {
  sql.exec('UPDATE generations SET destroyed = max(destroyed, ?)', through)
}

/**
 * Makes a generation the one in use, under the same epoch, and every earlier one dead: after Amazon handed out a new
 * token at a refresh, or when the object finds one that it sealed and then died before adopting.
 */
export function adoptGeneration(sql: SqlStorage, generation: number): void {
  sql.exec('UPDATE standing SET generation = max(generation, ?)', generation)
  endGenerations(sql, generation - 1)
}
