import { newId, personId } from '../core/id.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { Clock, Random } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import { openEnrolment } from './enrolment.ts'
import { consumeMailLink, type MailPurpose } from './mail-links.ts'
import { personByEmail } from './people.ts'

interface Following {
  readonly db: Database
  readonly clock: Clock
  readonly random: Random
}

/** The browser that pressed the button goes on: the secret is for its enrolment cookie. */
export interface Followed {
  readonly purpose: MailPurpose
  readonly secret: string
}

/**
 * Uses a mail link up and begins what it was for, in the browser that pressed. Faults: link-dead (also when the
 * address got an account, or lost it, since the link was made). Not idempotent, by intent.
 */
export async function followMailLink(
  { db, clock, random }: Following,
  token: string,
): Promise<Result<Followed, 'link-dead'>> {
  const used = await consumeMailLink(db, clock, token)
  if (!used.ok) return used
  const { purpose, email } = used.value
  const known = await personByEmail(db, email)
  if (purpose === 'sign-up') {
    if (known !== undefined) return fail('link-dead')
    const id = personId.parse(newId(random))
    return ok({ purpose, secret: await openEnrolment(db, clock, random, { purpose, email, personId: id }) })
  }
  if (known === undefined) return fail('link-dead')
  return ok({ purpose, secret: await openEnrolment(db, clock, random, { purpose, personId: known.id }) })
}
