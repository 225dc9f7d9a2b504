import * as z from 'zod'
import { MODES, type Mode, STAGES, type Stages, stagesOf, totalDays } from './lead-time.ts'
import { WINDOWS, type Window } from './velocity.ts'

const stageDays = z.int().min(0).max(365)
const stages = z
  .object(
    Object.fromEntries(STAGES.map((stage) => [stage, stageDays])) as Record<keyof Stages, typeof stageDays>,
  )
  .refine((all) => totalDays(all) >= 1)

/** What a seller may set, each with its bounds. Stored settings and pasted rows both pass here. */
const fields = {
  /** Days from order to sale; split into stages by the mode's ordinary shares. */
  leadDays: z.int().min(1).max(730),
  mode: z.enum(MODES),
  /** Days of each stage, entered or added up by the calculator. They take the place of the total. */
  stages,
  /** σLT as a share of the lead time: 0.2 means that two of three deliveries come within a fifth of it. */
  leadDeviationShare: z.number().min(0).max(1),
  /** The share of order cycles that shall not run out. 1 would need endless stock. */
  serviceLevel: z.number().min(0.5).max(0.999),
  /** How many days of sales on hand and inbound shall last after an order, the lead time among them. */
  targetCoverDays: z.int().min(1).max(730),
  /** Units a carton; orders are whole cartons. */
  cartonUnits: z.int().min(1).max(100_000),
  /** The window velocity is taken from. */
  windowDays: z.literal(WINDOWS),
} as const

/** A total and stages at once could disagree. */
const oneLeadTime = (of: { readonly leadDays?: unknown; readonly stages?: unknown }): boolean =>
  of.leadDays === undefined || of.stages === undefined

/** What one store, or one SKU, has set; everything else is inherited. */
export const planningChoices = z.strictObject(fields).partial().refine(oneLeadTime)
export type PlanningChoices = z.infer<typeof planningChoices>

/** Everything a plan needs, nothing left open. */
export interface PlanningSettings {
  readonly mode: Mode
  readonly stages: Stages
  /** `entered`: the stages are the seller's; `shares`: a total was split by the mode's ordinary shares. */
  readonly stagesBy: 'entered' | 'shares'
  /** The sum of the stages. */
  readonly leadDays: number
  readonly leadDeviationShare: number
  readonly serviceLevel: number
  readonly targetCoverDays: number
  readonly cartonUnits: number
  readonly windowDays: Window
}

/**
 * Before anybody set anything: an order by sea of 75 days, to be reordered so that 19 of 20 cycles do not run out, for 120
 * days of sales. The target is above lead time plus safety stock of a steady seller, or no order would ever be suggested.
 */
export const PLANNING_DEFAULTS: PlanningSettings = {
  mode: 'sea',
  stages: stagesOf(75, 'sea'),
  stagesBy: 'shares',
  leadDays: 75,
  leadDeviationShare: 0.2,
  serviceLevel: 0.95,
  targetCoverDays: 120,
  cartonUnits: 1,
  windowDays: 30,
}

/**
 * Choices laid over what they inherit from; apply the store's to the defaults, then the SKU's to the store's. A new mode or
 * total drops inherited stages and splits anew; entered stages stand in every mode.
 */
export function applyChoices(over: PlanningSettings, choices: PlanningChoices): PlanningSettings {
  return {
    ...leadTime(over, choices),
    leadDeviationShare: choices.leadDeviationShare ?? over.leadDeviationShare,
    serviceLevel: choices.serviceLevel ?? over.serviceLevel,
    targetCoverDays: choices.targetCoverDays ?? over.targetCoverDays,
    cartonUnits: choices.cartonUnits ?? over.cartonUnits,
    windowDays: choices.windowDays ?? over.windowDays,
  }
}

function leadTime(
  over: PlanningSettings,
  choices: PlanningChoices,
): Pick<PlanningSettings, 'mode' | 'stages' | 'stagesBy' | 'leadDays'> {
  const mode = choices.mode ?? over.mode
  if (choices.stages !== undefined) {
    return { mode, stages: choices.stages, stagesBy: 'entered', leadDays: totalDays(choices.stages) }
  }
  if (choices.leadDays === undefined && choices.mode === undefined) {
    const { stages, stagesBy, leadDays } = over
    return { mode, stages, stagesBy, leadDays }
  }
  const leadDays = choices.leadDays ?? over.leadDays
  return { mode, stages: stagesOf(leadDays, mode), stagesBy: 'shares', leadDays }
}
