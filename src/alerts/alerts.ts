import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import * as z from 'zod'
import type { PersonId, StoreId } from '../core/id.ts'
import type { Database } from '../db/client.ts'
import { alert } from './tables.ts'

export type AlertKind = (typeof alert.$inferInsert)['kind']

/** What happened, in a path of words and ids: the same happening has the same id. No mail address fits in. */
const alertId = z
  .string()
  .max(200)
  .regex(/^[a-z][a-z-]*(\/[0-9a-z]+)+$/)

/**
 * Raises one alert, durable when this returns. `known`: it is there already, and stays as it was, so a repetition
 * raises nothing. Throws on an id that is no path of words and ids (a bug), and when D1 does not answer.
 */
export async function raiseAlert(
  db: Database,
  raised: {
    readonly id: string
    readonly kind: AlertKind
    readonly storeId?: StoreId
    readonly personId?: PersonId
    readonly nowMs: number
  },
): Promise<'new' | 'known'> {
  const { id, kind, storeId = null, personId = null, nowMs } = raised
  const written = await db
    .insert(alert)
    .values({ id: alertId.parse(id), kind, storeId, personId, raisedAtMs: nowMs })
    .onConflictDoNothing()
    .returning({ id: alert.id })
  return written.length === 1 ? 'new' : 'known'
}

/** Of these alerts, those whose people were not told yet, the oldest first. Rejects when D1 does not answer. */
export async function untoldAlerts(db: Database, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await db
    .select({ id: alert.id })
    .from(alert)
    .where(and(inArray(alert.id, [...ids]), isNull(alert.toldAtMs)))
    .orderBy(asc(alert.raisedAtMs), asc(alert.id))
  return rows.map((row) => row.id)
}

/** Notes that the mails about an alert were handed over. The first time stays. Rejects when D1 does not answer. */
export async function markTold(db: Database, id: string, nowMs: number): Promise<void> {
  await db
    .update(alert)
    .set({ toldAtMs: nowMs })
    .where(and(eq(alert.id, id), isNull(alert.toldAtMs)))
}
