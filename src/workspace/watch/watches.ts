import * as z from 'zod'
import { homeZoneOf, marketplaceOf } from '../../amazon/regions.ts'
import { personActor } from '../../audit/events.ts'
import type { Fault } from '../../core/fault.ts'
import { type MarketplaceId, marketplaceId, type PersonId, personId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { StoreContext } from '../../store/context.ts'
import { armDuty } from '../../store/duty.ts'
import { standingOf } from '../../store/standing.ts'
import { nextRunMs, WATCH_ENDS_MS } from './schedule.ts'

export const WATCHED = ['inventory', 'orders', 'advertising'] as const
const watched = z.enum(WATCHED)

/** What a watch reads: inventory and orders of one marketplace, the charges of the whole store. */
const target = z
  .strictObject({ view: watched, marketplaceId: marketplaceId.nullable() })
  .refine(({ view, marketplaceId: id }) => (view === 'advertising') === (id === null))
export type Target = z.infer<typeof target>

export const setInput = z.strictObject({
  personId,
  /** Of the account: its zone is the store's. */
  country: z.string().refine((country) => marketplaceOf(country) !== undefined),
  target,
  hour: z.int().min(0).max(23),
  days: z.enum(['daily', 'weekdays']),
})
export type SetInput = z.infer<typeof setInput>

export const endInput = z.strictObject({ personId, target })
export type EndInput = z.infer<typeof endInput>

const row = z
  .object({
    view: watched,
    marketplace_id: z.union([marketplaceId, z.literal('all')]),
    person_id: personId,
    hour: z.number(),
    weekdays: z.number(),
    zone: z.string(),
    until_ms: z.number(),
    due_ms: z.number(),
    judge_ms: z.number().nullable(),
  })
  .transform((found) => ({
    target: {
      view: found.view,
      marketplaceId: found.marketplace_id === 'all' ? null : (found.marketplace_id as MarketplaceId),
    },
    personId: found.person_id,
    schedule: {
      hour: found.hour,
      days: found.weekdays === 1 ? ('weekdays' as const) : ('daily' as const),
      zone: found.zone,
    },
    untilMs: found.until_ms,
    dueMs: found.due_ms,
    judgeMs: found.judge_ms ?? undefined,
  }))
/** One seller's wish to have a view read at an hour. Times, a place and a person: no figure. */
export type Watch = z.infer<typeof row>

/** All watches of a store. */
export const watchesIn = (sql: SqlStorage): readonly Watch[] =>
  sql
    .exec('SELECT * FROM watch ORDER BY view, marketplace_id')
    .toArray()
    .map((found) => row.parse(found))

/** One person's watches that have not ended. Reads no figure, so it is no entry of the record. */
export const watchesOf = ({ storage, clock }: StoreContext, person: PersonId): readonly Watch[] =>
  watchesIn(storage.sql).filter((one) => one.personId === person && clock() < one.untilMs)

/** In the place of a view: what a person was told of the store itself, by whichever of their watches. */
export const OF_STORE = 'store'

/** What a watch is known by in the object's tables. */
export const keyOf = ({
  target: { view, marketplaceId: id },
  personId: person,
}: Pick<Watch, 'target' | 'personId'>) => [view, id ?? 'all', person] as const

/** A watch as it stands now, after others had their turn; undefined once it is gone. */
export const watchNow = (sql: SqlStorage, watch: Watch): Watch | undefined =>
  watchesIn(sql).find((one) => keyOf(one).join() === keyOf(watch).join())

/**
 * Sets a person's watch of a view, in the place of the one they had: it reads from its next hour on, for ninety days.
 * On the record. Fault: store-stopped.
 */
export function setWatch(context: StoreContext, input: SetInput): Result<undefined, Fault> {
  const { storage, clock, record } = context
  if (standingOf(storage.sql)?.state !== 'connected') return fail('store-stopped')
  const zone = homeZoneOf(input.country)
  const dueMs = nextRunMs({ hour: input.hour, days: input.days, zone }, clock())
  storage.sql.exec(
    `INSERT OR REPLACE INTO watch
     (view, marketplace_id, person_id, hour, weekdays, zone, until_ms, due_ms, judge_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)`,
    ...keyOf(input),
    input.hour,
    input.days === 'weekdays' ? 1 : 0,
    zone,
    clock() + WATCH_ENDS_MS,
    dueMs,
  )
  armDuty(storage, clock, 'watch', dueMs)
  record.append({ kind: 'settings.changed', what: 'watch' }, personActor(input.personId))
  return ok(undefined)
}

/** Ends a person's watch. On the record, if there was one. Idempotent. */
export function endWatch(context: StoreContext, input: EndInput): Result<undefined, Fault> {
  if (dropWatch(context, input)) {
    context.record.append({ kind: 'settings.changed', what: 'watch' }, personActor(input.personId))
  }
  return ok(undefined)
}

/** Removes a watch and what it has told of; with a person's last, also what they were told of the store. Whether there was one. */
export function dropWatch({ storage }: StoreContext, watch: Pick<Watch, 'target' | 'personId'>): boolean {
  const of = 'WHERE view = ? AND marketplace_id = ? AND person_id = ?'
  storage.sql.exec(`DELETE FROM watch_told ${of}`, ...keyOf(watch))
  const wasThere = storage.sql.exec(`DELETE FROM watch ${of}`, ...keyOf(watch)).rowsWritten > 0
  storage.sql.exec(
    'DELETE FROM watch_told WHERE view = ? AND person_id = ? AND person_id NOT IN (SELECT person_id FROM watch)',
    OF_STORE,
    watch.personId,
  )
  return wasThere
}

/** Notes when a watch reads next, and when what it reads now is to be judged; one that was set anew meanwhile stays as it is. */
export function moveWatch(
  { storage, clock }: StoreContext,
  watch: Watch,
  to: { readonly dueMs: number; readonly judgeMs: number | undefined },
): void {
  storage.sql.exec(
    'UPDATE watch SET due_ms = ?, judge_ms = ? WHERE view = ? AND marketplace_id = ? AND person_id = ? AND due_ms = ?',
    to.dueMs,
    to.judgeMs ?? null,
    ...keyOf(watch),
    watch.dueMs,
  )
  armDuty(storage, clock, 'watch', Math.min(to.dueMs, to.judgeMs ?? to.dueMs))
}
