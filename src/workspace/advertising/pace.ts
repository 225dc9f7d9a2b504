import { addDays, type Day, dayOf, daysInMonth, endOfDay, firstOfMonth, startOfDay } from '../../core/day.ts'
import type { Money } from '../../core/money.ts'
import { DAY_MS } from '../../core/time.ts'
import { type AdCharge, netOf } from './charges.ts'
import { type Projection, projectionOf } from './projection.ts'

/** A calendar month in a zone, in moments: with a change of clocks it is an hour longer or shorter. */
export interface Month {
  readonly first: Day
  readonly last: Day
  readonly startMs: number
  /** The first moment of the next month. */
  readonly endMs: number
}

/** The month it is in the store's home zone. */
export function monthOf(nowMs: number, zone: string): Month {
  const first = firstOfMonth(dayOf(nowMs, zone))
  const last = addDays(first, daysInMonth(first) - 1)
  return { first, last, startMs: startOfDay(first, zone), endMs: endOfDay(last, zone) }
}

/** Amazon posts late: today's and the two days' charges before may still change (the last 48 hours, in whole days). */
const OPEN_DAYS = 2

/** The first day whose charges are not final; earlier ones are. */
export const notFinalFrom = (nowMs: number, zone: string): Day => addDays(dayOf(nowMs, zone), -OPEN_DAYS)

/** Shares of the budget, in percent, at which a seller is told. */
export const THRESHOLDS = [80, 90] as const
export type Threshold = (typeof THRESHOLDS)[number]

/** How far a budget may run from the calendar, in points of a hundred, before it is called ahead or behind. */
const IN_STEP_POINTS = 5

export interface BudgetUse {
  readonly budget: Money
  /** Net charges ÷ budget: 0.8 for 80 %. Below 0 when refunds outweigh charges. */
  readonly share: number
  /** share − elapsed share of the month: 0.09 is nine points ahead. */
  readonly aheadBy: number
  readonly pace: 'ahead' | 'in-step' | 'behind'
  /** The highest threshold reached. */
  readonly reached: Threshold | undefined
  readonly isOver: boolean
  /**
   * The day the budget is used up: the day it was, when it is; else the day it would be at the month's mean speed, if that
   * is within the month and there are enough invoices to speak of one.
   */
  readonly runOut: Day | undefined
}

export interface MonthPace {
  readonly month: Month
  /** 0 to 1, by real time. */
  readonly elapsedShare: number
  /** Net of refunds, posted in the month so far. */
  readonly spent: Money
  readonly projection: Projection
  /** Undefined without a budget above 0. */
  readonly use: BudgetUse | undefined
  /** Charges ÷ all sales of the same time; undefined without sales, or with sales in another currency: "–". */
  readonly tacos: number | undefined
}

/**
 * The month so far of one currency, in the store's home zone. Takes all charges, each event once, and picks the
 * currency's and the month's; later ones than now are left out.
 */
export function monthPace(of: {
  readonly charges: readonly AdCharge[]
  readonly currency: string
  readonly nowMs: number
  readonly zone: string
  /** For a calendar month, in that currency. */
  readonly budget: Money | undefined
  /** All sales of the month so far. */
  readonly sales: Money | undefined
}): MonthPace {
  const { currency, nowMs, zone } = of
  const month = monthOf(nowMs, zone)
  const charges = of.charges
    .filter(
      (one) => one.amount.currency === currency && one.postedMs >= month.startMs && one.postedMs <= nowMs,
    )
    .toSorted((a, b) => a.postedMs - b.postedMs)
  const minor = charges.reduce((sum, one) => sum + netOf(one).minor, 0)
  const spent: Money = { minor, currency }
  const elapsedShare = (nowMs - month.startMs) / (month.endMs - month.startMs)
  const projection = projectionOf({ charges, month, nowMs })
  const budget = of.budget?.currency === currency && of.budget.minor > 0 ? of.budget : undefined
  const isSpeedKnown = projection.kind === 'range'
  return {
    month,
    elapsedShare,
    spent,
    projection,
    use: budget && useOf({ budget, charges, minor, elapsedShare, month, nowMs, zone, isSpeedKnown }),
    tacos: tacosOf(spent, of.sales),
  }
}

/** TACoS = advertising charges ÷ all sales, a share. Undefined without sales, and never across currencies. */
export const tacosOf = (charges: Money, sales: Money | undefined): number | undefined =>
  sales === undefined || sales.minor <= 0 || sales.currency !== charges.currency
    ? undefined
    : charges.minor / sales.minor

interface Use {
  readonly budget: Money
  readonly charges: readonly AdCharge[]
  readonly minor: number
  readonly elapsedShare: number
  readonly month: Month
  readonly nowMs: number
  readonly zone: string
  readonly isSpeedKnown: boolean
}

function useOf(of: Use): BudgetUse {
  const { budget, minor, elapsedShare } = of
  const share = minor / budget.minor
  const aheadBy = share - elapsedShare
  const points = Math.round(aheadBy * 100)
  return {
    budget,
    share,
    aheadBy,
    pace: points >= IN_STEP_POINTS ? 'ahead' : points <= -IN_STEP_POINTS ? 'behind' : 'in-step',
    // In whole numbers: 80 % of a budget is reached at exactly 80 %.
    reached: THRESHOLDS.findLast((percent) => minor * 100 >= budget.minor * percent),
    isOver: minor > budget.minor,
    runOut: runOutDay(of),
  }
}

function runOutDay({ budget, charges, minor, month, nowMs, zone, isSpeedKnown }: Use): Day | undefined {
  if (minor >= budget.minor) {
    let sum = 0
    // The last time the sum came up to the budget: a refund may have lifted it below in between.
    const crossings = charges.filter((one) => {
      const before = sum
      sum += netOf(one).minor
      return before < budget.minor && sum >= budget.minor
    })
    const crossed = crossings.at(-1)
    return crossed && dayOf(crossed.postedMs, zone)
  }
  if (!isSpeedKnown || minor <= 0) return undefined
  const perMs = minor / Math.max(DAY_MS, nowMs - month.startMs)
  const atMs = nowMs + (budget.minor - minor) / perMs
  return atMs < month.endMs ? dayOf(atMs, zone) : undefined
}
