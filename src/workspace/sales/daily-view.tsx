import type { Day } from '../../core/day.ts'
import type { Language } from '../../core/language.ts'
import { across, Chart, down, roundUp } from '../../web/chart.tsx'
import { formatMoney, formatNumber, formatTime } from '../../web/format.ts'
import { Ruled } from '../../web/kit.tsx'
import { cell, Table, tableRow } from '../../web/table.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { LatestDays } from './days.ts'

/** The plot: room for the top line's number above it, for the days below it. */
const PLOT = { topPx: 20, basePx: 110, heightPx: 134 } as const
/** Every so many days one is named; every second of those only where there is room. */
const NAMED_EVERY = 7
const BAR_SHARE = 0.7

/** Orders and sales of the latest days, each as bars from zero, with the numbers as a table. */
export const DailySales = (props: {
  sales: LatestDays | undefined
  isRunning: boolean
  language: Language
}) => {
  const { sales, language } = props
  const words = { en, zh }[language]
  const none = sales === undefined ? (props.isRunning ? words.waits : words.unread) : words.none
  return (
    <Ruled id="daily" title={words.title} aside={words.aside}>
      {sales?.days.some(({ sold }) => (sold?.orders ?? 0) > 0) ? (
        <>
          <Bars
            {...{ language, sales }}
            id="orders-a-day"
            what={words.orders}
            valueOf={({ orders }) => orders}
            format={(n) => formatNumber(n, language)}
          />
          <Bars
            {...{ language, sales }}
            id="sales-a-day"
            what={words.sales(sales.currency)}
            valueOf={({ minor }) => minor}
            format={(minor) => formatMoney({ minor, currency: sales.currency }, language, true)}
            hasTable
          />
        </>
      ) : (
        <p class="muted">{none}</p>
      )}
    </Ruled>
  )
}

type Sold = NonNullable<LatestDays['days'][number]['sold']>

const Bars = (props: {
  id: string
  what: string
  sales: LatestDays
  valueOf: (sold: Sold) => number
  format: (value: number) => string
  language: Language
  hasTable?: boolean
}) => {
  const { sales, language, format } = props
  const words = { en, zh }[language]
  const bars = sales.days.map(({ day, sold }) => ({ day, value: sold && props.valueOf(sold) }))
  const values = bars.map(({ value }) => value ?? 0)
  const best = Math.max(0, ...values)
  const sum = words.sum(format(values.reduce((all, one) => all + one, 0)))
  const bestDay = bars[values.indexOf(best)]?.day
  const max = roundUp(best)
  const last = bars.length - 1
  return (
    <Chart
      id={props.id}
      title={props.what}
      more={sum}
      says={words.says(props.what, sum, format(best), bestDay === undefined ? '' : dayIn(bestDay, language))}
      heightPx={PLOT.heightPx}
      language={language}
      table={props.hasTable ? <Numbers sales={sales} language={language} /> : undefined}
    >
      <line class="grid" x1="0" x2="100%" y1={PLOT.topPx} y2={PLOT.topPx} />
      <text class="soft" x="0" y={PLOT.topPx - 6}>
        {format(max)}
      </text>
      {bars.map(({ value }, at) =>
        value === undefined ? null : (
          <rect
            class={at === last ? 'm-calm' : 'm-main'}
            x={across(at + (1 - BAR_SHARE) / 2, bars.length)}
            width={across(BAR_SHARE, bars.length)}
            y={down(value, { max, ...PLOT })}
            height={PLOT.basePx - down(value, { max, ...PLOT })}
          />
        ),
      )}
      <line class="axis" x1="0" x2="100%" y1={PLOT.basePx} y2={PLOT.basePx} />
      {bars.map(({ day }, at) => {
        const before = last - at
        if (before % NAMED_EVERY !== 0) return null
        // The outermost names stay within the drawing.
        const side = before === 0 ? 'end' : at < 2 ? '' : 'mid'
        return (
          <text
            class={before % (2 * NAMED_EVERY) === 0 ? side : `${side} wide`.trim()}
            x={before === 0 ? '100%' : across(at < 2 ? at : at + 0.5, bars.length)}
            y={PLOT.basePx + 18}
          >
            {before === 0 ? words.today : shortDay(day, language)}
          </text>
        )
      })}
    </Chart>
  )
}

const Numbers = ({ sales, language }: { sales: LatestDays; language: Language }) => {
  const words = { en, zh }[language]
  const rows = sales.days
    .toReversed()
    .map(({ day, sold }) =>
      tableRow(
        { text: dayIn(day, language) },
        [
          sold?.orders,
          sold?.units,
          cell.number(sold && formatMoney({ minor: sold.minor, currency: sales.currency }, language)),
        ],
        language,
      ),
    )
  const { columns } = words
  return (
    <Table
      id="daily-numbers"
      caption={words.caption}
      columns={[
        { label: columns.day },
        { label: columns.orders, number: true },
        { label: columns.units, number: true },
        { label: columns.sales, number: true },
      ]}
      rows={rows}
    />
  )
}

/** A calendar day in words: it belongs to no zone any more. */
const dayIn = (day: Day, language: Language): string =>
  formatTime({ ms: Date.parse(day), zone: 'UTC', language, style: 'day' })

const shortDay = (day: Day, language: Language): string =>
  new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(Date.parse(day))
