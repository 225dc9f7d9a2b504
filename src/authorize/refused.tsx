import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import * as z from 'zod'
import { personActor } from '../audit/events.ts'
import { recordOnPlatform } from '../audit/platform.ts'
import type { App } from '../context.ts'
import { type Fault, fault } from '../core/fault.ts'
import { log } from '../log.ts'
import { problem } from '../web/problem.tsx'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { CONSENT_TTL_SECONDS } from './state.ts'

/** Which refusal this browser met last: a word of our own list and the reference under which it is logged. */
const COOKIE = '__Host-refused'
const kept = z.tuple([fault, z.string().regex(/^[0-9A-Z-]{1,20}$/)])

/** The page a refused return from Amazon ends on: its address holds nothing, so it can be reloaded, sent and shown. */
export const refusedRoutes = new Hono<App>().get('/connect/refused', (c) => {
  const met = kept.safeParse((getCookie(c, COOKIE) ?? '').split('.'))
  if (!met.success) return c.redirect('/connect', 303)
  const [of, reference] = met.data
  c.set('reference', reference)
  return problem(c, of, { way: wayOn(c) })
})

/** Whether a browser shows this answer to a person; a robot that looks at an address says otherwise, or nothing. */
export const isNavigation = (c: Context<App>): boolean => c.req.header('sec-fetch-mode') === 'navigate'

/** Whether nobody is there to read the answer: it is fetched in advance, or a page embeds it, as an image for instance. */
export function isUnread(c: Context<App>): boolean {
  const mode = c.req.header('sec-fetch-mode')
  const embedded = mode !== undefined && mode !== 'navigate'
  return embedded || /prefetch|prerender/.test(c.req.header('sec-purpose') ?? '')
}

/**
 * Ends a return from Amazon: logged, and on the record where a person or a consent of ours is concerned (a stranger
 * cannot fill it). A browser is sent to a clean address, so that a code cannot be copied from the one it came with.
 */
export async function refuseReturn(c: Context<App>, of: Fault, isKnown = false): Promise<Response> {
  const { viewer, reference } = c.var
  log('warn', { event: 'consent.refused', fault: of, reference })
  if (viewer !== undefined || isKnown) {
    const actor = viewer ? personActor(viewer.personId) : 'anonymous'
    await recordOnPlatform(c.env.PLATFORM, { kind: 'consent.refused', fault: of }, actor)
  }
  if (!isNavigation(c)) return problem(c, of, { way: wayOn(c), noReferrer: true })
  setCookie(c, COOKIE, `${of}.${reference}`, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: CONSENT_TTL_SECONDS,
  })
  return c.redirect('/connect/refused', 303)
}

const wayOn = (c: Context<App>) => ({ href: '/connect', label: { en, zh }[c.var.language].again })
