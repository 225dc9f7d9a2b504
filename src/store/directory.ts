import { and, asc, eq, lte, sql } from 'drizzle-orm'
import * as z from 'zod'
import {
  type MarketplaceId,
  marketplaceId,
  type PersonId,
  personId,
  type SellerId,
  type StoreId,
  sellerId,
  storeId,
} from '../core/id.ts'
import { type Region, region } from '../core/region.ts'
import type { Database } from '../db/client.ts'
import { membership, sealedToken, store, storeMarketplace } from './tables.ts'

const storeRow = z.object({
  id: storeId,
  name: z.string(),
  region,
  country: z.string(),
  sellerId,
  sellerConfirmedAtMs: z.number().nullable(),
  state: z.enum(['connected', 'fenced', 'quarantined']),
  connectedBy: personId,
  connectedAtMs: z.number(),
  authorizedAtMs: z.number(),
  stoppedAtMs: z.number().nullable(),
})

export interface StoreMarketplace {
  readonly id: MarketplaceId
  readonly name: string
}

export type StoreRecord = z.infer<typeof storeRow> & { readonly marketplaces: readonly StoreMarketplace[] }

/** The store if this person is a member of it, from the primary; undefined for unknown and for foreign alike (I9). */
export async function storeOfMember(
  db: Database,
  person: PersonId,
  id: string,
): Promise<StoreRecord | undefined> {
  const known = storeId.safeParse(id)
  if (!known.success) return undefined
  const rows = await db
    .select({ store, marketplaceId: storeMarketplace.marketplaceId, marketplaceName: storeMarketplace.name })
    .from(membership)
    .innerJoin(store, eq(store.id, membership.storeId))
    .leftJoin(storeMarketplace, eq(storeMarketplace.storeId, store.id))
    .where(and(eq(membership.personId, person), eq(membership.storeId, known.data)))
    .orderBy(sql`${storeMarketplace}.rowid`)
  const [first] = rows
  if (first === undefined) return undefined
  const marketplaces = rows.flatMap((row) =>
    row.marketplaceId === null || row.marketplaceName === null
      ? []
      : [{ id: marketplaceId.parse(row.marketplaceId), name: row.marketplaceName }],
  )
  return { ...storeRow.parse(first.store), marketplaces }
}

/** The person's stores by name, without their marketplaces. */
export async function storesOf(db: Database, person: PersonId): Promise<readonly z.infer<typeof storeRow>[]> {
  const rows = await db
    .select({ store })
    .from(membership)
    .innerJoin(store, eq(store.id, membership.storeId))
    .where(eq(membership.personId, person))
    .orderBy(asc(store.name), asc(store.id))
  return rows.map((row) => storeRow.parse(row.store))
}

/** The person's own store for this seller and region, so that a second consent renews it instead of adding another. */
export async function ownStoreOfSeller(
  db: Database,
  person: PersonId,
  seller: SellerId,
  of: Region,
): Promise<StoreId | undefined> {
  const [row] = await db
    .select({ id: store.id })
    .from(membership)
    .innerJoin(store, eq(store.id, membership.storeId))
    .where(and(eq(membership.personId, person), eq(store.sellerId, seller), eq(store.region, of)))
    .limit(1)
  return row === undefined ? undefined : storeId.parse(row.id)
}

export interface Connection {
  readonly storeId: StoreId
  readonly name: string
  readonly region: Region
  readonly country: string
  readonly sellerId: SellerId
  readonly personId: PersonId
  readonly nowMs: number
  readonly generation: number
  readonly sealed: string
}

/**
 * Writes store, membership and sealed token in one batch, or nothing. Compare-and-set: an older generation never
 * replaces a newer one. A lost reply leaves the outcome unknown, so a failure is judged by reading back (I12).
 * Returns whether the directory holds exactly this token now; throws only if it cannot be read either.
 */
export async function writeConnection(db: Database, connection: Connection): Promise<boolean> {
  const { storeId: id, personId: person, nowMs, generation, sealed } = connection
  const fresh = {
    id,
    name: connection.name,
    region: connection.region,
    country: connection.country,
    sellerId: connection.sellerId,
    state: 'connected' as const,
    connectedBy: person,
    connectedAtMs: nowMs,
    authorizedAtMs: nowMs,
  }
  try {
    await db.batch([
      db
        .insert(store)
        .values(fresh)
        .onConflictDoUpdate({
          target: store.id,
          set: { state: 'connected', connectedBy: person, authorizedAtMs: nowMs, stoppedAtMs: null },
        }),
      db
        .insert(membership)
        .values({ storeId: id, personId: person, role: 'owner', createdAtMs: nowMs })
        .onConflictDoNothing(),
      db
        .insert(sealedToken)
        .values({ storeId: id, generation, sealed, createdAtMs: nowMs })
        .onConflictDoUpdate({
          target: sealedToken.storeId,
          set: { generation, sealed, createdAtMs: nowMs },
          setWhere: sql`${sealedToken.generation} < ${generation}`,
        }),
    ])
  } catch {
    // Committed or not: the read below decides.
  }
  const [row] = await db.select().from(sealedToken).where(eq(sealedToken.storeId, id))
  return row?.generation === generation && row.sealed === sealed
}

/** Replaces the sealed token after Amazon handed out a new one at a refresh. Same rules as writeConnection. */
export async function replaceSealedToken(
  db: Database,
  next: {
    readonly storeId: StoreId
    readonly replaces: number
    readonly generation: number
    readonly sealed: string
    readonly nowMs: number
  },
): Promise<boolean> {
  try {
    await db
      .update(sealedToken)
      .set({ generation: next.generation, sealed: next.sealed, createdAtMs: next.nowMs })
      .where(and(eq(sealedToken.storeId, next.storeId), eq(sealedToken.generation, next.replaces)))
  } catch {
    // As above.
  }
  const [row] = await db.select().from(sealedToken).where(eq(sealedToken.storeId, next.storeId))
  return row?.generation === next.generation && row.sealed === next.sealed
}

export async function sealedTokenOf(
  db: Database,
  id: StoreId,
): Promise<{ generation: number; sealed: string } | undefined> {
  const [row] = await db.select().from(sealedToken).where(eq(sealedToken.storeId, id))
  return row === undefined ? undefined : { generation: row.generation, sealed: row.sealed }
}

/**
 * Deletes the sealed token up to this generation, never a newer one. Idempotent. Not the erasure itself: that is the
 * destruction of its key share in R2.
 */
export async function deleteSealedToken(db: Database, id: StoreId, generation: number): Promise<void> {
  await db
    .delete(sealedToken)
    .where(and(eq(sealedToken.storeId, id), lte(sealedToken.generation, generation)))
}

/** What Amazon answered about the authorization: its name and marketplaces replace what was known. One batch. */
export async function writeParticipations(
  db: Database,
  id: StoreId,
  found: { readonly name: string; readonly marketplaces: readonly StoreMarketplace[] },
): Promise<void> {
  const rows = found.marketplaces.map((one) => ({ storeId: id, marketplaceId: one.id, name: one.name }))
  const remove = db.delete(storeMarketplace).where(eq(storeMarketplace.storeId, id))
  const rename = db.update(store).set({ name: found.name }).where(eq(store.id, id))
  if (rows.length === 0) await db.batch([remove, rename])
  else await db.batch([remove, rename, db.insert(storeMarketplace).values(rows)])
}

export async function writeSellerConfirmed(db: Database, id: StoreId, nowMs: number): Promise<void> {
  await db.update(store).set({ sellerConfirmedAtMs: nowMs }).where(eq(store.id, id))
}

/** The directory's copy of a stop, for lists and pages; the object has already fenced itself. Idempotent. */
export async function writeStopped(
  db: Database,
  id: StoreId,
  state: 'fenced' | 'quarantined',
  nowMs: number,
): Promise<void> {
  await db
    .update(store)
    .set({ state, stoppedAtMs: sql`coalesce(${store.stoppedAtMs}, ${nowMs})` })
    .where(eq(store.id, id))
}

/** Whether a sealed token is still in the directory: after a stop, false once its key share was destroyed. */
export async function hasSealedToken(db: Database, id: StoreId): Promise<boolean> {
  return (await sealedTokenOf(db, id)) !== undefined
}
