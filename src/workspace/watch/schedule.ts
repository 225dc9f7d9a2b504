import { addDays, type Day, dayOf, startOfDay } from '../../core/day.ts'
import { DAY_MS, HOUR_MS } from '../../core/time.ts'

/** A watch ends so long after it was set, unless its setter renews it: nobody is read for who has forgotten it. */
const WATCH_DAYS = 90

export const WATCH_ENDS_MS = WATCH_DAYS * DAY_MS

/** When a watch reads: at a full hour of the zone's clocks, each day or from Monday to Friday. */
export interface Schedule {
  /** 0 to 23. */
  readonly hour: number
  readonly days: 'daily' | 'weekdays'
  /** IANA. */
  readonly zone: string
}

/**
 * The first time after `nowMs` that the schedule names. Where clocks skip that hour it is the hour after; where it comes
 * twice, the first of them. Pure.
 */
export function nextRunMs({ hour, days, zone }: Schedule, nowMs: number): number {
  const today = dayOf(nowMs, zone)
  // A weekend is at most two days, and today's hour may have passed.
  for (let ahead = 0; ahead <= 4; ahead += 1) {
    const day = addDays(today, ahead)
    if (days === 'weekdays' && isWeekend(day)) continue
    const atMs = momentOf(day, hour, zone)
    if (atMs > nowMs) return atMs
  }
  return nowMs + DAY_MS
}

function isWeekend(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6
}

/** A full hour of a day by the zone's clocks: a change of clocks puts it an hour from where the day's start says. */
function momentOf(day: Day, hour: number, zone: string): number {
  const byStart = startOfDay(day, zone) + hour * HOUR_MS
  const candidates = [byStart - HOUR_MS, byStart, byStart + HOUR_MS]
  return candidates.find((ms) => dayOf(ms, zone) === day && hourOf(ms, zone) === hour) ?? byStart
}

const hourOf = (ms: number, zone: string): number =>
  Number(new Date(ms).toLocaleString('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }))
