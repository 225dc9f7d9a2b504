import { createExecutionContext, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { app } from '../../src/app.tsx'
import type { Env } from '../../src/env.ts'
import { consentAt, control, exchanges, journal } from '../amazon.ts'
import { objectNamed } from '../audit/fixture.ts'
import { startedState } from '../connected.ts'
import { newBrowser, signedIn } from '../person.ts'
import { developmentVariables } from '../variables.ts'
import { hostileUris } from './hostile-uris.ts'
import {
  CONFIRM,
  CONFIRM_PATH,
  consents,
  destinationOf,
  pressConnect,
  production,
  shownIn,
  visit,
} from './visit.ts'

beforeEach(async () => {
  await control('reset')
})

const alerts = async () =>
  (await env.DB.prepare('SELECT * FROM alert').all<Record<string, unknown>>()).results

describe('an attacker', () => {
  test('who opens the log-in URI in a signed-in victim’s browser gets a question, and nothing without its button', async () => {
    const { browser, personId } = await signedIn()
    expect((await browser.get(visit({ amazon_state: 'attackers' }))).headers.get('location')).toBe(
      '/amazon/login',
    )
    expect((await browser.get('/connect/leaving')).headers.get('location')).toBe('/connect')
    expect(await consents(personId)).toEqual([])
    const forged = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const shown = shownIn(await (await browser.get('/amazon/login')).text())
    expect((await browser.post('/amazon/login', { shown, region: 'fe' }, forged)).status).toBe(403)
    expect((await browser.post('/amazon/login', { shown, region: 'fe', form_token: 'x' })).status).toBe(403)
    expect(await consents(personId)).toEqual([])
    expect(await journal()).toEqual([])
  })

  test('whose visit comes between the page and the button does not take its place', async () => {
    const { browser, personId } = await signedIn()
    await browser.get(visit({ amazon_state: 'mine' }))
    const shown = shownIn(await (await browser.get('/amazon/login')).text())
    await browser.get(visit({ amazon_state: 'attackers' }))
    const answer = await browser.post('/amazon/login', { shown, region: 'fe' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('Connect a store to')
    expect(await consents(personId)).toEqual([])
  })

  test('who has a victim finish what they started is refused, with one alert', async () => {
    const attacker = await signedIn()
    const victim = await signedIn()
    const path = await consentAt(await startedState(attacker.browser, 'JP'), 'fe')
    expect((await victim.browser.get(path)).status).toBe(400)
    expect((await victim.browser.get(path)).status).toBe(400)
    expect((await newBrowser().get(path)).status).toBe(400)
    expect(await exchanges()).toBe(0)
    const [consent] = await consents(attacker.personId)
    expect((await alerts()).filter((one) => one['person_id'] === attacker.personId)).toMatchObject([
      { id: `consent-elsewhere/${consent?.['id']}`, kind: 'consent-elsewhere' },
    ])
    // The one who began it in this browser still can.
    expect((await attacker.browser.get(path)).status).toBe(303)
  })

  const NAVIGATES = { 'sec-fetch-mode': 'navigate' }

  test('who asks the victim for the address of the refusal has nothing to use', async () => {
    const attacker = await signedIn()
    const victim = await signedIn()
    const path = await consentAt(await startedState(attacker.browser, 'JP'), 'fe')
    const refused = await victim.browser.get(path, NAVIGATES)
    expect([refused.status, refused.headers.get('location')]).toEqual([303, '/connect/refused'])
    const page = await victim.browser.get('/connect/refused')
    expect(page.status).toBe(400)
    expect(await page.text()).toContain('another browser or account')
    expect((await attacker.browser.get(path)).status).toBe(410)
    expect(await exchanges()).toBe(0)
  })

  test('who sends the victim to Amazon with a state that nobody knows cannot use the code either', async () => {
    const attacker = await signedIn()
    const victim = await signedIn()
    const path = await consentAt('A'.repeat(43), 'fe')
    expect((await victim.browser.get(path, NAVIGATES)).status).toBe(303)
    const own = new URLSearchParams(path.split('?')[1])
    own.set('state', await startedState(attacker.browser, 'JP'))
    expect((await attacker.browser.get(`/amazon/callback?${own}`)).status).toBe(410)
    expect(await exchanges()).toBe(0)
  })

  test('whose link shows the victim’s seller id does not bring in another seller', async () => {
    const victim = await signedIn()
    await victim.browser.get(visit({ selling_partner_id: 'A1VICTIMSOWNID' }))
    await pressConnect(victim.browser)
    const state = (await destinationOf(victim.browser)).searchParams.get('state') ?? ''
    expect((await victim.browser.get(await consentAt(state, 'fe'))).status).toBe(400)
    expect(await exchanges()).toBe(0)
    expect((await alerts()).filter((one) => one['person_id'] === victim.personId)).toHaveLength(1)
  })

  test('who slips a second visit under the victim’s own consent has it asked about', async () => {
    const { browser } = await signedIn()
    await startedState(browser, 'JP')
    const own = visit({ amazon_state: 'mine' })
    expect((await browser.get(own)).headers.get('location')).toContain('amazon_state=mine')
    expect((await browser.get(visit({ amazon_state: 'attackers' }))).headers.get('location')).toBe(
      '/amazon/login',
    )
    expect((await browser.get(own)).headers.get('location')).toContain('amazon_state=mine')
  })

  test.each(['/amazon/callback?state=x', '/amazon/login?x=1'])(
    'who embeds %s in a page of theirs costs its readers nothing',
    async (address) => {
      const { browser } = await signedIn()
      // The object's own count: the archive learns of an entry a second later.
      const entries = () =>
        runInDurableObject(
          objectNamed('platform'),
          (_, { storage }) => storage.sql.exec('SELECT count(*) AS n FROM audit_entry').one()['n'],
        )
      const before = await entries()
      for (let at = 0; at < 25; at += 1) {
        expect((await newBrowser().get(address, { 'sec-fetch-mode': 'no-cors' })).status).toBe(204)
      }
      expect((await newBrowser().get(address)).status).toBe(400)
      expect(await entries()).toBe(before)
      expect((await browser.get('/connect')).status).toBe(200)
    },
  )

  test.each(['/amazon/callback', 'the earlier return'])(
    'who leads the victim to %s ends no consent',
    async (where) => {
      const { browser } = await signedIn()
      const earlier = await consentAt(await startedState(browser, 'JP'), 'fe')
      await browser.get(earlier)
      expect(browser.cookies.has('__Host-consent'), 'a consent that ended binds nothing').toBe(false)
      const path = await consentAt(await startedState(browser, 'JP'), 'fe')
      expect((await browser.get(where.startsWith('/') ? where : earlier)).status).toBeGreaterThanOrEqual(400)
      expect((await browser.get(path)).status).toBe(303)
    },
  )

  test('who comes to the browser after a sign-out finds no visit of the one before', async () => {
    const { browser } = await signedIn()
    await browser.get(visit())
    await browser.post('/sign-out')
    expect([...browser.cookies.keys()].filter((name) => name !== '__Host-language')).toEqual([])
  })

  test('who sends visits without end is slowed down, and leaves no more rows', async () => {
    const { browser } = await signedIn()
    const rows = async () =>
      (await env.DB.prepare('SELECT cookie_hash FROM appstore_arrival').all()).results.length
    const before = await rows()
    const statuses: number[] = []
    // More than twenty fall into one of the limiter's minutes, wherever it begins.
    for (let at = 0; at < 45; at += 1) statuses.push((await browser.get(visit())).status)
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0)
    expect(await rows()).toBe(before + statuses.filter((status) => status === 303).length)
  })

  test.each([
    ['HEAD', 405],
    ['OPTIONS', 405],
  ])('%s consumes nothing and keeps nothing', async (method, status) => {
    const { browser } = await signedIn()
    const answer = await app.fetch(
      new Request(`${developmentVariables.PUBLIC_ORIGIN}${visit()}`, { method }),
      env as unknown as Env,
      createExecutionContext(),
    )
    expect(answer.status).toBe(status)
    expect((await browser.get(visit(), { 'sec-purpose': 'prefetch' })).status).toBe(204)
    expect(browser.cookies.has('__Host-arrival')).toBe(false)
  })
})

describe('the log-in URI refuses', () => {
  const lists = [
    { list: 'development', bindings: env, origin: 'http://localhost:8787', good: CONFIRM },
    {
      list: 'production',
      bindings: production(),
      origin: 'https://mint-hub.com',
      good: `https://sellercentral.amazon.com${CONFIRM_PATH}`,
    },
  ]

  test.each(lists)(
    'every hostile address against the $list list: no redirect, no 5xx, nothing echoed',
    async ({ bindings, origin, good }) => {
      const ask = (uri: string, at: number) =>
        app.fetch(
          new Request(new URL(visit({ amazon_callback_uri: uri }), origin), {
            // A network each: they would count together otherwise.
            headers: { 'cf-connecting-ip': `10.${at >> 8}.${at & 255}.1` },
            redirect: 'manual',
          }),
          bindings as unknown as Env,
          createExecutionContext(),
        )
      const fine = await ask(good, 65_000)
      expect([fine.status, fine.headers.get('location')]).toEqual([303, '/amazon/login'])
      const wrong: string[] = []
      for (const [at, uri] of hostileUris(good).entries()) {
        const answer = await ask(uri, at)
        const text = await answer.text()
        const echoes =
          uri.length > 8 && (text.includes(uri) || text.includes('evil') || text.includes('alert('))
        const refused = answer.status === 400 || answer.status === 422
        if (!refused || answer.headers.has('location') || echoes) wrong.push(`${answer.status} ${uri}`)
      }
      expect(wrong).toEqual([])
      expect(await journal()).toEqual([])
    },
  )

  test.each([
    ['no address', { amazon_callback_uri: '' }],
    ['no state', { amazon_state: '' }],
    ['a state with a line break', { amazon_state: 'a\nb' }],
    ['a state beyond measure', { amazon_state: 'a'.repeat(1025) }],
    ['no seller', { selling_partner_id: '' }],
    ['a seller in script', { selling_partner_id: '<script>' }],
  ])('%s', async (_, change) => {
    const { browser } = await signedIn()
    const answer = await browser.get(visit(change))
    expect(answer.status).toBe(400)
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await answer.text()).not.toContain('<script>alert')
    expect(browser.cookies.has('__Host-arrival')).toBe(false)
  })

  test.each(['amazon_callback_uri', 'amazon_state', 'selling_partner_id', 'version'])(
    '%s there twice',
    async (name) => {
      const { browser } = await signedIn()
      const twice = `${visit({ version: 'beta' })}&${name}=${encodeURIComponent(CONFIRM)}`
      expect((await browser.get(twice)).status).toBe(400)
    },
  )
})
