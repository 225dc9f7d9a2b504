import { type Context, Hono } from 'hono'
import { marketplaceById } from '../../amazon/regions.ts'
import { database } from '../../db/client.ts'
import { type PersonApp, requirePerson } from '../../identity/require-person.ts'
import { type StoreMarketplace, type StoreRecord, storeOfMember } from '../../store/directory.ts'
import { storeObject } from '../../store/stub.ts'
import type { Viewer } from '../../web/context.ts'
import { problem } from '../../web/problem.tsx'
import { progressFragment } from './progress-view.tsx'
import type { InventoryObject } from './read.ts'
import { inventoryQuery } from './rows.ts'
import { statePage, unlistedPage } from './states.tsx'
import { inventoryPage } from './view.tsx'

const PATH = '/stores/:store/inventory'

/**
 * The inventory of one marketplace of a store. A GET shows what is stored and, where that is old, sets a reading going;
 * a POST asks for a reading now; `/progress` is the fragment that a reading's page looks at, which opens no figure.
 */
export const inventoryRoutes = new Hono<PersonApp>()
  .use(PATH, requirePerson)
  .get(PATH, (c) => show(c, false))
  .post(PATH, (c) => show(c, true))
  .get(`${PATH}/progress`, async (c) => {
    const viewer: Viewer | undefined = c.var.viewer
    if (viewer === undefined) return wholePage(c)
    const store = await storeOfMember(database(c.env.DB), viewer.personId, c.req.param('store'))
    const marketplace = store && chosen(store, c.req.query('marketplace'))
    if (store === undefined || marketplace === undefined) return problem(c, 'not-found')
    const progress = await storeObject<InventoryObject>(c.env.STORES, store).inventoryProgress(marketplace.id)
    if (!progress.ok || progress.value?.state !== 'running') return wholePage(c)
    return c.html(progressFragment(c, store, marketplace, progress.value))
  })

/** The reading or the session has ended: htmx loads the page again, which says what is so now. */
function wholePage(c: Context<PersonApp>): Response {
  c.header('HX-Refresh', 'true')
  return c.body(null, 200)
}

async function show(c: Context<PersonApp>, again: boolean): Promise<Response> {
  const { viewer } = c.var
  const db = database(c.env.DB)
  const known = await storeOfMember(db, viewer.personId, c.req.param('store') ?? '')
  if (known === undefined) return problem(c, 'not-found')
  if (known.state !== 'connected')
    return statePage(c, known, known.state === 'fenced' ? 'store-stopped' : 'store-quarantined')
  const object = storeObject<InventoryObject>(c.env.STORES, known)
  if (known.marketplaces.length === 0) {
    const listed = await object.listMarketplaces({ personId: viewer.personId })
    return listed.ok ? unlistedPage(c, known) : statePage(c, known, listed.fault)
  }
  const marketplace = chosen(known, c.req.query('marketplace'))
  if (marketplace === undefined) return problem(c, 'not-found')
  const query = inventoryQuery.parse(c.req.query())
  const read = await object.readInventory({
    personId: viewer.personId,
    marketplaceId: marketplace.id,
    query,
    again,
  })
  if (!read.ok) return statePage(c, known, read.fault)
  // A reading that was asked for by a form is answered by an address that can be reloaded.
  if (again) return c.redirect(`${c.req.path}?marketplace=${marketplace.id}`, 303)
  return inventoryPage(c, known, marketplace, query, read.value)
}

/** The marketplace asked for, the one of the account's own country, or the first. */
function chosen(store: StoreRecord, asked: string | undefined): StoreMarketplace | undefined {
  if (asked !== undefined) return store.marketplaces.find((one) => one.id === asked)
  const home = store.marketplaces.find((one) => marketplaceById(one.id)?.country === store.country)
  return home ?? store.marketplaces[0]
}
