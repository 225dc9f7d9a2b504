import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { parse } from 'hono/utils/cookie'

/**
 * `session`: the signed-in browser. `mail-link`: a mail link's secret between its URL and its button. `enrolment`: a
 * sign-up, recovery or further passkey under way. `sign-in`: one challenge, apart, so that a sign-in tried in a second
 * tab does not cost somebody the recovery code they have just used.
 */
export type CookieName = 'session' | 'mail-link' | 'enrolment' | 'sign-in'

/** As long as a session can live at most (sessions.ts); then the browser forgets it by itself. */
export const SESSION_COOKIE_SECONDS = 12 * 60 * 60
/** As long as a mail link or a ceremony can live at most. */
export const SHORT_COOKIE_SECONDS = 15 * 60

/** What web/ keeps the chosen language in. */
const LANGUAGE = '__Host-language'

/** `__Host-`: Secure, this host only, Path=/. Lax, as mail links and Amazon's consent arrive from other sites. */
const attributes = { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const

/** Sets one of our cookies on the answer, for `maxAgeSeconds`. */
export function giveCookie(c: Context, name: CookieName, secret: string, maxAgeSeconds: number): void {
  setCookie(c, name, secret, { ...attributes, maxAge: maxAgeSeconds })
}

/** Tells the browser to forget one of our cookies. What it stood for is ended on our side by the caller. */
export function dropCookie(c: Context, name: CookieName): void {
  setCookie(c, name, '', { ...attributes, maxAge: 0 })
}

/** Tells the browser to forget all that was begun in it: the next person here is to find nothing but the language. */
export function dropEverything(c: Context): void {
  const ours = Object.keys(getCookie(c)).filter((name) => name.startsWith('__Host-') && name !== LANGUAGE)
  for (const name of new Set(['__Host-session', ...ours])) {
    setCookie(c, name, '', { path: '/', secure: true, httpOnly: true, sameSite: 'Lax', maxAge: 0 })
  }
}

/** 32 bytes in base64url. Anything else was not written by us. */
const SECRET = /^[A-Za-z0-9_-]{43}$/

/** The secret that this browser sent under `name`, or undefined where it cannot be one of ours. */
export function cookieOf(c: Context, name: CookieName): string | undefined {
  const value = getCookie(c, name, 'host')
  return typeof value === 'string' && SECRET.test(value) ? value : undefined
}

/** The same from a bare Cookie header. Pure. */
export function sessionSecretIn(cookieHeader: string | undefined): string | undefined {
  const value =
    cookieHeader === undefined ? undefined : parse(cookieHeader, '__Host-session')['__Host-session']
  return value !== undefined && SECRET.test(value) ? value : undefined
}
