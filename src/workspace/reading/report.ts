import * as z from 'zod'
import type { REPORTS } from '../../amazon/operations.ts'
import type { Fault } from '../../core/fault.ts'
import { marketplaceId } from '../../core/id.ts'
import { fail, ok, type Result, unreachable } from '../../core/result.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../core/time.ts'
import { callAmazon } from '../../store/call.ts'
import type { HeldToken, StoreContext } from '../../store/context.ts'
import { readDocument } from '../../store/report-document.ts'
import { noteProgress, type ReadingPlace, type Run } from '../../store/sync.ts'
import type { Brought, Resting } from './reader.ts'

/** Amazon needs seconds for a small seller and many minutes for a large one: the first looks are close together. */
const FIRST_LOOKS_MS = [2 * SECOND_MS, 3 * SECOND_MS, 5 * SECOND_MS, 8 * SECOND_MS, 13 * SECOND_MS] as const
/** After those the access token is let go, and the alarm looks again: after one minute, then at a fifth of its age. */
const LATER_LOOK_MS_MIN = MINUTE_MS
const LATER_LOOK_SHARE = 0.2
/** Nobody waits longer for a report; a later look at the page goes on with the same one. */
const WAITED_MS_MAX = 3 * HOUR_MS
/** A report older than this would be yesterday's: the next look asks for a new one. */
const KEPT_MS = DAY_MS

const asked = z
  .object({ report_id: z.string(), asked_ms: z.number() })
  .transform(({ report_id: id, asked_ms: askedMs }) => ({ id, askedMs }))
type Asked = z.infer<typeof asked>

/** Takes the lines of one document; `end` says what they came to, or why they are no such report. */
export interface ReportTaker {
  readonly line: (text: string) => void
  readonly end: () => Result<Brought, Fault> | Promise<Result<Brought, Fault>>
}

/**
 * Has Amazon build a report and hands its lines to a taker of the caller's: asks once, looks with growing pauses until
 * it is done, fetches its document. A report that takes long is gone on with later, by a reading that starts again:
 * then the value is when. Faults: report-cancelled (Amazon has nothing to report), report-failed (Amazon gave up on it),
 * report-pending (three hours, and still not done), and those of calls, of the document and of the taker.
 */
export async function readReport(
  context: StoreContext,
  held: HeldToken,
  { report, run }: { readonly report: keyof typeof REPORTS; readonly run: Run },
  open: () => ReportTaker,
): Promise<Result<Brought | Resting, Fault>> {
  const known = askedFor(context, run) ?? (await ask(context, held, { report, run }))
  if (!known.ok) return known
  const { id, askedMs } = known.value
  for (const pauseMs of FIRST_LOOKS_MS) {
    const state = await callAmazon(
      context,
      held,
      { operation: 'getReport', query: { reportId: id } },
      run.cause,
    )
    if (!state.ok) return state
    const { status, documentId } = state.value
    switch (status) {
      case 'DONE': {
        if (documentId === undefined) return fail('amazon-changed')
        const read = await readDocument(context, held, { documentId, cause: run.cause }, open)
        // Read or unreadable, this report is over: the next reading asks for another.
        if (read.ok || read.fault !== 'amazon-down') forget(context, run)
        if (!read.ok) return read
        const brought = await read.value.end()
        if (brought.ok) noteProgress(context, run, brought.value.rows)
        return brought
      }
      case 'CANCELLED':
      case 'FATAL':
        forget(context, run)
        return fail(status === 'FATAL' ? 'report-failed' : 'report-cancelled')
      case 'IN_QUEUE':
      case 'IN_PROGRESS':
        await context.sleep(pauseMs)
        break
      default:
        return unreachable(status)
    }
  }
  const nowMs = context.clock()
  const ageMs = nowMs - askedMs
  if (ageMs > WAITED_MS_MAX) return fail('report-pending')
  return ok({ continueMs: nowMs + Math.max(LATER_LOOK_MS_MIN, ageMs * LATER_LOOK_SHARE) })
}

function askedFor(
  { storage, clock }: StoreContext,
  { kind, part }: ReadingPlace,
): Result<Asked, never> | undefined {
  const [row] = storage.sql.exec('SELECT * FROM report WHERE kind = ? AND part = ?', kind, part).toArray()
  const found = row === undefined ? undefined : asked.parse(row)
  return found !== undefined && clock() - found.askedMs < KEPT_MS ? ok(found) : undefined
}

async function ask(
  context: StoreContext,
  held: HeldToken,
  { report, run }: { readonly report: keyof typeof REPORTS; readonly run: Run },
): Promise<Result<Asked, Fault>> {
  const query = { report, marketplaceId: marketplaceId.parse(run.part) }
  const created = await callAmazon(context, held, { operation: 'createReport', query }, run.cause)
  if (!created.ok) return created
  const { reportId: id } = created.value
  const askedMs = context.clock()
  context.storage.sql.exec(
    'INSERT OR REPLACE INTO report VALUES (?, ?, ?, ?)',
    run.kind,
    run.part,
    id,
    askedMs,
  )
  return ok({ id, askedMs })
}

const forget = ({ storage }: StoreContext, { kind, part }: ReadingPlace): void => {
  storage.sql.exec('DELETE FROM report WHERE kind = ? AND part = ?', kind, part)
}
