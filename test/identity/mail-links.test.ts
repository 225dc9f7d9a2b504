import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { consumeMailLink, makeMailLink, peekMailLink } from '../../src/identity/mail-links.ts'
import { db, followLink, house, signUp } from './fixture.ts'

const make = async (
  here: ReturnType<typeof house>,
  email: string,
  purpose: 'sign-up' | 'recovery' = 'sign-up',
) => {
  const token = await makeMailLink(db, { email, purpose, clock: here.clock, random: here.random })
  if (token === undefined) throw new Error('held')
  return token
}
const dead = { ok: false, fault: 'link-dead' }

test('a link works once', async () => {
  const here = house()
  const token = await make(here, 'once@example.com')
  expect(await consumeMailLink(db, here.clock, token)).toEqual({
    ok: true,
    value: { email: 'once@example.com', purpose: 'sign-up' },
  })
  expect(await consumeMailLink(db, here.clock, token)).toEqual(dead)
})

test('of ten presses at once one goes on', async () => {
  const here = house()
  const token = await make(here, 'race@example.com')
  const all = await Promise.all(Array.from({ length: 10 }, () => consumeMailLink(db, here.clock, token)))
  expect(all.filter(({ ok }) => ok)).toHaveLength(1)
})

test('a link lives for fifteen minutes', async () => {
  const here = house()
  const token = await make(here, 'late@example.com')
  here.advance(15 * MINUTE_MS - 1)
  expect((await peekMailLink(db, here.clock, token)).ok).toBe(true)
  here.advance(1)
  expect(await peekMailLink(db, here.clock, token)).toEqual(dead)
  expect(await consumeMailLink(db, here.clock, token)).toEqual(dead)
})

test('only the newest link of an address and purpose works', async () => {
  const here = house()
  const older = await make(here, 'newest@example.com')
  const other = await make(here, 'newest@example.com', 'recovery')
  const newest = await make(here, 'newest@example.com')
  expect(await consumeMailLink(db, here.clock, older)).toEqual(dead)
  expect((await consumeMailLink(db, here.clock, newest)).ok).toBe(true)
  expect(await consumeMailLink(db, here.clock, other)).toMatchObject({
    ok: true,
    value: { purpose: 'recovery' },
  })
})

test.each(['', 'x', 'A'.repeat(43)])('no link has the token %j', async (token) => {
  expect(await consumeMailLink(db, house().clock, token)).toEqual(dead)
})

test('five mails go to an address within an hour, then none until the hour is over', async () => {
  const here = house()
  for (let n = 0; n < 7; n += 1) {
    expect((await here.browser().post('/sign-up', { email: 'flooded@example.com' })).status).toBe(303)
  }
  expect(here.mails).toHaveLength(5)
  expect((await peekMailLink(db, here.clock, here.newestToken('flooded@example.com'))).ok).toBe(true)
  here.advance(HOUR_MS)
  await here.browser().post('/sign-up', { email: 'flooded@example.com' })
  expect(here.mails).toHaveLength(6)
  expect((await peekMailLink(db, here.clock, here.newestToken('flooded@example.com'))).ok).toBe(true)
})

test('addresses of people who never came back are forgotten after a day', async () => {
  const here = house()
  await make(here, 'forgotten@example.com')
  here.advance(24 * HOUR_MS + 1)
  await make(here, 'somebody@example.com')
  const row = env.DB.prepare('select count(*) as n from mail_link where email = ?').bind(
    'forgotten@example.com',
  )
  expect(await row.first('n')).toBe(0)
})

test('opening a link takes the secret out of the URL and changes nothing', async () => {
  const here = house()
  await here.browser().post('/sign-up', { email: 'scanner@example.com' })
  const token = here.newestToken('scanner@example.com')
  const before = await everyRow()
  const scanner = here.browser()
  for (const method of ['GET', 'HEAD', 'GET']) {
    const opened = await scanner.get(`/mail?link=${token}`, method)
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/mail'])
    expect(opened.headers.get('referrer-policy')).toBe('no-referrer')
    expect(opened.headers.get('cache-control')).toBe('no-store')
    expect(opened.headers.getSetCookie()).toEqual([
      `__Host-mail-link=${token}; Max-Age=900; Path=/; HttpOnly; Secure; SameSite=Lax`,
    ])
    const page = await scanner.get('/mail', method)
    expect(page.status).toBe(200)
    const html = await page.text()
    expect(html).not.toContain(token)
    if (method === 'GET') expect(html.match(/<button/g)).toHaveLength(1)
  }
  expect(await everyRow()).toEqual(before)
  const person = here.browser()
  await person.get(`/mail?link=${token}`)
  expect((await person.post('/mail')).headers.get('location')).toBe('/sign-up/passkey')
})

test('the page under a link can post its form: it is not under no-referrer', async () => {
  const here = house()
  await here.browser().post('/sign-up', { email: 'referrer@example.com' })
  const own = here.browser()
  await own.get(`/mail?link=${here.newestToken('referrer@example.com')}`)
  expect((await own.get('/mail')).headers.get('referrer-policy')).toBe('same-origin')
})

test('the browser that presses goes on; the browser that asked gains nothing', async () => {
  const here = house()
  const [asked, pressed] = [here.browser(), here.browser()]
  await asked.post('/sign-up', { email: 'elsewhere@example.com' })
  await pressed.get(`/mail?link=${here.newestToken('elsewhere@example.com')}`)
  await pressed.post('/mail')
  expect((await pressed.get('/sign-up/passkey')).status).toBe(200)
  expect((await asked.get('/sign-up/passkey')).status).toBe(410)
  expect([...asked.jar.keys()]).toEqual([])
  expect(pressed.jar.has('__Host-mail-link')).toBe(false)
})

test('a used, expired or unknown link shows the same page', async () => {
  const here = house()
  const used = here.browser()
  await followLink(here, { email: 'used@example.com', purpose: 'sign-up', pressing: used })
  await used.get(`/mail?link=${here.newestToken('used@example.com')}`)
  const unknown = here.browser()
  await unknown.get(`/mail?link=${'A'.repeat(43)}`)
  for (const own of [used, unknown]) {
    expect((await own.get('/mail')).status).toBe(410)
    expect((await own.post('/mail')).status).toBe(410)
  }
})

test('a link is bound to its purpose', async () => {
  const here = house()
  const member = await signUp(here, 'bound@example.com')
  const recovering = here.browser()
  await followLink(here, { email: member.email, purpose: 'recovery', pressing: recovering })
  expect((await recovering.get('/sign-up/passkey')).status).toBe(410)
  expect((await recovering.post('/sign-up/passkey/options')).status).toBe(410)
  const signingUp = here.browser()
  await followLink(here, { email: 'unbound@example.com', purpose: 'sign-up', pressing: signingUp })
  expect((await signingUp.get('/recovery/code')).status).toBe(410)
  expect((await signingUp.post('/recovery/code', { code: member.codes[0] ?? '' })).status).toBe(410)
  expect((await signingUp.get('/recovery/passkey')).status).toBe(410)
})

test('a sign-up link of an address that has an account by now is dead', async () => {
  const here = house()
  await here.browser().post('/sign-up', { email: 'meanwhile@example.com' })
  const own = here.browser()
  await own.get(`/mail?link=${here.newestToken('meanwhile@example.com')}`)
  await env.DB.prepare(
    "insert into person (id, email, language, created_at_ms) values ('0000000000000000000000000a', 'meanwhile@example.com', 'en', 1)",
  ).run()
  expect((await own.post('/mail')).status).toBe(410)
})

async function everyRow() {
  const tables = ['person', 'passkey', 'session', 'mail_link', 'enrolment', 'recovery_code']
  return Promise.all(
    tables.map(async (name) => (await env.DB.prepare(`select * from ${name}`).all()).results),
  )
}
