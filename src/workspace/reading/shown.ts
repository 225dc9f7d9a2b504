import { marketplaceById } from '../../amazon/regions.ts'
import type { StoreMarketplace, StoreRecord } from '../../store/directory.ts'
import type { WebContext } from '../../web/context.ts'

export type ViewName = 'inventory' | 'orders' | 'advertising' | 'settings'

/** One thing of a view that has a page of its own: its name, and what its address has beside the view's. */
export interface Item {
  readonly title: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}

/** What every part of a view's page is about, of one marketplace or of the whole store. */
export interface StoreShown {
  readonly c: WebContext
  readonly store: StoreRecord
  readonly view: ViewName
  /** IANA: times are shown in the marketplace's own zone, or the store's home zone. */
  readonly zone: string
  /** What the view is switched to, as the page's own address says it. */
  readonly choice: string
  readonly item?: Item
  /** People type on this page: it is never loaded again under their hands, but says that there is something new. */
  readonly holdsForm?: boolean
}

/** The same for a view of one marketplace. */
export interface Shown extends StoreShown {
  readonly marketplace: StoreMarketplace
}

/** The marketplace asked for, the one of the account's own country, or the first. */
export function chosenMarketplace(
  store: StoreRecord,
  asked: string | undefined,
): StoreMarketplace | undefined {
  if (asked !== undefined) return store.marketplaces.find((one) => one.id === asked)
  const home = store.marketplaces.find((one) => marketplaceById(one.id)?.country === store.country)
  return home ?? store.marketplaces[0]
}
