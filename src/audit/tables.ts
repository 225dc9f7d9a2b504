import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** The archive of every chain. Append-only: triggers refuse UPDATE, DELETE and REPLACE (migrations/0001). */
export const auditEntry = sqliteTable(
  'audit_entry',
  {
    chain: text('chain').notNull(),
    sequence: integer('sequence').notNull(),
    timeMs: integer('time_ms').notNull(),
    kind: text('kind').notNull(),
    actor: text('actor').notNull(),
    commitment: text('commitment').notNull(),
  },
  (table) => [primaryKey({ columns: [table.chain, table.sequence] })],
)

/** Apart from the entry so that an erasure can delete it and the chain still verifies. Refuses UPDATE and REPLACE. */
export const auditPayload = sqliteTable(
  'audit_payload',
  {
    chain: text('chain').notNull(),
    sequence: integer('sequence').notNull(),
    salt: text('salt').notNull(),
    payload: text('payload').notNull(),
  },
  (table) => [primaryKey({ columns: [table.chain, table.sequence] })],
)

/** Messages that ran out of retries or did not parse, kept with what is known of them, for a person to look at. */
export const auditAlert = sqliteTable(
  'audit_alert',
  {
    id: text('id').primaryKey(),
    raisedAtMs: integer('raised_at_ms').notNull(),
    reason: text('reason', { enum: ['conflict', 'malformed'] }).notNull(),
    chain: text('chain'),
    sequence: integer('sequence'),
  },
  (table) => [index('audit_alert_by_time').on(table.raisedAtMs)],
)
