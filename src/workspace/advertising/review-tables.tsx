import { formatAmount, formatPercent, formatTime } from '../../web/format.ts'
import { Ruled } from '../../web/kit.tsx'
import { cell, Table, tableRow } from '../../web/table.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { lastsUntil, Pace } from './pace-words.tsx'
import type { CurrencyReview } from './review.ts'
import type { ReviewShown } from './review-view.tsx'
import { aboutOf, monthInWords, rangeInWords, tacosInWords, useInWords } from './written.ts'

/** Every currency of the store, side by side. */
export const CurrencyTable = (shown: ReviewShown) => {
  const { review, c, month } = shown
  const { language } = c.var
  const words = { en, zh }[language].table
  const elapsed = formatPercent(review.chosen.pace.elapsedShare, language)
  return (
    <Ruled id="currencies" title={words.title} aside={words.aside}>
      <Table
        id="currencies-of-month"
        caption={words.caption(month, elapsed)}
        columns={[
          { label: words.currency },
          { label: words.budget, number: true },
          { label: words.charged, small: words.net, number: true },
          { label: words.ofBudget, number: true },
          { label: words.pace },
          { label: words.end, number: true },
          { label: words.lasts, number: true },
          { label: words.tacos, small: words.tacosNote, number: true },
        ]}
        rows={review.currencies.map((one) => currencyRow(shown, one))}
        pinned
      />
    </Ruled>
  )
}

function currencyRow({ store, c }: ReviewShown, { currency, marketplaces, pace }: CurrencyReview) {
  const { language } = c.var
  const { join } = { en, zh }[language]
  const { use, projection, spent, tacos } = pace
  const names = store.marketplaces.filter(({ id }) => marketplaces.includes(id)).map(({ name }) => name)
  const isKnown = projection.kind === 'range'
  return tableRow(
    { text: currency, href: `?currency=${currency}`, note: names.join(join) },
    [
      cell.number(use && aboutOf(use.budget, language)),
      cell.number(aboutOf(spent, language)),
      cell.number(use && useInWords(use.share, language)),
      <Pace use={use} language={language} />,
      cell.number(isKnown ? rangeInWords(projection, spent, language).join('–') : undefined),
      cell.number(use && (use.runOut ?? isKnown) ? lastsUntil(use?.runOut, isKnown, language) : undefined),
      cell.number(tacos === undefined ? undefined : tacosInWords(tacos, language)),
    ],
    language,
  )
}

/** The months before, as far as they are read. */
export const PastTable = ({ review, c, zone }: ReviewShown) => {
  const { language } = c.var
  const words = { en, zh }[language].past
  const { currency } = review.chosen
  const reach = review.readingBackMs
  const aside =
    reach === undefined ? undefined : words.reach(formatTime({ ms: reach, zone, language, style: 'day' }))
  const rows = review.past.map(({ first, net, budget, sales, tacos }) =>
    tableRow(
      { text: monthInWords(Date.parse(first), 'UTC', language) },
      [
        cell.number(formatAmount(net, language)),
        cell.number(budget && useInWords(net.minor / budget.minor, language)),
        cell.number(sales && formatAmount(sales, language)),
        cell.number(tacos === undefined ? undefined : tacosInWords(tacos, language)),
      ],
      language,
    ),
  )
  return (
    <Ruled id="past" title={words.title} aside={aside}>
      {rows.length === 0 ? (
        <p class="muted">{words.none}</p>
      ) : (
        <Table
          id="past-months"
          caption={words.caption(currency)}
          columns={[
            { label: words.month },
            { label: words.charged, small: currency, number: true },
            { label: words.ofBudget, number: true },
            { label: words.sales, small: currency, number: true },
            { label: words.tacos, small: 'TACoS', number: true },
          ]}
          rows={rows}
          pinned
        />
      )}
    </Ruled>
  )
}
