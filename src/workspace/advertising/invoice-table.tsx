import type { CsvCell } from '../../core/csv.ts'
import { dayOf } from '../../core/day.ts'
import { decimalOf } from '../../core/money.ts'
import { formatAmount, formatNumber } from '../../web/format.ts'
import { Ruled, Status } from '../../web/kit.tsx'
import { cell, Table, tableRow } from '../../web/table.tsx'
import { zoneInWords } from '../store/activity-view.tsx'
import type { Invoice } from './charges.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { Review } from './review.ts'
import type { ReviewShown } from './review-view.tsx'
import { CHARGES_OPERATION } from './source.ts'
import { postedInWords } from './written.ts'

/** An account that is billed many times a day has hundreds a month: the file has them all. */
const INVOICES_SHOWN = 100

interface Reviewed {
  readonly review: Review
  readonly zone: string
}

const isFinal = ({ review, zone }: Reviewed, { postedMs }: Invoice): boolean =>
  dayOf(postedMs, zone) < review.notFinalFrom

/** The month's invoices, each with its refund beside it. */
export const InvoiceTable = (shown: ReviewShown) => {
  const { review, c, zone, store, month } = shown
  const { language, clock } = c.var
  const words = { en, zh }[language].invoices
  const { currency } = review.chosen
  const { invoices, totals } = review
  const amount = (minor: number) =>
    cell.number(minor === 0 ? undefined : formatAmount({ minor, currency }, language))
  const rows = invoices
    .slice(0, INVOICES_SHOWN)
    .map((one) =>
      tableRow(
        { text: one.invoiceId ?? words.noNumber },
        [
          postedInWords(one.postedMs, zone, language),
          <State isFinal={isFinal(shown, one)} words={words} />,
          amount(one.charged),
          amount(one.refunded),
        ],
        language,
      ),
    )
  const count = formatNumber(invoices.length, language)
  const file = `/stores/${store.id}/advertising.csv?currency=${currency}`
  return (
    <Ruled
      id="invoices"
      title={words.title}
      aside={rows.length === 0 ? undefined : <a href={file}>{words.csv}</a>}
    >
      {rows.length === 0 ? (
        <p class="muted">{words.none(month)}</p>
      ) : (
        <Table
          id="invoices-of-month"
          caption={
            rows.length < invoices.length
              ? words.captionCut(formatNumber(rows.length, language), count, month)
              : words.caption(invoices.length, count, month)
          }
          columns={[
            { label: words.invoice },
            { label: words.posted, small: zoneInWords(zone, language, clock()) },
            { label: words.state },
            { label: words.charge, small: currency, number: true },
            { label: words.refund, small: currency, number: true },
          ]}
          rows={rows}
          foot={tableRow(
            { text: words.sum(month) },
            ['', '', amount(totals.charged), amount(totals.refunded)],
            language,
          )}
          pinned
        />
      )}
    </Ruled>
  )
}

const State = ({ isFinal: final, words }: { isFinal: boolean; words: (typeof en)['invoices'] }) =>
  final ? <Status glyph="full">{words.final}</Status> : <Status glyph="half">{words.open}</Status>

const HEAD = ['invoice', 'posted', 'state', 'currency', 'charge', 'refund', 'as_of', 'source']

/** The month's invoices as the lines of a file, its head first; times in UTC, amounts as plain decimals. */
export function* invoiceLines(of: Reviewed): Generator<readonly CsvCell[]> {
  yield HEAD
  const { currency } = of.review.chosen
  const amount = (minor: number): string => decimalOf({ minor, currency })
  const asOf = new Date(of.review.throughMs).toISOString()
  for (const one of of.review.invoices) {
    yield [
      one.invoiceId === undefined ? undefined : { code: one.invoiceId },
      new Date(one.postedMs).toISOString(),
      isFinal(of, one) ? 'final' : 'not final',
      currency,
      amount(one.charged),
      amount(one.refunded),
      asOf,
      CHARGES_OPERATION,
    ]
  }
}
