import * as z from 'zod'
import { invalidInput, type Reply, spapiError } from '../reply.ts'
import { ordersAt } from '../sellers/orders.ts'
import { now } from '../world.ts'
import { type OperationCall, queryObject, success } from './answer.ts'
import { DATA_SETS, toldOrder } from './told-order.ts'

const parameters = z.object({
  includedData: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(DATA_SETS)))
    .default([]),
})

/**
 * getOrder (2026-01-01): one order of the seller as it stands now, with the data sets that `includedData` names.
 * Personal data of buyer and recipient is told to whoever asks for BUYER or RECIPIENT, so that asking shows. 404 for
 * an order of nobody's, of another seller, or older than the simulator keeps them.
 */
export function getOrder({ world, seller, query, parameter }: OperationCall): Reply {
  const parsed = parameters.safeParse(queryObject(query))
  if (!parsed.success) return invalidInput()
  const order = ordersAt(world.variables.SEED, seller, now(world)).find((one) => one.orderId === parameter)
  if (order === undefined) return spapiError(404, 'NotFound', 'The requested order does not exist.')
  return success({ order: toldOrder(order, new Set(parsed.data.includedData)) })
}
