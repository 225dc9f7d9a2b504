import { type Context, Hono } from 'hono'
import { zoneOf } from '../../amazon/regions.ts'
import { dayOf } from '../../core/day.ts'
import { requirePerson } from '../../identity/require-person.ts'
import type { StoreApp } from '../../store/entrant.ts'
import { storeObject } from '../../store/stub.ts'
import type { WebContext } from '../../web/context.ts'
import { csvFile } from '../../web/csv.ts'
import { formatDayFrom, formatNumber, sentences } from '../../web/format.ts'
import { enter, progress } from '../reading/enter.tsx'
import { viewPage } from '../reading/frame.tsx'
import { Marketplaces, viewAddress } from '../reading/readings-view.tsx'
import type { Shown } from '../reading/shown.ts'
import { statePage } from '../reading/states.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { inventoryLines } from './lines.ts'
import { type InventoryPage, inventoryQuery } from './query.ts'
import { type InventoryObject, inventoryPlaces, type ReadInput } from './read.ts'
import { Stock } from './stock-view.tsx'

const PATH = '/stores/:store/inventory'

/**
 * The inventory of one marketplace of a store. A GET shows what is stored and, where that is old, sets a reading going;
 * a POST asks for a reading now; `/progress` is the fragment that a reading's page looks at, which opens no figure.
 */
export const inventoryRoutes = new Hono<StoreApp>()
  .use(PATH, requirePerson)
  .get(PATH, (c) => show(c, false))
  .post(PATH, (c) => show(c, true))
  .get('/stores/:store/inventory.csv', requirePerson, file)
  .get(`${PATH}/progress`, (c) =>
    progress(c, 'inventory', ({ marketplace }) => inventoryPlaces(marketplace.id)),
  )

async function show(c: Context<StoreApp>, again: boolean): Promise<Response> {
  const shown = await enter(c, 'inventory')
  if (shown instanceof Response) return shown
  const query = inventoryQuery.parse(c.req.query())
  const read = await readOf(c, shown, { query, again })
  if (!read.ok) return statePage(c, shown, read.fault)
  // A reading that was asked for by a form is answered by an address that can be reloaded.
  if (again) return c.redirect(viewAddress(shown), 303)
  const { readings, page, basis } = read.value
  return viewPage(
    shown,
    { readings, aside: <Marketplaces {...shown} />, note: noteOf(page, shown, c) },
    page && basis ? <Stock {...shown} query={query} page={page} basis={basis} readings={readings} /> : null,
  )
}

/** What belongs to how old the figures are: SKUs whose sales are of an earlier report, and what is not here. */
function noteOf(
  page: InventoryPage | undefined,
  { marketplace }: Shown,
  { var: { language, clock } }: WebContext,
): string {
  const words = { en, zh }[language]
  const { skus, since } = page?.reportedEarlier ?? { skus: 0 }
  if (since === undefined) return words.fbm
  const today = dayOf(clock(), zoneOf(marketplace.id))
  const earlier = words.earlier(skus, formatNumber(skus, language), formatDayFrom(since, language, today))
  return sentences([earlier, words.fbm], language)
}

const readOf = (
  c: Context<StoreApp>,
  { store, marketplace }: Shown,
  asked: Pick<ReadInput, 'query' | 'again' | 'as'>,
) =>
  storeObject<InventoryObject>(c.env.STORES, store).readInventory({
    personId: c.var.viewer.personId,
    marketplaceId: marketplace.id,
    ...asked,
  })

/** What the page lists as filtered, all of it, as a file. */
async function file(c: Context<StoreApp>): Promise<Response> {
  const shown = await enter(c, 'inventory')
  if (shown instanceof Response) return shown
  const { marketplace } = shown
  const query = inventoryQuery.parse(c.req.query())
  const read = await readOf(c, shown, { query, again: false, as: 'csv' })
  if (!read.ok) return statePage(c, shown, read.fault)
  const { all, basis } = read.value
  // Nothing is read yet: the page says so, and what is being read.
  if (all === undefined || basis === undefined) return c.redirect(viewAddress(shown), 303)
  const day = new Date(basis.asOfMs).toISOString().slice(0, 10)
  return csvFile(
    c,
    `inventory-${marketplace.name}-${day}`,
    inventoryLines(all, { marketplace, basis, language: c.var.language }),
  )
}
