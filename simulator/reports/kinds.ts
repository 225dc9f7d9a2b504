import type { ReportType } from './document.ts'

/** How the next reports of a seller turn out. */
export const REPORT_KINDS = [
  'normal',
  'slow',
  'cancelled',
  'fatal',
  'malformed',
  'oversized',
  'truncated-gzip',
  'missing-columns',
  'half',
] as const
export type ReportKind = (typeof REPORT_KINDS)[number]

/** Seconds until a report is done unless control says otherwise; a slow one takes ten minutes. */
const DONE_SECONDS = { normal: 3, slow: 600 } as const

export interface ReportPlan {
  readonly kind: ReportKind
  readonly seconds: number
}

/** A plan that control has made. */
export interface PlannedReports {
  readonly seller: string
  readonly kind: ReportKind
  /** Only reports of this type; absent: of both. */
  readonly type?: ReportType | undefined
  readonly times: number
  readonly seconds?: number | undefined
}

export type PlannedRow = {
  id: number
  seller: string
  kind: ReportKind
  type: ReportType | null
  seconds: number
  remaining: number
}

/**
 * From now on the next reports of the seller are of this kind. `normal` takes all plans for it away; with `seconds` it
 * only sets the pace of reports that no other plan is for.
 */
export function planReports(sql: SqlStorage, plan: PlannedReports): void {
  if (plan.kind === 'normal') {
    sql.exec(
      "delete from report_plan where seller = ?1 and (?2 is null or type = ?2) and (?3 is null or kind = 'normal')",
      plan.seller,
      plan.type ?? null,
      plan.seconds ?? null,
    )
    if (plan.seconds === undefined) return
  }
  const usual = plan.kind === 'slow' ? DONE_SECONDS.slow : DONE_SECONDS.normal
  sql.exec(
    'insert into report_plan (seller, kind, type, seconds, remaining) values (?, ?, ?, ?, ?)',
    plan.seller,
    plan.kind,
    plan.type ?? null,
    plan.seconds ?? usual,
    plan.times,
  )
}

/** The plans that are not used up, oldest first. */
export const readPlans = (sql: SqlStorage): PlannedRow[] =>
  sql.exec<PlannedRow>('select * from report_plan order by id').toArray()

/** How a new report turns out; uses its plan up once. One that only sets the pace comes after every other. */
export function takePlan(sql: SqlStorage, seller: string, type: ReportType): ReportPlan {
  const [plan] = sql
    .exec<PlannedRow>(
      "select * from report_plan where seller = ? and (type is null or type = ?) order by kind = 'normal', id limit 1",
      seller,
      type,
    )
    .toArray()
  if (plan === undefined) return { kind: 'normal', seconds: DONE_SECONDS.normal }
  sql.exec('update report_plan set remaining = remaining - 1 where id = ?', plan.id)
  sql.exec('delete from report_plan where remaining <= 0')
  return plan
}
