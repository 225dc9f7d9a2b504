import * as z from 'zod'
import { homeZoneOf, marketplaceById, marketplaceOf } from '../../amazon/regions.ts'
import { personActor } from '../../audit/events.ts'
import { WHOLE_STORE } from '../../core/data.ts'
import type { Fault } from '../../core/fault.ts'
import { type MarketplaceId, marketplaceId, personId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { StoreContext } from '../../store/context.ts'
import { openSnapshot } from '../../store/figures.ts'
import type { ReadingPlace } from '../../store/sync.ts'
import { lookAt, type Reading } from '../reading/look.ts'
import { onRecord } from '../reading/on-record.ts'
import { type SoldDays, soldDays } from '../sales/days.ts'
import { changeSettings, readSettings } from '../settings/settings.ts'
import { BUDGETS, currencyCode, withBudget } from './budgets.ts'
import { chargeHistory } from './charge-history.ts'
import { monthOf } from './pace.ts'
import { oldestReadMs } from './reading.ts'
import { type Review, reviewOf } from './review.ts'

/** Amazon has some twenty marketplaces in all. */
const MARKETPLACES_MAX = 28

export const reviewInput = z.strictObject({
  personId,
  /** Of the account: its zone is the store's home zone. */
  country: z.string().refine((country) => marketplaceOf(country) !== undefined),
  marketplaceIds: z.array(marketplaceId).max(MARKETPLACES_MAX),
  currency: currencyCode.optional(),
  /** The person pressed the button that asks for a new reading, which opens no figure; otherwise only age decides. */
  again: z.boolean(),
  /** The figures leave as a file. */
  as: z.literal('csv').optional(),
})
export type ReviewInput = z.infer<typeof reviewInput>

export const budgetInput = z.strictObject({
  personId,
  country: reviewInput.shape.country,
  currency: currencyCode,
  /** In the smallest unit; null: none. */
  minor: z.int().positive().nullable(),
})
export type BudgetInput = z.infer<typeof budgetInput>

export interface AdvertisingRead {
  readonly readings: readonly Reading[]
  /** Undefined before this month is read. */
  readonly review: (Review & { readonly asOfMs: number }) | undefined
}

/** What the page needs of a store's object. */
export interface AdvertisingObject {
  readAdvertising: (input: ReviewInput) => Promise<Result<AdvertisingRead, Fault>>
  setBudget: (input: BudgetInput) => Promise<Result<undefined, Fault>>
}

/** What the advertising charges of a store are made of: its charges, and the sales that they are compared with. */
export const advertisingPlaces = (marketplaces: readonly MarketplaceId[]): readonly ReadingPlace[] => [
  { kind: 'charges', part: WHOLE_STORE },
  ...marketplaces.map((part) => ({ kind: 'sales', part }) as const),
]

/**
 * One person's look at the advertising charges of a store, on the record as intent and outcome. What is stored is shown
 * at once; what is missing or older than its limit is read behind the answer. Faults: store-stopped, store-quarantined,
 * storage-down, not-found for a currency that the store neither sells nor pays in.
 */
export function readAdvertising(
  context: StoreContext,
  input: ReviewInput,
): Promise<Result<AdvertisingRead, Fault>> {
  const { marketplaceIds: marketplaces, as } = input
  const look = { view: 'advertising', reason: 'member', ...(as && { as }) } as const
  return onRecord(context, { look, actor: personActor(input.personId), shownOf }, async (cause) => {
    const places = advertisingPlaces(marketplaces)
    const readings = lookAt(context, places, { cause, again: input.again })
    if (input.again) return ok({ readings, review: undefined })
    const review = await openReview(context, input)
    return review.ok ? ok({ readings, review: review.value }) : review
  })
}

const shownOf = ({ review }: AdvertisingRead) =>
  review && { rows: review.invoices.length, asOfMs: review.asOfMs }

/** The charges as their page tells them, from what is stored. Undefined before this month is read. */
export async function openReview(
  context: StoreContext,
  { country, marketplaceIds, currency }: Pick<ReviewInput, 'country' | 'marketplaceIds' | 'currency'>,
): Promise<Result<AdvertisingRead['review'], Fault>> {
  const charges = await openSnapshot(context, { kind: 'charges', part: WHOLE_STORE }, chargeHistory)
  if (!charges.ok) return charges
  const budgets = await readSettings(context, BUDGETS)
  if (!budgets.ok) return budgets
  const sales = new Map<MarketplaceId, SoldDays | undefined>()
  for (const part of marketplaceIds) {
    const sold = await openSnapshot(context, { kind: 'sales', part }, soldDays)
    if (!sold.ok) return sold
    sales.set(part, sold.value?.value)
  }
  const nowMs = context.clock()
  const nothing = { charges: [], fromMs: nowMs, throughMs: nowMs }
  const review = reviewOf({
    history: charges.value?.value ?? nothing,
    budgets: budgets.value.value,
    sales,
    nowMs,
    zone: homeZoneOf(country),
    currency,
    homeCurrency: homeCurrency(country, marketplaceIds),
    oldestMs: oldestReadMs(nowMs),
  })
  if (review === 'not-found') return fail('not-found')
  if (review === 'unread' || charges.value === undefined) return ok(undefined)
  return ok({ ...review, asOfMs: charges.value.head.asOfMs })
}

/** The currency of the account's own country where the store sells in it; else that of its first marketplace. */
export function homeCurrency(country: string, marketplaces: readonly MarketplaceId[]): string {
  const known = marketplaces.flatMap((id) => marketplaceById(id) ?? [])
  const home = known.find((one) => one.country === country) ?? known[0] ?? marketplaceOf(country)
  return home?.currency ?? 'USD'
}

/**
 * Sets the advertising budget of a currency for calendar months from this one on; earlier months keep theirs. On the
 * record, without the amount. Idempotent but for the record. Faults: those of changeSettings.
 */
export async function setBudget(
  context: StoreContext,
  input: BudgetInput,
): Promise<Result<undefined, Fault>> {
  const zone = homeZoneOf(input.country)
  const { first: from } = monthOf(context.clock(), zone)
  const { currency, minor } = input
  const changed = await changeSettings(context, BUDGETS, personActor(input.personId), (now) =>
    withBudget(now, { currency, from, minor }),
  )
  return changed.ok ? ok(undefined) : changed
}
