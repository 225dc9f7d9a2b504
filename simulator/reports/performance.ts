import { dayStartMs, localDay } from '../sellers/calendar.ts'
import { chanceFrom } from '../sellers/chance.ts'
import { type Network, salesIn } from '../sellers/sales.ts'
import type { Marketplace } from '../sellers/sellers.ts'
import type { ReportSubject } from './planning.ts'

type Condition = 'LESS_THAN' | 'GREATER_THAN'

/** A rate as Amazon judges it: NONE where there is nothing to judge. */
function judged(part: number, whole: number, target: number, condition: Condition) {
  const rate = whole === 0 ? 0 : part / whole
  const good = condition === 'LESS_THAN' ? rate < target : rate > target
  return {
    status: whole === 0 ? 'NONE' : good ? 'GOOD' : 'BAD',
    rate: Number(rate.toFixed(6)),
    targetValue: target,
    targetCondition: condition,
  }
}

/** GET_V2_SELLER_PERFORMANCE_REPORT: each marketplace's rates out of the seller's own orders, as JSON. */
export function performanceReport(subject: ReportSubject): string {
  return JSON.stringify({
    accountStatuses: subject.marketplaces.map((one) => ({ marketplaceId: one.id, status: 'NORMAL' })),
    performanceMetrics: subject.marketplaces.map((one) => metricsOf(subject, one)),
  })
}

function metricsOf({ seed, seller, createdMs }: ReportSubject, marketplace: Marketplace): object {
  const today = localDay(marketplace.timeZone, createdMs)
  const chance = chanceFrom(`${seed}/${seller.id}/${marketplace.id}/performance/${today}`)
  const window = (days: number, endsDaysAgo: number) => {
    const [from, to] = [today - endsDaysAgo - days, today - endsDaysAgo]
    const count = (network: Network): number =>
      salesIn(
        { seed, seller, marketplace, network },
        { fromMs: dayStartMs(marketplace.timeZone, from), toMs: dayStartMs(marketplace.timeZone, to) },
        createdMs,
      ).items
    return { count, reportingDateRange: rangeOf(from, to - 1) }
  }
  const some = (whole: number, share: number): number =>
    Math.min(whole, Math.round(whole * share * (0.85 + chance.next() * 0.3)))
  const month = window(30, 1)
  const week = window(7, 1)
  const defects = window(60, 18)
  const judging = { reportingDateRange: defects.reportingDateRange, some }
  const shipped = month.count('MFN')
  const late = some(shipped, seller.lateShare)
  const ordered = week.count('MFN')
  const cancelled = some(ordered, 0.016)
  const tracked = shipped - some(shipped, 0.024)
  const violations = {
    reportingDateRange: window(180, 0).reportingDateRange,
    defectsCount: 0,
    status: 'GOOD',
  }
  return {
    marketplaceId: marketplace.id,
    lateShipmentRate: {
      reportingDateRange: month.reportingDateRange,
      orderCount: shipped,
      lateShipmentCount: late,
      ...judged(late, shipped, 0.04, 'LESS_THAN'),
    },
    preFulfillmentCancellationRate: {
      reportingDateRange: week.reportingDateRange,
      orderCount: ordered,
      cancellationCount: cancelled,
      ...judged(cancelled, ordered, 0.025, 'LESS_THAN'),
    },
    validTrackingRate: {
      reportingDateRange: month.reportingDateRange,
      shipmentCount: shipped,
      validTrackingCount: tracked,
      ...judged(tracked, shipped, 0.95, 'GREATER_THAN'),
    },
    orderDefectRate: {
      mfn: defectRate({ fulfillmentType: 'mfn', orderCount: defects.count('MFN'), ...judging }),
      afn: defectRate({ fulfillmentType: 'afn', orderCount: defects.count('AFN'), ...judging }),
    },
    listingPolicyViolations: { ...violations, targetValue: 0, targetCondition: 'EQUALS' },
    accountHealthRating: {
      ahrStatus: 'GREAT',
      reportingDateRange: violations.reportingDateRange,
    },
  }
}

interface Defects {
  readonly fulfillmentType: 'mfn' | 'afn'
  readonly orderCount: number
  readonly reportingDateRange: object
  /** Roughly so many of these orders. */
  readonly some: (whole: number, share: number) => number
}

function defectRate({ fulfillmentType, orderCount, reportingDateRange, some }: Defects): object {
  const claims = some(orderCount, 0.0018)
  const chargebacks = some(orderCount, 0.0002)
  const negativeFeedback = some(orderCount, 0.0024)
  const bad = claims + chargebacks + negativeFeedback
  const verdict = judged(bad, orderCount, 0.01, 'LESS_THAN')
  const part = (count: number) => ({ count, status: 'NONE' })
  return {
    reportingDateRange,
    orderCount,
    orderWithDefects: { count: bad, status: verdict.status },
    claims: part(claims),
    chargebacks: part(chargebacks),
    negativeFeedback: part(negativeFeedback),
    fulfillmentType,
    ...verdict,
  }
}

const DAY_MS = 86_400_000
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)
const rangeOf = (from: number, to: number) => ({
  reportingDateFrom: `${dateOf(from)}T00:00Z`,
  reportingDateTo: `${dateOf(to)}T23:59Z`,
})
