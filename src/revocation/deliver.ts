import { raiseAlert } from '../alerts/alerts.ts'
import { revocationMessage } from '../core/message.ts'
import type { Database } from '../db/client.ts'
import { errorName, log } from '../log.ts'
import { storeObject } from '../store/stub.ts'
import type { StepEnd, StepObject } from './steps.ts'

export interface DeliveryDeps {
  readonly stores: DurableObjectNamespace
  readonly db: Database
  readonly nowMs: number
}

/**
 * Takes one message of the queue to its store's object. True when it is settled (done, of an older epoch, or no message
 * of ours at all); false when it is to be delivered again. Never rejects.
 */
export async function deliverStep(deps: DeliveryDeps, body: unknown): Promise<boolean> {
  const message = revocationMessage.safeParse(body).data
  if (message === undefined) {
    log('error', { event: 'revocation.malformed' })
    return alerted(deps, { id: 'revocation-stuck/malformed' })
  }
  return (await taken(deps, message)) !== 'later'
}

/**
 * As deliverStep, for what ran out of deliveries: somebody is alerted, the step is tried once more, and the message goes
 * either way. The object's duty stands for the step. False only where the alert could not be written.
 */
export async function deliverDeadStep(deps: DeliveryDeps, body: unknown): Promise<boolean> {
  const message = revocationMessage.safeParse(body).data
  if (message === undefined) return deliverStep(deps, body)
  const { store, epoch, kind } = message
  const end = await taken(deps, message)
  if (end !== 'later') return true
  log('error', { event: 'revocation.dead-lettered', store, operation: kind })
  return alerted(deps, { id: `revocation-stuck/${store}/${epoch}/${kind}`, storeId: store })
}

async function taken(
  { stores }: DeliveryDeps,
  { store, region, kind, epoch }: ReturnType<typeof revocationMessage.parse>,
): Promise<StepEnd> {
  try {
    const end = await storeObject<StepObject>(stores, { id: store, region }).takeStep({ kind, epoch })
    return end.ok ? end.value : 'later'
  } catch (thrown) {
    log('warn', { event: 'revocation.object-unreachable', store, error: errorName(thrown) })
    return 'later'
  }
}

async function alerted(
  { db, nowMs }: DeliveryDeps,
  raised: Pick<Parameters<typeof raiseAlert>[1], 'id' | 'storeId'>,
): Promise<boolean> {
  try {
    await raiseAlert(db, { ...raised, kind: 'revocation-stuck', nowMs })
    return true
  } catch (thrown) {
    log('warn', { event: 'alert.unwritten', error: errorName(thrown) })
    return false
  }
}
