import { type Language, locale } from '../../core/language.ts'
import { type Money, minorDigits } from '../../core/money.ts'
import { formatDecimal, formatPercent } from '../../web/format.ts'

const unitsOf = ({ minor, currency }: Money): number => minor / 10 ** (minorDigits(currency) ?? 0)

/** Whole units, of what is known no closer: USD 16,900. */
export const aboutOf = (money: Money, language: Language): string =>
  formatDecimal(unitsOf(money), language, 0)

/** Three digits say as much as a handful of invoices can. */
const RANGE_DIGITS = 3

/** Both ends of where a month may end, in whole units and no closer than they are known; never below what is spent. */
export function rangeInWords(
  { low, high }: { readonly low: Money; readonly high: Money },
  spent: Money,
  language: Language,
): readonly [low: string, high: string] {
  const spentUnits = Math.round(unitsOf(spent))
  const end = (money: Money): string => {
    const rounded = Math.round(Number(unitsOf(money).toPrecision(RANGE_DIGITS)))
    return formatDecimal(Math.max(rounded, spentUnits), language, 0)
  }
  return [end(low), end(high)]
}

/** A share of a budget, rounded down: 100% is said of none that is not used up, and 80% of none that has not come there. */
export const useInWords = (share: number, language: Language): string =>
  formatPercent(Math.trunc(share * 100 + 1e-9) / 100, language)

/** TACoS, always with one decimal: 10.0%. */
export const tacosInWords = (share: number, language: Language): string =>
  `${formatDecimal(share * 100, language, 1)}%`

/** November 2026, of any moment in it. */
export const monthInWords = (ms: number, zone: string, language: Language): string =>
  new Intl.DateTimeFormat(locale(language), { month: 'long', year: 'numeric', timeZone: zone }).format(ms)

/** 22 Nov, 01:10: its zone stands in the head of the column. */
export const postedInWords = (ms: number, zone: string, language: Language): string =>
  new Intl.DateTimeFormat(locale(language), {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(ms)
