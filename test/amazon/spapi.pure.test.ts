import { expect, expectTypeOf, test } from 'vitest'
import { amazonHosts } from '../../src/amazon/hosts.ts'
import type { Sent } from '../../src/amazon/network.ts'
import type { InventoryPage } from '../../src/amazon/schemas.ts'
import {
  callSellingPartner,
  judgeSpapi,
  type SellingPartnerDeps,
  type SpapiAnswer,
} from '../../src/amazon/spapi.ts'
import { marketplaceId } from '../../src/core/id.ts'
import { Secret } from '../../src/core/secret.ts'

const US = marketplaceId.parse('ATVPDKIKX0DER')
const PAGE = { payload: { granularity: {}, inventorySummaries: [] }, pagination: {} }
const DEAD = 'The access token you provided is revoked, malformed or invalid.'

const arrived = (status: number, body: unknown, rateLimit?: string): Sent => ({
  arrived: true,
  status,
  requestId: 'req-1',
  rateLimit,
  body: { text: typeof body === 'string' ? body : JSON.stringify(body) },
})
const judged = (status: number, body: unknown) => judgeSpapi('getInventorySummaries', arrived(status, body))
const errors = (code: string, details?: string | null) => ({
  errors: [{ code, message: 'Access to requested resource is denied.', details }],
})

test('hands on a parsed answer with its request id', () => {
  expect(judged(200, PAGE)).toEqual({
    outcome: 'answered',
    status: 200,
    requestId: 'req-1',
    rateLimit: undefined,
    body: { rows: [], nextToken: undefined },
  })
})

test.for<[header: string | undefined, rate: number | undefined]>([
  ['2.0', 2],
  ['0.0167', 0.0167],
  [undefined, undefined],
  ['', undefined],
  ['0', undefined],
  ['-2', undefined],
  ['NaN', undefined],
  ['Infinity', undefined],
  ['1e9', undefined],
  ['two', undefined],
])('reads the rate hint %o as %o', ([header, rate]) => {
  const answer = judgeSpapi('getInventorySummaries', arrived(200, PAGE, header))
  expect(answer.outcome === 'answered' && answer.rateLimit).toBe(rate)
})

test.for<[why: string, status: number, body: unknown, cause: string, code: string]>([
  ['a dead access token', 403, errors('Unauthorized', DEAD), 'token-dead', 'Unauthorized'],
  [
    'an expired access token',
    403,
    errors('Unauthorized', 'The access token you provided has expired.'),
    'token-dead',
    'Unauthorized',
  ],
  ['a dead access token under 401', 401, errors('Unauthorized', DEAD), 'token-dead', 'Unauthorized'],
  [
    'a dead access token named second',
    403,
    { errors: [...errors('Unauthorized', '').errors, ...errors('Unauthorized', DEAD).errors] },
    'token-dead',
    'Unauthorized',
  ],
  ['a role or region that is missing', 403, errors('Unauthorized', ''), 'other', 'Unauthorized'],
  ['a refusal without details', 403, errors('Unauthorized'), 'other', 'Unauthorized'],
  ['a refusal with null details', 403, errors('Unauthorized', null), 'other', 'Unauthorized'],
  [
    'another token of another kind',
    403,
    errors('Unauthorized', 'The security token included in the request is expired'),
    'other',
    'Unauthorized',
  ],
  [
    'a page token too old',
    400,
    errors('InvalidInput', 'Next token is invalid or expired'),
    'request',
    'InvalidInput',
  ],
  ['words about the token under 400', 400, errors('InvalidInput', DEAD), 'request', 'InvalidInput'],
  ['an id that is nobody’s', 404, errors('NotFound'), 'missing', 'NotFound'],
  ['a code that is not a word', 403, errors('<b>Unauthorized</b>'), 'other', 'unnamed'],
])('reads %s as a refusal', ([, status, body, cause, code]) => {
  expect(judged(status, body)).toEqual({ outcome: 'refused', status, requestId: 'req-1', cause, code })
})

test('never takes the message for the details, nor hands either on', () => {
  const body = { errors: [{ code: 'Unauthorized', message: DEAD, details: 'seller Jane Roe' }] }
  const answer = judged(403, body)
  expect(answer).toMatchObject({ outcome: 'refused', cause: 'other' })
  expect(JSON.stringify(answer)).not.toMatch(/Jane|revoked/)
})

test.for<[why: string, status: number, body: unknown]>([
  ['200 in HTML', 200, '<html>'],
  ['200 truncated', 200, JSON.stringify(PAGE).slice(0, -3)],
  ['200 empty', 200, ''],
  ['403 in HTML', 403, '<html>Request blocked</html>'],
  ['400 in HTML', 400, '<html>'],
  ['400 with another shape', 400, { message: 'Bad Request' }],
  ['403 with no error in it', 403, { errors: [] }],
  ['408', 408, errors('RequestTimeout')],
  ['500', 500, errors('InternalFailure')],
  ['500 that speaks of the token', 500, errors('InternalFailure', DEAD)],
  ['503', 503, ''],
  ['a redirect', 301, ''],
  ['a 204', 204, ''],
])('takes %s as transient (I13)', ([, status, body]) => {
  expect(judged(status, body)).toEqual({ outcome: 'transient', status, requestId: 'req-1' })
})

test('takes 429 as throttled whatever its body', () => {
  for (const body of [errors('QuotaExceeded'), '<html>', '', errors('Unauthorized', DEAD)]) {
    expect(judged(429, body)).toEqual({ outcome: 'throttled', status: 429, requestId: 'req-1' })
  }
})

test.for<[why: string, body: unknown, where: string]>([
  ['another shape', { items: [] }, 'payload'],
  ['a list that is no list', { payload: { inventorySummaries: {} } }, 'payload.inventorySummaries'],
  ['JSON that is not an object', '[]', ''],
  ['null', 'null', ''],
])('takes a 200 with %s as changed, and says where but not what', ([, body, where]) => {
  expect(judged(200, body)).toEqual({ outcome: 'changed', status: 200, requestId: 'req-1', where })
})

test('takes an answer too large as changed, one that is not text as transient, none as unknown', () => {
  const sent = (unread: 'too-large' | 'not-text'): Sent => ({
    arrived: true,
    status: 200,
    requestId: undefined,
    rateLimit: undefined,
    body: { unread },
  })
  expect(judgeSpapi('getInventorySummaries', sent('too-large'))).toMatchObject({
    outcome: 'changed',
    where: 'size',
  })
  expect(judgeSpapi('getInventorySummaries', sent('not-text'))).toMatchObject({ outcome: 'transient' })
  expect(judgeSpapi('getInventorySummaries', { arrived: false, lost: 'timeout' })).toEqual({
    outcome: 'unknown',
    why: 'timeout',
    requestId: undefined,
  })
})

test('sends the three headers Amazon asks for to the region of the call, and nothing that could be followed or cached', async () => {
  const calls: [string, RequestInit][] = []
  const deps: SellingPartnerDeps = {
    network: (url, init) => {
      calls.push([url, init])
      return Promise.resolve(Response.json(PAGE))
    },
    hosts: amazonHosts(undefined),
    clock: () => Date.UTC(2026, 10, 22, 9, 43, 0, 123),
    version: '0.1.0',
  }
  const call = {
    operation: 'getInventorySummaries',
    region: 'eu',
    query: { marketplaceId: US, nextToken: 'a b+c/d=&e' },
  } as const
  const answer = await callSellingPartner(deps, call, new Secret('Atza|token'))
  expectTypeOf(answer).toEqualTypeOf<SpapiAnswer<InventoryPage>>()
  expect(answer.outcome).toBe('answered')
  const [[url, init] = ['', {}]] = calls
  expect(calls).toHaveLength(1)
  expect(url).toBe(
    'https://sellingpartnerapi-eu.amazon.com/fba/inventory/v1/summaries?details=true&granularityType=Marketplace' +
      '&granularityId=ATVPDKIKX0DER&marketplaceIds=ATVPDKIKX0DER&nextToken=a%20b%2Bc%2Fd%3D%26e',
  )
  expect(init).toMatchObject({ method: 'GET', redirect: 'manual', cache: 'no-store' })
  expect(init.body).toBe(undefined)
  expect(init.headers).toEqual({
    accept: 'application/json',
    'user-agent': 'MintHub/0.1.0 (Language=TypeScript)',
    'x-amz-access-token': 'Atza|token',
    'x-amz-date': '20261122T094300Z',
  })
})
