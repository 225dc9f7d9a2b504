import * as z from 'zod'
import type { Day } from '../../core/day.ts'
import { WINDOWS } from './plan/velocity.ts'
import { BANDS, type Band, type PlannedRow, type PlannedSku, rowOf } from './planned.ts'

export const ROWS_PER_PAGE = 50
const SEARCH_MAX_CHARACTERS = 100

/** The orders in which the list may stand, each with the direction that is useful first. */
export const SORTS = {
  soonest: 'ascending',
  reorder: 'ascending',
  largest: 'descending',
  fastest: 'descending',
  stock: 'descending',
  inbound: 'descending',
  sku: 'ascending',
} as const
export type Sort = keyof typeof SORTS

/** The query string of the page. Anything malformed falls back to its default: a link never breaks the page. */
export const inventoryQuery = z.object({
  search: z.string().trim().max(SEARCH_MAX_CHARACTERS).catch('').default(''),
  cover: z.enum(BANDS).optional().catch(undefined),
  window: z.string().transform(Number).pipe(z.literal(WINDOWS)).optional().catch(undefined),
  sort: z
    .enum(Object.keys(SORTS) as [Sort, ...Sort[]])
    .catch('soonest')
    .default('soonest'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
})
export type InventoryQuery = z.infer<typeof inventoryQuery>

export interface InventoryPage {
  readonly rows: readonly PlannedRow[]
  /** How many rows search and band matched, and how many there are without them. */
  readonly matched: number
  readonly total: number
  /** The page shown: the last one when a page beyond the end was asked for. */
  readonly page: number
  readonly sums: { readonly onHand: number; readonly inbound: number; readonly suggested: number }
  /** SKUs in each band, whatever is filtered. */
  readonly bands: Readonly<Record<Band, number>>
  /** SKUs by whole days of cover, 0 to 90, of those that sell and have stock. */
  readonly byCover: readonly number[]
  /** SKUs that Amazon's newest report leaves out, with the sales of an earlier one, and the earliest of its days. */
  readonly reportedEarlier: { readonly skus: number; readonly since: Day | undefined }
}

type Counts = Pick<InventoryPage, 'bands' | 'byCover' | 'reportedEarlier'>

export const COVER_DAYS_SHOWN = 91

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/** SKU order is by code unit: stable in every locale, and `00902` stays before `1`. Ties are broken by SKU. */
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** What each order compares: smaller stands first. SKUs without sales come last, those that are out first, the best sellers before. */
const KEYS: Readonly<Record<Sort, (row: PlannedSku) => number>> = {
  soonest: (row) =>
    row.band === 'out' ? -1 - (row.perDay ?? 0) : (row.coverDays ?? Number.POSITIVE_INFINITY),
  reorder: (row) => row.orderInDays ?? Number.POSITIVE_INFINITY,
  largest: (row) => -(row.suggested ?? 0),
  fastest: (row) => -(row.perDay ?? 0),
  stock: (row) => -row.onHand,
  inbound: (row) => -row.inbound,
  sku: () => 0,
}

/** What is the same for every look at the same plans, kept as long as they are. */
interface Known {
  readonly sorted: Map<Sort, readonly PlannedSku[]>
  counts: Counts | undefined
  sums: InventoryPage['sums'] | undefined
}
const known = new WeakMap<readonly PlannedSku[], Known>()

function knownOf(rows: readonly PlannedSku[]): Known {
  const made = known.get(rows) ?? { sorted: new Map(), counts: undefined, sums: undefined }
  known.set(rows, made)
  return made
}

function sorted(rows: readonly PlannedSku[], sort: Sort): readonly PlannedSku[] {
  const orders = knownOf(rows).sorted
  const made = orders.get(sort)
  if (made !== undefined) return made
  const key = KEYS[sort]
  const next = rows
    .map((row) => ({ row, key: key(row) }))
    .toSorted((a, b) => (a.key === b.key ? byText(a.row.stock.sku, b.row.stock.sku) : a.key - b.key))
    .map(({ row }) => row)
  orders.set(sort, next)
  return next
}

/** The rows that search and band match, in the order asked for. Rows are never changed in place. Pure. */
export function matching(rows: readonly PlannedSku[], query: InventoryQuery): readonly PlannedSku[] {
  const needle = folded(query.search)
  const all = sorted(rows, query.sort)
  if (query.cover === undefined && needle === '') return all
  return all.filter(
    (row) =>
      (query.cover === undefined || row.band === query.cover) &&
      (needle === '' ||
        [row.stock.sku, row.stock.asin, row.stock.name].some((field) => folded(field).includes(needle))),
  )
}

/** One page of them, with what all of them come to. Pure. */
export function pageOf(
  rows: readonly PlannedSku[],
  matched: readonly PlannedSku[],
  page: number,
): InventoryPage {
  const last = Math.max(1, Math.ceil(matched.length / ROWS_PER_PAGE))
  const shown = Math.min(page, last)
  const from = (shown - 1) * ROWS_PER_PAGE
  return {
    rows: matched.slice(from, from + ROWS_PER_PAGE).map(rowOf),
    matched: matched.length,
    total: rows.length,
    page: shown,
    sums: sumsOf(matched),
    ...countsOf(rows),
  }
}

function sumsOf(rows: readonly PlannedSku[]): InventoryPage['sums'] {
  const of = knownOf(rows)
  const sum = (one: (row: PlannedSku) => number): number => rows.reduce((all, row) => all + one(row), 0)
  of.sums ??= {
    onHand: sum((row) => row.onHand),
    inbound: sum((row) => row.inbound),
    suggested: sum((row) => row.suggested ?? 0),
  }
  return of.sums
}

/** How many SKUs stand in each band and at each day of cover, and how many an earlier report told of. Pure. */
export function countsOf(rows: readonly PlannedSku[]): Counts {
  const of = knownOf(rows)
  of.counts ??= counted(rows)
  return of.counts
}

function counted(rows: readonly PlannedSku[]): Counts {
  const bands = Object.fromEntries(BANDS.map((band) => [band, 0])) as Record<Band, number>
  const byCover = Array.from({ length: COVER_DAYS_SHOWN }, () => 0)
  let skus = 0
  let since: Day | undefined
  for (const { band, coverDays, figures } of rows) {
    bands[band] += 1
    const reportedOn = figures?.day
    if (reportedOn !== undefined) {
      skus += 1
      if (since === undefined || reportedOn < since) since = reportedOn
    }
    const day = Math.floor(coverDays ?? -1)
    if (band !== 'out' && day >= 0 && day < COVER_DAYS_SHOWN) byCover[day] = (byCover[day] ?? 0) + 1
  }
  return { bands, byCover, reportedEarlier: { skus, since } }
}
