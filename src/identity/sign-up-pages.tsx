import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { App } from '../context.ts'
import { ErrorSummary, Field, type FormFault, FormToken, fieldErrors, readForm } from '../web/form.tsx'
import { Fact, Facts, Notice, Time } from '../web/kit.tsx'
import { page } from '../web/page.tsx'
import { problem } from '../web/problem.tsx'
import { emailAddress } from './address.ts'
import { askForLink } from './ask.ts'
import { cookieOf, dropCookie, giveCookie, SESSION_COOKIE_SECONDS } from './cookies.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { newCredentialField } from './credential.ts'
import { findEnrolment } from './enrolment.ts'
import { PasskeyForm } from './passkey-form.tsx'
import { registrationOptions } from './registration.ts'
import { rememberReturn, takeReturn } from './return-path.ts'
import { sentPage } from './sent-page.tsx'
import { viewerOf } from './sessions.ts'
import { finishSignUp } from './sign-up.ts'
import { depsOf, type WireIdentity } from './wiring.ts'

/** `/sign-up`: ask for a link; `/sign-up/passkey`, after the link: the passkey that makes the account. */
export const signUpRoutes = (wire: WireIdentity) =>
  new Hono<App>()
    .get('/sign-up', (c) => {
      if (c.var.viewer) return c.redirect('/account', 303)
      rememberReturn(c)
      return signUpPage(c)
    })
    .post('/sign-up', async (c) => {
      const form = await readForm(c, z.object({ email: emailAddress }))
      if (!form.ok) {
        return form.fault.fault === 'cross-site'
          ? problem(c, 'cross-site')
          : signUpPage(c, { fault: form.fault })
      }
      const { email } = form.value
      const asked = await askForLink(depsOf(c, wire), { purpose: 'sign-up', email, language: c.var.language })
      return asked.ok ? c.redirect('/sign-up/sent', 303) : signUpPage(c, { email })
    })
    .get('/sign-up/sent', (c) => sentPage(c, '/sign-up'))
    .get('/sign-up/passkey', async (c) => {
      const { db, clock } = depsOf(c, wire)
      const begun = await findEnrolment(db, clock, cookieOf(c, 'enrolment'), 'sign-up')
      return begun === undefined ? deadLink(c) : firstPasskeyPage(c, begun.email)
    })
    .post('/sign-up/passkey/options', async (c) => {
      const deps = depsOf(c, wire)
      const begun = await findEnrolment(deps.db, deps.clock, cookieOf(c, 'enrolment'), 'sign-up')
      return begun === undefined ? deadLink(c) : c.json(await registrationOptions(deps, begun))
    })
    .post('/sign-up/passkey', async (c) => {
      const form = await readForm(c, z.object({ credential: newCredentialField }), { exempt: ['credential'] })
      if (!form.ok) return problem(c, form.fault.fault)
      const deps = depsOf(c, wire)
      const secret = cookieOf(c, 'enrolment')
      const { language, viewer } = c.var
      const done = await finishSignUp(deps, secret, {
        ...form.value,
        language,
        replacing: viewer?.sessionHash,
      })
      if (!done.ok) return done.fault === 'link-dead' ? deadLink(c) : refused(c)
      dropCookie(c, 'enrolment')
      giveCookie(c, 'session', done.value.sessionSecret, SESSION_COOKIE_SECONDS)
      // The answer itself is the first page of the new session: its bar and its headers are those of a signed-in person.
      c.set('viewer', await viewerOf(deps.db, deps.clock, done.value.sessionSecret))
      return codesPage(c, done.value)
    })

const deadLink = (c: Context<App>): Response =>
  problem(c, 'link-dead', { way: { href: '/sign-up', label: { en, zh }[c.var.language].ways.signUp } })

const refused = (c: Context<App>): Response =>
  problem(c, 'passkey-refused', {
    way: { href: '/sign-up/passkey', label: { en, zh }[c.var.language].ways.add },
  })

function signUpPage(
  c: Context<App>,
  failed: { readonly fault?: FormFault; readonly email?: string } = {},
): Response {
  const { language, viewer } = c.var
  const words = { en, zh }[language]
  const { fault, email } = failed
  const fieldWords = { email: { required: words.emailRequired, invalid: words.emailInvalid } }
  const errors = fault && fieldErrors(fault, fieldWords, language)
  const status = fault ? 422 : email === undefined ? 200 : 503
  const { title, lead, hint, submit, known, signIn } = words.signUp
  return page(
    c,
    { title, narrow: true, error: status !== 200 },
    <>
      <div class="stack tight">
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
      </div>
      {fault && errors ? <ErrorSummary language={language} fault={fault} errors={errors} /> : null}
      {email === undefined ? null : (
        <Notice tone="bad" glyph="cross" title={words.mailDown.title} alert>
          <p>{words.mailDown.body}</p>
        </Notice>
      )}
      <form class="stack read" method="post" action="/sign-up">
        <FormToken viewer={viewer} />
        <Field
          name="email"
          label={words.email}
          hint={hint}
          type="email"
          autocomplete="email"
          maxlength={254}
          required
          errors={errors}
          value={email ?? fault?.values['email']}
        />
        <div class="actions">
          <button class="button primary" type="submit">
            {submit}
          </button>
        </div>
      </form>
      <p class="read">
        {known} <a href="/sign-in">{signIn}</a>
      </p>
    </>,
    status,
  )
}

function firstPasskeyPage(c: Context<App>, email: string): Response {
  const { language, viewer } = c.var
  const { passkey, firstPasskey } = { en, zh }[language]
  return page(
    c,
    { title: firstPasskey.title, narrow: true, script: 'passkey' },
    <>
      <div class="stack tight">
        <h1>{firstPasskey.title}</h1>
        <p class="lead">{firstPasskey.lead}</p>
      </div>
      <Facts>
        <Fact term={passkey.email}>{email}</Fact>
        <Fact term={passkey.what}>{passkey.whatBody}</Fact>
        <Fact term={passkey.where}>{passkey.whereBody}</Fact>
        <Fact term={passkey.lost}>{firstPasskey.lost}</Fact>
      </Facts>
      <PasskeyForm
        language={language}
        viewer={viewer}
        ceremony="create"
        action="/sign-up/passkey"
        button={firstPasskey.button}
      />
    </>,
  )
}

/** The only time the codes are shown. Printable: bar, footer and button stay off the paper. */
function codesPage(
  c: Context<App>,
  made: { readonly email: string; readonly codes: readonly string[] },
): Response {
  const { language, clock } = c.var
  const { codes } = { en, zh }[language]
  return page(
    c,
    { title: codes.title, narrow: true, current: 'account' },
    <>
      <div class="stack tight">
        <h1>{codes.title}</h1>
        <p class="lead">{codes.lead}</p>
      </div>
      <div class="no-print">
        <Notice tone="warn" glyph="key" title={codes.warn}>
          <p>{codes.warnBody}</p>
        </Notice>
      </div>
      <Facts>
        <Fact term={codes.list}>
          <ol class="numbered">
            {made.codes.map((code) => (
              <li>
                <span class="mono">{code}</span>
              </li>
            ))}
          </ol>
        </Fact>
        <Fact term={codes.account}>{made.email}</Fact>
        <Fact term={codes.made}>
          <Time ms={clock()} zone="UTC" language={language} />
        </Fact>
        <Fact term={codes.how}>{codes.howBody}</Fact>
        <Fact term={codes.nobody}>{codes.nobodyBody}</Fact>
      </Facts>
      <div class="actions hang">
        <a class="button primary" href={takeReturn(c)}>
          {codes.done}
        </a>
      </div>
    </>,
  )
}
