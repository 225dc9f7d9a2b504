import { Hono } from 'hono'
import { appstorePages } from './consent/appstore.tsx'
import { confirmPages } from './consent/confirm.tsx'
import { consentPages } from './consent/consent.tsx'
import { managePages } from './consent/manage.tsx'
import { signInPages } from './consent/sign-in.tsx'
import { controlApi } from './control/api.ts'
import { mailIntake } from './control/mail-intake.ts'
import { isOwnRequest } from './loopback.ts'
import { tokenEndpoint } from './lwa/token-endpoint.ts'
import { controlsPage } from './pages/controls.tsx'
import { frontPage } from './pages/front.tsx'
import { journalPage } from './pages/journal.tsx'
import { mailboxPage } from './pages/mailbox.tsx'
import { page } from './pages/page.tsx'
import { sellerPages } from './pages/sellers.tsx'
import { STYLESHEET } from './pages/stylesheet.ts'
import { redirectedPath } from './redirected.ts'
import { documentEndpoint } from './reports/endpoint.ts'
import { spapiEndpoint } from './spapi/endpoint.ts'
import type { World } from './world.ts'

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Under no-referrer a form would carry Origin: null, and the check of its origin would refuse it.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

/** The whole simulator over one world: Amazon's three faces, the pages, the mailbox and the controls. */
export function createApp(world: World): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    // Answers to the app carry what Amazon's carry and no more.
    if (c.res.headers.has('x-amzn-RequestId')) return
    for (const [name, value] of Object.entries(HEADERS)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
    }
  })
  app.use(async (c, next) => {
    if (SAFE_METHODS.has(c.req.method) || isOwnRequest(c.req.raw)) return next()
    return c.text('403 Forbidden. This came from a page of another site.\n', 403)
  })
  app.route('/', tokenEndpoint(world))
  app.route('/', spapiEndpoint(world))
  app.route('/', documentEndpoint(world))
  app.route('/', redirectedPath(world))
  app.route('/', consentPages(world))
  app.route('/', confirmPages(world))
  app.route('/', appstorePages(world))
  app.route('/', managePages(world))
  app.route('/', signInPages(world))
  app.route('/', controlApi(world))
  app.route('/', mailIntake(world))
  app.route('/', frontPage())
  app.route('/', sellerPages(world))
  app.route('/', mailboxPage())
  app.route('/', journalPage(world))
  app.route('/', controlsPage(world))
  app.get('/style.css', (c) =>
    c.body(STYLESHEET, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }),
  )
  app.notFound((c) =>
    page(
      c,
      { title: 'Not found', narrow: true },
      <div class="stack">
        <h1>There is nothing here</h1>
        <p class="lead">
          <a href="/">What the simulator has</a>
        </p>
      </div>,
      404,
    ),
  )
  app.onError((error, c) => {
    console.error(error)
    return c.json({ error: 'simulator_bug', message: error.message }, 500)
  })
  return app
}
