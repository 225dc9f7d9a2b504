import type { Fault } from '../../core/fault.ts'
import type { PersonId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { SECOND_MS } from '../../core/time.ts'
import type { StoreContext } from '../../store/context.ts'
import type { StoreRecord } from '../../store/directory.ts'
import { type Health, healthByDirectory, healthIn } from '../../store/health.ts'
import { standingOf } from '../../store/standing.ts'
import { storeObject } from '../../store/stub.ts'
import { within } from '../../store/within.ts'
import type { Item } from '../attention/attention.ts'
import { type AttentionInput, attention, hasFigures } from '../attention/open.ts'

/** Stores of a list whose objects are asked; those beyond stand there as the directory knows them. */
const ASKED_MAX = 50
/** A list does not wait longer for an object: its store stands there as the directory knows it. */
const WAIT_MS_MAX = 2 * SECOND_MS

export interface Summary {
  readonly health: Health
  /** What waits for the seller, most urgent first; undefined where it could not be opened, or nothing is stored that would tell. */
  readonly items: readonly Item[] | undefined
}

/** What the list needs of a store's object. */
export interface SummaryObject {
  summary: (input: AttentionInput) => Promise<Result<Summary, Fault>>
}

/**
 * How the store is by its object's own account, and what waits in it. Asks Amazon nothing; a look on the record where
 * figures were opened. Fault: store-stopped.
 */
export async function summaryOf(
  context: StoreContext,
  input: AttentionInput,
): Promise<Result<Summary, Fault>> {
  const health = healthIn(context)
  if (health === undefined) return fail('store-stopped')
  if (standingOf(context.storage.sql)?.state !== 'connected') return ok({ health, items: undefined })
  const items = await attention(context, input)
  const tells = items.ok && (items.value.length > 0 || hasFigures(context))
  return ok({ health, items: tells ? items.value : undefined })
}

type Listed = Pick<
  StoreRecord,
  'id' | 'region' | 'country' | 'state' | 'stopReason' | 'stoppedAtMs' | 'authorizedAtMs'
>

/**
 * These stores with how each is and what waits in it, all asked at once. Only those are asked that read, or may read again by themselves: of
 * the others the directory says enough. It also speaks for an object that does not answer in time.
 */
export function withSummaries<S extends Listed>(
  namespace: DurableObjectNamespace,
  stores: readonly S[],
  { person, nowMs }: { readonly person: PersonId; readonly nowMs: number },
): Promise<readonly (S & Summary)[]> {
  return Promise.all(
    stores.map(async (store, index) => {
      const told = index < ASKED_MAX && isAlive(store) ? await askedOf(namespace, store, person) : undefined
      return { ...store, ...(told ?? { health: healthByDirectory(store, nowMs), items: undefined }) }
    }),
  )
}

const isAlive = ({ state, stopReason }: Listed): boolean =>
  state === 'connected' || stopReason === 'suspected'

async function askedOf(
  namespace: DurableObjectNamespace,
  store: Listed,
  personId: PersonId,
): Promise<Summary | undefined> {
  const asked = storeObject<SummaryObject>(namespace, store).summary({ personId, country: store.country })
  const answer = await within(WAIT_MS_MAX, asked, fail('storage-down'))
  return answer.ok ? answer.value : undefined
}
