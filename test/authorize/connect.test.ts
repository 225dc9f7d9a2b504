import { env, exports } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { consentAt, control, exchanges, journal } from '../amazon.ts'
import { type Browser, newBrowser, sessionFor, signedIn } from '../person.ts'
import { developmentVariables } from '../variables.ts'

const ORIGIN = developmentVariables.PUBLIC_ORIGIN

beforeEach(async () => {
  await control('reset')
})

/** Starts at /connect and returns the state that the leaving page would hand to Amazon. */
async function startAt(browser: Browser, country = 'US'): Promise<string> {
  const started = await browser.post('/connect', { country })
  expect(started.status).toBe(303)
  expect(started.headers.get('location')).toBe('/connect/leaving')
  const leaving = await (await browser.get('/connect/leaving')).text()
  const state = /[?;&]state=([A-Za-z0-9_-]{43})/.exec(leaving)?.[1]
  if (state === undefined) throw new Error('the leaving page names no state')
  return state
}

const stores = async () =>
  (await env.DB.prepare('SELECT * FROM store').all<Record<string, unknown>>()).results

describe('connecting a store', () => {
  test('goes from the country to the next-steps page with one exchange', async () => {
    const { browser, personId } = await signedIn()
    const callback = await browser.get(await consentAt(await startAt(browser)))
    expect(callback.status).toBe(303)
    const done = callback.headers.get('location') ?? ''
    expect(done).toMatch(/^\/connect\/done\?store=[0-9a-z]{26}$/)
    const page = await browser.get(done)
    expect(page.status).toBe(200)
    const text = await page.text()
    expect(text).toContain(`${personId}@seller.example`)
    expect(text).toContain('confirmed by Amazon’s own records')
    const calls = (await journal()).map((line) => [line.operation, line.status])
    expect(calls).toEqual([
      ['token', 200],
      ['getMarketplaceParticipations', 200],
      ['listTransactions', 200],
    ])
    const mine = (await stores()).filter((one) => one['connected_by'] === personId)
    expect(mine).toMatchObject([
      { state: 'connected', region: 'na', country: 'US', seller_id: 'A2NORTHWIND0NA' },
    ])
  })

  test('a second consent of the same seller renews the store under the next generation', async () => {
    const { browser, personId } = await signedIn()
    const first = await browser.get(await consentAt(await startAt(browser)))
    const second = await browser.get(await consentAt(await startAt(browser)))
    expect(second.headers.get('location')).toBe(first.headers.get('location'))
    const token = await env.DB.prepare(
      'SELECT generation FROM sealed_token t JOIN store s ON s.id = t.store_id WHERE s.connected_by = ?',
    )
      .bind(personId)
      .all()
    expect(token.results).toEqual([{ generation: 2 }])
    const id = first.headers.get('location')?.split('=')[1] ?? ''
    const shares = await env.KEY_SHARES.list({ prefix: `token/${id}/` })
    expect(shares.objects.map((one) => one.key)).toEqual([`token/${id}/2`])
  })

  test('a draft application sends version=beta, a published one does not', async () => {
    const { browser } = await signedIn()
    await browser.post('/connect', { country: 'US' })
    expect(await (await browser.get('/connect/leaving')).text()).not.toContain('version=beta')
  })

  test('Undo stops the store, destroys the token and its share, and calls Amazon for nothing', async () => {
    const { browser } = await signedIn()
    const callback = await browser.get(await consentAt(await startAt(browser)))
    const id = callback.headers.get('location')?.split('=')[1] ?? ''
    const before = (await journal()).length
    const undone = await browser.post(`/stores/${id}/disconnection`)
    expect(undone.headers.get('location')).toBe(`/stores/${id}/disconnection`)
    expect(await (await browser.get(`/stores/${id}/disconnection`)).text()).toContain('destroyed')
    expect((await env.KEY_SHARES.list({ prefix: `token/${id}/` })).objects).toEqual([])
    expect(await env.DB.prepare('SELECT * FROM sealed_token WHERE store_id = ?').bind(id).first()).toBeNull()
    expect((await browser.get(`/stores/${id}/inventory`)).status).toBe(409)
    expect(await journal()).toHaveLength(before)
  })

  test('a code that died at Amazon stores nothing and says so', async () => {
    const { browser } = await signedIn()
    const before = (await stores()).length
    const path = await consentAt(await startAt(browser))
    await control('clock', { seconds: 301 })
    expect((await browser.get(path)).status).toBe(410)
    expect(await stores()).toHaveLength(before)
  })

  test('a region that Amazon does not confirm is fenced and its token destroyed', async () => {
    const { browser } = await signedIn()
    const answer = await browser.get(await consentAt(await startAt(browser, 'DE'), 'na'))
    expect(answer.status).toBe(409)
    const [last] = (await stores()).slice(-1)
    expect(last).toMatchObject({ state: 'fenced', region: 'eu' })
    expect((await env.KEY_SHARES.list({ prefix: `token/${last?.['id']}/` })).objects).toEqual([])
  })

  test('a callback edited to another seller is fenced when Amazon names the true one', async () => {
    const { browser } = await signedIn()
    const path = (await consentAt(await startAt(browser))).replace('A2NORTHWIND0NA', 'A2SOMEBODYELSE')
    expect((await browser.get(path)).status).toBe(409)
    const [last] = (await stores()).slice(-1)
    expect(last).toMatchObject({ state: 'fenced', seller_id: 'A2SOMEBODYELSE' })
  })

  test('a country that the store is not in gives way to the first that Amazon lists', async () => {
    const { browser, personId } = await signedIn()
    await browser.get(await consentAt(await startAt(browser, 'IT'), 'eu'))
    const mine = (await stores()).filter((one) => one['connected_by'] === personId)
    expect(mine).toMatchObject([{ state: 'connected', country: 'DE' }])
  })

  test('Amazon not answering after the exchange leaves the store connected', async () => {
    const { browser } = await signedIn()
    await control('faults', { operation: 'getMarketplaceParticipations', kind: 'html', times: 50 })
    const path = await consentAt(await startAt(browser))
    const answer = await browser.get(path)
    expect(answer.status).toBe(303)
    expect(await (await browser.get(answer.headers.get('location') ?? '')).text()).toContain(
      'did not list them just now',
    )
  }, 60_000)
})

describe('the callback refuses', () => {
  test.each(['', '?state=', '?spapi_oauth_code=x&selling_partner_id=A2NORTHWIND0NA'])(
    'an address without a state (%s)',
    async (query) => {
      const { browser } = await signedIn()
      expect((await browser.get(`/amazon/callback${query}`)).status).toBe(400)
      expect(await exchanges()).toBe(0)
    },
  )

  test('an unknown state, in the person’s language', async () => {
    const { browser } = await signedIn()
    await startAt(browser)
    const english = await browser.get(await consentAt('A'.repeat(43)))
    const chinese = await browser.get(await consentAt('B'.repeat(43)), { 'accept-language': 'zh-CN' })
    expect([english.status, chinese.status]).toEqual([400, 400])
    expect(await english.text()).toContain('lang="en"')
    expect(await chinese.text()).toContain('lang="zh-Hans"')
    expect(await exchanges()).toBe(0)
  })

  test('a state older than ten minutes', async () => {
    const { browser } = await signedIn()
    const path = await consentAt(await startAt(browser))
    await env.DB.prepare('UPDATE pending_consent SET created_at_ms = created_at_ms - 601000').run()
    expect((await browser.get(path)).status).toBe(410)
    expect(await exchanges()).toBe(0)
  })

  test('a state seen before, with its cookie and without', async () => {
    const { browser } = await signedIn()
    const path = await consentAt(await startAt(browser))
    const binding = browser.cookies.get('__Host-consent') ?? ''
    expect((await browser.get(path)).status).toBe(303)
    expect((await browser.get(path)).status).toBe(410)
    browser.cookies.set('__Host-consent', binding)
    expect((await browser.get(path)).status).toBe(410)
    expect(await exchanges()).toBe(1)
  })

  test('a state used before, with another code that Amazon gave for it', async () => {
    const { browser } = await signedIn()
    const state = await startAt(browser)
    const binding = browser.cookies.get('__Host-consent') ?? ''
    expect((await browser.get(await consentAt(state))).status).toBe(303)
    browser.cookies.set('__Host-consent', binding)
    expect((await browser.get(await consentAt(state))).status).toBe(410)
    expect(await exchanges()).toBe(1)
  })

  test('a state under the cookie of another consent of the same session, and leaves both usable', async () => {
    const { browser } = await signedIn()
    const first = await startAt(browser)
    const firstBinding = browser.cookies.get('__Host-consent') ?? ''
    const second = await startAt(browser)
    const path = await consentAt(first)
    expect((await browser.get(path)).status).toBe(400)
    expect(await exchanges()).toBe(0)
    expect((await browser.get(await consentAt(second))).status).toBe(303)
    browser.cookies.set('__Host-consent', firstBinding)
    expect((await browser.get(path)).status).toBe(303)
  })

  test('a state of another browser, session or person', async () => {
    const owner = await signedIn()
    const stranger = await signedIn()
    const path = await consentAt(await startAt(owner.browser))
    const binding = owner.browser.cookies.get('__Host-consent') ?? ''
    expect((await stranger.browser.get(path)).status).toBe(400)
    expect((await newBrowser().get(path)).status).toBe(400)
    stranger.browser.cookies.set('__Host-consent', binding)
    expect((await stranger.browser.get(path)).status).toBe(400)
    expect(await exchanges()).toBe(0)
  })

  test('a state of another session of the same person', async () => {
    const { browser, personId } = await signedIn()
    const path = await consentAt(await startAt(browser))
    browser.cookies.set('__Host-session', await sessionFor(personId))
    expect((await browser.get(path)).status).toBe(400)
    expect(await exchanges()).toBe(0)
  })

  test('the same code under a fresh state', async () => {
    const { browser } = await signedIn()
    const first = await consentAt(await startAt(browser))
    expect((await browser.get(first)).status).toBe(303)
    const code = new URLSearchParams(first.split('?')[1]).get('spapi_oauth_code') ?? ''
    const query = new URLSearchParams({
      state: await startAt(browser),
      selling_partner_id: 'A2NORTHWIND0NA',
      spapi_oauth_code: code,
    })
    expect((await browser.get(`/amazon/callback?${query}`)).status).toBe(410)
    expect(await exchanges()).toBe(1)
  })

  test.each([1, 3600])(
    'replays after %d s: of the address, and of its code under a fresh state',
    async (seconds) => {
      const { browser } = await signedIn()
      const path = await consentAt(await startAt(browser))
      const binding = browser.cookies.get('__Host-consent') ?? ''
      expect((await browser.get(path)).status).toBe(303)
      await env.DB.batch([
        env.DB.prepare(
          'UPDATE pending_consent SET created_at_ms = created_at_ms - ?1, consumed_at_ms = consumed_at_ms - ?1',
        ).bind(seconds * 1000),
        env.DB.prepare('UPDATE seen_code SET seen_at_ms = seen_at_ms - ?').bind(seconds * 1000),
      ])
      expect((await browser.get(path)).status).toBe(410)
      browser.cookies.set('__Host-consent', binding)
      expect((await browser.get(path)).status).toBe(410)
      const again = new URLSearchParams(path.split('?')[1])
      again.set('state', await startAt(browser))
      expect((await browser.get(`/amazon/callback?${again}`)).status).toBe(410)
      expect(await exchanges()).toBe(1)
    },
  )

  test('HEAD, OPTIONS, POST, prefetches and link previews, and consumes nothing by them', async () => {
    const { browser } = await signedIn()
    const path = await consentAt(await startAt(browser))
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    for (const method of ['HEAD', 'OPTIONS']) {
      const request = new Request(new URL(path, ORIGIN), { method, headers: { cookie } })
      expect((await exports.default.fetch(request)).status).toBe(405)
    }
    expect((await browser.get(path, { 'sec-purpose': 'prefetch' })).status).toBe(204)
    expect((await browser.post(path)).status).toBe(405)
    expect((await newBrowser().get(path)).status).toBe(400)
    expect(await exchanges()).toBe(0)
    expect((await browser.get(path)).status).toBe(303)
  })

  test.each(['error=access_denied', 'error_description=%3Cscript%3E', 'state=twice'])(
    'what Amazon sends with %s, and echoes none of it',
    async (extra) => {
      const { browser } = await signedIn()
      const answer = await browser.get(`/amazon/callback?state=${await startAt(browser)}&${extra}`)
      expect(answer.status).toBe(400)
      expect(await answer.text()).not.toMatch(/access_denied|<script>|twice/)
      expect(await exchanges()).toBe(0)
    },
  )

  test('50 parallel identical callbacks but one', async () => {
    const { browser } = await signedIn()
    const path = await consentAt(await startAt(browser))
    const cookies = new Map(browser.cookies)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => newBrowser(new Map(cookies)).get(path)),
    )
    expect(answers.filter((one) => one.status === 303)).toHaveLength(1)
    // Used, or over the person's twenty a minute: refused either way.
    expect(answers.filter((one) => one.status === 410 || one.status === 429)).toHaveLength(49)
    expect(await exchanges()).toBe(1)
  })
})

describe('within 24 hours of a recovery', () => {
  test('no store is connected or disconnected', async () => {
    const { browser, personId } = await signedIn()
    const connected = await browser.get(await consentAt(await startAt(browser)))
    const id = connected.headers.get('location')?.split('=')[1] ?? ''
    await env.DB.prepare('UPDATE person SET recovered_at_ms = ? WHERE id = ?')
      .bind(Date.now(), personId)
      .run()
    expect((await browser.post('/connect', { country: 'US' })).status).toBe(403)
    expect((await browser.post(`/stores/${id}/disconnection`)).status).toBe(403)
    expect((await browser.get('/connect')).status).toBe(200)
  })
})

describe('another person’s store', () => {
  test('answers 404 on every address', async () => {
    const owner = await signedIn()
    const stranger = await signedIn()
    const connected = await owner.browser.get(await consentAt(await startAt(owner.browser)))
    const id = connected.headers.get('location')?.split('=')[1] ?? ''
    const answers = [
      await stranger.browser.get(`/stores/${id}/inventory`),
      await stranger.browser.get(`/stores/${id}/inventory/progress`),
      await stranger.browser.post(`/stores/${id}/inventory`),
      await stranger.browser.get(`/stores/${id}/disconnection`),
      await stranger.browser.post(`/stores/${id}/disconnection`),
      await stranger.browser.get(`/connect/done?store=${id}`),
    ]
    expect(answers.map((one) => one.status)).toEqual([404, 404, 404, 404, 404, 404])
    expect((await owner.browser.get(`/connect/done?store=${id}`)).status).toBe(200)
  })
})
