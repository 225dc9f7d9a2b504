import * as z from 'zod'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../core/time.ts'
import { type AdCharge, adCharge, oldestFirst } from './charges.ts'

/** Advertising charges of a store as they are stored: everything between `fromMs` and `throughMs` is known. */
export const chargeHistory = z.object({
  charges: z.array(adCharge),
  fromMs: z.number(),
  throughMs: z.number(),
  /** A window that is being read: its charges so far count only once it is whole. */
  window: z
    .object({
      fromMs: z.number(),
      toMs: z.number(),
      nextToken: z.string(),
      charges: z.array(adCharge),
    })
    .optional(),
})
export type ChargeHistory = z.infer<typeof chargeHistory>
/** A stretch of time, with what its pages have brought so far. */
export type ChargeWindow = NonNullable<ChargeHistory['window']>

/** Amazon takes times of at least two minutes ago. */
const LAG_MS = 3 * MINUTE_MS
/** Amazon takes windows of 180 days; smaller ones come whole sooner. The newest holds the longest month with its night of 25 hours. */
const STEP_MS = 32 * DAY_MS
const WINDOW_MS_MAX = 179 * DAY_MS
/** Charges are posted late: so much of what is known is read again each time. */
const AGAIN_MS = 10 * DAY_MS
/** A history whose end is no older than this has its newest window. */
const NEWEST_MS = 15 * MINUTE_MS
/** A window that was cut off longer ago is read anew: nobody says how long its page token lives. */
const CUT_OFF_MS = HOUR_MS

interface Reach {
  readonly nowMs: number
  /** How far back the history is to go. */
  readonly oldestMs: number
}

const emptyWindow = (fromMs: number, toMs: number): ChargeWindow => ({
  fromMs,
  toMs,
  nextToken: '',
  charges: [],
})

/**
 * The window to read next: first the newest, which overlaps what is known by ten days, then backwards in steps. Undefined
 * when nothing is left to read now. A newest window wider than Amazon takes begins the history anew. `newestMs`: how old
 * the end of the history may be for its newest window to count as read. Pure.
 */
export function nextWindow(
  known: ChargeHistory | undefined,
  reach: Reach,
  newestMs = NEWEST_MS,
): ChargeWindow | undefined {
  const { nowMs, oldestMs } = reach
  const toMs = nowMs - LAG_MS
  if (isNothing(known) || known.throughMs < toMs - WINDOW_MS_MAX + AGAIN_MS) {
    return emptyWindow(Math.max(toMs - STEP_MS, oldestMs), toMs)
  }
  if (known.throughMs < toMs - newestMs) {
    return emptyWindow(Math.max(known.throughMs - AGAIN_MS, known.fromMs), toMs)
  }
  if (known.fromMs <= oldestMs) return undefined
  return emptyWindow(Math.max(known.fromMs - STEP_MS, oldestMs), known.fromMs)
}

/**
 * The window to begin a reading with, as a copy: one that was cut off lately goes on where it was, else the newest, since
 * somebody asks for what is new. Pure.
 */
export function firstWindow(
  stored: ChargeHistory | undefined,
  known: ChargeHistory | undefined,
  reach: Reach,
): ChargeWindow | undefined {
  const cut = stored?.window
  if (stored === undefined || cut === undefined) return nextWindow(known, reach, 0)
  const cutAtMs = Math.max(cut.toMs, stored.throughMs)
  if (cutAtMs < reach.nowMs - LAG_MS - CUT_OFF_MS) return nextWindow(known, reach, 0)
  return { ...cut, charges: [...cut.charges] }
}

/** Puts a window that is whole in the place of what was known of its time, so that no event counts twice. Pure. */
export function joinWindow(known: ChargeHistory | undefined, window: ChargeWindow): ChargeHistory {
  const { fromMs, toMs, charges } = window
  const outside = (known?.charges ?? []).filter(({ postedMs }) => postedMs < fromMs || postedMs >= toMs)
  // A window that does not touch what was known stands alone: a gap would be read as no charges.
  const touches = known !== undefined && fromMs <= known.throughMs && toMs >= known.fromMs
  const within = charges.filter(({ postedMs }) => postedMs >= fromMs && postedMs < toMs)
  return {
    charges: [...oldestFirst([...(touches ? outside : []), ...within])],
    fromMs: touches ? Math.min(known.fromMs, fromMs) : fromMs,
    throughMs: touches ? Math.max(known.throughMs, toMs) : toMs,
  }
}

/** What is left of a history from `oldestMs` on. Undefined when nothing is. Pure. */
export function trimCharges(value: ChargeHistory, oldestMs: number): ChargeHistory | undefined {
  if (value.throughMs <= oldestMs) return undefined
  const { window: _cut, ...kept } = value
  return {
    ...kept,
    fromMs: Math.max(value.fromMs, oldestMs),
    charges: value.charges.filter(({ postedMs }) => postedMs >= oldestMs),
  }
}

/** What is known while the very first window is being read: nothing yet, of no time. */
export const nothingKnown = ({ toMs }: ChargeWindow): ChargeHistory => ({
  charges: [],
  fromMs: toMs,
  throughMs: toMs,
})

/** Whether no stretch of time is known yet. */
export const isNothing = (known: ChargeHistory | undefined): known is undefined =>
  known === undefined || known.fromMs >= known.throughMs

/** Charges of one currency, posted in [fromMs, toMs). */
export const chargesWithin = (
  charges: readonly AdCharge[],
  of: { readonly currency: string; readonly fromMs: number; readonly toMs: number },
): readonly AdCharge[] =>
  charges.filter(
    ({ amount, postedMs }) => amount.currency === of.currency && postedMs >= of.fromMs && postedMs < of.toMs,
  )
