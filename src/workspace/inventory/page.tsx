import { type Context, Hono } from 'hono'
import { type PersonApp, requirePerson } from '../../identity/require-person.ts'
import { storeObject } from '../../store/stub.ts'
import { enter, progress } from '../reading/enter.tsx'
import { viewPage } from '../reading/frame.tsx'
import { Marketplaces, viewAddress } from '../reading/readings-view.tsx'
import { statePage } from '../reading/states.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { type InventoryObject, inventoryPlaces } from './read.ts'
import { inventoryQuery } from './query.ts'
import { Stock } from './stock-view.tsx'

const PATH = '/stores/:store/inventory'

/**
 * The inventory of one marketplace of a store. A GET shows what is stored and, where that is old, sets a reading going;
 * a POST asks for a reading now; `/progress` is the fragment that a reading's page looks at, which opens no figure.
 */
export const inventoryRoutes = new Hono<PersonApp>()
  .use(PATH, requirePerson)
  .get(PATH, (c) => show(c, false))
  .post(PATH, (c) => show(c, true))
  .get(`${PATH}/progress`, (c) =>
    progress(c, 'inventory', ({ marketplace }) => inventoryPlaces(marketplace.id)),
  )

async function show(c: Context<PersonApp>, again: boolean): Promise<Response> {
  const shown = await enter(c, 'inventory')
  if (shown instanceof Response) return shown
  const { store, marketplace } = shown
  const query = inventoryQuery.parse(c.req.query())
  const read = await storeObject<InventoryObject>(c.env.STORES, store).readInventory({
    personId: c.var.viewer.personId,
    marketplaceId: marketplace.id,
    query,
    again,
  })
  if (!read.ok) return statePage(c, shown, read.fault)
  // A reading that was asked for by a form is answered by an address that can be reloaded.
  if (again) return c.redirect(viewAddress(shown), 303)
  const words = { en, zh }[c.var.language]
  const { readings, page, basis } = read.value
  return viewPage(
    shown,
    { readings, aside: <Marketplaces {...shown} />, note: words.fbm },
    page && basis ? <Stock {...shown} query={query} page={page} basis={basis} readings={readings} /> : null,
  )
}
