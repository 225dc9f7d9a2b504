import * as z from 'zod'
import { marketplaceOf } from '../../amazon/regions.ts'
import { personActor } from '../../audit/events.ts'
import { WHOLE_STORE } from '../../core/data.ts'
import type { Fault } from '../../core/fault.ts'
import { type MarketplaceId, marketplaceId, personId } from '../../core/id.ts'
import { ok, type Result } from '../../core/result.ts'
import { DAY_MS } from '../../core/time.ts'
import type { StoreContext } from '../../store/context.ts'
import { AUTHORIZATION_DAYS } from '../../store/directory.ts'
import { openSnapshot, snapshotHeads } from '../../store/figures.ts'
import { standingOf } from '../../store/standing.ts'
import { openReview } from '../advertising/read.ts'
import { openPlans } from '../inventory/read.ts'
import { dueCounts, dueGroup } from '../orders/due.ts'
import { openOrders } from '../orders/open-orders.ts'
import { storedRates } from '../orders/performance.ts'
import { deadlineOf } from '../orders/rows.ts'
import { onRecord } from '../reading/on-record.ts'
import { readSettings } from '../settings/settings.ts'
import {
  authorizationItems,
  budgetItems,
  byUrgency,
  type Item,
  ordersItems,
  rateItems,
  stockItems,
} from './attention.ts'
import { type Found, foundAuthorization, foundBudgets, foundOrders, foundRates, foundStock } from './marks.ts'
import { ALERTS, type Thresholds } from './thresholds.ts'

export const attentionInput = z.strictObject({
  personId,
  /** Of the account: its zone is the store's home zone. */
  country: z.string().refine((country) => marketplaceOf(country) !== undefined),
})
export type AttentionInput = z.infer<typeof attentionInput>

/**
 * What waits for the seller, by the figures that are stored: nothing is read from Amazon for it. A look on the record
 * where figures were opened; a store without any has none to open. Faults: store-stopped, store-quarantined,
 * storage-down.
 */
export async function attention(
  context: StoreContext,
  input: AttentionInput,
): Promise<Result<readonly Item[], Fault>> {
  if (!hasFigures(context)) return itemsIn(context, input)
  const of = {
    look: { view: 'overview', reason: 'member' } as const,
    actor: personActor(input.personId),
    shownOf: (items: readonly Item[]) => ({
      rows: items.length,
      asOfMs: items.length === 0 ? undefined : Math.min(...items.map(({ asOfMs }) => asOfMs)),
    }),
  }
  return onRecord(context, of, () => itemsIn(context, input))
}

async function itemsIn(
  context: StoreContext,
  input: AttentionInput,
): Promise<Result<readonly Item[], Fault>> {
  const found = await foundIn(context, input)
  return found.ok ? ok(found.value.map(({ item }) => item)) : found
}

/** Whether anything was read from Amazon and is stored: without it, that nothing is urgent says nothing. */
export const hasFigures = ({ storage }: StoreContext): boolean =>
  snapshotHeads(storage.sql).some(({ place }) => place.kind !== 'settings')

/** The same with what each is about, without an entry of its own: for a reading that stands on the record already. */
export async function foundIn(
  context: StoreContext,
  { country }: Pick<AttentionInput, 'country'>,
): Promise<Result<readonly Found[], Fault>> {
  const set = await readSettings(context, ALERTS)
  if (!set.ok) return set
  const limits = set.value.value
  const all: Found[] = [...foundAuthorization(ownItems(context, limits))]
  const orders = await ordersOf(context)
  if (!orders.ok) return orders
  all.push(...orders.value)
  const marketplaceIds = marketplacesRead(context)
  for (const marketplace of marketplaceIds) {
    const found = await foundOf(context, marketplace, limits)
    if (!found.ok) return found
    all.push(...found.value)
  }
  const review = await openReview(context, {
    country,
    marketplaceIds: [...marketplaceIds],
    currency: undefined,
  })
  if (!review.ok) return review
  if (review.value !== undefined) {
    all.push(...foundBudgets(budgetItems(review.value, limits), review.value.month.first))
  }
  return ok(all.toSorted((a, b) => byUrgency(a.item, b.item)))
}

/** The marketplaces of which anything is stored. */
function marketplacesRead({ storage }: StoreContext): readonly MarketplaceId[] {
  const parts = snapshotHeads(storage.sql).flatMap(
    ({ place }) => marketplaceId.safeParse(place.part).data ?? [],
  )
  return [...new Set(parts)]
}

function ownItems({ storage, clock }: StoreContext, limits: Thresholds): readonly Item[] {
  const authorizedMs = standingOf(storage.sql)?.authorized_ms ?? undefined
  if (authorizedMs === undefined) return []
  return authorizationItems(authorizedMs + AUTHORIZATION_DAYS * DAY_MS, clock(), limits)
}

async function ordersOf(context: StoreContext): Promise<Result<readonly Found[], Fault>> {
  const opened = await openSnapshot(context, { kind: 'orders', part: WHOLE_STORE }, openOrders)
  if (!opened.ok) return opened
  if (opened.value === undefined) return ok([])
  const { value, head } = opened.value
  const nowMs = context.clock()
  const items = ordersItems(dueCounts(value.rows.map(deadlineOf), nowMs), head.asOfMs)
  const orders = value.rows.map((row) => ({ id: row.id, group: dueGroup(deadlineOf(row), nowMs) }))
  return ok(foundOrders(items, orders))
}

async function foundOf(
  context: StoreContext,
  marketplace: MarketplaceId,
  limits: Thresholds,
): Promise<Result<readonly Found[], Fault>> {
  const all: Found[] = []
  const place = { kind: 'performance', part: marketplace } as const
  const rates = await openSnapshot(context, place, storedRates)
  if (!rates.ok) return rates
  if (rates.value !== undefined) {
    const { value, head } = rates.value
    const items = rateItems({ marketplaceId: marketplace, rates: value, asOfMs: head.asOfMs }, limits)
    all.push(...foundRates(items))
  }
  const plans = await openPlans(context, marketplace, undefined)
  if (!plans.ok) return plans
  if (plans.value !== undefined) {
    const { rows, basis } = plans.value
    const items = stockItems({ marketplaceId: marketplace, rows, asOfMs: basis.asOfMs }, limits)
    all.push(...foundStock(items, rows, limits))
  }
  return ok(all)
}
