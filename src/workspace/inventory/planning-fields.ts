import { fail, ok, type Result } from '../../core/result.ts'
import { STAGES, type Stage, type Stages } from './plan/lead-time.ts'
import { type PlanningChoices, planningChoices } from './plan/settings.ts'

/** The names of what can be set, the same in forms and in pasted tables. */
export const PLANNING_FIELDS = [
  'lead_days',
  'mode',
  'production_days',
  'domestic_days',
  'freight_days',
  'receiving_days',
  'deviation_percent',
  'service_level_percent',
  'target_cover_days',
  'carton_units',
  'window_days',
] as const
export type PlanningField = (typeof PLANNING_FIELDS)[number]

/** As typed; empty or missing is inherited. */
export type PlanningTexts = Readonly<Partial<Record<PlanningField, string>>>

export const STAGE_FIELDS: Readonly<Record<Stage, PlanningField>> = {
  production: 'production_days',
  domestic: 'domestic_days',
  freight: 'freight_days',
  receiving: 'receiving_days',
}

/** What lead time is made of: a total, its mode, or its stages. They are set together. */
export const LEAD_TIME_FIELDS: readonly PlanningField[] = [
  'lead_days',
  'mode',
  ...Object.values(STAGE_FIELDS),
]

/** What a text comes to for `planningChoices`, and which field a fault there belongs to. */
const WHERE: Readonly<Record<Exclude<keyof PlanningChoices, 'stages'>, PlanningField>> = {
  leadDays: 'lead_days',
  mode: 'mode',
  leadDeviationShare: 'deviation_percent',
  serviceLevel: 'service_level_percent',
  targetCoverDays: 'target_cover_days',
  cartonUnits: 'carton_units',
  windowDays: 'window_days',
}

/** Digits with at most two decimals after a point or a comma; a percent sign may follow. NaN for anything else. */
function numberIn(text: string): number {
  const [, digits] = /^(\d{1,9}(?:[.,]\d{1,2})?)\s*[%％]?$/.exec(text) ?? []
  return digits === undefined ? Number.NaN : Number(digits.replace(',', '.'))
}

/** 99.9 in the hundred is 0.999, not 0.9990000000000001. */
const shareIn = (text: string): number => Number((numberIn(text) / 100).toFixed(6))

/** The sum of the stages as typed; an empty one is 0. Undefined while all are empty, or one is no whole number of days. */
export function stagesSum(texts: PlanningTexts): number | undefined {
  const stages = stagesFrom(texts)
  if (stages === undefined) return undefined
  const sum = STAGES.reduce((all, stage) => all + stages[stage], 0)
  return Number.isInteger(sum) ? sum : undefined
}

function stagesFrom(texts: PlanningTexts): Stages | undefined {
  const typed = STAGES.map((stage) => (texts[STAGE_FIELDS[stage]] ?? '').trim())
  if (typed.every((text) => text === '')) return undefined
  const days = typed.map((text) => (text === '' ? 0 : numberIn(text)))
  const [production = 0, domestic = 0, freight = 0, receiving = 0] = days
  return { production, domestic, freight, receiving }
}

/**
 * What was typed as choices, or the fields that are wrong. Stages take the place of a total; a total beside them must be
 * their sum. Percentages become shares. Pure.
 */
export function choicesFrom(texts: PlanningTexts): Result<PlanningChoices, readonly PlanningField[]> {
  const typed = (field: PlanningField): string => (texts[field] ?? '').trim()
  const made = <T>(field: PlanningField, of: (text: string) => T): T | undefined =>
    typed(field) === '' ? undefined : of(typed(field))
  const stages = stagesFrom(texts)
  const leadDays = made('lead_days', numberIn)
  if (stages !== undefined && leadDays !== undefined && leadDays !== stagesSum(texts))
    return fail(['lead_days'])
  const choices = {
    leadDays: stages === undefined ? leadDays : undefined,
    mode: made('mode', (text) => text.toLowerCase()),
    stages,
    leadDeviationShare: made('deviation_percent', shareIn),
    serviceLevel: made('service_level_percent', shareIn),
    targetCoverDays: made('target_cover_days', numberIn),
    cartonUnits: made('carton_units', numberIn),
    windowDays: made('window_days', numberIn),
  }
  const parsed = planningChoices.safeParse(
    Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined)),
  )
  if (parsed.success) return ok(parsed.data)
  const wrong = parsed.error.issues.map(({ path }) => fieldAt(path))
  return fail(PLANNING_FIELDS.filter((field) => wrong.includes(field)))
}

function fieldAt([name, below]: readonly PropertyKey[]): PlanningField {
  if (name === 'stages') return STAGE_FIELDS[STAGES.find((stage) => stage === below) ?? 'production']
  return Object.entries(WHERE).find(([choice]) => choice === name)?.[1] ?? 'lead_days'
}

/** Choices as they stand in the fields of a form: the opposite of `choicesFrom`. Pure. */
export function textsOf(choices: PlanningChoices): Readonly<Record<PlanningField, string>> {
  const { stages } = choices
  const number = (value: number | undefined): string => (value === undefined ? '' : String(value))
  return {
    lead_days: number(choices.leadDays),
    mode: choices.mode ?? '',
    production_days: number(stages?.production),
    domestic_days: number(stages?.domestic),
    freight_days: number(stages?.freight),
    receiving_days: number(stages?.receiving),
    deviation_percent: percent(choices.leadDeviationShare),
    service_level_percent: percent(choices.serviceLevel),
    target_cover_days: number(choices.targetCoverDays),
    carton_units: number(choices.cartonUnits),
    window_days: number(choices.windowDays),
  }
}

const percent = (share: number | undefined): string =>
  share === undefined ? '' : String(Number((share * 100).toFixed(2)))
