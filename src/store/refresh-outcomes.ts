import { and, asc, count, eq, gt, lt, ne, sql } from 'drizzle-orm'
import { type StoreId, storeId } from '../core/id.ts'
import type { Database } from '../db/client.ts'
import { refreshOutcome, sealedToken, store } from './tables.ts'

/** Writes what Amazon last said to a store's refresh. An older word never replaces a newer one. Rejects when D1 does not answer. */
export async function writeRefreshOutcome(
  db: Database,
  said: { readonly storeId: StoreId; readonly outcome: 'granted' | 'refused'; readonly atMs: number },
): Promise<void> {
  const grantedMs = said.outcome === 'granted' ? said.atMs : null
  await db
    .insert(refreshOutcome)
    .values({ ...said, grantedMs })
    .onConflictDoUpdate({
      target: refreshOutcome.storeId,
      set: {
        outcome: said.outcome,
        atMs: said.atMs,
        grantedMs: sql`coalesce(excluded.granted_ms, ${refreshOutcome.grantedMs})`,
      },
      setWhere: sql`${refreshOutcome.atMs} <= excluded.at_ms`,
    })
}

/** How many stores Amazon answered after `sinceMs`, by its last word. */
export interface RefreshCounts {
  readonly granted: number
  readonly refused: number
}

/** Counts the stores by Amazon's last word to each. Rejects when D1 does not answer. */
export async function countRefreshes(db: Database, sinceMs: number): Promise<RefreshCounts> {
  const rows = await db
    .select({ outcome: refreshOutcome.outcome, stores: count() })
    .from(refreshOutcome)
    .where(gt(refreshOutcome.atMs, sinceMs))
    .groupBy(refreshOutcome.outcome)
  const of = (outcome: 'granted' | 'refused') => rows.find((row) => row.outcome === outcome)?.stores ?? 0
  return { granted: of('granted'), refused: of('refused') }
}

/** A limit on everything: what is left over is found at the next look. */
const STORES_MAX = 500

/** Stores that read, and whose authorization Amazon has not accepted since `sinceMs`. Rejects when D1 does not answer. */
export async function storesNotRefreshedSince(db: Database, sinceMs: number): Promise<readonly StoreId[]> {
  const accepted = sql`max(coalesce(${refreshOutcome.grantedMs}, 0), ${store.authorizedAtMs})`
  const rows = await db
    .select({ id: store.id })
    .from(store)
    .leftJoin(refreshOutcome, eq(refreshOutcome.storeId, store.id))
    .where(and(eq(store.state, 'connected'), sql`${accepted} < ${sinceMs}`))
    .orderBy(asc(store.id))
    .limit(STORES_MAX)
  return rows.map((row) => storeId.parse(row.id))
}

/** Stores that stopped before `beforeMs` and whose sealed token is still there. Rejects when D1 does not answer. */
export async function storesHoldingToken(db: Database, beforeMs: number): Promise<readonly StoreId[]> {
  const rows = await db
    .select({ id: store.id })
    .from(store)
    .innerJoin(sealedToken, eq(sealedToken.storeId, store.id))
    .where(and(ne(store.state, 'connected'), lt(store.stoppedAtMs, beforeMs)))
    .orderBy(asc(store.id))
    .limit(STORES_MAX)
  return rows.map((row) => storeId.parse(row.id))
}
