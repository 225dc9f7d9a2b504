import type { Day } from '../../../core/day.ts'
import type { Language } from '../../../core/language.ts'
import { formatDayFrom, formatDecimal, formatNumber } from '../../../web/format.ts'
import type { Shown } from '../../reading/shown.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import type { SkuFigures } from './read.ts'

/** What every part of a SKU's page is about. */
export interface SkuShown extends Shown {
  readonly sku: SkuFigures
}

/** The words of the page, and figures as it writes them. */
export function writing(language: Language, today: Day) {
  return {
    words: { en, zh }[language],
    count: (value: number): string => formatNumber(value, language),
    /** Units that are not whole: rounded for the eye, while the sums go on with what was not. */
    rough: (value: number): string => formatNumber(Math.round(value), language),
    speed: (value: number): string => formatDecimal(value, language, value < 0.095 ? 3 : value < 10 ? 2 : 1),
    decimal: (value: number, places: number): string => formatDecimal(value, language, places),
    day: (of: Day): string => formatDayFrom(of, language, today),
  }
}
