import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The directory's view of a store. The object, not this row, holds the current epoch and token generation. */
export const store = sqliteTable(
  'store',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    region: text('region', { enum: ['na', 'eu', 'fe'] }).notNull(),
    country: text('country').notNull(),
    sellerId: text('seller_id').notNull(),
    sellerConfirmedAtMs: integer('seller_confirmed_at_ms'),
    state: text('state', { enum: ['connected', 'fenced', 'quarantined'] }).notNull(),
    connectedBy: text('connected_by').notNull(),
    connectedAtMs: integer('connected_at_ms').notNull(),
    authorizedAtMs: integer('authorized_at_ms').notNull(),
    /** Roles of core/roles.ts that the newest consent covers: ids, a space between. */
    roles: text('roles').notNull(),
    stopReason: text('stop_reason'),
    stoppedAtMs: integer('stopped_at_ms'),
    /** Of the object when it last told its state; 0 before. */
    epoch: integer('epoch').notNull(),
  },
  (table) => [index('store_by_seller').on(table.sellerId, table.region)],
)

/** What getMarketplaceParticipations listed. Empty until Amazon has answered once. */
export const storeMarketplace = sqliteTable(
  'store_marketplace',
  {
    storeId: text('store_id')
      .notNull()
      .references(() => store.id),
    marketplaceId: text('marketplace_id').notNull(),
    name: text('name').notNull(),
  },
  (table) => [primaryKey({ columns: [table.storeId, table.marketplaceId] })],
)

export const membership = sqliteTable(
  'membership',
  {
    storeId: text('store_id')
      .notNull()
      .references(() => store.id),
    personId: text('person_id').notNull(),
    role: text('role', { enum: ['owner'] }).notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.storeId, table.personId] }),
    index('membership_by_person').on(table.personId),
  ],
)

/**
 * What Amazon last said to a refresh of each store: granted or refused; no answer leaves the row as it was. Best effort,
 * for the incident breaker and for late probes: nothing that one store does follows from its own row.
 */
export const refreshOutcome = sqliteTable(
  'refresh_outcome',
  {
    storeId: text('store_id').primaryKey(),
    outcome: text('outcome', { enum: ['granted', 'refused'] }).notNull(),
    atMs: integer('at_ms').notNull(),
    /** Of the last grant; null before the first. */
    grantedMs: integer('granted_ms'),
  },
  (table) => [index('refresh_outcome_by_time').on(table.atMs)],
)

/** One sealed refresh token per store: a re-authorization replaces it under generation + 1. */
export const sealedToken = sqliteTable('sealed_token', {
  storeId: text('store_id')
    .primaryKey()
    .references(() => store.id),
  generation: integer('generation').notNull(),
  sealed: text('sealed').notNull(),
  createdAtMs: integer('created_at_ms').notNull(),
})
