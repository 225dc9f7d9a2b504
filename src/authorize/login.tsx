import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import * as z from 'zod'
import { amazonHosts } from '../amazon/hosts.ts'
import { HOME_COUNTRY } from '../amazon/regions.ts'
import { personActor } from '../audit/events.ts'
import { recordOnPlatform } from '../audit/platform.ts'
import type { App } from '../context.ts'
import { region } from '../core/region.ts'
import { database } from '../db/client.ts'
import { personById } from '../identity/people.ts'
import { mayConnect } from '../identity/testers.ts'
import { ownConnections } from '../store/directory.ts'
import { type FormFault, readForm } from '../web/form.tsx'
import { limitedBy } from '../web/guard.ts'
import { problem } from '../web/problem.tsx'
import { ARRIVAL_COOKIE, keepArrival, takeArrival, type Visit, visitOf, waitingArrival } from './arrival.ts'
import { askPage, nothingWaitsPage, signInFirstPage } from './arrival-page.tsx'
import { confirmUrl } from './confirm-uri.ts'
import { continueConsent, lastRegionOf, openConsent, startConsent } from './consent.ts'
import { bindingIn, giveBinding } from './consent-cookie.ts'
import { isUnread, refuseReturn } from './refused.tsx'
import { notOpenPage } from './start.tsx'
import { CONSENT_TTL_SECONDS, stateFor } from './state.ts'

const buttonForm = z.object({
  /** Which arrival the page showed: another one may have come to this browser meanwhile. */
  shown: z.string(),
  region: region.optional(),
})

const REGION_MISSING = { fault: 'bad-input', fields: { region: 'required' }, values: {} } as const

/**
 * The log-in URI registered with Amazon. With Amazon's parameters: continues this browser's own pending consent (the
 * midway visit of the website workflow), or keeps them on our side and cleans the address by 303. Without: asks, by
 * one button, whether to connect a store to this account. A GET exchanges nothing and starts no consent.
 */
export const loginRoutes = new Hono<App>()
  .on(['GET', 'HEAD', 'OPTIONS'], '/amazon/login', async (c) => {
    const query = new URL(c.req.url).searchParams
    if (query.size === 0 && c.req.method === 'GET') return askingPage(c)
    c.header('Referrer-Policy', 'no-referrer')
    if (c.req.method !== 'GET')
      return problem(c, 'method-refused', { allow: ['GET', 'POST'], noReferrer: true })
    if (isUnread(c)) return c.body(null, 204)
    // Each visit writes a row: nobody may flood the table. Apart from forms, which an embedded address would block.
    if (!(await c.env.FORMS.limit({ key: `visit/${limitedBy(c)}` })).success) {
      return problem(c, 'too-many-requests', { noReferrer: true })
    }
    const { config, clock, random } = c.var
    const visit = visitOf(query, {
      hosts: amazonHosts(config.overrides),
      applicationId: config.AMAZON_APPLICATION_ID,
    })
    if (!visit.ok) return refuseReturn(c, visit.fault)
    const onward = await midway(c, visit.value)
    if (onward !== undefined) return c.redirect(onward.href, 303)
    const secret = await keepArrival(database(c.env.DB), visit.value, clock, random)
    setCookie(c, ARRIVAL_COOKIE, secret, {
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
      maxAge: 2 * CONSENT_TTL_SECONDS,
    })
    return c.redirect('/amazon/login', 303)
  })
  .post('/amazon/login', async (c) => {
    const { viewer, clock, random } = c.var
    if (viewer === undefined) return problem(c, 'sign-in-needed')
    const db = database(c.env.DB)
    if (!(await mayConnect(db, c.var.config, viewer.personId))) return notOpenPage(c, 403)
    const { recoveringUntilMs: untilMs } = viewer
    if (untilMs !== undefined) return problem(c, 'recovery-cooling', { untilMs })
    const arrival = await waitingArrival(db, getCookie(c, ARRIVAL_COOKIE), clock)
    if (!arrival.ok) return nothingWaitsPage(c, arrival.fault)
    const form = await readForm(c, buttonForm)
    if (!form.ok) {
      return form.fault.fault === 'cross-site' ? problem(c, 'cross-site') : askingPage(c, form.fault)
    }
    if (form.value.shown !== arrival.value.cookieHash) return askingPage(c)
    const known = arrival.value.region ?? undefined
    const chosen = known ?? form.value.region
    if (chosen === undefined) return askingPage(c, REGION_MISSING)
    if (!(await takeArrival(db, arrival.value, clock))) return nothingWaitsPage(c, 'consent-expired')
    deleteCookie(c, ARRIVAL_COOKIE, { path: '/', secure: true })
    const { confirmUri, amazonState, sellerId, country, createdAtMs } = arrival.value
    const consent = await startConsent(db, {
      viewer,
      region: chosen,
      country: country ?? HOME_COUNTRY[chosen],
      regionAsked: known === undefined,
      amazon: { confirmUri, amazonState, sellerId, sinceMs: createdAtMs },
      clock,
      random,
    })
    const started = { kind: 'consent.started', consent: consent.id, region: chosen } as const
    await recordOnPlatform(c.env.PLATFORM, started, personActor(viewer.personId))
    giveBinding(c, consent.binding)
    return c.redirect('/connect/leaving', 303)
  })

/** Back to Amazon, where this very browser and session have a consent under way that began on our own site. */
async function midway(c: Context<App>, visit: Visit): Promise<URL | undefined> {
  const { viewer, clock, config } = c.var
  const binding = bindingIn(c)
  if (viewer === undefined || binding === undefined) return undefined
  const db = database(c.env.DB)
  const consent = await openConsent(db, { viewer, binding, clock })
  const state = await stateFor(binding, 'midway')
  if (consent === undefined || consent.confirmUri !== null || state === undefined) return undefined
  if (visit.target.region !== undefined && visit.target.region !== consent.region) return undefined
  if (!(await continueConsent(db, consent, visit))) return undefined
  return confirmUrl(visit.target.uri, {
    amazonState: visit.amazonState,
    state,
    redirectUri: `${c.var.origin}/amazon/callback`,
    stage: config.AMAZON_APP_STAGE,
  })
}

async function askingPage(c: Context<App>, fault?: FormFault): Promise<Response> {
  const { viewer, clock, config } = c.var
  const db = database(c.env.DB)
  const arrival = await waitingArrival(db, getCookie(c, ARRIVAL_COOKIE), clock)
  if (!arrival.ok) return nothingWaitsPage(c, arrival.fault)
  if (viewer === undefined) return signInFirstPage(c, arrival.value)
  if (!(await mayConnect(db, config, viewer.personId))) return notOpenPage(c, 200)
  const account = (await personById(db, viewer.personId))?.email ?? ''
  const [own] = await ownConnections(db, viewer.personId, arrival.value.sellerId)
  const remembered = own?.region ?? (await lastRegionOf(db, viewer.personId))
  return askPage(c, { arrival: arrival.value, account, remembered, fault })
}
