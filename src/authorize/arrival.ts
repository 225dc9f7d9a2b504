import { and, eq, gt, lt } from 'drizzle-orm'
import * as z from 'zod'
import type { AmazonHosts } from '../amazon/hosts.ts'
import { base64url, hashOf } from '../core/bytes.ts'
import { sellerId } from '../core/id.ts'
import { region } from '../core/region.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { type Clock, DAY_MS, type Random, SECOND_MS } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import { type ConfirmTarget, confirmTargetOf } from './confirm-uri.ts'
import { CONSENT_TTL_SECONDS } from './state.ts'
import { appstoreArrival } from './tables.ts'

/** Lax: set when Amazon sends the browser here, read on our own pages afterwards. */
export const ARRIVAL_COOKIE = '__Host-arrival'

/** What Amazon sends to the log-in URI, judged. */
export interface Visit {
  readonly target: ConfirmTarget
  readonly amazonState: string
  readonly sellerId: z.infer<typeof sellerId>
}

const parameters = z.object({
  amazon_callback_uri: z.string(),
  // Opaque to us and sent back unchanged; visible ASCII, so that nothing can hide in it.
  amazon_state: z.string().regex(/^[!-~]{1,1024}$/),
  selling_partner_id: sellerId,
})

/**
 * Reads a visit from Amazon out of the log-in URI's query. Fault arrival-refused: a parameter is missing, malformed or
 * there twice, or the address to go back to is none of Amazon's. Pure.
 */
export function visitOf(
  query: URLSearchParams,
  of: { readonly hosts: AmazonHosts; readonly applicationId: string },
): Result<Visit, 'arrival-refused'> {
  if (new Set(query.keys()).size !== query.size) return fail('arrival-refused')
  const parsed = parameters.safeParse(Object.fromEntries(query))
  if (!parsed.success) return fail('arrival-refused')
  const { amazon_callback_uri: uri, amazon_state: amazonState, selling_partner_id: seller } = parsed.data
  const target = confirmTargetOf(uri, of)
  return target === undefined ? fail('arrival-refused') : ok({ target, amazonState, sellerId: seller })
}

const row = z.object({
  cookieHash: z.string(),
  confirmUri: z.string(),
  amazonState: z.string(),
  sellerId,
  region: region.nullable(),
  country: z.string().nullable(),
  createdAtMs: z.number(),
})
export type Arrival = z.infer<typeof row>

/** When Amazon's ten minutes are over: they run from its visit. */
export const arrivalEndsMs = (arrival: Pick<Arrival, 'createdAtMs'>): number =>
  arrival.createdAtMs + CONSENT_TTL_SECONDS * SECOND_MS

/** Keeps a visit for this browser until its button is pressed; returns the secret for the one-time cookie. */
export async function keepArrival(db: Database, visit: Visit, clock: Clock, random: Random): Promise<string> {
  const secret = base64url(random(32))
  const nowMs = clock()
  await db.batch([
    db.delete(appstoreArrival).where(lt(appstoreArrival.createdAtMs, nowMs - DAY_MS)),
    db.insert(appstoreArrival).values({
      cookieHash: await hashOf(secret),
      confirmUri: visit.target.uri,
      amazonState: visit.amazonState,
      sellerId: visit.sellerId,
      region: visit.target.region ?? null,
      country: visit.target.country ?? null,
      createdAtMs: nowMs,
    }),
  ])
  return secret
}

/** What waits for this browser. Faults: consent-expired (over ten minutes), not-found (nothing, or used). */
export async function waitingArrival(
  db: Database,
  cookie: string | undefined,
  clock: Clock,
): Promise<Result<Arrival, 'consent-expired' | 'not-found'>> {
  if (cookie === undefined) return fail('not-found')
  const [found] = await db
    .select()
    .from(appstoreArrival)
    .where(eq(appstoreArrival.cookieHash, await hashOf(cookie)))
  if (found === undefined) return fail('not-found')
  const arrival = row.parse(found)
  return clock() > arrivalEndsMs(arrival) ? fail('consent-expired') : ok(arrival)
}

/** Ends an arrival: true for the one caller that may go on with it, false when it was used or has expired. */
export async function takeArrival(db: Database, arrival: Arrival, clock: Clock): Promise<boolean> {
  const taken = await db
    .delete(appstoreArrival)
    .where(
      and(
        eq(appstoreArrival.cookieHash, arrival.cookieHash),
        gt(appstoreArrival.createdAtMs, clock() - CONSENT_TTL_SECONDS * SECOND_MS),
      ),
    )
    .returning()
  return taken.length === 1
}
