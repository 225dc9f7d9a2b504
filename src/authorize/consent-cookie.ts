import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { CONSENT_TTL_SECONDS } from './state.ts'

/** Lax: the browser brings it along when Amazon sends it back by GET, and on no request that another site makes. */
const CONSENT_COOKIE = '__Host-consent'

/** Binds a consent that begins now to this browser. */
export function giveBinding(c: Context, binding: string): void {
  setCookie(c, CONSENT_COOKIE, binding, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: CONSENT_TTL_SECONDS,
  })
}

/** What binds this browser's consent to it, if one is under way. */
export const bindingIn = (c: Context): string | undefined => getCookie(c, CONSENT_COOKIE)

/** Forgets it: the consent was consumed. */
export function dropBinding(c: Context): void {
  deleteCookie(c, CONSENT_COOKIE, { path: '/', secure: true })
}
