import * as z from 'zod'
import { DAY_MS } from './time.ts'

/** A calendar day without a zone, `2026-11-22`. Text order is time order. */
export const day = z.iso.date().brand<'Day'>()
export type Day = z.infer<typeof day>

/** Lists of thousands of SKUs and charges speak of the same few hundred days: both ways are remembered. */
const texts = new Map<number, Day>()
const midnights = new Map<Day, number>()
/** Thirty years; then both start anew. */
const REMEMBERED_MAX = 11_000

function remember<K, V>(known: Map<K, V>, key: K, value: V): V {
  if (known.size >= REMEMBERED_MAX) known.clear()
  known.set(key, value)
  return value
}

/** Years of four digits only: beyond them the text is no longer in time order. */
const fromUtc = (midnightMs: number): Day =>
  texts.get(midnightMs) ?? remember(texts, midnightMs, new Date(midnightMs).toISOString().slice(0, 10) as Day)

/** Midnight of that day in UTC. */
const toUtc = (of: Day): number =>
  midnights.get(of) ??
  remember(
    midnights,
    of,
    Date.UTC(Number(of.slice(0, 4)), Number(of.slice(5, 7)) - 1, Number(of.slice(8, 10))),
  )

/** That many calendar days later, earlier when negative. */
export const addDays = (to: Day, days: number): Day => (days === 0 ? to : fromUtc(toUtc(to) + days * DAY_MS))

/** Calendar days from one to the other: 1 from today to tomorrow, whatever hours the night has. */
export const daysBetween = (from: Day, to: Day): number => (toUtc(to) - toUtc(from)) / DAY_MS

export const firstOfMonth = (of: Day): Day => `${of.slice(0, 8)}01` as Day

/** 28 to 31. */
export const daysInMonth = (of: Day): number =>
  new Date(Date.UTC(Number(of.slice(0, 4)), Number(of.slice(5, 7)), 0)).getUTCDate()

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs a thousand times a format: one per zone, of which our own table names a few dozen. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const cached = formats.get(zone)
  if (cached !== undefined) return cached
  const two = '2-digit'
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
  })
  formats.set(zone, made)
  return made
}

const PARTS = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)$/

/** What clocks in the zone show, as if it were UTC: comparable with `toUtc`. Throws for a zone Intl does not know. */
function wallOf(ms: number, zone: string): number {
  const [, month, date, year, hour, minute, second] = PARTS.exec(formatOf(zone).format(ms)) ?? []
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(date),
    Number(hour),
    Number(minute),
    Number(second),
  )
  return wall + (ms - Math.floor(ms / 1000) * 1000)
}

/** The calendar day it is in an IANA zone at that moment. */
export const dayOf = (ms: number, zone: string): Day =>
  fromUtc(Math.floor(wallOf(ms, zone) / DAY_MS) * DAY_MS)

/**
 * The first moment of a calendar day in an IANA zone. Where clocks skip midnight (Cairo in spring) that is 01:00; where
 * the hour comes twice it is the earlier; for a day a zone left out it is the start of the next.
 */
export function startOfDay(of: Day, zone: string): number {
  const midnight = toUtc(of)
  const before = wallOf(midnight - DAY_MS, zone) - (midnight - DAY_MS)
  const after = wallOf(midnight + DAY_MS, zone) - (midnight + DAY_MS)
  const earlier = midnight - Math.max(before, after)
  if (wallOf(earlier, zone) === midnight) return earlier
  const later = midnight - Math.min(before, after)
  if (wallOf(later, zone) === midnight) return later
  return firstFrom(earlier, later, (ms) => wallOf(ms, zone) >= midnight)
}

/** The first moment after a calendar day: days have 23, 24 or 25 hours, and never share a moment. */
export const endOfDay = (of: Day, zone: string): number => startOfDay(addDays(of, 1), zone)

/** Halving: the first whole number in (low, high] from which the question is answered yes. */
function firstFrom(low: number, high: number, holds: (at: number) => boolean): number {
  let [no, yes] = [low, high]
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2)
    if (holds(middle)) yes = middle
    else no = middle
  }
  return yes
}
