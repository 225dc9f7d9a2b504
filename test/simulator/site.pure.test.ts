import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TestHarness } from 'wrangler'
import {
  type Answer,
  APPLICATION_ID,
  NORTHWIND,
  ORIGIN,
  REDIRECT_URI,
  type Simulator,
  startSimulator,
  talkTo,
} from './simulator.ts'

const SECOND_ORIGIN = 'http://127.0.0.1:8789'

let harness: TestHarness
let amazon: Simulator

beforeAll(async () => {
  harness = await startSimulator({ SECOND_ORIGIN })
  amazon = talkTo(harness)
})
afterAll(() => harness?.close())
beforeEach(() => amazon.control('reset'))

const consent = (parameters: Record<string, string> = {}): string =>
  `/apps/authorize/consent?${new URLSearchParams({ application_id: APPLICATION_ID, state: 'state-1', ...parameters })}`
const target = (answer: Answer): URL => new URL(answer.headers.get('location') ?? '', ORIGIN)
const cookieOf = (answer: Answer): string => answer.headers.get('set-cookie')?.split(';')[0] ?? ''
interface FormPost {
  readonly method: 'POST'
  readonly headers: Record<string, string>
  readonly body: string
}
const form = (fields: Record<string, string>, cookie = ''): FormPost => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
  body: new URLSearchParams(fields).toString(),
})
/** A browser's cookie after signing in as a seller. */
const signIn = async (seller: string): Promise<string> =>
  cookieOf(await amazon.open('/ap/signin', form({ seller })))

describe('hosts', () => {
  test.each(['127.0.0.1', 'localhost', '[::1]', '127.0.0.1:8788', 'localhost:9999', '[::1]:9998'])(
    '%s is answered',
    async (host) => {
      expect((await harness.fetch(`http://${host}/`)).status).toBe(200)
    },
  )

  test.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '192.168.1.10:8788',
    '0.0.0.0:8788',
  ])('%s is misdirected, on every path', async (host) => {
    for (const path of ['/', '/control/state', '/control/mailbox', '/auth/o2/token', '/style.css']) {
      expect((await harness.fetch(`http://${host}${path}`)).status).toBe(421)
    }
  })
})

describe('consent', () => {
  test('passes once through the second origin, then shows application, roles and region', async () => {
    const entry = await amazon.open(consent())
    expect(entry.status).toBe(302)
    const hop = target(entry)
    expect(`${hop.origin}${hop.pathname}`).toBe(`${SECOND_ORIGIN}/ap/signin`)
    const returnTo = hop.searchParams.get('return_to') ?? ''
    expect((await amazon.open(hop.href)).status).toBe(200)
    const signedIn = await amazon.open(
      `${SECOND_ORIGIN}/ap/signin`,
      form({ seller: NORTHWIND, return_to: returnTo }),
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
    const cookie = await signIn('na')
    const hop = target(await amazon.open(consent(), { headers: { cookie } }))
    expect(hop.origin).toBe(SECOND_ORIGIN)
    const back = await amazon.open(hop.href, { headers: { cookie } })
    expect(back.status).toBe(302)
    expect((await amazon.open(target(back).href, { headers: { cookie } })).status).toBe(200)
  })

  test('leads to the registered address with Amazon’s three parameters, and the code works', async () => {
    const fields = { application_id: APPLICATION_ID, state: 'a state/with +&= signs' }
    const answer = await amazon.open('/apps/authorize/consent', form(fields, await signIn('na')))
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
    const unsigned = await amazon.open('/apps/authorize/consent', form({ application_id: APPLICATION_ID }))
    expect(target(unsigned).pathname).toBe('/ap/signin')
    const forged = form({ application_id: APPLICATION_ID }, await signIn('na'))
    for (const header of [{ origin: 'http://localhost:8787' }, { 'sec-fetch-site': 'cross-site' }]) {
      const answer = await amazon.open('/apps/authorize/consent', {
        ...forged,
        headers: { ...forged.headers, ...header },
      })
      expect(answer.status).toBe(403)
    }
  })

  test('needs version=beta while the application is a draft', async () => {
    await amazon.control('application', { stage: 'draft' })
    const refused = await amazon.open(consent())
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('MD1000')
    expect((await amazon.open(consent({ version: 'beta' }))).status).toBe(302)
    const posted = await amazon.open(
      '/apps/authorize/consent',
      form({ application_id: APPLICATION_ID }, await signIn('na')),
    )
    expect(posted.status).toBe(400)
  })

  test('refuses a redirect address that is not registered', async () => {
    const refused = await amazon.open(consent({ redirect_uri: 'http://localhost:8787/elsewhere' }))
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('MD5101')
    expect((await amazon.open(consent({ redirect_uri: REDIRECT_URI }))).status).toBe(302)
    const fields = { application_id: APPLICATION_ID, redirect_uri: 'http://localhost:8787/elsewhere' }
    expect((await amazon.open('/apps/authorize/consent', form(fields, await signIn('na')))).status).toBe(400)
  })

  test('refuses an application that it does not know', async () => {
    const refused = await amazon.open(consent({ application_id: 'amzn1.sp.solution.unknown' }))
    expect(refused.status).toBe(404)
    expect(refused.headers.get('location')).toBeNull()
  })

  test('that is declined leads nowhere', async () => {
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
    const answer = await amazon.open('/ap/signin', form({ seller: 'na', return_to: wanted }))
    expect(target(answer).origin).toBe(ORIGIN)
  })
})

describe('pages', () => {
  const paths = [
    '/',
    '/sellers',
    `/sellers/${NORTHWIND}`,
    '/mailbox',
    '/journal',
    '/controls',
    '/ap/signin',
    '/apps/authorize/declined',
    consent({ redirect_uri: 'http://localhost:1/' }),
    '/not-there',
  ]

  test.each(paths)('%s says what it is not, under a policy without inline style or script', async (path) => {
    await amazon.control('mailbox/clear')
    const answer = await amazon.open(path)
    const text = await answer.text()
    expect(text).toContain('Simulator. Nothing here is Amazon')
    expect(text).toMatch(/^<!doctype html><html lang="en">/)
    expect(text).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=|javascript:/i)
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('let the consent form reach the registered address and nothing else', async () => {
    const cookie = await signIn('na')
    const answer = await amazon.open(consent({ signed_in: 'yes' }), { headers: { cookie } })
    expect(answer.headers.get('content-security-policy')).toMatch(
      /form-action 'self' http:\/\/localhost:8787$/,
    )
  })

  test('list a seller’s stock by page', async () => {
    expect(await (await amazon.open(`/sellers/${NORTHWIND}?page=24`)).text()).toContain(
      '1,151–1,200 of 1,200',
    )
    expect((await amazon.open('/sellers/NOBODY')).status).toBe(404)
  })
})

describe('the mailbox', () => {
  const post = (mail: object) => amazon.open('/mailbox', { method: 'POST', body: JSON.stringify(mail) })
  const mail = {
    to: 'mina@example.com',
    subject: 'Hello',
    text: 'Open http://localhost:8787/mail/abc. Not https://evil.example/x <b>',
    language: 'en',
  }

  test('shows mails newest first, as text, with links to the app only', async () => {
    expect((await post(mail)).status).toBe(202)
    expect((await post({ ...mail, subject: '您好', language: 'zh' })).status).toBe(202)
    const text = await (await amazon.open('/mailbox')).text()
    expect(text.indexOf('您好')).toBeLessThan(text.indexOf('Hello'))
    expect(text).toContain('<a href="http://localhost:8787/mail/abc">http://localhost:8787/mail/abc</a>.')
    expect(text.match(/<a href="http/g)).toHaveLength(2)
    expect(text).toContain('&lt;b&gt;')
    expect(text).toContain('lang="zh-Hans"')
  })

  test('is read by address as JSON', async () => {
    await post(mail)
    await post({ ...mail, to: 'other@example.com' })
    const { mails } = (await (await amazon.open('/control/mailbox?to=MINA@example.com')).json()) as {
      mails: { to: string }[]
    }
    expect(mails.map((one) => one.to)).toEqual(['mina@example.com'])
  })

  test('outlives the object and is written nowhere, nor is a code or token', async () => {
    await post(mail)
    const given = await amazon.authorize('na')
    const worker = harness.getWorker()
    const storage = await worker.getDurableObjectStorage('SimulatorObject', { name: 'amazon' })
    const tables = await storage.exec<{ name: string }>("select name from sqlite_master where type = 'table'")
    const rows = await Promise.all(
      tables
        .filter(({ name }) => !name.startsWith('_cf'))
        .map(({ name }) => storage.exec(`select * from "${name}"`)),
    )
    const stored = JSON.stringify(rows)
    const issued = (await (await amazon.open('/control/issued')).json()) as {
      issued: { kind: string; value: string }[]
    }
    expect(issued.issued.map((one) => one.kind)).toEqual([
      'authorization-code',
      'refresh-token',
      'access-token',
    ])
    expect(issued.issued.map((one) => one.value)).toContain(given.refresh_token)
    for (const secret of ['mail/abc', ...issued.issued.map((one) => one.value)])
      expect(stored).not.toContain(secret)
    await worker.evictDurableObject('SimulatorObject', { name: 'amazon' })
    expect(await (await amazon.open('/mailbox')).text()).toContain('mail/abc')
  })

  test('refuses what is no mail', async () => {
    for (const wrong of [{}, { ...mail, to: 'nobody' }, { ...mail, text: '' }, { ...mail, language: 'fr' }]) {
      expect((await post(wrong)).status).toBe(400)
    }
  })
})

describe('controls', () => {
  test('refuse what they cannot read, and another site', async () => {
    const post = (path: string, body: string, headers: Record<string, string> = {}) =>
      amazon.open(path, { method: 'POST', body, headers })
    expect((await post('/control/clock', '{"seconds":"soon"}')).status).toBe(400)
    expect((await post('/control/clock', 'not json')).status).toBe(400)
    expect((await post('/control/revoke', '{"seller":"nobody"}')).status).toBe(400)
    expect(
      (await post('/control/consent', '{"seller":"na","redirect_uri":"http://localhost:8787/other"}')).status,
    ).toBe(400)
    expect((await post('/control/application', '{"redirect_uris":["https://evil.example/"]}')).status).toBe(
      400,
    )
    expect((await post('/control/nothing', '{}')).status).toBe(404)
    expect((await post('/control/__proto__', '{}')).status).toBe(404)
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ]) {
      expect((await post('/control/reset', '{}', headers)).status).toBe(403)
    }
  })

  test('show the state without a secret, and reset puts everything back', async () => {
    await amazon.control('application', { stage: 'draft', client_secret: 'marked-secret' })
    await amazon.control('clock', { seconds: 90 })
    await amazon.control('faults', { kind: 'html', seller: 'fe' })
    await amazon.control('lwa/hold')
    const changed = await (await amazon.open('/control/state')).text()
    expect(changed).not.toContain('marked-secret')
    expect(JSON.parse(changed)).toMatchObject({
      clock: { offset_seconds: 90 },
      application: { stage: 'draft' },
      lwa: { holding: true },
      faults: [{ kind: 'html', remaining: 1 }],
    })
    await amazon.control('reset')
    expect(await (await amazon.open('/control/state')).json()).toMatchObject({
      clock: { offset_seconds: 0 },
      application: { stage: 'published', redirect_uris: [REDIRECT_URI] },
      lwa: { holding: false, waiting: 0 },
      faults: [],
      calls: [],
      mails: 0,
    })
  })

  test('stop the clock, move it by exact seconds, and let it run again', async () => {
    const clock = async (): Promise<{ now_ms: number; stands: boolean }> => {
      const state = (await (await amazon.open('/control/state')).json()) as {
        clock: { now_ms: number; stands: boolean }
      }
      return state.clock
    }
    await amazon.control('clock', { seconds: 0, stands: true })
    const stopped = await clock()
    for (let time = 0; time < 5; time += 1) expect(await clock()).toEqual(stopped)
    await amazon.control('clock', { seconds: 30, stands: true })
    expect((await clock()).now_ms).toBe(stopped.now_ms + 30_000)
    await amazon.control('clock', { seconds: 0 })
    const { now_ms: nowMs } = await clock()
    await expect.poll(async () => (await clock()).now_ms, { timeout: 10_000 }).toBeGreaterThan(nowMs)
  })

  test('work as plain forms', async () => {
    await amazon.authorize('na')
    const revoked = await amazon.open('/controls/revoke', form({ seller: NORTHWIND }))
    expect([revoked.status, target(revoked).pathname]).toEqual([303, '/controls'])
    expect(await (await amazon.open('/controls')).text()).not.toContain('live authorization')
    const cleared = await amazon.open('/controls/journal/clear', form({ back: '/journal' }))
    expect(target(cleared).pathname).toBe('/journal')
    expect(
      target(await amazon.open('/controls/reset', form({ back: 'https://evil.example' }))).pathname,
    ).toBe('/controls')
    const injected = form({ kind: 'truncated', operation: 'token', status: '503', seller: '', times: '2' })
    expect((await amazon.open('/controls/faults', injected)).status).toBe(303)
    expect((await amazon.open('/controls/clock', form({ seconds: 'x' }))).status).toBe(400)
  })
})

test('variables that are missing or wrong are named and not shown', async () => {
  const unset = await startSimulator({ LWA_CLIENT_ID: 'marked-id', SECOND_ORIGIN: 'https://evil.example' })
  const answer = await unset.fetch(`${ORIGIN}/`)
  const text = await answer.text()
  await unset.close()
  expect(answer.status).toBe(503)
  expect(text).toContain('LWA_CLIENT_ID, SECOND_ORIGIN')
  expect(text).not.toContain('marked-id')
})
