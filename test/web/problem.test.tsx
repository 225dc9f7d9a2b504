import { describe, expect, test } from 'vitest'
import { fault, statusOf } from '../../src/core/fault.ts'
import { language } from '../../src/core/language.ts'
import { en } from '../../src/web/copy.en.ts'
import { zh } from '../../src/web/copy.zh.ts'
import { problem } from '../../src/web/problem.tsx'
import { unmatched } from '../../src/web/unmatched.ts'
import { get, OWN_FORM, post, REFERENCE, shell, viewerWith } from './harness.ts'

function app(viewer = false) {
  const routes = shell(viewer ? { viewer: viewerWith('t') } : {})
  routes.all('/problem/:fault', (c) => problem(c, fault.parse(c.req.param('fault'))))
  routes.get('/later', (c) => problem(c, 'recovery-cooling', { untilMs: Date.UTC(2026, 10, 23, 9, 5) }))
  routes.get('/method', (c) => problem(c, 'method-refused', { allow: ['POST'] }))
  routes.get('/way', (c) => problem(c, 'link-dead', { way: { href: '/sign-up', label: 'Ask again' } }))
  return routes
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')

describe.each(language.options)('a problem page in %s', (of) => {
  const words = { en, zh }[of].problem

  test.each(fault.options)(
    'for %s says what happened, what next, and gives one way and the reference',
    async (name) => {
      const answer = await get(app(), `/problem/${name}?search=needle`, { 'accept-language': of })
      expect(answer.status).toBe(statusOf(name))
      const text = await answer.text()
      const { title, happened, next } = words.faults[name]
      expect(text).toContain(`<title>${escaped({ en, zh }[of].errorTitled(title))}</title>`)
      expect(text.match(/<h1[ >]/g)).toHaveLength(1)
      for (const said of [title, happened, next]) expect(text).toContain(escaped(said))
      expect(text.match(/class="button primary"/g)).toHaveLength(1)
      expect(text).toContain(REFERENCE)
      expect(text).toContain('<meta name="robots" content="noindex"/>')
    },
  )

  test.each(fault.options)('for %s ends its sentences and is not empty', (name) => {
    const { title, happened, next } = words.faults[name]
    for (const said of [happened, next]) expect(said).toMatch(/[.。]$/)
    expect(title).not.toMatch(/[.。]$/)
  })
})

describe('a problem', () => {
  test('offers the same page again, or after a form the page that it came from', async () => {
    expect(await (await get(app(), '/problem/amazon-down?m=1')).text()).toContain(
      'class="button primary" href="/problem/amazon-down?m=1"',
    )
    const headers = { ...OWN_FORM, referer: 'http://localhost:8787/connect?x=1' }
    expect(await (await post(app(), '/problem/amazon-down', '', headers)).text()).toContain(
      'class="button primary" href="/connect?x=1"',
    )
  })

  test.each(['https://evil.example/connect', 'http://localhost:8788/', 'nonsense'])(
    'does not lead back to %s',
    async (referer) => {
      const text = await (await post(app(), '/problem/bad-input', '', { ...OWN_FORM, referer })).text()
      expect(text).toContain('class="button primary" href="/"')
      expect(text).not.toContain('evil')
    },
  )

  test('leads a signed-in person to their stores, another to the home page', async () => {
    expect(await (await get(app(true), '/problem/not-found')).text()).toContain(
      'class="button primary" href="/stores"',
    )
    expect(await (await get(app(), '/problem/not-found')).text()).toContain(
      'class="button primary" href="/en/"',
    )
  })

  test('tells when it becomes possible again, with the zone', async () => {
    expect(await (await get(app(), '/later')).text()).toContain('23 Nov 2026, 09:05 UTC')
  })

  test('names the methods that an address takes', async () => {
    const answer = await get(app(), '/method')
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('POST')
  })

  test('takes another way on from its route', async () => {
    expect(await (await get(app(), '/way')).text()).toContain(
      '<a class="button primary" href="/sign-up">Ask again</a>',
    )
  })
})

describe('a request that no route takes', () => {
  const routes = shell()
  routes.get('/both', (c) => c.text(''))
  routes.post('/both', (c) => c.text(''))
  routes.post('/stores/:store/disconnection', (c) => c.text(''))
  routes.notFound((c) => unmatched(c, routes.router))

  test.each([
    ['GET', '/stores/1/disconnection', 405, 'POST'],
    ['DELETE', '/both', 405, 'GET, POST'],
    ['GET', '/stores/1/disconnection/more', 404, null],
    ['GET', '/nowhere', 404, null],
  ])('%s %s is answered with %i', async (method, path, status, allow) => {
    const answer = await routes.request(`http://localhost:8787${path}`, {
      method,
      headers: method === 'GET' ? {} : OWN_FORM,
    })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('allow')).toBe(allow)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})
