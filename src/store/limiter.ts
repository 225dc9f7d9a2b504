import { type Clock, SECOND_MS } from '../core/time.ts'

export interface UsagePlan {
  readonly ratePerSecond: number
  readonly burst: number
}

export interface Bucket {
  /** May be negative: reservations that wait for their token. */
  readonly tokens: number
  readonly updatedMs: number
}

/** Kept back from Amazon's plan so that clocks and networks that differ a little do not meet a 429. */
const REFILL_MARGIN_MS = 20

/**
 * Takes one token now and says how long to wait before using it. Reservations are served in the order they were
 * made, so the jobs of a store share the plan fairly. Pure. Waiting beats being throttled: a 429 costs a call.
 */
export function reserve(
  bucket: Bucket | undefined,
  plan: UsagePlan,
  nowMs: number,
): { bucket: Bucket; waitMs: number } {
  const before = bucket ?? { tokens: plan.burst, updatedMs: nowMs }
  const elapsedMs = Math.max(0, nowMs - before.updatedMs)
  const refilled = Math.min(plan.burst, before.tokens + (elapsedMs / SECOND_MS) * plan.ratePerSecond)
  const tokens = refilled - 1
  const waitMs = tokens >= 0 ? 0 : Math.ceil((-tokens / plan.ratePerSecond) * SECOND_MS) + REFILL_MARGIN_MS
  return { bucket: { tokens, updatedMs: Math.max(nowMs, before.updatedMs) }, waitMs }
}

/**
 * Reserves from the stored bucket of `operation`, without an await between reading and writing it. Undefined, and
 * nothing reserved, when the wait would be longer than `waitMsMax`.
 */
export function reserveStored(
  sql: SqlStorage,
  operation: string,
  plan: UsagePlan,
  clock: Clock,
  waitMsMax: number,
): number | undefined {
  const [row] = sql.exec('SELECT tokens, updated_ms FROM bucket WHERE operation = ?', operation).toArray()
  const stored =
    row === undefined ? undefined : { tokens: Number(row['tokens']), updatedMs: Number(row['updated_ms']) }
  const { bucket, waitMs } = reserve(stored, plan, clock())
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
