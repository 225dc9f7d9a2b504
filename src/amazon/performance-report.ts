import * as z from 'zod'
import { jsonOf } from '../core/json.ts'

/**
 * Amazon's seller performance report, narrowed to what the Orders page shows: three rates with their counts, targets,
 * windows and status. Amazon's numbers are shown, none is hard-coded. Shape: accountHealthReport of 2020-11-18.
 */
const count = z.int().min(0).max(1_000_000_000)
const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/)
  .transform((text) => Date.parse(text.replace(/^(.{16})Z$/, '$1:00Z')))
  .pipe(z.number())

const rated = z.object({
  reportingDateRange: z.object({ reportingDateFrom: moment, reportingDateTo: moment }),
  status: z.enum(['GOOD', 'BAD', 'NONE']),
  rate: z.number().min(0).max(1),
  targetValue: z.number().min(0).max(1),
  targetCondition: z.enum(['LESS_THAN', 'GREATER_THAN', 'EQUALS']),
})

export interface Rate {
  /** How many the rate counts, of how many. */
  readonly count: number
  readonly total: number
  readonly rate: number
  readonly target: number
  readonly condition: 'LESS_THAN' | 'GREATER_THAN' | 'EQUALS'
  readonly status: 'GOOD' | 'BAD' | 'NONE'
  readonly fromMs: number
  readonly toMs: number
}

const rateOf = (of: z.infer<typeof rated>, counted: number, total: number): Rate => ({
  count: counted,
  total,
  rate: of.rate,
  target: of.targetValue,
  condition: of.targetCondition,
  status: of.status,
  fromMs: of.reportingDateRange.reportingDateFrom,
  toMs: of.reportingDateRange.reportingDateTo,
})

const late = rated
  .extend({ lateShipmentCount: count, orderCount: count })
  .transform((of) => rateOf(of, of.lateShipmentCount, of.orderCount))
const cancelled = rated
  .extend({ cancellationCount: count, orderCount: count })
  .transform((of) => rateOf(of, of.cancellationCount, of.orderCount))
const tracked = rated
  .extend({ validTrackingCount: count, shipmentCount: count })
  .transform((of) => rateOf(of, of.validTrackingCount, of.shipmentCount))
const defects = z
  .object({ mfn: rated.extend({ orderCount: count, orderWithDefects: z.object({ count }) }) })
  .transform(({ mfn }) => rateOf(mfn, mfn.orderWithDefects.count, mfn.orderCount))

/** A rate that a marketplace does not have, or whose shape is new to us, is left out; the others stand. */
const marketplaceRates = z
  .object({
    marketplaceId: z.string(),
    lateShipmentRate: late.optional().catch(undefined),
    // Amazon's schema names it one way and the example beside it another.
    preFulfillmentCancellationRate: cancelled.optional().catch(undefined),
    prefulfillmentCancelRate: cancelled.optional().catch(undefined),
    validTrackingRate: tracked.optional().catch(undefined),
    orderDefectRate: defects.optional().catch(undefined),
  })
  .transform(
    (of): MarketplaceRates => ({
      marketplaceId: of.marketplaceId,
      late: of.lateShipmentRate,
      cancelled: of.preFulfillmentCancellationRate ?? of.prefulfillmentCancelRate,
      tracked: of.validTrackingRate,
      defects: of.orderDefectRate,
    }),
  )

export interface MarketplaceRates {
  readonly marketplaceId: string
  readonly late?: Rate | undefined
  readonly cancelled?: Rate | undefined
  readonly tracked?: Rate | undefined
  readonly defects?: Rate | undefined
}

const report = z.object({ performanceMetrics: z.array(marketplaceRates).max(200) })

/** The rates of one marketplace from a report's text. Undefined for what is no such report, or not of it. Pure. */
export function performanceIn(text: string, marketplace: string): MarketplaceRates | undefined {
  const { data } = report.safeParse(jsonOf(text))
  return data?.performanceMetrics.find((one) => one.marketplaceId === marketplace)
}
