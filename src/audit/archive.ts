import { createHash } from 'node:crypto'
import * as z from 'zod'
import { hex } from '../core/bytes.ts'
import { type AuditMessage, chainId } from '../core/message.ts'
import type { Clock } from '../core/time.ts'
import { errorName, log } from '../log.ts'
import { type AuditAlert, conflictAlert, raiseAlerts } from './alert.ts'
import { archivable } from './archivable.ts'

/** A message as the queue delivers it. */
export interface Delivered {
  readonly id: string
  readonly body: unknown
}

/**
 * What to do with a message. `archived`: the archive holds it. `alerted`: it never can, and a person was told
 * durably; its outbox row, if there is one, stays. `retry`: D1 did not say.
 */
export type Verdict = 'archived' | 'alerted' | 'retry'

/**
 * Writes messages to the archive and returns a verdict for each, in order. Idempotent by (chain, sequence): the same
 * entry again changes nothing, another entry in its place is refused alone and alerted. Never rejects.
 */
export async function archiveMessages(
  db: D1Database,
  messages: readonly Delivered[],
  clock: Clock,
): Promise<readonly Verdict[]> {
  const parsed = messages.map((message) => ({ message, entry: archivable.safeParse(message.body) }))
  const outcomes = await insert(
    db,
    parsed.flatMap(({ entry }) => (entry.success ? [entry.data] : [])),
  )
  const alerts: AuditAlert[] = []
  const verdicts = parsed.map(({ message, entry }): Verdict => {
    const outcome = entry.success ? outcomes.get(entry.data) : 'malformed'
    if (outcome === 'archived' || outcome === undefined || outcome === 'retry') return outcome ?? 'retry'
    alerts.push(entry.success ? conflictAlert(entry.data) : malformedAlert(message))
    return 'alerted'
  })
  if (alerts.length === 0 || (await alert(db, alerts, clock))) return verdicts
  return verdicts.map((verdict) => (verdict === 'alerted' ? 'retry' : verdict))
}

type Outcome = 'archived' | 'conflict' | 'retry'

/** All rows in one transaction; if one of them is refused, each half by itself, down to the row that is at fault. */
async function insert(
  db: D1Database,
  rows: readonly AuditMessage[],
): Promise<ReadonlyMap<AuditMessage, Outcome>> {
  if (rows.length === 0) return new Map()
  const all = (outcome: Outcome) => new Map(rows.map((row) => [row, outcome]))
  try {
    const json = JSON.stringify(rows)
    // The payload first: its trigger takes one for an entry that exists as erased, and lets it stay erased.
    await db.batch([db.prepare(INSERT_PAYLOADS).bind(json), db.prepare(INSERT_ENTRIES).bind(json)])
    return all('archived')
  } catch (thrown) {
    if (!isRefusal(thrown)) {
      log('warn', { event: 'audit.archive-failed', count: rows.length, error: errorName(thrown) })
      return all('retry')
    }
    if (rows.length === 1) return all('conflict')
    const half = Math.ceil(rows.length / 2)
    return new Map([...(await insert(db, rows.slice(0, half))), ...(await insert(db, rows.slice(half)))])
  }
}

const INSERT_PAYLOADS = `INSERT INTO audit_payload (chain, sequence, salt, payload)
  SELECT m.value->>'$.chain', m.value->>'$.sequence', m.value->>'$.salt', m.value->>'$.payload'
  FROM json_each(?1) m WHERE true`

const INSERT_ENTRIES = `INSERT INTO audit_entry (chain, sequence, time_ms, kind, actor, commitment)
  SELECT m.value->>'$.chain', m.value->>'$.sequence', m.value->>'$.time_ms', m.value->>'$.kind', m.value->>'$.actor',
    m.value->>'$.commitment'
  FROM json_each(?1) m WHERE true`

/** A row that SQLite or our triggers will refuse however often it is sent, as against a D1 that does not answer. */
const isRefusal = (thrown: unknown): boolean =>
  thrown instanceof Error && /SQLITE_CONSTRAINT|conflicts with the archive/.test(thrown.message)

async function alert(db: D1Database, alerts: readonly AuditAlert[], clock: Clock): Promise<boolean> {
  for (const { reason, chain, sequence } of alerts) {
    log('error', { event: `audit.${reason}`, ...(chain && { chain }), ...(sequence && { sequence }) })
  }
  try {
    await raiseAlerts(db, alerts, clock())
    return true
  } catch (thrown) {
    log('warn', { event: 'audit.alert-failed', count: alerts.length, error: errorName(thrown) })
    return false
  }
}

const place = z.object({
  chain: chainId.nullable().catch(null),
  sequence: z.int().positive().nullable().catch(null),
})

/** Keeps of a malformed message only where it claims to belong; the digest makes a repetition the same alert. */
function malformedAlert({ id, body }: Delivered): AuditAlert {
  const found = place.safeParse(body)
  const { chain, sequence } = found.success ? found.data : { chain: null, sequence: null }
  return { id: `malformed/${digestOf(body) ?? id}`, reason: 'malformed', chain, sequence }
}

function digestOf(body: unknown): string | undefined {
  try {
    return hex(createHash('sha256').update(JSON.stringify(body)).digest())
  } catch {
    return undefined
  }
}
