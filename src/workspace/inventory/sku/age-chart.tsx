import { across, Chart, down } from '../../../web/chart.tsx'
import { Table, tableRow } from '../../../web/table.tsx'
import type { SkuFigures } from './read.ts'
import { type SkuShown, writing } from './shown.ts'

/** The bands of the planning report, in days, with the mark of each: from 181 days on Amazon asks for more. */
const BANDS = [
  ['age0to90', '0–90', 'm-calm'],
  ['age91to180', '91–180', 'm-calm'],
  ['age181to270', '181–270', 'm-warn'],
  ['age271to365', '271–365', 'm-warn'],
  ['ageOver365', '365+', 'm-bad'],
] as const
/** Bands from this one on are over 180 days. */
const OLD_FROM = 2

const TOP_PX = 24
const BASE_PX = 104
const HEIGHT_PX = 130
/** Of the place of a band, the bar takes this share, in the middle. */
const BAR_SHARE = 0.5

type Figures = NonNullable<SkuFigures['figures']>
interface AgeBand {
  readonly days: string
  readonly mark: string
  /** Undefined where the report says nothing. */
  readonly units: number | undefined
}

/** How long the units have been with Amazon, by its bands; or that the report names none. */
export const AgeChart = ({ c, sku, figures }: Pick<SkuShown, 'c' | 'sku'> & { figures: Figures }) => {
  const { language } = c.var
  const { words, count } = writing(language, sku.today)
  const bands = BANDS.map(([name, days, mark]): AgeBand => ({ days, mark, units: figures[name] }))
  const max = Math.max(0, ...bands.map(({ units }) => units ?? 0))
  if (max === 0) return <p class="muted read">{words.ages.none}</p>
  const said = bands.flatMap(({ days, units }) =>
    units === undefined ? [] : [words.ages.says(days, count(units))],
  )
  return (
    <Chart
      id="ages"
      title={titleOf({ c, sku }, bands)}
      more={words.ages.more}
      says={words.ages.all(said)}
      heightPx={HEIGHT_PX}
      language={language}
      table={
        <Table
          id="ages-table"
          caption={words.ages.more}
          columns={[{ label: words.ages.days }, { label: words.ages.units, number: true }]}
          rows={bands.map(({ days, units }) => tableRow({ text: days }, [units], language))}
        />
      }
    >
      {bands.map((band, place) => (
        <Bar band={band} place={place} max={max} label={band.units === undefined ? '–' : count(band.units)} />
      ))}
      <line class="axis" x1="0" x2="100%" y1={BASE_PX + 0.5} y2={BASE_PX + 0.5} />
    </Chart>
  )
}

/** How many are old; where a band is not known, that cannot be told. */
function titleOf({ c, sku }: Pick<SkuShown, 'c' | 'sku'>, bands: readonly AgeBand[]): string {
  const { words, count } = writing(c.var.language, sku.today)
  const known = bands.flatMap(({ units }) => units ?? [])
  if (known.length < bands.length) return words.ages.title
  const sum = (units: readonly number[]): number => units.reduce((all, one) => all + one, 0)
  const old = sum(known.slice(OLD_FROM))
  return old === 0 ? words.ages.young(count(sum(known))) : words.ages.old(count(old), count(sum(known)))
}

const Bar = (props: { band: AgeBand; place: number; max: number; label: string }) => {
  const { band, place, max, label } = props
  const y = down(band.units ?? 0, { max, topPx: TOP_PX, basePx: BASE_PX })
  const x = (at: number): string => across(place + at, BANDS.length)
  return (
    <>
      {band.units ? (
        <rect
          class={band.mark}
          x={x((1 - BAR_SHARE) / 2)}
          y={y}
          width={across(BAR_SHARE, BANDS.length)}
          height={BASE_PX - y}
        />
      ) : null}
      <text class={band.units ? 'strong mid' : 'soft mid'} x={x(0.5)} y={y - 6}>
        {label}
      </text>
      <text class="soft mid" x={x(0.5)} y={BASE_PX + 20}>
        {band.days}
      </text>
    </>
  )
}
