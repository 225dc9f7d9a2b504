import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { base64, fromBase64, hex, utf8 } from '../../src/core/bytes.ts'
import { softwareAuthenticator } from './authenticator.ts'
import { addRecoveryPasskey, house, ORIGIN, recoverUpToCode, signIn, signUp } from './fixture.ts'

/** I7: no session, recovery or mail-link secret of ours at rest in clear, in a log or on the record. */
test('I7: after every flow no secret of ours is in the database, the log or the record, in any spelling', async () => {
  const lines: unknown[] = []
  for (const level of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((...args) => void lines.push(args))
  }
  const here = house()
  const member = await signUp(here, 'marked@example.com')
  const own = here.browser()
  await signIn(own, member.key)
  await signIn(here.browser(), member.key, { userVerified: false })
  const recovering = here.browser()
  await recoverUpToCode(here, member, recovering, '1111-1111-1111-1111-1111')
  await recovering.post('/recovery/code', { code: member.codes[0] ?? '' })
  const halfway = recovering.jar.get('__Host-enrolment')
  await addRecoveryPasskey(recovering, await softwareAuthenticator(ORIGIN))
  await here.browser().post('/sign-up', { email: 'pending@example.com' })

  const tokens = here.mails.flatMap(({ text }) => text.match(/[A-Za-z0-9_-]{43}/g) ?? [])
  const jars = [member.browser, own, recovering].map(({ jar }) => jar.get('__Host-session'))
  const secrets = [...tokens, ...jars, halfway].filter((secret) => secret !== undefined)
  expect(secrets.length).toBeGreaterThanOrEqual(7)

  const kept = JSON.stringify([await everyTable(), lines, here.entries]).toLowerCase()
  expect(kept).toContain('marked@example.com')
  for (const secret of [
    ...secrets,
    ...member.codes,
    ...member.codes.map((code) => code.replaceAll('-', '')),
  ]) {
    for (const spelling of spellings(secret)) expect(kept).not.toContain(spelling.toLowerCase())
  }
  const spoken = JSON.stringify([lines, here.entries])
  expect(lines.length).toBeGreaterThan(0)
  expect(spoken).not.toContain('@')
})

function spellings(secret: string): readonly string[] {
  const raw = fromBase64(secret)
  const bytes = raw === undefined ? [utf8(secret)] : [utf8(secret), raw]
  return [secret, ...bytes.flatMap((of) => [hex(of), base64(of)])]
}

async function everyTable() {
  const names = await env.DB.prepare(
    "select name from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\'",
  ).all<{ name: string }>()
  return Promise.all(
    names.results.map(async ({ name }) => (await env.DB.prepare(`select * from "${name}"`).all()).results),
  )
}
