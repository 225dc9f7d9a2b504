import type { OrderDetail } from '../../amazon/order-schemas.ts'
import { homeZoneOf, marketplaceById } from '../../amazon/regions.ts'
import { formatMoney, formatNumber } from '../../web/format.ts'
import { Fact, Facts, Time } from '../../web/kit.tsx'
import { page } from '../../web/page.tsx'
import { cell, Table, tableRow } from '../../web/table.tsx'
import { en as readingEn } from '../reading/copy.en.ts'
import { zh as readingZh } from '../reading/copy.zh.ts'
import { viewAddress } from '../reading/readings-view.tsx'
import type { Shown } from '../reading/shown.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { dueGroup, timeLeft } from './due.ts'
import { serviceInWords, TONES } from './open-view.tsx'
import { spanInWords } from './orders-view.tsx'

/** The page of one order as Amazon has just told it. */
export function orderPage(shown: Shown, order: OrderDetail): Response {
  const { c, store } = shown
  const { language } = c.var
  const all = { en, zh }[language]
  const words = all.order
  const zone = zoneOfOrder(shown, order)
  const title = words.title(order.id)
  return page(
    c,
    { title: `${title} · ${store.name}`, tab: { store, current: 'orders' }, current: 'stores' },
    <>
      <div class="head">
        <h1>{title}</h1>
        <a href={viewAddress(shown)}>{words.back}</a>
        <p class="fresh">
          {words.live} <Time ms={c.var.clock()} zone={zone} language={language} />
          {all.stop}
        </p>
      </div>
      <OrderFacts {...shown} order={order} zone={zone} />
      <Items {...shown} order={order} />
      <details>
        <summary>{{ en: readingEn, zh: readingZh }[language].computed}</summary>
        <p class="read">{words.how}</p>
      </details>
    </>,
  )
}

/** An order's times are those of its marketplace; of one that we do not know, of the account's own country. */
const zoneOfOrder = ({ store }: Shown, { marketplaceId }: OrderDetail): string =>
  (marketplaceId && marketplaceById(marketplaceId)?.timeZone) ?? homeZoneOf(store.country)

const OrderFacts = (props: Shown & { order: OrderDetail; zone: string }) => {
  const { c, order, zone, store } = props
  const { language } = c.var
  const all = { en, zh }[language]
  const words = all.order
  const moment = (ms: number | undefined) =>
    ms === undefined ? <span class="quiet">{words.notNamed}</span> : <Time {...{ ms, zone, language }} />
  const marketplace = store.marketplaces.find(({ id }) => id === order.marketplaceId)
  return (
    <Facts>
      <Fact term={words.status}>{all.statuses[order.status]}</Fact>
      <Fact term={words.shipBy}>
        {moment(order.shipByMs)} <TimeLeft {...props} />
      </Fact>
      <Fact term={words.deliverBy}>{moment(order.deliverByMs)}</Fact>
      <Fact term={words.by}>{order.by === 'AMAZON' ? words.byAmazon : words.bySeller}</Fact>
      <Fact term={words.service}>{serviceInWords(props, order.service) ?? words.notNamed}</Fact>
      <Fact term={words.marketplace}>{marketplace?.name ?? order.marketplaceId ?? words.notNamed}</Fact>
      <Fact term={words.total}>
        {order.total === undefined ? words.notNamed : formatMoney(order.total, language)}
      </Fact>
      <Fact term={words.created}>{moment(order.createdMs)}</Fact>
      <Fact term={words.updated}>{moment(order.updatedMs)}</Fact>
    </Facts>
  )
}

/** Time left or late, for what the seller has still to ship. */
const TimeLeft = (props: Shown & { order: OrderDetail }) => {
  const { order, c } = props
  const { status, shipByMs } = order
  const nowMs = c.var.clock()
  const isToShip = status === 'UNSHIPPED' || status === 'PARTIALLY_SHIPPED'
  if (!isToShip || shipByMs === undefined) return null
  const group = dueGroup({ fulfilledBy: order.by ?? 'MERCHANT', shipByMs }, nowMs)
  if (group === 'amazon') return null
  const left = timeLeft(shipByMs, nowMs)
  const words = { en, zh }[c.var.language]
  const span = spanInWords(props, left)
  return <b class={`st ${TONES[group] ?? 'plain'}`}>{left.isLate ? words.late(span) : words.toGo(span)}</b>
}

const Items = ({ c, order }: Shown & { order: OrderDetail }) => {
  const { language } = c.var
  const { order: words, columns, noSku } = { en, zh }[language]
  if (order.items.length === 0) return <p class="muted">{words.noItems}</p>
  const rows = order.items.map(({ sku, name, units, unitsLeft, total }) =>
    tableRow(
      { text: name === '' ? noSku : name, ...(sku === '' ? {} : { code: sku }) },
      [units, unitsLeft, cell.number(total && formatMoney(total, language))],
      language,
    ),
  )
  return (
    <Table
      id="items"
      caption={words.items(formatNumber(order.items.length, language))}
      columns={[
        { label: words.name, small: columns.sku },
        { label: words.units, number: true },
        { label: words.unshipped, number: true },
        { label: words.amount, number: true },
      ]}
      rows={rows}
    />
  )
}
