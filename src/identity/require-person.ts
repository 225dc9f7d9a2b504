import { createMiddleware } from 'hono/factory'
import type { App } from '../context.ts'
import type { Viewer } from '../web/context.ts'
import { hasSecretInUrl } from '../web/headers.ts'
import { problem } from '../web/problem.tsx'

/** The environment behind `requirePerson`: there is a viewer. */
export interface PersonApp {
  Bindings: App['Bindings']
  Variables: App['Variables'] & { readonly viewer: Viewer }
}

/**
 * Lets signed-in people through. Others: a GET goes to the sign-in page (303), which leads back to this path and says
 * so when a session has ended, also where htmx asks; anything else is the fault sign-in-needed, since a form cannot be sent on. A path
 * whose URL carries a secret is not carried along.
 */
export const requirePerson = createMiddleware<PersonApp>(async (c, next) => {
  if (isSignedIn(c.var.viewer)) return next()
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return problem(c, 'sign-in-needed')
  const { pathname, search } = new URL(c.req.url)
  const to = hasSecretInUrl(pathname) ? '/stores' : pathname + search
  const signIn = `/sign-in?to=${encodeURIComponent(to)}`
  if (c.req.header('hx-request') === undefined) return c.redirect(signIn, 303)
  // Asked for by a page that changes in place: the browser itself goes there, for a passkey needs a page of its own.
  c.header('HX-Redirect', signIn)
  return c.body(null, 200)
})

/** The type above promises what this line makes true. */
const isSignedIn = (viewer: Viewer | undefined): boolean => viewer !== undefined
