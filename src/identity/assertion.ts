import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server'
import { and, eq, lt, sql } from 'drizzle-orm'
import { fromBase64 } from '../core/bytes.ts'
import { type PersonId, personId } from '../core/id.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { Clock, Random } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import { isFramed, type ShownCredential } from './credential.ts'
import {
  CHALLENGE_TTL_MS,
  claimEnrolment,
  findEnrolment,
  openEnrolment,
  setChallenge,
  takeChallenge,
} from './enrolment.ts'
import { userHandleOf } from './registration.ts'
import { type RelyingParty, relyingParty } from './relying-party.ts'
import { passkey } from './tables.ts'

/** Amazon's Data Protection Policy: lock-out at 10 failed sign-ins. In a row, for one passkey; recovery is the way on. */
const FAILED_SIGN_INS_MAX = 10

interface Ceremony {
  readonly db: Database
  readonly clock: Clock
  readonly random: Random
  readonly origin: string
}

/** Begins a sign-in: what the browser needs, without any account's name, and the secret for its one-time cookie. */
export async function assertionOptions(given: Ceremony) {
  const secret = await openEnrolment(given.db, given.clock, given.random, { purpose: 'sign-in' })
  const begun = await findEnrolment(given.db, given.clock, secret, 'sign-in')
  if (begun === undefined) throw new Error('a sign-in just begun is always found')
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(given.origin).id,
    challenge: Uint8Array.from(given.random(32)),
    timeout: CHALLENGE_TTL_MS,
    userVerification: 'required',
  })
  await setChallenge(given.db, given.clock, begun.hash, options.challenge)
  return { options, secret }
}

/** Why a sign-in was refused, and whose passkey it was where one is known: for the record, not for the browser. */
export interface Refusal {
  readonly reason: 'challenge' | 'unknown-passkey' | 'locked' | 'not-verified'
  readonly personId: PersonId | undefined
}

/**
 * Judges a shown passkey: this browser's challenge, once and within five minutes; our origin and relying party; user
 * verified; signature; the person it names; a counter that has grown. Its row is updated and its person returned.
 */
export async function judgeAssertion(
  given: Ceremony,
  secret: string | undefined,
  shown: ShownCredential,
): Promise<Result<PersonId, Refusal>> {
  const { db, clock } = given
  const begun = await findEnrolment(db, clock, secret, 'sign-in')
  const challenge = begun && (await takeChallenge(db, clock, begun.hash))
  if (!begun || !challenge?.ok) return fail({ reason: 'challenge', personId: undefined })
  await claimEnrolment(db, clock, begun.hash)
  const [found] = await db.select().from(passkey).where(eq(passkey.credentialId, shown.id))
  if (found === undefined) return fail({ reason: 'unknown-passkey', personId: undefined })
  const of = personId.parse(found.personId)
  if (!(await countTry(db, found.id))) return fail({ reason: 'locked', personId: of })
  const counter = await verifiedCounter(relyingParty(given.origin), challenge.value, shown, found)
  if (counter === undefined) return fail({ reason: 'not-verified', personId: of })
  const noted = await db
    .update(passkey)
    .set({ counter, failures: 0, lastUsedAtMs: clock() })
    .where(and(eq(passkey.id, found.id), eq(passkey.counter, found.counter)))
    .returning({ id: passkey.id })
  return noted.length === 1 ? ok(of) : fail({ reason: 'not-verified', personId: of })
}

/** Counted before it is judged, so that answers sent at once cannot outrun the count. A success sets it back to 0. */
async function countTry(db: Database, id: string): Promise<boolean> {
  const counted = await db
    .update(passkey)
    .set({ failures: sql`${passkey.failures} + 1` })
    .where(and(eq(passkey.id, id), lt(passkey.failures, FAILED_SIGN_INS_MAX)))
    .returning({ id: passkey.id })
  return counted.length === 1
}

/** The authenticator's new counter when everything holds. The library throws for each thing that does not verify. */
async function verifiedCounter(
  party: RelyingParty,
  expectedChallenge: string,
  shown: ShownCredential,
  stored: typeof passkey.$inferSelect,
): Promise<number | undefined> {
  const publicKey = fromBase64(stored.publicKey)
  if (publicKey === undefined) throw new Error('a stored public key is always base64url')
  if (shown.response.userHandle !== userHandleOf(personId.parse(stored.personId))) return undefined
  try {
    if (isFramed(shown.response.clientDataJSON)) return undefined
    const judged = await verifyAuthenticationResponse({
      response: { ...shown, clientExtensionResults: {} },
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: { id: stored.credentialId, publicKey, counter: stored.counter },
    })
    return judged.verified ? judged.authenticationInfo.newCounter : undefined
  } catch {
    return undefined
  }
}
