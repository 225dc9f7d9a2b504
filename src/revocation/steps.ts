import type * as z from 'zod'
import type { Fault } from '../core/fault.ts'
import { type RevocationMessage, revocationMessage } from '../core/message.ts'
import { type Result, unreachable } from '../core/result.ts'
import { errorName, log } from '../log.ts'
import type { StoreContext } from '../store/context.ts'
import { destroyDeadTokens } from '../store/destruction.ts'
import { tellPeople } from '../store/notices.ts'
import { standingOf } from '../store/standing.ts'

export const stepInput = revocationMessage.pick({ kind: true, epoch: true })
export type StepInput = z.infer<typeof stepInput>

/** `old`: the store has moved on since the message was sent. `later`: it could not be done now. */
export type StepEnd = 'done' | 'old' | 'later'

/** What the queue's consumer needs of a store's object. */
export interface StepObject {
  takeStep: (input: StepInput) => Promise<Result<StepEnd, Fault>>
}

/**
 * Sends what could not be done in the request, so that it is tried again within seconds. Only the prompt way: the
 * object's duty stands until the step is done, so a queue that is down loses nothing. Never rejects.
 */
export async function sendStep(context: StoreContext, kind: RevocationMessage['kind']): Promise<void> {
  const standing = standingOf(context.storage.sql)
  if (standing === undefined) return
  const { store_id: store, region, epoch } = standing
  try {
    await context.revocations.send({ kind, store, region, epoch })
  } catch (thrown) {
    log('warn', { event: 'revocation.send-failed', store, operation: kind, error: errorName(thrown) })
  }
}

/**
 * One step of a stop, as a message of the queue asks for it. By this store's own epoch: a message of an older one changes
 * nothing, a later authorization lives (I14). Idempotent by (store, epoch, kind), and needs no live token.
 */
export async function takeStep(context: StoreContext, { kind, epoch }: StepInput): Promise<StepEnd> {
  const standing = standingOf(context.storage.sql)
  if (standing?.epoch !== epoch) {
    log('info', {
      event: 'revocation.old-epoch',
      operation: kind,
      ...(standing && { store: standing.store_id }),
    })
    return 'old'
  }
  const done = await stepDone(context, kind)
  return done.ok ? 'done' : 'later'
}

function stepDone(
  context: StoreContext,
  kind: RevocationMessage['kind'],
): Promise<Result<undefined, unknown>> {
  switch (kind) {
    case 'destroy':
      return destroyDeadTokens(context)
    case 'notify':
      return tellPeople(context)
    default:
      return unreachable(kind)
  }
}
