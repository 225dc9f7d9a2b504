import * as z from 'zod'
import { invalidInput, type Reply } from '../reply.ts'
import { dayStartMs, isoInZone, isTimeZone, localDay, offsetMs, weekdayOf } from '../sellers/calendar.ts'
import { type Counted, noSales, type Span, salesIn, type Tally } from '../sellers/sales.ts'
import type { Marketplace } from '../sellers/sellers.ts'
import { now } from '../world.ts'
import { decimal, marketplaceOf, type OperationCall, queryObject, success } from './answer.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Hours are told of 30 days, everything else of two years, counted back from the request. */
const HOURS_MS_MAX = 30 * DAY_MS
const INTERVAL_MS_MAX = 2 * 366 * DAY_MS

const GRANULARITIES = ['Hour', 'Day', 'Week', 'Month', 'Year', 'Total'] as const
type Granularity = (typeof GRANULARITIES)[number]
const moment = z.iso.datetime({ offset: true })

const parameters = z
  .object({
    marketplaceIds: z.string().regex(/^[^,]+$/),
    interval: z
      .string()
      .transform((text) => text.split('--'))
      .pipe(z.tuple([moment, moment])),
    granularity: z.enum(GRANULARITIES),
    granularityTimeZone: z.string().min(1).refine(isTimeZone).optional(),
    buyerType: z.enum(['B2B', 'B2C', 'All']).default('All'),
    fulfillmentNetwork: z.enum(['AFN', 'MFN']).optional(),
    firstDayOfWeek: z.enum(['Monday', 'Sunday']).default('Monday'),
    asin: z.string().min(1).optional(),
    sku: z.string().min(1).optional(),
  })
  .refine((asked) => asked.asin === undefined || asked.sku === undefined)
  .refine(
    ({ granularity, granularityTimeZone }) =>
      granularity === 'Hour' || granularity === 'Total' || granularityTimeZone !== undefined,
  )

/**
 * getOrderMetrics: units, orders and sales of one marketplace in intervals, counted out of the same histories as
 * orders and reports. Everything is sold to consumers. Answers 400 to an interval that begins more than two years ago,
 * or 30 days for hours, and to a time zone whose clock is not the interval's.
 */
export function getOrderMetrics({ world, seller, query }: OperationCall): Reply {
  const parsed = parameters.safeParse(queryObject(query))
  if (!parsed.success) return invalidInput()
  const asked = parsed.data
  const found = marketplaceOf(seller, asked.marketplaceIds)
  if ('refusal' in found) return found.refusal
  const { marketplace } = found
  const span = { fromMs: Date.parse(asked.interval[0]), toMs: Date.parse(asked.interval[1]) }
  const nowMs = now(world)
  const longest = asked.granularity === 'Hour' ? HOURS_MS_MAX : INTERVAL_MS_MAX
  if (span.toMs <= span.fromMs || nowMs - span.fromMs > longest || span.toMs - span.fromMs > longest) {
    return invalidInput('The interval is invalid.')
  }
  const timeZone = asked.granularityTimeZone ?? 'UTC'
  if (asked.granularityTimeZone !== undefined && !fitsZone(asked.interval, timeZone)) {
    return invalidInput('The granularityTimeZone does not match the interval.')
  }
  const only = asked.sku ?? asked.asin
  const counted: Counted = {
    seed: world.variables.SEED,
    seller,
    marketplace,
    network: asked.fulfillmentNetwork,
    ...(only === undefined ? {} : { only: { sku: asked.sku, asin: asked.asin } }),
  }
  const starts = startsOf(span, { ...asked, timeZone })
  return success({
    payload: starts.map((fromMs, index) => {
      const part = { fromMs, toMs: starts[index + 1] ?? span.toMs }
      const tally = asked.buyerType === 'B2B' ? noSales() : salesIn(counted, part, nowMs)
      return told(tally, { part, marketplace, timeZone })
    }),
  })
}

/** Whether each end of the interval is written with the offset that the zone has at that moment. */
function fitsZone(interval: readonly string[], timeZone: string): boolean {
  return interval.every((text) => {
    const written = /([+-])(\d\d):?(\d\d)$/.exec(text)
    const minutes = written === null ? 0 : Number(written[2]) * 60 + Number(written[3])
    return offsetMs(timeZone, Date.parse(text)) === (written?.[1] === '-' ? -1 : 1) * minutes * 60_000
  })
}

interface Steps {
  readonly granularity: Granularity
  readonly timeZone: string
  readonly firstDayOfWeek: 'Monday' | 'Sunday'
}

/** The beginnings of the parts of an interval; the first and the last part may be cut short by it. */
function startsOf(span: Span, steps: Steps): number[] {
  const starts = [span.fromMs]
  if (steps.granularity === 'Total') return starts
  if (steps.granularity === 'Hour') {
    const first = (Math.floor(span.fromMs / HOUR_MS) + 1) * HOUR_MS
    for (let ms = first; ms < span.toMs; ms += HOUR_MS) starts.push(ms)
    return starts
  }
  for (let day = localDay(steps.timeZone, span.fromMs) + 1; ; day += 1) {
    const ms = dayStartMs(steps.timeZone, day)
    if (ms >= span.toMs) return starts
    if (begins(day, steps)) starts.push(ms)
  }
}

function begins(day: number, { granularity, firstDayOfWeek }: Steps): boolean {
  if (granularity === 'Day') return true
  if (granularity === 'Week') return weekdayOf(day) === (firstDayOfWeek === 'Sunday' ? 0 : 1)
  const date = new Date(day * DAY_MS)
  return date.getUTCDate() === 1 && (granularity === 'Month' || date.getUTCMonth() === 0)
}

function told(
  { units, items, sales }: Tally,
  {
    part,
    marketplace,
    timeZone,
  }: { readonly part: Span; readonly marketplace: Marketplace; readonly timeZone: string },
): object {
  const money = (amount: number): object => ({
    amount: decimal(amount, marketplace),
    currencyCode: marketplace.defaultCurrencyCode,
  })
  return {
    interval: `${isoInZone(timeZone, part.fromMs)}--${isoInZone(timeZone, part.toMs)}`,
    unitCount: units,
    orderItemCount: items,
    orderCount: items,
    averageUnitPrice: money(units === 0 ? 0 : Math.round(sales / units)),
    totalSales: money(sales),
  }
}
