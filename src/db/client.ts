import { drizzle } from 'drizzle-orm/d1'

/** Drizzle over D1. Reads go to the primary: rights, sessions and revocation must not come from a replica. */
export const database = (binding: D1Database) => drizzle(binding)

export type Database = ReturnType<typeof database>
