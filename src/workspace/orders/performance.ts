import * as z from 'zod'
import { type MarketplaceRates, performanceIn } from '../../amazon/performance-report.ts'
import type { Fault } from '../../core/fault.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { HeldToken, StoreContext } from '../../store/context.ts'
import type { Run } from '../../store/sync.ts'
import type { Brought, Resting } from '../reading/reader.ts'
import { readReport } from '../reading/report.ts'

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

function textTaker() {
  const lines: string[] = []
  let characters = 0
  return {
    line(text: string): void {
      characters += text.length
      if (characters <= TEXT_CHARACTERS_MAX) lines.push(text)
    },
    text: () => lines.join('\n'),
  }
}

/** Reads Amazon's own rates, targets and windows of one marketplace. Faults: those of readReport, amazon-changed. */
export async function readPerformance(
  context: StoreContext,
  held: HeldToken,
  run: Run,
): Promise<Result<Brought | Resting, Fault>> {
  const read = await readReport(context, held, { report: 'performance', run }, textTaker)
  if (!read.ok) return read
  if ('continueMs' in read.value) return ok(read.value)
  const rates = performanceIn(read.value.taken.text(), run.part)
  if (rates === undefined) return fail('amazon-changed')
  const known = [rates.late, rates.cancelled, rates.tracked, rates.defects]
  return ok({ value: rates, rows: known.filter((one) => one !== undefined).length })
}
