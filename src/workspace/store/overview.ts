import * as z from 'zod'
import type { Activity } from '../../audit/activity.ts'
import { recentActivity } from '../../audit/recent.ts'
import type { Fault } from '../../core/fault.ts'
import { marketplaceId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { StoreContext } from '../../store/context.ts'
import { type Health, healthIn } from '../../store/health.ts'
import { type Standing, standingOf } from '../../store/standing.ts'
import { type Reading, readingOf } from '../reading/look.ts'

/** Amazon has some twenty marketplaces in all; a list of activity is read by a person. */
export const overviewInput = z.strictObject({
  marketplaces: z.array(marketplaceId).max(200),
  limit: z.int().min(1).max(100),
})
export type OverviewInput = z.infer<typeof overviewInput>

export interface Overview {
  readonly state: Standing['state']
  readonly reason: Standing['reason']
  readonly stoppedAtMs: number | null
  readonly health: Health
  readonly readings: readonly Reading[]
  readonly activity: readonly Activity[]
}

/** What the store's page needs of its object. */
export interface OverviewObject {
  overview: (input: OverviewInput) => Promise<Result<Overview, Fault>>
}

/**
 * How the store stands by its object's own account, how its readings went, and what the record tells of late. Opens no
 * figure, asks Amazon nothing and leaves no entry: it is a read of the record. Faults: store-stopped, before the first
 * consent came back.
 */
export function overviewOf(context: StoreContext, input: OverviewInput): Result<Overview, Fault> {
  const { storage } = context
  const standing = standingOf(storage.sql)
  const health = healthIn(context)
  if (standing === undefined || health === undefined) return fail('store-stopped')
  return ok({
    state: standing.state,
    reason: standing.reason,
    stoppedAtMs: standing.stopped_ms,
    health,
    readings: input.marketplaces.map((part) => readingOf(context, { kind: 'inventory', part })),
    activity: recentActivity(storage.sql, input.limit),
  })
}
