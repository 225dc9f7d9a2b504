import { env } from 'cloudflare:workers'
import { beforeEach, expect, test, vi } from 'vitest'
import { MINUTE_MS } from '../../src/core/time.ts'
import { type Lies, type RequestOptions, softwareAuthenticator } from './authenticator.ts'
import { house, ORIGIN, signIn, signUp } from './fixture.ts'

/** Refusals are logged; here they are the rule. */
beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})

test('a person signs in with a passkey alone, without an address', async () => {
  const here = house()
  const member = await signUp(here, 'signer@example.com')
  const own = here.browser()
  const options = await own.fetchOptions<RequestOptions & { allowCredentials?: unknown[] }>(
    '/sign-in/options',
  )
  expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required', timeout: 300_000 })
  expect(options.allowCredentials ?? []).toEqual([])
  const answer = await own.post('/sign-in', { credential: await member.key.show(options), to: '/account' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account'])
  expect(await (await own.get('/account')).text()).toContain('signer@example.com')
  expect(here.entries.at(-1)).toEqual({
    draft: { kind: 'session.started', method: 'passkey' },
    actor: `person/${member.id}`,
  })
})

const lies: readonly (readonly [string, Lies])[] = [
  ['without user verification', { userVerified: false }],
  ['for another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ['from another origin', { origin: 'https://localhost:8787' }],
  ['for another relying party', { rpId: 'mint-hub.com' }],
  ['of the wrong type', { type: 'webauthn.create' }],
  ['shown in a frame', { crossOrigin: true }],
  ['that names another person', { userHandle: 'MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA' }],
]
test.each(lies)('refuses a passkey %s', async (name, lie) => {
  const here = house()
  const member = await signUp(here, `${name.replaceAll(' ', '.')}@example.com`)
  const own = here.browser()
  expect((await signIn(own, member.key, lie)).status).toBe(403)
  expect(own.jar.has('__Host-session')).toBe(false)
  expect(here.entries.at(-1)).toEqual({
    draft: { kind: 'session.refused', fault: 'passkey-refused' },
    actor: `person/${member.id}`,
  })
  expect((await signIn(own, member.key)).status).toBe(303)
})

test('refuses a passkey that nobody has', async () => {
  const here = house()
  const own = here.browser()
  const stranger = await softwareAuthenticator(ORIGIN)
  expect((await signIn(own, stranger, { userHandle: 'AAAA' })).status).toBe(403)
  expect(here.entries.at(-1)?.actor).toBe('anonymous')
})

test("refuses another key under somebody's credential id", async () => {
  const here = house()
  const member = await signUp(here, 'impersonated@example.com')
  const forger = await softwareAuthenticator(ORIGIN)
  const userHandle = btoa(member.id).replaceAll('=', '')
  expect((await signIn(here.browser(), forger, { credentialId: member.key.id, userHandle })).status).toBe(403)
})

test('a counter that does not grow is refused, and one that grows is kept', async () => {
  const here = house()
  const member = await signUp(here, 'counter@example.com')
  expect((await signIn(here.browser(), member.key, { counter: 7 })).status).toBe(303)
  expect((await signIn(here.browser(), member.key, { counter: 7 })).status).toBe(403)
  expect((await signIn(here.browser(), member.key, { counter: 6 })).status).toBe(403)
  expect((await signIn(here.browser(), member.key, { counter: 0 })).status).toBe(403)
  expect((await signIn(here.browser(), member.key, { counter: 8 })).status).toBe(303)
})

test('a synced passkey, whose counter stays 0, signs in again and again', async () => {
  const here = house()
  const member = await signUp(here, 'synced@example.com')
  expect((await signIn(here.browser(), member.key, { counter: 0 })).status).toBe(303)
  expect((await signIn(here.browser(), member.key, { counter: 0 })).status).toBe(303)
})

test('a sign-in challenge answers once, for five minutes, in its browser', async () => {
  const here = house()
  const member = await signUp(here, 'replay@example.com')
  const own = here.browser()
  const options = await own.fetchOptions<RequestOptions>('/sign-in/options')
  const cookie = own.jar.get('__Host-sign-in') ?? ''
  const credential = await member.key.show(options)
  expect((await own.post('/sign-in', { credential })).status).toBe(303)
  own.jar.set('__Host-sign-in', cookie)
  expect((await own.post('/sign-in', { credential: await member.key.show(options) })).status).toBe(403)

  const late = await own.fetchOptions<RequestOptions>('/sign-in/options')
  here.advance(5 * MINUTE_MS)
  expect((await own.post('/sign-in', { credential: await member.key.show(late) })).status).toBe(403)

  const [mine, theirs] = [here.browser(), here.browser()]
  const forMe = await mine.fetchOptions<RequestOptions>('/sign-in/options')
  await theirs.fetchOptions('/sign-in/options')
  expect((await theirs.post('/sign-in', { credential: await member.key.show(forMe) })).status).toBe(403)
})

test('the same answer sent twice at once signs in once', async () => {
  const here = house()
  const member = await signUp(here, 'at-once@example.com')
  const own = here.browser()
  // A synced passkey's counter stays 0, so that nothing but the challenge stands in the way.
  const options = await own.fetchOptions<RequestOptions>('/sign-in/options')
  const credential = await member.key.show(options, { counter: 0 })
  const answers = await Promise.all(Array.from({ length: 5 }, () => own.post('/sign-in', { credential })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 403, 403, 403, 403])
})

test('ten failures in a row lock a passkey; nine and a success do not', async () => {
  const here = house()
  const member = await signUp(here, 'locked@example.com')
  const fail = () => signIn(here.browser(), member.key, { userVerified: false })
  for (const _round of [1, 2]) {
    for (let n = 0; n < 9; n += 1) await fail()
    expect((await signIn(here.browser(), member.key)).status).toBe(303)
  }
  for (let n = 0; n < 10; n += 1) expect((await fail()).status).toBe(403)
  expect((await signIn(here.browser(), member.key)).status).toBe(403)
  expect(await env.DB.prepare('select max(failures) as n from passkey').first('n')).toBe(10)
})

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['another shape', '{"id":"AAAA"}'],
  ['an answer without its person', '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{}}'],
])('reads %s as bad input', async (_name, credential) => {
  const own = house().browser()
  await own.fetchOptions('/sign-in/options')
  expect((await own.post('/sign-in', { credential })).status).toBe(422)
})

test('a further passkey needs a fresh sign-in, is told by mail, and signs in', async () => {
  const here = house()
  const member = await signUp(here, 'second@example.com')
  here.advance(10 * MINUTE_MS)
  const away = await member.browser.get('/account/passkey')
  expect(away.headers.get('location')).toBe('/sign-in?again&to=/account/passkey')
  expect((await member.browser.post('/account/passkey/options')).status).toBe(403)
  expect((await member.browser.get('/sign-in?again&to=/account/passkey')).status).toBe(200)
  await signIn(member.browser, member.key)
  expect((await member.browser.get('/account/passkey')).status).toBe(200)

  const second = await softwareAuthenticator(ORIGIN)
  const options =
    await member.browser.fetchOptions<Parameters<typeof second.create>[0]>('/account/passkey/options')
  expect(options.excludeCredentials).toMatchObject([{ id: member.key.id }])
  const answer = await member.browser.post('/account/passkey', { credential: await second.create(options) })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account'])
  expect(here.mails.at(-1)).toMatchObject({
    to: 'second@example.com',
    subject: 'A passkey was added to your Mint Hub account',
  })
  expect(here.entries.at(-1)?.draft.kind).toBe('passkey.added')
  expect((await signIn(here.browser(), second)).status).toBe(303)
})

test("a ceremony begun by one person is not finished by another's session", async () => {
  const here = house()
  const [one, two] = [await signUp(here, 'one@example.com'), await signUp(here, 'two@example.com')]
  const key = await softwareAuthenticator(ORIGIN)
  const options = await one.browser.fetchOptions<Parameters<typeof key.create>[0]>('/account/passkey/options')
  two.browser.jar.set('__Host-enrolment', one.browser.jar.get('__Host-enrolment') ?? '')
  expect((await two.browser.post('/account/passkey', { credential: await key.create(options) })).status).toBe(
    403,
  )
})
