import { Hono } from 'hono'
import * as z from 'zod'
import { personId } from '../../src/core/id.ts'
import type { Viewer, WebEnv } from '../../src/web/context.ts'
import { type Limiter, pastedSecretInQuery, requireOwnPage } from '../../src/web/guard.ts'
import { securityHeaders } from '../../src/web/headers.ts'
import { negotiateLanguage } from '../../src/web/language.ts'

export const ORIGIN = 'http://localhost:8787'
export const REFERENCE = '8T2K-06Q4'

export const viewerWith = (formToken: string): Viewer => ({
  personId: personId.parse('0123456789abcdefghjkmnpqrs'),
  sessionHash: 'session',
  formToken,
  recoveringUntilMs: undefined,
})

const generous: Limiter = { limit: async () => ({ success: true }) }

/** An app with the shell's middleware in its real order; signed in when `viewer` is given. */
export function shell({
  viewer,
  limiter = generous,
}: {
  viewer?: Viewer
  limiter?: Limiter
} = {}): Hono<WebEnv> {
  const app = new Hono<WebEnv>()
  app.use(async (c, next) => {
    c.set('origin', ORIGIN)
    c.set('clock', () => Date.UTC(2026, 10, 22, 14, 12))
    c.set('reference', REFERENCE)
    c.set('supportEmail', 'support@mint-hub.com')
    c.set('viewer', viewer)
    await next()
  })
  app.use(
    negotiateLanguage,
    securityHeaders,
    pastedSecretInQuery,
    requireOwnPage(() => limiter),
  )
  return app
}

/** What a browser sends with a form of ours. */
export const OWN_FORM = {
  origin: ORIGIN,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/x-www-form-urlencoded',
}

export const post = (
  app: Hono<WebEnv>,
  path: string,
  body: BodyInit,
  headers: Record<string, string> = OWN_FORM,
) => app.request(ORIGIN + path, { method: 'POST', headers, body })

export const get = (app: Hono<WebEnv>, path: string, headers: Record<string, string> = {}) =>
  app.request(ORIGIN + path, { headers })

export const nameAndNote = z.object({ name: z.string().trim().min(1).max(20), note: z.string() })
