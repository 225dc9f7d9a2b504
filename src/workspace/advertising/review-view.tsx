import { formatMoney, formatNumber, formatPercent, formatTime, sentences } from '../../web/format.ts'
import { Figure, Figures, Notice, Ruled } from '../../web/kit.tsx'
import { en as shared } from '../reading/copy.en.ts'
import { zh as sharedZh } from '../reading/copy.zh.ts'
import { isRunning, Refresh } from '../reading/readings-view.tsx'
import type { StoreShown } from '../reading/shown.ts'
import { zoneInWords } from '../store/activity-view.tsx'
import { BudgetSection } from './budget-form.tsx'
import { ChargesChart } from './chart.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { InvoiceTable } from './invoice-table.tsx'
import { lastsUntil, paceInWords } from './pace-words.tsx'
import type { AdvertisingRead } from './read.ts'
import { CurrencyTable, PastTable } from './review-tables.tsx'
import { CHARGES_OPERATION } from './source.ts'
import { aboutOf, monthInWords, rangeInWords, tacosInWords, useInWords } from './written.ts'

/** What the parts of the page are about. */
export interface ReviewShown extends StoreShown {
  readonly review: NonNullable<AdvertisingRead['review']>
  /** The month in words. */
  readonly month: string
}

/** The page below its head, once this month is read. */
export const Review = (of: StoreShown & Pick<ReviewShown, 'review'> & Pick<AdvertisingRead, 'readings'>) => {
  const { review, zone } = of
  const { language, clock } = of.c.var
  const shown = { ...of, month: monthInWords(review.month.startMs, zone, language) }
  const hasMore = review.hasCharges || review.chosen.pace.use !== undefined
  return (
    <>
      <Reached {...shown} />
      {hasMore ? (
        <>
          <ChargesChart
            review={review}
            zone={zone}
            language={language}
            nowMs={clock()}
            title={verdictOf(shown)}
            more={moreOf(shown)}
          />
          <MonthFigures {...shown} />
        </>
      ) : (
        <NoCharges {...shown} />
      )}
      <CurrencyTable {...shown} />
      <BudgetSection {...shown} />
      {hasMore ? (
        <>
          <InvoiceTable {...shown} />
          <PastTable {...shown} />
        </>
      ) : null}
      <Absent {...shown} />
      {of.readings.some(isRunning) ? null : <Refresh {...shown} />}
    </>
  )
}

/** A threshold of the budget is reached, or all of it. */
const Reached = ({ review, c, month }: ReviewShown) => {
  const { language } = c.var
  const words = { en, zh }[language]
  const { use, elapsedShare } = review.chosen.pace
  if (use?.reached === undefined) return null
  const { currency } = review.chosen
  const isUsedUp = use.share >= 1
  const title = isUsedUp
    ? words.overTitle(currency)
    : words.reachedTitle(formatPercent(use.reached / 100, language), currency)
  return (
    <Notice tone={isUsedUp ? 'bad' : 'warn'} glyph={isUsedUp ? 'over' : 'most'} title={title}>
      <p>{words.reached(month, formatPercent(elapsedShare, language))}</p>
    </Notice>
  )
}

/** The month in one sentence. */
function verdictOf({ review, c, month }: ReviewShown): string {
  const { language } = c.var
  const words = { en, zh }[language].verdict
  const { spent, use, projection } = review.chosen.pace
  const said = formatMoney(spent, language)
  if (use === undefined) return review.steps.length === 0 ? words.none(month) : words.free(said, month)
  const budget = formatMoney(use.budget, language)
  if (use.share >= 1) return words.over(said, budget)
  if (projection.kind !== 'range') return words.plain(said, budget, month)
  if (projection.low.minor > use.budget.minor) return words.above(said, budget, month)
  if (projection.high.minor > use.budget.minor) return words.maybe(said, budget, month)
  return words.within(said, budget, month)
}

/** Where the month may end, or why that is not told. */
function moreOf({ review, c }: ReviewShown): string {
  const { language } = c.var
  const words = { en, zh }[language]
  const { projection, use, spent } = review.chosen.pace
  const invoices = formatNumber(projection.invoices, language)
  const end =
    projection.kind === 'range'
      ? words.range(invoices, ...rangeInWords(projection, spent, language))
      : words.tooFew(projection.invoices, invoices)
  return use === undefined ? sentences([end, words.noBudget], language) : end
}

const NoCharges = ({ review, c, zone }: ReviewShown) => {
  const { language } = c.var
  const words = { en, zh }[language]
  const day = (ms: number): string => formatTime({ ms, zone, language, style: 'day' })
  return (
    <div class="stack tight">
      <p>
        <b>{words.nothingTitle(review.chosen.currency)}</b>
      </p>
      <p class="muted read">
        {review.readingBackMs === undefined
          ? words.nothing(day(review.fromMs))
          : words.nothingYet(day(review.readingBackMs))}
      </p>
    </div>
  )
}

const MonthFigures = ({ review, c }: ReviewShown) => {
  const { language } = c.var
  const words = { en, zh }[language].figures
  const { chosen, totals } = review
  const { spent, use, projection, tacos, elapsedShare } = chosen.pace
  const { currency } = chosen
  const note =
    totals.refunded === 0
      ? undefined
      : words.refunded(formatMoney({ minor: totals.refunded, currency }, language))
  return (
    <Figures>
      <Figure term={words.charged} value={aboutOf(spent, language)} note={note ?? currency} />
      {use ? (
        <Figure
          term={words.ofBudget}
          value={useInWords(use.share, language)}
          note={`${words.elapsed(formatPercent(elapsedShare, language))}${language === 'zh' ? '，' : ', '}${paceInWords(use, language)}`}
        />
      ) : null}
      {use ? (
        <Figure
          term={use.share >= 1 ? words.ranOut : words.runsOut}
          value={lastsUntil(use.runOut, projection.kind === 'range', language)}
          note={use.share >= 1 ? '' : words.lastsNote}
        />
      ) : null}
      <Figure
        term={words.tacos}
        value={tacos === undefined ? words.none : tacosInWords(tacos, language)}
        note={
          tacos === undefined ? (chosen.areSalesRead ? words.noSales : words.salesUnread) : words.tacosNote
        }
      />
    </Figures>
  )
}

/** What Amazon does not tell here, and how the rest is computed. */
export const Absent = ({ c, zone, review }: StoreShown & Partial<Pick<ReviewShown, 'review'>>) => {
  const { language, clock } = c.var
  const { absent, computed: words } = { en, zh }[language]
  return (
    <Ruled id="absent" title={absent.title}>
      <p class="read">{absent.what}</p>
      <p class="muted read">{absent.why}</p>
      {review === undefined ? null : (
        <details>
          <summary>{{ en: shared, zh: sharedZh }[language].computed}</summary>
          <ul class="bullets read">
            <li>
              {words.source(
                CHARGES_OPERATION,
                formatTime({ ms: review.throughMs, zone, language, style: 'minute' }),
              )}
            </li>
            <li>{words.zone(zoneInWords(zone, language, clock()))}</li>
            <li>{words.final}</li>
            <li>{words.pace}</li>
            <li>{words.range}</li>
            <li>{words.lasts}</li>
            <li>{words.tacos}</li>
          </ul>
        </details>
      )}
    </Ruled>
  )
}
