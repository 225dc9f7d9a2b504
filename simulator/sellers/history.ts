import { weekdayOf } from './calendar.ts'
import { drawAt } from './chance.ts'
import { type Demand, type Season, saleDays } from './demand.ts'

/** How far back there is anything: 18 months. */
export const HISTORY_DAYS = 548

/** The units of one local day, and what one of them cost. */
export type DayVisitor = (day: number, units: number, price: number) => void

const WEEKDAYS = [1.14, 1.06, 1, 0.96, 0.94, 0.9, 1] as const
const YEAR_DAYS = 365.2425
/** Growth is counted from this day, 2026-01-01, so that what was sold stays what it was. */
const GROWTH_FROM = 20_454
const PROMOTION = { everyDays: 53, share: 0.35 } as const
const STOCK_OUT = { everyDays: 97, share: 0.28 } as const
const WEEK_SALT = 0x2545f491
/** No SKU sells more in a day. */
const UNITS_MAX = 400

const SEASONS: Readonly<Record<Season, readonly number[]>> = {
  even: yearOf(() => 1),
  gifts: yearOf((day) => 0.75 + 1.1 * bump(day, 340, 24)),
  summer: yearOf((day) => 0.7 + 0.8 * bump(day, 190, 48)),
  school: yearOf((day) => 0.85 + 0.9 * bump(day, 232, 20)),
}

/** The factor of every day of the year, with the marketplace's own two sales: July, and the week of Black Friday. */
function yearOf(factor: (day: number) => number): number[] {
  return Array.from({ length: 367 }, (_, day) => {
    const sale = day === 194 || day === 195 ? 1.9 : day >= 326 && day <= 333 ? 1.45 : 1
    return factor(day) * sale
  })
}

/** Factors are told of the days from here on, 2011 to 2051: further than any clock is moved. */
const FIRST_DAY = 15_000
const DAYS_TOLD = 15_000
const tables = new Map<Season, Float64Array>()

/** Season and weekday of every day in one factor, made once. */
function factorsOf(season: Season): Float64Array {
  const known = tables.get(season)
  if (known !== undefined) return known
  const made = Float64Array.from({ length: DAYS_TOLD }, (_, index) => {
    const day = FIRST_DAY + index
    return (SEASONS[season][Math.floor(day % YEAR_DAYS)] ?? 1) * (WEEKDAYS[weekdayOf(day)] ?? 1)
  })
  tables.set(season, made)
  return made
}

function bump(day: number, peak: number, width: number): number {
  return Math.exp(-0.5 * ((day - peak) / width) ** 2)
}

/**
 * Visits the local days `from` to `to`, both included, with the units that a SKU sold on each and their price. Days
 * before the history, after today, or without sales have 0 units. The units of a whole day: today's is not over yet.
 */
export function eachDay(
  demand: Demand,
  range: { readonly from: number; readonly to: number },
  today: number,
  visit: DayVisitor,
): void {
  const { first, last } = saleDays(demand, today)
  const begin = Math.max(first, today - HISTORY_DAYS + 1)
  const end = Math.min(last, today)
  const factors = factorsOf(demand.season)
  let week = weekFactor(demand.key, range.from)
  let promotion = stretchOf(demand.key, range.from, PROMOTION)
  let stockOut = stretchOf(demand.key + 1, range.from, STOCK_OUT)
  for (let day = range.from; day <= range.to; day += 1) {
    if (day % 7 === 0) week = weekFactor(demand.key, day)
    if (day >= promotion.next) promotion = stretchOf(demand.key, day, PROMOTION)
    if (day >= stockOut.next) stockOut = stretchOf(demand.key + 1, day, STOCK_OUT)
    const promoted = day >= promotion.first && day < promotion.first + 3 + promotion.size * 5
    const price = promoted ? Math.round(demand.price * (0.9 - promotion.size * 0.15)) : demand.price
    const out = day >= stockOut.first && day < stockOut.first + 3 + stockOut.size * 15
    if (out || day < begin || day > end) {
      visit(day, 0, price)
      continue
    }
    const growth = Math.min(1.6, Math.max(0.5, 1 + (demand.growth * (day - GROWTH_FROM)) / YEAR_DAYS))
    const expected =
      demand.unitsADay *
      (factors[day - FIRST_DAY] ?? 1) *
      (promoted ? 1.6 + promotion.size * 1.2 : 1) *
      growth *
      week
    visit(day, poisson(expected, drawAt(demand.key, day)), price)
  }
}

/** Some weeks are better than others. */
const weekFactor = (key: number, day: number): number =>
  0.8 + 0.4 * drawAt(key ^ WEEK_SALT, Math.floor(day / 7))

/** A promotion or a stock-out of the window that a day lies in: where it begins, and from 0 to 1 how big it is. */
function stretchOf(key: number, day: number, { everyDays, share }: typeof PROMOTION | typeof STOCK_OUT) {
  const number = Math.floor(day / everyDays)
  const next = (number + 1) * everyDays
  if (drawAt(key, -3 * number - 1) >= share) return { first: next, size: 0, next }
  const size = drawAt(key, -3 * number - 2)
  const first = number * everyDays + Math.floor(drawAt(key, -3 * number - 3) * (everyDays - 20))
  return { first, size, next }
}

/** How many of a rare event happen, for a draw from 0 to 1: the inverse of Poisson's distribution. */
function poisson(expected: number, draw: number): number {
  let chance = Math.exp(-expected)
  let sum = chance
  let units = 0
  while (draw > sum && units < UNITS_MAX) {
    units += 1
    chance *= expected / units
    sum += chance
  }
  return units
}

/** Units that a SKU sold on the local days `from` to `to`, both included. */
export function unitsIn(
  demand: Demand,
  range: { readonly from: number; readonly to: number },
  today: number,
): number {
  let sum = 0
  eachDay(demand, range, today, (_day, units) => {
    sum += units
  })
  return sum
}
