import { createHash } from 'node:crypto'
import type { Found, Mark } from '../attention/marks.ts'
import { keyOf, OF_STORE, type Watch } from './watches.ts'

/** What was told of one thing: a digest of what it is, and how bad it stood at its worst. */
type Told = ReadonlyMap<string, number>

type Of = Pick<Watch, 'target' | 'personId'>

/** Digests are of this store alone: equal names elsewhere are not recognized. */
const digestOf = (store: string, { of }: Mark): string =>
  createHash('sha256').update(`told/${store}/${of}`).digest('base64url').slice(0, 16)

/** What a watch told of, and what any watch of the same person told of the store itself. */
const ROWS_OF = `((view = ? AND marketplace_id = ?) OR view = '${OF_STORE}') AND person_id = ?`

function toldBy(sql: SqlStorage, watch: Of): Told {
  const rows = sql.exec(`SELECT mark, level FROM watch_told WHERE ${ROWS_OF}`, ...keyOf(watch)).toArray()
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
 * Keeps what a watch has told of: with a mail, all that it says; without one, only what is still there of before. What
 * is gone is forgotten, so that it is told of anew when it comes back. Returns what was told before. Idempotent.
 */
export function noteTold(
  sql: SqlStorage,
  of: { readonly watch: Of; readonly store: string },
  found: readonly Found[],
  { isMailed }: { readonly isMailed: boolean },
): Told {
  const before = toldBy(sql, of.watch)
  const now = marksIn(of.store, found)
  const still = new Set(now.map(({ mark }) => mark))
  for (const mark of before.keys()) if (!still.has(mark)) forget(sql, of.watch, mark)
  if (!isMailed) return before
  for (const one of now) if (one.level > (before.get(one.mark) ?? -1)) write(sql, of.watch, one)
  return before
}

/** Undoes what `noteTold` wrote of a mail that did not leave; what is gone stays forgotten. Idempotent. */
export function takeBackTold(
  sql: SqlStorage,
  of: { readonly watch: Of; readonly store: string },
  found: readonly Found[],
  before: Told,
): void {
  for (const one of marksIn(of.store, found)) {
    const level = before.get(one.mark)
    if (level === undefined) forget(sql, of.watch, one.mark)
    else write(sql, of.watch, { ...one, level })
  }
}

interface ToldMark {
  readonly mark: string
  readonly level: number
  /** That the authorization ends is told of to a person once, whichever of their watches comes to it first. */
  readonly isOfStore: boolean
}

const marksIn = (store: string, found: readonly Found[]): readonly ToldMark[] =>
  found.flatMap(({ item, marks }) =>
    marks.map((mark) => ({
      mark: digestOf(store, mark),
      level: mark.level,
      isOfStore: item.what === 'authorization',
    })),
  )

function forget(sql: SqlStorage, watch: Of, mark: string): void {
  sql.exec(`DELETE FROM watch_told WHERE ${ROWS_OF} AND mark = ?`, ...keyOf(watch), mark)
}

function write(sql: SqlStorage, watch: Of, { mark, level, isOfStore }: ToldMark): void {
  sql.exec(
    'INSERT OR REPLACE INTO watch_told (view, marketplace_id, person_id, mark, level) VALUES (?, ?, ?, ?, ?)',
    ...(isOfStore ? [OF_STORE, 'all', watch.personId] : keyOf(watch)),
    mark,
    level,
  )
}
