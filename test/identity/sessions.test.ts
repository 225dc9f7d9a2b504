import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import {
  endingOtherSessions,
  endSession,
  loadViewer,
  newSession,
  startingSession,
} from '../../src/identity/sessions.ts'
import { db, house, type Member, ORIGIN, signIn, signUp } from './fixture.ts'

let here = house()
let member: Member
let serial = 0

beforeEach(async () => {
  here = house()
  serial += 1
  member = await signUp(here, `session${serial}@example.com`)
})

const begin = async () => {
  const session = await newSession(member.id, here.clock, here.random)
  await startingSession(db, session)
  return { ...session, cookie: `__Host-session=${session.secret}` }
}
const lastSeen = (hash: string) =>
  env.DB.prepare('select last_seen_at_ms from session where hash = ?')
    .bind(hash)
    .first<number>('last_seen_at_ms')

test('a session is used within half an hour or ends', async () => {
  const { cookie } = await begin()
  here.advance(30 * MINUTE_MS - 1)
  expect(await loadViewer(db, here.clock, cookie)).toMatchObject({ personId: member.id })
  here.advance(30 * MINUTE_MS)
  expect(await loadViewer(db, here.clock, cookie)).toBeUndefined()
})

test('a session ends after twelve hours, however busy', async () => {
  const { cookie } = await begin()
  for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
    here.advance(20 * MINUTE_MS)
    expect(await loadViewer(db, here.clock, cookie)).toBeDefined()
  }
  here.advance(20 * MINUTE_MS)
  expect(await loadViewer(db, here.clock, cookie)).toBeUndefined()
})

test('last-seen is written at most once a minute', async () => {
  const { cookie, row } = await begin()
  const begunAt = here.clock()
  here.advance(MINUTE_MS - 1)
  await loadViewer(db, here.clock, cookie)
  expect(await lastSeen(row.hash)).toBe(begunAt)
  here.advance(1)
  await Promise.all([loadViewer(db, here.clock, cookie), loadViewer(db, here.clock, cookie)])
  expect(await lastSeen(row.hash)).toBe(begunAt + MINUTE_MS)
  here.advance(MINUTE_MS - 1)
  await loadViewer(db, here.clock, cookie)
  expect(await lastSeen(row.hash)).toBe(begunAt + MINUTE_MS)
})

test('an ended session stays ended, and keeps the time of its first end', async () => {
  const { cookie, row } = await begin()
  await endSession(db, here.clock, row.hash)
  const endedAt = here.clock()
  here.advance(MINUTE_MS)
  await endSession(db, here.clock, row.hash)
  expect(await loadViewer(db, here.clock, cookie)).toBeUndefined()
  const kept = env.DB.prepare('select ended_at_ms from session where hash = ?').bind(row.hash)
  expect(await kept.first('ended_at_ms')).toBe(endedAt)
})

test('ending the others leaves this session, and other people, alone', async () => {
  const [mine, other] = [await begin(), await begin()]
  const neighbour = await signUp(here, `neighbour${serial}@example.com`)
  await endingOtherSessions(db, here.clock, member.id, mine.row.hash)
  expect(await loadViewer(db, here.clock, mine.cookie)).toBeDefined()
  expect(await loadViewer(db, here.clock, other.cookie)).toBeUndefined()
  expect((await neighbour.browser.get('/account')).status).toBe(200)
})

test('a form token belongs to its session and opens none', async () => {
  const [one, two] = [await begin(), await begin()]
  const [first, second] = [
    await loadViewer(db, here.clock, one.cookie),
    await loadViewer(db, here.clock, two.cookie),
  ]
  expect(first?.formToken).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(first?.formToken).not.toBe(second?.formToken)
  expect(await loadViewer(db, here.clock, `__Host-session=${first?.formToken}`)).toBeUndefined()
  expect(await loadViewer(db, here.clock, `__Host-session=${one.row.hash}`)).toBeUndefined()
})

test.each(['', 'short', 'a'.repeat(44), '../../etc/passwd', "' or 1=1 --"])(
  'no session has the secret %j',
  async (secret) => {
    expect(await loadViewer(db, here.clock, `__Host-session=${secret}`)).toBeUndefined()
    expect(await loadViewer(db, here.clock, undefined)).toBeUndefined()
  },
)

test('a session planted in the browser is not adopted: each sign-in makes a new one and ends the old one', async () => {
  const own = here.browser()
  own.jar.set('__Host-session', 'p'.repeat(43))
  expect((await signIn(own, member.key)).status).toBe(303)
  const first = own.jar.get('__Host-session')
  expect(first).not.toBe('p'.repeat(43))
  expect((await signIn(own, member.key)).status).toBe(303)
  expect(own.jar.get('__Host-session')).not.toBe(first)
  expect(await loadViewer(db, here.clock, `__Host-session=${first}`)).toBeUndefined()
})

test('signing out ends the session on our side', async () => {
  const secret = member.browser.jar.get('__Host-session')
  expect((await member.browser.post('/sign-out')).status).toBe(303)
  expect(member.browser.jar.has('__Host-session')).toBe(false)
  expect(await loadViewer(db, here.clock, `__Host-session=${secret}`)).toBeUndefined()
  expect(here.entries.at(-1)).toEqual({ draft: { kind: 'session.ended' }, actor: `person/${member.id}` })
  expect((await member.browser.get('/account')).headers.get('location')).toBe('/sign-in?to=%2Faccount')
})

test('a page without a session leads through sign-in and back; a form without one is refused', async () => {
  const own = here.browser()
  const away = await own.get('/account/passkey?x=1&y=2')
  expect(away.status).toBe(303)
  expect(away.headers.get('location')).toBe(`/sign-in?to=${encodeURIComponent('/account/passkey?x=1&y=2')}`)
  // A page that changes in place is told to go there by itself: its part of a page would be without the passkey's script.
  const inPlace = await own.get('/account/passkey?x=1&y=2', 'GET', { 'hx-request': 'true' })
  expect([inPlace.status, await inPlace.text()]).toEqual([200, ''])
  expect(inPlace.headers.get('hx-redirect')).toBe(away.headers.get('location'))
  expect((await own.post('/account/passkey')).status).toBe(403)
})

test('the sign-in page says that a session has ended, and only then', async () => {
  expect(await (await here.browser().get('/sign-in')).text()).not.toContain('You have been signed out')
  here.advance(HOUR_MS)
  expect((await member.browser.get('/account')).status).toBe(303)
  expect(await (await member.browser.get('/sign-in?to=/account')).text()).toContain(
    'You have been signed out',
  )
})

test.each([
  ['https://evil.example/', '/stores'],
  ['//evil.example/', '/stores'],
  ['/\\evil.example', '/stores'],
  ['/account?x=1', '/account?x=1'],
])('a sign-in that was to lead to %s leads to %s', async (to, leads) => {
  const own = here.browser()
  expect((await member.browser.get(`/sign-in?to=${encodeURIComponent(to)}`)).headers.get('location')).toBe(
    leads,
  )
  const options = await own.fetchOptions<{ challenge: string; rpId: string }>('/sign-in/options')
  const answer = await own.post('/sign-in', { credential: await member.key.show(options), to })
  expect(answer.headers.get('location')).toBe(leads)
})

test('a form of a signed-in person without its token, or from elsewhere, is refused', async () => {
  const cookie = `__Host-session=${member.browser.jar.get('__Host-session')}`
  const headers = { cookie, origin: ORIGIN, 'sec-fetch-site': 'same-origin' }
  const bare = await here.request('/sign-out', { method: 'POST', headers, body: new URLSearchParams() })
  expect(bare.status).toBe(403)
  const foreign = { ...headers, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
  expect(
    (await here.request('/sign-out', { method: 'POST', headers: foreign, body: new URLSearchParams() }))
      .status,
  ).toBe(403)
  expect((await member.browser.get('/account')).status).toBe(200)
})
