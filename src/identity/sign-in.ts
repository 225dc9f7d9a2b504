import { personActor } from '../audit/events.ts'
import type { Language } from '../core/language.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { Clock, Random } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import { log } from '../log.ts'
import { judgeAssertion } from './assertion.ts'
import type { ShownCredential } from './credential.ts'
import { personById } from './people.ts'
import type { KeepRecord } from './record.ts'
import { endSession, newSession, startingSession } from './sessions.ts'

interface SigningIn {
  readonly db: Database
  readonly clock: Clock
  readonly random: Random
  readonly origin: string
  readonly record: KeepRecord
}

/** What the browser gets: the session's secret for the cookie, and the language this person has chosen. */
export interface SignedIn {
  readonly sessionSecret: string
  readonly language: Language
}

/**
 * Signs a person in by the passkey they show: always a new session, and the one this browser had before ends. Faults:
 * passkey-refused, whatever the reason; the record holds which.
 */
export async function signIn(
  given: SigningIn,
  secret: string | undefined,
  shown: { readonly credential: ShownCredential; readonly replacing: string | undefined },
): Promise<Result<SignedIn, 'passkey-refused'>> {
  const judged = await judgeAssertion(given, secret, shown.credential)
  if (!judged.ok) {
    const { reason, personId } = judged.fault
    const whose = personId === undefined ? 'anonymous' : personActor(personId)
    log('warn', { event: 'session.refused', fault: 'passkey-refused', error: reason })
    await given.record({ kind: 'session.refused', fault: 'passkey-refused' }, whose)
    return fail('passkey-refused')
  }
  const owner = await personById(given.db, judged.value)
  if (owner === undefined) throw new Error('a passkey always has its person')
  const session = await newSession(owner.id, given.clock, given.random)
  await given.record({ kind: 'session.started', method: 'passkey' }, personActor(owner.id))
  await startingSession(given.db, session)
  if (shown.replacing !== undefined) await endSession(given.db, given.clock, shown.replacing)
  return ok({ sessionSecret: session.secret, language: owner.language })
}
