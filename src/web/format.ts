import { type Language, locale } from '../core/language.ts'
import { type Money, minorDigits } from '../core/money.ts'

/** A count with the language's grouping: 1,284. */
export const formatNumber = (value: number, language: Language): string =>
  new Intl.NumberFormat(locale(language)).format(value)

/** A share as Amazon words its targets: 0.026 is 2.6%, two digits after the point at most. */
export const formatPercent = (share: number, language: Language): string =>
  new Intl.NumberFormat(locale(language), { style: 'percent', maximumFractionDigits: 2 }).format(share)

/** An amount with its currency's sign and digits: US$1,284.50, JP¥1,200. `isRound` leaves out digits that are zeros. */
export function formatMoney({ minor, currency }: Money, language: Language, isRound = false): string {
  const digits = minorDigits(currency)
  if (digits === undefined) return `${minor} ${currency}`
  const format = new Intl.NumberFormat(locale(language), {
    style: 'currency',
    currency,
    ...(isRound ? { trailingZeroDisplay: 'stripIfInteger' as const } : {}),
  })
  return format.format(minor / 10 ** digits)
}

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
  const words = new Intl.DateTimeFormat(locale(language), { ...STYLES[style], timeZone: zone }).format(ms)
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
  const parts = new Intl.DateTimeFormat(by, { timeZone: zone, timeZoneName }).formatToParts(ms)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
}
