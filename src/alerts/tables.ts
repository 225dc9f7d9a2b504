import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * What a person should look at or be told of. `id` is made from what happened, so that the same trouble is one row
 * however often it is seen. `told_at_ms` is null until the mails about it were handed over.
 */
export const alert = sqliteTable(
  'alert',
  {
    id: text('id').primaryKey(),
    kind: text('kind', {
      enum: [
        'consent-elsewhere',
        'seller-mismatch',
        'store-superseded',
        'renewal-due',
        'authorization-refused',
        'probe-late',
        'token-held',
        'incident-open',
        'revocation-stuck',
        'client-refused',
        'call-refused',
      ],
    }).notNull(),
    storeId: text('store_id'),
    personId: text('person_id'),
    raisedAtMs: integer('raised_at_ms').notNull(),
    toldAtMs: integer('told_at_ms'),
  },
  (table) => [index('alert_by_time').on(table.raisedAtMs)],
)
