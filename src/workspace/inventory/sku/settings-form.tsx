import { addDays, type Day, day as dayShape } from '../../../core/day.ts'
import { Field, type FieldWords, type FormFault, FormToken, fieldErrors } from '../../../web/form.tsx'
import { viewAddress } from '../../reading/readings-view.tsx'
import { en as settingsEn } from '../../settings/copy.en.ts'
import { zh as settingsZh } from '../../settings/copy.zh.ts'
import { PlanningErrors, PlanningFields, type Typed } from '../../settings/planning-form.tsx'
import { INBOUND, type Inbound, landingDays } from '../plan/lead-time.ts'
import { textsOf } from '../planning-fields.ts'
import { type Landings, landingsIn } from '../planning-settings.ts'
import { type SkuShown, writing } from './shown.ts'

/** What was sent to the form and is shown again; undefined for a page that was only opened. */
export type TypedSettings = (Typed & { readonly values: Readonly<Record<string, string>> }) | undefined

export const landingField = (state: Inbound): `landing_${Inbound}` => `landing_${state}`

/** Days out of the form's fields: from today on. Or the fields that are wrong. */
export function landingsTyped(
  values: Readonly<Record<string, string>>,
  today: Day,
): { readonly landings: Landings; readonly wrong: readonly string[] } {
  const landings: Landings = {}
  const wrong: string[] = []
  for (const state of INBOUND) {
    const text = (values[landingField(state)] ?? '').trim()
    if (text === '') continue
    const { data } = dayShape.safeParse(text)
    if (data === undefined || data < today) wrong.push(landingField(state))
    else landings[state] = data
  }
  return { landings, wrong }
}

/** This SKU's own settings: what is left empty stays as for the store. */
export const SettingsForm = (props: SkuShown & { typed: TypedSettings }) => {
  const { c, sku, typed } = props
  const { language } = c.var
  const { words } = writing(language, sku.today)
  const shared = { en: settingsEn, zh: settingsZh }[language]
  const extra = landingWords(props)
  return (
    <>
      {typed?.fault ? <PlanningErrors language={language} fault={typed.fault} words={extra} /> : null}
      <p class="muted read">
        {sku.chosen === undefined ? words.settings.asStore : words.settings.own}{' '}
        <a href={`/stores/${props.store.id}/settings?marketplace=${props.marketplace.id}`}>
          {words.settings.store}
        </a>
      </p>
      <form class="stack" method="post" action={`${viewAddress(props, '/settings')}#settings`}>
        <FormToken viewer={c.var.viewer} />
        <PlanningFields
          language={language}
          whose="sku"
          over={sku.basis.settings}
          typed={typed ?? { texts: textsOf(sku.chosen?.choices ?? {}) }}
        />
        <LandingFields {...props} words={extra} />
        <div class="actions">
          <button class="button primary" type="submit" name="act" value="save">
            {words.settings.save}
          </button>
          <button class="button" type="submit" name="act" value="sum">
            {shared.addUp}
          </button>
          {sku.chosen === undefined ? null : (
            <button class="button" type="submit" name="act" value="reset">
              {words.settings.reset}
            </button>
          )}
        </div>
      </form>
    </>
  )
}

function landingWords({ c, sku }: SkuShown): FieldWords {
  const { words } = writing(c.var.language, sku.today)
  return Object.fromEntries(
    INBOUND.map((state) => [
      landingField(state),
      { invalid: `${words.settings.landingOf[state]}: ${words.settings.landingWrong}` },
    ]),
  )
}

/** One day for each state that inbound units are in, or were said to be. */
const LandingFields = ({
  c,
  sku,
  marketplace,
  typed,
  words: fieldWords,
}: SkuShown & { typed: TypedSettings; words: FieldWords }) => {
  const { language } = c.var
  const { words, day } = writing(language, sku.today)
  const set = landingsIn(sku.chosen, marketplace.id)
  const fault: FormFault | undefined = typed?.fault
  const errors = fault ? fieldErrors(fault, fieldWords, language) : undefined
  const states = INBOUND.filter(
    (state) => sku.plan.arrivals.some((one) => one.state === state) || set[state] !== undefined,
  )
  if (states.length === 0) return null
  const byRule = (state: Inbound): string => {
    const { days } = landingDays({ state, stages: sku.settings.stages, entered: {}, today: sku.today })
    return day(addDays(sku.today, days))
  }
  // A day that has passed while units are still inbound was wrong: the rule holds again.
  const standing = (state: Inbound): string => {
    const one = set[state]
    return one === undefined || one < sku.today ? '' : one
  }
  return (
    <fieldset class="filters">
      <legend>{words.settings.landings}</legend>
      {states.map((state) => (
        <Field
          name={landingField(state)}
          type="date"
          label={words.settings.landingOf[state]}
          hint={words.settings.rule(byRule(state))}
          value={typed === undefined ? standing(state) : (typed.values[landingField(state)] ?? '')}
          errors={errors}
        />
      ))}
    </fieldset>
  )
}
