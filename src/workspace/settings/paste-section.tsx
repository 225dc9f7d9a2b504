import * as z from 'zod'
import type { Language } from '../../core/language.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { WebContext } from '../../web/context.ts'
import { en as web } from '../../web/copy.en.ts'
import { zh as webZh } from '../../web/copy.zh.ts'
import { AreaField, FormToken, readForm } from '../../web/form.tsx'
import { formatNumber } from '../../web/format.ts'
import { Glyph, Ruled } from '../../web/kit.tsx'
import { PLANNING_FIELDS, type PlanningField } from '../inventory/planning-fields.ts'
import { SKUS_MAX } from '../inventory/planning-settings.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { type NotPasted, type Pasted, type PasteError, readPasted } from './pasted.ts'
import type { Posted, SettingsShown } from './shown.ts'

const ROWS = 10

/** Its SKUs may look like anything: the table is searched for keys by its columns, not as a whole. */
const tableForm = z.object({ table: z.string() })

/** Reads a posted table, or says what is wrong with it. What looks like a key is not shown again. */
export async function readPastedForm(c: WebContext): Promise<Result<Pasted & { text: string }, Posted>> {
  const form = await readForm(c, tableForm, { exempt: ['table'] })
  if (!form.ok) return fail({ section: 'paste', fault: form.fault, values: form.fault.values })
  const { table } = form.value
  const pasted = readPasted(table)
  if (pasted.ok) return ok({ ...pasted.value, text: table })
  const { secret } = pasted.fault
  return fail({
    section: 'paste',
    fault: {
      fault: secret ? 'pasted-secret' : 'bad-input',
      fields: { table: secret ? 'pasted-secret' : 'invalid' },
      values: {},
    },
    values: secret ? {} : { table },
    notPasted: pasted.fault,
  })
}

/** Settings of many SKUs at once, as a pasted table. */
export const PasteSection = ({ c, store, marketplace, posted, done }: SettingsShown) => {
  const { language } = c.var
  const words = { en, zh }[language].paste
  const mine = posted?.section === 'paste' ? posted : undefined
  return (
    <Ruled id="paste" title={words.title}>
      {mine ? <PasteErrors language={language} posted={mine} /> : null}
      {done === undefined || done === 0 ? null : (
        <p role="status">
          <b>{done === 1 ? words.doneOne : words.done(formatNumber(done, language))}</b>
        </p>
      )}
      <p class="muted read">{words.text}</p>
      <p class="small">
        {words.columns}: <span class="mono">sku, {PLANNING_FIELDS.join(', ')}</span>
      </p>
      <form
        class="stack"
        method="post"
        action={`/stores/${store.id}/settings/skus?marketplace=${marketplace.id}#paste`}
      >
        <FormToken viewer={c.var.viewer} />
        <AreaField
          name="table"
          label={words.label}
          hint={words.hint(formatNumber(SKUS_MAX, language))}
          rows={ROWS}
          value={mine?.values['table'] ?? ''}
          {...(mine?.fault ? { errors: { table: words.nothing } } : {})}
        />
        <div class="actions">
          <button class="button" type="submit">
            {words.save}
          </button>
        </div>
      </form>
    </Ruled>
  )
}

const PasteErrors = ({ language, posted }: { language: Language; posted: Posted }) => {
  const words = { en, zh }[language].paste
  const form = { en: web, zh: webZh }[language].form
  const { notPasted } = posted
  const secret = posted.fault?.fault === 'pasted-secret'
  return (
    <div class="notice bad" role="alert" aria-labelledby="error-summary" tabindex={-1}>
      <Glyph name="cross" />
      <div>
        <h2 id="error-summary">{form.summary(Math.max(1, notPasted?.count ?? 1))}</h2>
        {secret ? (
          <>
            <p>
              <a href="#field-table">{form.pastedSecret}</a>
            </p>
            <p>{form.rotate}</p>
          </>
        ) : (
          <Faults language={language} notPasted={notPasted} tooMany={posted.tooMany === true} />
        )}
        <p>{words.nothing}</p>
      </div>
    </div>
  )
}

const Faults = (props: { language: Language; notPasted: NotPasted | undefined; tooMany: boolean }) => {
  const { language, notPasted } = props
  const words = { en, zh }[language].paste
  if (notPasted === undefined) {
    const says = props.tooMany ? words.tooMany : { en: web, zh: webZh }[language].form.unreadable
    return (
      <p>
        <a href="#field-table">{says}</a>
      </p>
    )
  }
  const untold = notPasted.count - notPasted.errors.length
  return (
    <ul>
      {notPasted.errors.map((error) => (
        <li>
          <a href="#field-table">{errorInWords(error, language)}</a>
        </li>
      ))}
      {untold > 0 ? <li>{words.more(formatNumber(untold, language))}</li> : null}
    </ul>
  )
}

/** One error of a pasted table with its line and column, as a sentence. */
export function errorInWords({ line, column, fault }: PasteError, language: Language): string {
  const words = { en, zh }[language]
  const at = words.paste.at
  if (fault !== 'value') return at(formatNumber(line, language), column, words.paste.faults[fault])
  const field = PLANNING_FIELDS.find((one): one is PlanningField => one === column) ?? 'lead_days'
  return at(formatNumber(line, language), column, words.wrong[field])
}
