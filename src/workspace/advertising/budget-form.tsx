import * as z from 'zod'
import { minorDigits } from '../../core/money.ts'
import {
  ErrorSummary,
  Field,
  type FieldErrors,
  type FormFault,
  FormToken,
  fieldErrors,
} from '../../web/form.tsx'
import { formatAmount } from '../../web/format.ts'
import { Ruled } from '../../web/kit.tsx'
import { page } from '../../web/page.tsx'
import { viewAddress } from '../reading/readings-view.tsx'
import type { StoreShown } from '../reading/shown.ts'
import { budgetFrom } from './budgets.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { monthOf } from './pace.ts'
import type { ReviewShown } from './review-view.tsx'
import { monthInWords } from './written.ts'

/** Far longer than any budget: what is typed is shown again as it was. */
const TYPED_MAX = 100

/** The form of one currency's budget: the amount in the smallest unit, null for none. */
export const budgetForm = (currency: string) =>
  z.object({
    budget: z
      .string()
      .max(TYPED_MAX)
      .transform((typed, issues) => {
        const budget = budgetFrom(typed, currency)
        if (!budget.ok) issues.addIssue({ code: 'custom' })
        return budget.ok ? (budget.value ?? null) : null
      }),
  })

interface FormProps {
  readonly currency: string
  readonly value: string
  readonly errors?: FieldErrors | undefined
}

const exampleOf = (currency: string, shown: StoreShown): string =>
  formatAmount({ minor: 16_000 * 10 ** (minorDigits(currency) ?? 0), currency }, shown.c.var.language)

const BudgetForm = ({ currency, value, errors, ...shown }: StoreShown & FormProps) => {
  const { language, clock, viewer } = shown.c.var
  const words = { en, zh }[language].budget
  const month = monthInWords(monthOf(clock(), shown.zone).startMs, shown.zone, language)
  return (
    <form
      class="stack tight read"
      method="post"
      action={`/stores/${shown.store.id}/advertising/budget?${shown.choice}`}
    >
      <FormToken viewer={viewer} />
      <Field
        name="budget"
        label={words.label(currency)}
        hint={words.hint(month, exampleOf(currency, shown))}
        value={value}
        errors={errors}
        inputmode="decimal"
        maxlength={TYPED_MAX}
      />
      <div class="actions">
        <button class="button" type="submit">
          {words.save}
        </button>
        {errors ? <a href={viewAddress(shown)}>{words.back}</a> : null}
      </div>
    </form>
  )
}

/** The budget of the chosen currency, to set and to change. */
export const BudgetSection = ({ review, month: _month, ...shown }: ReviewShown) => {
  const words = { en, zh }[shown.c.var.language].budget
  const { currency, pace } = review.chosen
  return (
    <Ruled id="budget" title={words.title} aside={words.aside}>
      <BudgetForm
        {...shown}
        currency={currency}
        value={pace.use ? formatAmount(pace.use.budget, shown.c.var.language) : ''}
      />
    </Ruled>
  )
}

/** The form by itself, with what was typed and what is wrong with it. No figure is on it. */
export function budgetRefused(shown: StoreShown, currency: string, fault: FormFault): Response {
  const { c, store } = shown
  const { language } = c.var
  const words = { en, zh }[language].budget
  const invalid = words.invalid(exampleOf(currency, shown))
  const errors = fieldErrors(fault, { budget: { invalid } }, language)
  return page(
    c,
    {
      title: words.pageTitle(currency),
      error: true,
      narrow: true,
      tab: { store, current: 'advertising' },
      current: 'stores',
    },
    <>
      <h1>{words.pageTitle(currency)}</h1>
      <ErrorSummary language={language} fault={fault} errors={errors} />
      <BudgetForm {...shown} currency={currency} value={fault.values['budget'] ?? ''} errors={errors} />
    </>,
    422,
  )
}
