import { addDays, daysBetween } from '../../../core/day.ts'
import { across, Chart, down, roundUp } from '../../../web/chart.tsx'
import { Table, tableRow } from '../../../web/table.tsx'
import type { SoldDay } from '../../sales/days.ts'
import { SALES_DAYS } from './read.ts'
import { type SkuShown, writing } from './shown.ts'

const TOP_PX = 22
const BASE_PX = 112
/** A bar leaves a fifth of its place empty. */
const BAR_SHARE = 0.8
const LABEL_EACH_DAYS = 30

/** Units sold on each of the last ninety days; or why they are not here yet. */
export const SalesChart = (props: SkuShown) => {
  const { c, sku } = props
  const { language } = c.var
  const { words, count, day } = writing(language, sku.today)
  const days = sku.sold?.days
  if (days === undefined) return <p class="muted read">{words.sales.unread}</p>
  const [firstSold] = days
  if (firstSold === undefined) return <p class="muted read">{words.sales.none}</p>
  const top = days.reduce((best, one) => (one.units > best.units ? one : best), firstSold)
  const sum = days.reduce((all, one) => all + one.units, 0)
  return (
    <Chart
      id="daily-sales"
      title={words.sales.mean(count(sum), count(days.length))}
      more={words.sales.more}
      says={words.sales.says(count(top.units), day(top.day))}
      heightPx={146}
      language={language}
      table={<SalesTable {...props} days={days} />}
    >
      <Bars {...props} days={days} top={top} />
      <line class="axis" x1="0" x2="100%" y1={BASE_PX + 0.5} y2={BASE_PX + 0.5} />
      <Dates {...props} />
    </Chart>
  )
}

const placeOf = (sku: SkuShown['sku'], day: SoldDay['day']): number =>
  daysBetween(addDays(sku.today, -SALES_DAYS), day)

const Bars = ({ c, sku, days, top }: SkuShown & { days: readonly SoldDay[]; top: SoldDay }) => {
  const { words, count } = writing(c.var.language, sku.today)
  const scale = { max: roundUp(top.units), topPx: TOP_PX, basePx: BASE_PX }
  const at = (place: number): string => across(place, SALES_DAYS)
  const topAt = placeOf(sku, top.day)
  return (
    <>
      {days.map((one) => {
        const y = down(one.units, scale)
        return one.units === 0 ? null : (
          <rect
            class="m-main"
            x={at(placeOf(sku, one.day) + (1 - BAR_SHARE) / 2)}
            y={y}
            width={at(BAR_SHARE)}
            height={BASE_PX - y}
          />
        )
      })}
      {sku.knownOut.map((one) => {
        const place = placeOf(sku, one)
        return place < 0 || place >= SALES_DAYS ? null : (
          <rect class="m-bad" x={at(place)} y={BASE_PX + 3} width={at(1)} height={3} />
        )
      })}
      {top.units === 0 ? null : (
        <text
          class={topAt < 5 ? 'soft' : topAt > SALES_DAYS - 5 ? 'soft end' : 'soft mid'}
          x={at(topAt + 0.5)}
          y={down(top.units, scale) - 5}
        >
          {words.sales.peak(count(top.units))}
        </text>
      )}
    </>
  )
}

const Dates = ({ c, sku }: SkuShown) => {
  const { day } = writing(c.var.language, sku.today)
  const places = Array.from({ length: SALES_DAYS / LABEL_EACH_DAYS }, (_, index) => index * LABEL_EACH_DAYS)
  return (
    <>
      {places.map((place) => (
        <text class={place === 0 ? 'soft' : 'soft mid'} x={across(place, SALES_DAYS)} y={136}>
          {day(addDays(sku.today, place - SALES_DAYS))}
        </text>
      ))}
      <text class="soft end" x="100%" y={136}>
        {day(addDays(sku.today, -1))}
      </text>
    </>
  )
}

const SalesTable = ({ c, sku, days }: SkuShown & { days: readonly SoldDay[] }) => {
  const { language } = c.var
  const { words, day } = writing(language, sku.today)
  const out = new Set(sku.knownOut)
  return (
    <Table
      id="daily-sales-table"
      caption={words.sales.title}
      columns={[
        { label: words.sales.day },
        { label: words.sales.units, number: true },
        { label: words.sales.orders, number: true },
      ]}
      rows={days
        .toReversed()
        .map((one) =>
          tableRow(
            { text: out.has(one.day) ? `${day(one.day)} (${words.sales.known})` : day(one.day) },
            [one.units, one.orders],
            language,
          ),
        )}
    />
  )
}
