import { localDay } from '../sellers/calendar.ts'
import { listings } from '../sellers/catalogue.ts'
import type { Marketplace, Seller } from '../sellers/sellers.ts'
import { columnsOf } from './columns.ts'
import { planningRow } from './planning-row.ts'

const BOM = '\ufeff'

/** What a report is about: whose, where, and when it was asked for. */
export interface ReportSubject {
  readonly seed: string
  readonly seller: Seller
  readonly marketplaces: readonly Marketplace[]
  readonly createdMs: number
}

/**
 * GET_FBA_INVENTORY_PLANNING_DATA: tab-separated, a row a SKU and marketplace but for SKUs that are given up, in an
 * order of columns of its own. The Far Eastern one begins with a byte order mark. `incomplete` leaves out columns that
 * nobody can do without.
 */
export function planningReport(subject: ReportSubject, incomplete = false): string {
  const { seed, seller, marketplaces, createdMs } = subject
  const columns = columnsOf(seed, seller, incomplete)
  const rows = marketplaces.flatMap((marketplace) => {
    const today = localDay(marketplace.timeZone, createdMs)
    return listings(seed, seller, marketplace).flatMap((listing) => {
      if (listing.isGivenUp) return []
      const row = planningRow({ listing, marketplace, today })
      return columns.map((column) => column.of(row)).join('\t')
    })
  })
  const header = columns.map((column) => column.header).join('\t')
  return `${seller.region === 'fe' ? BOM : ''}${[header, ...rows].join('\r\n')}\r\n`
}
