import type { Day } from '../core/day.ts'
import { type Language, locale } from '../core/language.ts'
import { type Money, minorDigits } from '../core/money.ts'

/** A count with the language's grouping: 1,284. */
export const formatNumber = (value: number, language: Language): string =>
  inWords(value, language, 'count', {})

/** A figure with so many decimals, always: 11.8, so that a column's points stand under each other. */
export const formatDecimal = (value: number, language: Language, places: number): string =>
  inWords(value, language, `decimal ${places}`, {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  })

/** A share as a percentage with at most so many decimals: 0.026 is 2.6 %. */
export const formatPercent = (share: number, language: Language, places = 0): string =>
  inWords(share, language, `percent ${places}`, { style: 'percent', maximumFractionDigits: places })

/**
 * `style` names the options. The minus of these locales is a hyphen, which is shorter than a plus and breaks from its
 * number; nought has none.
 */
const inWords = (
  value: number,
  language: Language,
  style: string,
  options: Intl.NumberFormatOptions,
): string =>
  kept(
    numberFormats,
    `${language} ${style}`,
    () => new Intl.NumberFormat(locale(language), { signDisplay: 'negative', ...options }),
  )
    .format(value)
    .replace('-', '−')

const days = new Map<string, Intl.DateTimeFormat>()
const numberFormats = new Map<string, Intl.NumberFormat>()
const timeFormats = new Map<string, Intl.DateTimeFormat>()

/** A formatter costs a thousand times a format; of these there are a few: languages by styles, currencies, zones. */
function kept<Format>(formats: Map<string, Format>, key: string, make: () => Format): Format {
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = make()
  formats.set(key, made)
  return made
}

const timeFormat = (by: string, style: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  kept(timeFormats, `${by} ${options.timeZone} ${style}`, () => new Intl.DateTimeFormat(by, options))

const DAY_STYLES = {
  /** 24 Nov */
  short: { day: 'numeric', month: 'short' },
  /** 24 Nov 2026 */
  long: { day: 'numeric', month: 'short', year: 'numeric' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>

/** A calendar day in words. It has no zone: it is the same day wherever it is read. */
export const formatDay = (of: Day, language: Language, style: keyof typeof DAY_STYLES): string =>
  kept(
    days,
    language + style,
    () => new Intl.DateTimeFormat(locale(language), { ...DAY_STYLES[style], timeZone: 'UTC' }),
  ).format(Date.parse(`${of}T00:00:00Z`))

/** The same, with its year where that is not today's. */
export const formatDayFrom = (of: Day, language: Language, today: Day): string =>
  formatDay(of, language, of.slice(0, 4) === today.slice(0, 4) ? 'short' : 'long')

/**
 * An amount with all digits of its currency, which the head of a column names: 1,184.20, or 1,184 yen. `isRound` leaves
 * out digits that are zeros.
 */
export function formatAmount({ minor, currency }: Money, language: Language, isRound = false): string {
  const digits = minorDigits(currency) ?? 0
  return inWords(minor / 10 ** digits, language, `amount ${digits} ${isRound}`, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(isRound ? { trailingZeroDisplay: 'stripIfInteger' as const } : {}),
  })
}

/** The same with its currency, by its code in both languages, on one line: USD 1,184.20. */
export const formatMoney = (money: Money, language: Language, isRound = false): string =>
  `${money.currency}\u00a0${formatAmount(money, language, isRound)}`

/** Sentences one after another: Chinese has no blank between them. */
export const sentences = (said: readonly string[], language: Language): string =>
  said.filter((one) => one !== '').join(language === 'zh' ? '' : ' ')

export type TimeStyle = 'minute' | 'day' | 'clock' | 'weekday'

const STYLES: Readonly<Record<TimeStyle, Intl.DateTimeFormatOptions>> = {
  minute: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  weekday: {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
}

/**
 * A moment in words, in an IANA zone that it names: `22 Nov 2026, 06:16 PST`, `2026年11月22日 06:16（北美太平洋时间）`.
 * `day` leaves the hour and the zone out; `clock` leaves the day out; `weekday` leaves the year and the zone out, for
 * columns whose head names the zone.
 */
export function formatTime(of: {
  readonly ms: number
  readonly zone: string
  readonly language: Language
  readonly style: TimeStyle
}): string {
  const { ms, zone, language, style } = of
  const words = timeFormat(locale(language), `time ${style}`, { ...STYLES[style], timeZone: zone }).format(ms)
  if (style === 'day' || style === 'weekday') return words
  return language === 'zh'
    ? `${words}（${zoneName(ms, zone, language)}）`
    : `${words} ${zoneName(ms, zone, language)}`
}

/**
 * PST in American English, CET in British: a locale abbreviates only its own zones, others become GMT-8. Chinese has no
 * abbreviations; the short generic names are left out, since the runtime does not know its cities in Chinese.
 */
export function zoneName(ms: number, zone: string, language: Language): string {
  if (zone === 'UTC') return 'UTC'
  if (language === 'zh') return namedBy('zh-CN', 'longGeneric', ms, zone)
  const american = namedBy('en-US', 'short', ms, zone)
  return american.startsWith('GMT') ? namedBy('en-GB', 'short', ms, zone) : american
}

function namedBy(by: string, timeZoneName: 'short' | 'longGeneric', ms: number, zone: string): string {
  const parts = timeFormat(by, timeZoneName, { timeZone: zone, timeZoneName }).formatToParts(ms)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
}
