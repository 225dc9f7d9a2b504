import type { Fault } from '../../core/fault.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { SECOND_MS } from '../../core/time.ts'
import type { StoreContext } from '../../store/context.ts'
import type { StoreRecord } from '../../store/directory.ts'
import { type Health, healthByDirectory, healthIn } from '../../store/health.ts'
import { storeObject } from '../../store/stub.ts'
import { within } from '../../store/within.ts'

/** Stores of a list whose objects are asked; those beyond stand there as the directory knows them. */
const ASKED_MAX = 50
/** A list does not wait longer for an object: its store stands there as the directory knows it. */
const WAIT_MS_MAX = 2 * SECOND_MS

/** What the list needs of a store's object. */
export interface HealthObject {
  health: () => Promise<Result<Health, Fault>>
}

/** How the store is by its object's own account. Asks Amazon nothing, leaves no entry. Fault: store-stopped. */
export function healthOfStore(context: StoreContext): Result<Health, Fault> {
  const health = healthIn(context)
  return health === undefined ? fail('store-stopped') : ok(health)
}

type Listed = Pick<StoreRecord, 'id' | 'region' | 'state' | 'stopReason' | 'stoppedAtMs' | 'authorizedAtMs'>

/**
 * These stores with how each is, all asked at once. Only those are asked that read, or may read again by themselves: of
 * the others the directory says enough. It also speaks for an object that does not answer in time.
 */
export function withHealth<S extends Listed>(
  namespace: DurableObjectNamespace,
  stores: readonly S[],
  nowMs: number,
): Promise<readonly (S & { readonly health: Health })[]> {
  return Promise.all(
    stores.map(async (store, index) => {
      const told = index < ASKED_MAX && isAlive(store) ? await askedOf(namespace, store) : undefined
      return { ...store, health: told ?? healthByDirectory(store, nowMs) }
    }),
  )
}

const isAlive = ({ state, stopReason }: Listed): boolean =>
  state === 'connected' || stopReason === 'suspected'

async function askedOf(namespace: DurableObjectNamespace, store: Listed): Promise<Health | undefined> {
  const asked = storeObject<HealthObject>(namespace, store).health()
  const answer = await within(WAIT_MS_MAX, asked, fail('storage-down'))
  return answer.ok ? answer.value : undefined
}
