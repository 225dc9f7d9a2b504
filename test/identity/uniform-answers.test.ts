import { beforeAll, expect, test } from 'vitest'
import { house, type Member, signUp } from './fixture.ts'

const here = house()
let member: Member
beforeAll(async () => {
  member = await signUp(here, 'known@example.com')
})

/** Everything an answer shows, but for what is drawn anew each time. */
async function shown(response: Response) {
  return { status: response.status, headers: [...response.headers].toSorted(), body: await response.text() }
}

test.each([
  ['/sign-up', 'You already have a Mint Hub account', 'Confirm your address for Mint Hub'],
  ['/recovery', 'Recover your Mint Hub account', 'No Mint Hub account with this address'],
])(
  '%s answers the same for known and unknown addresses; the mails differ',
  async (path, toKnown, toUnknown) => {
    const own = here.browser()
    const before = here.entries.length
    const known = await shown(await own.post(path, { email: member.email }))
    const unknown = await shown(await own.post(path, { email: 'nobody@example.com' }))
    expect(known).toEqual(unknown)
    expect(known.status).toBe(303)
    expect(here.mails.slice(-2)).toMatchObject([
      { to: member.email, subject: toKnown },
      { to: 'nobody@example.com', subject: toUnknown },
    ])
    const [one, two] = here.entries.slice(before)
    expect(one).toEqual(two)
  },
)

test('the mail without an account, or with one on sign-up, carries no link of ours that does anything', async () => {
  const own = here.browser()
  await own.post('/sign-up', { email: member.email })
  await own.post('/recovery', { email: 'nobody@example.com' })
  for (const sent of here.mails.slice(-2)) expect(sent.text).not.toContain('/mail?')
})

test('an address is the same however it is typed', async () => {
  await here.browser().post('/sign-up', { email: ' Known@Example.COM ' })
  await here.browser('zh').post('/sign-up', { email: 'ｋｎｏｗｎ＠example.com' })
  expect(here.mails.slice(-2)).toMatchObject([
    { to: member.email, subject: 'You already have a Mint Hub account' },
    { to: member.email, subject: '您已有 Mint Hub 账户' },
  ])
})

test.each(['', 'x', 'a@b', 'a@b.c\r\nBcc: d@e.com', 'a@b.com,c@d.com', `${'a'.repeat(250)}@b.com`])(
  'refuses %j as an address, and sends nothing',
  async (email) => {
    const before = here.mails.length
    for (const path of ['/sign-up', '/recovery']) {
      const answer = await here.browser().post(path, { email })
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain('<title>Error: ')
    }
    expect(here.mails).toHaveLength(before)
  },
)

test('a key pasted into the address field is not echoed', async () => {
  const answer = await here.browser().post('/sign-up', { email: 'Atzr|IwEBIMARKED' })
  expect(answer.status).toBe(422)
  expect(await answer.text()).not.toContain('MARKED')
})

test('when the mail cannot be sent the page says so, for every address', async () => {
  const broken = house()
  broken.breakMail()
  for (const email of [member.email, 'nobody@example.com']) {
    const answer = await broken.browser().post('/recovery', { email })
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('The mail could not be sent')
  }
})
