import type { Context } from 'hono'
import { zoneOf } from '../../amazon/regions.ts'
import type { Fault } from '../../core/fault.ts'
import type { Result } from '../../core/result.ts'
import type { StoreMarketplace, StoreRecord } from '../../store/directory.ts'
import type { StoreApp } from '../../store/entrant.ts'
import { storeObject } from '../../store/stub.ts'
import type { ReadingPlace } from '../../store/sync.ts'
import type { Viewer } from '../../web/context.ts'
import { problem } from '../../web/problem.tsx'
import { byKind } from './by-kind.ts'
import type { Reading } from './look.ts'
import type { ListInput } from './marketplaces.ts'
import { Ended, isRunning, Running } from './readings-view.tsx'
import { chosenMarketplace, type Item, type Shown, type StoreShown, type ViewName } from './shown.ts'
import { statePage, unlistedPage } from './states.tsx'

/** What every view's page needs of a store's object. */
export interface ReadingObject {
  listMarketplaces: (input: ListInput) => Promise<Result<undefined, Fault>>
  readings: (places: readonly ReadingPlace[]) => Promise<Result<readonly Reading[], Fault>>
}

/**
 * Finds the store that a view's page is about, for a member; or the answer that says why there is nothing to show:
 * unknown or foreign (the same), stopped, or its marketplaces not listed yet.
 */
export async function enterStore(c: Context<StoreApp>, view: ViewName): Promise<StoreRecord | Response> {
  const { viewer, store } = c.var
  if (store === undefined) return problem(c, 'not-found')
  if (store.state !== 'connected') {
    return statePage(c, { store, view }, store.state === 'fenced' ? 'store-stopped' : 'store-quarantined')
  }
  if (store.marketplaces.length === 0) {
    const object = storeObject<ReadingObject>(c.env.STORES, store)
    const listed = await object.listMarketplaces({ personId: viewer.personId })
    return listed.ok ? unlistedPage(c, { store, view }) : statePage(c, { store, view }, listed.fault)
  }
  return store
}

/** The same, with the marketplace that its page is about: unknown for one that the store does not have. */
export async function enter(c: Context<StoreApp>, view: ViewName): Promise<Shown | Response> {
  const store = await enterStore(c, view)
  if (store instanceof Response) return store
  const marketplace = chosenMarketplace(store, c.req.query('marketplace'))
  return marketplace === undefined ? problem(c, 'not-found') : ofMarketplace({ c, store, view }, marketplace)
}

const ofMarketplace = (of: Omit<StoreShown, 'zone' | 'choice'>, marketplace: StoreMarketplace): Shown => ({
  ...of,
  marketplace,
  zone: zoneOf(marketplace.id),
  choice: `marketplace=${marketplace.id}`,
})

/** The fragment that a page of one marketplace looks at while a reading is under way. */
export const progress = (
  c: Context<StoreApp>,
  view: ViewName,
  placesOf: (shown: Shown) => readonly ReadingPlace[],
  item?: Item,
): Promise<Response> =>
  storeProgress(c, (store) => {
    const marketplace = chosenMarketplace(store, c.req.query('marketplace'))
    if (marketplace === undefined) return undefined
    const shown = ofMarketplace({ c, store, view, ...(item && { item }) }, marketplace)
    return { shown, places: placesOf(shown) }
  })

/** The fragment that a page with a reading under way looks at: it opens no figure, so it is no entry of the record. */
export async function storeProgress(
  c: Context<StoreApp>,
  of: (
    store: StoreRecord,
  ) => { readonly shown: StoreShown; readonly places: readonly ReadingPlace[] } | undefined,
): Promise<Response> {
  const viewer: Viewer | undefined = c.var.viewer
  if (viewer === undefined) return wholePage(c)
  const { store } = c.var
  const looked = store && of(store)
  if (store === undefined || looked === undefined) return problem(c, 'not-found')
  const readings = await storeObject<ReadingObject>(c.env.STORES, store).readings(looked.places)
  if (!readings.ok) return wholePage(c)
  if (!readings.value.some(isRunning)) {
    return c.req.query('form') === undefined ? wholePage(c) : c.html(<Ended {...looked.shown} />)
  }
  const holdsForm = c.req.query('form') !== undefined
  return c.html(<Running {...looked.shown} holdsForm={holdsForm} readings={byKind(readings.value)} />)
}

/** The reading or the session has ended: htmx loads the page again, which says what is so now. */
function wholePage(c: Context<StoreApp>): Response {
  c.header('HX-Refresh', 'true')
  return c.body(null, 200)
}
