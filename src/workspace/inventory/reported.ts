import type { PlanningReport, PlanningRow } from '../../amazon/planning-report.ts'
import { type Day, day } from '../../core/day.ts'

/** A SKU's line of the newest planning report; or, with its `day`, what an earlier one said of its sales. */
export interface ReportedRow extends PlanningRow {
  /** The day of that earlier report's snapshot. */
  readonly day?: Day | undefined
}

/** Amazon's planning report as it is stored. */
export interface StoredReport extends PlanningReport {
  readonly rows: readonly ReportedRow[]
}

/** The day of Amazon's snapshot, where the report names one. */
export const snapshotDay = (report: PlanningReport | undefined): Day | undefined =>
  day.safeParse(report?.day).data

/**
 * The newest report, with what earlier ones said of the sales of SKUs that it leaves out, from `oldest` on: Amazon leaves
 * out most of those that are out of stock, which are to be reordered first, and at times half of the others. Only
 * sales: stock, ages and advice of another day would be wrong today. Reports that name no day have no age to tell, so
 * nothing is taken from them or added to them. Source: amzn/selling-partner-api-models, issues 559, 5044 and 5149. Pure.
 */
export function withEarlier(
  report: PlanningReport,
  before: StoredReport | undefined,
  oldest: Day,
): StoredReport {
  const dayBefore = snapshotDay(before)
  if (before === undefined || snapshotDay(report) === undefined) return report
  const known = new Set(report.rows.map(({ sku }) => sku))
  const earlier = before.rows.flatMap(({ sku, units7, units30, units60, units90, ...row }): ReportedRow[] => {
    const of = row.day ?? dayBefore
    if (of === undefined || of < oldest || known.has(sku)) return []
    return [{ sku, units7, units30, units60, units90, day: of }]
  })
  return { ...report, rows: [...report.rows, ...earlier] }
}

/** What is left of a report once everything before `oldest` has gone; undefined where that is all of it. Pure. */
export function reportFrom(report: StoredReport, oldest: Day): StoredReport | undefined {
  const own = snapshotDay(report)
  if (own === undefined || own < oldest) return undefined
  return { ...report, rows: report.rows.filter((row) => row.day === undefined || row.day >= oldest) }
}

/** The earliest day that an earlier report's lines are of; undefined without any. Pure. */
export const earliestDay = ({ rows }: StoredReport): Day | undefined =>
  rows.reduce<Day | undefined>(
    (first, row) => (row.day !== undefined && (first === undefined || row.day < first) ? row.day : first),
    undefined,
  )
