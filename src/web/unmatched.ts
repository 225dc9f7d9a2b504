import type { Hono } from 'hono'
import type { WebContext, WebEnv } from './context.ts'
import { problem } from './problem.tsx'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/**
 * The answer to a request that no route took: `method-refused` with the methods that the address does take, or else
 * `not-found`. It depends on the table of routes alone, never on what is stored.
 */
export function unmatched(c: WebContext, router: Hono<WebEnv>['router']): Response {
  const allow = METHODS.filter((method) => takes(router, method, c.req.path))
  return allow.length > 0 ? problem(c, 'method-refused', { allow }) : problem(c, 'not-found')
}

/** Middleware stands in the table too, under the method ALL: it takes nothing. */
const takes = (router: Hono<WebEnv>['router'], method: string, path: string): boolean =>
  router.match(method, path)[0].some(([[, route]]) => route.method === method)
