import * as z from 'zod'
import { jsonOf } from '../core/json.ts'
import { type Activity, activityOf, type Entry } from './activity.ts'
import { actor, causesOf, draft, type Event } from './events.ts'

/** A limit on everything: the longest sweep leaves 2,000 entries and is to be told of whole. */
const ENTRIES_MAX = 3000
/** A line is told by some five entries: most of the time the first window is enough. */
const FIRST_ENTRIES_PER_LINE = 8
const WINDOW_GROWTH = 4

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
export const recentActivity = (sql: SqlStorage, limit: number): readonly Activity[] =>
  newestLines((count, before) => newestEntries(sql, count, before), limit)

/**
 * The same over any chain: `newest` gives the newest entries before one, oldest first, and the sequence of the oldest that
 * was read. Looks back only as far as the lines reach, and reads no entry twice: what a few entries tell is what the whole
 * chain tells as long as none of those that make the lines belongs to one before, and a line more than is wanted shows
 * that the last is not cut. Pure but for `newest`.
 */
export function newestLines(
  newest: (
    count: number,
    before: number | undefined,
  ) => { readonly entries: readonly Entry[]; readonly read: number; readonly oldest: number | undefined },
  limit: number,
): readonly Activity[] {
  let entries: readonly Entry[] = []
  let read = 0
  let before: number | undefined
  for (let count = limit * FIRST_ENTRIES_PER_LINE; ; count *= WINDOW_GROWTH) {
    const window = Math.min(count, ENTRIES_MAX)
    const more = newest(window - read, before)
    entries = [...more.entries, ...entries]
    read += more.read
    before = more.oldest
    const lines = activityOf(entries)
    const isAll = read < window || window === ENTRIES_MAX
    const next = lines[limit]
    if (isAll || (next && !speakOfEarlier(entries, next.sequence))) return lines.slice(0, limit)
  }
}

/** Whether any entry since that one belongs, by itself or by its intent, to what came before all of them. */
function speakOfEarlier(entries: readonly Entry[], since: number): boolean {
  const first = entries[0]?.sequence ?? 0
  const events = new Map(entries.map(({ sequence, event }) => [sequence, event]))
  const reachesBack = (event: Event): boolean =>
    causesOf(event).some((cause) => {
      const earlier = events.get(cause)
      return cause < first || (earlier !== undefined && reachesBack(earlier))
    })
  return entries.some(({ sequence, event }) => sequence >= since && reachesBack(event))
}

/** An object keeps one chain. It is named all the same: only so does its key find the newest without sorting them all. */
function newestEntries(sql: SqlStorage, count: number, before = Number.MAX_SAFE_INTEGER) {
  const rows = sql
    .exec(
      `SELECT sequence, time_ms, kind, actor, payload FROM audit_entry JOIN audit_payload USING (chain, sequence)
       WHERE chain = (SELECT chain FROM audit_entry LIMIT 1) AND sequence < ? ORDER BY sequence DESC LIMIT ?`,
      before,
      count,
    )
    .toArray()
  return {
    entries: rows.toReversed().flatMap(entryOf),
    read: rows.length,
    oldest: z.object({ sequence: z.int() }).safeParse(rows.at(-1)).data?.sequence,
  }
}

function entryOf(found: unknown): readonly Entry[] {
  const { data: known } = row.safeParse(found)
  const { data: event } = draft.safeParse({ ...known?.payload, kind: known?.kind })
  if (known === undefined || event === undefined) return []
  return [{ sequence: known.sequence, timeMs: known.time_ms, actor: known.actor, event }]
}
