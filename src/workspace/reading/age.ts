import type { Language } from '../../core/language.ts'
import { HOUR_MS, MINUTE_MS } from '../../core/time.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

const DAY_HOURS = 48

/** How long ago, in words: minutes to an hour, hours to two days, then days. */
export function ageInWords(ms: number, language: Language): string {
  const { ages } = { en, zh }[language]
  const minutes = Math.floor(ms / MINUTE_MS)
  const hours = Math.floor(ms / HOUR_MS)
  if (minutes < 1) return ages.now
  if (hours < 1) return ages.minutes(minutes)
  return hours < DAY_HOURS ? ages.hours(hours) : ages.days(Math.floor(hours / 24))
}
