import * as z from 'zod'
import { type Day, day } from '../../core/day.ts'
import { type Money, minorDigits, moneyOf } from '../../core/money.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { SectionOf } from '../settings/settings.ts'

/** ISO 4217, of a currency whose decimals are known. */
export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .refine((code) => minorDigits(code) !== undefined)

/** So large in the smallest unit that a hundred times it is still exact. */
const BUDGET_MINOR_MAX = 10 ** 13

/** A budget for a calendar month that stands from one month on, until another is set. */
const budget = z.object({
  currency: currencyCode,
  /** The first day of a month. */
  from: day,
  /** Null: none from then on. */
  minor: z.int().positive().max(BUDGET_MINOR_MAX).nullable(),
})

const budgets = z.object({ budgets: z.array(budget).max(1000) })
export type Budgets = z.infer<typeof budgets>

/** What a store's members have set for advertising. */
export const BUDGETS: SectionOf<Budgets> = {
  section: 'budgets',
  shape: budgets,
  otherwise: { budgets: [] },
}

/** Two years of months each currency keeps: longer than the charges that they are compared with. */
const KEPT_PER_CURRENCY = 24

export interface BudgetChange {
  readonly currency: string
  readonly from: Day
  readonly minor: number | null
}

/** The budgets with one changed from a month on; earlier months keep theirs. Pure. */
export function withBudget(now: Budgets, change: BudgetChange): Budgets {
  const others = now.budgets.filter(({ currency }) => currency !== change.currency)
  const same = now.budgets.filter(({ currency, from }) => currency === change.currency && from < change.from)
  return { budgets: [...others, ...[...same, change].slice(-KEPT_PER_CURRENCY)] }
}

/** The budget of a currency for the month that begins on this day. Undefined where none stands. Pure. */
export function budgetFor({ budgets: all }: Budgets, currency: string, monthFirst: Day): Money | undefined {
  const standing = all
    .filter((one) => one.currency === currency && one.from <= monthFirst)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .at(-1)
  return standing?.minor === null || standing === undefined ? undefined : { minor: standing.minor, currency }
}

/** `16000`, `16,000`, `16,000.50`: groups of three or none, a point before the decimals, as English and Chinese write. */
const AMOUNT = /^(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,4})?$/

/**
 * A budget as a person typed it, in the smallest unit; undefined for an empty field: no budget. Full-width digits and
 * marks of a Chinese keyboard are taken as what they stand for. Refuses signs, words, other grouping, more decimals than
 * the currency has, nought, and what is beyond counting. Pure.
 */
export function budgetFrom(typed: string, currency: string): Result<number | undefined, 'invalid'> {
  const text = typed.normalize('NFKC').trim()
  if (text === '') return ok(undefined)
  if (!AMOUNT.test(text)) return fail('invalid')
  const [, fraction = ''] = text.split('.')
  // "16000.0" yen are no way to write yen.
  if (fraction.length > (minorDigits(currency) ?? 0)) return fail('invalid')
  const minor = moneyOf(text.replaceAll(',', ''), currency)?.minor
  return minor === undefined || minor <= 0 || minor > BUDGET_MINOR_MAX ? fail('invalid') : ok(minor)
}
