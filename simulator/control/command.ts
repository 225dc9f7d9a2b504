import * as z from 'zod'
import { findSeller } from '../sellers/sellers.ts'
import type { World } from '../world.ts'

/** What a command answers: data for the caller, or words about why it did nothing. */
export type CommandResult = { readonly done: object } | { readonly refused: string }

interface Command<Schema extends z.ZodType> {
  readonly input: Schema
  /** `origin` is where the command came in: this Amazon's own. */
  readonly run: (world: World, input: z.infer<Schema>, origin: string) => CommandResult
}
export type Run = (world: World, raw: unknown, origin: string) => CommandResult

/** A command that parses its own input, and refuses what does not fit with words. */
export const command = <Schema extends z.ZodType>(input: Schema, run: Command<Schema>['run']): Run => {
  return (world, raw, origin) => {
    const parsed = input.safeParse(raw)
    return parsed.success ? run(world, parsed.data, origin) : { refused: z.prettifyError(parsed.error) }
  }
}

/** A demo seller by Amazon's id or by its region (`na`, `eu`, `fe`); always the id after parsing. */
export const seller = z.string().transform((value, context) => {
  const found = findSeller(value)?.id
  if (found !== undefined) return found
  context.addIssue('no such demo seller')
  return z.NEVER
})
