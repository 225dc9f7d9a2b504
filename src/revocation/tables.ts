import { sql } from 'drizzle-orm'
import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** Times when so many stores were refused at once that nothing was destroyed on Amazon's word. One is open at most. */
export const incident = sqliteTable(
  'incident',
  {
    id: text('id').primaryKey(),
    openedMs: integer('opened_ms').notNull(),
    closedMs: integer('closed_ms'),
    /** The person who closed it; null where answers were normal again. */
    closedBy: text('closed_by'),
  },
  (table) => [
    uniqueIndex('incident_open').on(sql`(${table.closedMs} IS NULL)`).where(sql`${table.closedMs} IS NULL`),
  ],
)
