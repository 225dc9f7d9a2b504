import * as z from 'zod'
import { OPERATIONS } from '../amazon/operations.ts'
import { type DataKind, dataKind } from '../core/data.ts'
import { type Fault, fault as faultSchema } from '../core/fault.ts'
import type { Result } from '../core/result.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../core/time.ts'
import type { StoreContext } from './context.ts'
import { AUTHORIZATION_DAYS, type StoreRecord } from './directory.ts'
import { isNewest } from './incarnation.ts'
import { rateInForce } from './limiter.ts'
import { type Standing, type StopReason, standingOf } from './standing.ts'

/** How a store is, in one word with what explains it. Standing comes first, then the year, then what Amazon does. */
export type Health =
  | { readonly state: 'connected' }
  | { readonly state: 'throttled'; readonly untilMs: number }
  | {
      readonly state: 'failing'
      readonly sinceMs: number
      readonly what: 'access' | 'reading'
      readonly fault: Fault
    }
  /** Amazon refused the authorization once; it is asked again before that is believed. */
  | { readonly state: 'suspected'; readonly sinceMs: number | null }
  /** Stopped as somebody wished, or by us to be safe: nothing is wrong with Amazon or the authorization. */
  | { readonly state: 'fenced'; readonly reason: StopReason; readonly sinceMs: number | null }
  /** Only a new consent helps. */
  | {
      readonly state: 'needs-authorization'
      readonly reason: StopReason | 'year-over'
      readonly sinceMs: number | null
    }

/** What may fail by itself: getting an access token, or one reading of one place. */
type Work = 'access' | `${DataKind}/${string}`

/** Failures of one work since its last success. */
export interface Trouble {
  readonly work: Work
  readonly sinceMs: number
  readonly lastMs: number
  readonly fault: Fault
}

export interface HealthFacts {
  readonly state: Standing['state']
  readonly reason: StopReason | null
  readonly stoppedAtMs: number | null
  /** When the consent in force was given; null before the first. */
  readonly authorizedAtMs: number | null
  readonly troubles: readonly Trouble[]
  /** Until when Amazon, or its usage plan, makes us wait; 0 for not at all. */
  readonly throttledUntilMs: number
}

/** A failure that nobody has tried again for so long says nothing of today; the daily probe tries access each day. */
const TROUBLE_COUNTS_MS = 2 * DAY_MS
/** After a 429 looks rest this long before the next reading begins. */
const THROTTLED_MS = MINUTE_MS
/** Shorter waits for the usage plan are how reading goes, not worth a word. */
const WAIT_SHOWN_MS = 10 * SECOND_MS

/** These say how the store stands, which its standing says better; they are no trouble with reading. */
const TOLD_BY_STANDING: readonly Fault[] = [
  'store-stopped',
  'store-quarantined',
  'authorization-refused',
  'seller-mismatch',
  'region-wrong',
]

/** How the store is by these facts. Pure. */
export function healthOf(facts: HealthFacts, nowMs: number): Health {
  const { state, reason, stoppedAtMs: sinceMs, authorizedAtMs, throttledUntilMs } = facts
  if (state !== 'connected') return stopped(reason ?? 'unfinished', sinceMs)
  const endsMs = (authorizedAtMs ?? nowMs) + AUTHORIZATION_DAYS * DAY_MS
  if (nowMs >= endsMs) return { state: 'needs-authorization', reason: 'year-over', sinceMs: endsMs }
  if (throttledUntilMs > nowMs) return { state: 'throttled', untilMs: throttledUntilMs }
  const [first] = facts.troubles
    // A newer consent begins afresh: what failed under the one before says nothing about it.
    .filter(({ lastMs }) => lastMs >= (authorizedAtMs ?? 0) && nowMs - lastMs < TROUBLE_COUNTS_MS)
    .toSorted((one, other) => one.sinceMs - other.sinceMs)
  if (first === undefined) return { state: 'connected' }
  const what = first.work === 'access' ? 'access' : 'reading'
  return { state: 'failing', sinceMs: first.sinceMs, what, fault: first.fault }
}

function stopped(reason: StopReason, sinceMs: number | null): Health {
  switch (reason) {
    case 'suspected':
      return { state: 'suspected', sinceMs }
    case 'disconnected':
    case 'superseded':
    case 'seller-mismatch':
      return { state: 'fenced', reason, sinceMs }
    case 'unfinished':
    case 'authorization-refused':
    case 'region-wrong':
    case 'unopened':
      return { state: 'needs-authorization', reason, sinceMs }
    default:
      return reason satisfies never
  }
}

/** What one work's end makes of its trouble: a success ends it, a failure keeps when it began. Pure. */
export function nextTrouble(
  before: Trouble | undefined,
  ended: { readonly work: Work; readonly fault: Fault | undefined },
  nowMs: number,
): Trouble | undefined {
  const { work, fault } = ended
  if (fault === undefined) return undefined
  if (TOLD_BY_STANDING.includes(fault)) return before
  return { work, sinceMs: before?.sinceMs ?? nowMs, lastMs: nowMs, fault }
}

type HealthEvent =
  /** An exchange for an access token, or a reading, is over; without a fault it went well. */
  | { readonly kind: 'ended'; readonly work: Work; readonly fault: Fault | undefined }
  /** Amazon answered 429. */
  | { readonly kind: 'throttled' }

/** Keeps what an event says of the store's health. Called where outcomes are known; no call to Amazon, no entry. */
export function noteHealth(sql: SqlStorage, event: HealthEvent, nowMs: number): void {
  if (event.kind === 'throttled') {
    sql.exec('INSERT OR REPLACE INTO throttle (one, until_ms) VALUES (1, ?)', nowMs + THROTTLED_MS)
    return
  }
  const { work, fault } = event
  // A reading that came to its end was not held up.
  if (work !== 'access' && fault === undefined) sql.exec('DELETE FROM throttle')
  const before = troublesIn(sql).find((trouble) => trouble.work === work)
  const next = nextTrouble(before, event, nowMs)
  if (next === before) return
  sql.exec('DELETE FROM trouble WHERE work = ?', work)
  if (next === undefined) return
  sql.exec('INSERT INTO trouble VALUES (?, ?, ?, ?)', work, next.sinceMs, next.lastMs, next.fault)
}

/** Keeps how an exchange for an access token ended, and hands its end on. */
export function noteAccess<T extends Result<unknown, Fault>>(context: StoreContext, ended: T): T {
  const fault = ended.ok ? undefined : ended.fault
  if (isNewest(context)) {
    noteHealth(context.storage.sql, { kind: 'ended', work: 'access', fault }, context.clock())
  }
  return ended
}

/** How the store is as far as the directory knows, for lists and for an object that does not answer. Pure. */
export const healthByDirectory = (
  store: Pick<StoreRecord, 'state' | 'stopReason' | 'stoppedAtMs' | 'authorizedAtMs'>,
  nowMs: number,
): Health => healthOf({ ...store, reason: store.stopReason, troubles: [], throttledUntilMs: 0 }, nowMs)

/** How the store is by its object's own account. Undefined before the first consent came back. */
export function healthIn({ storage: { sql }, clock }: StoreContext): Health | undefined {
  const standing = standingOf(sql)
  if (standing === undefined) return undefined
  const nowMs = clock()
  return healthOf(
    {
      state: standing.state,
      reason: standing.reason,
      stoppedAtMs: standing.stopped_ms,
      authorizedAtMs: standing.authorized_ms,
      troubles: troublesIn(sql),
      throttledUntilMs: Math.max(saidByAmazon(sql), ...waitsIn(sql, nowMs)),
    },
    nowMs,
  )
}

const troubleRow = z.object({
  work: z.union([z.literal('access'), z.templateLiteral([dataKind, '/', z.string()])]),
  since_ms: z.number(),
  last_ms: z.number(),
  fault: faultSchema,
})

/** Rows that another version of this code wrote in other words are left out. */
function troublesIn(sql: SqlStorage): readonly Trouble[] {
  return sql
    .exec('SELECT * FROM trouble')
    .toArray()
    .flatMap((row) => {
      const { success, data } = troubleRow.safeParse(row)
      return success
        ? [{ work: data.work, sinceMs: data.since_ms, lastMs: data.last_ms, fault: data.fault }]
        : []
    })
}

function saidByAmazon(sql: SqlStorage): number {
  const [row] = sql.exec<{ until_ms: number }>('SELECT until_ms FROM throttle').toArray()
  return row?.until_ms ?? 0
}

/** When the last call that waits for its turn has it, for each operation where that is far enough away to say. */
function waitsIn(sql: SqlStorage, nowMs: number): readonly number[] {
  const buckets = sql
    .exec<{ operation: string; tokens: number; updated_ms: number; rate: number | null }>(
      'SELECT operation, tokens, updated_ms, rate FROM bucket WHERE tokens < 0',
    )
    .toArray()
  return buckets.flatMap(({ operation, tokens, updated_ms, rate }) => {
    const [, plan] = Object.entries(OPERATIONS).find(([name]) => name === operation) ?? []
    if (plan === undefined) return []
    const turnMs = updated_ms + (-tokens / rateInForce(plan, rate ?? undefined)) * SECOND_MS
    return turnMs - nowMs >= WAIT_SHOWN_MS ? [Math.ceil(turnMs)] : []
  })
}
