import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** A known text sealed under each key of the ring at its first use: a wrong key is found at start, not at a read. */
export const keyCheck = sqliteTable('key_check', {
  keyId: text('key_id').primaryKey(),
  sealed: text('sealed').notNull(),
  createdAtMs: integer('created_at_ms').notNull(),
})
