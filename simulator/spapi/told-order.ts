import { chanceFrom } from '../sellers/chance.ts'
import type { StandingOrder } from '../sellers/orders.ts'
import { drawBuyer } from '../sellers/people.ts'
import { decimal, isoSeconds } from './answer.ts'

const DAY_MS = 86_400_000

/** Amazon's data sets. Of those without a line in `toldOrder` and `item` these orders have nothing to tell. */
export const DATA_SETS = [
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
export type DataSet = (typeof DATA_SETS)[number]

/** An order as the orders API tells it, with the data sets asked for. */
export function toldOrder(order: StandingOrder, asked: ReadonlySet<DataSet>): object {
  const { marketplace } = order
  return {
    orderId: order.orderId,
    createdTime: isoSeconds(order.createdMs),
    lastUpdatedTime: isoSeconds(order.updatedMs),
    programs: order.fulfilledBy === 'AMAZON' ? ['PRIME'] : [],
    salesChannel: {
      channelName: 'AMAZON',
      marketplaceId: marketplace.id,
      marketplaceName: marketplace.name,
    },
    ...(asked.has('BUYER') ? { buyer: buyerOf(order) } : {}),
    ...(asked.has('RECIPIENT') ? { recipient: recipientOf(order) } : {}),
    ...(asked.has('PROCEEDS') ? { proceeds: { grandTotal: total(order) } } : {}),
    ...(asked.has('FULFILLMENT') ? { fulfillment: fulfillment(order) } : {}),
    orderItems: [item(order, asked)],
  }
}

const money = ({ marketplace }: StandingOrder, units: number): object => ({
  amount: decimal(units, marketplace),
  currencyCode: marketplace.defaultCurrencyCode,
})
const total = (order: StandingOrder): object => money(order, order.price * order.quantity)

/** The person is drawn only when somebody asks: the same one each time. */
const personOf = (order: StandingOrder) => drawBuyer(chanceFrom(order.orderId), order.marketplace)

function buyerOf(order: StandingOrder): object {
  const person = personOf(order)
  return { buyerName: person.name, buyerEmail: person.email }
}

function recipientOf(order: StandingOrder): object {
  const person = personOf(order)
  return {
    deliveryAddress: {
      name: person.name,
      addressLine1: person.street,
      city: person.city,
      stateOrRegion: person.region,
      postalCode: person.postalCode,
      countryCode: order.marketplace.countryCode,
      phone: person.phone,
      addressType: 'RESIDENTIAL',
    },
  }
}

function fulfillment(order: StandingOrder): object {
  return {
    fulfillmentStatus: order.status,
    fulfilledBy: order.fulfilledBy,
    fulfillmentServiceLevel: 'STANDARD',
    shipByWindow: {
      earliestDateTime: isoSeconds(order.createdMs),
      latestDateTime: isoSeconds(order.shipByMs),
    },
    deliverByWindow: {
      earliestDateTime: isoSeconds(order.shipByMs + DAY_MS),
      latestDateTime: isoSeconds(order.shipByMs + 4 * DAY_MS),
    },
  }
}

function item(order: StandingOrder, asked: ReadonlySet<DataSet>): object {
  const breakdowns = [
    { type: 'ITEM', subtotal: total(order) },
    { type: 'SHIPPING', subtotal: money(order, 0) },
  ]
  return {
    orderItemId: order.orderItemId,
    quantityOrdered: order.quantity,
    product: {
      asin: order.asin,
      title: order.name,
      sellerSku: order.sku,
      condition: { conditionType: 'NEW', conditionSubtype: 'NEW' },
      price: { unitPrice: money(order, order.price) },
    },
    ...(asked.has('PROCEEDS') ? { proceeds: { proceedsTotal: total(order), breakdowns } } : {}),
    ...(asked.has('FULFILLMENT')
      ? {
          fulfillment: {
            quantityFulfilled: order.shipped,
            quantityUnfulfilled: order.quantity - order.shipped,
          },
        }
      : {}),
  }
}
