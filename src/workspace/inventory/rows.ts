import * as z from 'zod'

const units = z.int().nonnegative()

/** One SKU in one marketplace as Amazon's summaries give it. All quantities in units. */
export const inventoryRow = z.object({
  sku: z.string(),
  asin: z.string(),
  name: z.string(),
  fulfillable: units,
  inboundWorking: units,
  inboundShipped: units,
  inboundReceiving: units,
  reservedOrders: units,
  reservedTransfer: units,
  reservedProcessing: units,
  unfulfillable: units,
})
export type InventoryRow = z.infer<typeof inventoryRow>
/** A sweep as it is stored. */
export const inventoryRows = z.array(inventoryRow)

export const QUANTITIES = [
  'fulfillable',
  'inboundWorking',
  'inboundShipped',
  'inboundReceiving',
  'reservedOrders',
  'reservedTransfer',
  'reservedProcessing',
  'unfulfillable',
] as const satisfies readonly (keyof InventoryRow)[]

export const ROWS_PER_PAGE = 50
const SEARCH_MAX_CHARACTERS = 100

/** The query string of the page. Anything malformed falls back to its default: a link never breaks the page. */
export const inventoryQuery = z.object({
  search: z.string().trim().max(SEARCH_MAX_CHARACTERS).catch('').default(''),
  sort: z
    .enum(['sku', 'asin', 'name', ...QUANTITIES])
    .catch('sku')
    .default('sku'),
  direction: z.enum(['ascending', 'descending']).catch('ascending').default('ascending'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
})
export type InventoryQuery = z.infer<typeof inventoryQuery>

export interface InventoryPage {
  readonly rows: readonly InventoryRow[]
  /** How many rows the search matched, and how many there are without it. */
  readonly matched: number
  readonly total: number
  /** The page shown: the last one when a page beyond the end was asked for. */
  readonly page: number
  readonly sums: Readonly<Record<(typeof QUANTITIES)[number], number>>
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/** SKU order is by code unit: stable in every locale, and `00902` stays before `1`. Ties are broken by SKU. */
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Searches SKU, ASIN and name, sorts, and cuts one page. Pure; the rows come from an opened snapshot. */
export function queryRows(rows: readonly InventoryRow[], query: InventoryQuery): InventoryPage {
  const needle = folded(query.search)
  const matching = rows.filter(
    (row) => needle === '' || [row.sku, row.asin, row.name].some((field) => folded(field).includes(needle)),
  )
  const sign = query.direction === 'ascending' ? 1 : -1
  const key = query.sort
  const sorted = matching.toSorted((a, b) => {
    const [left, right] = [a[key], b[key]]
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : byText(folded(String(left)), folded(String(right)))
    return order === 0 ? byText(a.sku, b.sku) : sign * order
  })
  const last = Math.max(1, Math.ceil(sorted.length / ROWS_PER_PAGE))
  const page = Math.min(query.page, last)
  const sums = Object.fromEntries(
    QUANTITIES.map((name) => [name, matching.reduce((sum, row) => sum + row[name], 0)]),
  ) as InventoryPage['sums']
  const from = (page - 1) * ROWS_PER_PAGE
  return {
    rows: sorted.slice(from, from + ROWS_PER_PAGE),
    matched: matching.length,
    total: rows.length,
    page,
    sums,
  }
}
