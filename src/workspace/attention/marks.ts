import type { Day } from '../../core/day.ts'
import { THRESHOLDS } from '../advertising/pace.ts'
import type { PlannedSku } from '../inventory/planned.ts'
import type { DueGroup } from '../orders/due.ts'
import { type Item, isDueToOrder, isLow } from './attention.ts'
import type { Thresholds } from './thresholds.ts'

/**
 * One thing that an item speaks of, by its name, and how bad it stands: 0 for urgent, more for worse. What a watch
 * remembers of its mails; names of orders and SKUs, so it never leaves the store's object as it is.
 */
export interface Mark {
  readonly of: string
  readonly level: number
}

/** Something that waits for the seller, with what it is about. */
export interface Found {
  readonly item: Item
  readonly marks: readonly Mark[]
}

/** Marks at which an advertising budget is told of again, in percent. */
const BUDGET_MARKS = [...THRESHOLDS, 100] as const
/** Days before the end of an authorization at which it is told of again, whatever the limit is. */
const AUTHORIZATION_MARKS = [60, 30, 7, 1, 0] as const

/** Each order by its number: one that was due and is overdue now is another item's. Pure. */
export const foundOrders = (
  items: readonly Item[],
  orders: readonly { readonly id: string; readonly group: DueGroup }[],
): readonly Found[] =>
  items.map((item) => {
    const group = item.what === 'orders-overdue' ? 'overdue' : 'within-4-hours'
    const ids = orders.filter((one) => one.group === group).map(({ id }) => id)
    return { item, marks: ids.map((id) => ({ of: `${item.what} ${id}`, level: 0 })) }
  })

/** Each SKU by its name; one with nothing to sell stands worse than one with little. Pure. */
export const foundStock = (
  items: readonly Item[],
  rows: readonly PlannedSku[],
  { coverDays }: Pick<Thresholds, 'coverDays'>,
): readonly Found[] =>
  items.map((item) => {
    const site = 'marketplaceId' in item ? item.marketplaceId : ''
    const isReorder = item.what === 'reorder'
    const told = rows.filter((row) => (isReorder ? isDueToOrder(row) : isLow(row, coverDays)))
    const marks = told.map(({ stock, band }) => ({
      of: `${item.what} ${site} ${stock.sku}`,
      level: !isReorder && band === 'out' ? 1 : 0,
    }))
    return { item, marks }
  })

/** Rates by how much room is left: some, none, and from then on each doubling of what is beyond the target. Pure. */
export const foundRates = (items: readonly Item[]): readonly Found[] =>
  items.flatMap((item) =>
    item.what === 'error-budget'
      ? [single(item, `${item.marketplaceId} ${item.rate}`, roomLevel(item.left, item.beyond))]
      : [],
  )

const roomLevel = (left: number, beyond: number): number =>
  beyond > 0 ? 2 + Math.floor(Math.log2(beyond)) : left === 0 ? 1 : 0

/** Budgets by the marks they have passed, of 80, 90 and 100 %; another month's is another. Pure. */
export const foundBudgets = (items: readonly Item[], month: Day): readonly Found[] =>
  items.flatMap((item) =>
    item.what === 'budget'
      ? [
          single(
            item,
            `${item.currency} ${month}`,
            BUDGET_MARKS.filter((mark) => item.share >= mark / 100).length,
          ),
        ]
      : [],
  )

/** An authorization by the marks it has passed, of 60, 30, 7, 1 and 0 days. Pure. */
export const foundAuthorization = (items: readonly Item[]): readonly Found[] =>
  items.flatMap((item) =>
    item.what === 'authorization'
      ? [single(item, '', AUTHORIZATION_MARKS.filter((mark) => item.days <= mark).length)]
      : [],
  )

const single = (item: Item, of: string, level: number): Found => ({
  item,
  marks: [{ of: `${item.what} ${of}`, level }],
})
