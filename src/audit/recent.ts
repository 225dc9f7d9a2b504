import * as z from 'zod'
import { jsonOf } from '../core/json.ts'
import { type Activity, activityOf, type Entry } from './activity.ts'
import { actor, draft } from './events.ts'

/** A limit on everything: the longest sweep leaves 2,000 entries and is to be told of whole. */
const ENTRIES_MAX = 3000

const row = z.object({
  sequence: z.int().positive(),
  time_ms: z.int().positive(),
  kind: z.string(),
  actor,
  payload: z.string().transform(jsonOf).pipe(z.record(z.string(), z.unknown())),
})

/**
 * The newest `limit` lines of what an object's own chain tells, newest first. Reads the object's storage, which is
 * the truth before the archive has it, and changes nothing. An entry that does not parse is left out: another version
 * of this code may have written it.
 */
export function recentActivity(sql: SqlStorage, limit: number): readonly Activity[] {
  const rows = sql
    .exec(
      `SELECT sequence, time_ms, kind, actor, payload FROM audit_entry JOIN audit_payload USING (chain, sequence)
       ORDER BY sequence DESC LIMIT ?`,
      ENTRIES_MAX,
    )
    .toArray()
  return activityOf(rows.toReversed().flatMap(entryOf)).slice(0, limit)
}

function entryOf(found: unknown): readonly Entry[] {
  const { data: known } = row.safeParse(found)
  const { data: event } = draft.safeParse({ ...known?.payload, kind: known?.kind })
  if (known === undefined || event === undefined) return []
  return [{ sequence: known.sequence, timeMs: known.time_ms, actor: known.actor, event }]
}
