import { utf8 } from '../core/bytes.ts'
import type { AuditMessage } from '../core/message.ts'
import { type Clock, MINUTE_MS, SECOND_MS } from '../core/time.ts'
import { errorName, log } from '../log.ts'
import { conflictAlert, raiseAlerts } from './alert.ts'

/** Cloudflare Queues: 100 messages and 256 KB in one sendBatch; each message carries about 100 bytes of its own. */
const SEND_ROWS_MAX = 100
const SEND_BYTES_MAX = 256_000
const MESSAGE_OVERHEAD_BYTES = 100
/** One flush handles so many rows, so that its D1 parameter stays under 2 MB and an alarm stays short. */
const FLUSH_ROWS_MAX = 1000
/** Then a row is looked for in the archive, and sent again if it is not there: 5 s, 15 s, 45 s, 2 min, 2 min … */
const FIRST_WAIT_MS = 5 * SECOND_MS
const WAIT_MAX_MS = 2 * MINUTE_MS

export interface FlushDeps {
  readonly storage: DurableObjectStorage
  readonly queue: Pick<Queue<AuditMessage>, 'sendBatch'>
  readonly archive: D1Database
  readonly clock: Clock
  /** At most so many messages in one sendBatch; 100 if left out. */
  readonly batchMax?: number
}

export interface FlushResult {
  /** Rows not yet seen in the archive. */
  readonly left: number
  /** Rows whose place in the archive is taken by another content: they wait for a person and need no alarm. */
  readonly held: number
  /** When to flush again, at most 2 minutes; undefined when nothing is left. */
  readonly nextInMs: number | undefined
}

interface DueRow extends AuditMessage {
  readonly attempts: number
}

/**
 * Moves an object's outbox towards the archive: drops the rows that the archive is seen to hold exactly, then sends
 * those that were never sent or are missing after their wait. A successful send removes nothing. A queue or an archive
 * that fails is logged and waited for. Idempotent; two at once only send twice.
 */
export async function flushOutbox(deps: FlushDeps): Promise<FlushResult> {
  const { storage, clock } = deps
  const due = takeDue(storage, clock())
  const tried = due.filter((row) => row.attempts > 0)
  const missing = await settle(deps, tried)
  await sendAll(deps, [...due.filter((row) => row.attempts === 0), ...missing])
  return remaining(storage.sql, clock())
}

const waitMs = (attempts: number): number => Math.min(WAIT_MAX_MS, FIRST_WAIT_MS * 3 ** (attempts - 1))

/**
 * The rows to handle now, least recently tried first. They count as tried before anything is awaited: if the object
 * is killed meanwhile, its successor looks for them in the archive first. A try dated ahead (the clock went
 * back) is due.
 */
function takeDue(storage: DurableObjectStorage, nowMs: number): readonly DueRow[] {
  return storage.transactionSync(() => {
    const due = storage.sql
      .exec<DueRow & Record<string, SqlStorageValue>>(
        `SELECT e.chain, e.sequence, e.time_ms, e.kind, e.actor, e.commitment, p.salt, p.payload, o.attempts
         FROM audit_outbox o JOIN audit_entry e USING (sequence) JOIN audit_payload p USING (chain, sequence)
         WHERE o.attempts = 0 OR o.tried_at_ms > ?1 OR ?1 - o.tried_at_ms >=
           CASE o.attempts WHEN 1 THEN ${waitMs(1)} WHEN 2 THEN ${waitMs(2)} WHEN 3 THEN ${waitMs(3)} ELSE ${WAIT_MAX_MS} END
         ORDER BY o.tried_at_ms, o.sequence LIMIT ${FLUSH_ROWS_MAX}`,
        nowMs,
      )
      .toArray()
    storage.sql.exec(
      'UPDATE audit_outbox SET attempts = attempts + 1, tried_at_ms = ? WHERE sequence IN (SELECT value FROM json_each(?))',
      nowMs,
      sequencesOf(due),
    )
    return due
  })
}

/** Drops what the archive holds, holds what it contradicts, and returns what it lacks: nothing when it cannot say. */
async function settle(deps: FlushDeps, tried: readonly DueRow[]): Promise<readonly DueRow[]> {
  const archived = await archivedRows(deps.archive, tried)
  if (archived === undefined) return []
  const { sql } = deps.storage
  const same = tried.filter((row) => archived.get(row.sequence) === entryKey(row))
  sql.exec('DELETE FROM audit_outbox WHERE sequence IN (SELECT value FROM json_each(?))', sequencesOf(same))
  const missing = tried.filter((row) => !archived.has(row.sequence))
  setHeld(sql, missing, null)
  const contradicted = tried.filter((row) => archived.has(row.sequence) && !same.includes(row))
  // A row rests only once a person was told; until then it comes back like any other.
  if (await told(deps, contradicted)) setHeld(sql, contradicted, deps.clock())
  return missing
}

async function told({ archive, clock }: FlushDeps, contradicted: readonly DueRow[]): Promise<boolean> {
  for (const { chain, sequence } of contradicted) log('error', { event: 'audit.conflict', chain, sequence })
  try {
    await raiseAlerts(archive, contradicted.map(conflictAlert), clock())
    return true
  } catch (thrown) {
    log('warn', { event: 'audit.alert-failed', count: contradicted.length, error: errorName(thrown) })
    return false
  }
}

/** The archive's entries for these rows by sequence; undefined when it did not answer. One query. */
async function archivedRows(
  archive: D1Database,
  rows: readonly DueRow[],
): Promise<ReadonlyMap<number, string> | undefined> {
  if (rows.length === 0) return new Map()
  try {
    const { results } = await archive
      .prepare(
        `SELECT e.chain, e.sequence, e.time_ms, e.kind, e.actor, e.commitment FROM json_each(?1) r
         JOIN audit_entry e ON e.chain = r.value->>'$.chain' AND e.sequence = r.value->>'$.sequence'`,
      )
      .bind(JSON.stringify(rows.map(({ chain, sequence }) => ({ chain, sequence }))))
      .all<Entry>()
    return new Map(results.map((row) => [row.sequence, entryKey(row)]))
  } catch (thrown) {
    log('warn', { event: 'audit.archive-unreachable', count: rows.length, error: errorName(thrown) })
    return undefined
  }
}

type Entry = Omit<AuditMessage, 'salt' | 'payload'>

const entryKey = (row: Entry): string =>
  JSON.stringify([row.chain, row.sequence, row.time_ms, row.kind, row.actor, row.commitment])

const sequencesOf = (rows: readonly DueRow[]): string => JSON.stringify(rows.map((row) => row.sequence))

function setHeld(sql: SqlStorage, rows: readonly DueRow[], heldAtMs: number | null): void {
  sql.exec(
    'UPDATE audit_outbox SET held_at_ms = ? WHERE sequence IN (SELECT value FROM json_each(?))',
    heldAtMs,
    sequencesOf(rows),
  )
}

/** Stops at the first batch that fails: the queue is down for all, and the rows left wait their turn. */
async function sendAll(deps: FlushDeps, rows: readonly DueRow[]): Promise<void> {
  for (const batch of batchesOf(rows, deps.batchMax ?? SEND_ROWS_MAX)) {
    try {
      await deps.queue.sendBatch(batch.map((body) => ({ body })))
    } catch (thrown) {
      log('warn', { event: 'audit.send-failed', count: rows.length, error: errorName(thrown) })
      return
    }
  }
}

/** Splits by the queue's limits on rows and bytes, keeping the order. */
export function batchesOf(rows: readonly DueRow[], rowsMax: number): readonly (readonly AuditMessage[])[] {
  const batches: AuditMessage[][] = []
  let bytes = 0
  for (const { attempts: _, ...message } of rows) {
    const size = utf8(JSON.stringify(message)).length + MESSAGE_OVERHEAD_BYTES
    const current = batches.at(-1)
    if (
      current === undefined ||
      current.length >= Math.min(rowsMax, SEND_ROWS_MAX) ||
      bytes + size > SEND_BYTES_MAX
    ) {
      batches.push([message])
      bytes = size
    } else {
      current.push(message)
      bytes += size
    }
  }
  return batches
}

function remaining(sql: SqlStorage, nowMs: number): FlushResult {
  const { held } = sql
    .exec<{ held: number }>('SELECT count(*) AS held FROM audit_outbox WHERE held_at_ms IS NOT NULL')
    .one()
  const waiting = sql
    .exec<{ attempts: number; rows: number; tried_at_ms: number | null }>(
      `SELECT attempts, count(*) AS rows, min(tried_at_ms) AS tried_at_ms FROM audit_outbox
       WHERE held_at_ms IS NULL GROUP BY attempts`,
    )
    .toArray()
  const left = waiting.reduce((sum, group) => sum + group.rows, 0)
  if (left === 0) return { left, held, nextInMs: undefined }
  const nextAtMs = Math.min(
    ...waiting.map((g) => (g.tried_at_ms === null ? nowMs : g.tried_at_ms + waitMs(g.attempts))),
  )
  return { left, held, nextInMs: Math.min(WAIT_MAX_MS, Math.max(0, nextAtMs - nowMs)) }
}
