import type * as z from 'zod'
import { DATA, type DataKind, oldestKeptMs } from '../../core/data.ts'
import { addDays, dayOf } from '../../core/day.ts'
import type { Fault } from '../../core/fault.ts'
import { marketplaceId, newId, sweepId } from '../../core/id.ts'
import { ok, type Result } from '../../core/result.ts'
import { DAY_MS } from '../../core/time.ts'
import type { StoreContext } from '../../store/context.ts'
import { armDuty } from '../../store/duty.ts'
import {
  deleteSnapshot,
  openSnapshot,
  type SnapshotHead,
  snapshotHead,
  snapshotHeads,
  storeSnapshot,
} from '../../store/figures.ts'
import { standingOf } from '../../store/standing.ts'
import { chargeHistory, trimCharges } from '../advertising/charge-history.ts'
import { planningReport, trimReport } from '../inventory/planning.ts'
import { oldestOrderMs, openOrders, trimOrders } from '../orders/open-orders.ts'
import { oldestOf, soldDays, trimDays } from '../sales/days.ts'
import type { Brought } from './reader.ts'

/** What is left of a history once everything before `oldestMs` has gone. Other kinds go whole. */
type Trim = (
  context: StoreContext,
  place: KindPlace,
  oldestMs: number,
) => Promise<Result<Brought | undefined, Fault>>
interface KindPlace {
  readonly kind: DataKind
  readonly part: string
}

const trimmed =
  <T extends object>(
    shape: z.ZodType<T>,
    trim: (value: T, oldestMs: number, part: string) => Brought | undefined,
  ): Trim =>
  async (context, place, oldestMs) => {
    const opened = await openSnapshot(context, place, shape)
    if (!opened.ok) return opened
    return ok(opened.value && trim(opened.value.value, oldestMs, place.part))
  }

const trimSold = trimmed(soldDays, (value, oldestMs) => {
  const left = trimDays(value, addDays(dayOf(oldestMs, value.zone), 1))
  return left && { value: left, rows: left.days.length, oldestMs: oldestOf(left, oldestMs) }
})

const TRIMS: Readonly<Partial<Record<DataKind, Trim>>> = {
  planning: trimmed(planningReport, trimReport),
  sales: trimSold,
  'sku-sales': trimSold,
  orders: trimmed(openOrders, (value, oldestMs) => {
    const left = trimOrders(value, oldestMs)
    return left && { value: left, rows: left.rows.length, oldestMs: oldestOrderMs(left.rows, oldestMs) }
  }),
  charges: trimmed(chargeHistory, (value, oldestMs) => {
    // A day more than has to go: what is left would begin at this very moment, and be past its time at the next.
    const left = trimCharges(value, oldestMs + DAY_MS)
    return left && { value: left, rows: left.charges.length, oldestMs: left.fromMs }
  }),
}

/** Sets the alarm to when the first of the stored figures is past its time. */
export function armPurge({ storage, clock }: StoreContext): void {
  const dues = snapshotHeads(storage.sql).flatMap(({ place, head }) =>
    place.kind === 'settings' ? [] : [head.oldestMs + DATA[place.kind].keptDays * DAY_MS],
  )
  if (dues.length > 0) armDuty(storage, clock, 'purge-figures', Math.min(...dues))
}

/**
 * From the alarm: figures that are past their time go, of a history only those. On the record. Faults: storage-down,
 * store-quarantined; what could not be trimmed now is tried again. A reading that stores newer figures meanwhile is left alone.
 */
export async function purgeFigures(context: StoreContext): Promise<Result<undefined, Fault>> {
  const nowMs = context.clock()
  for (const { place, head } of snapshotHeads(context.storage.sql)) {
    const { kind, part } = place
    if (kind === 'settings' || head.oldestMs >= oldestKeptMs(kind, nowMs)) continue
    const done = await purgeOne(context, { kind, part }, head)
    if (!done.ok) return done
    if (!done.value) continue
    const marketplace = marketplaceId.safeParse(part.split('/')[0]).data
    context.record.append(
      { kind: 'figures.purged', data: kind, ...(marketplace && { marketplace }) },
      'machine/purge',
    )
  }
  armPurge(context)
  return ok(undefined)
}

/** Whether anything went: newer figures may have come meanwhile. */
async function purgeOne(
  context: StoreContext,
  place: KindPlace,
  head: SnapshotHead,
): Promise<Result<boolean, Fault>> {
  const left = await (TRIMS[place.kind]?.(context, place, oldestKeptMs(place.kind, context.clock())) ??
    ok(undefined))
  if (!left.ok) return left
  const epoch = standingOf(context.storage.sql)?.epoch
  if (snapshotHead(context.storage.sql, place)?.sweepId !== head.sweepId) return ok(false)
  if (left.value === undefined || epoch === undefined) {
    deleteSnapshot(context, place)
    return ok(true)
  }
  const given = { place, sweepId: sweepId.parse(newId(context.random)), epoch, over: head.sweepId }
  const stored = await storeSnapshot(context, given, { ...left.value, asOfMs: head.asOfMs })
  return stored.ok ? ok(stored.value.sweepId === given.sweepId) : stored
}
