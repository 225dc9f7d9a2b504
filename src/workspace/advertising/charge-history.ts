import * as z from 'zod'
import { MINUTE_MS } from '../../core/time.ts'

const storedCharge = z.object({
  postedMs: z.number(),
  type: z.enum(['charge', 'refund']),
  invoice: z.string().optional(),
  currency: z.string(),
  /** In the currency's smallest unit, never negative: `type` says which way it went. */
  minor: z.number(),
  taxMinor: z.number().optional(),
})
export type StoredCharge = z.infer<typeof storedCharge>

/** Advertising charges of a store as they are stored: everything between `fromMs` and `throughMs` is known. */
export const chargeHistory = z.object({
  charges: z.array(storedCharge),
  fromMs: z.number(),
  throughMs: z.number(),
  /** A window that is being read: its charges so far count only once it is whole. */
  window: z
    .object({
      fromMs: z.number(),
      toMs: z.number(),
      nextToken: z.string(),
      charges: z.array(storedCharge),
    })
    .optional(),
})
export type ChargeHistory = z.infer<typeof chargeHistory>
export type ChargeWindow = NonNullable<ChargeHistory['window']>

/** Amazon takes times of at least two minutes ago. */
const LAG_MS = 3 * MINUTE_MS

/**
 * The window to read next: first the newest, which overlaps what is known by `againMs`, then backwards in steps until
 * `oldestMs`. Undefined when nothing is left to read now. Pure.
 */
export function nextWindow(
  known: ChargeHistory | undefined,
  by: {
    readonly nowMs: number
    readonly oldestMs: number
    readonly stepMs: number
    readonly againMs: number
    readonly newestRead: boolean
  },
): ChargeWindow | undefined {
  const window = (fromMs: number, toMs: number): ChargeWindow => ({
    fromMs,
    toMs,
    nextToken: '',
    charges: [],
  })
  const toMs = by.nowMs - LAG_MS
  if (known === undefined || known.throughMs < by.oldestMs)
    return window(Math.max(toMs - by.stepMs, by.oldestMs), toMs)
  if (!by.newestRead) {
    const fromMs = Math.max(known.throughMs - by.againMs, known.fromMs, toMs - by.stepMs)
    return window(fromMs, toMs)
  }
  if (known.fromMs <= by.oldestMs) return undefined
  return window(Math.max(known.fromMs - by.stepMs, by.oldestMs), known.fromMs)
}

/** Puts a window that is whole in the place of what was known of its time. Pure. */
export function joinWindow(known: ChargeHistory | undefined, window: ChargeWindow): ChargeHistory {
  const { fromMs, toMs, charges } = window
  const outside = (known?.charges ?? []).filter(({ postedMs }) => postedMs < fromMs || postedMs >= toMs)
  // A window that does not touch what was known stands alone: a gap would be read as no charges.
  const touches = known !== undefined && fromMs <= known.throughMs && toMs >= known.fromMs
  return {
    charges: [...(touches ? outside : []), ...charges].toSorted((a, b) => a.postedMs - b.postedMs),
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
