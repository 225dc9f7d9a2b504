import type { Child } from 'hono/jsx'
import { zoneOf } from '../../amazon/regions.ts'
import { Field, SelectField } from '../../web/form.tsx'
import { formatNumber, formatTime, type TimeStyle } from '../../web/format.ts'
import { Announced, IN_PLACE } from '../../web/in-place.tsx'
import { Figure, Figures, Notice } from '../../web/kit.tsx'
import { Table, tableRow } from '../../web/table.tsx'
import type { Reading } from '../reading/look.ts'
import { isRunning, Refresh } from '../reading/readings-view.tsx'
import type { Shown as ViewShown } from '../reading/shown.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { timeLeft } from './due.ts'
import { Open } from './open-view.tsx'
import type { OrdersRead } from './read.ts'
import { BY_FILTERS, DUE_FILTERS, type OrdersQuery } from './rows.ts'

export interface Shown extends ViewShown {
  readonly query: OrdersQuery
}
export type List = NonNullable<OrdersRead['orders']>

/** A moment in the marketplace's own zone. */
export const timeIn = ({ c, marketplace }: ViewShown, ms: number, style: TimeStyle): string =>
  formatTime({ ms, zone: zoneOf(marketplace.id), language: c.var.language, style })

/** Hours and minutes as words, without saying whether they are left or over. */
export function spanInWords(
  { c }: ViewShown,
  { hours, minutes }: { hours: number; minutes: number },
): string {
  const words = { en, zh }[c.var.language]
  return hours === 0 ? words.leftMinutes(String(minutes)) : words.left(String(hours), String(minutes))
}

/**
 * Figures, filters, table, pages and channels of what is stored; or why there is nothing to show. `between`: what stands
 * under the figures, before the long table.
 */
export const Orders = (props: Shown & { list: List; readings: readonly Reading[]; between: Child }) => {
  const { c, list } = props
  const words = { en, zh }[c.var.language]
  return (
    <>
      {list.isPartial ? <Cut {...props} /> : null}
      <Due {...props} />
      {props.between}
      {list.total === 0 ? (
        <div class="stack tight">
          <p>
            <b>{words.noneTitle}</b>
          </p>
          <p class="muted read">{words.none}</p>
        </div>
      ) : (
        <div class="stack">
          <Filters {...props} />
          {list.matched === 0 ? (
            <div class="stack tight">
              <p>
                <b>{words.noMatchTitle}</b>
              </p>
              <p class="muted read">{words.noMatch(formatNumber(list.total, c.var.language))}</p>
              <p>
                <a href={address(props, { search: '', due: 'open', by: 'both', page: 1 })}>
                  {words.filters.clear}
                </a>
              </p>
            </div>
          ) : (
            <Open {...props} pageAt={(page) => address(props, { page })} />
          )}
        </div>
      )}
      {list.channels.length > 0 ? <Channels {...props} /> : null}
      <div class="actions">
        {props.readings.some(isRunning) ? null : <Refresh {...props} />}
        {list.matched === 0 ? null : <a href={address(props, { page: 1 }, '.csv')}>{words.csv}</a>}
      </div>
    </>
  )
}

/** The usage plan has cut the list: what is there, and when it was whole last. The line above says when it goes on. */
const Cut = (props: Shown & { list: List; readings: readonly Reading[] }) => {
  const words = { en, zh }[props.c.var.language]
  const reading = props.readings.find(({ kind }) => kind === 'orders')
  const { wholeMs } = props.list
  return (
    <Notice tone="info" glyph="half" title={words.partialTitle}>
      <p>{words.partial(formatNumber(reading?.stored?.rows ?? props.list.total, props.c.var.language))}</p>
      <p>{wholeMs === undefined ? words.neverWhole : words.wholeAt(timeIn(props, wholeMs, 'minute'))}</p>
    </Notice>
  )
}

const Due = (props: Shown & { list: List }) => {
  const { list, c } = props
  const words = { en, zh }[c.var.language]
  const { figures } = words
  const { counts, bounds } = list
  const count = (n: number): string => formatNumber(n, c.var.language)
  const { overdue, later } = bounds
  const four = bounds['within-4-hours']
  const within4 = counts['within-4-hours']
  const nowMs = c.var.clock()
  const oldest = overdue && figures.oldest(spanInWords(props, timeLeft(overdue.firstMs, nowMs)))
  return (
    <div class="stack tight">
      <Figures>
        <Figure
          term={figures.overdue}
          value={count(counts.overdue)}
          note={oldest ?? figures.none}
          {...(counts.overdue > 0 ? { tone: 'bad' as const } : {})}
        />
        <Figure
          term={figures.four}
          value={count(within4)}
          note={four ? figures.first(timeIn(props, four.firstMs, 'clock')) : figures.none}
          {...(within4 > 0 ? { tone: 'warn' as const } : {})}
        />
        <Figure
          term={figures.day}
          value={count(within4 + counts['within-24-hours'])}
          {...(within4 > 0 ? { note: figures.withFour(count(within4)) } : {})}
        />
        <Figure
          term={figures.later}
          value={count(counts.later)}
          note={later ? figures.until(timeIn(props, later.lastMs, 'day')) : figures.none}
        />
        <Figure term={figures.amazon} value={count(counts.amazon)} note={figures.neverYours} />
      </Figures>
      {counts.pending + counts.undated === 0 ? null : (
        <p class="small muted">
          {[
            counts.pending === 0 ? '' : words.pending(count(counts.pending)),
            counts.undated === 0 ? '' : words.undated(count(counts.undated)),
          ].join(' ')}
        </p>
      )}
    </div>
  )
}

const Filters = (props: Shown & { list: List }) => {
  const { c, store, marketplace, query, list } = props
  const words = { en, zh }[c.var.language]
  const { filters } = words
  const count = (n: number): string => formatNumber(n, c.var.language)
  const isFiltered = query.search !== '' || query.due !== 'open' || query.by !== 'both'
  return (
    <search>
      <form
        class="filters"
        method="get"
        action={`/stores/${store.id}/orders`}
        aria-label={filters.label}
        {...IN_PLACE}
      >
        <input type="hidden" name="marketplace" value={marketplace.id} />
        <Field name="search" label={filters.search} type="search" value={query.search} maxlength={100} />
        <SelectField
          name="due"
          label={filters.due}
          value={query.due}
          options={DUE_FILTERS.map((value) => ({ value, label: filters.dues[value] }))}
        />
        <SelectField
          name="by"
          label={filters.by}
          value={query.by}
          options={BY_FILTERS.map((value) => ({ value, label: filters.bys[value] }))}
        />
        <button class="button" type="submit">
          {filters.show}
        </button>
        {isFiltered ? (
          <a href={address(props, { search: '', due: 'open', by: 'both', page: 1 })}>{filters.clear}</a>
        ) : null}
      </form>
      <Announced
        words={
          list.matched === 0
            ? words.noMatchTitle
            : `${words.caption}${words.join}${words.listed(count(list.matched), count(list.total))}`
        }
      />
    </search>
  )
}

const Channels = ({ c, store, list }: Shown & { list: List }) => {
  const { language } = c.var
  const words = { en, zh }[language].channels
  const names = new Map(store.marketplaces.map(({ id, name }) => [id, name]))
  const rows = list.channels
    .map(({ marketplaceId, ...rest }) => ({
      ...rest,
      name: marketplaceId === undefined ? words.unknown : (names.get(marketplaceId) ?? marketplaceId),
    }))
    .toSorted((a, b) => (a.name === b.name ? (a.by < b.by ? 1 : -1) : a.name < b.name ? -1 : 1))
    .map(({ name, by, open, overdue, four, day }) => {
      // What Amazon ships is never due for the seller: no figure, not zero.
      const due = by === 'AMAZON' ? [undefined, undefined, undefined] : [overdue, four, day]
      return tableRow({ text: name }, [by === 'AMAZON' ? words.amazon : words.seller, open, ...due], language)
    })
  const number = (label: string) => ({ label, number: true })
  return (
    <Table
      id="channels"
      caption={words.caption}
      columns={[
        { label: words.marketplace },
        { label: words.by },
        ...[words.open, words.overdue, words.four, words.day].map(number),
      ]}
      rows={rows}
    />
  )
}

/** The page of one order. Its number stands in the query: request logs print paths. */
export const orderAddress = ({ store, marketplace }: Shown, id: string): string =>
  `/stores/${store.id}/orders/order?${new URLSearchParams({ marketplace: marketplace.id, id }).toString()}`

/** This page's address with some of its query changed; what stands at its default is left out. */
function address(
  { store, marketplace, query }: Shown,
  change: Partial<OrdersQuery>,
  as: '' | '.csv' = '',
): string {
  const next = { ...query, ...change }
  const params = new URLSearchParams({ marketplace: marketplace.id })
  if (next.search !== '') params.set('search', next.search)
  if (next.due !== 'open') params.set('due', next.due)
  if (next.by !== 'both') params.set('by', next.by)
  if (next.page !== 1) params.set('page', String(next.page))
  return `/stores/${store.id}/orders${as}?${params.toString()}`
}
