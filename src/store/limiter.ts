import { type Clock, MINUTE_MS, SECOND_MS } from '../core/time.ts'

export interface UsagePlan {
  readonly ratePerSecond: number
  readonly burst: number
}

export interface Bucket {
  /** May be negative: reservations that wait for their token. */
  readonly tokens: number
  readonly updatedMs: number
}

/**
 * Kept back from Amazon's plan. Its full bucket begins to refill when the first call arrives there, ours when it leaves
 * here: a first call that travels this much longer than the later ones, by its handshake, still meets no 429. A sweep
 * pays it once and not at every page, since the time it waits refills too.
 */
const REFILL_MARGIN_MS = 250
/** A clock further behind than this was set back: refilling goes on from the new time instead of standing still. */
const CLOCK_STEP_MS = MINUTE_MS
/** How far Amazon's hint is believed: it adapts plans to a seller's size, and one wrong header must not stop a store. */
const RATE_TIMES_MAX = 10

/**
 * Takes one token now and says how long to wait before using it. Reservations are served in the order they were
 * made, so the jobs of a store share the plan fairly. Pure. Waiting beats being throttled: a 429 costs a call.
 */
export function reserve(
  bucket: Bucket | undefined,
  plan: UsagePlan,
  nowMs: number,
): { bucket: Bucket; waitMs: number } {
  const { tokens: refilled, updatedMs } = refill(
    bucket ?? { tokens: plan.burst, updatedMs: nowMs },
    plan,
    nowMs,
  )
  const tokens = refilled - 1
  const waitMs = tokens >= 0 ? 0 : Math.ceil((-tokens / plan.ratePerSecond) * SECOND_MS) + REFILL_MARGIN_MS
  return { bucket: { tokens, updatedMs }, waitMs }
}

function refill(before: Bucket, plan: UsagePlan, nowMs: number): Bucket {
  const elapsedMs = nowMs - before.updatedMs
  if (elapsedMs < 0) return { ...before, updatedMs: elapsedMs < -CLOCK_STEP_MS ? nowMs : before.updatedMs }
  const tokens = Math.min(plan.burst, before.tokens + (elapsedMs / SECOND_MS) * plan.ratePerSecond)
  return { tokens, updatedMs: nowMs }
}

/** The rate in force: Amazon's last hint, at most ten times more or less than its published plan. Pure. */
export function rateInForce(plan: UsagePlan, hinted: number | undefined): number {
  const { ratePerSecond } = plan
  if (hinted === undefined || !Number.isFinite(hinted) || hinted <= 0) return ratePerSecond
  return Math.min(ratePerSecond * RATE_TIMES_MAX, Math.max(ratePerSecond / RATE_TIMES_MAX, hinted))
}

/** What a call made now would take from the stored bucket of `operation`, under the rate in force. */
function reservation(sql: SqlStorage, operation: string, plan: UsagePlan, nowMs: number) {
  const [row] = sql
    .exec<{ tokens: number; updated_ms: number; rate: number | null }>(
      'SELECT tokens, updated_ms, rate FROM bucket WHERE operation = ?',
      operation,
    )
    .toArray()
  const stored = row === undefined ? undefined : { tokens: row.tokens, updatedMs: row.updated_ms }
  const ratePerSecond = rateInForce(plan, row?.rate ?? undefined)
  return reserve(stored, { ...plan, ratePerSecond }, nowMs)
}

/**
 * Reserves from the stored bucket of `operation`, without an await between reading and writing it. Undefined, and
 * nothing reserved, when the wait would be longer than `waitMsMax`.
 */
export function reserveStored(
  sql: SqlStorage,
  operation: string,
  { plan, clock, waitMsMax }: { readonly plan: UsagePlan; readonly clock: Clock; readonly waitMsMax: number },
): number | undefined {
  const { bucket, waitMs } = reservation(sql, operation, plan, clock())
  if (waitMs > waitMsMax) return undefined
  sql.exec(
    `INSERT INTO bucket (operation, tokens, updated_ms) VALUES (?, ?, ?)
     ON CONFLICT (operation) DO UPDATE SET tokens = excluded.tokens, updated_ms = excluded.updated_ms`,
    operation,
    bucket.tokens,
    bucket.updatedMs,
  )
  return waitMs
}

/** How long a call made now would wait for its turn, in milliseconds. Reserves nothing. */
export const waitFor = (sql: SqlStorage, operation: string, plan: UsagePlan, nowMs: number): number =>
  reservation(sql, operation, plan, nowMs).waitMs

/** Keeps the requests per second that Amazon named with its last answer; none named leaves the last hint. */
export function learnRate(sql: SqlStorage, operation: string, hinted: number | undefined): void {
  if (hinted === undefined) return
  sql.exec('UPDATE bucket SET rate = ? WHERE operation = ?', hinted, operation)
}

/** Amazon refused a call as one too many: whatever this bucket still holds, Amazon's is empty. */
export function emptyBucket(sql: SqlStorage, operation: string): void {
  sql.exec('UPDATE bucket SET tokens = min(tokens, 0) WHERE operation = ?', operation)
}
