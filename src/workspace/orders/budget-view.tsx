import type { Rate } from '../../amazon/performance-report.ts'
import { formatNumber, formatPercent, formatTime } from '../../web/format.ts'
import { Fact, Facts, Ruled } from '../../web/kit.tsx'
import type { Reading } from '../reading/look.ts'
import { faultInWords } from '../reading/readings-view.tsx'
import type { Shown } from '../reading/shown.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { type ErrorBudget, errorBudget, failedOf } from './error-budget.ts'
import type { OrdersRead } from './read.ts'

type Rates = NonNullable<OrdersRead['rates']>
const KINDS = ['late', 'cancelled', 'tracked', 'defects'] as const
type RateKind = (typeof KINDS)[number]

/** At most so many marks fit a narrow phone; of a larger budget each mark stands for several orders. */
const MARKS_MAX = 32
const MARK_PX = { step: 8, width: 5, height: 16 } as const

/** What is left of each of Amazon's targets, as marks; or why there is none. */
export const Budget = (props: Shown & { rates: Rates | undefined; readings: readonly Reading[] }) => {
  const { rates, c } = props
  const words = { en, zh }[c.var.language].budget
  return (
    <Ruled id="budget" title={words.title} aside={words.aside}>
      {rates === undefined ? (
        <p class="muted">{whyNone(props)}</p>
      ) : (
        <figure class="chart">
          <figcaption>
            {headline(props, rates)}{' '}
            <span>{words.each(formatNumber(scaleOf(rates), c.var.language), scaleOf(rates) === 1)}</span>
          </figcaption>
          <Facts>
            {KINDS.map((kind) => (
              <Fact term={words.rates[kind]}>
                <OneRate {...props} kind={kind} rate={rates[kind]} scale={scaleOf(rates)} />
              </Fact>
            ))}
          </Facts>
        </figure>
      )}
    </Ruled>
  )
}

function whyNone({ c, readings }: Shown & { readings: readonly Reading[] }): string {
  const words = { en, zh }[c.var.language].budget
  const reading = readings.find(({ kind }) => kind === 'performance')
  if (reading?.state === 'running') return words.waits
  return reading?.state === 'failed' ? faultInWords(reading.fault, c.var.language) : words.unread
}

/** The orders that went wrong, whichever way round Amazon counts; undefined for a target that is no limit. */
function budgetOf({ count, total, target, condition }: Rate): ErrorBudget | undefined {
  if (condition === 'EQUALS') return undefined
  return errorBudget({ failed: failedOf({ count, total, condition }), total, target, condition })
}

/** How many orders one mark stands for: the same for all rates of the page, so that they can be compared. */
function scaleOf(rates: Rates): number {
  const longest = KINDS.map((kind) => {
    const rate = rates[kind]
    const budget = rate && budgetOf(rate)
    if (rate === undefined || budget === undefined || budget.kind === 'no-orders') return 0
    return Math.max(budget.allowed, failedOf(rate))
  })
  return Math.max(1, Math.ceil(Math.max(...longest) / MARKS_MAX))
}

/** The rate with the least room, since that is the one to look after; a handful of orders says little beside more. */
function headline({ c }: Shown, rates: Rates): string {
  const { language } = c.var
  const words = { en, zh }[language].budget
  const named = KINDS.flatMap((kind) => {
    const budget = rates[kind] && budgetOf(rates[kind])
    return budget === undefined ? [] : [{ what: words.whats[kind], budget }]
  })
  const [tightest] = named
    .flatMap(({ what, budget }) => (budget.kind === 'no-orders' ? [] : [{ what, ...budget }]))
    .toSorted((a, b) => Number(a.isSmall) - Number(b.isSmall) || b.beyond - a.beyond || a.left - b.left)
  if (tightest === undefined) return named.length === 0 ? words.noRate : words.nothing
  const { kind, what, left, beyond } = tightest
  if (kind === 'used-up') return words.beyond(what, formatNumber(beyond, language))
  return left === 0 ? words.last(what) : words.more(what, formatNumber(left, language), left === 1)
}

const OneRate = (props: Shown & { kind: RateKind; rate: Rate | undefined; scale: number }) => {
  const { c, rate, kind } = props
  const { language } = c.var
  const words = { en, zh }[language].budget
  if (rate === undefined) return <span class="quiet">{words.missing}</span>
  const budget = budgetOf(rate)
  if (rate.total === 0 || budget?.kind === 'no-orders') return <span class="quiet">{words.noOrders}</span>
  const count = (n: number): string => formatNumber(n, language)
  // Amazon's days are named without a zone of ours.
  const day = (ms: number): string => formatTime({ ms, zone: 'UTC', language, style: 'day' })
  const [share, target] = wordsOf(rate, language)
  // Which of the orders went wrong is told by the direction of the target alone.
  const facts =
    budget &&
    `${words.failed[kind](count(failedOf(rate)))} · ${budget.kind === 'within' ? words.left(count(budget.left)) : words.over(count(budget.beyond))}`
  return (
    <div class="stack tight">
      {budget === undefined || budget.allowed + failedOf(rate) === 0 ? null : (
        <Marks {...props} budget={budget} failed={failedOf(rate)} says={`${share} ${target}. ${facts}`} />
      )}
      <p>
        <b class="num">{share}</b> {target}
        {facts === undefined ? null : <span class="muted"> · {facts}</span>}
      </p>
      <p class="small quiet">
        {words.among(count(rate.total), day(rate.fromMs), day(rate.toMs))} · {words.stands[rate.status]}
      </p>
      {budget?.isSmall ? <p class="small muted">{words.small}</p> : null}
    </div>
  )
}

function wordsOf({ rate, target, condition }: Rate, language: 'en' | 'zh'): readonly [string, string] {
  const words = { en, zh }[language].budget
  const [share, limit] = [formatPercent(rate, language, 2), formatPercent(target, language, 2)]
  if (condition === 'EQUALS') return words.ofExactly(share, limit)
  return condition === 'LESS_THAN' ? words.of(share, limit) : words.ofLeast(share, limit)
}

/** One mark an order, or several: filled for what went wrong, open for what still may, red beyond the target. */
const Marks = (props: {
  budget: Exclude<ErrorBudget, { kind: 'no-orders' }>
  failed: number
  says: string
  scale: number
  kind: RateKind
}) => {
  const { budget, failed, scale, kind } = props
  const marks = (orders: number): number => Math.ceil(orders / scale)
  const used = marks(Math.min(failed, budget.allowed))
  const all = Math.max(marks(budget.allowed), marks(failed))
  const { step, width, height } = MARK_PX
  return (
    <svg width={all * step} height={height + 2} role="img" aria-labelledby={`rate-${kind}`}>
      <title id={`rate-${kind}`}>{props.says}</title>
      {Array.from({ length: all }, (_, at) => (
        <rect
          class={at < used ? 'm-watch' : at < marks(budget.allowed) ? 'm-open' : 'm-bad'}
          x={at * step + 0.5}
          y={1}
          width={width}
          height={height}
        />
      ))}
    </svg>
  )
}
