import { marketplaceById } from '../amazon/regions.ts'
import type { Participation } from '../amazon/schemas.ts'
import type { Fault } from '../core/fault.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { errorName, log } from '../log.ts'
import { callAmazon } from './call.ts'
import type { HeldToken, StoreContext } from './context.ts'
import { writeParticipations } from './directory.ts'
import { standingOf } from './standing.ts'

/** Asks Amazon for the store's marketplaces and name and notes them in the directory. Idempotent. */
export async function readParticipations(
  context: StoreContext,
  held: HeldToken,
  cause: number,
  untilMs?: number,
): Promise<Result<undefined, Fault>> {
  const standing = standingOf(context.storage.sql)
  if (standing === undefined) return fail('store-stopped')
  const ask = {
    operation: 'getMarketplaceParticipations',
    query: {},
    ...(untilMs === undefined ? {} : { untilMs }),
  } as const
  const answer = await callAmazon(context, held, ask, cause)
  if (!answer.ok) return answer
  const taken = answer.value.filter((one) => one.participating)
  const marketplaces = taken.map((one) => ({ id: one.marketplaceId, name: one.name }))
  const countries = taken.flatMap((one) => marketplaceById(one.marketplaceId)?.country ?? [])
  const found = { name: nameOf(taken, standing.seller_id), marketplaces, countries }
  try {
    await writeParticipations(context.db, standing.store_id, found)
  } catch (thrown) {
    log('warn', { event: 'directory.unreachable', store: standing.store_id, error: errorName(thrown) })
    return fail('storage-down')
  }
  return ok(undefined)
}

/** The name Amazon shows buyers, the seller id when there is none. */
const nameOf = (taken: readonly Participation[], seller: string): string =>
  taken.map((one) => one.storeName.trim()).find((name) => name !== '') ?? seller
