import type { Language } from '../core/language.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { SECOND_MS } from '../core/time.ts'
import type { Env, OpenConfig } from '../env.ts'

/** One plain-text mail to one address. Subject and text come from templates.ts, never from a form. */
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly language: Language
}

/** What sending needs. With `url` (development, MAIL_URL) the binding is not touched. */
export interface MailTransport {
  readonly from: string
  readonly url: string | undefined
  readonly binding: Pick<SendEmail, 'send'>
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
}

/** The transport that this configuration names: MAIL_URL where it is set, the binding from MAIL_FROM elsewhere. */
export const mailTransport = (env: Pick<Env, 'MAIL'>, config: OpenConfig): MailTransport => ({
  from: config.MAIL_FROM,
  url: config.overrides?.MAIL_URL,
  binding: env.MAIL,
  fetch: (url, init) => fetch(url, init),
})

/** `mail-refused`: the address or subject cannot be a mail's header. `mail-down`: the carrier did not take it. */
export type MailFault = 'mail-refused' | 'mail-down'

/** A mailbox that does not answer may not hold a sign-up page for longer. */
const MAILBOX_DEADLINE_MS = 10 * SECOND_MS
/** RFC 5321, 4.5.3.1.3: a path is at most 256 octets with its angle brackets. */
const ADDRESS_LENGTH_MAX = 254
const SUBJECT_LENGTH_MAX = 200
/** One mailbox, printable ASCII, nothing that could start a second header, address or comment. */
const ONE_ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/

/**
 * Hands one mail to the `send_email` binding, or to MAIL_URL as JSON {to, subject, text, language}. Not idempotent:
 * calling twice sends twice. Faults are values; neither the address nor the text is logged or part of a fault.
 */
export async function sendMail(transport: MailTransport, mail: Mail): Promise<Result<void, MailFault>> {
  if (!isSendable(mail)) return fail('mail-refused')
  return transport.url === undefined
    ? sendByBinding(transport, mail)
    : sendToMailbox(transport, transport.url, mail)
}

function isSendable(mail: Mail): boolean {
  if (mail.to.length > ADDRESS_LENGTH_MAX || !ONE_ADDRESS.test(mail.to)) return false
  return mail.subject.length <= SUBJECT_LENGTH_MAX && !CONTROL.test(mail.subject)
}

async function sendByBinding(transport: MailTransport, mail: Mail): Promise<Result<void, MailFault>> {
  try {
    await transport.binding.send({
      from: sender(transport.from),
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
    })
    return ok(undefined)
  } catch {
    return fail('mail-down')
  }
}

/** MAIL_FROM, `Name <address>`, in its two parts: env.ts has checked the shape. */
function sender(from: string): { name: string; email: string } {
  const [, name = '', email = ''] = /^([^<>]+) <([^<>]+)>$/.exec(from) ?? []
  return { name, email }
}

async function sendToMailbox(
  transport: MailTransport,
  url: string,
  mail: Mail,
): Promise<Result<void, MailFault>> {
  const aborter = new AbortController()
  const deadline = setTimeout(() => aborter.abort(), MAILBOX_DEADLINE_MS)
  const { to, subject, text, language } = mail
  try {
    const response = await transport.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to, subject, text, language }),
      redirect: 'manual',
      signal: aborter.signal,
    })
    await response.body?.cancel()
    return response.ok ? ok(undefined) : fail('mail-down')
  } catch {
    return fail('mail-down')
  } finally {
    clearTimeout(deadline)
  }
}
