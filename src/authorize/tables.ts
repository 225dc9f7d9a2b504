import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * A consent under way: bound to browser (one-time cookie), session, person and region; consumed on first sight, by
 * either of its states. `confirm_uri` and `amazon_state` are set where it began at Amazon, and lead back there.
 */
export const pendingConsent = sqliteTable(
  'pending_consent',
  {
    id: text('id').primaryKey(),
    stateHash: text('state_hash').notNull().unique(),
    /** Of the second state, which Amazon gets when it visits our log-in URI midway. */
    midwayStateHash: text('midway_state_hash').notNull().unique(),
    bindingHash: text('binding_hash').notNull().unique(),
    sessionHash: text('session_hash').notNull(),
    personId: text('person_id').notNull(),
    region: text('region', { enum: ['na', 'eu', 'fe'] }).notNull(),
    country: text('country').notNull(),
    /** The seller chose the region from three: Amazon may know better (403), then the others are tried. */
    regionAsked: integer('region_asked', { mode: 'boolean' }).notNull(),
    confirmUri: text('confirm_uri'),
    amazonState: text('amazon_state'),
    /** SHA-256 of the `amazon_state` of the visit that continues this consent midway. */
    midwayVisitHash: text('midway_visit_hash'),
    /** Named by Amazon's visit; the callback has to name the same. */
    sellerId: text('seller_id'),
    createdAtMs: integer('created_at_ms').notNull(),
    consumedAtMs: integer('consumed_at_ms'),
  },
  (table) => [index('pending_consent_by_time').on(table.createdAtMs)],
)

/**
 * A visit from Amazon's side (log-in URI) that waits for its button: Amazon's three parameters, kept here while the
 * seller signs in or up, found again by a one-time cookie. `region` is null for a host that serves all of them.
 */
export const appstoreArrival = sqliteTable(
  'appstore_arrival',
  {
    cookieHash: text('cookie_hash').primaryKey(),
    confirmUri: text('confirm_uri').notNull(),
    amazonState: text('amazon_state').notNull(),
    sellerId: text('seller_id').notNull(),
    region: text('region', { enum: ['na', 'eu', 'fe'] }),
    country: text('country'),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [index('appstore_arrival_by_time').on(table.createdAtMs)],
)

/** SHA-256 of each authorization code on its first arrival, whatever its state: one exchange per code, ever. */
export const seenCode = sqliteTable(
  'seen_code',
  {
    hash: text('hash').primaryKey(),
    seenAtMs: integer('seen_at_ms').notNull(),
  },
  (table) => [index('seen_code_by_time').on(table.seenAtMs)],
)
