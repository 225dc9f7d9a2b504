import * as z from 'zod'
import { personActor } from '../../audit/events.ts'
import type { Fault } from '../../core/fault.ts'
import { marketplaceId, personId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { MINUTE_MS } from '../../core/time.ts'
import { probeOnLook } from '../../revocation/probe.ts'
import type { StoreContext } from '../../store/context.ts'
import { openSnapshot, snapshotHead } from '../../store/figures.ts'
import { standingOf } from '../../store/standing.ts'
import { type Sync, syncOf } from '../../store/sync.ts'
import type { ListInput } from './marketplaces.ts'
import { type InventoryPage, inventoryQuery, inventoryRow, queryRows } from './rows.ts'
import { startSweep } from './sweep.ts'

/** Figures older than this are read again when somebody looks; until then they are shown as they are. */
const FRESH_MS = 15 * MINUTE_MS
/** After a reading that failed, one look does not start the next at once: Amazon would meet every reload. */
const FAILED_REST_MS = MINUTE_MS

export const readInput = z.strictObject({
  personId,
  marketplaceId,
  query: inventoryQuery,
  /** The person pressed the button that asks for a new reading, which opens no figure; otherwise only age decides. */
  again: z.boolean(),
})
export type ReadInput = z.infer<typeof readInput>

/** Counts and times of a sweep, for the progress line: no figure is in it. */
export interface Progress {
  readonly state: Sync['state']
  readonly rows: number
  /** Rows of the snapshot before, when there is one: an honest "about". */
  readonly about: number | undefined
  readonly begunMs: number
  readonly fault: Fault | undefined
}

export interface InventoryRead {
  readonly page: (InventoryPage & { readonly asOfMs: number }) | undefined
  readonly progress: Progress | undefined
}

/** What the page needs of a store's object. */
export interface InventoryObject {
  readInventory: (input: ReadInput) => Promise<Result<InventoryRead, Fault>>
  inventoryProgress: (marketplace: ReadInput['marketplaceId']) => Promise<Result<Progress | undefined, Fault>>
  listMarketplaces: (input: ListInput) => Promise<Result<undefined, Fault>>
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
  if (due(context, input)) startSweep(context, marketplace, cause)
  // A sweep asks Amazon by itself; figures that are fresh enough are shown without one.
  else probeOnLook(context, cause)
  if (input.again) return ok({ page: undefined, progress: progressOf(context, marketplace) })
  const opened = await openSnapshot(context, 'inventory', marketplace, inventoryRow)
  if (!opened.ok) return opened
  const page =
    opened.value === undefined
      ? undefined
      : { ...queryRows(opened.value.rows, input.query), asOfMs: opened.value.head.asOfMs }
  return ok({ page, progress: progressOf(context, marketplace) })
}

function due(context: StoreContext, input: ReadInput): boolean {
  const nowMs = context.clock()
  const head = snapshotHead(context.storage.sql, 'inventory', input.marketplaceId)
  const sync = syncOf(context.storage.sql, 'inventory', input.marketplaceId)
  const fresh = head !== undefined && nowMs - head.asOfMs < FRESH_MS
  const resting = sync?.state === 'failed' && nowMs - sync.begunMs < FAILED_REST_MS
  return input.again || (!fresh && !resting)
}

/** How far the newest sweep is; undefined when it ended well. Reads no figure, so it is no entry of the record. */
export function progressOf(
  context: StoreContext,
  marketplace: ReadInput['marketplaceId'],
): Progress | undefined {
  const sync = syncOf(context.storage.sql, 'inventory', marketplace)
  if (sync === undefined || sync.state === 'done') return undefined
  const about = snapshotHead(context.storage.sql, 'inventory', marketplace)?.rows
  return { state: sync.state, rows: sync.rows, about, begunMs: sync.begunMs, fault: sync.fault }
}
