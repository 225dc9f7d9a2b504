import * as z from 'zod'
import { MINUTE_MS } from '../core/time.ts'
import type { StoreContext } from './context.ts'
import { armDuty, dropDuty } from './duty.ts'
import { fence } from './fence.ts'
import { beginYear } from './notices.ts'
import { armProbe } from './refreshes.ts'
import { setStanding, standingOf } from './standing.ts'

/** Amazon has refused live tokens for minutes on end: the first confirming refresh leaves it this long. */
const FIRST_LOOK_MS = 2 * MINUTE_MS

/** One refusal of Amazon's and what has confirmed it since. Keyed by the epoch that its fence began. */
const suspicion = z.object({
  epoch: z.number(),
  /** The fence's entry of the record: the confirming refreshes point to it. */
  cause: z.number(),
  since_ms: z.number(),
  refusals: z.number(),
})
export type Suspicion = z.infer<typeof suspicion>

/**
 * Amazon refused this authorization once (`invalid_grant` at a refresh). The store is fenced at once; its token is kept
 * until two more refusals confirm the first. Idempotent: a store that has stopped already is left alone.
 */
export function suspect(context: StoreContext): void {
  const { storage, clock } = context
  const cause = fence(context, 'suspected', 'machine/token')
  const standing = standingOf(storage.sql)
  if (cause === undefined || standing === undefined) return
  storage.sql.exec('DELETE FROM suspicion')
  storage.sql.exec('INSERT INTO suspicion VALUES (?, ?, ?, 0)', standing.epoch, cause, clock())
  armDuty(storage, clock, 'confirm-refusal', clock() + FIRST_LOOK_MS)
}

/** The suspicion under which the store stands now; undefined when it stands otherwise. */
export function suspicionOf(sql: SqlStorage): Suspicion | undefined {
  const standing = standingOf(sql)
  if (standing?.reason !== 'suspected') return undefined
  const [row] = sql.exec('SELECT * FROM suspicion WHERE epoch = ?', standing.epoch).toArray()
  return row === undefined ? undefined : suspicion.parse(row)
}

/** Notes how many refusals have confirmed the first. */
export function noteRefusals(sql: SqlStorage, { epoch }: Suspicion, refusals: number): void {
  sql.exec('UPDATE suspicion SET refusals = ? WHERE epoch = ?', refusals, epoch)
}

/**
 * Amazon accepts the authorization after all: the store reads again, under a new epoch, with the year and the figures it
 * had. Nothing for a store that is not suspected any more.
 */
export function clearSuspicion(context: StoreContext): void {
  const { storage, clock, record } = context
  const standing = standingOf(storage.sql)
  if (standing?.reason !== 'suspected') return
  const epoch = standing.epoch + 1
  storage.transactionSync(() => {
    setStanding(storage.sql, { ...standing, state: 'connected', reason: null, stopped_ms: null, epoch })
    storage.sql.exec('DELETE FROM suspicion')
    record.append({ kind: 'store.restored', epoch }, 'machine/token')
    dropDuty(storage, 'destroy-figures')
    armDuty(storage, clock, 'tell-directory', clock())
    // A newer consent of the same seller may have been confirmed elsewhere meanwhile.
    if (standing.confirmed_ms !== null) armDuty(storage, clock, 'settle-claim', clock())
    if (standing.authorized_ms !== null) beginYear(context, standing.authorized_ms)
    armProbe(context)
  })
}
