import type { GlyphName } from '../../web/kit.tsx'
import type { Shown } from '../reading/shown.ts'
import type { Band } from './planned.ts'
import type { InventoryQuery } from './query.ts'
import type { PlanBasis } from './read.ts'

/** What every part of the inventory page is about. */
export interface StockShown extends Shown {
  readonly query: InventoryQuery
  readonly basis: PlanBasis
}

/** How each band looks: a filling circle and a tone beside its word. */
export const BAND_LOOKS: Readonly<
  Record<Band, { readonly glyph: GlyphName; readonly tone: 'bad' | 'warn' | 'plain' }>
> = {
  out: { glyph: 'empty', tone: 'bad' },
  critical: { glyph: 'quarter', tone: 'bad' },
  'at-risk': { glyph: 'half', tone: 'warn' },
  watch: { glyph: 'most', tone: 'plain' },
  covered: { glyph: 'full', tone: 'plain' },
  excess: { glyph: 'over', tone: 'plain' },
  'no-sales': { glyph: 'dash', tone: 'plain' },
  unknown: { glyph: 'dash', tone: 'plain' },
}

/** The page's query with some of it changed; what stands at its default is left out. */
export function queryString(
  { marketplace, query }: Pick<StockShown, 'marketplace' | 'query'>,
  change: Partial<InventoryQuery> = {},
): string {
  const next = { ...query, ...change }
  const params = new URLSearchParams({ marketplace: marketplace.id })
  if (next.search !== '') params.set('search', next.search)
  if (next.cover !== undefined) params.set('cover', next.cover)
  if (next.window !== undefined) params.set('window', String(next.window))
  if (next.sort !== 'soonest') params.set('sort', next.sort)
  if (next.page !== 1) params.set('page', String(next.page))
  return params.toString()
}

/** This page's address with some of its query changed. */
export const address = (shown: StockShown, change: Partial<InventoryQuery>): string =>
  `?${queryString(shown, change)}`

/**
 * The page of one SKU. A SKU may hold any character, so it stands in the query, encoded. By hand, since each line of the
 * list has one: an object of the platform's for each took a twentieth of the page.
 */
export const skuAddress = (shown: Pick<StockShown, 'store' | 'marketplace'>, sku: string): string =>
  `/stores/${shown.store.id}/inventory/sku?marketplace=${shown.marketplace.id}&sku=${encodeURIComponent(sku.toWellFormed())}`
