import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { sha256 } from '../core/bytes.ts'
import { pastedSecretIn } from '../core/pasted-secret.ts'
import { formBody, markOwnPage, mediaType } from './body.ts'
import type { WebContext, WebEnv } from './context.ts'
import { problem } from './problem.tsx'

/** The rate limiter of forms, as the platform's binding offers it. */
export interface Limiter {
  limit(by: { key: string }): Promise<{ success: boolean }>
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Lets an unsafe request through only from a page of ours: `Sec-Fetch-Site: same-origin` and our own Origin and, with a
 * session, its token, in `form_token` or for JSON in the header `x-form-token`. All are rate limited: what they do is on
 * the record, which nobody may flood. Refuses with `cross-site` or `too-many-requests`; nothing of the body is parsed before the headers fit.
 */
export const requireOwnPage = <B extends object>(
  limiterOf: (bindings: B) => Limiter,
): MiddlewareHandler<WebEnv> =>
  createMiddleware<WebEnv>(async (c, next) => {
    if (SAFE_METHODS.has(c.req.method)) return next()
    if (c.req.header('sec-fetch-site') !== 'same-origin') return problem(c, 'cross-site')
    if (c.req.header('origin') !== c.var.origin) return problem(c, 'cross-site')
    const { viewer } = c.var
    if (viewer && !(await sameSecret(await tokenOf(c), viewer.formToken))) return problem(c, 'cross-site')
    const { success } = await limiterOf(c.env as B).limit({ key: limitedBy(c) })
    if (!success) return problem(c, 'too-many-requests')
    markOwnPage(c)
    return next()
  })

/** A person's requests count together wherever they come from; anybody else's by network. */
export const limitedBy = (c: WebContext): string =>
  c.var.viewer ? `person/${c.var.viewer.personId}` : network(c.req.header('cf-connecting-ip'))

async function tokenOf(c: WebContext): Promise<string> {
  if (mediaType(c.req.header('content-type')) === 'application/json')
    return c.req.header('x-form-token') ?? ''
  const body = await formBody(c)
  const given = body.ok ? body.value.getAll('form_token') : []
  return given.length === 1 ? (given[0] ?? '') : ''
}

/** Constant time: digests of equal length are compared, whatever was given. */
async function sameSecret(given: string, kept: string): Promise<boolean> {
  return crypto.subtle.timingSafeEqual(await sha256(given), await sha256(kept))
}

/** A whole IPv4 address, or the first 64 bits of an IPv6 one: a single line owns at least that many. */
export function network(address: string | undefined): string {
  if (address === undefined) return 'unknown'
  if (!address.includes(':')) return address
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = address.includes('::') ? tail.split(':').filter(Boolean) : []
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return groups.slice(0, 4).join(':')
}

/** What Amazon itself puts in these addresses; the code is taken out of the URL by the route's 303. */
const AMAZONS_OWN: Readonly<Record<string, readonly string[]>> = {
  '/amazon/callback': ['spapi_oauth_code', 'state'],
  '/amazon/login': ['amazon_state'],
}

/** A seller's SKU may look like anything. */
const SKU_PAGE = /^\/stores\/[0-9a-z]{26}\/inventory\/sku(?:\/|$)/

const exemptOn = (path: string): readonly string[] =>
  SKU_PAGE.test(path) ? ['sku'] : (AMAZONS_OWN[path] ?? [])

/**
 * Refuses an address whose query holds something shaped like a key or token, before anything logs or echoes it. The
 * answer names no part of the query and sends no Referer.
 */
export const pastedSecretInQuery = createMiddleware<WebEnv>(async (c, next) => {
  const exempt = exemptOn(c.req.path)
  for (const [name, value] of new URL(c.req.url).searchParams) {
    const found = pastedSecretIn(name) ?? (exempt.includes(name) ? undefined : pastedSecretIn(value))
    if (found === undefined) continue
    // A page that is changed in place keeps its own address.
    c.header('HX-Push-Url', 'false')
    return problem(c, 'pasted-secret', { noReferrer: true })
  }
  return next()
})
