import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { App } from '../context.ts'
import { ownPath } from '../web/own-path.ts'
import { SHORT_COOKIE_SECONDS } from './cookies.ts'

const NAME = '__Host-return'

/** Where a sign-up leads that began nowhere in particular. */
export const HOME = '/stores'

/** Keeps where a sign-up is to lead, over the mail and the passkey, in this browser. Nothing for a path not ours. */
export function rememberReturn(c: Context<App>): void {
  const to = ownPath(c.req.query('to'), c.var.origin)
  if (to === undefined) return
  setCookie(c, NAME, to, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: SHORT_COOKIE_SECONDS,
  })
}

/** Where this sign-up leads, and forgets it. Judged again: a cookie is what a browser says. */
export function takeReturn(c: Context<App>): string {
  const to = ownPath(getCookie(c, NAME), c.var.origin)
  if (to !== undefined) deleteCookie(c, NAME, { path: '/', secure: true })
  return to ?? HOME
}
