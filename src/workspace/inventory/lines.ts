import type { CsvCell } from '../../core/csv.ts'
import type { Language } from '../../core/language.ts'
import type { StoreMarketplace } from '../../store/directory.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { PlannedRow } from './planned.ts'
import type { PlanBasis } from './read.ts'

/** Columns by one name in every language, so that a sheet built on the file goes on working. */
const HEAD = [
  'sku',
  'asin',
  'product',
  'status',
  'fulfillable',
  'reserved_orders',
  'reserved_transfer',
  'reserved_processing',
  'on_hand',
  'inbound_working',
  'inbound_shipped',
  'inbound_receiving',
  'unfulfillable',
  'units_a_day',
  'days_of_cover',
  'runs_out',
  'order_by',
  'order_units',
  'marketplace',
  'stock_as_of',
  'planning_report_of',
  'source',
] as const

/** The file's lines: each says where its figures are from and as of when. */
export function* inventoryLines(
  rows: readonly PlannedRow[],
  of: {
    readonly marketplace: StoreMarketplace
    readonly basis: PlanBasis
    readonly language: Language
  },
): Generator<readonly CsvCell[]> {
  const { bands } = { en, zh }[of.language]
  const asOf = new Date(of.basis.asOfMs).toISOString()
  yield HEAD
  for (const row of rows) {
    yield [
      { code: row.sku },
      { code: row.asin },
      row.name,
      bands[row.band],
      row.fulfillable,
      row.reservedOrders,
      row.reservedTransfer,
      row.reservedProcessing,
      row.onHand,
      row.inboundWorking,
      row.inboundShipped,
      row.inboundReceiving,
      row.unfulfillable,
      rounded(row.perDay, 3),
      rounded(row.coverDays, 1),
      row.stockOut,
      row.orderBy,
      row.suggested,
      of.marketplace.name,
      asOf,
      row.reportedOn ?? of.basis.report?.day,
      'Amazon SP-API getInventorySummaries; GET_FBA_INVENTORY_PLANNING_DATA; Mint Hub',
    ]
  }
}

const rounded = (value: number | undefined, places: number): number | undefined =>
  value === undefined ? undefined : Number(value.toFixed(places))
