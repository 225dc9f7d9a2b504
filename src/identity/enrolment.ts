import { and, eq, gt, isNull, lt, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod'
import { base64url, hashOf } from '../core/bytes.ts'
import { type PersonId, personId } from '../core/id.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { type Clock, DAY_MS, MINUTE_MS, type Random } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import { enrolment } from './tables.ts'

/** From the mail link's button to the verified passkey; the code of a recovery is typed from paper in between. */
const ENROLMENT_TTL_MS = 15 * MINUTE_MS
/** WebAuthn recommends 5 to 10 minutes for a ceremony with user verification; the shorter bounds a stolen challenge. */
export const CHALLENGE_TTL_MS = 5 * MINUTE_MS

const row = z.discriminatedUnion('purpose', [
  z.object({ purpose: z.literal('sign-up'), hash: z.string(), email: z.string(), personId }),
  z.object({ purpose: z.literal('recovery'), hash: z.string(), personId, codeAtMs: z.number().nullable() }),
  z.object({ purpose: z.literal('passkey'), hash: z.string(), personId }),
  z.object({ purpose: z.literal('sign-in'), hash: z.string() }),
])
export type Enrolment = z.infer<typeof row>
export type EnrolmentPurpose = Enrolment['purpose']
export type EnrolmentFor<P extends EnrolmentPurpose> = Extract<Enrolment, { readonly purpose: P }>

const isFor = <P extends EnrolmentPurpose>(found: Enrolment, purpose: P): found is EnrolmentFor<P> =>
  found.purpose === purpose

type Opening =
  | { readonly purpose: 'sign-up'; readonly email: string; readonly personId: PersonId }
  | { readonly purpose: 'recovery' | 'passkey'; readonly personId: PersonId }
  | { readonly purpose: 'sign-in' }

/** Begins a ceremony and returns the secret for this browser's cookie. Rows older than a day go. */
export async function openEnrolment(
  db: Database,
  clock: Clock,
  random: Random,
  opening: Opening,
): Promise<string> {
  const secret = base64url(random(32))
  const nowMs = clock()
  await db.batch([
    db.delete(enrolment).where(lt(enrolment.createdAtMs, nowMs - DAY_MS)),
    db.insert(enrolment).values({ hash: await hashOf(secret), createdAtMs: nowMs, ...opening }),
  ])
  return secret
}

/** The ceremony that this browser's cookie stands for, while it is alive, unused and for this purpose. */
export async function findEnrolment<P extends EnrolmentPurpose>(
  db: Database,
  clock: Clock,
  secret: string | undefined,
  purpose: P,
): Promise<EnrolmentFor<P> | undefined> {
  if (secret === undefined) return undefined
  const [found] = await db
    .select()
    .from(enrolment)
    .where(aliveAndUnused(await hashOf(secret), clock()))
  const parsed = found === undefined ? undefined : row.parse(found)
  return parsed !== undefined && isFor(parsed, purpose) ? parsed : undefined
}

const aliveAndUnused = (hash: string, nowMs: number) =>
  and(
    eq(enrolment.hash, hash),
    isNull(enrolment.usedAtMs),
    gt(enrolment.createdAtMs, nowMs - ENROLMENT_TTL_MS),
  )

/** Stores the one challenge this ceremony may answer; an earlier one is dead from now on. */
export async function setChallenge(
  db: Database,
  clock: Clock,
  hash: string,
  challenge: string,
): Promise<void> {
  await db.update(enrolment).set({ challenge, challengeAtMs: clock() }).where(eq(enrolment.hash, hash))
}

/**
 * Takes the challenge out, so that one answer is judged against it, whatever the judgement. Faults: passkey-refused
 * (no challenge, taken already, older than five minutes).
 */
export async function takeChallenge(
  db: Database,
  clock: Clock,
  hash: string,
): Promise<Result<string, 'passkey-refused'>> {
  const [found] = await db
    .select({ challenge: enrolment.challenge, atMs: enrolment.challengeAtMs })
    .from(enrolment)
    .where(eq(enrolment.hash, hash))
  if (!found?.challenge || found.atMs === null) return fail('passkey-refused')
  const taken = await db
    .update(enrolment)
    .set({ challenge: null, challengeAtMs: null })
    .where(and(eq(enrolment.hash, hash), eq(enrolment.challenge, found.challenge)))
    .returning({ hash: enrolment.hash })
  if (taken.length === 0 || found.atMs <= clock() - CHALLENGE_TTL_MS) return fail('passkey-refused')
  return ok(found.challenge)
}

/** Marks the ceremony used, once: of two answers at the same time one goes on. Faults: link-dead. */
export async function claimEnrolment(
  db: Database,
  clock: Clock,
  hash: string,
): Promise<Result<void, 'link-dead'>> {
  const nowMs = clock()
  const claimed = await db
    .update(enrolment)
    .set({ usedAtMs: nowMs })
    .where(aliveAndUnused(hash, nowMs))
    .returning({ hash: enrolment.hash })
  return claimed.length === 1 ? ok(undefined) : fail('link-dead')
}

/**
 * Counts one try of a recovery code, before the code is looked at, so that tries sent at once cannot outrun the
 * count. False when `triesMax` tries were counted already: the link is locked.
 */
export async function countTry(db: Database, clock: Clock, hash: string, triesMax: number): Promise<boolean> {
  const counted = await db
    .update(enrolment)
    .set({ failures: sql`${enrolment.failures} + 1` })
    .where(and(aliveAndUnused(hash, clock()), lt(enrolment.failures, triesMax)))
    .returning({ hash: enrolment.hash })
  return counted.length === 1
}

/** The statement that notes that this recovery has shown a code as well as the link, while `provided` holds. */
export const notingCode = (db: Database, clock: Clock, hash: string, provided: SQL) =>
  db
    .update(enrolment)
    .set({ codeAtMs: clock() })
    .where(and(eq(enrolment.hash, hash), isNull(enrolment.codeAtMs), provided))
    .returning({ hash: enrolment.hash })
