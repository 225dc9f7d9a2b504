import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import { recordOnPlatform } from './audit/platform.ts'
import { callbackRoutes } from './authorize/callback.tsx'
import { doneRoutes } from './authorize/done.tsx'
import { leavingRoutes } from './authorize/leaving.tsx'
import { loginRoutes } from './authorize/login.tsx'
import { refusedRoutes } from './authorize/refused.tsx'
import { startRoutes } from './authorize/start.tsx'
import type { App } from './context.ts'
import { newReference } from './core/id.ts'
import { clockWithOffset, systemRandom } from './core/time.ts'
import { database } from './db/client.ts'
import { configOf, type Env, type Misconfiguration } from './env.ts'
import { saveLanguage } from './identity/people.ts'
import { identityRoutes } from './identity/routes.ts'
import { errorName, log } from './log.ts'
import { mailTransport } from './mail/send.ts'
import { disconnectionRoutes } from './revocation/pages.tsx'
import { siteRoutes } from './site/home.tsx'
import { type EntrantApp, loadEntrant } from './store/entrant.ts'
import { platformReady } from './vault/ready.ts'
import { pastedSecretInQuery, requireOwnPage } from './web/guard.ts'
import { securityHeaders } from './web/headers.ts'
import { languageRoutes, negotiateLanguage } from './web/language.ts'
import { problem } from './web/problem.tsx'
import { unmatched } from './web/unmatched.ts'
import { advertisingRoutes } from './workspace/advertising/page.tsx'
import { inventoryRoutes } from './workspace/inventory/page.tsx'
import { skuRoutes } from './workspace/inventory/sku/page.tsx'
import { ordersRoutes } from './workspace/orders/page.tsx'
import { settingsRoutes } from './workspace/settings/page.tsx'
import { storeRoutes } from './workspace/store/page.tsx'
import { storesRoutes } from './workspace/stores/page.tsx'
import { alertsRoutes } from './workspace/watch/page.tsx'

/** A misconfigured Worker answers nothing else: the variable is named, no value is printed. */
function misconfigured({ names, reason }: Misconfiguration): Response {
  log('error', { event: 'misconfigured', names })
  return new Response(`503: ${names.join(', ')} ${reason}\n`, {
    status: 503,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })
}

/** What every later part finds in `c.var`. The secrets stay behind: web pages have no use for them. */
const prepare = createMiddleware<App>(async (c, next) => {
  const config = configOf(c.env)
  if (!config.ok) return misconfigured(config.fault)
  const {
    LWA_CLIENT_SECRET: _secret,
    LWA_CLIENT_SECRET_NEXT: _next,
    TOKEN_KEYS: _keys,
    ...open
  } = config.value
  c.set('config', open)
  c.set('clock', clockWithOffset(open.overrides?.CLOCK_OFFSET_SECONDS ?? 0))
  c.set('random', systemRandom)
  c.set('reference', newReference(systemRandom))
  c.set('origin', open.PUBLIC_ORIGIN)
  c.set('supportEmail', open.SUPPORT_EMAIL)
  return next()
})

/** A key that does not open what was sealed before is found here, before anybody signs in (I11). */
const refuseUnready = createMiddleware<App>(async (c, next) => {
  const ready = await platformReady(c.env.PLATFORM)
  return ready.ok ? next() : problem(c, ready.fault)
})

const findEntrant = createMiddleware<EntrantApp>(async (c, next) => {
  const by = { cookie: c.req.header('cookie'), path: c.req.path }
  const { viewer, store } = await loadEntrant(database(c.env.DB), c.var.clock, by)
  c.set('viewer', viewer)
  c.set('store', store)
  return next()
})

export const app = new Hono<App>()
  .use(securityHeaders)
  .use(prepare)
  .use(negotiateLanguage)
  .use(pastedSecretInQuery)
  .use(refuseUnready)
  .use(findEntrant)
  .use(requireOwnPage((env: Env) => env.FORMS))
  .get('/healthz', (c) => c.text('ok'))
  .route(
    '/',
    languageRoutes((viewer, chosen, env: Env) => saveLanguage(database(env.DB), viewer.personId, chosen)),
  )
  .route('/', siteRoutes)
  .route(
    '/',
    identityRoutes((env, config) => ({
      mail: mailTransport(env, config),
      record: (draft, actor) => recordOnPlatform(env.PLATFORM, draft, actor),
    })),
  )
  .route('/', startRoutes)
  .route('/', leavingRoutes)
  .route('/', loginRoutes)
  .route('/', refusedRoutes)
  .route('/', callbackRoutes)
  .route('/', doneRoutes)
  .route('/', storesRoutes)
  .route('/', storeRoutes)
  .route('/', disconnectionRoutes)
  .route('/', inventoryRoutes)
  .route('/', ordersRoutes)
  .route('/', advertisingRoutes)
  .route('/', alertsRoutes)
  .route('/', skuRoutes)
  .route('/', settingsRoutes)
  .onError((thrown, c) => {
    log('error', {
      event: 'bug',
      error: errorName(thrown),
      reference: c.var.reference,
      // The pattern, never the path: people paste things into addresses.
      route: routePath(c),
    })
    return problem(c, 'our-bug')
  })

app.notFound((c) => unmatched(c, app.router))
