import * as z from 'zod'
import { invalidInput, type Reply, spapiError } from '../reply.ts'
import { type Order, orders } from '../sellers/orders.ts'
import { now } from '../world.ts'
import { decimal, isoSeconds, type OperationCall, queryObject, referenceDayMs, success } from './answer.ts'

const DAY_MS = 86_400_000

/** Amazon's data sets. Of those without a line in `ordered` and `item` these orders have nothing to tell. */
const DATA_SETS = [
  'BUYER',
  'RECIPIENT',
  'PROCEEDS',
  'EXPENSE',
  'PROMOTION',
  'CANCELLATION',
  'FULFILLMENT',
  'PACKAGES',
  'TAX',
  'PAYMENT',
  'FULFILLMENT_ORDERS',
] as const
type DataSet = (typeof DATA_SETS)[number]

const parameters = z.object({
  includedData: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(DATA_SETS)))
    .default([]),
})

/**
 * getOrder (2026-01-01): one order of the seller, with the data sets that `includedData` names. Personal data of
 * buyer and recipient is told to whoever asks for BUYER or RECIPIENT, so that asking shows. 404 for an order of
 * nobody's or of another seller.
 */
export function getOrder({ world, seller, query, parameter }: OperationCall): Reply {
  const parsed = parameters.safeParse(queryObject(query))
  if (!parsed.success) return invalidInput()
  const order = orders(world.variables.SEED, seller).find((one) => one.orderId === parameter)
  if (order === undefined) return spapiError(404, 'NotFound', 'The requested order does not exist.')
  const dayMs = referenceDayMs(now(world))
  return success({ order: told(order, new Set(parsed.data.includedData), dayMs) })
}

function told(order: Order, asked: ReadonlySet<DataSet>, dayMs: number): object {
  const { marketplace } = order
  const createdMs = dayMs - order.createdSecondsBefore * 1000
  const total = money(order, order.product + order.shipping)
  return {
    orderId: order.orderId,
    createdTime: isoSeconds(createdMs),
    lastUpdatedTime: isoSeconds(dayMs - order.updatedSecondsBefore * 1000),
    programs: order.fulfilledBy === 'AMAZON' ? ['PRIME'] : [],
    salesChannel: {
      channelName: 'AMAZON',
      marketplaceId: marketplace.id,
      marketplaceName: marketplace.name,
    },
    ...(asked.has('BUYER') ? { buyer: { buyerName: order.buyer.name, buyerEmail: order.buyer.email } } : {}),
    ...(asked.has('RECIPIENT') ? { recipient: recipient(order) } : {}),
    ...(asked.has('PROCEEDS') ? { proceeds: { grandTotal: total } } : {}),
    ...(asked.has('FULFILLMENT') ? { fulfillment: fulfillment(order, createdMs) } : {}),
    orderItems: [item(order, asked)],
  }
}

const money = ({ marketplace }: Order, units: number): object => ({
  amount: decimal(units, marketplace),
  currencyCode: marketplace.defaultCurrencyCode,
})

const recipient = ({ buyer, marketplace }: Order): object => ({
  deliveryAddress: {
    name: buyer.name,
    addressLine1: buyer.street,
    city: buyer.city,
    stateOrRegion: buyer.region,
    postalCode: buyer.postalCode,
    countryCode: marketplace.countryCode,
    phone: buyer.phone,
    addressType: 'RESIDENTIAL',
  },
})

function fulfillment(order: Order, createdMs: number): object {
  return {
    fulfillmentStatus: order.status,
    fulfilledBy: order.fulfilledBy,
    fulfillmentServiceLevel: 'STANDARD',
    shipByWindow: {
      earliestDateTime: isoSeconds(createdMs),
      latestDateTime: isoSeconds(createdMs + 2 * DAY_MS),
    },
    deliverByWindow: {
      earliestDateTime: isoSeconds(createdMs + 3 * DAY_MS),
      latestDateTime: isoSeconds(createdMs + 6 * DAY_MS),
    },
  }
}

function item(order: Order, asked: ReadonlySet<DataSet>): object {
  const shipped = order.status === 'SHIPPED' ? order.quantity : 0
  const breakdowns = [
    { type: 'ITEM', subtotal: money(order, order.product) },
    { type: 'SHIPPING', subtotal: money(order, order.shipping) },
  ]
  return {
    orderItemId: order.orderItemId,
    quantityOrdered: order.quantity,
    product: {
      asin: order.asin,
      title: order.name,
      sellerSku: order.sku,
      condition: { conditionType: 'NEW', conditionSubtype: 'NEW' },
    },
    ...(asked.has('PROCEEDS')
      ? { proceeds: { proceedsTotal: money(order, order.product + order.shipping), breakdowns } }
      : {}),
    ...(asked.has('FULFILLMENT')
      ? { fulfillment: { quantityFulfilled: shipped, quantityUnfulfilled: order.quantity - shipped } }
      : {}),
  }
}
