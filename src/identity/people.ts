import { and, count, desc, eq, isNull } from 'drizzle-orm'
import { type PersonId, personId } from '../core/id.ts'
import type { Language } from '../core/language.ts'
import type { Database } from '../db/client.ts'
import { passkey, person, recoveryCode } from './tables.ts'

export interface Person {
  readonly id: PersonId
  readonly email: string
  readonly language: Language
}

const columns = { id: person.id, email: person.email, language: person.language }

/** The person with this address, if it has an account. */
export async function personByEmail(db: Database, email: string): Promise<Person | undefined> {
  const [found] = await db.select(columns).from(person).where(eq(person.email, email))
  return found && { ...found, id: personId.parse(found.id) }
}

/** The person with this id, if there is one. */
export async function personById(db: Database, id: PersonId): Promise<Person | undefined> {
  const [found] = await db.select(columns).from(person).where(eq(person.id, id))
  return found && { ...found, id: personId.parse(found.id) }
}

/** Keeps the language a person has chosen: for their next sign-in and the mails we send. Idempotent. */
export async function saveLanguage(db: Database, id: PersonId, language: Language): Promise<void> {
  await db.update(person).set({ language }).where(eq(person.id, id))
}

/** A person's passkeys, newest first, and how many recovery codes are unused. Times in ms. */
export async function accountOf(db: Database, id: PersonId) {
  const [passkeys, codes] = await db.batch([
    db
      .select({ createdAtMs: passkey.createdAtMs, lastUsedAtMs: passkey.lastUsedAtMs })
      .from(passkey)
      .where(eq(passkey.personId, id))
      .orderBy(desc(passkey.createdAtMs)),
    db
      .select({ left: count() })
      .from(recoveryCode)
      .where(and(eq(recoveryCode.personId, id), isNull(recoveryCode.usedAtMs))),
  ])
  return { passkeys, codesLeft: codes[0]?.left ?? 0 }
}
