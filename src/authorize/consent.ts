import { and, desc, eq, isNull, lt, or } from 'drizzle-orm'
import * as z from 'zod'
import { hashOf } from '../core/bytes.ts'
import type { Fault } from '../core/fault.ts'
import {
  type ConsentId,
  consentId,
  newId,
  type PersonId,
  personId,
  type SellerId,
  sellerId,
} from '../core/id.ts'
import { type Region, region } from '../core/region.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { type Clock, DAY_MS, type Random, SECOND_MS } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import type { Viewer } from '../web/context.ts'
import { CONSENT_TTL_SECONDS, newBinding, stateFor } from './state.ts'
import { pendingConsent, seenCode } from './tables.ts'

const row = z.object({
  id: consentId,
  sessionHash: z.string(),
  personId,
  region,
  country: z.string(),
  regionAsked: z.boolean(),
  confirmUri: z.string().nullable(),
  amazonState: z.string().nullable(),
  sellerId: sellerId.nullable(),
  createdAtMs: z.number(),
  consumedAtMs: z.number().nullable(),
})
export type Consent = z.infer<typeof row>

/** Amazon's codes die at five minutes. A replay is known for a day, so that Amazon is not even asked about it. */
const CODE_KEPT_MS = DAY_MS

/** Where a consent began at Amazon: the address that confirms it, and Amazon's own state. */
export interface AmazonLeg {
  readonly confirmUri: string
  readonly amazonState: string
  /** That the page with the button showed: no other may come back. */
  readonly sellerId: SellerId
  /** When Amazon's ten minutes began: at its visit, not at our button. */
  readonly sinceMs: number
}

/**
 * Starts a consent for this person, session and region, on our own site or, with `amazon`, after a visit from
 * Amazon's. Returns its id and the secret for the one-time cookie.
 */
export async function startConsent(
  db: Database,
  given: {
    readonly viewer: Viewer
    readonly region: Region
    readonly country: string
    readonly regionAsked?: boolean
    readonly amazon?: AmazonLeg
    readonly clock: Clock
    readonly random: Random
  },
): Promise<{ readonly id: ConsentId; readonly binding: string }> {
  const binding = newBinding(given.random)
  const state = await stateFor(binding, 'start')
  const midway = await stateFor(binding, 'midway')
  if (state === undefined || midway === undefined) throw new Error('a new binding always has its states')
  const id = consentId.parse(newId(given.random))
  const nowMs = given.clock()
  await db.batch([
    db.delete(pendingConsent).where(lt(pendingConsent.createdAtMs, nowMs - DAY_MS)),
    db.insert(pendingConsent).values({
      id,
      stateHash: await hashOf(state),
      midwayStateHash: await hashOf(midway),
      bindingHash: await hashOf(binding),
      sessionHash: given.viewer.sessionHash,
      personId: given.viewer.personId,
      region: given.region,
      country: given.country,
      regionAsked: given.regionAsked ?? false,
      confirmUri: given.amazon?.confirmUri ?? null,
      amazonState: given.amazon?.amazonState ?? null,
      sellerId: given.amazon?.sellerId ?? null,
      createdAtMs: given.amazon?.sinceMs ?? nowMs,
    }),
  ])
  return { id, binding }
}

/**
 * Lets one visit of Amazon's continue a consent that began on our own site, and notes which: the same one may come
 * again, another may not. False: it is another's turn.
 */
export async function continueConsent(
  db: Database,
  consent: Consent,
  visit: { readonly amazonState: string; readonly sellerId: SellerId },
): Promise<boolean> {
  const visitHash = await hashOf(visit.amazonState)
  const continued = await db
    .update(pendingConsent)
    .set({ midwayVisitHash: visitHash, sellerId: visit.sellerId })
    .where(
      and(
        eq(pendingConsent.id, consent.id),
        isNull(pendingConsent.consumedAtMs),
        or(isNull(pendingConsent.midwayVisitHash), eq(pendingConsent.midwayVisitHash, visitHash)),
      ),
    )
    .returning()
  return continued.length === 1
}

/** The region of the person's newest consent, to be chosen in advance at the next. */
export async function lastRegionOf(db: Database, person: PersonId): Promise<Region | undefined> {
  const [newest] = await db
    .select({ region: pendingConsent.region })
    .from(pendingConsent)
    .where(eq(pendingConsent.personId, person))
    .orderBy(desc(pendingConsent.createdAtMs))
    .limit(1)
  return newest?.region
}

/** The consent that this browser's cookie and session began, while it can still be used; for the page that leaves. */
export async function openConsent(
  db: Database,
  given: { readonly viewer: Viewer; readonly binding: string | undefined; readonly clock: Clock },
): Promise<Consent | undefined> {
  if (given.binding === undefined) return undefined
  const [found] = await db
    .select()
    .from(pendingConsent)
    .where(eq(pendingConsent.bindingHash, await hashOf(given.binding)))
  if (found === undefined) return undefined
  const consent = row.parse(found)
  const usable =
    consent.consumedAtMs === null && !expired(consent, given.clock()) && belongs(consent, given.viewer)
  return usable ? consent : undefined
}

interface Refusal {
  readonly fault: Fault
  readonly foreign?: Consent
  /** The consent of this browser's cookie has ended by it. */
  readonly consumed?: boolean
}

/**
 * Consumes a state: the first arrival that carries its cookie ends it, whatever is judged afterwards, and nothing
 * else does. Faults: consent-missing, consent-unknown (no such state, or another browser, session or person),
 * consent-used, consent-expired. Not idempotent, by intent.
 */
export async function consumeConsent(
  db: Database,
  given: {
    readonly viewer: Viewer | undefined
    readonly state: string | undefined
    readonly binding: string | undefined
    readonly clock: Clock
  },
): Promise<Result<Consent, Refusal>> {
  if (given.state === undefined || given.state === '') return fail({ fault: 'consent-missing' })
  const stateHash = await hashOf(given.state)
  const bindingHash = given.binding === undefined ? undefined : await hashOf(given.binding)
  const consumed =
    bindingHash === undefined
      ? []
      : await db
          .update(pendingConsent)
          // Amazon's own state has done its work.
          .set({ consumedAtMs: given.clock(), amazonState: null })
          .where(
            and(
              isEitherState(stateHash),
              eq(pendingConsent.bindingHash, bindingHash),
              isNull(pendingConsent.consumedAtMs),
            ),
          )
          .returning()
  const [first] = consumed
  if (first === undefined) return fail(await whyNotConsumed(db, stateHash, given.viewer))
  const consent = row.parse(first)
  if (!belongs(consent, given.viewer))
    return fail({ fault: 'consent-unknown', foreign: consent, consumed: true })
  if (expired(consent, given.clock())) return fail({ fault: 'consent-expired', consumed: true })
  return ok(consent)
}

/** Both states of a consent are one: whichever comes back first ends it. */
const isEitherState = (hash: string) =>
  or(eq(pendingConsent.stateHash, hash), eq(pendingConsent.midwayStateHash, hash))

/** A person who comes back to their own used state is told so; anybody else learns nothing about it. */
async function whyNotConsumed(db: Database, stateHash: string, viewer: Viewer | undefined): Promise<Refusal> {
  const [found] = await db.select().from(pendingConsent).where(isEitherState(stateHash))
  if (found === undefined) return { fault: 'consent-unknown' }
  const consent = row.parse(found)
  if (!belongs(consent, viewer)) return { fault: 'consent-unknown', foreign: consent }
  return { fault: consent.consumedAtMs === null ? 'consent-unknown' : 'consent-used' }
}

/**
 * Whether this authorization code arrives for the first time, under any state (I2). The hash is written before the
 * exchange, so of fifty racing arrivals one is first. Kept a day.
 */
export async function firstSightOfCode(db: Database, code: string, clock: Clock): Promise<boolean> {
  const nowMs = clock()
  await db.delete(seenCode).where(lt(seenCode.seenAtMs, nowMs - CODE_KEPT_MS))
  const written = await db
    .insert(seenCode)
    .values({ hash: await hashOf(code), seenAtMs: nowMs })
    .onConflictDoNothing()
    .returning()
  return written.length === 1
}

const expired = (consent: Consent, nowMs: number): boolean =>
  nowMs - consent.createdAtMs > CONSENT_TTL_SECONDS * SECOND_MS

const belongs = (consent: Consent, viewer: Viewer | undefined): boolean =>
  viewer !== undefined && viewer.sessionHash === consent.sessionHash && viewer.personId === consent.personId
