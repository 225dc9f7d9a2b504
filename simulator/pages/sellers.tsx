import { Hono } from 'hono'
import * as z from 'zod'
import { type SignedIn, signedIn } from '../consent/session.ts'
import { type Listing, listings } from '../sellers/catalogue.ts'
import { type Order, orders } from '../sellers/orders.ts'
import { type Marketplace, REGION_NAMES, SELLERS, type Seller } from '../sellers/sellers.ts'
import type { World } from '../world.ts'
import { count, page } from './page.tsx'

const ROWS_A_PAGE = 50

/** The demo sellers and what they hold, to compare with what the app shows. */
export function sellerPages(world: World): Hono {
  return new Hono()
    .get('/sellers', (c) =>
      page(c, { title: 'Sellers' }, <Sellers seed={world.variables.SEED} browser={signedIn(world, c)} />),
    )
    .get('/sellers/:seller', (c) => {
      const seller = SELLERS.find((one) => one.id === c.req.param('seller'))
      if (seller === undefined) return c.notFound()
      const asked = c.req.query('marketplace')
      const marketplace = seller.marketplaces.find((one) => one.id === asked) ?? seller.marketplaces[0]
      if (marketplace === undefined) return c.notFound()
      const all = listings(world.variables.SEED, seller, marketplace)
      const pages = Math.max(1, Math.ceil(all.length / ROWS_A_PAGE))
      const number = Math.min(pages, z.coerce.number().int().min(1).catch(1).parse(c.req.query('page')))
      return page(
        c,
        { title: seller.name },
        <Shelf
          seller={seller}
          marketplace={marketplace}
          all={all}
          number={number}
          pages={pages}
          orders={orders(world.variables.SEED, seller)}
        />,
      )
    })
}

function Sellers({ seed, browser }: { seed: string; browser: SignedIn | undefined }) {
  return (
    <>
      <div class="stack">
        <h1>Sellers</h1>
        <p class="lead">Invented from a seed: the same ones, with the same stock, on every machine.</p>
      </div>
      <ul class="list">
        {SELLERS.map((seller) => (
          <li class="stack">
            <h2>
              <a href={`/sellers/${seller.id}`}>{seller.name}</a>
            </h2>
            <p>
              {REGION_NAMES[seller.region]} · <code>{seller.id}</code>
              <br />
              {seller.marketplaces
                .map((one) => `${one.countryCode} ${count(listings(seed, seller, one).length)}`)
                .join(', ')}{' '}
              SKUs
            </p>
          </li>
        ))}
      </ul>
      {browser === undefined ? (
        <p>
          <a href="/ap/signin?return_to=/sellers">Sign in as one of them</a>
        </p>
      ) : (
        <form method="post" action="/ap/signout" class="actions">
          <p>
            This browser is signed in as {browser.user === 'secondary' && 'a secondary user of '}
            <b>{browser.seller.name}</b>. <a href="/apps/manage">Manage its apps</a>
          </p>
          <input type="hidden" name="return_to" value="/sellers" />
          <button type="submit" class="button">
            Sign out
          </button>
        </form>
      )}
    </>
  )
}

interface ShelfProps {
  readonly seller: Seller
  readonly marketplace: Marketplace
  readonly all: readonly Listing[]
  readonly number: number
  readonly pages: number
  readonly orders: readonly Order[]
}

function Shelf({ seller, marketplace, all, number, pages, orders: found }: ShelfProps) {
  const start = (number - 1) * ROWS_A_PAGE
  const rows = all.slice(start, start + ROWS_A_PAGE)
  const link = (id: string, to: number): string => `/sellers/${seller.id}?marketplace=${id}&page=${to}`
  return (
    <>
      <div class="stack">
        <h1>{seller.name}</h1>
        <p class="muted">
          {REGION_NAMES[seller.region]} · <code>{seller.id}</code> · Amazon calls the store “
          {seller.storeName}”
        </p>
        <nav class="actions" aria-label="Marketplaces">
          {seller.marketplaces.map((one) => (
            <a href={link(one.id, 1)} aria-current={one === marketplace ? 'true' : undefined}>
              {one.name}
            </a>
          ))}
        </nav>
      </div>
      <section class="region" aria-label={`Stock at ${marketplace.name}`} tabindex={0}>
        <table>
          <caption>
            {count(start + 1)}–{count(start + rows.length)} of {count(all.length)} SKUs at {marketplace.name}
          </caption>
          <thead>
            <tr>
              <th scope="col">SKU</th>
              <th scope="col" class="num">
                Fulfillable
              </th>
              <th scope="col" class="num">
                Inbound
              </th>
              <th scope="col" class="num">
                Reserved
              </th>
              <th scope="col" class="num">
                Unfulfillable
              </th>
              <th scope="col">Name</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ShelfRow row={row} language={marketplace.titles} />
            ))}
          </tbody>
        </table>
      </section>
      <PageLinks link={(to) => link(marketplace.id, to)} number={number} pages={pages} />
      <Orders orders={found} />
    </>
  )
}

interface PageLinksProps extends Pick<ShelfProps, 'number' | 'pages'> {
  readonly link: (to: number) => string
}

function PageLinks({ link, number, pages }: PageLinksProps) {
  return (
    <nav class="actions" aria-label="Pages">
      {number > 1 && (
        <a href={link(number - 1)} rel="prev">
          Previous
        </a>
      )}
      <span class="num">
        Page {number} of {pages}
      </span>
      {number < pages && (
        <a href={link(number + 1)} rel="next">
          Next
        </a>
      )}
    </nav>
  )
}

/** The orders that getOrder tells of, in every marketplace; without their buyers, as an app should. */
function Orders({ orders: found }: { orders: readonly Order[] }) {
  return (
    <section class="region" aria-label="Orders" tabindex={0}>
      <table>
        <caption>{count(found.length)} orders in all marketplaces, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Order</th>
            <th scope="col">Status</th>
            <th scope="col">Fulfilled by</th>
            <th scope="col">Marketplace</th>
            <th scope="col">SKU</th>
            <th scope="col" class="num">
              Quantity
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map((order) => (
            <tr>
              <th scope="row" class="nowrap">
                <code>{order.orderId}</code>
              </th>
              <td>{order.status}</td>
              <td>{order.fulfilledBy}</td>
              <td>{order.marketplace.countryCode}</td>
              <td class="nowrap">
                <code>{order.sku}</code>
              </td>
              <td class="num">{order.quantity}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function ShelfRow({ row, language }: { row: Listing; language: string }) {
  const { stock } = row
  return (
    <tr>
      <th scope="row" class="nowrap">
        <code>{row.sku}</code>
      </th>
      <td class="num">{count(stock.fulfillable)}</td>
      <td class="num">{count(stock.inboundWorking + stock.inboundShipped + stock.inboundReceiving)}</td>
      <td class="num">{count(stock.reservedOrders + stock.reservedTransfer + stock.reservedProcessing)}</td>
      <td class="num">{count(stock.customerDamaged + stock.warehouseDamaged + stock.defective)}</td>
      <td class="wide-text" lang={language}>
        {row.name}
      </td>
    </tr>
  )
}
