import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { fromAcceptLanguage, type Language, language } from '../core/language.ts'
import type { Viewer, WebEnv } from './context.ts'
import { ownPath } from './own-path.ts'
import { problem } from './problem.tsx'

const COOKIE = '__Host-language'
/** 400 days: the longest a browser keeps a cookie. */
const COOKIE_SECONDS = 400 * 24 * 60 * 60

const inPath = (path: string): string | undefined => /^\/(en|zh)(?:\/|$)/.exec(path)?.[1]

/** The page's own address decides for public pages; then what the person chose; then what the browser asks for. */
export function chooseLanguage(by: {
  readonly path: string
  readonly cookie: string | undefined
  readonly acceptLanguage: string | undefined
}): Language {
  const chosen = language.safeParse(inPath(by.path) ?? by.cookie)
  return chosen.success ? chosen.data : fromAcceptLanguage(by.acceptLanguage)
}

/** Keeps the choice for the app's pages, 400 days. HttpOnly: no script of ours needs it. */
export function rememberLanguage(c: Context, chosen: Language): void {
  const options = {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: COOKIE_SECONDS,
  } as const
  setCookie(c, COOKIE, chosen, options)
}

/** Sets `language` for every later part; a visit to /en/… or /zh/… becomes the remembered choice. */
export const negotiateLanguage = createMiddleware<{ Variables: { readonly language: Language } }>(
  async (c, next) => {
    const cookie = getCookie(c, COOKIE)
    const chosen = chooseLanguage({
      path: c.req.path,
      cookie,
      acceptLanguage: c.req.header('accept-language'),
    })
    c.set('language', chosen)
    if (inPath(c.req.path) === chosen && cookie !== chosen) rememberLanguage(c, chosen)
    await next()
    c.header('Vary', 'Cookie, Accept-Language, HX-Request')
  },
)

/**
 * `/` sends to /en/ or /zh/; `/language/:language?to=/path` remembers the choice and returns to the path. `saved`
 * also keeps it with the person, and runs only for a signed-in person's own click, never for a foreign link.
 */
export function languageRoutes<B extends object>(
  saved?: (viewer: Viewer, chosen: Language, bindings: B) => Promise<void>,
): Hono<WebEnv> {
  return new Hono<WebEnv>()
    .get('/', (c) => c.redirect(`/${c.var.language}/`, 303))
    .get('/language/:language', async (c) => {
      const chosen = language.safeParse(c.req.param('language'))
      if (!chosen.success) return problem(c, 'not-found')
      rememberLanguage(c, chosen.data)
      if (c.var.viewer && c.req.header('sec-fetch-site') === 'same-origin') {
        await saved?.(c.var.viewer, chosen.data, c.env as B)
      }
      return c.redirect(ownPath(c.req.query('to'), c.var.origin) ?? '/', 303)
    })
}
