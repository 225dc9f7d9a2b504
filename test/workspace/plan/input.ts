import { type Day, day } from '../../../src/core/day.ts'
import type { LiveStock, PlanInput } from '../../../src/workspace/inventory/plan/plan.ts'
import type { PlanningSettings } from '../../../src/workspace/inventory/plan/settings.ts'

export const today: Day = day.parse('2026-11-22')

const NOTHING: LiveStock = {
  fulfillable: 0,
  inboundWorking: 0,
  inboundShipped: 0,
  inboundReceiving: 0,
  reservedTransfer: 0,
  reservedProcessing: 0,
}

/** Round numbers: lead time 50 days without deviation, and a service level of a half, which needs no safety stock. */
export const plain: PlanningSettings = {
  mode: 'sea',
  stages: { production: 20, domestic: 5, freight: 15, receiving: 10 },
  stagesBy: 'entered',
  leadDays: 50,
  leadDeviationShare: 0,
  serviceLevel: 0.5,
  targetCoverDays: 90,
  cartonUnits: 1,
  windowDays: 30,
}

/** A plan's input; `units` are those of 7, 30, 60 and 90 days, none for no report. */
export const input = (of: {
  readonly units?: readonly [number, number, number, number]
  readonly stock?: Partial<LiveStock>
  readonly settings?: PlanningSettings
  readonly more?: Partial<PlanInput>
}): PlanInput => ({
  today,
  stock: { ...NOTHING, ...of.stock },
  report: of.units && {
    snapshot: day.parse('2026-11-21'),
    units: { units7: of.units[0], units30: of.units[1], units60: of.units[2], units90: of.units[3] },
  },
  daily: undefined,
  isIdle: false,
  knownOut: [],
  firstSeen: undefined,
  entered: {},
  settings: of.settings ?? plain,
  ...of.more,
})
