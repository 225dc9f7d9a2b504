import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { raiseAlert } from '../alerts/alerts.ts'
import type { App } from '../context.ts'
import type { Fault } from '../core/fault.ts'
import { newId, type SellerId, type StoreId, sellerId, storeId } from '../core/id.ts'
import { type Region, region } from '../core/region.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { Clock, Random } from '../core/time.ts'
import { type Database, database } from '../db/client.ts'
import type { OpenConfig } from '../env.ts'
import { mayConnect } from '../identity/testers.ts'
import { ownConnections } from '../store/directory.ts'
import { storeObject } from '../store/stub.ts'
import type { Viewer } from '../web/context.ts'
import { limitedBy } from '../web/guard.ts'
import { problem } from '../web/problem.tsx'
import type { ConnectObject } from './connect.ts'
import { type Consent, consumeConsent, firstSightOfCode } from './consent.ts'
import { bindingIn, dropBinding } from './consent-cookie.ts'
import { isNavigation, isUnread, refuseReturn } from './refused.tsx'

/** What Amazon adds to the redirect URI. A parameter that comes twice counts as malformed. */
const arrival = z.object({
  spapi_oauth_code: z.string().regex(/^[!-~]{1,2048}$/),
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
    if (c.req.method !== 'GET') return problem(c, 'method-refused', { allow: ['GET'], noReferrer: true })
    if (isUnread(c)) return c.body(null, 204)
    const { viewer, clock, random, config } = c.var
    if (!(await mayReturn(c))) return problem(c, 'too-many-requests', { noReferrer: true })
    const db = database(c.env.DB)
    const binding = bindingIn(c)
    const params = new URL(c.req.url).searchParams
    const state = params.get('state') ?? undefined
    const consumed = await consumeConsent(db, { viewer, state, binding, clock })
    if (consumed.ok || consumed.fault.consumed === true) dropBinding(c)
    if (!consumed.ok) {
      const { fault, foreign } = consumed.fault
      // What a browser was refused with must not work anywhere else: somebody may ask its person for the address.
      if (isNavigation(c)) await spendCode(db, params, clock)
      if (foreign !== undefined) await raiseElsewhere(db, foreign, { viewer, clock })
      return refuseReturn(c, fault, foreign !== undefined)
    }
    const consent = consumed.value
    const judged = await judgeArrival(db, { params, viewer, consent, config, clock, random })
    if (!judged.ok) {
      if (judged.fault === 'consent-unknown') await raiseElsewhere(db, consent, { viewer: undefined, clock })
      return refuseReturn(c, judged.fault, true)
    }
    const { store, seller, code, otherRegions } = judged.value
    const { id, region, country, personId } = consent
    const object = storeObject<ConnectObject>(c.env.STORES, { id: store, region }, 'exchange-unknown')
    const connected = await object.authorize({
      consent: id,
      code,
      storeId: store,
      sellerId: seller,
      region,
      otherRegions: [...otherRegions],
      country,
      personId,
    })
    if (!connected.ok) return refuseReturn(c, connected.fault, true)
    return c.redirect(`/connect/done?store=${store}`, 303)
  },
)

/**
 * A consent that came back to another browser, session or person than began it: a mistake, or somebody is having a
 * victim finish what they started (RFC 9700, section 4.7). Refused either way; once on the list of alerts. So is one
 * that names another seller than the page with the button showed.
 */
async function raiseElsewhere(
  db: Database,
  { id, personId }: Consent,
  { viewer, clock }: { readonly viewer: Viewer | undefined; readonly clock: Clock },
): Promise<void> {
  // The same person in a new session has only waited too long.
  if (viewer?.personId === personId) return
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
  /** To be tried if Amazon refuses the region that the seller chose. */
  readonly otherRegions: readonly Region[]
}

/** Everything that can be refused before Amazon is asked. Whatever is judged, the code that came is spent. */
async function judgeArrival(
  db: Database,
  given: {
    readonly params: URLSearchParams
    readonly viewer: Viewer | undefined
    readonly consent: Consent
    readonly config: OpenConfig
    readonly clock: Clock
    readonly random: Random
  },
): Promise<Result<Judged, Fault>> {
  const { params, viewer, consent, config, clock, random } = given
  const first = await spendCode(db, params, clock)
  if (viewer?.recoveringUntilMs !== undefined) return fail('recovery-cooling')
  if (!(await mayConnect(db, config, consent.personId))) return fail('consent-declined')
  const names = [...params.keys()]
  if (names.some((name) => name.startsWith('error'))) return fail('consent-declined')
  if (new Set(names).size !== names.length) return fail('consent-declined')
  const arrived = arrival.safeParse(Object.fromEntries(params))
  if (!arrived.success) return fail('consent-declined')
  const { spapi_oauth_code: code, selling_partner_id: seller } = arrived.data
  if (consent.sellerId !== null && consent.sellerId !== seller) return fail('consent-unknown')
  if (!first) return fail('code-dead')
  const own = await ownConnections(db, consent.personId, seller)
  const store = own.find((one) => one.region === consent.region)?.id ?? storeId.parse(newId(random))
  // A region in which this seller is connected already is not where a second connection belongs.
  const taken = own.map((one) => one.region)
  const others = region.options.filter((one) => one !== consent.region && !taken.includes(one))
  return ok({ store, seller, code, otherRegions: consent.regionAsked ? others : [] })
}

/** Marks the code that came, if one did, as seen: it is exchanged at most once, and never after a refusal (I2). */
async function spendCode(db: Database, params: URLSearchParams, clock: Clock): Promise<boolean> {
  const code = arrival.shape.spapi_oauth_code.safeParse(params.get('spapi_oauth_code'))
  return code.success && (await firstSightOfCode(db, code.data, clock))
}

/** Each return costs a read or two and may be recorded: a person, or a network, is held to twenty a minute. */
const mayReturn = async (c: Context<App>): Promise<boolean> =>
  (await c.env.FORMS.limit({ key: `return/${limitedBy(c)}` })).success
