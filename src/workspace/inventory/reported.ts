import type { PlanningReport, PlanningRow } from '../../amazon/planning-report.ts'
import { addDays, type Day, day } from '../../core/day.ts'
import { LONGEST_WINDOW, unitsIn, WINDOWS } from './plan/velocity.ts'

/** A SKU's line of the newest planning report; or, with its `day`, what an earlier one said of its sales. */
export interface ReportedRow extends PlanningRow {
  /** The day of that earlier report's snapshot. */
  readonly day?: Day | undefined
  /** Days of its windows known out of stock when it was taken over: what was seen is forgotten before the line is. */
  readonly out?: readonly Day[] | undefined
}

/** Amazon's planning report as it is stored. */
export interface StoredReport extends Omit<PlanningReport, 'day'> {
  readonly rows: readonly ReportedRow[]
  /** Of Amazon's snapshot. */
  readonly day: Day
}

/**
 * A report by the day of its snapshot: the one that it names, or the one on which it was read where it names none, as a
 * report without lines does, or one that is yet to come. Pure.
 */
export function dated(report: PlanningReport, readOn: Day): StoredReport {
  const named = day.safeParse(report.day).data
  return { ...report, day: named !== undefined && named <= readOn ? named : readOn }
}

/**
 * The newest report, with what earlier ones said of the sales of SKUs that it leaves out, from `oldest` on: Amazon leaves
 * out most of those that are out of stock, which are to be reordered first, and at times half of the others. Only
 * sales: stock, ages and advice of another day would be wrong today. Source: amzn/selling-partner-api-models, issues
 * 559, 5044 and 5149. Pure.
 */
export function withEarlier(
  report: StoredReport,
  before: StoredReport | undefined,
  { oldest, out }: { readonly oldest: Day; readonly out: ReadonlyMap<string, readonly Day[]> },
): StoredReport {
  if (before === undefined) return report
  const known = new Set(report.rows.map(({ sku }) => sku))
  const earlier = before.rows.flatMap(({ sku, units7, units30, units60, units90, ...row }): ReportedRow[] => {
    const of = row.day ?? before.day
    const units = { units7, units30, units60, units90 }
    const tells = WINDOWS.some((window) => unitsIn(units, window) !== undefined)
    if (of < oldest || known.has(sku) || !tells) return []
    const seen = row.day === undefined ? inWindows(out.get(sku), of) : row.out
    return [{ sku, ...units, day: of, ...(seen && { out: seen }) }]
  })
  return { ...report, rows: [...report.rows, ...earlier] }
}

function inWindows(days: readonly Day[] | undefined, last: Day): readonly Day[] | undefined {
  const first = addDays(last, 1 - LONGEST_WINDOW)
  const within = days?.filter((one) => one >= first && one <= last)
  return within?.length === 0 ? undefined : within
}

/** What is left of a report once everything before `oldest` has gone; undefined where that is all of it. Pure. */
export function reportFrom(report: StoredReport, oldest: Day): StoredReport | undefined {
  if (report.day < oldest) return undefined
  return { ...report, rows: report.rows.filter((row) => row.day === undefined || row.day >= oldest) }
}

/** The earliest day that an earlier report's lines are of; undefined without any. Pure. */
export const earliestDay = ({ rows }: StoredReport): Day | undefined =>
  rows.reduce<Day | undefined>(
    (first, row) => (row.day !== undefined && (first === undefined || row.day < first) ? row.day : first),
    undefined,
  )
