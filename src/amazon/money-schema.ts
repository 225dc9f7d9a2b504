import * as z from 'zod'
import { type Money, moneyOf } from '../core/money.ts'

/** Amazon writes amounts as decimal text in one API and as a number in another. */
const amount = z.union([z.string().max(40), z.number()])
const code = z.string().max(3)

function read(of: { amount: string | number; code: string }, issues: z.core.$RefinementCtx): Money {
  const money = moneyOf(of.amount, of.code)
  if (money !== undefined) return money
  issues.addIssue({ code: 'custom', path: ['amount'] })
  return z.NEVER
}

/** An amount as most of Amazon's APIs write it. */
export const currencyAmount = z
  .object({ amount, currencyCode: code })
  .transform((of, issues) => read({ amount: of.amount, code: of.currencyCode }, issues))

/** An amount as the Finances API of version 0 writes it. */
export const financesAmount = z
  .object({ CurrencyAmount: amount, CurrencyCode: code })
  .transform((of, issues) => read({ amount: of.CurrencyAmount, code: of.CurrencyCode }, issues))
