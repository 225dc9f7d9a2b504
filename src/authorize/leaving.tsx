import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { amazonHosts, sellerCentralOf } from '../amazon/hosts.ts'
import { marketplaceOf } from '../amazon/regions.ts'
import { SECOND_MS } from '../core/time.ts'
import { database } from '../db/client.ts'
import { type PersonApp, requirePerson } from '../identity/require-person.ts'
import type { WebContext } from '../web/context.ts'
import { formatTime } from '../web/format.ts'
import { Ruled } from '../web/kit.tsx'
import { page } from '../web/page.tsx'
import { type Consent, openConsent } from './consent.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { CONSENT_COOKIE, CONSENT_TTL_SECONDS, consentUrl, stateFor } from './state.ts'

/** The way out: names exactly where the browser is about to go, and can be reloaded while the consent lives. */
export const leavingRoutes = new Hono<PersonApp>()
  .use('/connect/leaving', requirePerson)
  .get('/connect/leaving', async (c) => {
    const { viewer, clock, config } = c.var
    const binding = getCookie(c, CONSENT_COOKIE)
    const consent = await openConsent(database(c.env.DB), { viewer, binding, clock })
    if (consent === undefined || binding === undefined) return c.redirect('/connect', 303)
    const origin = sellerCentralOf(amazonHosts(config.overrides), consent.country)
    const state = await stateFor(binding, 'start')
    if (origin === undefined || state === undefined) return c.redirect('/connect', 303)
    const to = consentUrl(origin, {
      applicationId: config.AMAZON_APPLICATION_ID,
      stage: config.AMAZON_APP_STAGE,
      redirectUri: `${c.var.origin}/amazon/callback`,
      state,
    })
    return leavingPage(c, consent, to)
  })

function leavingPage(c: WebContext, consent: Consent, to: URL): Response {
  const { language } = c.var
  const words = { en, zh }[language].leaving
  const untilMs = consent.createdAtMs + CONSENT_TTL_SECONDS * SECOND_MS
  const zone = marketplaceOf(consent.country)?.timeZone ?? 'UTC'
  return page(
    c,
    { title: words.title(to.host), narrow: true, leaveTo: to.href, noReferrer: true },
    <>
      <h1>{words.title(to.host)}</h1>
      <p class="origin">{to.origin}</p>
      <p class="lead">{words.check}</p>
      <div class="actions">
        <a class="button primary" href={to.href} rel="noreferrer">
          {words.go(to.host)}
        </a>
        <a href="/connect">{words.stay}</a>
      </div>
      <Ruled id="next" title={words.next}>
        <ol class="numbered">
          {words.steps.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
        <p class="small quiet read">
          {words.deadline(formatTime({ ms: untilMs, zone, language, style: 'minute' }))} {words.soon}
        </p>
      </Ruled>
    </>,
  )
}
