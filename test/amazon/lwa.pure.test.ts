import { expect, test } from 'vitest'
import { amazonHosts } from '../../src/amazon/hosts.ts'
import { exchangeCode, judgeLwa, type LwaDeps, lwaRequest, refreshAccess } from '../../src/amazon/lwa.ts'
import type { Sent } from '../../src/amazon/network.ts'
import { Secret } from '../../src/core/secret.ts'

const ACCESS = 'Atza|IwEBIaccess'
const REFRESH = 'Atzr|IwEBIrefresh'
const GOOD = { access_token: ACCESS, refresh_token: REFRESH, token_type: 'bearer', expires_in: 3600 }

const arrived = (status: number, body: unknown): Sent => ({
  arrived: true,
  status,
  requestId: 'req-1',
  rateLimit: undefined,
  body: { text: typeof body === 'string' ? body : JSON.stringify(body) },
})

test('takes both tokens and their life from a good answer', () => {
  const answer = judgeLwa(arrived(200, GOOD))
  expect(answer).toMatchObject({
    outcome: 'granted',
    status: 200,
    requestId: 'req-1',
    expiresInSeconds: 3600,
  })
  if (answer.outcome !== 'granted') return
  expect(answer.accessToken.reveal()).toBe(ACCESS)
  expect(answer.refreshToken?.reveal()).toBe(REFRESH)
  expect(JSON.stringify(answer)).not.toContain('IwEBI')
})

test('takes an answer without a refresh token as one that changes none', () => {
  const { refresh_token: _gone, ...rest } = GOOD
  const answer = judgeLwa(arrived(200, rest))
  expect(answer.outcome === 'granted' && answer.refreshToken).toBe(undefined)
  expect(answer.outcome).toBe('granted')
})

test.for<[why: string, body: unknown]>([
  ['HTML', '<!DOCTYPE html><html><body>Sorry</body></html>'],
  ['nothing', ''],
  ['truncated JSON', JSON.stringify(GOOD).slice(0, -8)],
  ['an error in spite of its status', { error: 'invalid_grant' }],
  ['no access token', { ...GOOD, access_token: undefined }],
  ['an empty access token', { ...GOOD, access_token: '' }],
  ['an access token of 2,049 bytes', { ...GOOD, access_token: `Atza|${'x'.repeat(2044)}` }],
  ['an access token with a line break in it', { ...GOOD, access_token: 'Atza|x\r\nhost: evil.example' }],
  ['an access token that is a number', { ...GOOD, access_token: 7 }],
  ['a refresh token of 2,049 bytes', { ...GOOD, refresh_token: `Atzr|${'x'.repeat(2044)}` }],
  ['a refresh token with letters outside ASCII', { ...GOOD, refresh_token: 'Atzr|令牌' }],
  ['another token type', { ...GOOD, token_type: 'mac' }],
  ['a list', [GOOD]],
  ['null', 'null'],
])('does not know what happened when a 200 carries %s', ([, body]) => {
  expect(judgeLwa(arrived(200, body))).toEqual({
    outcome: 'unknown',
    why: 'unreadable',
    status: 200,
    requestId: 'req-1',
  })
})

test('takes a token of exactly 2,048 bytes', () => {
  expect(judgeLwa(arrived(200, { ...GOOD, refresh_token: `Atzr|${'x'.repeat(2043)}` })).outcome).toBe(
    'granted',
  )
})

test.for<[expiresIn: unknown, seconds: number]>([
  [3600, 3600],
  [1800.7, 1800],
  ['3600', 3600],
  [0, 60],
  [1, 60],
  [-3600, 60],
  [86_400, 3600],
  [1e308, 3600],
  [null, 60],
  [undefined, 60],
  ['soon', 60],
  [{}, 60],
  [true, 60],
])('reads a life of %o as %d seconds', ([expiresIn, seconds]) => {
  expect(judgeLwa(arrived(200, { ...GOOD, expires_in: expiresIn }))).toMatchObject({
    expiresInSeconds: seconds,
  })
})

test('calls a token revoked on one answer only: status 400 with invalid_grant (I13)', () => {
  expect(judgeLwa(arrived(400, { error: 'invalid_grant', error_description: 'x' }))).toEqual({
    outcome: 'invalid-grant',
    status: 400,
    requestId: 'req-1',
  })
  for (const status of [200, 201, 302, 401, 403, 404, 408, 418, 425, 429, 500, 502, 503, 504]) {
    expect(judgeLwa(arrived(status, { error: 'invalid_grant' })).outcome, String(status)).not.toBe(
      'invalid-grant',
    )
  }
})

test.for<[status: number, error: string]>([
  [401, 'invalid_client'],
  [400, 'invalid_client'],
  [400, 'unauthorized_client'],
  [400, 'invalid_request'],
  [400, 'invalid_scope'],
  [400, 'unsupported_grant_type'],
])('blames our configuration for %d %s', ([status, error]) => {
  expect(judgeLwa(arrived(status, { error }))).toEqual({
    outcome: 'our-configuration',
    status,
    requestId: 'req-1',
    error,
  })
})

test.for<[why: string, status: number, body: unknown]>([
  ['429', 429, { error: 'invalid_grant' }],
  ['500', 500, { error: 'server_error' }],
  ['500 that blames us', 500, { error: 'invalid_client' }],
  ['429 that blames us', 429, { error: 'invalid_request' }],
  ['503 in HTML', 503, '<html>'],
  ['400 in HTML', 400, '<html>invalid_grant</html>'],
  ['400 truncated', 400, '{"error":"invalid_gr'],
  ['400 with another shape', 400, { errors: [{ code: 'invalid_grant' }] }],
  ['400 with an error we do not know', 400, { error: 'temporarily_unavailable' }],
  ['400 with an error that is not text', 400, { error: ['invalid_grant'] }],
  ['403 of a firewall', 403, '<html>Request blocked</html>'],
  ['404', 404, ''],
  ['a redirect', 302, ''],
  ['a 204', 204, ''],
])('takes %s as transient', ([, status, body]) => {
  expect(judgeLwa(arrived(status, body))).toEqual({ outcome: 'transient', status, requestId: 'req-1' })
})

test.for<[status: number, unread: 'too-large' | 'not-text', outcome: string]>([
  [200, 'too-large', 'unknown'],
  [200, 'not-text', 'unknown'],
  [400, 'too-large', 'transient'],
  [401, 'not-text', 'transient'],
  [500, 'too-large', 'transient'],
])('takes a %d whose body is %s as %s', ([status, unread, outcome]) => {
  const sent: Sent = { arrived: true, status, requestId: undefined, rateLimit: undefined, body: { unread } }
  expect(judgeLwa(sent).outcome).toBe(outcome)
})

test('does not know what happened when no answer came', () => {
  for (const lost of ['timeout', 'connection'] as const) {
    expect(judgeLwa({ arrived: false, lost })).toEqual({
      outcome: 'unknown',
      why: lost,
      status: undefined,
      requestId: undefined,
    })
  }
})

/** The body as the network would send it; anything but text is a mistake. */
const textOf = ({ body }: RequestInit): string => (typeof body === 'string' ? body : 'not text')

const depsWith = (network: LwaDeps['network']): LwaDeps => ({
  network,
  hosts: amazonHosts(undefined),
  clientId: 'amzn1.application-oa2-client.0123456789abcdef0123456789abcdef',
  clientSecret: new Secret('amzn1.oa2-cs.v1.a+b&c'),
})

test('sends one form post with the secret in its body and nowhere else', async () => {
  const calls: [string, RequestInit][] = []
  const deps = depsWith((url, init) => {
    calls.push([url, init])
    return Promise.resolve(Response.json(GOOD, { headers: { 'x-amzn-requestid': 'abc-1' } }))
  })
  expect(await refreshAccess(deps, new Secret(REFRESH))).toMatchObject({
    outcome: 'granted',
    requestId: 'abc-1',
  })
  const [[url, init] = ['', {}]] = calls
  expect(calls).toHaveLength(1)
  expect(url).toBe('https://api.amazon.com/auth/o2/token')
  expect(init).toMatchObject({ method: 'POST', redirect: 'manual', cache: 'no-store' })
  expect(init.headers).toEqual({
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    accept: 'application/json',
  })
  expect([...new URLSearchParams(textOf(init))]).toEqual([
    ['grant_type', 'refresh_token'],
    ['refresh_token', REFRESH],
    ['client_id', deps.clientId],
    ['client_secret', 'amzn1.oa2-cs.v1.a+b&c'],
  ])
})

test('exchanges a code by its own grant, and does not call an answer without a refresh token a success', async () => {
  const bodies: string[] = []
  const answering = (body: unknown) =>
    depsWith((_url, init) => {
      bodies.push(textOf(init))
      return Promise.resolve(Response.json(body))
    })
  expect((await exchangeCode(answering(GOOD), new Secret('ANcode'))).outcome).toBe('granted')
  expect(bodies[0]).toMatch(/^grant_type=authorization_code&code=ANcode&/)
  const { refresh_token: _gone, ...rest } = GOOD
  expect(await exchangeCode(answering(rest), new Secret('ANcode'))).toMatchObject({
    outcome: 'unknown',
    why: 'unreadable',
    status: 200,
  })
})

test('prints no secret when a request or its parts are printed as JSON', () => {
  const deps = depsWith(() => Promise.reject(new Error('unused')))
  expect(JSON.stringify(deps)).not.toContain('oa2-cs')
  expect(lwaRequest(deps, {}).headers).not.toHaveProperty('authorization')
})
