import type { Actor, Draft } from '../../audit/events.ts'
import type { Fault } from '../../core/fault.ts'
import { fail, type Result } from '../../core/result.ts'
import type { StoreContext } from '../../store/context.ts'
import { standingOf } from '../../store/standing.ts'

/** A look as its intent names it. */
export type Look = Omit<Extract<Draft, { kind: 'read.intent' }>, 'kind'>

/**
 * One look at a connected store, on the record before anything is opened and after: `shownOf` says how many lines were
 * shown and as of when, or undefined where nothing was. `cause` is the intent's entry. Faults: store-stopped,
 * store-quarantined, and those of the look itself.
 */
export async function onRecord<T>(
  context: StoreContext,
  of: {
    readonly look: Look
    readonly actor: Actor
    readonly shownOf: (value: T) => { readonly rows: number; readonly asOfMs: number | undefined } | undefined
  },
  look: (cause: number) => Promise<Result<T, Fault>>,
): Promise<Result<T, Fault>> {
  const cause = context.record.append({ kind: 'read.intent', ...of.look }, of.actor)
  const state = standingOf(context.storage.sql)?.state
  const stopped = state === 'quarantined' ? 'store-quarantined' : 'store-stopped'
  const read = state === 'connected' ? await look(cause) : fail<Fault>(stopped)
  const outcome = { kind: 'read.outcome', of: cause } as const
  if (!read.ok) context.record.append({ ...outcome, result: 'refused', fault: read.fault }, of.actor)
  else {
    const shown = of.shownOf(read.value)
    context.record.append(
      shown === undefined
        ? { ...outcome, result: 'progress' }
        : { ...outcome, result: 'shown', rows: shown.rows, as_of_ms: shown.asOfMs },
      of.actor,
    )
  }
  return read
}
