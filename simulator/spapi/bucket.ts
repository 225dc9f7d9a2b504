import type { Holder } from '../consent/grants.ts'
import { now, type World } from '../world.ts'
import { OPERATIONS, type OperationName, type UsagePlan } from './operations.ts'

export interface Bucket {
  readonly tokens: number
  readonly updatedMs: number
}

/** Rounding slack: 500 ms at 2 a second must make one whole token. */
const EPSILON = 1e-9

/**
 * Draws one token at a time given in milliseconds. A bucket not seen before is full; it refills evenly up to its
 * burst; a clock that went back refills nothing. A refused draw takes nothing.
 */
export function drawToken(
  bucket: Bucket | undefined,
  plan: UsagePlan,
  nowMs: number,
): { readonly granted: boolean; readonly bucket: Bucket } {
  const elapsedMs = bucket === undefined ? 0 : Math.max(0, nowMs - bucket.updatedMs)
  const before = bucket === undefined ? plan.burst : bucket.tokens
  const tokens = Math.min(plan.burst, before + (elapsedMs / 1000) * plan.ratePerSecond)
  const granted = tokens >= 1 - EPSILON
  return { granted, bucket: { tokens: granted ? Math.max(0, tokens - 1) : tokens, updatedMs: nowMs } }
}

/** Whether this call is within the usage plan of its seller, application and operation. Takes the token if so. */
export function withinPlan(world: World, holder: Holder, operation: OperationName): boolean {
  const key = [holder.seller, holder.clientId, operation] as const
  const [row] = world.sql
    .exec<{ tokens: number; updated_ms: number }>(
      'select tokens, updated_ms from bucket where seller = ? and client_id = ? and operation = ?',
      ...key,
    )
    .toArray()
  const before = row === undefined ? undefined : { tokens: row.tokens, updatedMs: row.updated_ms }
  const { granted, bucket } = drawToken(before, OPERATIONS[operation], now(world))
  world.sql.exec(
    'insert or replace into bucket values (?, ?, ?, ?, ?)',
    ...key,
    bucket.tokens,
    bucket.updatedMs,
  )
  return granted
}

/** Fills every bucket, of one seller or of all. Idempotent. */
export function refillBuckets(world: World, seller?: string): void {
  if (seller === undefined) world.sql.exec('delete from bucket')
  else world.sql.exec('delete from bucket where seller = ?', seller)
}
