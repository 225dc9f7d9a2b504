import type { Language } from '../../core/language.ts'
import type { Result } from '../../core/result.ts'
import { fail, ok } from '../../core/result.ts'
import {
  ErrorSummary,
  Field,
  type FieldErrors,
  type FieldWords,
  type FormFault,
  fieldErrors,
  SelectField,
} from '../../web/form.tsx'
import { formatNumber } from '../../web/format.ts'
import { MODES } from '../inventory/plan/lead-time.ts'
import type { PlanningChoices, PlanningSettings } from '../inventory/plan/settings.ts'
import { WINDOWS } from '../inventory/plan/velocity.ts'
import {
  choicesFrom,
  PLANNING_FIELDS,
  type PlanningField,
  type PlanningTexts,
  STAGE_FIELDS,
  stagesSum,
  textsOf,
} from '../inventory/planning-fields.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

/** What a form holds: what was typed, what was wrong with it, or that its stages were added up. */
export interface Typed {
  readonly texts: PlanningTexts
  readonly fault?: FormFault | undefined
  readonly isSummed?: boolean
}

/** Choices out of a form's fields, or its fault with what was typed. */
export function choicesTyped(values: Readonly<Record<string, string>>): Result<PlanningChoices, FormFault> {
  const choices = choicesFrom(values)
  if (choices.ok) return ok(choices.value)
  const fields = Object.fromEntries(choices.fault.map((field) => [field, 'invalid' as const]))
  return fail({ fault: 'bad-input', fields, values })
}

/** What to say at each field that is wrong. */
const planningWords = (language: Language): FieldWords =>
  Object.fromEntries(PLANNING_FIELDS.map((field) => [field, { invalid: { en, zh }[language].wrong[field] }]))

/** On top of a planning form that was not taken. */
export const PlanningErrors = (props: { language: Language; fault: FormFault; words?: FieldWords }) => (
  <ErrorSummary
    language={props.language}
    fault={props.fault}
    errors={fieldErrors(props.fault, { ...planningWords(props.language), ...props.words }, props.language)}
  />
)

/**
 * The fields of planning settings. Empty is inherited: each field says what from. `whose`: over what the fields lie,
 * our own beginning for the store, or the store's settings for a SKU.
 */
export const PlanningFields = (props: {
  language: Language
  whose: 'store' | 'sku'
  over: PlanningSettings
  typed: Typed
}) => {
  const { language, typed } = props
  const words = { en, zh }[language]
  const errors = typed.fault ? fieldErrors(typed.fault, planningWords(language), language) : undefined
  const number = (field: PlanningField) => <NumberField {...props} field={field} errors={errors} />
  const sum = typed.isSummed ? stagesSum(typed.texts) : undefined
  return (
    <>
      <div class="filters">
        {number('lead_days')}
        <ModeField {...props} errors={errors} />
      </div>
      <div class="stack tight">
        <fieldset class="filters">
          <legend>{words.stages}</legend>
          {Object.values(STAGE_FIELDS).map(number)}
        </fieldset>
        {sum === undefined ? null : (
          <p role="status">
            <b>{words.sum(stageParts(typed.texts), formatNumber(sum, language))}</b>
          </p>
        )}
      </div>
      <div class="filters">
        {number('deviation_percent')}
        {number('service_level_percent')}
        {number('target_cover_days')}
        {number('carton_units')}
        <WindowField {...props} errors={errors} />
      </div>
    </>
  )
}

const stageParts = (texts: PlanningTexts): string =>
  Object.values(STAGE_FIELDS)
    .map((field) => (texts[field] ?? '').trim() || '0')
    .join(' + ')

interface Given {
  language: Language
  whose: 'store' | 'sku'
  over: PlanningSettings
  typed: Typed
  errors: FieldErrors | undefined
}

/** What a field inherits, as it would be typed. */
function inheritedText(over: PlanningSettings, field: PlanningField): string {
  const { stagesBy: _by, stages, ...rest } = over
  const { leadDays, ...without } = rest
  return field === 'lead_days' ? String(leadDays) : textsOf({ ...without, stages })[field]
}

const NumberField = ({ language, whose, over, typed, errors, field }: Given & { field: PlanningField }) => {
  const words = { en, zh }[language]
  return (
    <Field
      name={field}
      label={words.fields[field]}
      hint={words.inherited[whose](inheritedText(over, field))}
      inputmode="numeric"
      maxlength={10}
      value={typed.texts[field] ?? ''}
      errors={errors}
    />
  )
}

const ModeField = ({ language, whose, over, typed, errors }: Given) => {
  const words = { en, zh }[language]
  return (
    <SelectField
      name="mode"
      label={words.fields.mode}
      hint={words.inherited[whose](words.modes[over.mode])}
      value={typed.texts.mode ?? ''}
      errors={errors}
      options={[
        { value: '', label: words.asBefore[whose] },
        ...MODES.map((mode) => ({ value: mode, label: words.modes[mode] })),
      ]}
    />
  )
}

const WindowField = ({ language, whose, over, typed, errors }: Given) => {
  const words = { en, zh }[language]
  const label = (days: number): string => words.windows(String(days))
  return (
    <SelectField
      name="window_days"
      label={words.fields.window_days}
      hint={words.inherited[whose](String(over.windowDays))}
      value={typed.texts.window_days ?? ''}
      errors={errors}
      options={[
        { value: '', label: words.asBefore[whose] },
        ...WINDOWS.map((days) => ({ value: String(days), label: label(days) })),
      ]}
    />
  )
}
