import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import * as z from 'zod'
import { type SignedIn, signedIn } from '../consent/session.ts'
import { localDay } from '../sellers/calendar.ts'
import {
  type Listing,
  listings,
  totalInbound,
  totalReserved,
  totalUnfulfillable,
} from '../sellers/catalogue.ts'
import { unitsIn } from '../sellers/history.ts'
import { type Marketplace, REGION_NAMES, SELLERS, type Seller } from '../sellers/sellers.ts'
import { sellerNow } from '../sellers/settings.ts'
import { now, type World } from '../world.ts'
import { count, page } from './page.tsx'
import { SellerLedger } from './seller-ledger.tsx'

const ROWS_A_PAGE = 50

/** The demo sellers and what they hold, to compare with what the app shows. */
export function sellerPages(world: World): Hono {
  return new Hono()
    .get('/sellers', (c) =>
      page(c, { title: 'Sellers' }, <Sellers world={world} browser={signedIn(world, c)} />),
    )
    .get('/sellers/:seller', (c) => {
      const known = SELLERS.find((one) => one.id === c.req.param('seller'))
      if (known === undefined) return c.notFound()
      const seller = sellerNow(world, known)
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
          today={localDay(marketplace.timeZone, now(world))}
        >
          <SellerLedger world={world} seller={seller} />
        </Shelf>,
      )
    })
}

function Sellers({ world, browser }: { world: World; browser: SignedIn | undefined }) {
  const { SEED: seed } = world.variables
  return (
    <>
      <div class="stack">
        <h1>Sellers</h1>
        <p class="lead">Invented from a seed: the same ones, with the same stock, on every machine.</p>
      </div>
      <ul class="list">
        {SELLERS.map((one) => sellerNow(world, one)).map((seller) => (
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
  /** The marketplace's own day. */
  readonly today: number
  readonly children: Child
}

function Shelf({ seller, marketplace, all, number, pages, today, children }: ShelfProps) {
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
              <th scope="col" class="num">
                Sold in 7 days
              </th>
              <th scope="col" class="num">
                In 30 days
              </th>
              <th scope="col">Name</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ShelfRow row={row} language={marketplace.titles} today={today} />
            ))}
          </tbody>
        </table>
      </section>
      <PageLinks link={(to) => link(marketplace.id, to)} number={number} pages={pages} />
      {children}
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

function ShelfRow({ row, language, today }: { row: Listing; language: string; today: number }) {
  const { stock } = row
  const sold = (days: number) => unitsIn(row.demand, { from: today - days, to: today - 1 }, today)
  return (
    <tr>
      <th scope="row" class="nowrap">
        <code>{row.sku}</code>
      </th>
      <td class="num">{count(stock.fulfillable)}</td>
      <td class="num">{count(totalInbound(stock))}</td>
      <td class="num">{count(totalReserved(stock))}</td>
      <td class="num">{count(totalUnfulfillable(stock))}</td>
      <td class="num">{count(sold(7))}</td>
      <td class="num">{count(sold(30))}</td>
      <td class="wide-text" lang={language}>
        {row.name}
      </td>
    </tr>
  )
}
