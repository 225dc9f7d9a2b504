import type * as z from 'zod'
import type { Actor, Draft } from '../../audit/events.ts'
import type { Fault } from '../../core/fault.ts'
import { newId, sweepId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { StoreContext } from '../../store/context.ts'
import { openSnapshot, storeSnapshot } from '../../store/figures.ts'
import { standingOf } from '../../store/standing.ts'

/** What a store's members set, each sealed by itself beside the figures. */
export type Section = 'planning' | 'budgets' | 'alerts'

type What = Extract<Draft, { kind: 'settings.changed' }>['what']
const RECORDED: Readonly<Record<Section, What>> = {
  planning: 'planning',
  budgets: 'budget',
  alerts: 'alerts',
}

/**
 * A section as it is set, or what stands without anybody having set it; `version` changes with each change. Faults:
 * those of openSnapshot.
 */
export async function readSettings<T>(
  context: StoreContext,
  { section, shape, otherwise }: SectionOf<T>,
): Promise<Result<{ readonly value: T; readonly version: string }, Fault>> {
  const opened = await openSnapshot(context, { kind: 'settings', part: section }, shape)
  if (!opened.ok) return opened
  const { value } = opened
  return ok({ value: value?.value ?? otherwise, version: value?.head.sweepId ?? '' })
}

export interface SectionOf<T> {
  readonly section: Section
  readonly shape: z.ZodType<T>
  readonly otherwise: T
}

/**
 * Changes a section, one change after another: each starts from what the one before left, so nobody's change is lost
 * to another's made at the same time. On the record, without what was set. Faults: store-stopped, storage-down,
 * too-many-rows where `change` finds no room, and those of openSnapshot; then nothing has changed.
 */
export function changeSettings<T extends object>(
  context: StoreContext,
  of: SectionOf<T>,
  actor: Actor,
  change: (now: T) => T | undefined,
): Promise<Result<T, Fault>> {
  const { memory } = context
  const turn = memory.settingsTurn.then(() => changeInTurn(context, of, actor, change))
  memory.settingsTurn = turn.then(
    () => undefined,
    () => undefined,
  )
  return turn
}

async function changeInTurn<T extends object>(
  context: StoreContext,
  of: SectionOf<T>,
  actor: Actor,
  change: (now: T) => T | undefined,
): Promise<Result<T, Fault>> {
  const standing = standingOf(context.storage.sql)
  if (standing?.state !== 'connected') return fail('store-stopped')
  const now = await readSettings(context, of)
  if (!now.ok) return now
  const value = change(now.value.value)
  if (value === undefined) return fail('too-many-rows')
  const place = { kind: 'settings', part: of.section } as const
  const given = { place, sweepId: sweepId.parse(newId(context.random)), epoch: standing.epoch }
  const stored = await storeSnapshot(context, given, { value, rows: 1 })
  if (!stored.ok) return stored
  context.record.append({ kind: 'settings.changed', what: RECORDED[of.section] }, actor)
  return ok(value)
}
