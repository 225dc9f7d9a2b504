import { addDays, type Day, daysBetween } from '../../../core/day.ts'

/** The windows of Amazon's planning report: units shipped over the last 7, 30, 60 and 90 days. */
export const WINDOWS = [7, 30, 60, 90] as const
export type Window = (typeof WINDOWS)[number]
export const LONGEST_WINDOW = 90 satisfies Window

/**
 * Units shipped in each window, each containing the shorter ones. Undefined where the report had no number. Named as in
 * a row of the report, so that ten thousand rows serve as they are.
 */
export type UnitsByWindow = Readonly<Partial<Record<`units${Window}`, number | undefined>>>

const NAMES = { 7: 'units7', 30: 'units30', 60: 'units60', 90: 'units90' } as const

export const unitsIn = (units: UnitsByWindow, window: Window): number | undefined => units[NAMES[window]]

export interface SalesSeen {
  readonly units: UnitsByWindow
  /** The last day of the windows. */
  readonly asOf: Day
  /** Days on which our own readings found nothing to sell, each once. Days we did not look are not among them. */
  readonly knownOut: readonly Day[]
  /** The first reading that had this SKU; undefined if the store's very first reading had it already. */
  readonly firstSeen: Day | undefined
  readonly window: Window
}

/** Why the units are divided by fewer days than the window has. */
export type NewBy = 'units' | 'first-sighting'

interface Base {
  /** The window used: the asked one, or another where the report lacks it. */
  readonly window: Window
  /** "3 of 30 days known out of stock": of the days the units are of. What nobody saw is not left out. */
  readonly knownOutDays: number
}

/** How fast a SKU sells. No sales is a finding of its own: neither 0 (cover would be endless) nor unknown. */
export type Velocity =
  | (Base & {
      readonly kind: 'selling'
      /** Units a day, above 0. */
      readonly perDay: number
      readonly units: number
      /** The days the units stand for, before the known stock-outs are left out. */
      readonly spanDays: number
      /** What the units were divided by. */
      readonly days: number
      readonly newBy: NewBy | undefined
    })
  /** `soldBefore`: a longer window has sales, so an unseen stock-out may be the reason. */
  | (Base & { readonly kind: 'no-sales'; readonly soldBefore: boolean })
  /** Nothing was for sale on any day of the window: no sales says nothing about demand. */
  | (Base & { readonly kind: 'out-throughout' })
  /** No figure at all: no report yet, or a report without this SKU. */
  | { readonly kind: 'unknown' }

/** Where the asked window has no number: the default first, then the longer ones. */
const INSTEAD: readonly Window[] = [30, 60, 90, 7]

/**
 * velocity = units of the window ÷ (days of the window − days known out of stock), in units a day. A new SKU is divided
 * by the days it exists. Where each day is known empty and units were shipped all the same, what we saw contradicts the
 * report, and is set aside.
 */
export function velocityOf(seen: SalesSeen): Velocity {
  const window = [seen.window, ...INSTEAD].find((one) => unitsIn(seen.units, one) !== undefined)
  if (window === undefined) return { kind: 'unknown' }
  const units = unitsIn(seen.units, window) ?? 0
  if (units <= 0) return unsold(seen, window)
  const newness = newnessOf(seen, window)
  const spanDays = newness?.days ?? window
  const out = outDays(seen, spanDays)
  const knownOutDays = out < spanDays ? out : 0
  const days = spanDays - knownOutDays
  return {
    kind: 'selling',
    perDay: units / days,
    units,
    window,
    spanDays,
    days,
    knownOutDays,
    newBy: newness?.by,
  }
}

function unsold(seen: SalesSeen, window: Window): Velocity {
  const knownOutDays = outDays(seen, window)
  if (knownOutDays >= window) return { kind: 'out-throughout', window, knownOutDays }
  const soldBefore = WINDOWS.some((one) => one > window && (unitsIn(seen.units, one) ?? 0) > 0)
  return { kind: 'no-sales', window, knownOutDays, soldBefore }
}

function outDays({ knownOut, asOf }: SalesSeen, span: number): number {
  if (knownOut.length === 0) return 0
  const first = addDays(asOf, 1 - span)
  return knownOut.filter((one) => one >= first && one <= asOf).length
}

/** How likely units of an old, slow SKU may all fall into the short window by chance before we call it new. */
const CHANCE_MAX = 0.01

/**
 * A SKU is new if we first saw it within the window and no earlier units speak against that; or if all its units fall
 * into a shorter window, and by more than chance: one unit in 90 days that happened to sell last week is a slow SKU, not
 * a new one. Units of an old SKU spread evenly, so all n of them fall into w of l days with a chance of (w ÷ l)ⁿ.
 */
function newnessOf(
  seen: SalesSeen,
  window: Window,
): { readonly by: NewBy; readonly days: number } | undefined {
  const { units, asOf, firstSeen } = seen
  const longest = WINDOWS.findLast((one) => unitsIn(units, one) !== undefined) ?? window
  const total = unitsIn(units, longest) ?? 0
  if (firstSeen !== undefined) {
    const age = Math.max(1, daysBetween(firstSeen, asOf) + 1)
    if (age >= window) return undefined
    const covering = WINDOWS.find((one) => one >= age && unitsIn(units, one) !== undefined)
    if (covering !== undefined && unitsIn(units, covering) === total)
      return { by: 'first-sighting', days: age }
  }
  const short = WINDOWS.find((one) => one < window && unitsIn(units, one) === total)
  if (short === undefined || (short / longest) ** total > CHANCE_MAX) return undefined
  return { by: 'units', days: short }
}
