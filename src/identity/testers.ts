import { and, eq, isNotNull } from 'drizzle-orm'
import type { PersonId } from '../core/id.ts'
import type { Database } from '../db/client.ts'
import type { OpenConfig } from '../env.ts'
import { person } from './tables.ts'

/**
 * Whether this person may begin a consent now: everybody once connecting is live, before then only people marked as
 * testers (`npm run grant`). Read from the primary at each request, so that a withdrawal counts from the next one on.
 */
export async function mayConnect(
  db: Database,
  config: Pick<OpenConfig, 'AMAZON_AUTHORIZATION'>,
  of: PersonId,
): Promise<boolean> {
  return config.AMAZON_AUTHORIZATION === 'live' || isTester(db, of)
}

async function isTester(db: Database, of: PersonId): Promise<boolean> {
  const found = await db
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.id, of), isNotNull(person.testerSinceMs)))
  return found.length === 1
}
