import { flushOutbox } from './audit/outbox.ts'
import { settleClaim } from './authorize/claims.ts'
import type { AuditMessage } from './core/message.ts'
import { type Result, unreachable } from './core/result.ts'
import { MINUTE_MS } from './core/time.ts'
import { errorName, log } from './log.ts'
import { confirmRefusal } from './revocation/confirm.ts'
import { probe } from './revocation/probe.ts'
import type { StoreContext } from './store/context.ts'
import { destroyDeadTokens, destroyFigures } from './store/destruction.ts'
import { armDuty, type DutyKind, doneWithDuty, setAlarmToEarliest, takeDueDuties } from './store/duty.ts'
import { tellDirectory } from './store/fence.ts'
import { giveRenewalNotice, tellPeople } from './store/notices.ts'
import { purgeFigures } from './workspace/reading/purge.ts'
import { resumeReadings } from './workspace/reading/start.ts'
import { runWatches } from './workspace/watch/run.ts'

/** After a failure; the platform gives up on an alarm that throws six times, so none ever does (I16). */
const AFTER_FAILURE_MS = 2 * MINUTE_MS

/** Does what is due in a store's object. The one place where duties are dispatched; never rejects, always re-arms. */
export async function doDueDuties(context: StoreContext, queue: Queue<AuditMessage>): Promise<void> {
  const { storage, clock } = context
  const takenMs = clock()
  for (const kind of takeDueDuties(storage, takenMs)) {
    try {
      await doDuty(context, queue, kind)
      doneWithDuty(storage, kind, takenMs)
    } catch (thrown) {
      log('error', { event: 'duty.failed', error: errorName(thrown), operation: kind })
      armDuty(storage, clock, kind, clock() + AFTER_FAILURE_MS)
    }
  }
  setAlarmToEarliest(storage, clock)
}

async function doDuty(context: StoreContext, queue: Queue<AuditMessage>, kind: DutyKind): Promise<void> {
  const { storage, db, clock } = context
  switch (kind) {
    case 'flush-outbox': {
      const { nextInMs } = await flushOutbox({ storage, queue, archive: db.$client, clock })
      if (nextInMs !== undefined) armDuty(storage, clock, kind, clock() + nextInMs)
      return
    }
    case 'resume-readings':
      return resumeReadings(context)
    case 'purge-figures':
      return again(context, kind, await purgeFigures(context))
    case 'watch':
      return again(context, kind, await runWatches(context))
    case 'tell-directory':
      return again(context, kind, await tellDirectory(context))
    case 'destroy-tokens':
      return again(context, kind, await destroyDeadTokens(context))
    case 'destroy-figures':
      return again(context, kind, await destroyFigures(context))
    case 'settle-claim':
      return again(context, kind, await settleClaim(context))
    case 'renewal-notice':
      return giveRenewalNotice(context)
    case 'tell-people':
      return again(context, kind, await tellPeople(context))
    case 'confirm-refusal':
      return confirmRefusal(context)
    case 'probe':
      return probe(context)
    default:
      return unreachable(kind)
  }
}

/** A duty that could not be done now comes back (I16). */
function again({ storage, clock }: StoreContext, kind: DutyKind, done: Result<unknown, unknown>): void {
  if (!done.ok) armDuty(storage, clock, kind, clock() + AFTER_FAILURE_MS)
}
