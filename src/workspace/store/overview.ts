import * as z from 'zod'
import type { Activity } from '../../audit/activity.ts'
import { recentActivity } from '../../audit/recent.ts'
import type { Fault } from '../../core/fault.ts'
import { type MarketplaceId, marketplaceId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { StoreContext } from '../../store/context.ts'
import { snapshotHead } from '../../store/figures.ts'
import { type Health, healthIn } from '../../store/health.ts'
import { type Standing, standingOf } from '../../store/standing.ts'
import { syncOf } from '../../store/sync.ts'

/** Amazon has some twenty marketplaces in all; a list of activity is read by a person. */
export const overviewInput = z.strictObject({
  marketplaces: z.array(marketplaceId).max(200),
  limit: z.int().min(1).max(100),
})
export type OverviewInput = z.infer<typeof overviewInput>

/** The newest reading of one view and marketplace: counts and times, no figure. */
export interface Reading {
  readonly marketplaceId: MarketplaceId
  readonly state: 'none' | 'running' | 'done' | 'failed'
  /** SKUs that a reading under way has brought so far. */
  readonly rowsSoFar: number
  readonly fault: Fault | undefined
  /** What is stored, from the last reading that was finished. */
  readonly stored: { readonly rows: number; readonly asOfMs: number } | undefined
}

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
    readings: input.marketplaces.map((id) => readingOf(storage.sql, id)),
    activity: recentActivity(storage.sql, input.limit),
  })
}

function readingOf(sql: SqlStorage, id: MarketplaceId): Reading {
  const sync = syncOf(sql, 'inventory', id)
  const head = snapshotHead(sql, 'inventory', id)
  return {
    marketplaceId: id,
    state: sync?.state ?? 'none',
    rowsSoFar: sync?.rows ?? 0,
    fault: sync?.fault,
    stored: head && { rows: head.rows, asOfMs: head.asOfMs },
  }
}
