import * as z from 'zod'
import { type MarketplaceRates, performanceIn } from '../../amazon/performance-report.ts'
import { fail, ok } from '../../core/result.ts'
import type { Reader } from '../reading/reader.ts'
import { type ReportTaker, readReport } from '../reading/report.ts'

const rate = z.object({
  count: z.number(),
  total: z.number(),
  rate: z.number(),
  target: z.number(),
  condition: z.enum(['LESS_THAN', 'GREATER_THAN', 'EQUALS']),
  status: z.enum(['GOOD', 'BAD', 'NONE']),
  fromMs: z.number(),
  toMs: z.number(),
})

/** Amazon's performance report of one marketplace as it is stored. */
export const storedRates: z.ZodType<MarketplaceRates> = z.object({
  marketplaceId: z.string(),
  late: rate.optional(),
  cancelled: rate.optional(),
  tracked: rate.optional(),
  defects: rate.optional(),
})

/** The report is small; of a larger one the rest is not kept, and then it is none. */
const TEXT_CHARACTERS_MAX = 4_000_000

function ratesTaker(marketplace: string): ReportTaker {
  const lines: string[] = []
  let characters = 0
  return {
    line(text) {
      characters += text.length
      if (characters <= TEXT_CHARACTERS_MAX) lines.push(text)
    },
    end() {
      const rates = performanceIn(lines.join('\n'), marketplace)
      if (rates === undefined) return fail('amazon-changed')
      const known = [rates.late, rates.cancelled, rates.tracked, rates.defects]
      return ok({ value: rates, rows: known.filter((one) => one !== undefined).length })
    },
  }
}

/** Reads Amazon's own rates, targets and windows of one marketplace. Faults: those of readReport, amazon-changed. */
export const readPerformance: Reader = (context, held, run) =>
  readReport(context, held, { report: 'performance', run }, () => ratesTaker(run.part))
