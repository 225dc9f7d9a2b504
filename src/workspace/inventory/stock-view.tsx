import { Field, SelectField } from '../../web/form.tsx'
import { formatNumber, formatPercent } from '../../web/format.ts'
import { Announced, IN_PLACE } from '../../web/in-place.tsx'
import { Blank } from '../../web/kit.tsx'
import { Pager } from '../../web/table.tsx'
import type { Reading } from '../reading/look.ts'
import { isRunning, Refresh } from '../reading/readings-view.tsx'
import { address, queryString, type StockShown } from './address.ts'
import { Computed } from './computed-view.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { CoverChart } from './cover-chart.tsx'
import { WINDOWS } from './plan/velocity.ts'
import { BANDS } from './planned.ts'
import { type InventoryPage, ROWS_PER_PAGE, SORTS, type Sort } from './query.ts'
import { listedInWords, ReorderTable } from './reorder-table.tsx'

type Props = StockShown & { page: InventoryPage; readings: readonly Reading[] }

/** Chart, filters, table and pages of what is stored; or why there is nothing to show. */
export const Stock = (props: Props) => {
  const { c, page: stock, basis } = props
  const words = { en, zh }[c.var.language]
  const refresh = props.readings.some(isRunning) ? null : <Refresh {...props} />
  if (stock.total === 0) {
    return (
      <div class="stack tight">
        <p>
          <b>{words.noStockTitle}</b>
        </p>
        <p class="muted read">{words.noStock}</p>
        {refresh}
      </div>
    )
  }
  return (
    <div class="stack">
      {basis.report === undefined ? <p class="muted read">{words.noReport}</p> : null}
      <CoverChart {...props} />
      <Filters {...props} />
      {stock.matched === 0 ? <NoMatch {...props} /> : <Rows {...props} />}
      <p class="small muted read">
        {words.basis(
          formatNumber(basis.settings.leadDays, c.var.language),
          formatNumber(basis.settings.targetCoverDays, c.var.language),
          formatPercent(basis.settings.serviceLevel, c.var.language),
        )}
        <Blank language={c.var.language} />
        {basis.skusWithOwnSettings === 0
          ? null
          : words.own(
              basis.skusWithOwnSettings,
              formatNumber(basis.skusWithOwnSettings, c.var.language),
            )}{' '}
        <a href={`/stores/${props.store.id}/settings`}>{words.settings}</a>
      </p>
      {refresh}
      <Computed {...props} />
    </div>
  )
}

const Filters = (props: Props) => {
  const { c, store, marketplace, query, basis, page: stock } = props
  const words = { en, zh }[c.var.language]
  const windows = WINDOWS.map((days) => ({ value: String(days), label: words.windows(String(days)) }))
  const isFiltered = query.search !== '' || query.cover !== undefined || query.window !== undefined
  return (
    <search>
      <form
        class="filters"
        method="get"
        action={`/stores/${store.id}/inventory`}
        aria-label={words.filters}
        {...IN_PLACE}
      >
        <input type="hidden" name="marketplace" value={marketplace.id} />
        <Field name="search" label={words.search} type="search" value={query.search} maxlength={100} />
        <SelectField
          name="cover"
          label={words.cover}
          value={query.cover ?? ''}
          options={[
            { value: '', label: words.anyCover },
            ...BANDS.map((band) => ({ value: band, label: words.bands[band] })),
          ]}
        />
        <SelectField
          name="window"
          label={words.window}
          value={String(query.window ?? '')}
          options={[{ value: '', label: words.windowSet(String(basis.settings.windowDays)) }, ...windows]}
        />
        <SelectField
          name="sort"
          label={words.sort}
          value={query.sort}
          options={(Object.keys(SORTS) as Sort[]).map((sort) => ({ value: sort, label: words.sorts[sort] }))}
        />
        <button class="button" type="submit">
          {words.show}
        </button>
        {isFiltered ? (
          <a href={address(props, { search: '', cover: undefined, window: undefined, page: 1 })}>
            {words.clear}
          </a>
        ) : null}
      </form>
      <Announced words={stock.matched === 0 ? words.noMatchTitle : listedInWords(props)} />
    </search>
  )
}

const NoMatch = ({ c }: StockShown) => {
  const words = { en, zh }[c.var.language]
  return (
    <div class="stack tight">
      <p>
        <b>{words.noMatchTitle}</b>
      </p>
      <p class="muted read">{words.noMatch}</p>
    </div>
  )
}

const Rows = (props: Props) => {
  const { page: stock, store } = props
  const { language } = props.c.var
  const words = { en, zh }[language]
  const from = (stock.page - 1) * ROWS_PER_PAGE
  return (
    <>
      <ReorderTable {...props} />
      <Pager
        language={language}
        from={from + 1}
        to={from + stock.rows.length}
        total={stock.matched}
        previous={stock.page > 1 ? address(props, { page: stock.page - 1 }) : undefined}
        next={from + stock.rows.length < stock.matched ? address(props, { page: stock.page + 1 }) : undefined}
        more={
          <a href={`/stores/${store.id}/inventory.csv?${queryString(props, { page: 1 })}`}>{words.csv}</a>
        }
      />
    </>
  )
}
