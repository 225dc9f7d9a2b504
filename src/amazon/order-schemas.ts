import * as z from 'zod'
import { marketplaceId, orderId } from '../core/id.ts'
import { currencyAmount } from './money-schema.ts'
import { pageToken } from './schemas.ts'

/** Sales and orders, narrow as schemas.ts says. Shapes: `sales` v1 and `orders` 2026-01-01 of 2026-08-05. */
const count = z.int().min(0).max(1_000_000_000)
const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const day = z.iso.date()

/** One local day of a marketplace: Amazon names it by its interval, which begins at that day's midnight. */
const salesDay = z
  .object({
    interval: z.string().max(120),
    unitCount: count,
    orderCount: count,
    totalSales: currencyAmount,
  })
  .transform(({ interval, unitCount, orderCount, totalSales }, issues) => {
    const { data: date } = day.safeParse(interval.slice(0, 10))
    if (date === undefined) {
      issues.addIssue({ code: 'custom', path: ['interval'] })
      return z.NEVER
    }
    return { day: date, units: unitCount, orders: orderCount, sales: totalSales }
  })
export type SalesDay = z.infer<typeof salesDay>

export const salesDays = z
  .object({ payload: z.array(salesDay).max(1000) })
  .transform(({ payload }): readonly SalesDay[] => payload)

const window = z.object({ latestDateTime: moment.optional() }).optional()

/** Words that Amazon may add to are kept as they are when they look like its own; pages know the common ones. */
const word = z.string().regex(/^[A-Za-z0-9_ .-]{1,60}$/)

const fulfillment = z.object({
  fulfillmentStatus: z.enum([
    'PENDING_AVAILABILITY',
    'PENDING',
    'UNSHIPPED',
    'PARTIALLY_SHIPPED',
    'SHIPPED',
    'CANCELLED',
    'UNFULFILLABLE',
  ]),
  fulfilledBy: z.enum(['MERCHANT', 'AMAZON']).optional(),
  fulfillmentServiceLevel: word.optional().catch(undefined),
  shipByWindow: window,
  deliverByWindow: window,
})

const item = z.object({
  quantityOrdered: count,
  product: z.object({ sellerSku: z.string().max(200).optional(), title: z.string().max(4000).optional() }),
  fulfillment: z.object({ quantityUnfulfilled: count.optional() }).optional(),
})

const orderBody = z.object({
  orderId,
  createdTime: moment,
  lastUpdatedTime: moment,
  salesChannel: z.object({ marketplaceId: marketplaceId.optional() }),
  fulfillment,
  orderItems: z.array(item).max(500),
})

const orderOf = (body: z.infer<typeof orderBody>) => ({
  id: body.orderId,
  marketplaceId: body.salesChannel.marketplaceId,
  createdMs: body.createdTime,
  updatedMs: body.lastUpdatedTime,
  status: body.fulfillment.fulfillmentStatus,
  by: body.fulfillment.fulfilledBy,
  service: body.fulfillment.fulfillmentServiceLevel,
  shipByMs: body.fulfillment.shipByWindow?.latestDateTime,
  items: body.orderItems.map(({ quantityOrdered, product, fulfillment: left }) => ({
    sku: product.sellerSku ?? '',
    units: quantityOrdered,
    unitsLeft: left?.quantityUnfulfilled,
  })),
})

/** One order as the list of open orders keeps it. Nothing of a buyer is asked for, parsed or kept (I17). */
const listedOrder = orderBody.transform(orderOf)
export type ListedOrder = z.infer<typeof listedOrder>

/** One page of a search. `nextToken` is undefined on the last. */
export const orders = z
  .object({
    orders: z.array(listedOrder).max(100),
    pagination: z.object({ nextToken: pageToken }).nullish(),
  })
  .transform(({ orders: rows, pagination }) => ({ rows, nextToken: pagination?.nextToken }))
export type OrdersPage = z.infer<typeof orders>

/** One order that somebody opened, with what it came to and the products' names. */
export const order = z
  .object({
    order: orderBody.extend({
      proceeds: z.object({ grandTotal: currencyAmount.optional() }).optional(),
      orderItems: z
        .array(item.extend({ proceeds: z.object({ proceedsTotal: currencyAmount.optional() }).optional() }))
        .max(500),
    }),
  })
  .transform(({ order: body }) => ({
    ...orderOf(body),
    deliverByMs: body.fulfillment.deliverByWindow?.latestDateTime,
    total: body.proceeds?.grandTotal,
    items: body.orderItems.map(({ quantityOrdered, product, fulfillment: left, proceeds }) => ({
      sku: product.sellerSku ?? '',
      name: product.title ?? '',
      units: quantityOrdered,
      unitsLeft: left?.quantityUnfulfilled,
      total: proceeds?.proceedsTotal,
    })),
  }))
export type OrderDetail = z.infer<typeof order>
