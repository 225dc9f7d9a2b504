import { and, eq, exists, isNull } from 'drizzle-orm'
import { personActor } from '../audit/events.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { Clock, Random } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import { type MailFault, type MailTransport, sendMail } from '../mail/send.ts'
import { recoveryUsedMail } from '../mail/templates.ts'
import type { NewCredential } from './credential.ts'
import { claimEnrolment, countTry, type EnrolmentFor, findEnrolment, notingCode } from './enrolment.ts'
import { personById } from './people.ts'
import type { KeepRecord } from './record.ts'
import { parseRecoveryCode, recoveryCodeHash } from './recovery-codes.ts'
import { judgeRegistration } from './registration.ts'
import { endingOtherSessions, endSession, newSession, startingSession } from './sessions.ts'
import { passkey, person, recoveryCode } from './tables.ts'

/** Amazon's Data Protection Policy: lock-out at 10 failed sign-ins. The link is dead after them. */
const RECOVERY_TRIES_MAX = 10

interface Recovering {
  readonly db: Database
  readonly clock: Clock
  readonly random: Random
  readonly origin: string
  readonly support: string
  readonly mail: MailTransport
  readonly record: KeepRecord
}

/**
 * Tries a recovery code after the mail link: right, it is used up and this browser may add a passkey. Each try counts,
 * right or wrong. Faults: link-dead (no recovery in this browser, or ten tries made), recovery-refused (no such
 * code of this person, or used). The code itself is nowhere but in this call.
 */
export async function tryRecoveryCode(
  given: Pick<Recovering, 'db' | 'clock' | 'record'>,
  secret: string | undefined,
  typed: string,
): Promise<Result<void, 'link-dead' | 'recovery-refused'>> {
  const { db, clock } = given
  const begun = await findEnrolment(db, clock, secret, 'recovery')
  if (begun === undefined) return fail('link-dead')
  if (begun.codeAtMs !== null) return ok(undefined)
  if (!(await countTry(db, clock, begun.hash, RECOVERY_TRIES_MAX))) return fail('link-dead')
  const code = parseRecoveryCode(typed)
  if (code === undefined || !(await useCode(given, begun, code))) {
    await given.record({ kind: 'session.refused', fault: 'recovery-refused' }, personActor(begun.personId))
    return fail('recovery-refused')
  }
  return ok(undefined)
}

/** Uses the code up and notes it with this recovery, both or neither. False when it is unknown, used or another's. */
async function useCode(
  { db, clock, record }: Pick<Recovering, 'db' | 'clock' | 'record'>,
  begun: EnrolmentFor<'recovery'>,
  code: string,
): Promise<boolean> {
  const hash = await recoveryCodeHash(begun.personId, code)
  const unused = and(
    eq(recoveryCode.hash, hash),
    eq(recoveryCode.personId, begun.personId),
    isNull(recoveryCode.usedAtMs),
  )
  const there = db.select({ hash: recoveryCode.hash }).from(recoveryCode).where(unused)
  if ((await there).length === 0) return false
  await record({ kind: 'recovery.used' }, personActor(begun.personId))
  const [noted] = await db.batch([
    notingCode(db, clock, begun.hash, exists(there)),
    db.update(recoveryCode).set({ usedAtMs: clock() }).where(unused),
  ])
  return noted.length === 1
}

/** What a finished recovery leaves behind: a session here, and whether the notice reached the mail carrier. */
export interface Recovered {
  readonly sessionSecret: string
  readonly told: Result<void, MailFault>
}

/**
 * Adds the passkey of a person who has shown both link and code: in one batch the passkey is stored, every other
 * session ends, the 24 hours begin and this browser's session starts; then the person is told by mail. Faults:
 * link-dead (link or code missing), passkey-refused.
 */
export async function finishRecovery(
  given: Recovering,
  secret: string | undefined,
  shown: { readonly credential: NewCredential; readonly replacing: string | undefined },
): Promise<Result<Recovered, 'link-dead' | 'passkey-refused'>> {
  const { db, clock, random } = given
  const begun = await findRecoveryWithCode(db, clock, secret)
  const owner = begun && (await personById(db, begun.personId))
  if (!begun || !owner) return fail('link-dead')
  const judged = await judgeRegistration(given, begun, shown.credential)
  if (!judged.ok) return judged
  const claimed = await claimEnrolment(db, clock, begun.hash)
  if (!claimed.ok) return claimed
  const session = await newSession(owner.id, clock, random)
  await given.record({ kind: 'passkey.added' }, personActor(owner.id))
  await given.record({ kind: 'session.started', method: 'recovery' }, personActor(owner.id))
  await db.batch([
    db.insert(passkey).values(judged.value),
    db.update(person).set({ recoveredAtMs: clock() }).where(eq(person.id, owner.id)),
    startingSession(db, session),
    endingOtherSessions(db, clock, owner.id, session.row.hash),
  ])
  if (shown.replacing !== undefined) await endSession(db, clock, shown.replacing)
  const notice = { to: owner.email, language: owner.language, origin: given.origin, support: given.support }
  const told = await sendMail(given.mail, recoveryUsedMail(notice))
  return ok({ sessionSecret: session.secret, told })
}

/** The recovery of this browser, once its code was accepted: neither half alone opens the passkey page. */
export async function findRecoveryWithCode(
  db: Database,
  clock: Clock,
  secret: string | undefined,
): Promise<EnrolmentFor<'recovery'> | undefined> {
  const begun = await findEnrolment(db, clock, secret, 'recovery')
  return begun !== undefined && begun.codeAtMs !== null ? begun : undefined
}
