import type { OperationAnswer } from '../amazon/answers.ts'
import type { Operation, OperationQuery, SellingPartnerCall } from '../amazon/operations.ts'
import { callSellingPartner, type SpapiAnswer } from '../amazon/spapi.ts'
import type { Fault } from '../core/fault.ts'
import { fail, ok, type Result, unreachable } from '../core/result.ts'
import { log } from '../log.ts'
import { replaceDeadToken } from './access-token.ts'
import { backOffMs, TRIES_MAX } from './back-off.ts'
import type { AccessToken, HeldToken, StoreContext } from './context.ts'
import { noteHealth } from './health.ts'
import { isNewest } from './incarnation.ts'
import { emptyBucket, endTurn, learnRate, takeTurn, turnLeftMs } from './limiter.ts'
import { type Standing, standingOf } from './standing.ts'

/** So often a turn is waited for again while other calls are long on their way. After that Amazon's word is the last. */
const LOOKS_MAX = 20

export interface Ask<O extends Operation> {
  readonly operation: O
  readonly query: OperationQuery[O]
  /** No try starts, nor is waited for, beyond this time; left out, the access token's own end. */
  readonly untilMs?: number
}

/**
 * Makes one permitted call, waiting for its turn in the usage plan, with an intent row before each try and an outcome
 * after (I4). Throttled and transient answers are tried again with full jitter, at most five tries in all (I16). An
 * access token that Amazon calls dead is replaced once. Nothing starts, and no answer is used, once the epoch has moved
 * on or a later instance has started (I3): fault store-stopped. Other faults: amazon-refused (also for a second token
 * called dead, which raises an alert and changes no state), not-found (nothing of that id), amazon-busy, amazon-down,
 * amazon-changed, and those of another access token.
 */
export async function callAmazon<O extends Operation>(
  context: StoreContext,
  held: HeldToken,
  ask: Ask<O>,
  cause: number,
): Promise<Result<OperationAnswer[O], Fault>> {
  let last: Fault | undefined
  let restMs = 0
  let replaced = false
  for (let attempt = 1; attempt <= TRIES_MAX; attempt += 1) {
    const turn = await waitForTurn(context, held, ask, restMs)
    if (!turn.ok) return fail(last !== undefined && turn.fault === 'amazon-busy' ? last : turn.fault)
    const { access } = held
    const answer = await oneTry(context, { access, standing: turn.value, ask, cause })
    if (answer === undefined || current(context, access) === undefined) return fail('store-stopped')
    if (answer.outcome === 'refused' && answer.cause === 'token-dead' && !replaced) {
      replaced = true
      restMs = 0
      const waitMs = (ask.untilMs ?? Number.POSITIVE_INFINITY) - context.clock()
      const another = await replaceDeadToken(context, held, { dead: access, cause, waitMs })
      if (!another.ok) return another
      last = 'amazon-refused'
      continue
    }
    const judged = await judge(context, answer, ask.operation)
    if (judged.ok) return ok(judged.value)
    if (!judged.fault.again) return fail(judged.fault.fault)
    last = judged.fault.fault
    restMs = backOffMs(context.random, attempt + 1)
  }
  return fail(last ?? 'amazon-down')
}

/** The standing under which this access token may still be used; undefined once anything has moved on. */
function current(context: StoreContext, access: AccessToken): Standing | undefined {
  const standing = standingOf(context.storage.sql)
  const isOurs = standing?.state === 'connected' && standing.epoch === access.epoch
  return isOurs && isNewest(context) ? standing : undefined
}

/** Sleeps off the rest and the usage plan, unless that leads past the time this call has. */
async function waitForTurn<O extends Operation>(
  context: StoreContext,
  { access }: HeldToken,
  { operation, untilMs = access.untilMs }: Ask<O>,
  restMs: number,
): Promise<Result<Standing, Fault>> {
  const { clock } = context
  const endMs = Math.min(untilMs, access.untilMs)
  if (current(context, access) === undefined) return fail('store-stopped')
  if (clock() + restMs >= endMs) return fail('amazon-busy')
  if (restMs > 0) await context.sleep(restMs)
  const taken = takeTurn(context, operation, { nowMs: clock(), waitMsMax: endMs - clock() })
  if (taken === undefined) return fail('amazon-busy')
  let waitMs = taken.waitMs
  for (let look = 0; waitMs > 0 && look < LOOKS_MAX; look += 1) {
    await context.sleep(waitMs)
    if (current(context, access) === undefined) break
    waitMs = taken.isSure ? 0 : turnLeftMs(context, operation, taken.turn, clock())
    if (clock() + waitMs < endMs) continue
    endTurn(context, operation, clock())
    return fail('amazon-busy')
  }
  const standing = current(context, access)
  if (standing !== undefined) return ok(standing)
  if (isNewest(context)) endTurn(context, operation, clock())
  return fail('store-stopped')
}

/** One request, between its two entries. Undefined when a later instance took over meanwhile and closed the intent. */
async function oneTry<O extends Operation>(
  context: StoreContext,
  by: {
    readonly access: AccessToken
    readonly standing: Standing
    readonly ask: Ask<O>
    readonly cause: number
  },
): Promise<SpapiAnswer<OperationAnswer[O]> | undefined> {
  const { operation, query } = by.ask
  const { region } = by.standing
  const marketplace = 'marketplaceId' in query ? query.marketplaceId : undefined
  const draft = { kind: 'call.intent', operation, cause: by.cause, region, marketplace } as const
  const of = context.record.append(draft, 'machine/reader')
  const call: SellingPartnerCall<O> = { operation, region, query }
  const answer = await callSellingPartner(context.sellingPartner, call, by.access.token)
  if (!isNewest(context)) return undefined
  endTurn(context, operation, context.clock())
  const status = answer.outcome === 'unknown' ? undefined : answer.status
  const result = answer.outcome === 'unknown' ? 'unknown' : 'answered'
  const outcome = { kind: 'call.outcome', of, result, status, request_id: answer.requestId } as const
  context.record.append(outcome, 'machine/reader')
  if (answer.outcome === 'answered') learnRate(context.storage.sql, operation, answer.rateLimit)
  if (answer.outcome === 'throttled') emptyBucket(context.storage.sql, operation)
  if (answer.outcome === 'throttled') noteHealth(context.storage.sql, { kind: 'throttled' }, context.clock())
  return answer
}

/** A request that Amazon does not accept as such is as much a change as an answer that we do not know. */
const REFUSALS = {
  'token-dead': 'amazon-refused',
  missing: 'not-found',
  request: 'amazon-changed',
  other: 'amazon-refused',
} as const

async function judge<T>(
  context: StoreContext,
  answer: SpapiAnswer<T>,
  operation: Operation,
): Promise<Result<T, { readonly fault: Fault; readonly again: boolean }>> {
  switch (answer.outcome) {
    case 'answered':
      return ok(answer.body)
    case 'refused':
      log('warn', { event: 'amazon.refused', operation, status: answer.status, error: answer.code })
      // Dead again, fresh from LWA: nothing that another try or another state of this store would mend.
      if (answer.cause === 'token-dead') await context.alarm('call-refused')
      return fail({ fault: REFUSALS[answer.cause], again: false })
    case 'throttled':
      return fail({ fault: 'amazon-busy', again: true })
    case 'transient':
    case 'unknown':
      return fail({ fault: 'amazon-down', again: true })
    case 'changed':
      log('error', { event: 'amazon.changed', fault: 'amazon-changed', operation, error: answer.where })
      return fail({ fault: 'amazon-changed', again: false })
    default:
      return unreachable(answer)
  }
}
