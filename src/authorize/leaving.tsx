import { Hono } from 'hono'
import { amazonHosts, sellerCentralOf } from '../amazon/hosts.ts'
import { homeZoneOf } from '../amazon/regions.ts'
import { SECOND_MS } from '../core/time.ts'
import { database } from '../db/client.ts'
import type { OpenConfig } from '../env.ts'
import { type PersonApp, requirePerson } from '../identity/require-person.ts'
import type { WebContext } from '../web/context.ts'
import { formatTime } from '../web/format.ts'
import { Ruled } from '../web/kit.tsx'
import { page } from '../web/page.tsx'
import { confirmUrl } from './confirm-uri.ts'
import { type Consent, openConsent } from './consent.ts'
import { bindingIn } from './consent-cookie.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { CONSENT_TTL_SECONDS, consentUrl, stateFor } from './state.ts'

/** The way out: names exactly where the browser is about to go, and can be reloaded while the consent lives. */
export const leavingRoutes = new Hono<PersonApp>()
  .use('/connect/leaving', requirePerson)
  .get('/connect/leaving', async (c) => {
    const { viewer, clock, config } = c.var
    const binding = bindingIn(c)
    const consent = await openConsent(database(c.env.DB), { viewer, binding, clock })
    const state = binding === undefined ? undefined : await stateFor(binding, 'start')
    const to = consent && state && destination(config, consent, state)
    return consent && to ? leavingPage(c, consent, to) : c.redirect('/connect', 303)
  })

/** Back to where Amazon wants the consent confirmed, if it began there; else to the country's Seller Central. */
function destination(config: OpenConfig, consent: Consent, state: string): URL | undefined {
  const { confirmUri, amazonState, country } = consent
  const ours = {
    state,
    stage: config.AMAZON_APP_STAGE,
    redirectUri: `${config.PUBLIC_ORIGIN}/amazon/callback`,
  }
  if (confirmUri !== null && amazonState !== null) return confirmUrl(confirmUri, { ...ours, amazonState })
  const origin = sellerCentralOf(amazonHosts(config.overrides), country)
  return origin === undefined
    ? undefined
    : consentUrl(origin, { ...ours, applicationId: config.AMAZON_APPLICATION_ID })
}

function leavingPage(c: WebContext, consent: Consent, to: URL): Response {
  const { language } = c.var
  const words = { en, zh }[language].leaving
  const untilMs = consent.createdAtMs + CONSENT_TTL_SECONDS * SECOND_MS
  const zone = homeZoneOf(consent.country)
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
          {(consent.confirmUri === null ? words.steps : words.stepsBack).map((step) => (
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
