import * as z from 'zod'
import type { Fault } from '../core/fault.ts'
import { sellerId, storeId } from '../core/id.ts'
import { region } from '../core/region.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../core/time.ts'
import { errorName, log } from '../log.ts'
import { withAccessToken } from '../store/access-token.ts'
import { callAmazon } from '../store/call.ts'
import type { HeldToken, StoreContext } from '../store/context.ts'
import { destroyDeadTokens } from '../store/destruction.ts'
import { connectionsBeside } from '../store/directory.ts'
import { armDuty } from '../store/duty.ts'
import { fence, tellDirectory } from '../store/fence.ts'
import { noteReplaced, noteToPeople } from '../store/notices.ts'
import { noteConfirmationTried, noteConfirmed, type Standing, standingOf } from '../store/standing.ts'
import { storeObject } from '../store/stub.ts'

/** listTransactions takes windows of at most 180 days that end at least two minutes ago. */
const CONFIRM_WINDOW_MS = 180 * DAY_MS
const CONFIRM_LAG_MS = 3 * MINUTE_MS
/** A seller without transactions has none in the next minutes either; each try is a call in the seller's name. */
const TRY_AGAIN_MS = HOUR_MS
/** A try in passing may not hold the reading's access token for long. */
const PASSING_MS_MAX = 10 * SECOND_MS

/**
 * Asks Amazon's own records whose authorization this is: the seller id of a callback came through a browser and is a
 * claim. True when a transaction names the seller; false when there is none, or Amazon did not answer now, which
 * changes nothing (I13). Fault seller-mismatch: they name another; the store is fenced, its token destroyed, its people
 * are told. Idempotent.
 */
export async function confirmClaim(
  context: StoreContext,
  held: HeldToken,
  { cause, untilMs }: { readonly cause: number; readonly untilMs: number },
): Promise<Result<boolean, Fault>> {
  const { storage, clock, record } = context
  noteConfirmationTried(storage.sql, clock())
  const before = clock() - CONFIRM_LAG_MS
  const query = { postedAfterMs: before - CONFIRM_WINDOW_MS + MINUTE_MS, postedBeforeMs: before }
  const answer = await callAmazon(context, held, { operation: 'listTransactions', query, untilMs }, cause)
  const standing = standingOf(storage.sql)
  if (!answer.ok || answer.value.sellerIds.length === 0 || standing === undefined) return ok(false)
  if (answer.value.sellerIds.some((id) => id !== standing.seller_id)) {
    record.append({ kind: 'seller.mismatch' }, 'machine/consent')
    if (fence(context, 'seller-mismatch', 'machine/consent')) noteToPeople(context, 'seller-mismatch')
    await destroyDeadTokens(context)
    await tellDirectory(context)
    return fail('seller-mismatch')
  }
  if (standing.confirmed_ms !== null) return ok(true)
  storage.transactionSync(() => {
    noteConfirmed(storage.sql, clock())
    record.append({ kind: 'seller.confirmed' }, 'machine/consent')
    armDuty(storage, clock, 'tell-directory', clock())
    armDuty(storage, clock, 'settle-claim', clock())
  })
  await tellDirectory(context)
  return ok(true)
}

/**
 * Tries again to confirm a claim while a reading holds an access token, at most once an hour. Returns at once: the
 * reading waits for nothing here, and only a mismatch touches it, by the fence.
 */
export function confirmInPassing(context: StoreContext, cause: number): void {
  const { storage, clock } = context
  const standing = standingOf(storage.sql)
  if (standing?.state !== 'connected' || standing.confirmed_ms !== null) return
  if (standing.confirm_tried_ms !== null && clock() - standing.confirm_tried_ms < TRY_AGAIN_MS) return
  const untilMs = clock() + PASSING_MS_MAX
  withAccessToken(context, cause, (held) => confirmClaim(context, held, { cause, untilMs })).catch(
    (thrown: unknown) => log('error', { event: 'confirmation.bug', error: errorName(thrown) }),
  )
}

export const supersedeInput = z.strictObject({
  seller: sellerId,
  region,
  authorizedMs: z.number(),
  by: storeId,
})
/** The confirmed consent that one store's object tells another's of. */
export type SupersedeInput = z.infer<typeof supersedeInput>

/**
 * Where the store that was told stands. `gave-way`: it has stopped for a newer consent. `newer`: its own consent is
 * the newer one. `apart`: it is no confirmed connection of that seller, and nothing between the two is to be settled.
 */
export type Verdict = 'gave-way' | 'newer' | 'apart'

/** What one store's object asks of another's. */
export interface SupersedeObject {
  supersede: (input: SupersedeInput) => Promise<Result<Verdict, Fault>>
}

/**
 * Told of another confirmed connection of a seller: this store gives way if it is one of the same seller and region,
 * confirmed too, and its own consent is the earlier one. It goes by its own knowledge: a message that a later
 * re-authorization has overtaken stops nothing (I14). Idempotent.
 */
export async function supersede(context: StoreContext, told: SupersedeInput): Promise<Verdict> {
  const standing = standingOf(context.storage.sql)
  if (standing === undefined || standing.store_id === told.by) return 'apart'
  const { seller_id, region, authorized_ms, confirmed_ms, stopped_ms } = standing
  const sameSeller = seller_id === told.seller && region === told.region
  if (!sameSeller || authorized_ms === null || confirmed_ms === null) return 'apart'
  const earlier =
    authorized_ms < told.authorizedMs || (authorized_ms === told.authorizedMs && standing.store_id < told.by)
  if (standing.state !== 'connected') {
    const gaveWay = standing.reason === 'superseded' && (stopped_ms ?? 0) >= told.authorizedMs
    return gaveWay && earlier ? 'gave-way' : 'apart'
  }
  if (earlier) {
    await giveWay(context)
    return 'gave-way'
  }
  // The other one stops itself on this word. This store looks again, so that its own people are told of it.
  armDuty(context.storage, context.clock, 'settle-claim', context.clock())
  return 'newer'
}

/** Stops this store for a newer consent of its seller: fenced at once, token destroyed; figures stay as for any stop. */
async function giveWay(context: StoreContext): Promise<void> {
  if (fence(context, 'superseded', 'machine/consent')) noteToPeople(context, 'superseded')
  await destroyDeadTokens(context)
  await tellDirectory(context)
}

/**
 * The newest confirmed consent of a seller wins, since only the account's primary user can give it. Asks the objects
 * of the other confirmed connections where they stand; at the end at most one of them reads. Each confirmed store
 * writes the directory before it looks there, so of two at once at least one sees the other. Idempotent: a duty armed
 * with the confirmation goes on after a failure. Faults: storage-down.
 */
export async function settleClaim(context: StoreContext): Promise<Result<undefined, Fault>> {
  const { storage, db } = context
  const told = await tellDirectory(context)
  if (!told.ok) return told
  const own = standingOf(storage.sql)
  if (own?.state !== 'connected' || own.confirmed_ms === null || own.authorized_ms === null)
    return ok(undefined)
  const { store_id: by, seller_id: seller, region, authorized_ms: authorizedMs } = own
  try {
    const others = await connectionsBeside(db, { id: by, seller, region, sinceMs: authorizedMs })
    for (const id of others) {
      const other = storeObject<SupersedeObject>(context.stores, { id, region })
      const verdict = await other.supersede({ seller, region, authorizedMs, by })
      if (!verdict.ok) return verdict
      if (!(await takeVerdict(context, own, id, verdict.value))) return ok(undefined)
    }
    return ok(undefined)
  } catch (thrown) {
    log('warn', { event: 'claim.unsettled', store: by, error: errorName(thrown) })
    return fail('storage-down')
  }
}

/** False when there is nothing more to settle: this store stopped, or was authorized again, while it asked. */
async function takeVerdict(
  context: StoreContext,
  asked: Standing,
  other: Standing['store_id'],
  verdict: Verdict,
): Promise<boolean> {
  if (standingOf(context.storage.sql)?.epoch !== asked.epoch) return false
  if (verdict === 'gave-way') noteReplaced(context, other)
  if (verdict === 'newer') await giveWay(context)
  return verdict !== 'newer'
}
