import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { loadViewer } from '../../src/identity/sessions.ts'
import { nothingKept } from '../nothing-kept.ts'
import { type CreationOptions, type Lies, softwareAuthenticator } from './authenticator.ts'
import { followLink, house, ORIGIN, signUp } from './fixture.ts'

nothingKept()

test('a person signs up: address, link, passkey, ten codes shown once, signed in', async () => {
  const here = house()
  const member = await signUp(here, 'wren@example.com')
  expect(member.codes).toHaveLength(10)
  expect(new Set(member.codes).size).toBe(10)
  const account = await member.browser.get('/account')
  expect(account.status).toBe(200)
  expect(await account.text()).toContain('10 of 10 left')
  expect(here.entries.map(({ draft, actor }) => [draft.kind, actor])).toEqual([
    ['mail-link.sent', 'anonymous'],
    ['person.signed-up', `person/${member.id}`],
    ['passkey.added', `person/${member.id}`],
    ['session.started', `person/${member.id}`],
  ])
})

test('the page with the codes is neither cached nor shown again', async () => {
  const here = house()
  const own = here.browser()
  await followLink(here, { email: 'once@example.com', purpose: 'sign-up', pressing: own })
  const key = await softwareAuthenticator(ORIGIN)
  const credential = await key.create(await own.fetchOptions('/sign-up/passkey/options'))
  const first = await own.post('/sign-up/passkey', { credential })
  expect(first.headers.get('cache-control')).toBe('no-store')
  expect(first.headers.get('set-cookie')).toMatch(
    /__Host-session=[A-Za-z0-9_-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax/,
  )
  expect((await own.post('/sign-up/passkey', { credential })).status).toBe(410)
  expect((await own.get('/sign-up/passkey')).status).toBe(410)
})

test('no account exists before the passkey verifies', async () => {
  const here = house()
  const own = here.browser()
  await followLink(here, { email: 'halfway@example.com', purpose: 'sign-up', pressing: own })
  await own.fetchOptions('/sign-up/passkey/options')
  const people = env.DB.prepare('select count(*) as n from person where email = ?').bind(
    'halfway@example.com',
  )
  expect(await people.first('n')).toBe(0)
})

test('a passkey is asked for with user verification, discoverable, on our host, for five minutes', async () => {
  const here = house()
  const own = here.browser()
  await followLink(here, { email: 'options@example.com', purpose: 'sign-up', pressing: own })
  expect(await own.fetchOptions<object>('/sign-up/passkey/options')).toMatchObject({
    rp: { id: 'localhost', name: 'Mint Hub' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    attestation: 'none',
    timeout: 300_000,
    excludeCredentials: [],
  })
})

const liesOfARegistration: readonly (readonly [string, Lies])[] = [
  ['without user verification', { userVerified: false }],
  ['for another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ['from another origin', { origin: 'http://localhost.example:8787' }],
  ['for another relying party', { rpId: 'example.com' }],
  ['of the wrong type', { type: 'webauthn.get' }],
  ['made in a frame', { crossOrigin: true }],
]
test.each(liesOfARegistration)('refuses a new passkey %s, and makes no account', async (name, lies) => {
  const here = house()
  const own = here.browser()
  const email = `${name.replaceAll(' ', '.')}@example.com`
  await followLink(here, { email, purpose: 'sign-up', pressing: own })
  const key = await softwareAuthenticator(ORIGIN)
  const options = await own.fetchOptions<CreationOptions>('/sign-up/passkey/options')
  const answer = await own.post('/sign-up/passkey', { credential: await key.create(options, lies) })
  expect(answer.status).toBe(403)
  expect(own.jar.has('__Host-session')).toBe(false)
  const people = await env.DB.prepare('select count(*) as n from person where email = ?')
    .bind(email)
    .first('n')
  expect(people).toBe(0)
})

test('a challenge answers once, for five minutes, and only for the browser it was made for', async () => {
  const here = house()
  const own = here.browser()
  await followLink(here, { email: 'challenge@example.com', purpose: 'sign-up', pressing: own })
  const key = await softwareAuthenticator(ORIGIN)
  const options = await own.fetchOptions<CreationOptions>('/sign-up/passkey/options')
  expect(
    (await own.post('/sign-up/passkey', { credential: await key.create(options, { userVerified: false }) }))
      .status,
  ).toBe(403)
  // Spent by the refusal: the same challenge with an honest answer comes too late.
  expect((await own.post('/sign-up/passkey', { credential: await key.create(options) })).status).toBe(403)

  const late = await own.fetchOptions<CreationOptions>('/sign-up/passkey/options')
  here.advance(5 * 60_000)
  expect((await own.post('/sign-up/passkey', { credential: await key.create(late) })).status).toBe(403)

  const other = here.browser()
  await followLink(here, { email: 'other-browser@example.com', purpose: 'sign-up', pressing: other })
  await other.fetchOptions('/sign-up/passkey/options')
  const mine = await own.fetchOptions<CreationOptions>('/sign-up/passkey/options')
  expect((await other.post('/sign-up/passkey', { credential: await key.create(mine) })).status).toBe(403)
})

test('a passkey that belongs to somebody is not taken a second time', async () => {
  const here = house()
  const first = await signUp(here, 'owner@example.com')
  const own = here.browser()
  await followLink(here, { email: 'copycat@example.com', purpose: 'sign-up', pressing: own })
  const options = await own.fetchOptions<CreationOptions>('/sign-up/passkey/options')
  expect((await own.post('/sign-up/passkey', { credential: await first.key.create(options) })).status).toBe(
    403,
  )
})

test('two links for one address make one account', async () => {
  const here = house()
  const [one, two] = [here.browser(), here.browser()]
  await followLink(here, { email: 'twice@example.com', purpose: 'sign-up', pressing: one })
  await followLink(here, { email: 'twice@example.com', purpose: 'sign-up', pressing: two })
  const answers = await Promise.all(
    [one, two].map(async (own) => {
      const key = await softwareAuthenticator(ORIGIN)
      const credential = await key.create(await own.fetchOptions('/sign-up/passkey/options'))
      return (await own.post('/sign-up/passkey', { credential })).status
    }),
  )
  expect(answers.toSorted()).toEqual([200, 410])
})

test('a sign-up in a browser that is signed in ends that session', async () => {
  const here = house()
  const first = await signUp(here, 'before@example.com')
  const secret = first.browser.jar.get('__Host-session')
  await followLink(here, { email: 'after@example.com', purpose: 'sign-up', pressing: first.browser })
  const key = await softwareAuthenticator(ORIGIN)
  const credential = await key.create(await first.browser.fetchOptions('/sign-up/passkey/options'))
  expect((await first.browser.post('/sign-up/passkey', { credential })).status).toBe(200)
  expect(await loadViewer(here.db, here.clock, `__Host-session=${secret}`)).toBeUndefined()
  expect(await (await first.browser.get('/account')).text()).toContain('after@example.com')
})

test('without JavaScript the passkey page says what it needs, in both languages', async () => {
  for (const language of ['en', 'zh'] as const) {
    const here = house()
    const own = here.browser(language)
    await followLink(here, { email: `noscript-${language}@example.com`, purpose: 'sign-up', pressing: own })
    const page = await (await own.get('/sign-up/passkey')).text()
    expect(page).toContain(language === 'en' ? 'needs JavaScript' : '需要 JavaScript')
    expect(page).toMatch(/<button[^>]* disabled/)
  }
})
