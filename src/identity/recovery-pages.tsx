import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { App } from '../context.ts'
import { log } from '../log.ts'
import { ErrorSummary, Field, type FormFault, FormToken, fieldErrors, readForm } from '../web/form.tsx'
import { Fact, Facts, Notice } from '../web/kit.tsx'
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
import { personById } from './people.ts'
import { findRecoveryWithCode, finishRecovery, tryRecoveryCode } from './recovery.ts'
import { registrationOptions } from './registration.ts'
import { sentPage } from './sent-page.tsx'
import { depsOf, type WireIdentity } from './wiring.ts'

/** `/recovery` asks for the mail, `/recovery/code` for a code, `/recovery/passkey` adds the passkey. In this order only. */
export const recoveryRoutes = (wire: WireIdentity) =>
  new Hono<App>()
    .get('/recovery', (c) => recoveryPage(c))
    .post('/recovery', async (c) => {
      const form = await readForm(c, z.object({ email: emailAddress }))
      if (!form.ok) {
        return form.fault.fault === 'cross-site'
          ? problem(c, 'cross-site')
          : recoveryPage(c, { fault: form.fault })
      }
      const { email } = form.value
      const asked = await askForLink(depsOf(c, wire), {
        purpose: 'recovery',
        email,
        language: c.var.language,
      })
      return asked.ok ? c.redirect('/recovery/sent', 303) : recoveryPage(c, { email })
    })
    .get('/recovery/sent', (c) => sentPage(c, '/recovery'))
    .get('/recovery/code', async (c) => {
      const { db, clock } = depsOf(c, wire)
      const begun = await findEnrolment(db, clock, cookieOf(c, 'enrolment'), 'recovery')
      if (begun === undefined) return deadLink(c)
      return begun.codeAtMs === null ? codePage(c) : c.redirect('/recovery/passkey', 303)
    })
    .post('/recovery/code', async (c) => {
      const form = await readForm(c, z.object({ code: z.string().trim().min(1).max(100) }))
      if (!form.ok)
        return form.fault.fault === 'cross-site' ? problem(c, 'cross-site') : codePage(c, form.fault)
      const tried = await tryRecoveryCode(depsOf(c, wire), cookieOf(c, 'enrolment'), form.value.code)
      if (tried.ok) return c.redirect('/recovery/passkey', 303)
      if (tried.fault === 'link-dead') return deadLink(c)
      return codePage(c, { fault: 'bad-input', fields: { code: 'invalid' }, values: {} })
    })
    .get('/recovery/passkey', async (c) => {
      const { db, clock } = depsOf(c, wire)
      const begun = await findRecoveryWithCode(db, clock, cookieOf(c, 'enrolment'))
      const owner = begun && (await personById(db, begun.personId))
      return owner === undefined ? deadLink(c) : newPasskeyPage(c, owner.email)
    })
    .post('/recovery/passkey/options', async (c) => {
      const deps = depsOf(c, wire)
      const begun = await findRecoveryWithCode(deps.db, deps.clock, cookieOf(c, 'enrolment'))
      const owner = begun && (await personById(deps.db, begun.personId))
      if (!begun || !owner) return deadLink(c)
      return c.json(await registrationOptions(deps, { ...begun, email: owner.email }))
    })
    .post('/recovery/passkey', async (c) => {
      const form = await readForm(c, z.object({ credential: newCredentialField }), { exempt: ['credential'] })
      if (!form.ok) return problem(c, form.fault.fault)
      const shown = { credential: form.value.credential, replacing: c.var.viewer?.sessionHash }
      const done = await finishRecovery(depsOf(c, wire), cookieOf(c, 'enrolment'), shown)
      if (!done.ok) return done.fault === 'link-dead' ? deadLink(c) : refused(c)
      if (!done.value.told.ok) log('error', { event: 'recovery.notice-failed', reference: c.var.reference })
      dropCookie(c, 'enrolment')
      giveCookie(c, 'session', done.value.sessionSecret, SESSION_COOKIE_SECONDS)
      return c.redirect('/account', 303)
    })

const deadLink = (c: Context<App>): Response =>
  problem(c, 'link-dead', { way: { href: '/recovery', label: { en, zh }[c.var.language].ways.recovery } })

const refused = (c: Context<App>): Response =>
  problem(c, 'passkey-refused', {
    way: { href: '/recovery/passkey', label: { en, zh }[c.var.language].ways.add },
  })

function recoveryPage(
  c: Context<App>,
  failed: { readonly fault?: FormFault; readonly email?: string } = {},
): Response {
  const { language, viewer } = c.var
  const words = { en, zh }[language]
  const { fault, email } = failed
  const fieldWords = { email: { required: words.emailRequired, invalid: words.emailInvalid } }
  const errors = fault && fieldErrors(fault, fieldWords, language)
  const status = fault ? 422 : email === undefined ? 200 : 503
  const { title, lead, submit, after, afterBody, back } = words.recovery
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
      <form class="stack read" method="post" action="/recovery">
        <FormToken viewer={viewer} />
        <Field
          name="email"
          label={words.email}
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
          <a href="/sign-in">{back}</a>
        </div>
      </form>
      <Facts>
        <Fact term={after}>{afterBody}</Fact>
      </Facts>
    </>,
    status,
  )
}

/** A refused code is not shown again: what was typed may be one letter from a code that still works. */
function codePage(c: Context<App>, fault?: FormFault): Response {
  const { language, viewer } = c.var
  const { code } = { en, zh }[language]
  const errors =
    fault && fieldErrors(fault, { code: { required: code.required, invalid: code.refused } }, language)
  return page(
    c,
    { title: code.title, narrow: true, error: fault !== undefined },
    <>
      <div class="stack tight">
        <h1>{code.title}</h1>
        <p class="lead">{code.lead}</p>
      </div>
      {fault && errors ? <ErrorSummary language={language} fault={fault} errors={errors} /> : null}
      <form class="stack read" method="post" action="/recovery/code">
        <FormToken viewer={viewer} />
        <Field
          name="code"
          label={code.label}
          hint={code.hint}
          code
          required
          maxlength={100}
          errors={errors}
        />
        <p class="small muted">{code.tries}</p>
        <div class="actions">
          <button class="button primary" type="submit">
            {code.submit}
          </button>
        </div>
      </form>
    </>,
    fault ? 422 : 200,
  )
}

function newPasskeyPage(c: Context<App>, email: string): Response {
  const { language, viewer } = c.var
  const { passkey, newPasskey } = { en, zh }[language]
  return page(
    c,
    { title: newPasskey.title, narrow: true, script: 'passkey' },
    <>
      <div class="stack tight">
        <h1>{newPasskey.title}</h1>
        <p class="lead">{newPasskey.lead}</p>
      </div>
      <Facts>
        <Fact term={passkey.email}>{email}</Fact>
        <Fact term={newPasskey.ends}>{newPasskey.endsBody}</Fact>
        <Fact term={passkey.lost}>{newPasskey.lost}</Fact>
      </Facts>
      <PasskeyForm
        language={language}
        viewer={viewer}
        ceremony="create"
        action="/recovery/passkey"
        button={newPasskey.button}
      />
    </>,
  )
}
