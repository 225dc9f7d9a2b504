import * as z from 'zod'
import { personActor } from '../audit/events.ts'
import type { Fault } from '../core/fault.ts'
import { personId } from '../core/id.ts'
import type { Result } from '../core/result.ts'
import type { StoreContext } from '../store/context.ts'
import { destroyDeadTokens } from '../store/destruction.ts'
import { fence, tellDirectory } from '../store/fence.ts'
import { sendStep } from './steps.ts'

export const disconnectInput = z.strictObject({ personId })
export type DisconnectInput = z.infer<typeof disconnectInput>

export interface Disconnected {
  /** False when the token's key share could not be destroyed just now; the queue and the object's alarm go on trying. */
  readonly destroyed: boolean
}

/** What the page needs of a store's object. */
export interface DisconnectObject {
  disconnect: (input: DisconnectInput) => Promise<Result<Disconnected, Fault>>
}

/**
 * A member ends the authorization here: fenced at once, before anything is awaited, then the token and its key share
 * destroyed and the directory told. Idempotent; a store that already stopped is destroyed again, to no effect.
 */
export async function disconnectStore(context: StoreContext, input: DisconnectInput): Promise<Disconnected> {
  fence(context, 'disconnected', personActor(input.personId))
  const destroyed = await destroyDeadTokens(context)
  if (!destroyed.ok) await sendStep(context, 'destroy')
  await tellDirectory(context)
  return { destroyed: destroyed.ok }
}
