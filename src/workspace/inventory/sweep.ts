import { zoneOf } from '../../amazon/regions.ts'
import { dayOf } from '../../core/day.ts'
import type { Fault } from '../../core/fault.ts'
import { type MarketplaceId, marketplaceId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { callAmazon } from '../../store/call.ts'
import type { HeldToken, StoreContext } from '../../store/context.ts'
import { openSnapshot } from '../../store/figures.ts'
import { noteProgress, type Run } from '../../store/sync.ts'
import type { Brought } from '../reading/reader.ts'
import type { InventoryRow } from './rows.ts'
import { seeAgain, storedStock } from './seen.ts'

/** A limit on everything: 1,000 pages of 50 are 50,000 SKUs, eight minutes at Amazon's pace; a token is held for ten. */
const PAGES_MAX = 1000

/**
 * Reads the live quantities of one marketplace, all of them. Page tokens die after 30 s, so the pages are read in one
 * go; a token that died all the same ends the reading. Faults: those of callAmazon, too-many-rows.
 */
export async function sweepInventory(
  context: StoreContext,
  held: HeldToken,
  run: Run,
): Promise<Result<Brought, Fault>> {
  const marketplace = marketplaceId.parse(run.part)
  const rows: InventoryRow[] = []
  let nextToken: string | undefined
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const query = { marketplaceId: marketplace, nextToken }
    const answer = await callAmazon(context, held, { operation: 'getInventorySummaries', query }, run.cause)
    if (!answer.ok) return answer
    rows.push(...answer.value.rows)
    noteProgress(context, run, rows.length)
    nextToken = answer.value.nextToken
    if (nextToken === undefined) return seen(context, marketplace, rows)
  }
  return fail('too-many-rows')
}

/** The reading with what earlier ones had seen. One that cannot be opened now fails this one: its days would be lost. */
async function seen(
  context: StoreContext,
  marketplace: MarketplaceId,
  rows: readonly InventoryRow[],
): Promise<Result<Brought, Fault>> {
  const before = await openSnapshot(context, { kind: 'inventory', part: marketplace }, storedStock)
  if (!before.ok) return before
  const today = dayOf(context.clock(), zoneOf(marketplace))
  return ok({ value: seeAgain(before.value?.value, rows, today), rows: rows.length })
}
