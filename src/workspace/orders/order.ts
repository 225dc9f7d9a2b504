import * as z from 'zod'
import type { OrderDetail } from '../../amazon/order-schemas.ts'
import { personActor } from '../../audit/events.ts'
import type { Fault } from '../../core/fault.ts'
import { type OrderId, orderId, personId } from '../../core/id.ts'
import { fail, type Result } from '../../core/result.ts'
import { SECOND_MS } from '../../core/time.ts'
import { withAccessToken } from '../../store/access-token.ts'
import { callAmazon } from '../../store/call.ts'
import type { StoreContext } from '../../store/context.ts'
import { within } from '../../store/within.ts'
import { onRecord } from '../reading/on-record.ts'

export const orderInput = z.strictObject({ personId, orderId })
export type OrderInput = z.infer<typeof orderInput>

/** What the page of one order needs of a store's object. */
export interface OrderObject {
  readOrder: (input: OrderInput) => Promise<Result<OrderDetail, Fault>>
}

/** Nobody looks at an empty window for longer: access token, usage plan and answer together. */
const WAIT_MS_MAX = 20 * SECOND_MS

/**
 * Asks Amazon for one order that somebody has opened, on the record as intent and outcome. It is stored nowhere and
 * cached for nobody: each look is a call. Looks at the same time share one exchange, and wait for their turn in the
 * usage plan at most twenty seconds in all. Faults: not-found, store-stopped, store-quarantined, amazon-down (also: not
 * in time), and those of withAccessToken and callAmazon.
 */
export const readOrder = (
  context: StoreContext,
  { personId: person, orderId: id }: OrderInput,
): Promise<Result<OrderDetail, Fault>> =>
  onRecord(
    context,
    {
      look: { view: 'order', reason: 'member' },
      actor: personActor(person),
      shownOf: ({ items }) => ({ rows: items.length, asOfMs: context.clock() }),
    },
    (cause) => asked(context, id, cause),
  )

async function asked(context: StoreContext, id: OrderId, cause: number): Promise<Result<OrderDetail, Fault>> {
  const untilMs = context.clock() + WAIT_MS_MAX
  const ask = { operation: 'getOrder', query: { orderId: id }, untilMs } as const
  const job = withAccessToken(context, cause, (held) => callAmazon(context, held, ask, cause), WAIT_MS_MAX)
  const read = await within(WAIT_MS_MAX, job, fail('amazon-down' as const))
  return read.ok && read.value.id !== id ? fail('amazon-changed') : read
}
