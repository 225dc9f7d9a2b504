import * as z from 'zod'
import { parseJson } from '../control/json.ts'
import { base64url, sha256 } from '../token.ts'
import { now, type World } from '../world.ts'
import { REPORTS_OFFERED, type ReportType } from './document.ts'
import { REPORT_KINDS, type ReportKind, type ReportPlan } from './kinds.ts'

export type ReportStatus = 'IN_QUEUE' | 'IN_PROGRESS' | 'DONE' | 'CANCELLED' | 'FATAL'

/** A report that a seller's application has asked for. */
export interface Report {
  readonly reportId: string
  readonly documentId: string
  readonly seller: string
  readonly type: ReportType
  readonly kind: ReportKind
  readonly marketplaceIds: readonly string[]
  readonly createdMs: number
  readonly startedMs: number
  readonly endedMs: number
}

const row = z
  .object({
    id: z.string(),
    document_id: z.string(),
    seller: z.string(),
    type: z.enum(REPORTS_OFFERED),
    kind: z.enum(REPORT_KINDS),
    marketplaces: z.string().transform(parseJson).pipe(z.array(z.string())),
    created_ms: z.number(),
    started_ms: z.number(),
    ended_ms: z.number(),
  })
  .transform(
    (stored): Report => ({
      reportId: stored.id,
      documentId: stored.document_id,
      seller: stored.seller,
      type: stored.type,
      kind: stored.kind,
      marketplaceIds: stored.marketplaces,
      createdMs: stored.created_ms,
      startedMs: stored.started_ms,
      endedMs: stored.ended_ms,
    }),
  )

/** Amazon's "most recent URL expires after": five minutes. */
export const DOCUMENT_URL_MS = 300_000
/** A report waits in the queue for this share of its time. */
const QUEUE_SHARE = 0.35

interface Wanted {
  readonly seller: string
  readonly region: string
  readonly type: ReportType
  readonly marketplaceIds: readonly string[]
}

/** Notes a report that begins now and turns out as planned. Returns its id. */
export function storeReport(world: World, wanted: Wanted, plan: ReportPlan): string {
  const createdMs = now(world)
  const digits = Array.from(world.random(10), (byte) => byte % 10).join('')
  const id = `5${digits}`
  const documentId = `amzn1.spdoc.1.4.${wanted.region}.${crypto.randomUUID()}.T${base64url(world.random(9))}`
  world.sql.exec(
    `insert into report (id, document_id, seller, type, kind, marketplaces, created_ms, started_ms, ended_ms)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    documentId,
    wanted.seller,
    wanted.type,
    plan.kind,
    JSON.stringify(wanted.marketplaceIds),
    createdMs,
    createdMs + plan.seconds * 1000 * QUEUE_SHARE,
    createdMs + plan.seconds * 1000,
  )
  return id
}

/** A seller's report by its own id or by its document's, or undefined. */
export function findReport(
  world: World,
  seller: string,
  by: { readonly reportId: string } | { readonly documentId: string },
): Report | undefined {
  const column = 'reportId' in by ? 'id' : 'document_id'
  const value = 'reportId' in by ? by.reportId : by.documentId
  const [found] = world.sql
    .exec(`select * from report where seller = ? and ${column} = ?`, seller, value)
    .toArray()
  return found === undefined ? undefined : row.parse(found)
}

/** How a report stands now. */
export function statusOf(report: Report, nowMs: number): ReportStatus {
  if (nowMs < report.startedMs) return 'IN_QUEUE'
  if (nowMs < report.endedMs) return 'IN_PROGRESS'
  if (report.kind === 'cancelled') return 'CANCELLED'
  return report.kind === 'fatal' ? 'FATAL' : 'DONE'
}

/** A signature that opens a document for five minutes. */
export function signDocument(world: World, report: Report): string {
  const signature = Array.from(world.random(32), (byte) => byte.toString(16).padStart(2, '0')).join('')
  world.sql.exec(
    'insert into document_url (hash, report, expires_ms) values (?, ?, ?)',
    sha256(signature),
    report.reportId,
    now(world) + DOCUMENT_URL_MS,
  )
  return signature
}

/** The report that a signature was given out for, and whether it still opens it. */
export function signedReport(
  world: World,
  signature: string,
): { readonly report: Report; readonly expired: boolean } | undefined {
  const [found] = world.sql
    .exec(
      `select report.*, document_url.expires_ms from document_url join report on report.id = document_url.report
       where hash = ?`,
      sha256(signature),
    )
    .toArray()
  if (found === undefined) return undefined
  return { report: row.parse(found), expired: Number(found['expires_ms']) <= now(world) }
}

/** Reports that a page shows. */
const NEWEST = 20

/** A seller's newest reports, newest first. */
export const readReports = (world: World, seller: string): readonly Report[] =>
  world.sql
    .exec('select * from report where seller = ? order by created_ms desc, id limit ?', seller, NEWEST)
    .toArray()
    .map((stored) => row.parse(stored))
