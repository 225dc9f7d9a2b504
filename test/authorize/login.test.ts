import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { app } from '../../src/app.tsx'
import type { Env } from '../../src/env.ts'
import { consentAt, control, exchanges, journal } from '../amazon.ts'
import { startedState } from '../connected.ts'
import { newBrowser, signedIn } from '../person.ts'
import { developmentVariables } from '../variables.ts'
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

describe('a visit from Amazon', () => {
  test('is cleaned by 303, asks by one button, and goes on with Amazon’s state unchanged', async () => {
    const { browser, personId } = await signedIn()
    const odd = 'A-b_c.d~e%2F+/=&?#'
    const arrived = await browser.get(visit({ amazon_state: odd }))
    expect([arrived.status, arrived.headers.get('location')]).toEqual([303, '/amazon/login'])
    expect(arrived.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await consents(personId)).toEqual([])
    const asking = await browser.get('/amazon/login')
    const text = await asking.text()
    expect(text).toContain(`Connect a store to ${personId}@seller.example?`)
    expect(text).toContain('A1WRENSTAT0FE')
    expect(text.match(/<button[^>]*class="button primary"/g)).toHaveLength(1)
    // A form posted under no-referrer carries `Origin: null`; this address holds no secret.
    expect(asking.headers.get('referrer-policy')).toBe('same-origin')
    const pressed = await pressConnect(browser)
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/connect/leaving'])
    const to = await destinationOf(browser)
    expect(`${to.origin}${to.pathname}`).toBe(CONFIRM)
    expect(to.searchParams.get('amazon_state')).toBe(odd)
    expect(to.searchParams.get('redirect_uri')).toBe(`${developmentVariables.PUBLIC_ORIGIN}/amazon/callback`)
    expect(to.searchParams.has('version')).toBe(false)
    const state = to.searchParams.get('state') ?? ''
    expect(state).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const callback = await browser.get(await consentAt(state, 'fe'))
    expect(callback.headers.get('location')).toMatch(/^\/connect\/done\?store=/)
    expect(await exchanges()).toBe(1)
    expect(await consents(personId)).toMatchObject([{ region: 'fe', country: 'JP', region_asked: 1 }])
  })

  test('waits through signing in, and is this browser’s alone', async () => {
    const anonymous = newBrowser()
    await anonymous.get(visit())
    const page = await (await anonymous.get('/amazon/login')).text()
    expect(page).toContain('href="/sign-in?to=%2Famazon%2Flogin"')
    expect(page).toContain('href="/sign-up?to=%2Famazon%2Flogin"')
    const { browser } = await signedIn()
    expect(await (await browser.get('/amazon/login')).text()).toContain('Nothing is waiting here')
    anonymous.cookies.set('__Host-session', browser.cookies.get('__Host-session') ?? '')
    expect((await pressConnect(anonymous)).headers.get('location')).toBe('/connect/leaving')
  })

  test('over ten minutes says so and offers our own start', async () => {
    const { browser, personId } = await signedIn()
    await browser.get(visit())
    const shown = shownIn(await (await browser.get('/amazon/login')).text())
    await env.DB.prepare('UPDATE appstore_arrival SET created_at_ms = created_at_ms - 601000').run()
    const late = await browser.get('/amazon/login')
    expect(late.status).toBe(410)
    const text = await late.text()
    expect(text).toContain('ten minutes are over')
    expect(text).toContain('href="/connect"')
    expect((await browser.post('/amazon/login', { shown, region: 'fe' })).status).toBe(410)
    expect(await consents(personId)).toEqual([])
  })

  test('the ten minutes run from Amazon’s visit, not from our button', async () => {
    const { browser } = await signedIn()
    await browser.get(visit())
    await env.DB.prepare('UPDATE appstore_arrival SET created_at_ms = created_at_ms - 590000').run()
    await pressConnect(browser)
    const state = (await destinationOf(browser)).searchParams.get('state') ?? ''
    await env.DB.prepare('UPDATE pending_consent SET created_at_ms = created_at_ms - 11000').run()
    expect((await browser.get(await consentAt(state, 'fe'))).status).toBe(410)
    expect(await exchanges()).toBe(0)
  })

  test('is used once: the button pressed again finds nothing waiting', async () => {
    const { browser, personId } = await signedIn()
    await browser.get(visit())
    const cookie = browser.cookies.get('__Host-arrival') ?? ''
    const shown = shownIn(await (await browser.get('/amazon/login')).text())
    const twice = await Promise.all(
      [1, 2].map(() => newBrowser(new Map(browser.cookies)).post('/amazon/login', { shown, region: 'fe' })),
    )
    expect(twice.filter((one) => one.status === 303)).toHaveLength(1)
    browser.cookies.set('__Host-arrival', cookie)
    expect(await (await browser.get('/amazon/login')).text()).toContain('Nothing is waiting here')
    expect(await consents(personId)).toHaveLength(1)
  })

  test('a region must be chosen, and is remembered for the next time', async () => {
    const { browser } = await signedIn()
    await browser.get(visit())
    const missing = await pressConnect(browser, { region: '' })
    expect(missing.status).toBe(422)
    expect(await missing.text()).toContain('Choose the region of your seller account')
    expect((await pressConnect(browser, { region: 'eu' })).status).toBe(303)
    await browser.get(visit())
    const next = await (await browser.get('/amazon/login')).text()
    expect(next).toMatch(/<option value="eu" selected/)
  })

  test('within 24 hours of a recovery, or when the application is not open, connects nothing', async () => {
    const { browser, personId } = await signedIn()
    await browser.get(visit())
    await env.DB.prepare('UPDATE person SET recovered_at_ms = ? WHERE id = ?')
      .bind(Date.now(), personId)
      .run()
    expect((await pressConnect(browser)).status).toBe(403)
    expect(await consents(personId)).toEqual([])
  })
})

describe('a region that the seller chose', () => {
  const participations = async () =>
    (await journal({ operation: 'getMarketplaceParticipations' })).map(({ status }) => status)

  test.each([
    ['na', 2],
    ['fe', 3],
  ] as const)(
    'wrongly (%s) gives way to the one that Amazon knows, each tried once',
    async (chosen, tries) => {
      const { browser, personId } = await signedIn()
      await browser.get(visit({ selling_partner_id: 'A3HERONGART0EU' }))
      await pressConnect(browser, { region: chosen })
      const state = (await destinationOf(browser)).searchParams.get('state') ?? ''
      const callback = await browser.get(await consentAt(state, 'eu'))
      const id = /store=([0-9a-z]{26})$/.exec(callback.headers.get('location') ?? '')?.[1]
      expect(await participations()).toEqual([...Array(tries - 1).fill(403), 200])
      expect(await exchanges()).toBe(1)
      const row = await env.DB.prepare('SELECT * FROM store WHERE id = ?').bind(id).first()
      expect(row).toMatchObject({ region: 'eu', state: 'connected', connected_by: personId })
      expect(['DE', 'GB', 'FR']).toContain(row?.['country'])
      const shares = await env.KEY_SHARES.list({ prefix: `token/${id}/` })
      expect(shares.objects.map((one) => one.key)).toEqual([`token/${id}/${tries}`])
    },
  )

  test('wrongly for a store that is connected already leaves that store alone, and says so', async () => {
    const { browser, personId } = await signedIn()
    await browser.get(await consentAt(await startedState(browser, 'DE'), 'eu'))
    await browser.get(visit({ selling_partner_id: 'A3HERONGART0EU' }))
    expect(await (await browser.get('/amazon/login')).text()).toMatch(/<option value="eu" selected/)
    await pressConnect(browser, { region: 'na' })
    const state = (await destinationOf(browser)).searchParams.get('state') ?? ''
    expect((await browser.get(await consentAt(state, 'eu'))).status).toBe(409)
    const rows = await env.DB.prepare(
      'SELECT region, state FROM store WHERE connected_by = ? ORDER BY region',
    )
      .bind(personId)
      .all()
    expect(rows.results).toEqual([
      { region: 'eu', state: 'connected' },
      { region: 'fe', state: 'fenced' },
    ])
  })

  test('wrongly twice is refused twice', async () => {
    const { browser } = await signedIn()
    await browser.get(await consentAt(await startedState(browser, 'DE'), 'eu'))
    for (let time = 0; time < 2; time += 1) {
      const answer = await browser.get(await consentAt(await startedState(browser, 'JP'), 'eu'))
      expect(answer.status).toBe(409)
    }
  })

  test('that Amazon knows in none of the three is fenced, and no token is left', async () => {
    const { browser, personId } = await signedIn()
    await control('faults', {
      operation: 'getMarketplaceParticipations',
      kind: 'status',
      status: 403,
      times: 9,
    })
    await browser.get(visit())
    await pressConnect(browser)
    const state = (await destinationOf(browser)).searchParams.get('state') ?? ''
    expect((await browser.get(await consentAt(state, 'fe'))).status).toBe(409)
    const row = await env.DB.prepare('SELECT * FROM store WHERE connected_by = ?').bind(personId).first()
    expect(row).toMatchObject({ state: 'fenced', stop_reason: 'region-wrong' })
    expect((await env.KEY_SHARES.list({ prefix: `token/${row?.['id']}/` })).objects).toEqual([])
  })
})

describe('a midway visit of the website workflow', () => {
  test('continues this browser’s own consent with a second state, without a question', async () => {
    const { browser, personId } = await signedIn()
    const first = await startedState(browser, 'JP')
    const onward = await browser.get(visit({ amazon_state: 'midwaystate' }))
    expect(onward.status).toBe(303)
    const to = new URL(onward.headers.get('location') ?? '')
    expect(`${to.origin}${to.pathname}`).toBe(CONFIRM)
    expect(to.searchParams.get('amazon_state')).toBe('midwaystate')
    const second = to.searchParams.get('state') ?? ''
    expect(second).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(second).not.toBe(first)
    expect(await consents(personId)).toHaveLength(1)
    expect((await browser.get(await consentAt(second, 'fe'))).status).toBe(303)
    expect(await exchanges()).toBe(1)
  })

  test.each(['the first', 'the second'] as const)('%s state that comes back ends both', async (which) => {
    const { browser } = await signedIn()
    const first = await startedState(browser, 'JP')
    const binding = browser.cookies.get('__Host-consent') ?? ''
    const onward = new URL((await browser.get(visit())).headers.get('location') ?? '')
    const second = onward.searchParams.get('state') ?? ''
    const [used, other] = which === 'the first' ? [first, second] : [second, first]
    expect((await browser.get(await consentAt(used, 'fe'))).status).toBe(303)
    browser.cookies.set('__Host-consent', binding)
    expect((await browser.get(await consentAt(other, 'fe'))).status).toBe(410)
    expect(await exchanges()).toBe(1)
  })

  test.each([
    ['sellercentral.amazon.co.jp', 'the consent’s own region', true],
    ['www.amazon.com', 'no region', true],
    ['sellercentral.amazon.com', 'another region', false],
  ])('from %s, a host of %s, goes on: %s (production list)', async (host, _, goesOn) => {
    const { browser } = await signedIn()
    await startedState(browser, 'JP')
    const uri = `https://${host}${CONFIRM_PATH}`
    const answer = await app.fetch(
      new Request(new URL(visit({ amazon_callback_uri: uri }), 'https://mint-hub.com'), {
        headers: { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        redirect: 'manual',
      }),
      production() as Env,
      createExecutionContext(),
    )
    const to = new URL(answer.headers.get('location') ?? '', 'https://mint-hub.com')
    expect(`${to.origin}${to.pathname}`).toBe(goesOn ? uri : 'https://mint-hub.com/amazon/login')
  })

  test('that is made again gives the same state again', async () => {
    const { browser } = await signedIn()
    await startedState(browser, 'JP')
    const once = (await browser.get(visit())).headers.get('location')
    expect((await browser.get(visit())).headers.get('location')).toBe(once)
  })

  test.each(['another browser', 'another session', 'no session', 'too late', 'used'] as const)(
    'is asked about instead: %s',
    async (how) => {
      const { browser } = await signedIn()
      const state = await startedState(browser, 'JP')
      let visitor = browser
      if (how === 'another browser') visitor = (await signedIn()).browser
      if (how === 'another session') {
        browser.cookies.set('__Host-session', (await signedIn()).browser.cookies.get('__Host-session') ?? '')
      }
      if (how === 'no session') browser.cookies.delete('__Host-session')
      if (how === 'too late') {
        await env.DB.prepare('UPDATE pending_consent SET created_at_ms = created_at_ms - 601000').run()
      }
      if (how === 'used') {
        const binding = browser.cookies.get('__Host-consent') ?? ''
        await browser.get(await consentAt(state, 'fe'))
        browser.cookies.set('__Host-consent', binding)
      }
      const before = await exchanges()
      expect((await visitor.get(visit())).headers.get('location')).toBe('/amazon/login')
      expect(await exchanges()).toBe(before)
    },
  )
})
