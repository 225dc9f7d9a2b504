import * as z from 'zod'
import { type NoReport, planningReader } from '../../amazon/planning-report.ts'
import { zoneOf } from '../../amazon/regions.ts'
import { oldestKeptMs } from '../../core/data.ts'
import { addDays, type Day, day, dayOf, startOfDay } from '../../core/day.ts'
import type { Fault } from '../../core/fault.ts'
import { marketplaceId } from '../../core/id.ts'
import { fail, ok } from '../../core/result.ts'
import { log } from '../../log.ts'
import type { StoreContext } from '../../store/context.ts'
import { openSnapshot } from '../../store/figures.ts'
import type { Brought, Reader } from '../reading/reader.ts'
import { type ReportTaker, readReport } from '../reading/report.ts'
import { dated, earliestDay, reportFrom, type StoredReport, withEarlier } from './reported.ts'
import { storedStock } from './seen.ts'

const number = z.number().optional()

/** The same, from what is stored. */
export const planningReport: z.ZodType<StoredReport> = z.object({
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
      day: day.optional(),
      out: z.array(day).optional(),
    }),
  ),
  missing: z.array(z.string()),
  broken: z.number(),
  day,
})

const FAULTS: Readonly<Record<NoReport, Fault>> = {
  columns: 'amazon-changed',
  rows: 'amazon-changed',
  'too-many': 'too-many-rows',
}

/**
 * Reads Amazon's planning report of one marketplace; what earlier ones said of SKUs that it leaves out stays with it. An
 * earlier one, or a stock, that cannot be opened now fails this one: what it said would be lost. Faults: those of readReport and of
 * openSnapshot, amazon-changed, too-many-rows.
 */
export const readPlanning: Reader = (context, held, run) =>
  readReport(context, held, { report: 'planning', run }, () => planningTaker(context, run.part))

function planningTaker(context: StoreContext, part: string): ReportTaker {
  const { line, end } = planningReader()
  return {
    line,
    end: async () => {
      const report = end()
      if (typeof report === 'string') {
        log('error', {
          event: 'amazon.changed',
          fault: FAULTS[report],
          operation: 'planning',
          error: report,
        })
        return fail(FAULTS[report])
      }
      const before = await openSnapshot(context, { kind: 'planning', part }, planningReport)
      if (!before.ok) return before
      const stock = await openSnapshot(context, { kind: 'inventory', part }, storedStock)
      if (!stock.ok) return stock
      const nowMs = context.clock()
      const read = dated(report, dayOf(nowMs, zoneOf(marketplaceId.parse(part))))
      const oldest = oldestDay(oldestKeptMs('planning', nowMs), part)
      const out = new Map(stock.value?.value.seen.out)
      return ok(broughtOf(withEarlier(read, before.value?.value, { oldest, out }), part))
    },
  }
}

/** What of a report is not past its time; undefined where all of it is. Pure. */
export function trimReport(report: StoredReport, oldestMs: number, part: string): Brought | undefined {
  const left = reportFrom(report, oldestDay(oldestMs, part))
  return left && broughtOf(left, part)
}

/** The first day that is past this moment whole. */
const oldestDay = (oldestMs: number, part: string): Day =>
  addDays(dayOf(oldestMs, zoneOf(marketplaceId.parse(part))), 1)

/** Lines are those of the report itself. */
function broughtOf(value: StoredReport, part: string): Brought {
  const first = earliestDay(value)
  const rows = value.rows.filter(({ day: earlier }) => earlier === undefined).length
  return {
    value,
    rows,
    ...(first === undefined ? {} : { oldestMs: startOfDay(first, zoneOf(marketplaceId.parse(part))) }),
  }
}
