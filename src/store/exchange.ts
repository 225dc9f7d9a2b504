import type { LwaAnswer, LwaDeps } from '../amazon/lwa.ts'
import type { Actor } from '../audit/events.ts'
import type { Region } from '../core/region.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { Secret } from '../core/secret.ts'
import { log } from '../log.ts'
import type { StoreContext } from './context.ts'
import { isNewest } from './incarnation.ts'
import { endExchange, recordExchange, waitOutExchanges } from './lease.ts'

/** An exchange with Amazon's token endpoint, as it stands on the record. */
export interface Exchange {
  readonly operation: 'refreshAccess' | 'exchangeCode'
  readonly cause: number
  readonly region: Region
  readonly actor: Actor
  /** Asked in the turn in which the request starts: whether it may still be made. */
  readonly mayStart: () => boolean
}

/**
 * Runs refreshes one after another, whoever asks for them: readers, a confirmation, the probe. The first of an instance
 * also waits out what an instance before it may have on its way, so at most one is in flight per store (I1). An
 * exchange of a code waits for nobody: it is another credential, it dies after five minutes, and a person looks on.
 */
export function inTurn<T>(context: StoreContext, act: () => Promise<T>): Promise<T> {
  const { memory } = context
  const turn = memory.lastTurn.then(() => waitOutExchanges(context)).then(act)
  memory.lastTurn = turn.then(
    () => undefined,
    () => undefined,
  )
  return turn
}

/**
 * Asks Amazon's token endpoint, with an intent row before and an outcome after each request (I4). If it does not know
 * our client by one secret, the other is tried once, and the one that worked is tried first from then on: Amazon takes
 * both for seven days after a rotation. Refused by both, or for another reason that is ours, the alarm is raised and no
 * store changes state (I13). Faults: store-stopped, when `mayStart` says so or a later instance has started.
 */
export async function askLwa<R extends Secret | undefined>(
  context: StoreContext,
  exchange: Exchange,
  ask: (lwa: LwaDeps) => Promise<LwaAnswer<R>>,
): Promise<Result<LwaAnswer<R>, 'store-stopped'>> {
  const { memory } = context
  const { clientSecrets, ...lwa } = context.lwa
  let last: LwaAnswer<R> | undefined
  for (const clientSecret of new Set([memory.clientSecret ?? clientSecrets[0], ...clientSecrets])) {
    const answer = await askOnce(context, exchange, () => ask({ ...lwa, clientSecret }))
    if (!answer.ok) return answer
    last = answer.value
    if (last.outcome !== 'our-configuration' || last.error !== 'invalid_client') {
      // Whatever else Amazon says of the request, it has taken this secret; a lost or empty answer says nothing.
      if (last.outcome !== 'unknown' && last.outcome !== 'transient') memory.clientSecret = clientSecret
      break
    }
  }
  if (last === undefined) throw new Error('no client secret')
  if (last.outcome === 'our-configuration') {
    log('error', { event: 'lwa.refused-us', error: last.error, operation: exchange.operation })
    await context.alarm('client-refused')
  }
  return ok(last)
}

async function askOnce<R extends Secret | undefined>(
  context: StoreContext,
  { operation, cause, region, actor, mayStart }: Exchange,
  ask: () => Promise<LwaAnswer<R>>,
): Promise<Result<LwaAnswer<R>, 'store-stopped'>> {
  if (!isNewest(context) || !mayStart()) return fail('store-stopped')
  const id = recordExchange(context)
  const of = context.record.append({ kind: 'call.intent', operation, cause, region }, actor)
  const answer = await ask()
  endExchange(context, id, answer.outcome !== 'unknown' || answer.why !== 'timeout')
  // The instance that has taken over found the intent open and closed it.
  if (!isNewest(context)) return fail('store-stopped')
  const result = answer.outcome === 'unknown' ? 'unknown' : 'answered'
  const { status, requestId: request_id } = answer
  context.record.append({ kind: 'call.outcome', of, result, status, request_id }, actor)
  return ok(answer)
}
