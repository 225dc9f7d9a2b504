import * as z from 'zod'
import { type NoReport, type PlanningReport, planningReader } from '../../amazon/planning-report.ts'
import type { Fault } from '../../core/fault.ts'
import { fail, ok } from '../../core/result.ts'
import { log } from '../../log.ts'
import type { Reader } from '../reading/reader.ts'
import { type ReportTaker, readReport } from '../reading/report.ts'

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

function planningTaker(): ReportTaker {
  const { line, end } = planningReader()
  return {
    line,
    end: () => {
      const report = end()
      if (typeof report !== 'string') return ok({ value: report, rows: report.rows.length })
      log('error', { event: 'amazon.changed', fault: FAULTS[report], operation: 'planning', error: report })
      return fail(FAULTS[report])
    },
  }
}

/** Reads Amazon's planning report of one marketplace. Faults: those of readReport, amazon-changed, too-many-rows. */
export const readPlanning: Reader = (context, held, run) =>
  readReport(context, held, { report: 'planning', run }, planningTaker)
