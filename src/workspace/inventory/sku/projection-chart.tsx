import { addDays } from '../../../core/day.ts'
import { across, Chart } from '../../../web/chart.tsx'
import { sentences } from '../../../web/format.ts'
import { Table, tableRow } from '../../../web/table.tsx'
import type { ProjectedDay } from '../plan/projection.ts'
import { BASE_PX, type Drawn, drawnOf, HEIGHT_PX, heightOf, TOP_PX } from './projection-drawn.ts'
import { ReorderPoint } from './reorder-point.tsx'
import { type SkuShown, writing } from './shown.ts'

/** Labels of what arrives, the higher one where two would touch. */
const ARRIVAL_LABELS_PX = [30, 14] as const

/** Units for sale by day, with what arrives, and when the position meets the reorder point. */
export const ProjectionChart = (props: SkuShown) => {
  const { c, sku } = props
  const { velocity } = sku.plan
  const { words, rough, day } = writing(c.var.language, sku.today)
  if (velocity.kind !== 'selling') return null
  const drawn = drawnOf(sku, velocity.perDay)
  const [first] = drawn.days
  const last = drawn.days.at(-1)
  if (first === undefined || last === undefined) return null
  const { stockOut } = sku.plan
  const runsOut = stockOut !== undefined && stockOut <= last.day
  return (
    <Chart
      id="projection"
      title={
        sku.band === 'out'
          ? words.projection.outTitle
          : runsOut
            ? words.projection.title(day(stockOut))
            : words.projection.lasting
      }
      more={sentences([words.projection.more, hasGap(drawn) ? words.projection.gap : ''], c.var.language)}
      says={words.projection.says(rough(first.units), rough(last.units), day(last.day))}
      heightPx={HEIGHT_PX}
      language={c.var.language}
      table={<ProjectionTable {...props} drawn={drawn} />}
    >
      <Lines drawn={drawn} />
      <Arrivals {...props} drawn={drawn} />
      <ReorderPoint {...props} drawn={drawn} />
      <line class="axis" x1="0" x2="100%" y1={BASE_PX + 0.5} y2={BASE_PX + 0.5} />
      <Dates {...props} drawn={drawn} />
    </Chart>
  )
}

/** Nothing is for sale on a day, and something lands later. */
const hasGap = ({ days }: Drawn): boolean => days.some(({ units, position }) => units === 0 && position > 0)

/** Both lines in a drawing of their own, which stretches to the width. */
const Lines = ({ drawn }: { drawn: Drawn }) => {
  const line = (unitsOf: (day: ProjectedDay) => readonly number[]): string =>
    drawn.days
      .flatMap((day, index) => unitsOf(day).map((units) => `${index},${heightOf(units, drawn)}`))
      .join(' ')
  const width = drawn.days.length - 1
  return (
    <svg
      viewBox={`0 0 ${width} ${HEIGHT_PX}`}
      width="100%"
      height={HEIGHT_PX}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polyline class="line dashed" points={line(({ position }) => [position])} />
      <polyline
        class="line"
        points={line(({ units, arrived }) => (arrived > 0 ? [units - arrived, units] : [units]))}
      />
    </svg>
  )
}

/** A line where units land, with their count; two labels that would touch stand at two heights. */
const Arrivals = ({ c, sku, drawn }: SkuShown & { drawn: Drawn }) => {
  const { words, rough } = writing(c.var.language, sku.today)
  const end = drawn.days.length - 1
  const landing = drawn.days.flatMap(({ arrived }, at) => (arrived > 0 ? [{ arrived, at }] : []))
  return (
    <>
      {landing.map(({ arrived, at }, index) => (
        <>
          <line class="grid" x1={across(at, end)} x2={across(at, end)} y1={TOP_PX - 6} y2={BASE_PX} />
          <text
            class={at > end * 0.9 ? 'end' : at < end * 0.05 ? undefined : 'mid'}
            x={across(at, end)}
            y={ARRIVAL_LABELS_PX[index % 2]}
          >
            {words.projection.arrives(rough(arrived))}
          </text>
        </>
      ))}
    </>
  )
}

const Dates = ({ c, sku, drawn }: SkuShown & { drawn: Drawn }) => {
  const { words, day } = writing(c.var.language, sku.today)
  const end = drawn.days.length - 1
  const middle = Math.round(end / 2)
  // With their year, three of them do not fit a telephone.
  const named = addDays(sku.today, middle).slice(0, 4) !== sku.today.slice(0, 4)
  return (
    <>
      <text class="soft" x="0" y={BASE_PX + 22}>
        {words.projection.today}
      </text>
      <text class={named ? 'soft mid wide' : 'soft mid'} x={across(middle, end)} y={BASE_PX + 22}>
        {day(addDays(sku.today, middle))}
      </text>
      <text class="soft end" x="100%" y={BASE_PX + 22}>
        {day(addDays(sku.today, end))}
      </text>
    </>
  )
}

/** Each week, and each day on which units arrive. */
const ProjectionTable = ({ c, sku, drawn }: SkuShown & { drawn: Drawn }) => {
  const { words, day } = writing(c.var.language, sku.today)
  const { language } = c.var
  return (
    <Table
      id="projection-table"
      caption={words.projection.forSale}
      columns={[
        { label: words.projection.day },
        { label: words.projection.forSale, number: true },
        { label: words.projection.arrival, number: true },
        { label: words.projection.position, number: true },
      ]}
      rows={drawn.days.flatMap((one, index) =>
        index % 7 === 0 || one.arrived > 0 || index === drawn.days.length - 1
          ? [
              tableRow(
                { text: day(one.day) },
                [
                  Math.round(one.units),
                  one.arrived === 0 ? undefined : one.arrived,
                  Math.round(one.position),
                ],
                language,
              ),
            ]
          : [],
      )}
    />
  )
}
