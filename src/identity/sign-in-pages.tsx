import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { personActor } from '../audit/events.ts'
import type { App } from '../context.ts'
import { readForm } from '../web/form.tsx'
import { Notice } from '../web/kit.tsx'
import { rememberLanguage } from '../web/language.ts'
import { ownPath } from '../web/own-path.ts'
import { page } from '../web/page.tsx'
import { problem } from '../web/problem.tsx'
import { assertionOptions } from './assertion.ts'
import {
  cookieOf,
  dropCookie,
  dropEverything,
  giveCookie,
  SESSION_COOKIE_SECONDS,
  SHORT_COOKIE_SECONDS,
} from './cookies.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { shownCredentialField } from './credential.ts'
import { PasskeyForm } from './passkey-form.tsx'
import { HOME } from './return-path.ts'
import { endSession } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { depsOf, type WireIdentity } from './wiring.ts'

/** `/sign-in?to=/path`: by discoverable passkey, without an address; `again` shows it to a signed-in person too. */
export const signInRoutes = (wire: WireIdentity) =>
  new Hono<App>()
    .get('/sign-in', (c) => {
      const to = ownPath(c.req.query('to'), c.var.origin) ?? HOME
      const again = c.req.query('again') !== undefined
      return c.var.viewer && !again ? c.redirect(to, 303) : signInPage(c, to)
    })
    .post('/sign-in/options', async (c) => {
      const begun = await assertionOptions(depsOf(c, wire))
      giveCookie(c, 'sign-in', begun.secret, SHORT_COOKIE_SECONDS)
      return c.json(begun.options)
    })
    .post('/sign-in', async (c) => {
      const fields = z.object({ credential: shownCredentialField, to: z.string().optional() })
      const form = await readForm(c, fields, { exempt: ['credential'] })
      if (!form.ok) return problem(c, form.fault.fault)
      const { credential, to } = form.value
      const deps = depsOf(c, wire)
      const replacing = c.var.viewer?.sessionHash
      const done = await signIn(deps, cookieOf(c, 'sign-in'), { credential, replacing })
      dropCookie(c, 'sign-in')
      if (!done.ok) return refused(c)
      giveCookie(c, 'session', done.value.sessionSecret, SESSION_COOKIE_SECONDS)
      rememberLanguage(c, done.value.language)
      return c.redirect(ownPath(to, c.var.origin) ?? HOME, 303)
    })
    .post('/sign-out', async (c) => {
      const form = await readForm(c, z.object({}))
      if (!form.ok) return problem(c, form.fault.fault)
      const { viewer } = c.var
      if (viewer) {
        const { db, clock, record } = depsOf(c, wire)
        await record({ kind: 'session.ended' }, personActor(viewer.personId))
        await endSession(db, clock, viewer.sessionHash)
      }
      dropEverything(c)
      return c.redirect('/', 303)
    })

const refused = (c: Context<App>): Response =>
  problem(c, 'passkey-refused', {
    way: { href: '/recovery', label: { en, zh }[c.var.language].ways.recover },
  })

function signInPage(c: Context<App>, to: string): Response {
  const { language, viewer } = c.var
  const words = { en, zh }[language].signIn
  const expired = viewer === undefined && cookieOf(c, 'session') !== undefined
  return page(
    c,
    { title: words.title, narrow: true, script: 'passkey' },
    <>
      <div class="stack tight">
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
      </div>
      {expired ? (
        <Notice tone="info" glyph="clock" title={words.expired}>
          <p>{words.expiredBody}</p>
        </Notice>
      ) : null}
      {viewer ? (
        <Notice tone="info" glyph="key" title={words.again}>
          <p>{words.againBody}</p>
        </Notice>
      ) : null}
      <PasskeyForm
        language={language}
        viewer={viewer}
        ceremony="show"
        action="/sign-in"
        button={words.button}
      >
        <input type="hidden" name="to" value={to} />
      </PasskeyForm>
      <div class="stack tight">
        <p>
          {words.noAccount}{' '}
          <a href={to === HOME ? '/sign-up' : `/sign-up?to=${encodeURIComponent(to)}`}>{words.signUp}</a>
        </p>
        <p>
          <a href="/recovery">{words.lost}</a>
        </p>
      </div>
    </>,
  )
}
