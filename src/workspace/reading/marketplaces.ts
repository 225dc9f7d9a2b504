import * as z from 'zod'
import { personActor } from '../../audit/events.ts'
import type { Fault } from '../../core/fault.ts'
import { personId } from '../../core/id.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import { MINUTE_MS } from '../../core/time.ts'
import { errorName, log } from '../../log.ts'
import { withAccessToken } from '../../store/access-token.ts'
import type { StoreContext } from '../../store/context.ts'
import { readParticipations } from '../../store/participations.ts'
import { standingOf } from '../../store/standing.ts'

export const listInput = z.strictObject({ personId })
export type ListInput = z.infer<typeof listInput>

/** Amazon refills this operation once a minute: asking at every reload would only wait in line. */
const REST_MS = MINUTE_MS

/**
 * Asks Amazon once more for the marketplaces of a store that was connected while Amazon did not answer. Returns at once
 * with what the last asking ended in; the list is in the directory when the page is looked at again. On the record as
 * the look that caused it; at most once a minute. Faults: store-stopped, or that of the last asking.
 */
export function listMarketplaces(context: StoreContext, input: ListInput): Result<undefined, Fault> {
  const { memory, clock, record, storage } = context
  if (standingOf(storage.sql)?.state !== 'connected') return fail('store-stopped')
  const last = memory.listedFault === undefined ? ok(undefined) : fail(memory.listedFault)
  if (memory.listedAtMs !== undefined && clock() - memory.listedAtMs < REST_MS) return last
  memory.listedAtMs = clock()
  const cause = record.append({ kind: 'marketplaces.asked' }, personActor(input.personId))
  void withAccessToken(context, cause, (held) => readParticipations(context, held, cause))
    .catch((thrown: unknown) => {
      log('error', { event: 'marketplaces.bug', error: errorName(thrown) })
      return fail('our-bug' as const)
    })
    .then((listed) => {
      memory.listedFault = listed.ok ? undefined : listed.fault
    })
  return last
}
