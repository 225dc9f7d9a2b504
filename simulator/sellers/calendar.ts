const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** One formatter a zone: making them is what costs. */
const formatters = new Map<string, Intl.DateTimeFormat>()
const midnights = new Map<string, number>()
/** How far a zone is ahead in each quarter of an hour that was asked for: clocks change between two of them. */
const offsets = new Map<string, number>()
const QUARTER_MS = 900_000
/** Beyond this many remembered midnights or offsets all are forgotten: a few zones of some years each. */
const REMEMBERED_MAX = 20_000

/** Whether a name is a time zone that this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    formatterOf(name)
    return true
  } catch {
    return false
  }
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(timeZone, made)
  return made
}

/** How far a zone's clock is ahead of UTC at a moment, in milliseconds. */
export function offsetMs(timeZone: string, ms: number): number {
  if (timeZone === 'UTC') return 0
  const quarter = Math.floor(ms / QUARTER_MS)
  const key = `${timeZone}/${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const offset = offsetAt(timeZone, quarter * QUARTER_MS)
  if (offsets.size >= REMEMBERED_MAX) offsets.clear()
  offsets.set(key, offset)
  return offset
}

function offsetAt(timeZone: string, whole: number): number {
  const parts = Object.fromEntries(
    formatterOf(timeZone)
      .formatToParts(whole)
      .map((part) => [part.type, Number(part.value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole
}

/** The number of a local day: days since 1970-01-01 of that zone's calendar. */
export const localDay = (timeZone: string, ms: number): number =>
  Math.floor((ms + offsetMs(timeZone, ms)) / DAY_MS)

/** When a local day begins, in milliseconds. A day of a change of the clocks has 23 or 25 hours. */
export function dayStartMs(timeZone: string, day: number): number {
  const key = `${timeZone}/${day}`
  const known = midnights.get(key)
  if (known !== undefined) return known
  const guess = day * DAY_MS - offsetMs(timeZone, day * DAY_MS)
  const start = day * DAY_MS - offsetMs(timeZone, guess)
  if (midnights.size >= REMEMBERED_MAX) midnights.clear()
  midnights.set(key, start)
  return start
}

/** 0 for Sunday to 6 for Saturday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7

/** ISO 8601 with the zone's own offset, as the sales API writes its intervals: `2026-11-22T00:00-08:00`. */
export function isoInZone(timeZone: string, ms: number): string {
  const offset = offsetMs(timeZone, ms)
  const local = new Date(ms + offset).toISOString().slice(0, 16)
  if (timeZone === 'UTC') return `${local}Z`
  const size = Math.abs(offset)
  const hours = String(Math.floor(size / HOUR_MS)).padStart(2, '0')
  const minutes = String(Math.floor((size % HOUR_MS) / 60_000)).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`
}
