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
import { TOKEN_HELD_MS_MAX } from './access-token.ts'
import type { HeldToken, StoreContext } from './context.ts'
import { reserveStored } from './limiter.ts'
import { type Standing, standingOf } from './standing.ts'

/** Tries of one operation that a caller waits for (I16). */
export const TRIES_MAX = 5
const BACK_OFF_FIRST_MS = SECOND_MS
const BACK_OFF_MAX_MS = 16 * SECOND_MS

export interface Ask<O extends Operation> {
  readonly operation: O
  readonly query: OperationQuery[O]
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
    if (attempt > 1) await context.sleep(jitter(context, attempt))
    if (context.clock() - held.heldSinceMs >= TOKEN_HELD_MS_MAX) return fail('amazon-busy')
    const answer = await oneTry(context, held, ask, cause)
    if (answer === 'store-stopped') return fail(answer)
    const judged = judge(answer)
    if (judged.ok) return ok(judged.value)
    if (!judged.fault.again) return fail(judged.fault.fault)
    last = judged.fault.fault
  }
  return fail(last)
}

async function oneTry<O extends Operation>(
  context: StoreContext,
  held: HeldToken,
  { operation, query }: Ask<O>,
  cause: number,
): Promise<SpapiAnswer<OperationAnswer[O]> | 'store-stopped'> {
  const { storage, clock, record } = context
  const current = (): Standing | undefined => {
    const standing = standingOf(storage.sql)
    return standing?.state === 'connected' && standing.epoch === held.epoch ? standing : undefined
  }
  if (current() === undefined) return 'store-stopped'
  const waitMs = reserveStored(storage.sql, operation, OPERATIONS[operation], clock)
  if (waitMs > 0) await context.sleep(waitMs)
  const standing = current()
  if (standing === undefined) return 'store-stopped'
  const { region } = standing
  const marketplace = 'marketplaceId' in query ? query.marketplaceId : undefined
  const intent = record.append(
    { kind: 'call.intent', operation, cause, region, marketplace },
    'machine/reader',
  )
  const call: SellingPartnerCall<O> = { operation, region, query }
  const answer = await callSellingPartner(context.sellingPartner, call, held.token)
  const known = answer.outcome === 'unknown' ? undefined : answer.status
  const result = answer.outcome === 'unknown' ? 'unknown' : 'answered'
  record.append(
    { kind: 'call.outcome', of: intent, result, status: known, request_id: answer.requestId },
    'machine/reader',
  )
  return current() === undefined ? 'store-stopped' : answer
}

function judge<T>(answer: SpapiAnswer<T>): Result<T, { readonly fault: Fault; readonly again: boolean }> {
  switch (answer.outcome) {
    case 'answered':
      return ok(answer.body)
    case 'refused':
      return fail({
        fault: answer.cause === 'token-dead' ? 'authorization-refused' : 'amazon-refused',
        again: false,
      })
    case 'throttled':
      return fail({ fault: 'amazon-busy', again: true })
    case 'transient':
    case 'unknown':
      return fail({ fault: 'amazon-down', again: true })
    case 'changed':
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
