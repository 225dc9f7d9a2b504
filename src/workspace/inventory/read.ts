import * as z from 'zod'
import { personActor } from '../../audit/events.ts'
import type { Fault } from '../../core/fault.ts'
import { type MarketplaceId, marketplaceId, personId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { StoreContext } from '../../store/context.ts'
import { openSnapshot } from '../../store/figures.ts'
import { standingOf } from '../../store/standing.ts'
import type { ReadingPlace } from '../../store/sync.ts'
import { lookAt, type Reading } from '../reading/look.ts'
import { type InventoryPage, inventoryQuery, inventoryRows, queryRows } from './rows.ts'

export const readInput = z.strictObject({
  personId,
  marketplaceId,
  query: inventoryQuery,
  /** The person pressed the button that asks for a new reading, which opens no figure; otherwise only age decides. */
  again: z.boolean(),
})
export type ReadInput = z.infer<typeof readInput>

export interface InventoryRead {
  readonly page: (InventoryPage & { readonly asOfMs: number }) | undefined
  readonly readings: readonly Reading[]
}

/** What the inventory of a marketplace is made of. */
export const inventoryPlaces = (marketplace: MarketplaceId): readonly ReadingPlace[] => [
  { kind: 'inventory', part: marketplace },
]

/** What the page needs of a store's object. */
export interface InventoryObject {
  readInventory: (input: ReadInput) => Promise<Result<InventoryRead, Fault>>
}

/**
 * One person's look at the inventory of one marketplace, on the record as intent and outcome. Figures that are
 * stored are shown at once; when they are missing or older than fifteen minutes a sweep starts behind the answer.
 * Faults: store-stopped, store-quarantined, storage-down.
 */
export async function readInventory(
  context: StoreContext,
  input: ReadInput,
): Promise<Result<InventoryRead, Fault>> {
  const actor = personActor(input.personId)
  const look = { view: 'inventory', marketplace: input.marketplaceId } as const
  const of = context.record.append({ kind: 'read.intent', ...look, reason: 'member' }, actor)
  const read = await lookUnder(context, input, of)
  const page = read.ok ? read.value.page : undefined
  context.record.append(
    read.ok
      ? {
          kind: 'read.outcome',
          of,
          result: page === undefined ? 'progress' : 'shown',
          rows: page?.rows.length,
          as_of_ms: page?.asOfMs,
        }
      : { kind: 'read.outcome', of, result: 'refused', fault: read.fault },
    actor,
  )
  return read
}

async function lookUnder(
  context: StoreContext,
  input: ReadInput,
  cause: number,
): Promise<Result<InventoryRead, Fault>> {
  const { storage } = context
  const { marketplaceId: marketplace } = input
  const state = standingOf(storage.sql)?.state
  if (state !== 'connected') return fail(state === 'quarantined' ? 'store-quarantined' : 'store-stopped')
  const readings = lookAt(context, inventoryPlaces(marketplace), { cause, again: input.again })
  if (input.again) return ok({ page: undefined, readings })
  const place = { kind: 'inventory', part: marketplace } as const
  const opened = await openSnapshot(context, place, inventoryRows)
  if (!opened.ok) return opened
  const page = opened.value && {
    ...queryRows(opened.value.value, input.query),
    asOfMs: opened.value.head.asOfMs,
  }
  return ok({ page, readings })
}
