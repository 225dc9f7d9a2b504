import { chanceFrom } from '../sellers/chance.ts'
import type { Seller } from '../sellers/sellers.ts'
import type { PlanningRow } from './planning-row.ts'

/** The report's columns under the names that Amazon lists. */
const COLUMNS = [
  'snapshot-date',
  'sku',
  'fnsku',
  'asin',
  'product-name',
  'condition',
  'available',
  'pending-removal-quantity',
  'inv-age-0-to-90-days',
  'inv-age-91-to-180-days',
  'inv-age-181-to-270-days',
  'inv-age-271-to-365-days',
  'inv-age-365-plus-days',
  'currency',
  'units-shipped-t7',
  'units-shipped-t30',
  'units-shipped-t60',
  'units-shipped-t90',
  'alert',
  'your-price',
  'sales-price',
  'recommended-action',
  'healthy-inventory-level',
  'recommended-removal-quantity',
  'estimated-cost-savings-of-recommended-actions',
  'sell-through',
  'item-volume',
  'volume-unit-measurement',
  'storage-type',
  'storage-volume',
  'marketplace',
  'product-group',
  'sales-rank',
  'days-of-supply',
  'estimated-excess-quantity',
  'weeks-of-cover-t30',
  'weeks-of-cover-t90',
  'featuredoffer-price',
  'sales-shipped-last-7-days',
  'sales-shipped-last-30-days',
  'sales-shipped-last-60-days',
  'sales-shipped-last-90-days',
  'inv-age-0-to-30-days',
  'inv-age-31-to-60-days',
  'inv-age-61-to-90-days',
  'inv-age-181-to-330-days',
  'inv-age-331-to-365-days',
  'estimated-storage-cost-next-month',
  'inbound-quantity',
  'inbound-working',
  'inbound-shipped',
  'inbound-received',
  'Total Reserved Quantity',
  'unfulfillable-quantity',
  'Reserved FC Transfer',
  'Reserved FC Processing',
  'Reserved Customer Order',
  'Total Days of Supply (including units from open shipments)',
  'Recommended ship-in quantity',
  'Recommended ship-in date',
  'fba-inventory-level-health-status',
  'Low-Inventory-Level fee applied in current week?',
] as const
export type Column = (typeof COLUMNS)[number]

/** What a header is called live where that differs from the list. */
const LIVE: Readonly<Partial<Record<Column, string>>> = { 'Reserved FC Transfer': 'fc-transfer' }
/** Of these some are gone in a report of the kind `missing-columns`. */
const NEEDED: readonly Column[] = ['units-shipped-t30', 'available', 'days-of-supply']

/** A column of a seller's report: its header there, and what it holds. */
export interface ReportColumn {
  readonly header: string
  readonly of: (row: PlanningRow) => string
}

/**
 * The columns of a seller's report, in an order that is its own and can be told by nobody. The North American one has
 * the headers seen live, the others those of Amazon's list.
 */
export function columnsOf(seed: string, seller: Seller, incomplete: boolean): readonly ReportColumn[] {
  const chance = chanceFrom(`${seed}/${seller.id}/planning-columns`)
  const present = COLUMNS.filter((name) => !(incomplete && NEEDED.includes(name)))
  return present
    .map((name) => ({ name, place: chance.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ name }) => ({
      header: seller.region === 'na' ? (LIVE[name] ?? name) : name,
      of: (row) => row[name],
    }))
}
