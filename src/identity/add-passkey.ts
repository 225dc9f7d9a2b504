import { personActor } from '../audit/events.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { type Clock, MINUTE_MS, type Random } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import { type MailFault, type MailTransport, sendMail } from '../mail/send.ts'
import { passkeyAddedMail } from '../mail/templates.ts'
import type { Viewer } from '../web/context.ts'
import type { NewCredential } from './credential.ts'
import { claimEnrolment, type EnrolmentFor, findEnrolment, openEnrolment } from './enrolment.ts'
import { personById } from './people.ts'
import type { KeepRecord } from './record.ts'
import { judgeRegistration } from './registration.ts'
import { sessionBegunAtMs } from './sessions.ts'
import { passkey } from './tables.ts'

/** A passkey outlives every session: only somebody who has shown one in the last ten minutes may add another. */
const RECENTLY_SIGNED_IN_MS = 10 * MINUTE_MS

interface Adding {
  readonly db: Database
  readonly clock: Clock
  readonly random: Random
  readonly origin: string
  readonly support: string
  readonly mail: MailTransport
  readonly record: KeepRecord
}

/** Whether this session showed a passkey in the last ten minutes. */
export async function signedInRecently(db: Database, clock: Clock, viewer: Viewer): Promise<boolean> {
  return (await sessionBegunAtMs(db, viewer.sessionHash)) > clock() - RECENTLY_SIGNED_IN_MS
}

/** Begins adding a passkey; the secret is for this browser's cookie. Faults: sign-in-needed (not recently). */
export async function beginPasskey(
  { db, clock, random }: Adding,
  viewer: Viewer,
): Promise<Result<string, 'sign-in-needed'>> {
  if (!(await signedInRecently(db, clock, viewer))) return fail('sign-in-needed')
  return ok(await openEnrolment(db, clock, random, { purpose: 'passkey', personId: viewer.personId }))
}

/** What this browser has begun, if it is this person's. */
export async function findOwnPasskeyEnrolment(
  { db, clock }: Pick<Adding, 'db' | 'clock'>,
  viewer: Viewer,
  secret: string | undefined,
): Promise<EnrolmentFor<'passkey'> | undefined> {
  const begun = await findEnrolment(db, clock, secret, 'passkey')
  return begun?.personId === viewer.personId ? begun : undefined
}

/**
 * Stores the passkey when it verifies, and tells the person by mail; the value says whether the mail was taken.
 * Faults: passkey-refused (nothing begun here by this person, or it does not verify).
 */
export async function finishPasskey(
  given: Adding,
  viewer: Viewer,
  shown: { readonly secret: string | undefined; readonly credential: NewCredential },
): Promise<Result<Result<void, MailFault>, 'passkey-refused'>> {
  const { db, clock } = given
  const begun = await findOwnPasskeyEnrolment(given, viewer, shown.secret)
  const owner = begun && (await personById(db, viewer.personId))
  if (!begun || !owner) return fail('passkey-refused')
  const judged = await judgeRegistration(given, begun, shown.credential)
  if (!judged.ok) return judged
  if (!(await claimEnrolment(db, clock, begun.hash)).ok) return fail('passkey-refused')
  await given.record({ kind: 'passkey.added' }, personActor(owner.id))
  await db.insert(passkey).values(judged.value)
  const notice = { to: owner.email, language: owner.language, origin: given.origin, support: given.support }
  return ok(await sendMail(given.mail, passkeyAddedMail(notice)))
}
