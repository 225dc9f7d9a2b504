import * as z from 'zod'
import { type NoReport, type PlanningReport, planningReader } from '../../amazon/planning-report.ts'
import type { Fault } from '../../core/fault.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { log } from '../../log.ts'
import type { HeldToken, StoreContext } from '../../store/context.ts'
import { noteProgress, type Run } from '../../store/sync.ts'
import type { Brought, Resting } from '../reading/reader.ts'
import { readReport } from '../reading/report.ts'

const number = z.number().optional()

/** Amazon's planning report as it is stored. */
export const planningReport: z.ZodType<PlanningReport> = z.object({
  rows: z.array(
    z.object({
      sku: z.string(),
      available: number,
      units7: number,
      units30: number,
      units60: number,
      units90: number,
      age0to90: number,
      age91to180: number,
      age181to270: number,
      age271to365: number,
      ageOver365: number,
      excess: number,
      sellThrough: number,
      daysOfSupply: number,
      totalDaysOfSupply: number,
      recommendedUnits: number,
      recommendedDay: z.string().optional(),
    }),
  ),
  missing: z.array(z.string()),
  broken: z.number(),
  day: z.string().optional(),
})

const FAULTS: Readonly<Record<NoReport, Fault>> = {
  columns: 'amazon-changed',
  rows: 'amazon-changed',
  'too-many': 'too-many-rows',
}

/** Reads Amazon's planning report of one marketplace. Faults: those of readReport, amazon-changed, too-many-rows. */
export async function readPlanning(
  context: StoreContext,
  held: HeldToken,
  run: Run,
): Promise<Result<Brought | Resting, Fault>> {
  const read = await readReport(context, held, { report: 'planning', run }, planningReader)
  if (!read.ok) return read
  if ('continueMs' in read.value) return ok(read.value)
  const report = read.value.taken.end()
  if (typeof report === 'string') {
    log('error', { event: 'amazon.changed', fault: FAULTS[report], operation: run.kind, error: report })
    return fail(FAULTS[report])
  }
  noteProgress(context, run, report.rows.length)
  return ok({ value: report, rows: report.rows.length })
}
