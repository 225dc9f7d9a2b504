import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { App } from '../context.ts'
import { FormToken, readForm } from '../web/form.tsx'
import { page } from '../web/page.tsx'
import { problem } from '../web/problem.tsx'
import { cookieOf, dropCookie, giveCookie, SHORT_COOKIE_SECONDS } from './cookies.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { followMailLink } from './follow-link.ts'
import { type MailLink, peekMailLink } from './mail-links.ts'
import { depsOf, type WireIdentity } from './wiring.ts'

/** 32 bytes in base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/

/**
 * `/mail?link=…` takes the secret out of the URL before anything renders; `/mail` has the one button. GET changes
 * nothing, so a mail scanner that follows links costs nobody theirs. The first answer is under no-referrer; the second
 * is not, since a form posted under it would carry `Origin: null`, and its URL holds no secret.
 */
export const mailLinkRoutes = (wire: WireIdentity) =>
  new Hono<App>()
    .get('/mail', async (c) => {
      const given = c.req.query('link')
      if (given !== undefined) {
        c.header('Referrer-Policy', 'no-referrer')
        if (TOKEN.test(given)) giveCookie(c, 'mail-link', given, SHORT_COOKIE_SECONDS)
        else dropCookie(c, 'mail-link')
        return c.redirect('/mail', 303)
      }
      const { db, clock } = depsOf(c, wire)
      const token = cookieOf(c, 'mail-link')
      const link = token === undefined ? undefined : await peekMailLink(db, clock, token)
      if (link?.ok) return confirmPage(c, link.value)
      dropCookie(c, 'mail-link')
      return deadLink(c)
    })
    .post('/mail', async (c) => {
      const form = await readForm(c, z.object({}))
      if (!form.ok) return problem(c, form.fault.fault)
      const token = cookieOf(c, 'mail-link')
      const followed = token === undefined ? undefined : await followMailLink(depsOf(c, wire), token)
      dropCookie(c, 'mail-link')
      if (!followed?.ok) return deadLink(c)
      giveCookie(c, 'enrolment', followed.value.secret, SHORT_COOKIE_SECONDS)
      return c.redirect(followed.value.purpose === 'sign-up' ? '/sign-up/passkey' : '/recovery/code', 303)
    })

const deadLink = (c: Context<App>): Response =>
  problem(c, 'link-dead', { way: { href: '/sign-up', label: { en, zh }[c.var.language].ways.signUp } })

function confirmPage(c: Context<App>, link: MailLink): Response {
  const { language, viewer } = c.var
  const { confirm } = { en, zh }[language]
  const words = link.purpose === 'sign-up' ? confirm.signUp : confirm.recovery
  return page(
    c,
    { title: words.title, narrow: true },
    <>
      <div class="stack tight">
        <h1>{words.title}</h1>
        <p class="lead">{words.lead(link.email)}</p>
      </div>
      <form class="stack" method="post" action="/mail">
        <FormToken viewer={viewer} />
        <div class="actions">
          <button class="button primary" type="submit">
            {words.button}
          </button>
        </div>
        <p class="read muted">{confirm.foreign}</p>
      </form>
    </>,
  )
}
