import { DAY_MS, MINUTE_MS } from '../../src/core/time.ts'
import type { StoreContext } from '../../src/store/context.ts'
import { openSnapshot } from '../../src/store/figures.ts'
import { type ReadingPlace, syncOf } from '../../src/store/sync.ts'
import { type OpenOrders, openOrders } from '../../src/workspace/orders/open-orders.ts'
import { startReading } from '../../src/workspace/reading/start.ts'

export const JP = 'A1VC38T7YXB528'
export const ORDERS = { kind: 'orders', part: 'all' } as const
/** The entry of the record that a reading of these tests serves. */
const CAUSE = 1

/** Reads one place to its end, or to its rest. */
export async function read(context: StoreContext, place: ReadingPlace) {
  await startReading(context, place, CAUSE)
  const sync = syncOf(context.storage.sql, place)
  return { state: sync?.state, fault: sync?.fault, continueMs: sync?.continueMs }
}

/** The list as it is stored. */
export async function listIn(context: StoreContext): Promise<OpenOrders> {
  const opened = await openSnapshot(context, ORDERS, openOrders)
  if (!opened.ok || opened.value === undefined) throw new Error('nothing is stored')
  return opened.value.value
}

/** An order as Amazon tells it, with its buyer and recipient beside it although nobody asked. */
export const PERSON = {
  buyerName: 'Perdita Plantworth',
  buyerEmail: 'perdita-planted@marketplace.example',
  street: '77 Planted Crescent',
  phone: '+1 202 555 0177',
}
export const planted = (id: string, change: { status?: string; updated?: string } = {}) => ({
  orderId: id,
  createdTime: new Date(Date.now() - 60 * MINUTE_MS).toISOString(),
  lastUpdatedTime: change.updated ?? new Date(Date.now() - 50 * MINUTE_MS).toISOString(),
  salesChannel: { channelName: 'AMAZON', marketplaceId: JP },
  buyer: { buyerName: PERSON.buyerName, buyerEmail: PERSON.buyerEmail },
  recipient: {
    deliveryAddress: { name: PERSON.buyerName, addressLine1: PERSON.street, phone: PERSON.phone },
  },
  buyerInfo: { buyerEmail: PERSON.buyerEmail },
  proceeds: { grandTotal: { amount: '1200', currencyCode: 'JPY' }, payer: PERSON.buyerName },
  fulfillment: {
    fulfillmentStatus: change.status ?? 'UNSHIPPED',
    fulfilledBy: 'MERCHANT',
    fulfillmentServiceLevel: 'STANDARD',
    shipByWindow: { latestDateTime: new Date(Date.now() + DAY_MS).toISOString() },
    deliveryInstruction: PERSON.street,
  },
  orderItems: [
    {
      quantityOrdered: 2,
      product: {
        sellerSku: 'PLANT-1',
        title: 'A kettle',
        customization: { engraving: PERSON.buyerName },
        giftMessage: PERSON.buyerName,
      },
      proceeds: { proceedsTotal: { amount: '1200', currencyCode: 'JPY' } },
    },
  ],
})
export const [ONE, TWO] = ['250-0000001-0000001', '250-0000002-0000002'] as const
