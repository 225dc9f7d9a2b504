import * as z from 'zod'
import { exchangeCode } from '../amazon/lwa.ts'
import { personActor } from '../audit/events.ts'
import type { Fault } from '../core/fault.ts'
import { consentId, personId, sellerId, storeId } from '../core/id.ts'
import { region } from '../core/region.ts'
import { fail, ok, type Result, unreachable } from '../core/result.ts'
import { Secret } from '../core/secret.ts'
import { DAY_MS, MINUTE_MS } from '../core/time.ts'
import { noteLwaOutcome, withGrantedToken } from '../store/access-token.ts'
import { callAmazon } from '../store/call.ts'
import type { HeldToken, StoreContext } from '../store/context.ts'
import { destroyToken } from '../store/destruction.ts'
import { writeConnection, writeSellerConfirmed } from '../store/directory.ts'
import { dropDuty } from '../store/duty.ts'
import { fence, type StopReason, tellDirectory } from '../store/fence.ts'
import { deleteSnapshots } from '../store/figures.ts'
import { readParticipations } from '../store/participations.ts'
import { type Standing, setStanding, spendGeneration, standingOf } from '../store/standing.ts'
import { sealToken } from '../vault/token.ts'
import { destroy } from '../vault/vault.ts'

/** What the web tier hands the store's object: the code passes through memory and is written nowhere. */
export const connectInput = z.strictObject({
  consent: consentId,
  code: z.string().min(1).max(2048),
  storeId,
  sellerId,
  region,
  country: z.string().regex(/^[A-Z]{2}$/),
  personId,
})
export type ConnectInput = z.infer<typeof connectInput>

export interface Connected {
  /** Amazon listed the store's marketplaces; false when it did not answer just now. */
  readonly proven: boolean
  /** Amazon's own records name the seller that the callback claimed. */
  readonly confirmed: boolean
}

/** What the callback needs of a store's object. */
export interface ConnectObject {
  authorize: (input: ConnectInput) => Promise<Result<Connected, Fault>>
}

/** listTransactions takes windows of at most 180 days that end at least two minutes ago. */
const CONFIRM_WINDOW_MS = 180 * DAY_MS
const CONFIRM_LAG_MS = 3 * MINUTE_MS

/**
 * Connects a store, inside its object: exchange the code (once) → seal → directory → standing → Amazon proves the
 * region → Amazon confirms the seller. Faults: code-dead, exchange-unknown (authorize again: the code may be spent),
 * our-configuration, amazon-down, storage-down, region-wrong and seller-mismatch (the store is fenced and its token
 * destroyed). Not idempotent: the caller has made sure that this code is seen for the first time (I2).
 */
export async function connectStore(
  context: StoreContext,
  input: ConnectInput,
): Promise<Result<Connected, Fault>> {
  const actor = personActor(input.personId)
  const cause = context.record.append(
    { kind: 'consent.returned', consent: input.consent, seller: input.sellerId, region: input.region },
    actor,
  )
  const connected = await connectUnder(context, input, cause)
  if (!connected.ok) context.record.append({ kind: 'consent.refused', fault: connected.fault }, actor)
  return connected
}

async function connectUnder(
  context: StoreContext,
  input: ConnectInput,
  cause: number,
): Promise<Result<Connected, Fault>> {
  const granted = await exchange(context, input, cause)
  if (!granted.ok) return granted
  const standing = await keep(context, input, granted.value.refreshToken)
  if (!standing.ok) return standing
  return withGrantedToken(context, standing.value, granted.value.accessToken, async (held) => {
    const proven = await prove(context, held, cause)
    if (!proven.ok) return stopped(context, 'region-wrong', input, proven.fault)
    const confirmed = await confirmSeller(context, held, standing.value, cause)
    if (!confirmed.ok) return stopped(context, 'seller-mismatch', input, confirmed.fault)
    return ok({ proven: proven.value, confirmed: confirmed.value })
  })
}

async function exchange(
  context: StoreContext,
  input: ConnectInput,
  cause: number,
): Promise<Result<{ readonly accessToken: Secret; readonly refreshToken: Secret }, Fault>> {
  const call = { kind: 'call.intent', operation: 'exchangeCode', cause, region: input.region } as const
  const intent = context.record.append(call, 'machine/consent')
  const answer = await exchangeCode(context.lwa, new Secret(input.code))
  noteLwaOutcome(context, intent, answer)
  switch (answer.outcome) {
    case 'granted':
      return ok(answer)
    case 'invalid-grant':
      return fail('code-dead')
    case 'our-configuration':
      return fail('our-configuration')
    case 'transient':
      return fail('amazon-down')
    case 'unknown':
      return fail('exchange-unknown')
    default:
      return unreachable(answer)
  }
}

/** Seals the token under a generation of its own, writes the directory, and only then calls the store connected. */
async function keep(
  context: StoreContext,
  input: ConnectInput,
  refreshToken: Secret,
): Promise<Result<Standing, Fault>> {
  const { storage, db, clock, record } = context
  const generation = spendGeneration(storage.sql)
  const binding = {
    purpose: 'refresh-token',
    storeId: input.storeId,
    sellerId: input.sellerId,
    region: input.region,
    generation,
  } as const
  const sealed = await sealToken(context.vault, binding, refreshToken)
  if (!sealed.ok) return sealed
  const { consent: _consent, code: _code, ...whose } = input
  const written = await writeConnection(db, {
    ...whose,
    name: input.sellerId,
    nowMs: clock(),
    generation,
    sealed: sealed.value,
  })
  if (!written) {
    await destroy(context.vault, binding)
    return fail('storage-down')
  }
  const before = standingOf(storage.sql)
  const standing: Standing = {
    store_id: input.storeId,
    seller_id: input.sellerId,
    region: input.region,
    state: 'connected',
    epoch: (before?.epoch ?? 0) + 1,
    generation,
  }
  storage.transactionSync(() => {
    setStanding(storage.sql, standing)
    const { seller_id: seller, region: of } = standing
    record.append(
      { kind: 'store.connected', seller, region: of, generation, consent: input.consent },
      personActor(input.personId),
    )
  })
  await forgetEarlier(context, before)
  return ok(standing)
}

/** What an earlier authorization left: its token's share, duties of its stop, and figures that did not open. */
async function forgetEarlier(context: StoreContext, before: Standing | undefined): Promise<void> {
  if (before === undefined) return
  dropDuty(context.storage, 'destroy-token')
  dropDuty(context.storage, 'destroy-figures')
  if (before.state === 'quarantined') deleteSnapshots(context.storage)
  context.memory.opened.clear()
  await destroy(context.vault, {
    purpose: 'refresh-token',
    storeId: before.store_id,
    generation: before.generation,
  })
}

/** True when Amazon listed the marketplaces; false when it did not answer now, which changes nothing (I13). */
async function prove(context: StoreContext, held: HeldToken, cause: number): Promise<Result<boolean, Fault>> {
  const found = await readParticipations(context, held, cause)
  if (found.ok) return ok(true)
  return found.fault === 'amazon-refused' || found.fault === 'authorization-refused'
    ? fail('region-wrong')
    : ok(false)
}

/** True when a transaction names this seller, false when there is none to ask; seller-mismatch when it names another. */
async function confirmSeller(
  context: StoreContext,
  held: HeldToken,
  standing: Standing,
  cause: number,
): Promise<Result<boolean, Fault>> {
  const before = context.clock() - CONFIRM_LAG_MS
  const query = { postedAfterMs: before - CONFIRM_WINDOW_MS + MINUTE_MS, postedBeforeMs: before }
  const answer = await callAmazon(context, held, { operation: 'listTransactions', query }, cause)
  if (!answer.ok || answer.value.sellerIds.length === 0) return ok(false)
  if (answer.value.sellerIds.some((id) => id !== standing.seller_id)) {
    context.record.append({ kind: 'seller.mismatch' }, 'machine/consent')
    return fail('seller-mismatch')
  }
  context.record.append({ kind: 'seller.confirmed' }, 'machine/consent')
  await writeSellerConfirmed(context.db, standing.store_id, context.clock())
  return ok(true)
}

async function stopped(
  context: StoreContext,
  reason: StopReason,
  input: ConnectInput,
  fault: Fault,
): Promise<Result<never, Fault>> {
  fence(context, reason, personActor(input.personId))
  await destroyToken(context)
  await tellDirectory(context)
  return fail(fault)
}
