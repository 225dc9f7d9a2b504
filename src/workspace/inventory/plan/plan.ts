import { addDays, type Day, daysBetween } from '../../../core/day.ts'
import { type Arrival, type Band, bandOf, type Cover, coverOf, stockOutDay } from './cover.ts'
import { type DailyUnits, type Deviation, estimatedDeviation, exactDeviation } from './deviation.ts'
import { type EnteredLandings, INBOUND, type Inbound, landingDays } from './lead-time.ts'
import { reorderInDays, reorderPoint, safetyStock, suggestedUnits, zOf } from './reorder.ts'
import type { PlanningSettings } from './settings.ts'
import {
  LONGEST_WINDOW,
  type UnitsByWindow,
  unitsIn,
  type Velocity,
  velocityOf,
  WINDOWS,
} from './velocity.ts'

/** Live quantities of one SKU in one marketplace, units, named as the inventory's rows are. */
export interface LiveStock {
  readonly fulfillable: number
  readonly inboundWorking: number
  readonly inboundShipped: number
  readonly inboundReceiving: number
  readonly reservedTransfer: number
  readonly reservedProcessing: number
}

/** One row of Amazon's planning report, as far as a plan uses it. Undefined where the report had no number. */
export interface ReportFigures {
  readonly snapshot: Day
  readonly units: UnitsByWindow
}

export interface PlanInput {
  readonly today: Day
  readonly stock: LiveStock
  readonly report: ReportFigures | undefined
  /** A SKU's own daily sales, once somebody opened it. */
  readonly daily: readonly DailyUnits[] | undefined
  /** No quantity of it has changed within the longest window: it sold nothing in it. */
  readonly isIdle: boolean
  readonly knownOut: readonly Day[]
  readonly firstSeen: Day | undefined
  readonly entered: EnteredLandings
  readonly settings: PlanningSettings
}

export interface PlannedArrival extends Arrival {
  /** `returning`: reserved for transfer or processing. */
  readonly state: Inbound | 'returning'
  readonly by: 'rule' | 'entered'
}

/** What an order rests on. Units are not rounded but for `suggested`. */
export interface Reorder {
  readonly deviation: Deviation
  readonly z: number
  readonly leadDeviationDays: number
  readonly safety: number
  readonly point: number
  /** Order by this day. In the past when the position fell to the point before today. Undefined beyond ten years. */
  readonly by: Day | undefined
  readonly inDays: number
  /** The position has fallen to the reorder point: order today, or it is late already. */
  readonly isOverdue: boolean
  readonly suggested: number
  /** The target is below the reorder point, so an overdue order may come out as nothing: the setting is too low. */
  readonly isTargetTooLow: boolean
}

export interface Plan {
  /** What customers can buy now: fulfillable. */
  readonly sellable: number
  /** Sellable plus units on their way back from transfer and processing, each unit once. */
  readonly onHand: number
  readonly inbound: number
  readonly arrivals: readonly PlannedArrival[]
  readonly velocity: Velocity
  readonly band: Band
  /** These three only for a SKU that sells. */
  readonly cover: Cover | undefined
  readonly stockOut: Day | undefined
  readonly reorder: Reorder | undefined
  readonly restsOn: {
    readonly sales: 'report' | 'daily' | 'stock' | 'nothing'
    /** Age of the report's snapshot in days: it is Amazon's daily one, never live. */
    readonly snapshotAgeDays: number | undefined
    readonly stages: PlanningSettings['stagesBy']
  }
}

/**
 * One SKU's plan: pure, a few microseconds. On hand is fulfillable plus reserved for transfer and processing, which come
 * back for sale; reserved for customers' orders is sold, and unfulfillable cannot be: neither counts. Cover starts from
 * fulfillable alone and takes the returning units as an arrival after the receiving stage, so no unit is counted twice.
 */
export function planOf(input: PlanInput): Plan {
  const { stock, today, settings, report } = input
  const returning = stock.reservedTransfer + stock.reservedProcessing
  const sellable = stock.fulfillable
  const inbound = stock.inboundWorking + stock.inboundShipped + stock.inboundReceiving
  const arrivals = arrivalsOf(input, returning)
  const { velocity, units, sales } = speedOf(input)
  const selling = velocity.kind === 'selling' ? velocity : undefined
  const cover = selling && coverOf({ sellable, arrivals, perDay: selling.perDay })
  const position = sellable + returning + inbound
  return {
    sellable,
    onHand: sellable + returning,
    inbound,
    arrivals,
    velocity,
    band: cover === undefined ? bandWithoutSpeed(velocity, sellable) : bandOf(cover),
    cover,
    stockOut: cover && stockOutDay(cover, today),
    reorder: selling && reorderOf(input, selling, units, position),
    restsOn: {
      sales,
      snapshotAgeDays: report && Math.max(0, daysBetween(report.snapshot, today)),
      stages: settings.stagesBy,
    },
  }
}

function arrivalsOf(
  { stock, settings, entered, today }: PlanInput,
  returning: number,
): readonly PlannedArrival[] {
  const units: Readonly<Record<Inbound, number>> = {
    receiving: stock.inboundReceiving,
    shipped: stock.inboundShipped,
    working: stock.inboundWorking,
  }
  const arrivals: PlannedArrival[] = []
  if (returning > 0) {
    arrivals.push({ state: 'returning', units: returning, days: settings.stages.receiving, by: 'rule' })
  }
  for (const state of INBOUND) {
    if (units[state] === 0) continue
    const landing = landingDays({ state, stages: settings.stages, entered, today })
    arrivals.push({ state, units: units[state], ...landing })
  }
  return arrivals
}

const NO_UNITS: UnitsByWindow = {}
const IDLE: Velocity = { kind: 'no-sales', window: LONGEST_WINDOW, knownOutDays: 0, soldBefore: false }

/** The report's units if there are any; else windows of the daily sales; else what lies still has sold nothing. */
function speedOf(input: PlanInput): {
  readonly velocity: Velocity
  readonly units: UnitsByWindow
  readonly sales: Plan['restsOn']['sales']
} {
  const { report, daily, today, knownOut, firstSeen, settings } = input
  const hasReport =
    report !== undefined && WINDOWS.some((window) => unitsIn(report.units, window) !== undefined)
  const yesterday = addDays(today, -1)
  const units = hasReport ? report.units : daily === undefined ? NO_UNITS : windowsOf(daily, yesterday)
  const asOf = hasReport ? report.snapshot : yesterday
  const velocity = velocityOf({ units, asOf, knownOut, firstSeen, window: settings.windowDays })
  if (velocity.kind !== 'unknown') return { velocity, units, sales: hasReport ? 'report' : 'daily' }
  return input.isIdle ? { velocity: IDLE, units, sales: 'stock' } : { velocity, units, sales: 'nothing' }
}

/** Windows that the daily sales reach back over, ending yesterday; today is not over. */
function windowsOf(daily: readonly DailyUnits[], yesterday: Day): UnitsByWindow {
  const earliest = daily.reduce((first, one) => (one.day < first ? one.day : first), addDays(yesterday, 1))
  const sum = (window: number): number | undefined => {
    const from = addDays(yesterday, 1 - window)
    if (earliest > from) return undefined
    return daily.reduce((all, one) => (one.day >= from && one.day <= yesterday ? all + one.units : all), 0)
  }
  return { units7: sum(7), units30: sum(30), units60: sum(60), units90: sum(90) }
}

/** An empty SKU that sold before, or was empty all along, is out: the missing sales are the stock-out's. */
function bandWithoutSpeed(velocity: Velocity, sellable: number): Band {
  if (velocity.kind === 'unknown') return sellable === 0 ? 'out' : 'unknown'
  if (sellable > 0) return velocity.kind === 'no-sales' ? 'no-sales' : 'unknown'
  return velocity.kind === 'no-sales' && !velocity.soldBefore ? 'no-sales' : 'out'
}

const DATED_DAYS_MAX = 3650

function reorderOf(
  input: PlanInput,
  selling: Extract<Velocity, { kind: 'selling' }>,
  units: UnitsByWindow,
  position: number,
): Reorder {
  const { daily, today, knownOut, settings } = input
  const { perDay, newBy, spanDays } = selling
  const existed = newBy === undefined ? Number.POSITIVE_INFINITY : spanDays
  const deviation =
    (daily && exactDeviation({ daily, today, knownOut, spanDays: existed })) ??
    estimatedDeviation({ units, perDay, spanDays: existed })
  const z = zOf(settings.serviceLevel)
  const leadDays = settings.leadDays
  const leadDeviationDays = leadDays * settings.leadDeviationShare
  const safety = safetyStock({ z, leadDays, leadDeviationDays, perDay, deviationPerDay: deviation.perDay })
  const point = reorderPoint({ perDay, leadDays, safety })
  const inDays = reorderInDays({ position, reorderPoint: point, perDay })
  const { targetCoverDays, cartonUnits } = settings
  return {
    deviation,
    z,
    leadDeviationDays,
    safety,
    point,
    by: Math.abs(inDays) > DATED_DAYS_MAX ? undefined : addDays(today, inDays),
    inDays,
    isOverdue: inDays <= 0,
    suggested: suggestedUnits({ targetCoverDays, perDay, position, cartonUnits }),
    isTargetTooLow: targetCoverDays * perDay < point,
  }
}
