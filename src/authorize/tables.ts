import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** A consent under way: bound to browser (one-time cookie), session, person and region; consumed on first sight. */
export const pendingConsent = sqliteTable(
  'pending_consent',
  {
    id: text('id').primaryKey(),
    stateHash: text('state_hash').notNull().unique(),
    bindingHash: text('binding_hash').notNull().unique(),
    sessionHash: text('session_hash').notNull(),
    personId: text('person_id').notNull(),
    region: text('region', { enum: ['na', 'eu', 'fe'] }).notNull(),
    country: text('country').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    consumedAtMs: integer('consumed_at_ms'),
  },
  (table) => [index('pending_consent_by_time').on(table.createdAtMs)],
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
