import { createHash } from 'node:crypto'
import type { Found, Mark } from '../attention/marks.ts'
import { keyOf, type Watch } from './watches.ts'

/** What was told of one thing: a digest of what it is, and how bad it stood at its worst. */
type Told = ReadonlyMap<string, number>

type Of = Pick<Watch, 'target' | 'personId'>

/** Digests are of this store alone: equal names elsewhere are not recognized. */
const digestOf = (store: string, { of }: Mark): string =>
  createHash('sha256').update(`told/${store}/${of}`).digest('base64url').slice(0, 16)

function toldBy(sql: SqlStorage, watch: Of): Told {
  const rows = sql
    .exec(
      'SELECT mark, level FROM watch_told WHERE view = ? AND marketplace_id = ? AND person_id = ?',
      ...keyOf(watch),
    )
    .toArray()
  return new Map(rows.map(({ mark, level }) => [String(mark), Number(level)]))
}

/** Something that waits, and how much of it the watch's last mail did not say: 0 for nothing. */
export interface Compared extends Found {
  readonly fresh: number
}

/** What waits now beside what was told: a thing is fresh that was not told of, or stood less bad then. */
export function comparedWithTold(
  sql: SqlStorage,
  { watch, store }: { readonly watch: Of; readonly store: string },
  found: readonly Found[],
): readonly Compared[] {
  const told = toldBy(sql, watch)
  const isFresh = (mark: Mark): boolean => mark.level > (told.get(digestOf(store, mark)) ?? -1)
  return found.map((one) => ({ ...one, fresh: one.marks.filter(isFresh).length }))
}

/**
 * Keeps what a watch has told of: after a mail, all that it said; without one, only what is still there of before. What
 * is gone is forgotten, so that it is told of anew when it comes back. Idempotent.
 */
export function noteTold(
  sql: SqlStorage,
  { watch, store }: { readonly watch: Of; readonly store: string },
  found: readonly Found[],
  { isMailed }: { readonly isMailed: boolean },
): void {
  const key = keyOf(watch)
  const before = toldBy(sql, watch)
  const now = new Map(
    found.flatMap(({ marks }) => marks.map((mark) => [digestOf(store, mark), mark.level] as const)),
  )
  for (const mark of before.keys()) {
    if (now.has(mark)) continue
    sql.exec(
      'DELETE FROM watch_told WHERE view = ? AND marketplace_id = ? AND person_id = ? AND mark = ?',
      ...key,
      mark,
    )
  }
  if (!isMailed) return
  for (const [mark, level] of now) {
    if (level <= (before.get(mark) ?? -1)) continue
    sql.exec(
      'INSERT OR REPLACE INTO watch_told (view, marketplace_id, person_id, mark, level) VALUES (?, ?, ?, ?, ?)',
      ...key,
      mark,
      level,
    )
  }
}
