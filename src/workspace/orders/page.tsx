import { type Context, Hono } from 'hono'
import { orderId } from '../../core/id.ts'
import { requirePerson } from '../../identity/require-person.ts'
import type { StoreApp } from '../../store/entrant.ts'
import { storeObject } from '../../store/stub.ts'
import { csvFile } from '../../web/csv.ts'
import { problem } from '../../web/problem.tsx'
import { enter, progress } from '../reading/enter.tsx'
import { viewPage } from '../reading/frame.tsx'
import { isRunning, Marketplaces, viewAddress } from '../reading/readings-view.tsx'
import { chosenMarketplace, type Shown } from '../reading/shown.ts'
import { statePage } from '../reading/states.tsx'
import { DailySales } from '../sales/daily-view.tsx'
import { Budget } from './budget-view.tsx'
import { Computed } from './computed-view.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { orderLines } from './file.ts'
import type { OrderObject } from './order.ts'
import { orderPage } from './order-view.tsx'
import { Orders } from './orders-view.tsx'
import { type OrdersInput, type OrdersObject, ordersPlaces } from './read.ts'
import { ordersQuery } from './rows.ts'

const PATH = '/stores/:store/orders'
const FILE = `${PATH}.csv`
const ORDER = `${PATH}/order`

/**
 * The orders of one marketplace of a store. A GET shows what is stored and, where that is old, sets readings going; a
 * POST asks for them now; `/progress` is the fragment that their page looks at, which opens no figure; `.csv` is the list
 * as filtered; an order's own page asks Amazon for it each time.
 */
export const ordersRoutes = new Hono<StoreApp>()
  .use(PATH, requirePerson)
  .get(PATH, (c) => show(c, false))
  .post(PATH, (c) => show(c, true))
  .get(`${PATH}/progress`, (c) => progress(c, 'orders', ({ marketplace }) => ordersPlaces(marketplace.id)))
  .use(FILE, requirePerson)
  .get(FILE, download)
  .use(ORDER, requirePerson)
  .get(ORDER, showOrder)

const inputOf = (
  { c, store, marketplace }: Shown,
  personId: OrdersInput['personId'],
  again: boolean,
): OrdersInput => ({
  personId,
  marketplaceId: marketplace.id,
  isHome: chosenMarketplace(store, undefined)?.id === marketplace.id,
  query: ordersQuery.parse(c.req.query()),
  again,
})

async function show(c: Context<StoreApp>, again: boolean): Promise<Response> {
  const shown = await enter(c, 'orders')
  if (shown instanceof Response) return shown
  const input = inputOf(shown, c.var.viewer.personId, again)
  const read = await storeObject<OrdersObject>(c.env.STORES, shown.store).readOrders(input)
  if (!read.ok) return statePage(c, shown, read.fault)
  // A reading that was asked for by a form is answered by an address that can be reloaded.
  if (again) return c.redirect(viewAddress(shown), 303)
  const { readings, orders, rates, sales } = read.value
  const isReading = readings.some((one) => one.kind === 'sales' && isRunning(one))
  const budget = <Budget {...shown} rates={rates} readings={readings} />
  return viewPage(
    shown,
    { readings, aside: <Marketplaces {...shown} />, note: { en, zh }[c.var.language].noBuyers },
    <>
      {orders ? (
        <Orders {...shown} query={input.query} list={orders} readings={readings} between={budget} />
      ) : (
        budget
      )}
      <DailySales sales={sales} isRunning={isReading} language={c.var.language} />
      <Computed {...shown} read={read.value} />
    </>,
  )
}

async function download(c: Context<StoreApp>): Promise<Response> {
  const shown = await enter(c, 'orders')
  if (shown instanceof Response) return shown
  const input = inputOf(shown, c.var.viewer.personId, false)
  const file = await storeObject<OrdersObject>(c.env.STORES, shown.store).fileOrders(input)
  if (!file.ok) return statePage(c, shown, file.fault)
  return csvFile(c, `orders-${shown.marketplace.name}`, orderLines(file.value))
}

async function showOrder(c: Context<StoreApp>): Promise<Response> {
  const { data: id } = orderId.safeParse(c.req.query('id'))
  if (id === undefined) return problem(c, 'not-found')
  const shown = await enter(c, 'orders')
  if (shown instanceof Response) return shown
  const personId = c.var.viewer.personId
  const object = storeObject<OrderObject>(c.env.STORES, shown.store)
  const read = await object.readOrder({ personId, orderId: id })
  return read.ok ? orderPage(shown, read.value) : statePage(c, shown, read.fault)
}
