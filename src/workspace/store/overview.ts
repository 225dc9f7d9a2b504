import * as z from 'zod'
import type { Activity } from '../../audit/activity.ts'
import { recentActivity } from '../../audit/recent.ts'
import { WHOLE_STORE } from '../../core/data.ts'
import type { Fault } from '../../core/fault.ts'
import { type MarketplaceId, marketplaceId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { StoreContext } from '../../store/context.ts'
import { type Health, healthIn } from '../../store/health.ts'
import { type Standing, standingOf } from '../../store/standing.ts'
import type { ReadingPlace } from '../../store/sync.ts'
import { advertisingPlaces } from '../advertising/read.ts'
import type { Item } from '../attention/attention.ts'
import { attention, attentionInput } from '../attention/open.ts'
import { ALERTS, type Thresholds } from '../attention/thresholds.ts'
import { inventoryPlaces } from '../inventory/read.ts'
import { type Reading, readingOf } from '../reading/look.ts'
import { readSettings } from '../settings/settings.ts'

/** Amazon has some twenty marketplaces in all; a list of activity is read by a person. */
export const overviewInput = attentionInput.extend({
  marketplaceIds: z.array(marketplaceId).max(200),
  limit: z.int().min(1).max(100),
})
export type OverviewInput = z.infer<typeof overviewInput>

export interface Overview {
  readonly state: Standing['state']
  readonly reason: Standing['reason']
  readonly stoppedAtMs: number | null
  readonly health: Health
  readonly readings: readonly Reading[]
  /** What waits for the seller, most urgent first. */
  readonly items: Result<readonly Item[], Fault>
  /** From when on something waits; undefined where that could not be opened. */
  readonly limits: Thresholds | undefined
  readonly activity: readonly Activity[]
}

/** What the store's page needs of its object. */
export interface OverviewObject {
  overview: (input: OverviewInput) => Promise<Result<Overview, Fault>>
}

/**
 * How the store stands by its object's own account, what waits for the seller, how its readings went, and what the record
 * tells of late. Asks Amazon nothing. Where figures are stored, what waits is a look at them, on the record. Faults:
 * store-stopped, before the first consent came back.
 */
export async function overviewOf(
  context: StoreContext,
  input: OverviewInput,
): Promise<Result<Overview, Fault>> {
  const { storage } = context
  const standing = standingOf(storage.sql)
  const health = healthIn(context)
  if (standing === undefined || health === undefined) return fail('store-stopped')
  const isConnected = standing.state === 'connected'
  const set = isConnected ? await readSettings(context, ALERTS) : undefined
  return ok({
    state: standing.state,
    reason: standing.reason,
    stoppedAtMs: standing.stopped_ms,
    health,
    readings: placesOf(input.marketplaceIds).map((place) => readingOf(context, place)),
    items: isConnected ? await attention(context, attentionInput.strip().parse(input)) : ok([]),
    limits: set?.ok ? set.value.value : undefined,
    activity: recentActivity(storage.sql, input.limit),
  })
}

/** Everything that the three views are made of. */
const placesOf = (marketplaces: readonly MarketplaceId[]): readonly ReadingPlace[] => [
  ...marketplaces.flatMap((part) => inventoryPlaces(part)),
  { kind: 'orders', part: WHOLE_STORE },
  ...marketplaces.map((part) => ({ kind: 'performance', part }) as const),
  ...advertisingPlaces(marketplaces),
]
