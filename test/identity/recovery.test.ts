import { env } from 'cloudflare:workers'
import { beforeEach, expect, test, vi } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { loadViewer } from '../../src/identity/sessions.ts'
import { softwareAuthenticator } from './authenticator.ts'
import {
  addRecoveryPasskey,
  type Browser,
  db,
  followLink,
  house,
  type Member,
  ORIGIN,
  recoverUpToCode,
  signIn,
  signUp,
} from './fixture.ts'

let here = house()
let member: Member
let serial = 0
beforeEach(async () => {
  here = house()
  serial += 1
  member = await signUp(here, `recover${serial}@example.com`)
})

const code = (n: number, of = member): string => of.codes[n] ?? ''
const viewerIn = (own: Browser) =>
  loadViewer(db, here.clock, `__Host-session=${own.jar.get('__Host-session') ?? ''}`)

test('link and code together add a passkey; every other session ends; the person is told', async () => {
  const elsewhere = here.browser()
  await signIn(elsewhere, member.key)
  const own = here.browser()
  const accepted = await recoverUpToCode(here, member, own, code(0))
  expect([accepted.status, accepted.headers.get('location')]).toEqual([303, '/recovery/passkey'])
  expect((await own.get('/recovery/passkey')).status).toBe(200)
  const key = await softwareAuthenticator(ORIGIN)
  const added = await addRecoveryPasskey(own, key)
  expect([added.status, added.headers.get('location')]).toEqual([303, '/account'])

  expect((await own.get('/account')).status).toBe(200)
  expect((await elsewhere.get('/account')).status).toBe(303)
  expect((await member.browser.get('/account')).status).toBe(303)
  expect(here.mails.at(-1)).toMatchObject({
    to: member.email,
    subject: 'Your Mint Hub account was recovered',
  })
  expect((await signIn(here.browser(), key)).status).toBe(303)
  expect(here.entries.slice(-4).map(({ draft, actor }) => [draft, actor])).toEqual([
    [{ kind: 'recovery.used' }, `person/${member.id}`],
    [{ kind: 'passkey.added' }, `person/${member.id}`],
    [{ kind: 'session.started', method: 'recovery' }, `person/${member.id}`],
    [{ kind: 'session.started', method: 'passkey' }, `person/${member.id}`],
  ])
})

test('for 24 hours after a recovery the viewer says until when consequential acts wait', async () => {
  expect((await viewerIn(member.browser))?.recoveringUntilMs).toBeUndefined()
  const own = here.browser()
  await recoverUpToCode(here, member, own, code(0))
  const key = await softwareAuthenticator(ORIGIN)
  await addRecoveryPasskey(own, key)
  const until = here.clock() + 24 * HOUR_MS
  expect((await viewerIn(own))?.recoveringUntilMs).toBe(until)
  expect(await (await own.get('/account')).text()).toContain('Recovered a short time ago')
  here.advance(24 * HOUR_MS - 1)
  const later = here.browser()
  await signIn(later, key)
  expect((await viewerIn(later))?.recoveringUntilMs).toBe(until)
  here.advance(1)
  expect(await viewerIn(later)).toMatchObject({ recoveringUntilMs: undefined })
})

test('a code without a link does nothing', async () => {
  const own = here.browser()
  expect((await own.post('/recovery/code', { code: code(0) })).status).toBe(410)
  expect((await own.get('/recovery/passkey')).status).toBe(410)
  expect((await signIn(here.browser(), member.key)).status).toBe(303)
  expect(await recoverUpToCode(here, member, here.browser(), code(0))).toMatchObject({ status: 303 })
})

test('a link without a code adds no passkey', async () => {
  const own = here.browser()
  await followLink(here, { email: member.email, purpose: 'recovery', pressing: own })
  expect((await own.get('/recovery/passkey')).status).toBe(410)
  expect((await own.post('/recovery/passkey/options')).status).toBe(410)
  const key = await softwareAuthenticator(ORIGIN)
  const forged = await key.create({ challenge: 'AAAA', rp: { id: 'localhost' }, user: { id: 'AAAA' } })
  expect((await own.post('/recovery/passkey', { credential: forged })).status).toBe(410)
})

test('a code works once, also when it is shown in several browsers at once', async () => {
  const first = here.browser()
  await followLink(here, { email: member.email, purpose: 'recovery', pressing: first })
  const second = here.browser()
  await followLink(here, { email: member.email, purpose: 'recovery', pressing: second })
  const answers = await Promise.all(
    [first, second].map((own) => own.post('/recovery/code', { code: code(3) })),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422])
  expect(await recoverUpToCode(here, member, here.browser(), code(3))).toMatchObject({ status: 422 })
})

test("another person's code is refused, and stays theirs", async () => {
  const other = await signUp(here, `other${serial}@example.com`)
  expect(await recoverUpToCode(here, member, here.browser(), code(0, other))).toMatchObject({ status: 422 })
  expect(await recoverUpToCode(here, other, here.browser(), code(0, other))).toMatchObject({ status: 303 })
})

test('a code is taken as people type it', async () => {
  const typed = ` ${code(5).toUpperCase().replaceAll('-', ' – ')} `
  expect(await recoverUpToCode(here, member, here.browser(), typed)).toMatchObject({ status: 303 })
})

test('a refused code is not shown again', async () => {
  const answer = await recoverUpToCode(here, member, here.browser(), '0000-1111-2222-3333-4444')
  expect(answer.status).toBe(422)
  expect(await answer.text()).not.toMatch(/0000.?1111/)
  expect(here.entries.at(-1)).toEqual({
    draft: { kind: 'session.refused', fault: 'recovery-refused' },
    actor: `person/${member.id}`,
  })
})

test('ten tries, one by one or all at once, and the link is dead even for a right code', async () => {
  const own = here.browser()
  await followLink(here, { email: member.email, purpose: 'recovery', pressing: own })
  const tries = Array.from({ length: 15 }, () =>
    own.post('/recovery/code', { code: '0000-0000-0000-0000-0000' }),
  )
  const statuses = (await Promise.all(tries)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 422)).toHaveLength(10)
  expect(statuses.filter((status) => status === 410)).toHaveLength(5)
  expect((await own.post('/recovery/code', { code: code(0) })).status).toBe(410)
  expect(await recoverUpToCode(here, member, here.browser(), code(0))).toMatchObject({ status: 303 })
})

test('a recovery waits for its passkey no longer than fifteen minutes', async () => {
  const own = here.browser()
  await recoverUpToCode(here, member, own, code(0))
  here.advance(15 * MINUTE_MS)
  expect((await own.get('/recovery/passkey')).status).toBe(410)
  expect((await own.post('/recovery/passkey/options')).status).toBe(410)
})

test('a refused passkey can be tried again without another code', async () => {
  const own = here.browser()
  await recoverUpToCode(here, member, own, code(0))
  const key = await softwareAuthenticator(ORIGIN)
  const options = await own.fetchOptions<Parameters<typeof key.create>[0]>('/recovery/passkey/options')
  const lie = await key.create(options, { userVerified: false })
  expect((await own.post('/recovery/passkey', { credential: lie })).status).toBe(403)
  expect((await member.browser.get('/account')).status).toBe(200)
  expect((await addRecoveryPasskey(own, key)).status).toBe(303)
})

test('a recovery stands when its notice cannot be sent, and the failure is logged without the address', async () => {
  const own = here.browser()
  await recoverUpToCode(here, member, own, code(0))
  here.breakMail()
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  expect((await addRecoveryPasskey(own, await softwareAuthenticator(ORIGIN))).status).toBe(303)
  expect(logged.mock.calls.flat().join()).toContain('recovery.notice-failed')
  expect(logged.mock.calls.flat().join()).not.toContain('@')
  expect(
    await env.DB.prepare('select count(*) as n from passkey where person_id = ?').bind(member.id).first('n'),
  ).toBe(2)
})
