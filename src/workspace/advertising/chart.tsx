import { dayOf, startOfDay } from '../../core/day.ts'
import type { Language } from '../../core/language.ts'
import type { Money } from '../../core/money.ts'
import { DAY_MS } from '../../core/time.ts'
import { across, Chart, down } from '../../web/chart.tsx'
import { formatAmount, formatDay, formatMoney, formatPercent, sentences } from '../../web/format.ts'
import { cell, Table, tableRow } from '../../web/table.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { THRESHOLDS } from './pace.ts'
import type { Review } from './review.ts'
import { monthInWords, rangeInWords } from './written.ts'

const HEIGHT_PX = 292
const TOP_PX = 34
const BASE_PX = 258
/** The width that paths are drawn in; the browser stretches it. */
const WIDTH = 1000
/** A label and its line need this much to themselves. */
const LABEL_PX = 17
/** Labels of days nearer to today's than this share of the month would touch it. */
const LABEL_SHARE = 0.12
/** On a telephone, nearer than this. */
const NARROW_SHARE = 0.45

interface Drawn {
  readonly review: Review
  readonly zone: string
  readonly language: Language
  readonly nowMs: number
}

interface Scales {
  readonly x: (ms: number) => number
  readonly y: (minor: number) => number
  readonly nowShare: number
}

function scalesOf({ review, nowMs }: Drawn): Scales {
  const { month, chosen, steps } = review
  const { projection, use } = chosen.pace
  const highest = projection.kind === 'range' ? projection.high.minor : 0
  const max = Math.max(1, use?.budget.minor ?? 0, highest, ...steps.map(({ minor }) => minor))
  const share = (ms: number): number =>
    Math.min(1, Math.max(0, (ms - month.startMs) / (month.endMs - month.startMs)))
  return {
    x: (ms) => Math.round(share(ms) * WIDTH * 10) / 10,
    y: (minor) => down(minor, { max, topPx: TOP_PX, basePx: BASE_PX }),
    nowShare: share(nowMs),
  }
}

/** What is charged in the month, added up, against its budget. `title` and `more` say it in words. */
export const ChargesChart = (props: Drawn & { title: string; more: string }) => {
  const { review, zone, language, nowMs } = props
  const words = { en, zh }[language].chart
  const scales = scalesOf(props)
  const { use, projection, spent } = review.chosen.pace
  const today = formatDay(dayOf(nowMs, zone), language, 'short')
  const says = [
    words.says(formatMoney(spent, language), today, monthOfChart(props)),
    use ? words.saysBudget(formatMoney(use.budget, language)) : '',
  ]
  const legend = [
    words.legend,
    use ? words.legendPace : '',
    projection.kind === 'range' ? words.legendRange : '',
  ]
  return (
    <Chart
      id="charges"
      title={props.title}
      more={props.more}
      says={sentences([...says, props.more], language)}
      heightPx={HEIGHT_PX}
      language={language}
      table={<DayTable {...props} />}
      below={<p class="small quiet">{sentences(legend, language)}</p>}
    >
      {use ? <BudgetLines language={language} budget={use.budget} y={scales.y} /> : null}
      <svg
        aria-hidden="true"
        width="100%"
        height={HEIGHT_PX}
        viewBox={`0 0 ${WIDTH} ${HEIGHT_PX}`}
        preserveAspectRatio="none"
      >
        <Paths {...props} scales={scales} />
      </svg>
      <line class="axis" x1="0" x2="100%" y1={BASE_PX} y2={BASE_PX} />
      <Today {...props} scales={scales} spent={spent} />
      {projection.kind === 'range' ? (
        <text class="strong end" x="100%" y={scales.y(projection.high.minor) - 8}>
          {words.to(...rangeInWords(projection, spent, language))}
        </text>
      ) : null}
      <DayLabels {...props} nowShare={scales.nowShare} />
    </Chart>
  )
}

const monthOfChart = ({ review, zone, language }: Drawn): string =>
  monthInWords(review.month.startMs, zone, language)

/** The budget, and the shares of it at which a seller is told. */
const BudgetLines = (props: { language: Language; budget: Money; y: Scales['y'] }) => {
  const { language, budget, y } = props
  const words = { en, zh }[language].chart
  const at = y(budget.minor)
  const lines = THRESHOLDS.map((percent) => ({ percent, y: y((budget.minor * percent) / 100) }))
  return (
    <>
      {lines.map(({ percent, y: line }, index) => (
        <>
          <line class="grid" x1="0" x2="100%" y1={line} y2={line} />
          {line - (lines[index + 1]?.y ?? at) >= LABEL_PX ? (
            <text class="soft" x="0" y={line - 4}>
              {formatPercent(percent / 100, language)}
            </text>
          ) : null}
        </>
      ))}
      <line class="line limit" x1="0" x2="100%" y1={at} y2={at} />
      <text class="strong" x="0" y={at - 6}>
        {words.budget(formatAmount(budget, language))}
      </text>
    </>
  )
}

const Paths = ({ review, zone, nowMs, scales }: Drawn & { scales: Scales }) => {
  const { x, y } = scales
  const { month, steps, chosen } = review
  const { use, projection, spent } = chosen.pace
  const finalMs = Math.min(nowMs, Math.max(month.startMs, startOfDay(review.notFinalFrom, zone)))
  const before = steps.filter(({ atMs }) => atMs < finalMs)
  const after = steps.filter(({ atMs }) => atMs >= finalMs)
  const known = before.at(-1)?.minor ?? 0
  const stair = (from: string, some: Review['steps'], untilMs: number): string =>
    `${from}${some.map(({ atMs, minor }) => `H${x(atMs)}V${y(minor)}`).join('')}H${x(untilMs)}`
  return (
    <>
      {projection.kind === 'range' ? (
        <path
          class="m-range"
          d={`M${x(nowMs)},${y(spent.minor)}L${WIDTH},${y(projection.high.minor)}V${y(projection.low.minor)}Z`}
        />
      ) : null}
      {use ? <path class="line thin" d={`M0,${BASE_PX}L${WIDTH},${y(use.budget.minor)}`} /> : null}
      <path class="line" d={stair(`M0,${y(0)}`, before, finalMs)} />
      <path class="line dashed" d={stair(`M${x(finalMs)},${y(known)}`, after, nowMs)} />
    </>
  )
}

/** As wide as the chart is on the narrowest screen, and a digit of its strong words at most. */
const NARROWEST_PX = 288
const DIGIT_PX = 9
const GAP_PX = 8

/** Whether a sum beside the mark of today ends within the chart on the narrowest screen too. Pure. */
export const hasRoomRight = (nowShare: number, sum: string): boolean =>
  (1 - nowShare) * NARROWEST_PX >= GAP_PX + sum.length * DIGIT_PX

/** Where the month stands: a mark, and the sum beside it on the side that has room. */
const Today = (props: Drawn & { scales: Scales; spent: Money }) => {
  const { scales, spent, language } = props
  const at = across(scales.nowShare, 1)
  const y = scales.y(spent.minor)
  const sum = formatAmount(spent, language)
  const isLate = !hasRoomRight(scales.nowShare, sum)
  return (
    <>
      <line class="edge" x1={at} x2={at} y1={y} y2={BASE_PX} />
      <circle class="m-main" cx={at} cy={y} r="4" />
      <text
        class={isLate ? 'strong end' : 'strong'}
        x={at}
        dx={isLate ? -GAP_PX : GAP_PX}
        y={Math.min(BASE_PX - 6, isLate ? y - 8 : y + 18)}
      >
        {sum}
      </text>
    </>
  )
}

const LABELLED_DAYS = [8, 15, 22]

const DayLabels = ({ review, zone, language, nowMs, nowShare }: Drawn & { nowShare: number }) => {
  const words = { en, zh }[language].chart
  const { month } = review
  const y = BASE_PX + 22
  const share = (ms: number): number => (ms - month.startMs) / (month.endMs - month.startMs)
  const today = words.today(formatDay(dayOf(nowMs, zone), language, 'short'))
  const side = nowShare < LABEL_SHARE ? '' : nowShare > 1 - LABEL_SHARE ? ' end' : ' mid'
  const x = side === '' ? '0' : side === ' end' ? '100%' : across(nowShare, 1)
  return (
    <>
      {nowShare < 2 * LABEL_SHARE ? null : (
        <text class={nowShare < NARROW_SHARE ? 'soft wide' : 'soft'} x="0" y={y}>
          {formatDay(month.first, language, 'short')}
        </text>
      )}
      {LABELLED_DAYS.map((number) => ({ number, at: share(month.startMs + (number - 1) * DAY_MS) }))
        .filter(({ at }) => Math.abs(at - nowShare) > LABEL_SHARE)
        .map(({ number, at }) => (
          <text class="soft mid wide" x={across(at, 1)} y={y}>
            {number}
          </text>
        ))}
      <text class={`strong${side}`} x={x} y={y}>
        {today}
      </text>
      {nowShare > 1 - 2 * LABEL_SHARE ? null : (
        <text class={nowShare > 1 - NARROW_SHARE ? 'soft end wide' : 'soft end'} x="100%" y={y}>
          {formatDay(month.last, language, 'short')}
        </text>
      )}
    </>
  )
}

const DayTable = ({ review, language, ...props }: Drawn) => {
  const words = { en, zh }[language].chart
  const { currency } = review.chosen
  const amount = (minor: number) => (minor === 0 ? undefined : formatAmount({ minor, currency }, language))
  let sum = 0
  const rows = review.days.map(({ day, charged, refunded, net }) => {
    sum += net
    return tableRow(
      { text: formatDay(day, language, 'short') },
      [
        cell.number(amount(charged)),
        cell.number(amount(refunded)),
        cell.number(formatAmount({ minor: sum, currency }, language)),
      ],
      language,
    )
  })
  return (
    <Table
      id="charges-by-day"
      caption={words.caption(monthOfChart({ review, language, ...props }), currency)}
      columns={[
        { label: words.day },
        { label: words.charged, number: true },
        { label: words.refunded, number: true },
        { label: words.sum, number: true },
      ]}
      rows={rows}
    />
  )
}
