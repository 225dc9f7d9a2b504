import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Answer,
  APPLICATION_ID,
  consentPath,
  formPost,
  HERON,
  LOGIN_URI,
  NORTHWIND,
  ORIGIN,
  REDIRECT_URI,
  type RunningSimulator,
  SECOND_ORIGIN,
  type Simulator,
  startSimulator,
  talkTo,
  target,
  tokens,
} from './simulator.ts'

let running: RunningSimulator
let amazon: Simulator

beforeAll(async () => {
  running = await startSimulator({ SECOND_ORIGIN })
  amazon = talkTo(running)
})
afterAll(() => running?.close())
beforeEach(() => amazon.control('reset'))

const CONSENT = '/apps/authorize/consent'
const CONFIRM = `/apps/authorize/confirm/${APPLICATION_ID}`
const CALLBACK_URI = `${ORIGIN}${CONFIRM}`

const cookieOf = (answer: Answer): string => answer.headers.get('set-cookie')?.split(';')[0] ?? ''
/** A browser's cookie after signing in as a seller's primary or secondary user. */
const signIn = async (user: { seller: string } | { secondary: string }): Promise<string> =>
  cookieOf(await amazon.open('/ap/signin', formPost({ ...user })))

/** Parameters of an answer's destination, which must be the address given. */
function parametersAt(answer: Answer, address: string): Record<string, string> {
  const url = target(answer)
  expect(`${url.origin}${url.pathname}`).toBe(address)
  return Object.fromEntries(url.searchParams)
}

/** The code, or else the heading, of the page on which an authorization ends. Such a page leads nowhere. */
async function refused(opened: Promise<Answer>): Promise<string | undefined> {
  const answer = await opened
  const text = await answer.text()
  expect(answer.headers.get('location')).toBeNull()
  expect(answer.status).toBeGreaterThanOrEqual(400)
  return /class="error-code">([^<]+)/.exec(text)?.[1] ?? /<h1>([^<]+)/.exec(text)?.[1]
}

/** The app's way back, without a cookie: Amazon binds its state to the seller, not to a browser. */
const confirm = (parameters: Record<string, string>, path = CONFIRM) =>
  amazon.open(`${path}?${new URLSearchParams(parameters)}`)
const OVER = 'This authorization cannot be finished'

/** Authorize Now without a browser: the state to come back with. */
async function authorizeNow(input: { seller: string; replaces?: boolean }): Promise<string> {
  const visit = (await amazon.control('appstore', input)) as { amazon_state: string }
  return visit.amazon_state
}

const exchange = async (code: string) =>
  tokens.parse(await (await amazon.token({ grant_type: 'authorization_code', code })).json())
const refreshStatus = async (token: string): Promise<number> =>
  (await amazon.token({ grant_type: 'refresh_token', refresh_token: token })).status

describe('consent', () => {
  test('passes once through the second origin, then shows application, roles and region', async () => {
    const entry = await amazon.open(consentPath())
    expect(entry.status).toBe(302)
    const hop = target(entry)
    expect(`${hop.origin}${hop.pathname}`).toBe(`${SECOND_ORIGIN}/ap/signin`)
    const returnTo = hop.searchParams.get('return_to') ?? ''
    expect((await amazon.open(hop.href)).status).toBe(200)
    const signedIn = await amazon.open(
      `${SECOND_ORIGIN}/ap/signin`,
      formPost({ seller: NORTHWIND, return_to: returnTo }),
    )
    expect(signedIn.status).toBe(303)
    expect(target(signedIn).origin).toBe(ORIGIN)
    const screen = await amazon.open(target(signedIn).href, { headers: { cookie: cookieOf(signedIn) } })
    expect(screen.status).toBe(200)
    const text = await screen.text()
    for (const words of [
      'Mint Hub Operations',
      'Northwind Home',
      'North America',
      'Amazon Fulfillment',
      'Inventory and Order Tracking',
      'Finance and Accounting',
      'Selling Partner Insights',
    ]) {
      expect(text).toContain(words)
    }
  })

  test('passes through the second origin when signed in, too', async () => {
    const cookie = await signIn({ seller: 'na' })
    const hop = target(await amazon.open(consentPath(), { headers: { cookie } }))
    expect(hop.origin).toBe(SECOND_ORIGIN)
    const back = await amazon.open(hop.href, { headers: { cookie } })
    expect(back.status).toBe(302)
    expect((await amazon.open(target(back).href, { headers: { cookie } })).status).toBe(200)
  })

  test('without the midway visit leads straight to the registered address with a code that works', async () => {
    await amazon.control('midway', { on: false })
    const fields = { application_id: APPLICATION_ID, state: 'a state/with +&= signs' }
    const answer = await amazon.open(CONSENT, formPost(fields, await signIn({ seller: 'na' })))
    expect(answer.status).toBe(303)
    const callback = target(answer)
    expect(`${callback.origin}${callback.pathname}`).toBe(REDIRECT_URI)
    expect([...callback.searchParams.keys()]).toEqual(['state', 'selling_partner_id', 'spapi_oauth_code'])
    expect(callback.searchParams.get('state')).toBe(fields.state)
    expect(callback.searchParams.get('selling_partner_id')).toBe(NORTHWIND)
    const code = callback.searchParams.get('spapi_oauth_code') ?? ''
    expect((await amazon.token({ grant_type: 'authorization_code', code })).status).toBe(200)
  })

  test('is not given by a browser that is not signed in, nor by a page of another site', async () => {
    const unsigned = await amazon.open(CONSENT, formPost({ application_id: APPLICATION_ID }))
    expect(target(unsigned).pathname).toBe('/ap/signin')
    const forged = formPost({ application_id: APPLICATION_ID }, await signIn({ seller: 'na' }))
    for (const header of [{ origin: 'http://localhost:8787' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await amazon.open(CONSENT, {
        ...forged,
        headers: { ...forged.headers, ...header },
      })
      expect(answer.status).toBe(403)
    }
  })

  test('needs version=beta while the application is a draft', async () => {
    await amazon.control('application', { stage: 'draft' })
    const refused = await amazon.open(consentPath())
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('MD1000')
    expect((await amazon.open(consentPath({ version: 'beta' }))).status).toBe(302)
    const posted = await amazon.open(
      CONSENT,
      formPost({ application_id: APPLICATION_ID }, await signIn({ seller: 'na' })),
    )
    expect(posted.status).toBe(400)
  })

  test('refuses a redirect address that is not registered', async () => {
    const refused = await amazon.open(consentPath({ redirect_uri: 'http://localhost:8787/elsewhere' }))
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('MD5101')
    expect((await amazon.open(consentPath({ redirect_uri: REDIRECT_URI }))).status).toBe(302)
    const fields = { application_id: APPLICATION_ID, redirect_uri: 'http://localhost:8787/elsewhere' }
    expect((await amazon.open(CONSENT, formPost(fields, await signIn({ seller: 'na' })))).status).toBe(400)
  })

  test('refuses an application that it does not know', async () => {
    const refused = await amazon.open(consentPath({ application_id: 'amzn1.sp.solution.unknown' }))
    expect(refused.status).toBe(404)
    expect(refused.headers.get('location')).toBeNull()
  })

  test('is not a secondary user’s to give', async () => {
    const cookie = await signIn({ secondary: NORTHWIND })
    const screen = await amazon.open(consentPath({ signed_in: 'yes' }), { headers: { cookie } })
    expect(screen.status).toBe(403)
    expect(await screen.text()).toContain('SPDC8143')
    const fields = { application_id: APPLICATION_ID, state: 'state-1' }
    expect(await refused(amazon.open(CONSENT, formPost(fields, cookie)))).toBe('SPDC8143')
  })

  test('lets its form reach the app and nothing else', async () => {
    const cookie = await signIn({ seller: NORTHWIND })
    for (const path of [consentPath({ signed_in: 'yes' }), '/appstore', '/apps/manage']) {
      const answer = await amazon.open(path, { headers: { cookie } })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-security-policy')).toMatch(
        /form-action 'self' http:\/\/localhost:8787$/,
      )
    }
  })

  test('that is declined leads nowhere', async () => {
    const screen = await amazon.open(consentPath({ signed_in: 'yes' }), {
      headers: { cookie: await signIn({ seller: NORTHWIND }) },
    })
    expect(await screen.text()).toContain('<a href="/apps/authorize/declined">Decline</a>')
    const declined = await amazon.open('/apps/authorize/declined')
    expect(declined.status).toBe(200)
    expect(await declined.text()).not.toContain('localhost:8787')
  })

  test.each([
    'https://evil.example/',
    '//evil.example/',
    'http://localhost:8787/',
    'javascript:alert(1)',
    '\\\\evil.example',
  ])('sign-in does not lead to %s', async (wanted) => {
    const answer = await amazon.open('/ap/signin', formPost({ seller: 'na', return_to: wanted }))
    expect(target(answer).origin).toBe(ORIGIN)
  })
})

describe('the log-in URI', () => {
  test('is visited after consent, and the redirect URI called once the app has confirmed, with its state', async () => {
    const fields = { application_id: APPLICATION_ID, state: 'the-state-of-consent' }
    const agreed = await amazon.open(CONSENT, formPost(fields, await signIn({ seller: 'na' })))
    expect(agreed.status).toBe(303)
    const visit = parametersAt(agreed, LOGIN_URI)
    expect(visit).toEqual({
      amazon_callback_uri: CALLBACK_URI,
      amazon_state: expect.stringMatching(/^[\w+/]{43}=$/),
      selling_partner_id: NORTHWIND,
    })
    const state = 'a fresh/state with +&= signs'
    const done = await confirm({ amazon_state: visit['amazon_state'] ?? '', state })
    expect(done.status).toBe(302)
    const arrival = parametersAt(done, REDIRECT_URI)
    expect(arrival).toEqual({
      state,
      selling_partner_id: NORTHWIND,
      spapi_oauth_code: expect.stringMatching(/^AN\w{22}$/),
    })
    await exchange(arrival['spapi_oauth_code'] ?? '')
  })

  test('is visited from the Appstore, by a browser that is signed in', async () => {
    const page = await (await amazon.open('/appstore')).text()
    expect(page).toContain('Sign in to authorize')
    expect(page).not.toContain('Authorize Now')
    const unsigned = await amazon.open('/appstore/authorization', formPost({}))
    expect(target(unsigned).pathname).toBe('/ap/signin')
    const cookie = await signIn({ seller: HERON })
    const shown = await (await amazon.open('/appstore', { headers: { cookie } })).text()
    for (const words of ['Authorize Now', 'Heron Garten', 'Finance and Accounting'])
      expect(shown).toContain(words)
    const visit = parametersAt(await amazon.open('/appstore/authorization', formPost({}, cookie)), LOGIN_URI)
    expect(visit['selling_partner_id']).toBe(HERON)
    const arrival = parametersAt(
      await confirm({ amazon_state: visit['amazon_state'] ?? '', redirect_uri: REDIRECT_URI }, `${CONFIRM}/`),
      REDIRECT_URI,
    )
    expect(Object.keys(arrival)).toEqual(['selling_partner_id', 'spapi_oauth_code'])
  })

  test('is not visited for a secondary user', async () => {
    const cookie = await signIn({ secondary: HERON })
    for (const path of ['/appstore/authorization', '/apps/manage/reauthorize', '/apps/manage/disable'])
      expect(await refused(amazon.open(path, formPost({}, cookie)))).toBe('SPDC8143')
  })

  test('carries version=beta while the application is a draft, and has to get it back', async () => {
    await amazon.control('application', { stage: 'draft', login_uri: 'http://localhost:9000/login?own=yes' })
    const answer = await amazon.open('/appstore/authorization', formPost({}, await signIn({ seller: 'fe' })))
    const visit = parametersAt(answer, 'http://localhost:9000/login')
    expect(visit).toMatchObject({ own: 'yes', version: 'beta' })
    const state = { amazon_state: visit['amazon_state'] ?? '' }
    expect(await refused(confirm(state))).toBe('MD1000')
    expect((await confirm({ ...state, version: 'beta' })).status).toBe(302)
  })

  test('can be given a callback address that is not Amazon’s', async () => {
    const visited = async (input: object): Promise<string | null> => {
      const { login } = (await amazon.control('appstore', { seller: 'na', ...input })) as { login: string }
      return new URL(login).searchParams.get('amazon_callback_uri')
    }
    expect(await visited({})).toBe(CALLBACK_URI)
    expect(await visited({ callback_origin: 'https://evil.example' })).toBe(`https://evil.example${CONFIRM}`)
    await amazon.control('callback', { origin: 'http://localhost:8788' })
    expect(await visited({})).toBe(`http://localhost:8788${CONFIRM}`)
    const cookie = await signIn({ seller: 'na' })
    const visit = parametersAt(await amazon.open('/appstore/authorization', formPost({}, cookie)), LOGIN_URI)
    expect(visit['amazon_callback_uri']).toBe(`http://localhost:8788${CONFIRM}`)
  })
})

describe('confirmation', () => {
  test('works once', async () => {
    const state = { amazon_state: await authorizeNow({ seller: 'fe' }) }
    const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(state)))
    expect(answers.map((one) => one.status).toSorted()).toEqual([302, ...Array(9).fill(400)])
    expect(await refused(confirm(state))).toBe(OVER)
  })

  test('ends ten minutes after the seller has agreed', async () => {
    await amazon.control('clock', { seconds: 0, stands: true })
    const early = await authorizeNow({ seller: 'fe' })
    const late = await authorizeNow({ seller: 'fe' })
    await amazon.control('clock', { seconds: 599, stands: true })
    expect((await confirm({ amazon_state: early })).status).toBe(302)
    await amazon.control('clock', { seconds: 600, stands: true })
    expect(await refused(confirm({ amazon_state: late }))).toBe(OVER)
  })

  test('needs a state that was given, for this application', async () => {
    expect(await refused(confirm({}))).toBe(OVER)
    expect(await refused(confirm({ amazon_state: 'made-up' }))).toBe(OVER)
    const state = { amazon_state: await authorizeNow({ seller: 'fe' }) }
    const other = 'amzn1.sp.solution.99999999-2222-3333-4444-555555555555'
    expect(await refused(confirm(state, `/apps/authorize/confirm/${other}`))).toBe(
      'There is no such application',
    )
    await amazon.control('application', { application_id: other })
    expect(await refused(confirm(state, `/apps/authorize/confirm/${other}`))).toBe(OVER)
  })

  test('refuses a redirect address that is not registered, and keeps the state for a better one', async () => {
    const second = 'http://localhost:8787/second'
    await amazon.control('application', { redirect_uris: [REDIRECT_URI, second] })
    const state = { amazon_state: await authorizeNow({ seller: 'fe' }) }
    expect(await refused(confirm({ ...state, redirect_uri: 'http://localhost:8787/other' }))).toBe('MD5101')
    parametersAt(await confirm({ ...state, redirect_uri: second }), second)
  })

  test('leads where consent was opened for, if it names no address itself', async () => {
    const second = 'http://localhost:8787/second'
    await amazon.control('application', { redirect_uris: [REDIRECT_URI, second] })
    const fields = { application_id: APPLICATION_ID, redirect_uri: second }
    const agreed = await amazon.open(CONSENT, formPost(fields, await signIn({ seller: 'na' })))
    const visit = parametersAt(agreed, LOGIN_URI)
    parametersAt(await confirm({ amazon_state: visit['amazon_state'] ?? '' }), second)
  })

  test('is what gives the authorization: before it there is none', async () => {
    const cookie = await signIn({ seller: 'na' })
    await amazon.open('/appstore/authorization', formPost({}, cookie))
    expect(await (await amazon.open('/control/issued')).json()).toEqual({ issued: [] })
    expect(await (await amazon.open('/apps/manage', { headers: { cookie } })).text()).toContain(
      'Northwind Home has authorized no application.',
    )
  })
})

describe('Manage Your Apps', () => {
  const manage = async (cookie: string): Promise<string> =>
    (await amazon.open('/apps/manage', { headers: { cookie } })).text()

  test('tells what was authorized, when and until when, to the seller signed in', async () => {
    expect(target(await amazon.open('/apps/manage')).pathname).toBe('/ap/signin')
    await amazon.control('clock', { seconds: 0, stands: true })
    await amazon.authorize('na')
    const cookie = await signIn({ seller: 'na' })
    const text = await manage(cookie)
    for (const words of ['North America', 'Amazon Fulfillment', 'Re-authorize', 'Disable', '>Expires<'])
      expect(text).toContain(words)
    const [from = 0, until = 0] = [...text.matchAll(/dateTime="([^"]+)"/gi)].map(([, iso]) =>
      Date.parse(iso ?? ''),
    )
    expect(until - from).toBe(365 * 86_400_000)
    expect(await manage(await signIn({ seller: 'eu' }))).toContain(
      'Heron Garten has authorized no application.',
    )
    await amazon.control('clock', { seconds: 365 * 86_400, stands: true })
    expect(await manage(await signIn({ seller: 'na' }))).toContain('>Expired<')
  })

  test('disables: the refresh token answers invalid_grant, another seller’s does not', async () => {
    const northwind = await amazon.authorize('na')
    const heron = await amazon.authorize('eu')
    const cookie = await signIn({ seller: 'na' })
    const answer = await amazon.open('/apps/manage/disable', formPost({}, cookie))
    expect([answer.status, target(answer).pathname]).toEqual([303, '/apps/manage'])
    expect(await refreshStatus(northwind.refresh_token)).toBe(400)
    expect(await refreshStatus(heron.refresh_token)).toBe(200)
    expect(await manage(cookie)).toContain('has authorized no application')
  })

  test('re-authorizes: the new refresh token replaces the old when the app has it, not before', async () => {
    const old = await amazon.authorize('na')
    const cookie = await signIn({ seller: 'na' })
    const visit = parametersAt(await amazon.open('/apps/manage/reauthorize', formPost({}, cookie)), LOGIN_URI)
    const arrival = parametersAt(await confirm({ amazon_state: visit['amazon_state'] ?? '' }), REDIRECT_URI)
    expect(await refreshStatus(old.refresh_token)).toBe(200)
    const renewed = await exchange(arrival['spapi_oauth_code'] ?? '')
    expect(await refreshStatus(old.refresh_token)).toBe(400)
    expect(await refreshStatus(renewed.refresh_token)).toBe(200)
  })

  test.each([
    [true, 400],
    [false, 200],
  ])('is what the command does with replaces=%s: the old token answers %i', async (replaces, status) => {
    const old = await amazon.authorize('na')
    const done = await confirm({ amazon_state: await authorizeNow({ seller: 'na', replaces }) })
    await exchange(parametersAt(done, REDIRECT_URI)['spapi_oauth_code'] ?? '')
    expect(await refreshStatus(old.refresh_token)).toBe(status)
  })
})
