import { OPERATIONS, type Operation } from '../amazon/operations.ts'
import { MINUTE_MS, SECOND_MS } from '../core/time.ts'
import type { StoreContext } from './context.ts'

export interface UsagePlan {
  readonly ratePerSecond: number
  readonly burst: number
}

export interface Bucket {
  /** May be negative: reservations that wait for their token. */
  readonly tokens: number
  readonly updatedMs: number
}

/** Both sides count whole milliseconds, and a timer may be a little early. */
const MARGIN_MS = 10
/** A clock further behind than this was set back: refilling goes on from the new time instead of standing still. */
const CLOCK_STEP_MS = MINUTE_MS
/** How far Amazon's hint is believed: it adapts plans to a seller's size, and one wrong header must not stop a store. */
const RATE_TIMES_MAX = 10

/**
 * Takes one token now and says how long to wait before using it, as things stand: `lackMs` says it again then.
 * Reservations are served in the order they were made, so the jobs of a store share the plan fairly. Pure. Waiting
 * beats being throttled: a 429 costs a call.
 *
 * `underWay`: calls that have a token and no answer yet. Nobody here knows when such a call arrives at Amazon, whose
 * bucket may be full until then and so refills nothing; ours holds that many tokens less at most. So it never has more
 * than Amazon's, however long each call travels.
 */
export function reserve(
  bucket: Bucket | undefined,
  plan: UsagePlan,
  nowMs: number,
  underWay: number,
): { bucket: Bucket; waitMs: number } {
  const { tokens: refilled, updatedMs } = refill(bucket ?? full(plan, nowMs), plan, nowMs, underWay)
  const tokens = refilled - 1
  return { bucket: { tokens, updatedMs }, waitMs: lackMs(tokens, plan) }
}

/** How long until a bucket that was overdrawn is at nothing: 0 for one that is not. Pure. */
export const lackMs = (tokens: number, { ratePerSecond }: UsagePlan): number =>
  tokens >= 0 ? 0 : Math.ceil((-tokens / ratePerSecond) * SECOND_MS) + MARGIN_MS

const full = (plan: UsagePlan, nowMs: number): Bucket => ({ tokens: plan.burst, updatedMs: nowMs })

/** The bucket at `nowMs` when so many calls were under way since it was looked at last. Pure. */
export function refill(before: Bucket, plan: UsagePlan, nowMs: number, underWay: number): Bucket {
  const elapsedMs = nowMs - before.updatedMs
  if (elapsedMs < 0) return { ...before, updatedMs: elapsedMs < -CLOCK_STEP_MS ? nowMs : before.updatedMs }
  const refilled = before.tokens + (elapsedMs / SECOND_MS) * plan.ratePerSecond
  return { tokens: Math.min(plan.burst - underWay, refilled), updatedMs: nowMs }
}

/** The rate in force: Amazon's last hint, at most ten times more or less than its published plan. Pure. */
export function rateInForce(plan: UsagePlan, hinted: number | undefined): number {
  const { ratePerSecond } = plan
  if (hinted === undefined || !Number.isFinite(hinted) || hinted <= 0) return ratePerSecond
  return Math.min(ratePerSecond * RATE_TIMES_MAX, Math.max(ratePerSecond / RATE_TIMES_MAX, hinted))
}

type Object = Pick<StoreContext, 'storage' | 'memory'>

/** The stored bucket of `operation`, if it has one yet, and its plan with the rate in force. */
function stored(sql: SqlStorage, operation: Operation) {
  const [row] = sql
    .exec<{ tokens: number; updated_ms: number; rate: number | null }>(
      'SELECT tokens, updated_ms, rate FROM bucket WHERE operation = ?',
      operation,
    )
    .toArray()
  const bucket = row === undefined ? undefined : { tokens: row.tokens, updatedMs: row.updated_ms }
  const plan = OPERATIONS[operation]
  return { bucket, plan: { ...plan, ratePerSecond: rateInForce(plan, row?.rate ?? undefined) } }
}

function store(sql: SqlStorage, operation: Operation, { tokens, updatedMs }: Bucket): void {
  sql.exec(
    `INSERT INTO bucket (operation, tokens, updated_ms) VALUES (?, ?, ?)
     ON CONFLICT (operation) DO UPDATE SET tokens = excluded.tokens, updated_ms = excluded.updated_ms`,
    operation,
    tokens,
    updatedMs,
  )
}

const turnsOf = ({ turns }: StoreContext['memory'], operation: Operation) =>
  turns.get(operation) ?? { underWay: 0, given: 0 }

/** What a call made now would take. */
function reservation({ storage, memory }: Object, operation: Operation, nowMs: number) {
  const { bucket, plan } = stored(storage.sql, operation)
  return reserve(bucket, plan, nowMs, turnsOf(memory, operation).underWay)
}

/**
 * Reserves the next turn of `operation`, without an await between reading and writing its bucket. It is under way until
 * `endTurn`. Undefined, and nothing reserved, when the wait, in milliseconds, would be longer than `waitMsMax`. The wait
 * is sure where no other call is under way; else `turnLeftMs` is to be asked when it is over.
 */
export function takeTurn(
  object: Object,
  operation: Operation,
  { nowMs, waitMsMax }: { readonly nowMs: number; readonly waitMsMax: number },
): { readonly turn: number; readonly waitMs: number; readonly isSure: boolean } | undefined {
  const { bucket, waitMs } = reservation(object, operation, nowMs)
  if (waitMs > waitMsMax) return undefined
  store(object.storage.sql, operation, bucket)
  const { underWay, given } = turnsOf(object.memory, operation)
  object.memory.turns.set(operation, { underWay: underWay + 1, given: given + 1 })
  return { turn: given + 1, waitMs, isSure: underWay === 0 }
}

/**
 * How much longer this turn waits, in milliseconds: less may have been refilled than it looked like when it was taken,
 * since calls before it were long on their way or throttled.
 */
export function turnLeftMs(object: Object, operation: Operation, turn: number, nowMs: number): number {
  const { tokens, plan } = refilled(object, operation, nowMs)
  return lackMs(tokens + turnsOf(object.memory, operation).given - turn, plan)
}

/** A call that had its turn is answered, lost, or was never made. Once for each turn. */
export function endTurn(object: Object, operation: Operation, nowMs: number): void {
  refilled(object, operation, nowMs)
  const { underWay, given } = turnsOf(object.memory, operation)
  object.memory.turns.set(operation, { underWay: Math.max(0, underWay - 1), given })
}

/** Brings the stored bucket up to now, before what is under way changes. */
function refilled({ storage, memory }: Object, operation: Operation, nowMs: number) {
  const { bucket, plan } = stored(storage.sql, operation)
  const now = refill(bucket ?? full(plan, nowMs), plan, nowMs, turnsOf(memory, operation).underWay)
  store(storage.sql, operation, now)
  return { tokens: now.tokens, plan }
}

/** How long a call made now would wait for its turn, in milliseconds. Reserves nothing. */
export const waitFor = (object: Object, operation: Operation, nowMs: number): number =>
  reservation(object, operation, nowMs).waitMs

/** Keeps the requests per second that Amazon named with its last answer; none named leaves the last hint. */
export function learnRate(sql: SqlStorage, operation: string, hinted: number | undefined): void {
  if (hinted === undefined) return
  sql.exec('UPDATE bucket SET rate = ? WHERE operation = ?', hinted, operation)
}

/** Amazon refused a call as one too many: whatever this bucket still holds, Amazon's is empty. */
export function emptyBucket(sql: SqlStorage, operation: string): void {
  sql.exec('UPDATE bucket SET tokens = min(tokens, 0) WHERE operation = ?', operation)
}
