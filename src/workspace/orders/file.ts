import type { CsvCell } from '../../core/csv.ts'
import type { OrdersFile } from './read.ts'
import { deadlineOf } from './rows.ts'

const HEAD = [
  'order',
  'status',
  'fulfilled_by',
  'service',
  'due',
  'ship_by',
  'ordered',
  'marketplace',
  'sku',
  'units',
  'units_to_ship',
  'as_of',
  'source',
] as const

const iso = (ms: number): string => new Date(ms).toISOString()

/**
 * The open orders as lines of a file, head first: a line for each SKU of an order. Times in UTC; column names are the
 * same in every language, for the programs that read them. A list that the usage plan has cut says so in its source.
 */
export function* orderLines({ list }: OrdersFile): Generator<readonly CsvCell[]> {
  yield HEAD
  if (list === undefined) return
  const asOf = iso(list.asOfMs)
  const source = `Amazon SP-API searchOrders 2026-01-01${list.isPartial ? ', partial list' : ''}`
  for (const row of list.rows) {
    const before: readonly CsvCell[] = [
      { code: row.id },
      row.status,
      deadlineOf(row).fulfilledBy,
      row.service,
      row.group,
      row.shipByMs === undefined ? undefined : iso(row.shipByMs),
      iso(row.createdMs),
      row.marketplaceId,
    ]
    const items = row.items.length === 0 ? [undefined] : row.items
    for (const item of items) {
      const sku = item && { code: item.sku }
      yield [...before, sku, item?.units, item && (item.unitsLeft ?? item.units), asOf, source]
    }
  }
}
