import * as z from 'zod'
import type { MarketplaceRates } from '../../amazon/performance-report.ts'
import { personActor } from '../../audit/events.ts'
import { WHOLE_STORE } from '../../core/data.ts'
import type { Fault } from '../../core/fault.ts'
import { type MarketplaceId, marketplaceId, personId } from '../../core/id.ts'
import { ok, type Result } from '../../core/result.ts'
import type { StoreContext } from '../../store/context.ts'
import { openSnapshot } from '../../store/figures.ts'
import type { ReadingPlace } from '../../store/sync.ts'
import { lookAt, type Reading } from '../reading/look.ts'
import { onRecord } from '../reading/on-record.ts'
import { type LatestDays, latestDays, soldDays } from '../sales/days.ts'
import { openOrders } from './open-orders.ts'
import { storedRates } from './performance.ts'
import { type OrderRow, type OrdersPage, ordersMatching, ordersPage, ordersQuery } from './rows.ts'

export const ordersInput = z.strictObject({
  personId,
  marketplaceId,
  /** The marketplace of the account's own country, to which orders without one belong. */
  isHome: z.boolean(),
  query: ordersQuery,
  /** The person pressed the button that asks for a new reading, which opens no figure; otherwise only age decides. */
  again: z.boolean(),
})
export type OrdersInput = z.infer<typeof ordersInput>

/** The list of open orders: as of when, and whether it is all there is. */
interface Listed {
  readonly asOfMs: number
  readonly isPartial: boolean
  /** When the list was whole last; undefined while it never was. */
  readonly wholeMs: number | undefined
}

export interface OrdersRead {
  readonly readings: readonly Reading[]
  readonly orders: (OrdersPage & Listed) | undefined
  readonly rates: (MarketplaceRates & { readonly asOfMs: number }) | undefined
  readonly sales: (LatestDays & { readonly asOfMs: number }) | undefined
}

/** All lines of a file. */
export interface OrdersFile {
  readonly list: (Listed & { readonly rows: readonly OrderRow[] }) | undefined
}

/** So many days are drawn. */
const DAYS_SHOWN = 30

/** What the orders of a marketplace are made of. The list of open orders is one for the whole store. */
export const ordersPlaces = (marketplace: MarketplaceId): readonly ReadingPlace[] => [
  { kind: 'orders', part: WHOLE_STORE },
  { kind: 'performance', part: marketplace },
  { kind: 'sales', part: marketplace },
]

/** What the page needs of a store's object. */
export interface OrdersObject {
  readOrders: (input: OrdersInput) => Promise<Result<OrdersRead, Fault>>
  fileOrders: (input: OrdersInput) => Promise<Result<OrdersFile, Fault>>
}

/**
 * One person's look at the orders of one marketplace, on the record as intent and outcome. What is stored is shown at
 * once; what is missing or past its time is read behind the answer. Faults: store-stopped, store-quarantined,
 * storage-down.
 */
export const readOrders = (context: StoreContext, input: OrdersInput): Promise<Result<OrdersRead, Fault>> =>
  onRecord(
    context,
    { ...lookOf(input), shownOf: ({ orders }: OrdersRead) => countOf(orders) },
    async (cause) => {
      const readings = lookAt(context, ordersPlaces(input.marketplaceId), { cause, again: input.again })
      if (input.again) return ok({ readings, orders: undefined, rates: undefined, sales: undefined })
      const listed = await openSnapshot(context, ORDERS, openOrders)
      if (!listed.ok) return listed
      const rates = await openSnapshot(context, placeOf('performance', input), storedRates)
      if (!rates.ok) return rates
      const sold = await openSnapshot(context, placeOf('sales', input), soldDays)
      if (!sold.ok) return sold
      const nowMs = context.clock()
      const orders = listed.value && {
        ...ordersPage(listed.value.value.rows, input, input.query, nowMs),
        ...stateOf(listed.value),
      }
      return ok({
        readings,
        orders,
        rates: rates.value && { ...rates.value.value, asOfMs: rates.value.head.asOfMs },
        sales: sold.value && {
          ...latestDays(sold.value.value, { nowMs, days: DAYS_SHOWN }),
          asOfMs: sold.value.head.asOfMs,
        },
      })
    },
  )

/** The same list as filtered, whole, for a file. Another kind of look on the record: the figures leave. Faults: the same. */
export const fileOrders = (context: StoreContext, input: OrdersInput): Promise<Result<OrdersFile, Fault>> =>
  onRecord(
    context,
    { ...lookOf(input, 'csv'), shownOf: ({ list }: OrdersFile) => countOf(list) },
    async (cause) => {
      lookAt(context, ordersPlaces(input.marketplaceId), { cause, again: false })
      const listed = await openSnapshot(context, ORDERS, openOrders)
      if (!listed.ok) return listed
      if (listed.value === undefined) return ok({ list: undefined })
      const rows = ordersMatching(listed.value.value.rows, input, input.query, context.clock())
      return ok({ list: { rows, ...stateOf(listed.value) } })
    },
  )

const ORDERS = { kind: 'orders', part: WHOLE_STORE } as const
const placeOf = <K extends 'performance' | 'sales'>(kind: K, { marketplaceId: part }: OrdersInput) => ({
  kind,
  part,
})

const stateOf = ({
  value,
  head,
}: {
  readonly value: z.infer<typeof openOrders>
  readonly head: { readonly asOfMs: number }
}): Listed => ({ asOfMs: head.asOfMs, isPartial: value.rest !== undefined, wholeMs: value.throughMs })

/** One look at the orders, and what was shown of the list, as the record counts it. */
const lookOf = ({ personId: person, marketplaceId: marketplace }: OrdersInput, as?: 'csv') => ({
  look: { view: 'orders', marketplace, reason: 'member', ...(as && { as }) } as const,
  actor: personActor(person),
})

const countOf = (list: (Listed & { readonly rows: readonly unknown[] }) | undefined) =>
  list && { rows: list.rows.length, asOfMs: list.asOfMs }
