import { FormToken } from '../../web/form.tsx'
import { Ruled } from '../../web/kit.tsx'
import { PLANNING_DEFAULTS } from '../inventory/plan/settings.ts'
import { textsOf } from '../inventory/planning-fields.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { PlanningErrors, PlanningFields, type Typed } from './planning-form.tsx'
import type { SettingsShown } from './shown.ts'

/** Planning of every SKU that has nothing of its own. */
export const PlanningSection = ({ c, store, marketplace, settings, posted, done }: SettingsShown) => {
  const { language } = c.var
  const words = { en, zh }[language]
  const mine = posted?.section === 'planning' ? posted : undefined
  const typed: Typed = mine
    ? { texts: mine.values, fault: mine.fault, isSummed: mine.isSummed === true }
    : { texts: textsOf(settings.planning.store) }
  return (
    <Ruled id="planning" title={words.planning.title}>
      {mine?.fault ? <PlanningErrors language={language} fault={mine.fault} /> : null}
      {done === 0 ? (
        <p role="status">
          <b>{words.paste.saved}</b>
        </p>
      ) : null}
      <p class="muted read">{words.planning.text}</p>
      <form
        class="stack"
        method="post"
        action={`/stores/${store.id}/settings/planning?marketplace=${marketplace.id}`}
      >
        <FormToken viewer={c.var.viewer} />
        <PlanningFields language={language} whose="store" over={PLANNING_DEFAULTS} typed={typed} />
        <div class="actions">
          <button class="button primary" type="submit" name="act" value="save">
            {words.planning.save}
          </button>
          <button class="button" type="submit" name="act" value="sum">
            {words.addUp}
          </button>
        </div>
      </form>
    </Ruled>
  )
}
