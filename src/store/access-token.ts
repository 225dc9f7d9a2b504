import { type Granted, type LwaAnswer, refreshAccess } from '../amazon/lwa.ts'
import type { Fault } from '../core/fault.ts'
import { fail, ok, type Result, unreachable } from '../core/result.ts'
import type { Secret } from '../core/secret.ts'
import { MINUTE_MS, SECOND_MS } from '../core/time.ts'
import { openToken } from '../vault/token.ts'
import { backOffMs, TRIES_MAX } from './back-off.ts'
import type { AccessToken, HeldToken, StoreContext } from './context.ts'
import { destroyDeadTokens } from './destruction.ts'
import { replaceSealedToken, sealedTokenOf } from './directory.ts'
import { armDuty } from './duty.ts'
import { askLwa, inTurn } from './exchange.ts'
import { quarantine } from './fence.ts'
import { adoptGeneration, generationsOf, spendGeneration } from './generations.ts'
import { noteAccess } from './health.ts'
import { isNewest } from './incarnation.ts'
import { noteRefresh } from './refreshes.ts'
import { bindingOf, sealNextToken } from './seal-token.ts'
import { forgetConfirmation, type Standing, standingOf } from './standing.ts'
import { suspect } from './suspicion.ts'
import { within } from './within.ts'

/** No job holds an access token longer; our public pages say so. */
const TOKEN_HELD_MS_MAX = 10 * MINUTE_MS
/** Nobody waits longer for an access token: a successor may have an exchange of its predecessor's to wait out first. */
const TOKEN_WAIT_MS_MAX = 25 * SECOND_MS

type Job<T> = (held: HeldToken) => Promise<Result<T, Fault>>

/**
 * Runs a job with an access token. Jobs that run at the same time share one exchange with Amazon (I1); when the last
 * of them ends, the token is forgotten. Waits for the token at most `waitMsMax`, in milliseconds. Faults: store-stopped,
 * authorization-refused (the store is fenced), store-quarantined, our-configuration, amazon-busy (LWA throttles),
 * amazon-down (it does not answer, or not in time).
 */
export async function withAccessToken<T>(
  context: StoreContext,
  cause: number,
  job: Job<T>,
  waitMsMax = TOKEN_WAIT_MS_MAX,
): Promise<Result<T, Fault>> {
  const taken = await takeToken(context, cause, waitMsMax)
  return taken.ok ? hold(context, taken.value, job) : taken
}

/** As withAccessToken, with the token that the exchange of an authorization code has just brought. */
export function withGrantedToken<T>(
  context: StoreContext,
  standing: Standing,
  granted: GrantedToken,
  job: Job<T>,
): Promise<Result<T, Fault>> {
  const access = accessFrom(context, standing, granted)
  context.memory.held = access
  access.holders += 1
  return hold(context, access, job)
}

/**
 * Amazon calls `dead` dead (403): it is dropped, and the job goes on with another. All jobs that meet the same dead
 * token share one exchange; one that comes late takes what the others brought. Faults as withAccessToken.
 */
export async function replaceDeadToken(
  context: StoreContext,
  held: HeldToken,
  { dead, cause, waitMs }: { readonly dead: AccessToken; readonly cause: number; readonly waitMs: number },
): Promise<Result<undefined, Fault>> {
  if (context.memory.held === dead) context.memory.held = undefined
  if (held.access !== dead) return ok(undefined)
  const taken = await takeToken(context, cause, Math.min(waitMs, TOKEN_WAIT_MS_MAX))
  if (!taken.ok) return taken
  const unused = held.access === dead ? dead : taken.value
  if (held.access === dead) held.access = taken.value
  letGo(context, unused)
  return ok(undefined)
}

/** What an exchange with Amazon brought, as far as a job needs it. */
export type GrantedToken = Pick<Granted<Secret | undefined>, 'accessToken' | 'expiresInSeconds'>

function accessFrom(context: StoreContext, standing: Standing, granted: GrantedToken): AccessToken {
  const livesMs = Math.min(TOKEN_HELD_MS_MAX, granted.expiresInSeconds * SECOND_MS)
  return { token: granted.accessToken, epoch: standing.epoch, untilMs: context.clock() + livesMs, holders: 0 }
}

async function hold<T>(context: StoreContext, taken: AccessToken, job: Job<T>): Promise<Result<T, Fault>> {
  const held = { access: taken }
  try {
    return await job(held)
  } finally {
    letGo(context, held.access)
  }
}

function letGo({ memory }: StoreContext, access: AccessToken): void {
  access.holders -= 1
  if (access.holders === 0 && memory.held === access) memory.held = undefined
}

/** The shared token, with one more holder. One that comes after its time is let go at once: nobody keeps it. */
async function takeToken(
  context: StoreContext,
  cause: number,
  waitMs: number,
): Promise<Result<AccessToken, Fault>> {
  const turn: { taken?: AccessToken; isLate: boolean } = { isLate: false }
  const taking = sharedToken(context, cause).then((shared) => {
    if (shared.ok) {
      shared.value.holders += 1
      turn.taken = shared.value
      if (turn.isLate) letGo(context, shared.value)
    }
    return shared
  })
  const taken = await within(waitMs, taking, 'late')
  if (taken !== 'late') return taken
  turn.isLate = true
  if (turn.taken !== undefined) letGo(context, turn.taken)
  return fail('amazon-down')
}

async function sharedToken(context: StoreContext, cause: number): Promise<Result<AccessToken, Fault>> {
  const { memory, storage, clock } = context
  const standing = standingOf(storage.sql)
  if (standing?.state !== 'connected' || !isNewest(context)) return fail('store-stopped')
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
  exchange(context, standing, cause)
    .then((ended) => noteAccess(context, ended))
    .finally(() => {
      context.memory.refresh = undefined
    })

/**
 * Asks until Amazon decides, at most five times and as long as somebody may still wait. A timeout is not tried again:
 * Amazon may be at it yet, and the time is up.
 */
async function exchange(
  context: StoreContext,
  standing: Standing,
  cause: number,
): Promise<Result<AccessToken, Fault>> {
  const untilMs = context.clock() + TOKEN_WAIT_MS_MAX
  for (let attempt = 1; ; attempt += 1) {
    const asked = await askAlone(context, standing, cause)
    if (!asked.ok) return asked
    const { inUse, answer } = asked.value
    const passing =
      answer.outcome === 'transient' || (answer.outcome === 'unknown' && answer.why !== 'timeout')
    const restMs = backOffMs(context.random, attempt + 1)
    if (!passing || attempt === TRIES_MAX || context.clock() + restMs >= untilMs) {
      return judge(context, standing, inUse, answer)
    }
    await context.sleep(restMs)
  }
}

/** What Amazon answered to a refresh, and the refresh token that was sent. */
export interface Asked {
  readonly inUse: Secret
  readonly answer: LwaAnswer<Secret | undefined>
}

/**
 * One refresh with the token in use, alone in its turn and on the record before and after. Judges nothing but the
 * epoch: fault store-stopped when it has moved on meanwhile. The access token that it brings is the caller's to use or
 * drop. Faults: store-quarantined (the store is held), storage-down.
 */
export function askAlone(
  context: StoreContext,
  standing: Standing,
  cause: number,
): Promise<Result<Asked, Fault>> {
  const isCurrent = () => standingOf(context.storage.sql)?.epoch === standing.epoch
  return inTurn(context, async () => {
    const opened = await currentToken(context, standing)
    if (!isCurrent() || !isNewest(context)) return fail('store-stopped')
    if (!opened.ok) {
      if (opened.fault === 'store-quarantined') quarantine(context)
      return opened
    }
    const { region } = standing
    const answer = await askLwa(
      context,
      { operation: 'refreshAccess', cause, region, actor: 'machine/token', mayStart: isCurrent },
      (lwa) => refreshAccess(lwa, opened.value),
    )
    if (!answer.ok) return answer
    noteRefresh(context, standing, answer.value.outcome)
    return isCurrent() ? ok({ inUse: opened.value, answer: answer.value }) : fail('store-stopped')
  })
}

/**
 * The token of this authorization from the directory. The object, not the directory, knows which generations are its
 * own (I8): any other row is refused. One that this object sealed and then died before adopting is adopted here.
 */
async function currentToken(context: StoreContext, standing: Standing): Promise<Result<Secret, Fault>> {
  const { db, storage, clock } = context
  const stored = await sealedTokenOf(db, standing.store_id)
  const { dead, spent } = generationsOf(storage.sql)
  const own = stored !== undefined && stored.generation > dead && stored.generation <= spent
  if (!own) return fail('store-quarantined')
  const opened = await openToken(context.vault, bindingOf(standing, stored.generation), stored.sealed)
  if (opened.ok && isNewest(context) && standingOf(storage.sql)?.epoch === standing.epoch) {
    if (stored.generation > standing.generation) {
      // Of a consent that was cut off: whose it is was not asked yet, and the tokens before it are to be destroyed.
      forgetConfirmation(storage.sql)
      armDuty(storage, clock, 'destroy-tokens', clock())
    }
    adoptGeneration(storage.sql, stored.generation)
  }
  return opened
}

async function judge(
  context: StoreContext,
  standing: Standing,
  inUse: Secret,
  answer: LwaAnswer<Secret | undefined>,
): Promise<Result<AccessToken, Fault>> {
  switch (answer.outcome) {
    case 'granted': {
      const { refreshToken } = answer
      if (refreshToken !== undefined && !refreshToken.equals(inUse)) {
        const kept = await keepReplacement(context, standing, refreshToken)
        if (!kept.ok) return kept
      }
      const isCurrent = standingOf(context.storage.sql)?.epoch === standing.epoch
      if (!isCurrent || !isNewest(context)) return fail('store-stopped')
      const access = accessFrom(context, standing, answer)
      context.memory.held = access
      return ok(access)
    }
    case 'invalid-grant':
      suspect(context)
      return fail('authorization-refused')
    case 'our-configuration':
      return fail('our-configuration')
    case 'transient':
      return fail(answer.status === 429 ? 'amazon-busy' : 'amazon-down')
    case 'unknown':
      return fail('amazon-down')
    default:
      return unreachable(answer)
  }
}

/**
 * Stores a changed refresh token before the access token is used: the old one may be dead by now. Faults: store-stopped,
 * storage-down.
 */
export async function keepReplacement(
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
  if (generationsOf(storage.sql).dead >= generation || !isNewest(context)) return fail('store-stopped')
  adoptGeneration(storage.sql, generation)
  await destroyDeadTokens(context)
  return ok(undefined)
}
