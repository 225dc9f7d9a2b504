import type { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { WebEnv } from '../../src/web/context.ts'
import { network } from '../../src/web/guard.ts'
import { get, ORIGIN, OWN_FORM, post, shell, viewerWith } from './harness.ts'

const withSink = (app: Hono<WebEnv>) => {
  const reached: string[] = []
  app.all('/sink', (c) => {
    reached.push(c.req.method)
    return c.text('reached')
  })
  return { app, reached }
}

const TOKEN = 'token-of-this-session'
const TOKEN_OF_ANOTHER = 'token-of-another-one'
const signedIn = () => withSink(shell({ viewer: viewerWith(TOKEN) }))
const JSON_HEADERS = { ...OWN_FORM, 'content-type': 'application/json' }
const without = (name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(OWN_FORM).filter(([key]) => key !== name))

describe('an unsafe request with a session', () => {
  test.each([
    ['a form with its token', OWN_FORM, `form_token=${TOKEN}&a=1`],
    ['JSON with the token in its header', { ...JSON_HEADERS, 'x-form-token': TOKEN }, '{}'],
    [
      'a form whose content type names its charset',
      { ...OWN_FORM, 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      `form_token=${TOKEN}`,
    ],
  ])('passes as %s', async (_, headers, body) => {
    const { app, reached } = signedIn()
    expect((await post(app, '/sink', body, headers)).status).toBe(200)
    expect(reached).toEqual(['POST'])
  })

  const right = `form_token=${TOKEN}`
  test.each([
    ['no Origin', without('origin'), right],
    ['a foreign Origin', { ...OWN_FORM, origin: 'https://evil.example' }, right],
    ['our Origin with another port', { ...OWN_FORM, origin: 'http://localhost:8788' }, right],
    ['our Origin with another scheme', { ...OWN_FORM, origin: 'https://localhost:8787' }, right],
    ['Origin: null', { ...OWN_FORM, origin: 'null' }, right],
    ['no Sec-Fetch-Site', without('sec-fetch-site'), right],
    ['Sec-Fetch-Site: cross-site', { ...OWN_FORM, 'sec-fetch-site': 'cross-site' }, right],
    ['Sec-Fetch-Site: same-site', { ...OWN_FORM, 'sec-fetch-site': 'same-site' }, right],
    ['Sec-Fetch-Site: none', { ...OWN_FORM, 'sec-fetch-site': 'none' }, right],
    ['no token', OWN_FORM, 'a=1'],
    ['an empty token', OWN_FORM, 'form_token='],
    ['a wrong token', OWN_FORM, `form_token=${TOKEN}x`],
    ['the token of another session', OWN_FORM, `form_token=${TOKEN_OF_ANOTHER}`],
    ['the token twice', OWN_FORM, `${right}&${right}`],
    ['a form with the token only in a header', { ...OWN_FORM, 'x-form-token': TOKEN }, 'a=1'],
    ['JSON without the header', JSON_HEADERS, `{"form_token":"${TOKEN}"}`],
    ['JSON with the token of another session', { ...JSON_HEADERS, 'x-form-token': TOKEN_OF_ANOTHER }, '{}'],
    ['plain text that looks like a form', { ...OWN_FORM, 'content-type': 'text/plain' }, right],
    [
      'a multipart form',
      { ...OWN_FORM, 'content-type': 'multipart/form-data; boundary=x' },
      `--x\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n${TOKEN}\r\n--x--`,
    ],
    ['a form of more than 64 KB', OWN_FORM, `${right}&a=${'a'.repeat(65_536)}`],
  ])('is refused with %s', async (_, headers, body) => {
    const { app, reached } = signedIn()
    expect((await post(app, '/sink', body, headers)).status).toBe(403)
    expect(reached).toEqual([])
  })

  test.each(['PUT', 'PATCH', 'DELETE', 'PROPFIND'])('is refused by %s too', async (method) => {
    const { app, reached } = signedIn()
    expect((await app.request(`${ORIGIN}/sink`, { method })).status).toBe(403)
    expect(reached).toEqual([])
  })

  test('answers a refused JSON request in JSON, in the language of the person', async () => {
    const { app } = signedIn()
    const answer = await post(app, '/sink', '{}', { ...JSON_HEADERS, 'accept-language': 'zh' })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ fault: 'cross-site', title: '这份表单不是从本站页面提交的' })
  })
})

describe('an anonymous unsafe request', () => {
  const counting = (left: number) => {
    const keys: string[] = []
    const limit = async ({ key }: { key: string }) => {
      keys.push(key)
      return { success: keys.length <= left }
    }
    return { ...withSink(shell({ limiter: { limit } })), keys }
  }

  test('passes without a token while the limit lasts, and then waits', async () => {
    const { app, reached, keys } = counting(1)
    const headers = { ...OWN_FORM, 'cf-connecting-ip': '203.0.113.7' }
    expect((await post(app, '/sink', 'a=1', headers)).status).toBe(200)
    const second = await post(app, '/sink', 'a=1', headers)
    expect(second.status).toBe(429)
    expect(second.headers.get('retry-after')).toBe('60')
    expect(reached).toEqual(['POST'])
    expect(keys).toEqual(['203.0.113.7', '203.0.113.7'])
  })

  test('from elsewhere is refused before it is counted', async () => {
    const { app, keys } = counting(1)
    expect((await post(app, '/sink', 'a=1', { ...OWN_FORM, 'sec-fetch-site': 'cross-site' })).status).toBe(
      403,
    )
    expect(keys).toEqual([])
  })

  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    [undefined, 'unknown'],
  ])('of %s is counted for %s', (address, key) => {
    expect(network(address)).toBe(key)
  })
})

describe('a safe request', () => {
  test.each(['GET', 'HEAD', 'OPTIONS'])('needs nothing: %s', async (method) => {
    const { app, reached } = signedIn()
    expect((await app.request(`${ORIGIN}/sink`, { method })).status).toBe(200)
    expect(reached).toEqual([method])
  })
})

describe('a query', () => {
  const KEY = 'AKIAIOSFODNN7EXAMPLE'
  const REFRESH = 'Atzr|IwEBIexample'
  test.each([
    ['an access key id', `?q=${KEY}`],
    ['a refresh token', `?q=${encodeURIComponent(REFRESH)}`],
    ['a refresh token encoded twice', `?q=${encodeURIComponent(encodeURIComponent(REFRESH))}`],
    ['a key as a name', `?${KEY}=1`],
    ['a key in a field that Amazon fills only elsewhere', `?spapi_oauth_code=${KEY}`],
  ])('with %s is refused and not echoed', async (_, query) => {
    const { app, reached } = signedIn()
    const answer = await get(app, `/sink${query}`)
    expect(answer.status).toBe(422)
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    // Nor does it become the address of a page that is changed in place.
    expect(answer.headers.get('hx-push-url')).toBe('false')
    const text = await answer.text()
    expect(text).not.toContain(KEY)
    expect(text).not.toContain('IwEBIexample')
    expect(reached).toEqual([])
  })

  test('of the callback may carry what Amazon puts there, and nothing else', async () => {
    const app = shell()
    app.get('/amazon/callback', (c) => c.text('reached'))
    const code = encodeURIComponent('ANDsecret/Code+0123456789abcdefghijABCDEF'.slice(0, 40))
    expect((await get(app, `/amazon/callback?spapi_oauth_code=${code}&state=${code}`)).status).toBe(200)
    expect((await get(app, `/amazon/callback?selling_partner_id=${code}`)).status).toBe(422)
  })
})
