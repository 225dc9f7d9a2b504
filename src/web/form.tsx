import type { Child } from 'hono/jsx'
import type * as z from 'zod'
import type { Language } from '../core/language.ts'
import { pastedSecretIn } from '../core/pasted-secret.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { formBody, isFromOwnPage } from './body.ts'
import type { Viewer, WebContext } from './context.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { Glyph } from './kit.tsx'

export type FieldFault = 'required' | 'invalid' | 'pasted-secret'

/** Why a form was not taken. `values` are what was typed, to show again; never a pasted secret. */
export interface FormFault {
  readonly fault: 'bad-input' | 'pasted-secret' | 'cross-site'
  readonly fields: Readonly<Record<string, FieldFault>>
  readonly values: Readonly<Record<string, string>>
}

/**
 * Reads a posted form into `schema`. Refuses: requests that did not pass `requireOwnPage` (`cross-site`), other content
 * types, more than its route takes and repeated fields (`bad-input`), and any field, known or not, that holds something shaped like
 * a key or token (`pasted-secret`), unless `exempt` names it, as for SKU columns.
 */
export async function readForm<T>(
  c: WebContext,
  schema: z.ZodType<T>,
  options: { readonly exempt?: readonly string[] } = {},
): Promise<Result<T, FormFault>> {
  if (!isFromOwnPage(c)) return fail({ fault: 'cross-site', fields: {}, values: {} })
  const body = await formBody(c)
  if (!body.ok) return fail({ fault: 'bad-input', fields: {}, values: {} })
  const entries = [...body.value].filter(([name]) => name !== 'form_token')
  const secret = entries.filter(([name, value]) => holdsSecret(name, value, options.exempt ?? []))
  const withheld = new Set(secret.map(([name]) => name))
  const values = Object.fromEntries(entries.filter(([name]) => !withheld.has(name)))
  if (secret.length > 0) {
    const named = [...withheld].filter((name) => pastedSecretIn(name) === undefined)
    return fail({
      fault: 'pasted-secret',
      fields: Object.fromEntries(named.map((name) => [name, 'pasted-secret'])),
      values,
    })
  }
  if (new Set(body.value.keys()).size < body.value.size)
    return fail({ fault: 'bad-input', fields: {}, values })
  const parsed = schema.safeParse(values)
  if (parsed.success) return ok(parsed.data)
  return fail({ fault: 'bad-input', fields: faultsByField(parsed.error, values), values })
}

const holdsSecret = (name: string, value: string, exempt: readonly string[]): boolean =>
  pastedSecretIn(name) !== undefined || (!exempt.includes(name) && pastedSecretIn(value) !== undefined)

function faultsByField(
  error: z.ZodError,
  values: Readonly<Record<string, string>>,
): Record<string, FieldFault> {
  const fields: Record<string, FieldFault> = {}
  for (const issue of error.issues) {
    const name = issue.path[0]
    if (typeof name === 'string') fields[name] = (values[name] ?? '').trim() === '' ? 'required' : 'invalid'
  }
  return fields
}

/** What to say at each field, in the order of the form. `required` may be left out where empty is allowed. */
export type FieldWords = Readonly<Record<string, { readonly required?: string; readonly invalid: string }>>
export type FieldErrors = Readonly<Record<string, string>>

/** One message per faulty field, for both the summary and the field, so that the words are the same. */
export function fieldErrors(fault: FormFault, words: FieldWords, language: Language): FieldErrors {
  const pasted = { en, zh }[language].form.pastedSecret
  return Object.fromEntries(
    Object.entries(words).flatMap(([name, { required, invalid }]) => {
      const of = fault.fields[name]
      if (of === undefined) return []
      return [[name, of === 'pasted-secret' ? pasted : of === 'required' ? (required ?? invalid) : invalid]]
    }),
  )
}

/**
 * On top of a form that was not taken: each message links to its field. A fault without a field (too large, not a
 * form) says so in one sentence; a pasted secret brings the advice on replacing it.
 */
export const ErrorSummary = (props: { language: Language; fault: FormFault; errors: FieldErrors }) => {
  const words = { en, zh }[props.language].form
  const errors = Object.entries(props.errors)
  return (
    <div class="notice bad" role="alert" aria-labelledby="error-summary" tabindex={-1}>
      <Glyph name="cross" />
      <div>
        <h2 id="error-summary">{words.summary(Math.max(errors.length, 1))}</h2>
        {errors.length > 0 ? (
          <ul>
            {errors.map(([name, message]) => (
              <li>
                <a href={`#field-${name}`}>{message}</a>
              </li>
            ))}
          </ul>
        ) : (
          <p>{props.fault.fault === 'pasted-secret' ? words.pastedSecret : words.unreadable}</p>
        )}
        {props.fault.fault === 'pasted-secret' ? <p>{words.rotate}</p> : null}
      </div>
    </div>
  )
}

interface FieldProps {
  name: string
  /** Left out where a `<label for="field-…">` stands elsewhere, as in the term of a fact. */
  label?: Child
  errors?: FieldErrors | undefined
  hint?: Child
  value?: string | undefined
  autocomplete?: string
  required?: boolean
  /** Where several forms of a page have a field of this name: which of them this is. */
  of?: string
}

/** Ids and ARIA that tie a control to its label, hint and message. */
function tied(props: FieldProps) {
  const id = props.of === undefined ? `field-${props.name}` : `field-${props.of}-${props.name}`
  const message = props.errors?.[props.name]
  const described = [props.hint ? `${id}-hint` : '', message ? `${id}-error` : ''].filter(Boolean).join(' ')
  const control = {
    id,
    name: props.name,
    autocomplete: props.autocomplete ?? 'off',
    required: props.required,
    'aria-invalid': message ? ('true' as const) : undefined,
    'aria-describedby': described || undefined,
  }
  const above = (
    <>
      {props.label ? <label for={id}>{props.label}</label> : null}
      {props.hint ? (
        <span class="hint" id={`${id}-hint`}>
          {props.hint}
        </span>
      ) : null}
      {message ? (
        <span class="err" id={`${id}-error`}>
          {message}
        </span>
      ) : null}
    </>
  )
  return { above, control }
}

/** A labelled input. `code` is for what is copied letter by letter: monospace, no spell-check, no capitals. */
export const Field = (
  props: FieldProps & {
    type?: 'text' | 'email' | 'search' | 'date'
    inputmode?: 'text' | 'email' | 'numeric' | 'decimal' | 'search'
    maxlength?: number
    code?: boolean
  },
) => {
  const { above, control } = tied(props)
  // Hono's types know `spellcheck` as a boolean, and a false one is left out: the attribute needs the word.
  const spelling: Record<string, string> = props.code
    ? { class: 'mono', spellcheck: 'false', autocapitalize: 'off' }
    : {}
  const { type = 'text', inputmode, maxlength, value } = props
  return (
    <div class="field">
      {above}
      <input
        {...control}
        {...spelling}
        type={type}
        inputmode={inputmode}
        maxlength={maxlength}
        value={value}
      />
    </div>
  )
}

/** A labelled area for what is pasted: monospace, no spell-check, as long as the form's route takes. */
export const AreaField = (props: FieldProps & { rows: number }) => {
  const { above, control } = tied(props)
  const spelling: Record<string, string> = { spellcheck: 'false', autocapitalize: 'off', wrap: 'off' }
  return (
    <div class="field">
      {above}
      <textarea {...control} {...spelling} class="mono" rows={props.rows}>
        {/* A browser drops one line end after the tag. */}
        {`\n${props.value ?? ''}`}
      </textarea>
    </div>
  )
}

/** A labelled select; without a fitting `value` the first option shows. */
export const SelectField = (
  props: FieldProps & { options: readonly { readonly value: string; readonly label: string }[] },
) => {
  const { above, control } = tied(props)
  return (
    <div class="field">
      {above}
      <span class="pick">
        <select {...control}>
          {props.options.map(({ value, label }) => (
            <option value={value} selected={value === props.value}>
              {label}
            </option>
          ))}
        </select>
      </span>
    </div>
  )
}

/** The session's token in each form that posts; nothing for an anonymous reader. */
export const FormToken = ({ viewer }: { viewer: Viewer | undefined }) =>
  viewer ? <input type="hidden" name="form_token" value={viewer.formToken} /> : null
