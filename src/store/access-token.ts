import { type Granted, type LwaAnswer, refreshAccess } from '../amazon/lwa.ts'
import type { Fault } from '../core/fault.ts'
import { fail, ok, type Result, unreachable } from '../core/result.ts'
import type { Secret } from '../core/secret.ts'
import { MINUTE_MS, SECOND_MS } from '../core/time.ts'
import { log } from '../log.ts'
import { openToken } from '../vault/token.ts'
import type { HeldToken, StoreContext } from './context.ts'
import { destroyDeadTokens } from './destruction.ts'
import { replaceSealedToken, sealedTokenOf } from './directory.ts'
import { fence, quarantine } from './fence.ts'
import { adoptGeneration, generationsOf, spendGeneration } from './generations.ts'
import { bindingOf, sealNextToken } from './seal-token.ts'
import { forgetConfirmation, type Standing, standingOf } from './standing.ts'

/** No job holds an access token longer; our public pages say so. */
const TOKEN_HELD_MS_MAX = 10 * MINUTE_MS

/**
 * Runs a job with an access token. Jobs that run at the same time share one exchange with Amazon (I1); when the last
 * of them ends, the token is forgotten. Faults: store-stopped, authorization-refused (the store is fenced),
 * store-quarantined, our-configuration, amazon-down, amazon-busy.
 */
export async function withAccessToken<T>(
  context: StoreContext,
  cause: number,
  job: (held: HeldToken) => Promise<Result<T, Fault>>,
): Promise<Result<T, Fault>> {
  const shared = await sharedToken(context, cause)
  return shared.ok ? hold(context, shared.value, job) : shared
}

/** As withAccessToken, with the token that the exchange of an authorization code has just brought. */
export function withGrantedToken<T>(
  context: StoreContext,
  standing: Standing,
  granted: GrantedToken,
  job: (held: HeldToken) => Promise<Result<T, Fault>>,
): Promise<Result<T, Fault>> {
  const held = heldFrom(context, standing, granted)
  context.memory.held = held
  return hold(context, held, job)
}

/** What an exchange with Amazon brought, as far as a job needs it. */
export type GrantedToken = Pick<Granted<Secret | undefined>, 'accessToken' | 'expiresInSeconds'>

function heldFrom(context: StoreContext, standing: Standing, granted: GrantedToken): HeldToken {
  const livesMs = Math.min(TOKEN_HELD_MS_MAX, granted.expiresInSeconds * SECOND_MS)
  return { token: granted.accessToken, epoch: standing.epoch, untilMs: context.clock() + livesMs, holders: 0 }
}

async function hold<T>(
  context: StoreContext,
  held: HeldToken,
  job: (held: HeldToken) => Promise<Result<T, Fault>>,
): Promise<Result<T, Fault>> {
  held.holders += 1
  try {
    return await job(held)
  } finally {
    held.holders -= 1
    if (held.holders === 0 && context.memory.held === held) context.memory.held = undefined
  }
}

async function sharedToken(context: StoreContext, cause: number): Promise<Result<HeldToken, Fault>> {
  const { memory, storage, clock } = context
  const standing = standingOf(storage.sql)
  if (standing?.state !== 'connected') return fail('store-stopped')
  const { held } = memory
  if (held?.epoch === standing.epoch && clock() < held.untilMs) return ok(held)
  const pending = memory.refresh
  if (pending !== undefined && pending.epoch !== standing.epoch) {
    // The exchange of an authorization that has been replaced meanwhile: never two at once, so it is waited out.
    await pending.token
    return sharedToken(context, cause)
  }
  // The stored promise is the single flight: whoever comes while it is pending waits for the same exchange.
  memory.refresh ??= { epoch: standing.epoch, token: flight(context, standing, cause) }
  const refreshed = await memory.refresh.token
  if (refreshed.ok && standingOf(storage.sql)?.epoch !== refreshed.value.epoch) return fail('store-stopped')
  return refreshed
}

const flight = (context: StoreContext, standing: Standing, cause: number) =>
  exchange(context, standing, cause).finally(() => {
    context.memory.refresh = undefined
  })

async function exchange(
  context: StoreContext,
  standing: Standing,
  cause: number,
): Promise<Result<HeldToken, Fault>> {
  const { record, storage } = context
  const opened = await currentToken(context, standing)
  if (standingOf(storage.sql)?.epoch !== standing.epoch) return fail('store-stopped')
  if (!opened.ok) {
    if (opened.fault === 'store-quarantined') quarantine(context)
    return opened
  }
  const intent = record.append(
    { kind: 'call.intent', operation: 'refreshAccess', cause, region: standing.region },
    'machine/token',
  )
  const answer = await refreshAccess(context.lwa, opened.value)
  noteLwaOutcome(context, intent, answer)
  if (standingOf(storage.sql)?.epoch !== standing.epoch) return fail('store-stopped')
  return judge(context, standing, opened.value, answer)
}

/**
 * The token of this authorization from the directory. The object, not the directory, knows which generations are its
 * own (I8): any other row is refused. One that this object sealed and then died before adopting is adopted here.
 */
async function currentToken(context: StoreContext, standing: Standing): Promise<Result<Secret, Fault>> {
  const { db, storage } = context
  const stored = await sealedTokenOf(db, standing.store_id)
  const { dead, spent } = generationsOf(storage.sql)
  const own = stored !== undefined && stored.generation > dead && stored.generation <= spent
  if (!own) return fail('store-quarantined')
  const opened = await openToken(context.vault, bindingOf(standing, stored.generation), stored.sealed)
  if (opened.ok && standingOf(storage.sql)?.epoch === standing.epoch) {
    // Of a consent that was cut off: whose it is was not asked yet.
    if (stored.generation > standing.generation) forgetConfirmation(storage.sql)
    adoptGeneration(storage.sql, stored.generation)
  }
  return opened
}

/** One outcome for one intent: answered when Amazon spoke, unknown when its answer was lost. */
export function noteLwaOutcome(
  context: StoreContext,
  intent: number,
  answer: LwaAnswer<Secret | undefined>,
): void {
  const result = answer.outcome === 'unknown' ? 'unknown' : 'answered'
  const { status, requestId: request_id } = answer
  context.record.append({ kind: 'call.outcome', of: intent, result, status, request_id }, 'machine/token')
}

async function judge(
  context: StoreContext,
  standing: Standing,
  inUse: Secret,
  answer: LwaAnswer<Secret | undefined>,
): Promise<Result<HeldToken, Fault>> {
  switch (answer.outcome) {
    case 'granted': {
      const { refreshToken } = answer
      if (refreshToken !== undefined && !refreshToken.equals(inUse)) {
        const kept = await keepReplacement(context, standing, refreshToken)
        if (!kept.ok) return kept
      }
      if (standingOf(context.storage.sql)?.epoch !== standing.epoch) return fail('store-stopped')
      const held = heldFrom(context, standing, answer)
      context.memory.held = held
      return ok(held)
    }
    case 'invalid-grant':
      fence(context, 'authorization-refused', 'machine/token')
      return fail('authorization-refused')
    case 'our-configuration':
      log('error', { event: 'lwa.refused-us', error: answer.error, store: standing.store_id })
      return fail('our-configuration')
    case 'transient':
      return fail(answer.status === 429 ? 'amazon-busy' : 'amazon-down')
    case 'unknown':
      return fail('amazon-down')
    default:
      return unreachable(answer)
  }
}

/** Stores a changed refresh token before the access token is used: the old one may be dead by now. */
async function keepReplacement(
  context: StoreContext,
  standing: Standing,
  token: Secret,
): Promise<Result<undefined, Fault>> {
  const { storage, db, clock } = context
  const generation = spendGeneration(storage.sql)
  const kept = await sealNextToken(context, standing, generation, token, (sealed) =>
    replaceSealedToken(db, { storeId: standing.store_id, generation, sealed, nowMs: clock() }),
  )
  if (!kept.ok) return kept
  if (generationsOf(storage.sql).dead >= generation) return fail('store-stopped')
  adoptGeneration(storage.sql, generation)
  await destroyDeadTokens(context)
  return ok(undefined)
}
