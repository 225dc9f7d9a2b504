import { Hono } from 'hono'
import { type Mail, readMails } from '../mailbox.ts'
import { page, Time } from './page.tsx'

/** Links to the app on this machine, and to nowhere else. */
const LOCAL_LINK = /(http:\/\/localhost(?::\d{1,5})?(?:\/[^\s<>"'）)]*)?)/
/** A full stop or comma after a link ends the sentence, not the address. */
const TRAILING = /[.,;:!?，。；：！？]+$/

/** The mails, newest first, as text. */
export function mailboxPage(): Hono {
  return new Hono().get('/mailbox', (c) => {
    const mails = readMails()
    return page(
      c,
      { title: 'Mailbox' },
      <>
        <div class="stack">
          <h1>Mailbox</h1>
          <p class="muted">
            What the app has sent to anybody. Kept in memory only.{' '}
            {mails.length === 0 ? '' : 'The newest is on top; reload to see more.'}
          </p>
        </div>
        {mails.length === 0 ? (
          <p>
            No mail yet. Sign up in the app, then <a href="/mailbox">reload this page</a>.
          </p>
        ) : (
          <>
            <div>
              {mails.map((mail) => (
                <MailView mail={mail} />
              ))}
            </div>
            <form method="post" action="/controls/mailbox/clear">
              <input type="hidden" name="back" value="/mailbox" />
              <button type="submit" class="button">
                Empty the mailbox
              </button>
            </form>
          </>
        )}
      </>,
    )
  })
}

function MailView({ mail }: { mail: Mail }) {
  return (
    <article class="mail" lang={mail.language} aria-labelledby={`mail-${mail.id}`}>
      <h2 id={`mail-${mail.id}`}>{mail.subject}</h2>
      <p class="meta" lang="en">
        To {mail.to} · <Time ms={mail.receivedMs} />
      </p>
      <p class="text">
        {mail.text
          .split(LOCAL_LINK)
          .map((part) => (LOCAL_LINK.test(part) ? <LocalLink text={part} /> : part))}
      </p>
    </article>
  )
}

function LocalLink({ text }: { text: string }) {
  const address = text.replace(TRAILING, '')
  return (
    <>
      <a href={address}>{address}</a>
      {text.slice(address.length)}
    </>
  )
}
