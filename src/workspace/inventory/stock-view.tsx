import { html } from 'hono/html'
import { Field } from '../../web/form.tsx'
import { formatNumber } from '../../web/format.ts'
import { Figure, Figures } from '../../web/kit.tsx'
import { type Column, Pager, Table, tableRow } from '../../web/table.tsx'
import type { Reading } from '../reading/look.ts'
import { isRunning, Refresh } from '../reading/readings-view.tsx'
import type { Shown as ViewShown } from '../reading/shown.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { type InventoryPage, type InventoryQuery, QUANTITIES, ROWS_PER_PAGE } from './rows.ts'

interface Shown extends ViewShown {
  readonly query: InventoryQuery
}

/** Search, sums, table and pages of what is stored; or why there is nothing to show. */
export const Stock = (props: Shown & { page: InventoryPage; readings: readonly Reading[] }) => {
  const { c, marketplace, query, page: stock } = props
  const words = { en, zh }[c.var.language]
  if (stock.total === 0) {
    return (
      <div class="stack tight">
        <p>
          <b>{words.noStockTitle}</b>
        </p>
        <p class="muted read">{words.noStock}</p>
        {props.readings.some(isRunning) ? null : <Refresh {...props} />}
      </div>
    )
  }
  return (
    <div class="stack">
      <search>
        <form class="filters" method="get">
          <input type="hidden" name="marketplace" value={marketplace.id} />
          <input type="hidden" name="sort" value={query.sort} />
          <input type="hidden" name="direction" value={query.direction} />
          <Field name="search" label={words.search} type="search" value={query.search} maxlength={100} />
          <button class="button" type="submit">
            {words.searchGo}
          </button>
          {query.search === '' ? null : <a href={address(props, { search: '', page: 1 })}>{words.clear}</a>}
        </form>
      </search>
      {stock.matched === 0 ? <NoMatch {...props} /> : <Rows {...props} />}
      {props.readings.some(isRunning) ? null : <Refresh {...props} />}
    </div>
  )
}

const NoMatch = ({ c, query }: Shown) => {
  const words = { en, zh }[c.var.language]
  return (
    <div class="stack tight">
      <p>
        <b>{words.noMatchTitle(query.search)}</b>
      </p>
      <p class="muted read">{words.noMatch}</p>
    </div>
  )
}

const Rows = (props: Shown & { page: InventoryPage }) => {
  const { page: stock } = props
  const { language } = props.c.var
  const words = { en, zh }[language]
  const count = (n: number): string => formatNumber(n, language)
  const { sums } = stock
  const from = (stock.page - 1) * ROWS_PER_PAGE
  const rows = stock.rows.map((row) => {
    const { sku, asin, name, ...units } = row
    const words = html`<span class="words">${name}</span>`
    return tableRow({ text: sku, code: asin }, [words, ...QUANTITIES.map((key) => units[key])], language)
  })
  return (
    <>
      <Figures>
        <Figure term={words.columns.fulfillable} value={count(sums.fulfillable)} note={words.sums} />
        <Figure
          term={words.columns.inbound}
          value={count(sums.inboundWorking + sums.inboundShipped + sums.inboundReceiving)}
        />
        <Figure
          term={words.columns.reserved}
          value={count(sums.reservedOrders + sums.reservedTransfer + sums.reservedProcessing)}
        />
        <Figure term={words.columns.unfulfillable} value={count(sums.unfulfillable)} />
      </Figures>
      <Table
        id="stock"
        caption={`${words.caption(count(stock.matched), count(stock.total))}${words.stop} ${words.captionUnits}`}
        columns={columns(props)}
        rows={rows}
        pinned
      />
      <Pager
        language={language}
        from={from + 1}
        to={from + stock.rows.length}
        total={stock.matched}
        previous={stock.page > 1 ? address(props, { page: stock.page - 1 }) : undefined}
        next={from + stock.rows.length < stock.matched ? address(props, { page: stock.page + 1 }) : undefined}
      />
    </>
  )
}

function columns(props: Shown): readonly Column[] {
  const { columns: names } = { en, zh }[props.c.var.language]
  // The ASIN stands under its SKU: beside eight columns of units it would leave no room for a name.
  const second = (key: string): { small: string } | undefined =>
    key === 'sku'
      ? { small: names.asin }
      : key.startsWith('inbound')
        ? { small: names.inbound }
        : key.startsWith('reserved')
          ? { small: names.reserved }
          : undefined
  const keys = ['sku', 'name', ...QUANTITIES] as const
  return keys.map((key) => {
    const now = props.query.sort === key ? { now: props.query.direction } : {}
    const direction =
      props.query.sort === key && props.query.direction === 'ascending' ? 'descending' : 'ascending'
    return {
      label: names[key],
      ...second(key),
      number: key !== 'sku' && key !== 'name',
      sort: { href: address(props, { sort: key, direction, page: 1 }), ...now },
    }
  })
}

/** This page's address with some of its query changed; what stands at its default is left out. */
function address({ marketplace, query }: Shown, change: Partial<InventoryQuery>): string {
  const next = { ...query, ...change }
  const params = new URLSearchParams({ marketplace: marketplace.id })
  if (next.search !== '') params.set('search', next.search)
  if (next.sort !== 'sku') params.set('sort', next.sort)
  if (next.direction !== 'ascending') params.set('direction', next.direction)
  if (next.page !== 1) params.set('page', String(next.page))
  return `?${params.toString()}`
}
