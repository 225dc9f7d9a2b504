import { Hono } from 'hono'
import * as z from 'zod'
import { raiseAlert } from '../alerts/alerts.ts'
import { personActor } from '../audit/events.ts'
import { recordOnPlatform } from '../audit/platform.ts'
import type { App } from '../context.ts'
import type { Fault } from '../core/fault.ts'
import { newId, type SellerId, type StoreId, sellerId, storeId } from '../core/id.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { Clock, Random } from '../core/time.ts'
import { type Database, database } from '../db/client.ts'
import { log } from '../log.ts'
import { ownStoreOfSeller } from '../store/directory.ts'
import { storeObject } from '../store/stub.ts'
import type { Viewer } from '../web/context.ts'
import { limitedBy } from '../web/guard.ts'
import { problem } from '../web/problem.tsx'
import type { ConnectObject } from './connect.ts'
import { type Consent, consumeConsent, firstSightOfCode } from './consent.ts'
import { bindingIn, dropBinding } from './consent-cookie.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'

/** What Amazon adds to the redirect URI. A parameter that comes twice counts as malformed. */
const arrival = z.object({
  spapi_oauth_code: z.string().min(1).max(2048),
  selling_partner_id: sellerId,
})

/**
 * The redirect URI registered with Amazon: the state is judged, the code handed to the store's object, and the browser
 * sent to a clean address (303). Only a GET that carries this browser's cookie consumes a state.
 */
export const callbackRoutes = new Hono<App>().on(
  ['GET', 'HEAD', 'OPTIONS', 'POST'],
  '/amazon/callback',
  async (c) => {
    // Hono answers HEAD by the GET handler; a link preview or a prefetch must not consume anything either.
    if (c.req.method !== 'GET') return problem(c, 'method-refused', { allow: ['GET'] })
    if (/prefetch|prerender/.test(c.req.header('sec-purpose') ?? '')) return c.body(null, 204)
    const { viewer, clock, random } = c.var
    // Each arrival is on the record, refused or not: nobody may flood it.
    const allowed = (await c.env.FORMS.limit({ key: limitedBy(c) })).success
    if (!allowed) return problem(c, 'too-many-requests')
    const db = database(c.env.DB)
    const binding = bindingIn(c)
    const params = new URL(c.req.url).searchParams
    const consumed = await consumeConsent(db, {
      viewer,
      state: params.get('state') ?? undefined,
      binding,
      clock,
    })
    if (binding !== undefined && (consumed.ok || consumed.fault.fault !== 'consent-unknown')) {
      dropBinding(c)
    }
    const refuse = async (fault: Fault) => {
      log('warn', { event: 'consent.refused', fault, reference: c.var.reference })
      await recordOnPlatform(
        c.env.PLATFORM,
        { kind: 'consent.refused', fault },
        viewer ? personActor(viewer.personId) : 'anonymous',
      )
      return problem(c, fault, { way: { href: '/connect', label: { en, zh }[c.var.language].again } })
    }
    if (!consumed.ok) {
      const { fault, foreign } = consumed.fault
      if (foreign !== undefined) await raiseElsewhere(db, foreign, clock)
      return refuse(fault)
    }
    const judged = await judgeArrival(db, { params, viewer, consent: consumed.value, clock, random })
    if (!judged.ok) return refuse(judged.fault)
    const { store, seller, code } = judged.value
    const { id: consent, region, regionAsked, country, personId } = consumed.value
    const object = storeObject<ConnectObject>(c.env.STORES, { id: store, region })
    const connected = await object.authorize({
      consent,
      code,
      storeId: store,
      sellerId: seller,
      region,
      regionAsked,
      country,
      personId,
    })
    if (!connected.ok) return refuse(connected.fault)
    return c.redirect(`/connect/done?store=${store}`, 303)
  },
)

/**
 * A consent that came back to another browser, session or person than began it: a mistake, or somebody is having a
 * victim finish what they started (RFC 9700, section 4.7). Refused either way; once on the list of alerts.
 */
async function raiseElsewhere(db: Database, consent: Consent, clock: Clock): Promise<void> {
  const { id, personId } = consent
  await raiseAlert(db, {
    id: `consent-elsewhere/${id}`,
    kind: 'consent-elsewhere',
    personId,
    nowMs: clock(),
  })
}

interface Judged {
  readonly store: StoreId
  readonly seller: SellerId
  readonly code: string
}

/** Everything that can be refused before Amazon is asked. The code's first sight is the last of them: it is for ever. */
async function judgeArrival(
  db: Database,
  given: {
    readonly params: URLSearchParams
    readonly viewer: Viewer | undefined
    readonly consent: Consent
    readonly clock: Clock
    readonly random: Random
  },
): Promise<Result<Judged, Fault>> {
  const { params, viewer, consent, clock, random } = given
  if (viewer?.recoveringUntilMs !== undefined) return fail('recovery-cooling')
  const names = [...params.keys()]
  if (names.some((name) => name.startsWith('error'))) return fail('consent-declined')
  if (new Set(names).size !== names.length) return fail('consent-declined')
  const arrived = arrival.safeParse(Object.fromEntries(params))
  if (!arrived.success) return fail('consent-declined')
  const { spapi_oauth_code: code, selling_partner_id: seller } = arrived.data
  if (!(await firstSightOfCode(db, code, clock))) return fail('code-dead')
  const own = await ownStoreOfSeller(db, consent.personId, seller, consent.region)
  return ok({ store: own ?? storeId.parse(newId(random)), seller, code })
}
