import {
  OPERATIONS,
  type Operation,
  type OperationQuery,
  type SellingPartnerCall,
} from '../amazon/operations.ts'
import type { OperationAnswer } from '../amazon/schemas.ts'
import { callSellingPartner, type SpapiAnswer } from '../amazon/spapi.ts'
import type { Fault } from '../core/fault.ts'
import { fail, ok, type Result, unreachable } from '../core/result.ts'
import { SECOND_MS } from '../core/time.ts'
import { log } from '../log.ts'
import type { HeldToken, StoreContext } from './context.ts'
import { reserveStored } from './limiter.ts'
import { type Standing, standingOf } from './standing.ts'

/** Tries of one operation that a caller waits for (I16). */
const TRIES_MAX = 5
const BACK_OFF_FIRST_MS = SECOND_MS
const BACK_OFF_MAX_MS = 16 * SECOND_MS

export interface Ask<O extends Operation> {
  readonly operation: O
  readonly query: OperationQuery[O]
  /** No try starts, nor is waited for, beyond this time; left out, the access token's own end. */
  readonly untilMs?: number
}

/**
 * Makes one permitted read, waiting for its turn in the usage plan, with an intent row before each try and an outcome
 * after (I4). Throttled and transient answers are tried again with full jitter. Nothing starts, and no answer is
 * used, once the epoch has moved on (I3): fault store-stopped. Other faults: amazon-refused, authorization-refused
 * for a dead access token, amazon-busy, amazon-down, amazon-changed.
 */
export async function callAmazon<O extends Operation>(
  context: StoreContext,
  held: HeldToken,
  ask: Ask<O>,
  cause: number,
): Promise<Result<OperationAnswer[O], Fault>> {
  let last: Fault = 'amazon-down'
  for (let attempt = 1; attempt <= TRIES_MAX; attempt += 1) {
    const rest = attempt > 1 ? jitter(context, attempt) : 0
    const turn = await waitForTurn(context, held, ask, rest)
    if (!turn.ok) return fail(attempt > 1 && turn.fault === 'amazon-busy' ? last : turn.fault)
    const answer = await oneTry(context, turn.value, held, ask, cause)
    if (current(context, held) === undefined) return fail('store-stopped')
    const judged = judge(answer, ask.operation)
    if (judged.ok) return ok(judged.value)
    if (!judged.fault.again) return fail(judged.fault.fault)
    last = judged.fault.fault
  }
  return fail(last)
}

/** The standing under which this access token may still be used; undefined once the epoch has moved on. */
function current({ storage }: StoreContext, held: HeldToken): Standing | undefined {
  const standing = standingOf(storage.sql)
  return standing?.state === 'connected' && standing.epoch === held.epoch ? standing : undefined
}

/** Sleeps off the rest and the usage plan, unless that leads past the time this call has. */
async function waitForTurn<O extends Operation>(
  context: StoreContext,
  held: HeldToken,
  { operation, untilMs = held.untilMs }: Ask<O>,
  restMs: number,
): Promise<Result<Standing, Fault>> {
  const { storage, clock } = context
  const endMs = Math.min(untilMs, held.untilMs)
  if (current(context, held) === undefined) return fail('store-stopped')
  if (clock() + restMs >= endMs) return fail('amazon-busy')
  if (restMs > 0) await context.sleep(restMs)
  const plan = OPERATIONS[operation]
  const waitMs = reserveStored(storage.sql, operation, plan, clock, endMs - clock())
  if (waitMs === undefined) return fail('amazon-busy')
  if (waitMs > 0) await context.sleep(waitMs)
  const standing = current(context, held)
  return standing === undefined ? fail('store-stopped') : ok(standing)
}

async function oneTry<O extends Operation>(
  context: StoreContext,
  { region }: Standing,
  held: HeldToken,
  { operation, query }: Ask<O>,
  cause: number,
): Promise<SpapiAnswer<OperationAnswer[O]>> {
  const marketplace = 'marketplaceId' in query ? query.marketplaceId : undefined
  const draft = { kind: 'call.intent', operation, cause, region, marketplace } as const
  const intent = context.record.append(draft, 'machine/reader')
  const call: SellingPartnerCall<O> = { operation, region, query }
  const answer = await callSellingPartner(context.sellingPartner, call, held.token)
  const known = answer.outcome === 'unknown' ? undefined : answer.status
  const result = answer.outcome === 'unknown' ? 'unknown' : 'answered'
  const outcome = {
    kind: 'call.outcome',
    of: intent,
    result,
    status: known,
    request_id: answer.requestId,
  } as const
  context.record.append(outcome, 'machine/reader')
  return answer
}

/** A request that Amazon does not accept as such is as much a change as an answer that we do not know. */
const REFUSALS = {
  'token-dead': 'authorization-refused',
  request: 'amazon-changed',
  other: 'amazon-refused',
} as const

function judge<T>(
  answer: SpapiAnswer<T>,
  operation: Operation,
): Result<T, { readonly fault: Fault; readonly again: boolean }> {
  switch (answer.outcome) {
    case 'answered':
      return ok(answer.body)
    case 'refused':
      log('warn', { event: 'amazon.refused', operation, status: answer.status, error: answer.code })
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

/** Full jitter: anywhere between nothing and the doubled wait, so that many stores do not come back at once. */
function jitter(context: StoreContext, attempt: number): number {
  const most = Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** (attempt - 2))
  const [byte = 0] = context.random(1)
  return Math.round((byte / 255) * most)
}
