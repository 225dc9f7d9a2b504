import { across, Chart, down } from '../../web/chart.tsx'
import { formatNumber } from '../../web/format.ts'
import { Glyph } from '../../web/kit.tsx'
import { Table, tableRow } from '../../web/table.tsx'
import { address, BAND_LOOKS, type StockShown } from './address.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { BAND_DAYS } from './plan/cover.ts'
import { BANDS, type Band } from './planned.ts'
import { COVER_DAYS_SHOWN, type InventoryPage } from './query.ts'

const TOP_PX = 22
const BASE_PX = 132
const LABELS = [0, 7, 14, 21, 30, 45, 60, 75] as const
/** A bar leaves a fifth of its place empty. */
const BAR_SHARE = 0.8

const markOf = (day: number): string => {
  if (day < BAND_DAYS.critical) return 'm-bad'
  if (day < BAND_DAYS['at-risk']) return 'm-warn'
  return day < BAND_DAYS.watch ? 'm-watch' : 'm-calm'
}

/** How many SKUs have how many days of cover, 0 to 90; its legend is the bands, and each band a filter. */
export const CoverChart = (props: StockShown & { page: InventoryPage }) => {
  const { language } = props.c.var
  const words = { en, zh }[language]
  const { bands, byCover } = props.page
  const urgent = bands.out + bands.critical
  const count = (n: number): string => formatNumber(n, language)
  const parts = (['critical', 'at-risk', 'watch', 'covered'] as const).map((band) =>
    words.chart.part(`${words.bands[band]} (${spanOf(band, props)})`, count(bands[band])),
  )
  return (
    <Chart
      id="cover"
      title={words.chart.urgent(urgent, count(urgent))}
      more={words.chart.more}
      says={words.chart.says(parts.join(words.comma))}
      heightPx={158}
      language={language}
      below={<Bands {...props} />}
      table={<CoverTable {...props} />}
    >
      {Object.values(BAND_DAYS).map((day) => (
        <line class="edge" x1={x(day)} x2={x(day)} y1={TOP_PX - 2} y2={BASE_PX} />
      ))}
      {bars(byCover)}
      <Peak {...props} />
      <line class="axis" x1="0" x2="100%" y1={BASE_PX + 0.5} y2={BASE_PX + 0.5} />
      {LABELS.map((day) => (
        <text
          class={day === 0 ? 'soft' : day > 21 && day % 30 !== 0 ? 'soft mid wide' : 'soft mid'}
          x={x(day)}
          y={151}
        >
          {day}
        </text>
      ))}
      <text class="soft end" x="100%" y={151}>
        {words.chart.days}
      </text>
    </Chart>
  )
}

const x = (day: number): string => across(day, COVER_DAYS_SHOWN)

function bars(byCover: readonly number[]) {
  const max = Math.max(1, ...byCover)
  return byCover.map((skus, day) => {
    const y = down(skus, { max, topPx: TOP_PX, basePx: BASE_PX })
    return skus === 0 ? null : (
      <rect
        class={markOf(day)}
        x={x(day + (1 - BAR_SHARE) / 2)}
        y={y}
        width={x(BAR_SHARE)}
        height={BASE_PX - y}
      />
    )
  })
}

/** The highest bar is labelled: it is the scale. */
const Peak = ({ page, ...props }: StockShown & { page: InventoryPage }) => {
  const { language } = props.c.var
  const max = Math.max(...page.byCover)
  if (max === 0) return null
  const day = page.byCover.indexOf(max)
  const place = day < 8 ? '' : day > 82 ? ' end' : ' mid'
  return (
    <text class={`soft${place}`} x={x(day + 0.5)} y={TOP_PX - 6}>
      {{ en, zh }[language].chart.skus(max, formatNumber(max, language))}
    </text>
  )
}

const spanOf = (band: Band, { c, basis }: StockShown): string => {
  const span = { en, zh }[c.var.language].bandSpans[band]
  return typeof span === 'string' ? span : span(String(basis.settings.windowDays))
}

const Bands = (props: StockShown & { page: InventoryPage }) => {
  const { language } = props.c.var
  const words = { en, zh }[language]
  const { bands } = props.page
  return (
    <div class="bands">
      {BANDS.filter((band) => band !== 'unknown' || bands.unknown > 0).map((band) => (
        <a
          class={BAND_LOOKS[band].tone}
          href={address(props, { cover: props.query.cover === band ? undefined : band, page: 1 })}
          aria-current={props.query.cover === band ? 'true' : undefined}
        >
          <Glyph name={BAND_LOOKS[band].glyph} />
          <span>{words.bands[band]}</span>
          <b>{formatNumber(bands[band], language)}</b>
          <small>{spanOf(band, props)}</small>
        </a>
      ))}
    </div>
  )
}

const CoverTable = (props: StockShown & { page: InventoryPage }) => {
  const { language } = props.c.var
  const words = { en, zh }[language]
  const rows = BANDS.map((band) =>
    tableRow({ text: `${words.bands[band]} (${spanOf(band, props)})` }, [props.page.bands[band]], language),
  )
  return (
    <Table
      id="cover-numbers"
      caption={words.chart.more}
      columns={[{ label: words.chart.coverDays }, { label: words.chart.skuCount, number: true }]}
      rows={rows}
    />
  )
}
