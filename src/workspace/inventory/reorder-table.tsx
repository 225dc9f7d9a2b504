import { html, raw } from 'hono/html'
import { zoneOf } from '../../amazon/regions.ts'
import { dayOf } from '../../core/day.ts'
import type { Language } from '../../core/language.ts'
import { formatDayFrom, formatDecimal, formatNumber } from '../../web/format.ts'
import { Glyph } from '../../web/kit.tsx'
import { escaped } from '../../web/markup.ts'
import { type Column, cell, Table, tableRow } from '../../web/table.tsx'
import { address, BAND_LOOKS, type StockShown, skuAddress } from './address.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { BANDS, type Band, type PlannedRow } from './planned.ts'
import { type InventoryPage, SORTS, type Sort } from './query.ts'

/** The list that a seller reorders from: a line a SKU, with the sums of all that match at its foot. */
export const ReorderTable = (props: StockShown & { page: InventoryPage }) => {
  const { page: stock } = props
  const { language } = props.c.var
  const words = { en, zh }[language]
  const { sums } = stock
  return (
    <Table
      id="stock"
      caption={
        <>
          <b>{words.caption}</b>
          {words.comma}
          {listedInWords(props)}
        </>
      }
      columns={columns(props)}
      rows={lines(props)}
      foot={tableRow(
        { text: words.all },
        ['', sums.suggested, '', '', '', sums.onHand, sums.inbound, '', ''],
        language,
      )}
      pinned
      linked
    />
  )
}

/** How many SKUs of how many are listed, and in which order. */
export function listedInWords({ c, query, page }: StockShown & { page: InventoryPage }): string {
  const { language } = c.var
  const words = { en, zh }[language]
  const [matched, total] = [formatNumber(page.matched, language), formatNumber(page.total, language)]
  return `${words.captionOf(matched, total)}${words.comma}${words.sorts[query.sort]}`
}

/** What to do stands beside the product, so that a phone shows it too; then what it rests on. */
function columns(props: StockShown): readonly Column[] {
  const { columns: names } = { en, zh }[props.c.var.language]
  const sorted = (sort: Sort) => ({
    sort: {
      href: address(props, { sort, page: 1 }),
      ...(props.query.sort === sort ? { now: SORTS[sort] } : {}),
    },
  })
  return [
    { label: names.product, small: names.sku, ...sorted('sku') },
    { label: names.status },
    { label: names.order, small: names.units, number: true, ...sorted('largest') },
    { label: names.orderBy, small: names.past, number: true, ...sorted('reorder') },
    { label: names.cover, small: names.days, number: true, ...sorted('soonest') },
    { label: names.out, number: true },
    { label: names.onHand, small: names.units, number: true, ...sorted('stock') },
    { label: names.inbound, small: names.units, number: true, ...sorted('inbound') },
    { label: names.sells, small: names.perDay, number: true, ...sorted('fastest') },
    { label: names.trend, number: true },
  ]
}

/** What a line needs of the page is taken out once: a context makes its variables anew each time it is asked. */
function lines(props: StockShown & { page: InventoryPage }) {
  const { language, clock } = props.c.var
  const words = { en, zh }[language]
  const today = dayOf(clock(), zoneOf(props.marketplace.id))
  const short = (day: PlannedRow['stockOut']) =>
    day === undefined ? undefined : formatDayFrom(day, language, today)
  const statuses = new Map(BANDS.map((band) => [band, bandStatus(band, language)]))
  return props.page.rows.map((row) => {
    const isOut = row.band === 'out'
    return tableRow(
      { text: row.name === '' ? row.sku : row.name, href: skuAddress(props, row.sku), code: row.sku },
      [
        row.isNew ? bandStatus(row.band, language, words.newSku) : statuses.get(row.band),
        row.suggested === undefined || row.suggested === 0
          ? undefined
          : cell.number(bold(formatNumber(row.suggested, language))),
        cell.number(orderBy(row, short(row.orderBy))),
        cell.number(isOut ? '0' : row.coverDays === undefined ? undefined : days(row.coverDays, language)),
        cell.number(isOut ? words.now : short(row.stockOut)),
        row.onHand,
        row.inbound === 0 ? undefined : row.inbound,
        cell.number(sells(row, language, short(row.reportedOn))),
        cell.element(trend(row, language)),
      ],
      language,
    )
  })
}

/** With the day that it is of, where Amazon's newest report leaves the SKU out. */
function sells({ perDay }: PlannedRow, language: Language, reportedOn: string | undefined) {
  const figure = perDay === undefined ? undefined : speed(perDay, language)
  if (reportedOn === undefined) return figure
  const { asOf } = { en, zh }[language]
  return raw(
    `${figure ?? '<span class="none">–</span>'}<br/><small class="quiet">${escaped(asOf(reportedOn))}</small>`,
  )
}

/** A slow seller's speed would round to nothing. */
const speed = (perDay: number, language: Language): string =>
  formatDecimal(perDay, language, perDay < 0.095 ? 2 : 1)

const days = (value: number, language: Language): string =>
  value >= 1000 ? `${formatNumber(999, language)}+` : formatDecimal(value, language, 1)

const orderBy = (row: PlannedRow, day: string | undefined) =>
  day !== undefined && row.isOverdue ? bold(day) : day

const bold = (text: string) => raw(`<b>${escaped(text)}</b>`)

/** A band as a filling circle and its word. */
export const bandStatus = (band: Band, language: Language, note?: string) => {
  const { glyph, tone } = BAND_LOOKS[band]
  return html`<span class="st ${tone}">${<Glyph name={glyph} />}${{ en, zh }[language].bands[band]}${note === undefined ? '' : html` <small class="quiet">${note}</small>`}</span>`
}

/** Units a day over the disjoint windows of the report, as a small line with its end marked. */
function trend({ trend: points }: PlannedRow, language: Language) {
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined) return undefined
  const words = { en, zh }[language]
  const max = Math.max(...points, 0.1)
  const at = points.map(
    (value, index) => `${2 + index * 20},${Math.round((18 - (value / max) * 14) * 10) / 10}`,
  )
  const [endX = '', endY = ''] = at.at(-1)?.split(',') ?? []
  const says = words.trendSays(formatDecimal(first, language, 1), formatDecimal(last, language, 1))
  return raw(
    `<svg class="spark" viewBox="0 0 66 22" role="img" aria-label="${escaped(says)}"><path d="M0 20.5h66"/><polyline points="${at.join(' ')}"/><circle cx="${endX}" cy="${endY}" r="2"/></svg>`,
  )
}
