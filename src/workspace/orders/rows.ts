import * as z from 'zod'
import type { MarketplaceId } from '../../core/id.ts'
import { type Deadline, DUE_GROUPS, type DueGroup, dueCounts, dueGroup } from './due.ts'
import type { OpenOrder } from './open-orders.ts'

export const ROWS_PER_PAGE = 50
const SEARCH_MAX_CHARACTERS = 100

/** What the filter for deadlines can ask for. Each holds the ones before it; `open` is everything. */
export const DUE_FILTERS = ['open', 'overdue', 'four', 'day'] as const
export const BY_FILTERS = ['both', 'seller', 'amazon'] as const

/** The query string of the page. Anything malformed falls back to its default: a link never breaks the page. */
export const ordersQuery = z.object({
  search: z.string().trim().max(SEARCH_MAX_CHARACTERS).catch('').default(''),
  due: z.enum(DUE_FILTERS).catch('open').default('open'),
  by: z.enum(BY_FILTERS).catch('both').default('both'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
})
export type OrdersQuery = z.infer<typeof ordersQuery>

/** One line of the table: an open order and how urgent it is. */
export interface OrderRow extends OpenOrder {
  readonly group: DueGroup
}

/** Open orders of one marketplace and one who ships them. `day` holds `four`. */
export interface ChannelCount {
  readonly marketplaceId: MarketplaceId | undefined
  readonly by: 'MERCHANT' | 'AMAZON'
  readonly open: number
  readonly overdue: number
  readonly four: number
  readonly day: number
}

export interface OrdersPage {
  readonly rows: readonly OrderRow[]
  /** How many orders the filters matched, and how many of this marketplace are open. */
  readonly matched: number
  readonly total: number
  /** The page shown: the last one when a page beyond the end was asked for. */
  readonly page: number
  /** Of this marketplace, whatever the filters say. */
  readonly counts: Readonly<Record<DueGroup, number>>
  /** Deadlines beside the counts: the first and the last of each group that has any. */
  readonly bounds: Readonly<Partial<Record<DueGroup, { readonly firstMs: number; readonly lastMs: number }>>>
  /** Of all marketplaces. */
  readonly channels: readonly ChannelCount[]
}

/** Nobody ships what Amazon has not released yet; who ships is the seller where Amazon does not say. */
export const deadlineOf = ({
  by,
  shipByMs,
  status,
}: Pick<OpenOrder, 'by' | 'shipByMs' | 'status'>): Deadline => ({
  fulfilledBy: by ?? 'MERCHANT',
  shipByMs,
  isPending: status === 'PENDING' || status === 'PENDING_AVAILABILITY',
})

const FILTERED: Readonly<Record<(typeof DUE_FILTERS)[number], readonly DueGroup[]>> = {
  open: DUE_GROUPS,
  overdue: ['overdue'],
  four: ['overdue', 'within-4-hours'],
  day: ['overdue', 'within-4-hours', 'within-24-hours'],
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Where an order of no marketplace belongs: to the account's own. */
interface Of {
  readonly marketplaceId: MarketplaceId
  readonly isHome: boolean
}

/**
 * Counts, filters and sorts the open orders of one marketplace, most urgent first, and cuts one page. Pure; the rows
 * come from an opened snapshot.
 */
export function ordersPage(all: readonly OpenOrder[], of: Of, query: OrdersQuery, nowMs: number): OrdersPage {
  const here = ofMarketplace(all, of, nowMs)
  const sorted = matching(here, query).toSorted(byUrgency)
  const last = Math.max(1, Math.ceil(sorted.length / ROWS_PER_PAGE))
  const page = Math.min(query.page, last)
  return {
    rows: sorted.slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE),
    matched: sorted.length,
    total: here.length,
    page,
    counts: dueCounts(here.map(deadlineOf), nowMs),
    bounds: boundsOf(here),
    channels: channelsOf(all, nowMs),
  }
}

/** All lines that the filters match, most urgent first: for a file. Pure. */
export const ordersMatching = (
  all: readonly OpenOrder[],
  of: Of,
  query: OrdersQuery,
  nowMs: number,
): readonly OrderRow[] => matching(ofMarketplace(all, of, nowMs), query).toSorted(byUrgency)

const ofMarketplace = (
  all: readonly OpenOrder[],
  { marketplaceId, isHome }: Of,
  nowMs: number,
): readonly OrderRow[] =>
  all
    .filter((one) => (one.marketplaceId === undefined ? isHome : one.marketplaceId === marketplaceId))
    .map((one) => ({ ...one, group: dueGroup(deadlineOf(one), nowMs) }))

function matching(rows: readonly OrderRow[], { search, due, by }: OrdersQuery): readonly OrderRow[] {
  const needle = folded(search)
  const groups = FILTERED[due]
  return rows.filter(
    (row) =>
      groups.includes(row.group) &&
      (by === 'both' || (row.group === 'amazon') === (by === 'amazon')) &&
      (needle === '' ||
        [row.id, ...row.items.map(({ sku }) => sku)].some((text) => folded(text).includes(needle))),
  )
}

function byUrgency(a: OrderRow, b: OrderRow): number {
  const group = DUE_GROUPS.indexOf(a.group) - DUE_GROUPS.indexOf(b.group)
  if (group !== 0) return group
  const never = Number.MAX_SAFE_INTEGER
  const due = (a.shipByMs ?? never) - (b.shipByMs ?? never)
  if (due !== 0) return due
  return a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1)
}

function boundsOf(rows: readonly OrderRow[]): OrdersPage['bounds'] {
  const bounds: Partial<Record<DueGroup, { firstMs: number; lastMs: number }>> = {}
  for (const { group, shipByMs } of rows) {
    if (shipByMs === undefined) continue
    const { firstMs, lastMs } = bounds[group] ?? { firstMs: shipByMs, lastMs: shipByMs }
    bounds[group] = { firstMs: Math.min(firstMs, shipByMs), lastMs: Math.max(lastMs, shipByMs) }
  }
  return bounds
}

function channelsOf(all: readonly OpenOrder[], nowMs: number): readonly ChannelCount[] {
  const grouped = Map.groupBy(all, ({ marketplaceId, by }) => `${marketplaceId ?? ''}/${by ?? 'MERCHANT'}`)
  return [...grouped.values()].map((orders) => {
    const counts = dueCounts(orders.map(deadlineOf), nowMs)
    const four = counts['within-4-hours']
    return {
      marketplaceId: orders[0]?.marketplaceId,
      by: orders[0]?.by ?? 'MERCHANT',
      open: orders.length,
      overdue: counts.overdue,
      four,
      day: four + counts['within-24-hours'],
    }
  })
}
