import { personActor } from '../audit/events.ts'
import type { PersonId } from '../core/id.ts'
import type { Language } from '../core/language.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { Clock, Random } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import type { NewCredential } from './credential.ts'
import { claimEnrolment, findEnrolment } from './enrolment.ts'
import { personByEmail } from './people.ts'
import type { KeepRecord } from './record.ts'
import { groupedCode, newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts'
import { judgeRegistration } from './registration.ts'
import { endSession, newSession, startingSession } from './sessions.ts'
import { passkey, person, recoveryCode } from './tables.ts'

interface SigningUp {
  readonly db: Database
  readonly clock: Clock
  readonly random: Random
  readonly origin: string
  readonly record: KeepRecord
}

/** What the person gets once: the session's secret for the cookie, and ten codes that are stored only as hashes. */
export interface SignedUp {
  readonly sessionSecret: string
  readonly codes: readonly string[]
  readonly email: string
}

/**
 * Makes the account, when and only when its first passkey verifies: person, passkey, ten recovery codes and a session
 * in one batch; the session that this browser had before (`replacing`, its hash) ends. Faults: link-dead (no confirmed address in this browser, or it has an account by now),
 * passkey-refused. Not idempotent: the ceremony is used up.
 */
export async function finishSignUp(
  given: SigningUp,
  secret: string | undefined,
  shown: {
    readonly credential: NewCredential
    readonly language: Language
    readonly replacing: string | undefined
  },
): Promise<Result<SignedUp, 'link-dead' | 'passkey-refused'>> {
  const { db, clock, random } = given
  const begun = await findEnrolment(db, clock, secret, 'sign-up')
  if (begun === undefined) return fail('link-dead')
  const judged = await judgeRegistration(given, begun, shown.credential)
  if (!judged.ok) return judged
  const claimed = await claimEnrolment(db, clock, begun.hash)
  if (!claimed.ok) return claimed
  if ((await personByEmail(db, begun.email)) !== undefined) return fail('link-dead')
  const session = await newSession(begun.personId, clock, random)
  const codes = newRecoveryCodes(random)
  const actor = personActor(begun.personId)
  await given.record({ kind: 'person.signed-up' }, actor)
  await given.record({ kind: 'passkey.added' }, actor)
  await given.record({ kind: 'session.started', method: 'sign-up' }, actor)
  const { email, personId: id } = begun
  const statements = [
    db.insert(person).values({ id, email, language: shown.language, createdAtMs: clock() }),
    db.insert(passkey).values(judged.value),
    db.insert(recoveryCode).values(await codeRows(id, codes, clock())),
    startingSession(db, session),
  ] as const
  try {
    await db.batch(statements)
  } catch (thrown) {
    // Two links of one address, pressed in two browsers at once: the address is unique, one account is made.
    if ((await personByEmail(db, email)) === undefined) throw thrown
    return fail('link-dead')
  }
  if (shown.replacing !== undefined) await endSession(db, clock, shown.replacing)
  return ok({ sessionSecret: session.secret, codes: codes.map(groupedCode), email })
}

/** Ten rows of three columns stay under D1's 100 parameters. */
const codeRows = (of: PersonId, codes: readonly string[], createdAtMs: number) =>
  Promise.all(
    codes.map(async (code) => ({ hash: await recoveryCodeHash(of, code), personId: of, createdAtMs })),
  )
