import { html } from 'hono/html'
import { marketplaceById } from '../../amazon/regions.ts'
import type { Language } from '../../core/language.ts'
import { HOUR_MS, MINUTE_MS } from '../../core/time.ts'
import type { StoreMarketplace, StoreRecord } from '../../store/directory.ts'
import type { WebContext } from '../../web/context.ts'
import { Field, FormToken } from '../../web/form.tsx'
import { formatNumber, formatTime } from '../../web/format.ts'
import { Figure, Figures, Notice, Progress, Time } from '../../web/kit.tsx'
import { page } from '../../web/page.tsx'
import { type Column, Pager, Table, tableRow } from '../../web/table.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { InventoryRead, Progress as SweepProgress } from './read.ts'
import { type InventoryPage, type InventoryQuery, QUANTITIES, ROWS_PER_PAGE } from './rows.ts'

/** The page looks again at a reading this often: by htmx, or by reload where no script runs. */
const LOOK_SECONDS = 2
const RELOAD_SECONDS = 4
const DAY_HOURS = 48

interface Shown {
  readonly c: WebContext
  readonly store: StoreRecord
  readonly marketplace: StoreMarketplace
  readonly query: InventoryQuery
}

/** The page: what is stored, its age and source, and the reading under way. One h1, one table. */
export function inventoryPage(
  c: WebContext,
  store: StoreRecord,
  marketplace: StoreMarketplace,
  query: InventoryQuery,
  read: InventoryRead,
): Response {
  const words = { en, zh }[c.var.language]
  const running = read.progress?.state === 'running'
  const shown: Shown = { c, store, marketplace, query }
  return page(
    c,
    {
      title: `${words.title} · ${store.name}`,
      tab: { store, current: 'inventory' },
      current: 'stores',
      script: 'app',
      ...(running ? { reloadSeconds: RELOAD_SECONDS } : {}),
    },
    <>
      <div class="head">
        <h1>{words.title}</h1>
        <Marketplaces {...shown} />
        <Freshness {...shown} asOfMs={read.page?.asOfMs} />
      </div>
      {running && read.progress ? progressFragment(c, store, marketplace, read.progress) : null}
      {read.progress?.state === 'failed' ? <Failed {...shown} read={read} /> : null}
      {read.page ? <Stock {...shown} page={read.page} running={running} /> : null}
    </>,
  )
}

const Marketplaces = ({ c, store, marketplace }: Shown) => {
  const words = { en, zh }[c.var.language]
  return (
    <nav class="switch" aria-label={words.marketplaces}>
      <ul>
        {store.marketplaces.map((one) => (
          <li>
            <a href={`?marketplace=${one.id}`} aria-current={one.id === marketplace.id ? 'true' : undefined}>
              {one.name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const zoneOf = (marketplace: StoreMarketplace): string => marketplaceById(marketplace.id)?.timeZone ?? 'UTC'

const Freshness = ({ c, marketplace, asOfMs }: Shown & { asOfMs: number | undefined }) => {
  const { language, clock } = c.var
  const words = { en, zh }[language]
  return (
    <p class="fresh">
      {asOfMs === undefined ? null : (
        <>
          {words.asOf} <Time ms={asOfMs} zone={zoneOf(marketplace)} language={language} />
          {words.stop} <b>{words.source(marketplace.name, age(clock() - asOfMs, language))}</b>{' '}
        </>
      )}
      {words.fbm}
    </p>
  )
}

function age(ms: number, language: Language): string {
  const { ages } = { en, zh }[language]
  const minutes = Math.floor(ms / MINUTE_MS)
  const hours = Math.floor(ms / HOUR_MS)
  if (minutes < 1) return ages.now
  if (hours < 1) return ages.minutes(minutes)
  return hours < DAY_HOURS ? ages.hours(hours) : ages.days(Math.floor(hours / 24))
}

/** Counts of a reading under way. The page asks for it again; when the reading has ended, the whole page is loaded. */
export function progressFragment(
  c: WebContext,
  store: StoreRecord,
  marketplace: StoreMarketplace,
  progress: SweepProgress,
) {
  const { language } = c.var
  const words = { en, zh }[language]
  const rows = formatNumber(progress.rows, language)
  const { about } = progress
  const sentence =
    about === undefined ? words.progressRows(rows) : words.progressOf(rows, formatNumber(about, language))
  const begun = formatTime({ ms: progress.begunMs, zone: zoneOf(marketplace), language, style: 'clock' })
  return (
    <div
      class="stack tight"
      id="progress"
      hx-get={`/stores/${store.id}/inventory/progress?marketplace=${marketplace.id}`}
      hx-trigger={`every ${LOOK_SECONDS}s`}
      hx-swap="outerHTML"
    >
      <p role="status">
        <b>{about === undefined ? words.progressFirst : words.progressAgain}</b>{' '}
        <span class="muted">
          {sentence} {words.progressPace}
        </span>
      </p>
      <Progress
        value={Math.min(progress.rows, about ?? progress.rows)}
        {...(about === undefined ? {} : { max: Math.max(about, 1) })}
        label={words.progressLabel}
        words={sentence}
      />
      <p class="small quiet">
        {words.progressBegun(begun)} <a href={`?marketplace=${marketplace.id}`}>{words.progressReload}</a>
      </p>
    </div>
  )
}

const Failed = ({ c, store, marketplace, read }: Shown & { read: InventoryRead }) => {
  const words = { en, zh }[c.var.language]
  const fault = read.progress?.fault
  const why = Object.entries(words.faults).find(([name]) => name === fault)?.[1] ?? words.faults.other
  return (
    <Notice tone="warn" glyph="clock" title={words.failedTitle}>
      <p>
        {why} {read.page ? words.failedOld : words.failedNone}
      </p>
      <ReadAgain c={c} store={store} marketplace={marketplace} word={words.failedAgain} />
    </Notice>
  )
}

const ReadAgain = (props: {
  c: WebContext
  store: StoreRecord
  marketplace: StoreMarketplace
  word: string
}) => (
  <form
    class="actions"
    method="post"
    action={`/stores/${props.store.id}/inventory?marketplace=${props.marketplace.id}`}
  >
    <FormToken viewer={props.c.var.viewer} />
    <button class="button" type="submit">
      {props.word}
    </button>
  </form>
)

const Stock = (props: Shown & { page: InventoryPage; running: boolean }) => {
  const { c, marketplace, query, page: stock } = props
  const words = { en, zh }[c.var.language]
  if (stock.total === 0) {
    return (
      <div class="stack tight">
        <p>
          <b>{words.noStockTitle}</b>
        </p>
        <p class="muted read">{words.noStock}</p>
        {props.running ? null : <ReadAgain {...props} word={words.refresh} />}
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
      {props.running ? null : <ReadAgain {...props} word={words.refresh} />}
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
