import type { Language } from '../core/language.ts'
import { ok, type Result } from '../core/result.ts'
import type { Clock, Random } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import { type MailFault, type MailTransport, sendMail } from '../mail/send.ts'
import { alreadyKnownMail, recoveryMail, unknownAddressMail, verificationMail } from '../mail/templates.ts'
import { type MailPurpose, makeMailLink } from './mail-links.ts'
import { personByEmail } from './people.ts'
import type { KeepRecord } from './record.ts'

interface Asking {
  readonly db: Database
  readonly clock: Clock
  readonly random: Random
  readonly origin: string
  readonly mail: MailTransport
  readonly record: KeepRecord
}

/**
 * Answers a request for a sign-up or recovery link, in the mailbox only: known and unknown addresses take the same
 * steps (one look-up, one link made, one entry, one mail) and return the same; only the mail's words differ. Faults:
 * mail-down, mail-refused. Asking again replaces the older link; at most five mails an hour, then silence.
 */
export async function askForLink(
  given: Asking,
  asked: { readonly purpose: MailPurpose; readonly email: string; readonly language: Language },
): Promise<Result<void, MailFault>> {
  const known = await personByEmail(given.db, asked.email)
  const token = await makeMailLink(given.db, { ...asked, clock: given.clock, random: given.random })
  if (token === undefined) return ok(undefined)
  await given.record({ kind: 'mail-link.sent', purpose: asked.purpose }, 'anonymous')
  const addressed = { to: asked.email, language: asked.language, origin: given.origin, token }
  return sendMail(given.mail, answerTo(asked.purpose, known !== undefined)(addressed))
}

/** Only an address without an account can sign up; only one with an account can recover it. Else no link is sent. */
function answerTo(purpose: MailPurpose, known: boolean) {
  if (purpose === 'sign-up') return known ? alreadyKnownMail : verificationMail
  return known ? recoveryMail : unknownAddressMail
}
