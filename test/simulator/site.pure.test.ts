import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { FAULT_KINDS } from '../../simulator/faults.ts'
import {
  APPLICATION_ID,
  consentPath,
  formPost,
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
} from './simulator.ts'

let running: RunningSimulator
let amazon: Simulator

beforeAll(async () => {
  running = await startSimulator({ SECOND_ORIGIN })
  amazon = talkTo(running)
})
afterAll(() => running?.close())
beforeEach(() => amazon.control('reset'))

describe('hosts', () => {
  test.each(['127.0.0.1', 'localhost', '[::1]', '127.0.0.1:8788', 'localhost:9999', '[::1]:9998'])(
    '%s is answered',
    async (host) => {
      expect((await running.fetch(`http://${host}/`)).status).toBe(200)
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
      expect((await running.fetch(`http://${host}${path}`)).status).toBe(421)
    }
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
    '/appstore',
    consentPath({ redirect_uri: 'http://localhost:1/' }),
    `/apps/authorize/confirm/${APPLICATION_ID}?amazon_state=gone`,
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
    const tables = await running.execute("select name from sqlite_master where type = 'table'")
    const rows = await Promise.all(
      tables
        .map(({ name }) => String(name))
        .filter((name) => !name.startsWith('_cf'))
        .map((name) => running.execute(`select * from "${name}"`)),
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
    await running.evict()
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
    expect((await post('/control/application', '{"login_uri":"https://evil.example/"}')).status).toBe(400)
    expect((await post('/control/callback', '{"origin":"https://evil.example/path"}')).status).toBe(400)
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
    await amazon.control('midway', { on: false })
    await amazon.control('callback', { origin: 'https://evil.example' })
    const changed = await (await amazon.open('/control/state')).text()
    expect(changed).not.toContain('marked-secret')
    expect(JSON.parse(changed)).toMatchObject({
      clock: { offset_seconds: 90 },
      application: { stage: 'draft' },
      workflow: { midway: false, callback_origin: 'https://evil.example' },
      lwa: { holding: true },
      faults: [{ kind: 'html', remaining: 1 }],
    })
    await amazon.control('reset')
    expect(await (await amazon.open('/control/state')).json()).toMatchObject({
      clock: { offset_seconds: 0 },
      application: { stage: 'published', redirect_uris: [REDIRECT_URI], login_uri: LOGIN_URI },
      workflow: { midway: true, callback_origin: null },
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
    const revoked = await amazon.open('/controls/revoke', formPost({ seller: NORTHWIND }))
    expect([revoked.status, target(revoked).pathname]).toEqual([303, '/controls'])
    expect(await (await amazon.open('/controls')).text()).not.toContain('live authorization')
    const cleared = await amazon.open('/controls/journal/clear', formPost({ back: '/journal' }))
    expect(target(cleared).pathname).toBe('/journal')
    expect(
      target(await amazon.open('/controls/reset', formPost({ back: 'https://evil.example' }))).pathname,
    ).toBe('/controls')
    expect((await amazon.open('/controls/clock', formPost({ seconds: 'x' }))).status).toBe(400)
    for (const fields of [{ on: 'false' }, { on: 'true' }])
      expect((await amazon.open('/controls/midway', formPost(fields))).status).toBe(303)
    expect((await amazon.open('/controls/callback', formPost({ origin: '' }))).status).toBe(303)
    const slower = formPost({ operation: 'getOrder', seller: NORTHWIND, milliseconds: '50' })
    expect((await amazon.open('/controls/latency', slower)).status).toBe(303)
    expect(await (await amazon.open('/controls')).text()).toContain(`getOrder/${NORTHWIND}, by 50 ms`)
  })

  test('inject every kind of fault by hand, for any operation or its own', async () => {
    const text = await (await amazon.open('/controls')).text()
    const choices = [...text.matchAll(/<option value="(\{[^"]+\})">/g)].map(([, escaped = '']) =>
      escaped.replaceAll('&quot;', '"'),
    )
    for (const choice of choices) {
      const form = formPost({ choice, operation: '', seller: '', times: '2' })
      expect([choice, (await amazon.open('/controls/faults', form)).status]).toEqual([choice, 303])
    }
    const { faults } = (await (await amazon.open('/control/faults')).json()) as { faults: { kind: string }[] }
    expect(faults).toHaveLength(choices.length)
    expect(new Set(faults.map((one) => one.kind))).toEqual(new Set(FAULT_KINDS))
    const own = { choice: '{"kind":"rotated"}', operation: 'token', seller: NORTHWIND, times: '1' }
    expect((await amazon.open('/controls/faults', formPost(own))).status).toBe(303)
    const listed = await (await amazon.open('/controls')).text()
    expect(listed).toContain('<b>rotated</b>, next 1 of token for Northwind Home')
    expect((await amazon.open('/controls/faults', formPost({ ...own, operation: 'getOrder' }))).status).toBe(
      400,
    )
    expect((await amazon.open('/controls/faults', formPost({ ...own, choice: '[' }))).status).toBe(400)
    expect((await amazon.open('/controls/faults/clear', formPost({}))).status).toBe(303)
    expect(await (await amazon.open('/controls')).text()).toContain('None is waiting.')
  })

  test('rotate the client secret and release held answers by hand, while the journal shows them', async () => {
    const { refresh_token: token } = await amazon.authorize('na')
    const rotation = formPost({ next: 'the-next-secret', overlap_seconds: '60' })
    expect((await amazon.open('/controls/application/secret', rotation)).status).toBe(303)
    const overlap = await (await amazon.open('/controls')).text()
    expect(overlap).toContain('Two client secrets are taken until')
    expect(overlap).not.toContain('the-next-secret')
    await amazon.control('faults', { kind: 'timeout' })
    const call = amazon.token({ grant_type: 'refresh_token', refresh_token: token })
    const page = async (path: string) => (await amazon.open(path)).text()
    await expect.poll(() => page('/controls'), { timeout: 30_000 }).toContain('In flight: token 1')
    expect(await page('/journal')).toContain('1 call is in flight.')
    expect((await amazon.open('/controls/release', formPost({}))).status).toBe(303)
    expect((await call).status).toBe(200)
    expect(await page('/controls')).toContain('No call is in flight.')
  })
})

test('what an earlier simulator has stored is carried on', async () => {
  const given = await amazon.authorize('na')
  const changes = ['session drop column user', 'authorization_code drop column replaces']
  const later = ['service', 'seconds', 'details', 'newest_token'].map((name) => `fault drop column ${name}`)
  for (const change of [...changes, ...later, 'access_token drop column serial'])
    await running.execute(`alter table ${change}`)
  await running.execute('create table latency (operation text primary key, milliseconds integer not null)')
  await running.evict()
  const refreshed = await amazon.token({ grant_type: 'refresh_token', refresh_token: given.refresh_token })
  expect(refreshed.status).toBe(200)
  await amazon.control('faults', { kind: 'reset', operation: 'getOrder' })
  const signedIn = await amazon.open('/ap/signin', formPost({ seller: 'na', return_to: '/sellers' }))
  expect(signedIn.status).toBe(303)
  await amazon.authorize('eu')
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
