import { and, asc, desc, eq, gte, inArray, isNotNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
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
import { rolesOf } from '../core/roles.ts'
import type { Database } from '../db/client.ts'
import { stopReason } from './standing.ts'
import { membership, sealedToken, store, storeMarketplace } from './tables.ts'

/** Amazon's own bound: a consent is to be given again every 365 days. */
export const AUTHORIZATION_DAYS = 365

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
  roles: z.string().transform(rolesOf),
  stopReason: stopReason.nullable(),
  stoppedAtMs: z.number().nullable(),
})

export interface StoreMarketplace {
  readonly id: MarketplaceId
  readonly name: string
}

export type StoreRecord = z.infer<typeof storeRow> & { readonly marketplaces: readonly StoreMarketplace[] }

/** Two columns are called name; in a batch, D1 answers by names. */
const MARKETPLACE_NAME = sql<string | null>`${storeMarketplace.name}`.as('marketplace_name')

/** The statement that finds a store and its marketplaces for a member of it. */
export const findingStore = (db: Database, of: PersonId | SQL<PersonId>, id: StoreId) =>
  db
    .select({ store, marketplaceId: storeMarketplace.marketplaceId, marketplaceName: MARKETPLACE_NAME })
    .from(membership)
    .innerJoin(store, eq(store.id, membership.storeId))
    .leftJoin(storeMarketplace, eq(storeMarketplace.storeId, store.id))
    .where(and(eq(membership.personId, of), eq(membership.storeId, id)))
    .orderBy(sql`${storeMarketplace}.rowid`)

/** What that found; undefined for an unknown and for a foreign store alike (I9). */
export function storeFrom(rows: Awaited<ReturnType<typeof findingStore>>): StoreRecord | undefined {
  const [first] = rows
  if (first === undefined) return undefined
  const marketplaces = rows.flatMap((row) =>
    row.marketplaceId === null || row.marketplaceName === null
      ? []
      : [{ id: marketplaceId.parse(row.marketplaceId), name: row.marketplaceName }],
  )
  return { ...storeRow.parse(first.store), marketplaces }
}

/** The store if this person is a member of it, from the primary. */
export async function storeOfMember(
  db: Database,
  person: PersonId,
  id: string,
): Promise<StoreRecord | undefined> {
  const known = storeId.safeParse(id)
  return known.success ? storeFrom(await findingStore(db, person, known.data)) : undefined
}

/** The marketplaces of a store, as Amazon last listed them. Reads the primary; throws when it does not answer. */
export async function marketplacesOf(db: Database, id: StoreId): Promise<readonly MarketplaceId[]> {
  const rows = await db
    .select({ id: storeMarketplace.marketplaceId })
    .from(storeMarketplace)
    .where(eq(storeMarketplace.storeId, id))
  return rows.map((row) => marketplaceId.parse(row.id))
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

/** The person's own stores of this seller, those that read first, then the newest consent; at most one counts a region. */
export async function ownConnections(
  db: Database,
  person: PersonId,
  seller: SellerId,
): Promise<readonly { readonly id: StoreId; readonly region: Region }[]> {
  const rows = await db
    .select({ id: store.id, region: store.region })
    .from(membership)
    .innerJoin(store, eq(store.id, membership.storeId))
    .where(and(eq(membership.personId, person), eq(membership.role, 'owner'), eq(store.sellerId, seller)))
    .orderBy(sql`${store.state} <> 'connected'`, desc(store.authorizedAtMs))
  return rows.map((row) => ({ id: storeId.parse(row.id), region: row.region }))
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
  /** Roles that this consent covers. */
  readonly roles: readonly string[]
}

/** written: the directory holds exactly this token. lost: it holds another. unknown: it could not be read back. */
export type Written = 'written' | 'lost' | 'unknown'

/**
 * Writes store, membership and sealed token in one batch, or nothing. Compare-and-set: an older generation never
 * replaces a newer one, nor touches its store row. The state is not written here: it follows from the object. A lost
 * reply leaves the outcome unknown, so it is judged by reading back (I12).
 */
export async function writeConnection(db: Database, connection: Connection): Promise<Written> {
  const { storeId: id, personId: person, nowMs, generation, sealed } = connection
  const notOlder = sql`NOT EXISTS (SELECT 1 FROM ${sealedToken} WHERE ${sealedToken.storeId} = ${id}
    AND ${sealedToken.generation} >= ${generation})`
  try {
    await db.batch([
      db
        .insert(store)
        .values({
          id,
          name: connection.name,
          region: connection.region,
          country: connection.country,
          sellerId: connection.sellerId,
          state: 'fenced',
          epoch: 0,
          roles: connection.roles.join(' '),
          connectedBy: person,
          connectedAtMs: nowMs,
          authorizedAtMs: nowMs,
        })
        .onConflictDoNothing(),
      db
        .update(store)
        .set({
          region: connection.region,
          country: connection.country,
          connectedBy: person,
          authorizedAtMs: nowMs,
          roles: connection.roles.join(' '),
        })
        .where(and(eq(store.id, id), notOlder)),
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
  return readBack(db, connection)
}

/** Replaces the sealed token after Amazon handed out a new one at a refresh. Same rules as writeConnection. */
export async function replaceSealedToken(
  db: Database,
  next: {
    readonly storeId: StoreId
    readonly generation: number
    readonly sealed: string
    readonly nowMs: number
  },
): Promise<Written> {
  try {
    await db
      .update(sealedToken)
      .set({ generation: next.generation, sealed: next.sealed, createdAtMs: next.nowMs })
      .where(and(eq(sealedToken.storeId, next.storeId), lt(sealedToken.generation, next.generation)))
  } catch {
    // As above.
  }
  return readBack(db, next)
}

async function readBack(
  db: Database,
  written: { readonly storeId: StoreId; readonly generation: number; readonly sealed: string },
): Promise<Written> {
  try {
    const now = await sealedTokenOf(db, written.storeId)
    return now?.generation === written.generation && now.sealed === written.sealed ? 'written' : 'lost'
  } catch {
    return 'unknown'
  }
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
export async function deleteSealedTokens(db: Database, id: StoreId, through: number): Promise<void> {
  await db.delete(sealedToken).where(and(eq(sealedToken.storeId, id), lte(sealedToken.generation, through)))
}

/**
 * What Amazon answered about the authorization: its name and marketplaces replace what was known, and a country that
 * is not among theirs gives way to the first that is. One batch.
 */
export async function writeParticipations(
  db: Database,
  id: StoreId,
  found: {
    readonly name: string
    readonly marketplaces: readonly StoreMarketplace[]
    readonly countries: readonly string[]
  },
): Promise<void> {
  const rows = found.marketplaces.map((one) => ({ storeId: id, marketplaceId: one.id, name: one.name }))
  const remove = db.delete(storeMarketplace).where(eq(storeMarketplace.storeId, id))
  const [first] = found.countries
  const country =
    first === undefined
      ? store.country
      : sql`CASE WHEN ${inArray(store.country, [...found.countries])} THEN ${store.country} ELSE ${first} END`
  const rename = db.update(store).set({ name: found.name, country }).where(eq(store.id, id))
  if (rows.length === 0) await db.batch([remove, rename])
  else await db.batch([remove, rename, db.insert(storeMarketplace).values(rows)])
}

/** The directory's copy of the object's state, for lists and pages. An older epoch changes nothing. Idempotent. */
export async function writeState(
  db: Database,
  told: Pick<z.infer<typeof storeRow>, 'state' | 'stopReason' | 'stoppedAtMs' | 'sellerConfirmedAtMs'> & {
    readonly storeId: StoreId
    readonly epoch: number
  },
): Promise<void> {
  const { storeId: id, ...now } = told
  await db
    .update(store)
    .set(now)
    .where(and(eq(store.id, id), lte(store.epoch, now.epoch)))
}

/** Whether a sealed token is still in the directory: after a stop, false once its key share was destroyed. */
export async function hasSealedToken(db: Database, id: StoreId): Promise<boolean> {
  return (await sealedTokenOf(db, id)) !== undefined
}

/**
 * Other connections of the same seller and region that Amazon confirmed: those that read, and those that gave way to a
 * newer one since `sinceMs`. Where they stand is for their objects to say.
 */
export async function connectionsBeside(
  db: Database,
  own: { readonly id: StoreId; readonly seller: SellerId; readonly region: Region; readonly sinceMs: number },
): Promise<readonly StoreId[]> {
  const gaveWay = and(eq(store.stopReason, 'superseded'), gte(store.stoppedAtMs, own.sinceMs))
  const rows = await db
    .select({ id: store.id })
    .from(store)
    .where(
      and(
        eq(store.sellerId, own.seller),
        eq(store.region, own.region),
        ne(store.id, own.id),
        isNotNull(store.sellerConfirmedAtMs),
        or(eq(store.state, 'connected'), gaveWay),
      ),
    )
    .orderBy(asc(store.id))
  return rows.map((row) => storeId.parse(row.id))
}

/** What a mail about a store may say, and the people it goes to. Undefined for a store that is not there. */
export async function membersToTell(
  db: Database,
  id: StoreId,
): Promise<
  | (Pick<z.infer<typeof storeRow>, 'name' | 'country' | 'sellerId'> & {
      readonly people: readonly PersonId[]
    })
  | undefined
> {
  const rows = await db
    .select({
      name: store.name,
      country: store.country,
      sellerId: store.sellerId,
      person: membership.personId,
    })
    .from(store)
    .innerJoin(membership, eq(membership.storeId, store.id))
    .where(eq(store.id, id))
    .orderBy(asc(membership.createdAtMs), asc(membership.personId))
  const [first] = rows
  if (first === undefined) return undefined
  const people = rows.map((row) => personId.parse(row.person))
  return { name: first.name, country: first.country, sellerId: sellerId.parse(first.sellerId), people }
}
