import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server'
import { eq } from 'drizzle-orm'
import { base64url, utf8 } from '../core/bytes.ts'
import { newId, type PersonId } from '../core/id.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { Clock, Random } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import { isFramed, type NewCredential } from './credential.ts'
import { CHALLENGE_TTL_MS, setChallenge, takeChallenge } from './enrolment.ts'
import { type RelyingParty, relyingParty } from './relying-party.ts'
import { passkey } from './tables.ts'

/** COSE: EdDSA, ES256, RS256. What platform authenticators and security keys make; nothing weaker is taken. */
const ALGORITHMS = [-8, -7, -257]

interface Ceremony {
  readonly db: Database
  readonly clock: Clock
  readonly random: Random
  readonly origin: string
}

/** The user handle that an authenticator stores: our random person id, which says nothing about the person. */
export const userHandleOf = (of: PersonId): string => base64url(utf8(of))

/**
 * What the browser needs to make a passkey for this person, with a new challenge for this ceremony. User verification
 * and a discoverable credential are required; authenticators that hold one of theirs already are excluded.
 */
export async function registrationOptions(
  given: Ceremony,
  of: { readonly hash: string; readonly personId: PersonId; readonly email: string },
): ReturnType<typeof generateRegistrationOptions> {
  const party = relyingParty(given.origin)
  const existing = await given.db
    .select({ id: passkey.credentialId })
    .from(passkey)
    .where(eq(passkey.personId, of.personId))
  const options = await generateRegistrationOptions({
    rpName: party.name,
    rpID: party.id,
    userID: Uint8Array.from(utf8(of.personId)),
    userName: of.email,
    userDisplayName: of.email,
    challenge: Uint8Array.from(given.random(32)),
    timeout: CHALLENGE_TTL_MS,
    attestationType: 'none',
    excludeCredentials: existing,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  })
  await setChallenge(given.db, given.clock, of.hash, options.challenge)
  return options
}

/**
 * Judges a new passkey against this ceremony's challenge, which is spent by it. Returns the row to store. Faults:
 * passkey-refused (challenge, origin, relying party, user verification, a credential somebody has already).
 */
export async function judgeRegistration(
  given: Ceremony,
  of: { readonly hash: string; readonly personId: PersonId },
  shown: NewCredential,
): Promise<Result<typeof passkey.$inferInsert, 'passkey-refused'>> {
  const challenge = await takeChallenge(given.db, given.clock, of.hash)
  if (!challenge.ok) return challenge
  const info = await verified(relyingParty(given.origin), challenge.value, shown)
  if (info === undefined) return fail('passkey-refused')
  const [taken] = await given.db
    .select({ id: passkey.id })
    .from(passkey)
    .where(eq(passkey.credentialId, info.credential.id))
  if (taken !== undefined) return fail('passkey-refused')
  return ok({
    id: newId(given.random),
    personId: of.personId,
    credentialId: info.credential.id,
    publicKey: base64url(info.credential.publicKey),
    counter: info.credential.counter,
    transports: JSON.stringify(shown.response.transports),
    createdAtMs: given.clock(),
  })
}

/** The library throws for each thing that does not verify; all of them are the one answer to the browser. */
async function verified(party: RelyingParty, expectedChallenge: string, shown: NewCredential) {
  try {
    if (isFramed(shown.response.clientDataJSON)) return undefined
    const judged = await verifyRegistrationResponse({
      response: { ...shown, clientExtensionResults: {} },
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    return judged.verified ? judged.registrationInfo : undefined
  } catch {
    return undefined
  }
}
