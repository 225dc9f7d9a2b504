import * as z from 'zod'
import { personActor } from '../../audit/events.ts'
import type { Fault } from '../../core/fault.ts'
import { type PersonId, personId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { StoreContext } from '../../store/context.ts'
import { standingOf } from '../../store/standing.ts'
import { ALERTS, type Thresholds, thresholds } from '../attention/thresholds.ts'
import { changeSettings, readSettings } from '../settings/settings.ts'
import { type EndInput, type SetInput, type Watch, watchesOf } from './watches.ts'

export const thresholdsInput = z.strictObject({ personId, thresholds })
export type ThresholdsInput = z.infer<typeof thresholdsInput>

export interface AlertSettings {
  readonly watches: readonly Watch[]
  readonly thresholds: Thresholds
}

/** What the page of alerts needs of a store's object. */
export interface AlertsObject {
  alertSettings: (person: PersonId) => Promise<Result<AlertSettings, Fault>>
  setThresholds: (input: ThresholdsInput) => Promise<Result<undefined, Fault>>
  setWatch: (input: SetInput) => Promise<Result<undefined, Fault>>
  endWatch: (input: EndInput) => Promise<Result<undefined, Fault>>
}

/** A person's watches of a store and what its members are alerted of. Faults: store-stopped, those of readSettings. */
export async function alertSettings(
  context: StoreContext,
  person: PersonId,
): Promise<Result<AlertSettings, Fault>> {
  if (standingOf(context.storage.sql)?.state !== 'connected') return fail('store-stopped')
  const set = await readSettings(context, ALERTS)
  return set.ok ? ok({ watches: watchesOf(context, person), thresholds: set.value.value }) : set
}

/** Sets what is alerted, for all members of the store. On the record, without the numbers. Faults: changeSettings's. */
export async function setThresholds(
  context: StoreContext,
  input: ThresholdsInput,
): Promise<Result<undefined, Fault>> {
  const changed = await changeSettings(context, ALERTS, personActor(input.personId), () => input.thresholds)
  return changed.ok ? ok(undefined) : changed
}
