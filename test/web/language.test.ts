import { describe, expect, test } from 'vitest'
import type { Language } from '../../src/core/language.ts'
import { chooseLanguage, languageRoutes } from '../../src/web/language.ts'
import { ownPath } from '../../src/web/own-path.ts'
import { get, ORIGIN, shell, viewerWith } from './harness.ts'

describe('the language', () => {
  test.each<[string, string | undefined, string | undefined, Language]>([
    ['/stores', undefined, undefined, 'en'],
    ['/stores', undefined, 'zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['/stores', undefined, 'de-DE,de;q=0.9,zh;q=0.5,en;q=0.4', 'zh'],
    ['/stores', undefined, 'en;q=0.2,zh;q=0.7', 'zh'],
    ['/stores', undefined, 'zh;q=0,en', 'en'],
    ['/stores', undefined, 'fr', 'en'],
    ['/stores', 'zh', 'en', 'zh'],
    ['/stores', 'en', 'zh', 'en'],
    ['/stores', 'klingon', 'zh', 'zh'],
    ['/en/', 'zh', 'zh', 'en'],
    ['/zh/', 'en', 'en', 'zh'],
    ['/zh', 'en', 'en', 'zh'],
    ['/zhongwen', 'en', 'en', 'en'],
    ['/enough', 'zh', 'zh', 'zh'],
  ])('of %s with cookie %s and header %s is %s', (path, cookie, acceptLanguage, expected) => {
    expect(chooseLanguage({ path, cookie, acceptLanguage })).toBe(expected)
  })
})

const app = (saved?: (chosen: Language) => void, signedIn = false) => {
  const routes = shell(signedIn ? { viewer: viewerWith('t') } : {})
  routes.route(
    '/',
    languageRoutes(async (_, chosen) => saved?.(chosen)),
  )
  routes.get('/zh/', (c) => c.text(c.var.language))
  return routes
}

const COOKIE = '__Host-language=zh; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Lax'

describe('/', () => {
  test.each([
    [{ 'accept-language': 'zh-TW' }, '/zh/'],
    [{ 'accept-language': 'en-US' }, '/en/'],
    [{ 'accept-language': 'en-US', cookie: '__Host-language=zh' }, '/zh/'],
  ])('with %o leads to %s', async (headers, to) => {
    const answer = await get(app(), '/', headers)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe(to)
  })

  test('a visit to /zh/ is remembered, once', async () => {
    expect((await get(app(), '/zh/')).headers.get('set-cookie')).toBe(COOKIE)
    expect((await get(app(), '/zh/', { cookie: '__Host-language=zh' })).headers.get('set-cookie')).toBeNull()
  })
})

const REFUSED_PATHS: readonly (string | undefined)[] = [
  undefined,
  '',
  'stores',
  'https://evil.example/',
  'HTTPS:evil.example',
  'javascript:alert(1)',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/stores\\..\\evil',
  '/\t/evil.example',
  '\t//evil.example',
  '/\n/evil.example',
  '/\r\nSet-Cookie: a=b',
  '/\u0000/evil',
  '/\u0085/evil',
  '/.//evil.example',
  '/stores/..//evil.example',
  '/%2e//evil.example',
]

describe('the way back', () => {
  test.each(REFUSED_PATHS.map((path) => [JSON.stringify(path), path]))('refuses %s', async (_, path) => {
    expect(ownPath(path, ORIGIN)).toBeUndefined()
    const query = path === undefined ? '' : `?to=${encodeURIComponent(path)}`
    const answer = await get(app(), `/language/zh${query}`)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/')
  })

  test.each([
    ['/', '/'],
    ['/stores', '/stores'],
    ['/stores/0123/inventory?search=a%26b&page=2', '/stores/0123/inventory?search=a%26b&page=2'],
    ['/stores/../account', '/account'],
    ['/a?to=//evil.example', '/a?to=//evil.example'],
    ['/%2F/evil.example', '/%2F/evil.example'],
    ['/stores#top', '/stores'],
  ])('takes %s as %s', async (path, expected) => {
    expect(ownPath(path, ORIGIN)).toBe(expected)
    const answer = await get(app(), `/language/zh?to=${encodeURIComponent(path)}`)
    expect(answer.headers.get('location')).toBe(expected)
    expect(answer.headers.get('set-cookie')).toBe(COOKIE)
  })

  test('knows no third language', async () => {
    const answer = await get(app(), '/language/fr?to=/stores')
    expect(answer.status).toBe(404)
    expect(answer.headers.get('set-cookie')).toBeNull()
  })
})

describe('a choice is saved with the person', () => {
  test.each([
    ['by their own click', true, 'same-origin', ['zh']],
    ['not by a foreign link', true, 'cross-site', []],
    ['not when typed', true, 'none', []],
    ['not without a session', false, 'same-origin', []],
  ])('%s', async (_, signedIn, site, expected) => {
    const saved: Language[] = []
    await get(
      app((chosen) => saved.push(chosen), signedIn),
      '/language/zh?to=/stores',
      { 'sec-fetch-site': site },
    )
    expect(saved).toEqual(expected)
  })
})
