import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { page } from '../../src/web/page.tsx'
import { problem } from '../../src/web/problem.tsx'
import { get, post, shell, viewerWith } from './harness.ts'

function app(viewer = false) {
  const routes = shell(viewer ? { viewer: viewerWith('t') } : {})
  routes.get('/page', (c) => page(c, { title: 'A page' }, <h1>A page</h1>))
  routes.get('/en/public', (c) =>
    page(c, { title: 'P', canonical: '/en/public', alternate: '/zh/public', indexed: true }, <h1>P</h1>),
  )
  routes.get('/silent', (c) => page(c, { title: 'S', noReferrer: true }, <h1>S</h1>))
  routes.get('/redirect', (c) => c.redirect('/page', 303))
  routes.get('/json', (c) => c.json({}))
  routes.get('/cached', (c) => c.text('', 200, { 'Cache-Control': 'public, max-age=60' }))
  routes.get('/foreign', () => new Response('x', { headers: { 'content-security-policy': 'default-src *' } }))
  routes.get('/bug', () => {
    throw new Error('Atzr|secret')
  })
  for (const path of ['/amazon/callback', '/connect/leaving', '/receipts/:token', '/mail', '/amazon/login']) {
    routes.get(path, (c) => c.text(''))
  }
  routes.notFound((c) => problem(c, 'not-found'))
  routes.onError((_, c) => problem(c, 'our-bug'))
  return routes
}

const EXPECTED = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  vary: 'Cookie, Accept-Language, HX-Request',
}

describe('security headers', () => {
  test.each([
    ['a page', '/page', 200],
    ['a public page', '/en/public', 200],
    ['a redirect', '/redirect', 303],
    ['JSON', '/json', 200],
    ['an answer that brings its own policy', '/foreign', 200],
    ['an unknown address', '/nowhere', 404],
    ['an exception', '/bug', 500],
    ['a refused query', '/page?q=AKIAIOSFODNN7EXAMPLE', 422],
  ])('stand on %s', async (_, path, status) => {
    const answer = await get(app(), path)
    expect(answer.status).toBe(status)
    expect(Object.fromEntries(answer.headers)).toMatchObject(EXPECTED)
    const features = answer.headers.get('permissions-policy') ?? ''
    expect(features).toContain('publickey-credentials-create=(self), publickey-credentials-get=(self)')
    expect(features).toContain('camera=()')
    expect(features.match(/=\((?!\)|self\))/)).toBeNull()
  })

  test('stand on a refused form', async () => {
    const answer = await post(app(), '/page', 'a=1', {})
    expect(answer.status).toBe(403)
    expect(Object.fromEntries(answer.headers)).toMatchObject(EXPECTED)
  })

  test('show nothing of an exception', async () => {
    expect(await (await get(app(), '/bug')).text()).not.toContain('Atzr')
  })
})

describe('caching', () => {
  test.each([
    ['/page', false, 'no-store'],
    ['/redirect', false, 'no-store'],
    ['/nowhere', false, 'no-store'],
    ['/en/public', false, 'private, no-cache'],
    ['/cached', false, 'public, max-age=60'],
    ['/page', true, 'no-store'],
    ['/en/public', true, 'no-store'],
    ['/cached', true, 'no-store'],
  ])('%s, signed in: %s, is %s', async (path, viewer, expected) => {
    expect((await get(app(viewer), path)).headers.get('cache-control')).toBe(expected)
  })
})

describe('referrer policy', () => {
  test.each([
    ['/page', 'same-origin'],
    ['/redirect', 'same-origin'],
    ['/mail', 'same-origin'],
    ['/amazon/login', 'same-origin'],
    ['/silent', 'no-referrer'],
    ['/amazon/callback', 'no-referrer'],
    ['/connect/leaving', 'no-referrer'],
    ['/receipts/q2S8vK1dP0xZr7TnB4mYw6LcE9aHfUgJ', 'no-referrer'],
  ])('of %s is %s', async (path, expected) => {
    expect((await get(app(), path)).headers.get('referrer-policy')).toBe(expected)
  })
})

describe('static files', () => {
  test.each([
    ['/css/app.css', 'public, max-age=31536000, immutable'],
    ['/icon.svg', 'public, max-age=86400'],
    ['/js/passkey.js', 'no-cache'],
  ])('%s are served with %s and may not be sniffed or embedded elsewhere', async (path, caching) => {
    const answer = await env.ASSETS.fetch(`http://localhost:8787${path}`)
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': caching,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
  })
})
