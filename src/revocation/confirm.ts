import type { LwaAnswer } from '../amazon/lwa.ts'
import { type Result, unreachable } from '../core/result.ts'
import type { Secret } from '../core/secret.ts'
import { MINUTE_MS } from '../core/time.ts'
import { errorName, log } from '../log.ts'
import { type Asked, askAlone, keepReplacement } from '../store/access-token.ts'
import type { StoreContext } from '../store/context.ts'
import { destroyDeadTokens } from '../store/destruction.ts'
import { armDuty, dropDuty } from '../store/duty.ts'
import { fence, tellDirectory } from '../store/fence.ts'
import { noteToPeople, tellPeople } from '../store/notices.ts'
import { writeRefreshOutcome } from '../store/refresh-outcomes.ts'
import { type Standing, standingOf } from '../store/standing.ts'
import { clearSuspicion, noteRefusals, type Suspicion, suspicionOf } from '../store/suspicion.ts'
import { nextStep, type Said } from './confirmation.ts'
import { reviewIncident } from './incident.ts'
import { sendStep } from './steps.ts'

/** While an incident is open, or nobody can say whether one is, a confirmation waits and looks again this often. */
const INCIDENT_LOOK_MS = 10 * MINUTE_MS
const UNKNOWN_LOOK_MS = 2 * MINUTE_MS

/**
 * A suspected store's duty: asks Amazon once more with the refresh token and drops the access token unread, whatever
 * comes (I3). Two refusals end the authorization; an acceptance restores the store; anything else waits. While an
 * incident is open nothing is asked and nothing destroyed on Amazon's word. Idempotent; re-arms itself.
 */
export async function confirmRefusal(context: StoreContext): Promise<void> {
  const { storage, clock } = context
  const standing = standingOf(storage.sql)
  const suspicion = suspicionOf(storage.sql)
  if (standing === undefined || suspicion === undefined) return
  const againMs = await stepOf(context, standing, suspicion)
  // Whoever stopped, restored or connected the store meanwhile has said what is to be done next.
  if (againMs === undefined || standingOf(storage.sql)?.epoch !== standing.epoch) return
  dropDuty(storage, 'confirm-refusal')
  armDuty(storage, clock, 'confirm-refusal', againMs)
}

/** When to come back; undefined when there is nothing left to confirm. */
async function stepOf(
  context: StoreContext,
  standing: Standing,
  suspicion: Suspicion,
): Promise<number | undefined> {
  const { storage, clock } = context
  const held = await heldBack(context, standing, suspicion)
  if (held !== undefined) return held
  if (standingOf(storage.sql)?.epoch !== standing.epoch) return undefined
  const asked = await askAlone(context, standing, suspicion.cause)
  const next = nextStep(suspicion, await saidIn(context, standing, asked), clock())
  if (standingOf(storage.sql)?.epoch !== standing.epoch) return undefined
  switch (next.step) {
    case 'restore':
      clearSuspicion(context)
      await tellDirectory(context)
      return undefined
    case 'wait':
      noteRefusals(storage.sql, suspicion, next.refusals)
      return next.againMs
    case 'end': {
      // Others may have been refused since this store was: what was said in an incident counts for nothing.
      const heldNow = await heldBack(context, standing, suspicion)
      if (heldNow !== undefined) return heldNow
      if (standingOf(storage.sql)?.epoch === standing.epoch) await end(context)
      return undefined
    }
    default:
      return unreachable(next)
  }
}

/** When to look again, if an incident keeps the confirmation waiting; undefined when it may go on. */
async function heldBack(
  { db, storage, clock }: StoreContext,
  { store_id: storeId }: Standing,
  suspicion: Suspicion,
): Promise<number | undefined> {
  try {
    // Its own refusal counts among the others, also if the row was lost when it happened.
    await writeRefreshOutcome(db, { storeId, outcome: 'refused', atMs: suspicion.since_ms })
    if (!(await reviewIncident(db, clock()))) return undefined
    noteRefusals(storage.sql, suspicion, 0)
    return clock() + INCIDENT_LOOK_MS
  } catch (thrown) {
    log('warn', { event: 'confirmation.waits', store: storeId, error: errorName(thrown) })
    return clock() + UNKNOWN_LOOK_MS
  }
}

/** What an answer says about the authorization. A refresh token that changed is kept before the store reads again. */
async function saidIn(
  context: StoreContext,
  standing: Standing,
  asked: Result<Asked, unknown>,
): Promise<Said> {
  if (!asked.ok) return 'none'
  const { answer, inUse } = asked.value
  if (answer.outcome !== 'granted') return wordOf(answer)
  const { refreshToken } = answer
  if (refreshToken === undefined || refreshToken.equals(inUse)) return 'accepted'
  // Not kept: the old one may work once more, and says so at the next try.
  const kept = await keepReplacement(context, standing, refreshToken)
  return kept.ok ? 'accepted' : 'none'
}

const wordOf = (answer: LwaAnswer<Secret | undefined>): Said =>
  answer.outcome === 'invalid-grant' ? 'refused' : 'none'

/** The authorization is over: its token and share go now, or by the duty that stands for them; the people are told. */
async function end(context: StoreContext): Promise<void> {
  if (fence(context, 'authorization-refused', 'machine/token') === undefined) return
  noteToPeople(context, 'authorization-refused')
  const destroyed = await destroyDeadTokens(context)
  if (!destroyed.ok) await sendStep(context, 'destroy')
  await tellDirectory(context)
  const told = await tellPeople(context)
  if (!told.ok) await sendStep(context, 'notify')
}
