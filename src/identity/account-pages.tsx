import { Hono } from 'hono'
import * as z from 'zod'
import type { App } from '../context.ts'
import { log } from '../log.ts'
import type { WebContext } from '../web/context.ts'
import { FormToken, readForm } from '../web/form.tsx'
import { formatNumber } from '../web/format.ts'
import { Fact, Facts, Notice, Time } from '../web/kit.tsx'
import { page } from '../web/page.tsx'
import { problem } from '../web/problem.tsx'
import { beginPasskey, findOwnPasskeyEnrolment, finishPasskey, signedInRecently } from './add-passkey.ts'
import { cookieOf, dropCookie, giveCookie, SHORT_COOKIE_SECONDS } from './cookies.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { newCredentialField } from './credential.ts'
import { PasskeyForm } from './passkey-form.tsx'
import { accountOf, personById } from './people.ts'
import { RECOVERY_CODES } from './recovery-codes.ts'
import { registrationOptions } from './registration.ts'
import { requirePerson } from './require-person.ts'
import { depsOf, type WireIdentity } from './wiring.ts'

const SHOW_AGAIN = '/sign-in?again&to=/account/passkey'

/** `/account`: what we know of a person; `/account/passkey`: a further passkey, soon after having shown one. */
export const accountRoutes = (wire: WireIdentity) =>
  new Hono<App>()
    .get('/account', requirePerson, async (c) => {
      const { db } = depsOf(c, wire)
      const owner = await personById(db, c.var.viewer.personId)
      if (owner === undefined) return problem(c, 'not-found')
      return accountPage(c, owner.email, await accountOf(db, owner.id))
    })
    .get('/account/passkey', requirePerson, async (c) => {
      const { db, clock } = depsOf(c, wire)
      const recent = await signedInRecently(db, clock, c.var.viewer)
      return recent ? furtherPasskeyPage(c) : c.redirect(SHOW_AGAIN, 303)
    })
    .post('/account/passkey/options', requirePerson, async (c) => {
      const deps = depsOf(c, wire)
      const secret = await beginPasskey(deps, c.var.viewer)
      if (!secret.ok) return problem(c, secret.fault)
      const begun = await findOwnPasskeyEnrolment(deps, c.var.viewer, secret.value)
      const owner = await personById(deps.db, c.var.viewer.personId)
      if (!begun || !owner) return problem(c, 'not-found')
      giveCookie(c, 'enrolment', secret.value, SHORT_COOKIE_SECONDS)
      return c.json(await registrationOptions(deps, { ...begun, email: owner.email }))
    })
    .post('/account/passkey', requirePerson, async (c) => {
      const form = await readForm(c, z.object({ credential: newCredentialField }), { exempt: ['credential'] })
      if (!form.ok) return problem(c, form.fault.fault)
      const shown = { secret: cookieOf(c, 'enrolment'), credential: form.value.credential }
      const done = await finishPasskey(depsOf(c, wire), c.var.viewer, shown)
      dropCookie(c, 'enrolment')
      if (!done.ok) {
        const way = { href: '/account/passkey', label: { en, zh }[c.var.language].ways.add }
        return problem(c, done.fault, { way })
      }
      if (!done.value.ok) log('error', { event: 'passkey.notice-failed', reference: c.var.reference })
      return c.redirect('/account', 303)
    })

function accountPage(c: WebContext, email: string, account: Awaited<ReturnType<typeof accountOf>>): Response {
  const { language, viewer } = c.var
  const { account: words } = { en, zh }[language]
  const left = formatNumber(account.codesLeft, language)
  const until = viewer?.recoveringUntilMs
  return page(
    c,
    { title: words.title, narrow: true, current: 'account' },
    <>
      <h1>{words.title}</h1>
      {until === undefined ? null : (
        <Notice tone="warn" glyph="clock" title={words.cooling}>
          <p>{words.coolingBody}</p>
          <p>
            {words.coolingUntil} <Time ms={until} zone="UTC" language={language} />
          </p>
        </Notice>
      )}
      <Facts>
        <Fact term={words.address}>{email}</Fact>
        <Fact term={words.passkeys}>
          <ul class="stack tight">
            {account.passkeys.map(({ createdAtMs, lastUsedAtMs }) => (
              <li>
                {words.added} <Time ms={createdAtMs} zone="UTC" language={language} style="day" />
                {' · '}
                {lastUsedAtMs === null ? (
                  words.never
                ) : (
                  <>
                    {words.used} <Time ms={lastUsedAtMs} zone="UTC" language={language} />
                  </>
                )}
              </li>
            ))}
            <li class="small muted">
              <a href="/account/passkey">{words.add}</a> {words.addWhy}
            </li>
          </ul>
        </Fact>
        <Fact term={words.codes}>
          {words.codesLeft(left, formatNumber(RECOVERY_CODES, language))}
          {account.codesLeft === 0 ? <p class="small muted">{words.codesNone}</p> : null}
        </Fact>
        <Fact term={words.session}>
          <form class="stack tight" method="post" action="/sign-out">
            <FormToken viewer={viewer} />
            <p>{words.sessionBody}</p>
            <div class="actions">
              <button class="button" type="submit">
                {words.signOut}
              </button>
            </div>
          </form>
        </Fact>
      </Facts>
    </>,
  )
}

function furtherPasskeyPage(c: WebContext): Response {
  const { language, viewer } = c.var
  const { passkey, furtherPasskey: words } = { en, zh }[language]
  return page(
    c,
    { title: words.title, narrow: true, current: 'account', script: 'passkey' },
    <>
      <div class="stack tight">
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
      </div>
      <Facts>
        <Fact term={passkey.what}>{passkey.whatBody}</Fact>
        <Fact term={passkey.where}>{passkey.whereBody}</Fact>
        <Fact term={passkey.lost}>{words.lost}</Fact>
      </Facts>
      <PasskeyForm
        language={language}
        viewer={viewer}
        ceremony="create"
        action="/account/passkey"
        button={words.button}
      />
      <p>
        <a href="/account">{words.cancel}</a>
      </p>
    </>,
  )
}
