import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { app } from '../../src/app.tsx'
import type { PersonId } from '../../src/core/id.ts'
import { ROLES } from '../../src/core/roles.ts'
import { database } from '../../src/db/client.ts'
import type { Env } from '../../src/env.ts'
import { mayConnect } from '../../src/identity/testers.ts'
import { roleName } from '../../src/web/role-words.ts'
import { type Browser, newBrowser, signedIn } from '../person.ts'
import { developmentVariables } from '../variables.ts'
import { shownIn, visit } from './visit.ts'

const ORIGIN = developmentVariables.PUBLIC_ORIGIN
/** The same code, configured for each stage in which it can be deployed. */
const DRAFT = { AMAZON_AUTHORIZATION: 'coming-soon', AMAZON_APP_STAGE: 'draft' }
const PUBLISHED_SOON = { AMAZON_AUTHORIZATION: 'coming-soon', AMAZON_APP_STAGE: 'published' }
const LIVE = { AMAZON_AUTHORIZATION: 'live', AMAZON_APP_STAGE: 'published' }

const mark = (person: PersonId, sinceMs: number | null) =>
  env.DB.prepare('UPDATE person SET tester_since_ms = ? WHERE id = ?').bind(sinceMs, person).run()

async function tester() {
  const person = await signedIn()
  await mark(person.personId, 1)
  return person
}

/** One request of this browser under a stage: a POST where a country or fields are given. */
async function ask(
  browser: Browser,
  stage: object,
  path: string,
  sent?: string | Record<string, string>,
  language = 'en',
) {
  const headers = new Headers({
    cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    'accept-language': language,
    origin: ORIGIN,
    'sec-fetch-site': 'same-origin',
  })
  const fields = typeof sent === 'string' ? { country: sent } : sent
  const form = new URLSearchParams({ form_token: await browser.formToken(), ...fields })
  const init = sent === undefined ? { headers } : { headers, method: 'POST', body: form }
  const request = new Request(`${ORIGIN}${path}`, init)
  return app.fetch(request, { ...env, ...stage } as Env, createExecutionContext())
}

/** The page that leaves for Amazon, after a start in this country. */
async function leavingPage(browser: Browser, stage: object, country: string): Promise<string> {
  const started = await ask(browser, stage, '/connect', country)
  expect(started.status).toBe(303)
  const [, binding = ''] = /__Host-consent=([^;]+)/.exec(started.headers.getSetCookie().join('\n')) ?? []
  const after = newBrowser(new Map([...browser.cookies, ['__Host-consent', binding]]))
  return (await ask(after, stage, '/connect/leaving')).text()
}

/** A visit from Amazon in this browser, and the form of the page that asks about it. */
async function arrived(browser: Browser) {
  await browser.get(visit({ amazon_state: 'x' }))
  const shown = shownIn(await (await browser.get('/amazon/login')).text())
  return { shown, region: 'fe' }
}

const consentsOf = async (person: PersonId) =>
  (await env.DB.prepare('SELECT region FROM pending_consent WHERE person_id = ?').bind(person).all()).results

/** Countries that the page's own buttons send. */
const startsOn = (page: string) =>
  [...page.matchAll(/<input type="hidden" name="country" value="([A-Z]{2})"/g)].map((match) => match[1])

describe('before connecting is open', () => {
  test('a visit from Amazon leads only testers on', async () => {
    const [somebody, one] = [await signedIn(), await tester()]
    const [theirs, ours] = [await arrived(somebody.browser), await arrived(one.browser)]
    const page = await (await ask(somebody.browser, DRAFT, '/amazon/login')).text()
    expect(page).toContain('Connecting is not open yet')
    expect(page).not.toContain('name="shown"')
    expect((await ask(somebody.browser, DRAFT, '/amazon/login', theirs)).status).toBe(403)
    expect(await consentsOf(somebody.personId)).toEqual([])
    const started = await ask(one.browser, DRAFT, '/amazon/login', ours)
    expect([started.status, started.headers.get('location')]).toEqual([303, '/connect/leaving'])
    const [, binding = ''] = /__Host-consent=([^;]+)/.exec(started.headers.getSetCookie().join('\n')) ?? []
    one.browser.cookies.set('__Host-consent', binding)
    const leaving = await (await ask(one.browser, DRAFT, '/connect/leaving')).text()
    expect(leaving).toMatch(/amazon_state=x&amp;.*version=beta/)
  })

  test('people who are no testers read that it is not, and begin nothing', async () => {
    const { browser, personId } = await signedIn()
    const page = await ask(browser, DRAFT, '/connect')
    expect(page.status).toBe(200)
    const text = await page.text()
    expect(text).toContain('Connecting is not open yet')
    expect(text).not.toMatch(/tester|name="country"|version=beta/i)
    const refused = await ask(browser, DRAFT, '/connect', 'US')
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain('Connecting is not open yet')
    expect(refused.headers.get('set-cookie')).toBeNull()
    expect(await consentsOf(personId)).toEqual([])
  })

  test('a tester finds one start for each region beside the form', async () => {
    const { browser } = await tester()
    const page = await (await ask(browser, DRAFT, '/connect')).text()
    expect(startsOn(page)).toEqual(['US', 'DE', 'JP'])
    for (const start of ['North America', 'Europe, Middle East and India', 'Far East'])
      expect(page).toContain(`Start: ${start}`)
    expect(page).toContain('draft')
    expect(page).toContain('name="country" autocomplete="country"')
    const chinese = await (await ask(browser, DRAFT, '/connect', undefined, 'zh-CN')).text()
    expect(chinese).toContain('从北美开始')
    expect(chinese).toContain('草稿')
  })

  test.each([
    { country: 'US', region: 'na' },
    { country: 'DE', region: 'eu' },
    { country: 'JP', region: 'fe' },
  ])('a tester’s start in $region leads to Amazon with version=beta', async ({ country, region }) => {
    const { browser, personId } = await tester()
    expect(await leavingPage(browser, DRAFT, country)).toContain('version=beta')
    expect(await consentsOf(personId)).toEqual([{ region }])
  })

  test('a tester of a published application is sent as the public will be', async () => {
    const { browser } = await tester()
    expect(await (await ask(browser, PUBLISHED_SOON, '/connect')).text()).not.toContain('draft')
    expect(await leavingPage(browser, PUBLISHED_SOON, 'JP')).not.toContain('version=beta')
  })

  test('a tester no longer marked is refused from the next request on', async () => {
    const { browser, personId } = await tester()
    await mark(personId, null)
    expect(await (await ask(browser, DRAFT, '/connect')).text()).toContain('Connecting is not open yet')
    expect((await ask(browser, DRAFT, '/connect', 'US')).status).toBe(403)
  })

  test('one person’s mark opens nothing for another', async () => {
    const marked = await tester()
    const { personId } = await signedIn()
    const soon = { AMAZON_AUTHORIZATION: 'coming-soon' } as const
    expect(await mayConnect(database(env.DB), soon, personId)).toBe(false)
    expect(await mayConnect(database(env.DB), soon, marked.personId)).toBe(true)
  })
})

describe('live and published', () => {
  test('shows everybody the public page, and sends no version=beta', async () => {
    for (const { browser } of [await signedIn(), await tester()]) {
      const page = await (await ask(browser, LIVE, '/connect')).text()
      expect(page).not.toMatch(/tester|draft/i)
      expect(startsOn(page)).toEqual([])
      expect(await leavingPage(browser, LIVE, 'JP')).not.toContain('version=beta')
    }
  })
})

test('the connect page names each role that is switched on, no other, and who can agree', async () => {
  const { browser } = await signedIn()
  for (const language of ['en', 'zh'] as const) {
    const page = await (await ask(browser, LIVE, '/connect', undefined, language)).text()
    for (const role of ROLES) expect(page.includes(roleName(role.id, language)), role.id).toBe(role.enabled)
    expect(page).toContain('SPDC8143')
  }
})
