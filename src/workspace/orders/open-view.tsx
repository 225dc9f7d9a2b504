import { html } from 'hono/html'
import { zoneOf } from '../../amazon/regions.ts'
import { formatNumber, zoneName } from '../../web/format.ts'
import { type GlyphName, Status, type Tone } from '../../web/kit.tsx'
import { cell, Pager, Table, tableRow } from '../../web/table.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { DUE_GROUPS, type DueGroup, timeLeft } from './due.ts'
import type { OpenOrder } from './open-orders.ts'
import { type List, orderAddress, type Shown, spanInWords, timeIn } from './orders-view.tsx'
import { type OrderRow, ROWS_PER_PAGE } from './rows.ts'

/** One page of open orders under heads of urgency. */
export const Open = (props: Shown & { list: List; pageAt: (page: number) => string }) => {
  const { c, list, marketplace, pageAt } = props
  const { language } = c.var
  const words = { en, zh }[language]
  const { columns } = words
  const nowMs = c.var.clock()
  const count = (n: number): string => formatNumber(n, language)
  const from = (list.page - 1) * ROWS_PER_PAGE
  const zone = zoneName(nowMs, zoneOf(marketplace.id), language)
  const groups = DUE_GROUPS.map((group) => ({
    group,
    rows: list.rows.filter((row) => row.group === group),
  })).filter(({ rows }) => rows.length > 0)
  return (
    <>
      <Table
        id="open"
        caption={
          <>
            <b>{words.caption}</b>
            {words.join}
            {words.captionMore(words.listed(count(list.matched), count(list.total)), zone)}
          </>
        }
        columns={[
          { label: columns.order },
          { label: columns.left, number: true },
          { label: columns.by, small: zone },
          { label: columns.status },
          { label: columns.service },
          { label: columns.sku },
          { label: columns.units, number: true },
        ]}
        groups={groups.map(({ group, rows }) => ({
          title: words.groups[group],
          ...noteOf(props, group),
          rows: rows.map((row) => orderLine(props, row, nowMs)),
        }))}
        pinned
        linked
      />
      <Pager
        language={language}
        from={from + 1}
        to={from + list.rows.length}
        total={list.matched}
        previous={list.page > 1 ? pageAt(list.page - 1) : undefined}
        next={from + list.rows.length < list.matched ? pageAt(list.page + 1) : undefined}
      />
    </>
  )
}

function noteOf({ c }: Shown, group: DueGroup): { readonly note?: string } {
  const { groupNotes } = { en, zh }[c.var.language]
  const note = Object.entries(groupNotes).find(([name]) => name === group)?.[1]
  return note === undefined ? {} : { note }
}

/** How loud a deadline speaks. */
export const TONES: Readonly<Partial<Record<DueGroup, Tone>>> = { overdue: 'bad', 'within-4-hours': 'warn' }
const GLYPHS: Readonly<Record<OpenOrder['status'], GlyphName>> = {
  PENDING_AVAILABILITY: 'empty',
  PENDING: 'empty',
  UNSHIPPED: 'clock',
  PARTIALLY_SHIPPED: 'half',
}

function orderLine(props: Shown, row: OrderRow, nowMs: number) {
  const { c } = props
  const { language } = c.var
  const words = { en, zh }[language]
  const units = row.items.reduce((sum, { units: all, unitsLeft = all }) => sum + unitsLeft, 0)
  return tableRow(
    { text: row.id, href: orderAddress(props, row.id) },
    [
      cell.number(leftInWords(props, row, nowMs)),
      row.shipByMs === undefined ? undefined : timeIn(props, row.shipByMs, 'weekday'),
      <Status glyph={GLYPHS[row.status]} tone={TONES[row.group] ?? 'plain'}>
        {words.statuses[row.status]}
      </Status>,
      serviceInWords(props, row.service),
      skus(props, row),
      units,
    ],
    language,
  )
}

/** Amazon's word for the service in ours; one that we do not know stands as it is. */
export function serviceInWords({ c }: Pick<Shown, 'c'>, service: string | undefined): string | undefined {
  if (service === undefined) return undefined
  const { services } = { en, zh }[c.var.language]
  return Object.entries(services).find(([name]) => name === service.toUpperCase())?.[1] ?? service
}

/** Nothing is left, or late, of what is not the seller's to ship now. */
function leftInWords(props: Shown, { group, shipByMs }: OrderRow, nowMs: number) {
  if (shipByMs === undefined || group === 'amazon' || group === 'pending') return undefined
  const left = timeLeft(shipByMs, nowMs)
  const span = spanInWords(props, left)
  const { late } = { en, zh }[props.c.var.language]
  return left.isLate ? html`<b>${late(span)}</b>` : span
}

function skus({ c }: Shown, { items }: OrderRow) {
  const words = { en, zh }[c.var.language]
  const [first, ...others] = [...new Set(items.map(({ sku }) => sku))]
  if (first === undefined) return undefined
  const more = others.length === 0 ? '' : words.more(formatNumber(others.length, c.var.language))
  return html`<span class="mono">${first === '' ? words.noSku : first}</span> ${more}`
}
