import * as z from 'zod'
import { type Clock, MINUTE_MS, wallTimeIn, wallTimeOf } from '../core/time.ts'

/** What the one alarm may have to do. Dispatched in one place, in duties.ts. */
export const dutyKind = z.enum([
  'flush-outbox',
  'resume-readings',
  'tell-directory',
  'destroy-tokens',
  'destroy-figures',
  'settle-claim',
  'renewal-notice',
  'tell-people',
  'confirm-refusal',
  'probe',
  'purge-figures',
  'watch',
])
export type DutyKind = z.infer<typeof dutyKind>

/**
 * Notes that `kind` is due at `dueMs` (an earlier note of the same kind stays) and sets the alarm to the earliest duty.
 * The write and the alarm are held by the output gate with whatever the caller wrote before. What is armed for later
 * while the duty is in hand counts from when that is done.
 */
export function armDuty(storage: DurableObjectStorage, clock: Clock, kind: DutyKind, dueMs: number): void {
  if (isNoted(storage, kind, dueMs)) return
  storage.sql.exec(
    `INSERT INTO duty (kind, due_ms, next_ms) VALUES (?, ?, ?) ON CONFLICT (kind) DO UPDATE
     SET due_ms = min(due_ms, excluded.due_ms), next_ms = min(coalesce(next_ms, excluded.next_ms), excluded.next_ms)`,
    kind,
    dueMs,
    dueMs,
  )
  setAlarmToEarliest(storage, clock)
}

/** Of two entries of the record one after the other, the second finds its flush noted and the alarm set. */
const isNoted = ({ sql }: DurableObjectStorage, kind: DutyKind, dueMs: number): boolean =>
  sql.exec('SELECT 1 FROM duty WHERE kind = ? AND due_ms <= ? AND next_ms <= ?', kind, dueMs, dueMs).toArray()
    .length > 0

/** Removes a duty that no longer applies. */
export function dropDuty(storage: DurableObjectStorage, kind: DutyKind): void {
  storage.sql.exec('DELETE FROM duty WHERE kind = ?', kind)
}

/** A duty in hand comes back after this long if the object dies over it. Handlers re-arm sooner than that. */
const IN_HAND_MS = 3 * MINUTE_MS

/** What is due at `nowMs`. Each is in hand until `doneWithDuty`, or due again later if nobody says so. */
export function takeDueDuties(storage: DurableObjectStorage, nowMs: number): readonly DutyKind[] {
  const again = nowMs + IN_HAND_MS
  const rows = storage.sql
    .exec('UPDATE duty SET due_ms = ?, next_ms = NULL WHERE due_ms <= ? RETURNING kind', again, nowMs)
    .toArray()
  // A kind that another version of this code armed is left for that version.
  return rows.flatMap((row) => dutyKind.safeParse(row['kind']).data ?? [])
}

/** Removes a duty taken at `takenMs`, unless it was armed again meanwhile: then it is due as that says. */
export function doneWithDuty({ sql }: DurableObjectStorage, kind: DutyKind, takenMs: number): void {
  const inHand = [kind, takenMs + IN_HAND_MS] as const
  sql.exec('DELETE FROM duty WHERE kind = ? AND due_ms = ? AND next_ms IS NULL', ...inHand)
  sql.exec('UPDATE duty SET due_ms = next_ms WHERE kind = ? AND due_ms = ?', ...inHand)
}

/** Sets the alarm to the earliest duty, or leaves none. Called last by the alarm handler. */
export function setAlarmToEarliest(storage: DurableObjectStorage, clock: Clock): void {
  const due = storage.sql.exec('SELECT min(due_ms) AS due FROM duty').one()['due']
  // Storage orders these writes and an alarm that cannot be set resets the object, so nothing is left to await.
  if (typeof due === 'number') void storage.setAlarm(wallTimeOf(clock, due))
}

/** The object could not be opened (a wrong key, say): its duties wait in storage, and it looks again by itself. */
export function wakeLater(storage: DurableObjectStorage): void {
  void storage.setAlarm(wallTimeIn(IN_HAND_MS))
}
