import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeFaults, describeSecret } from './faults.ts'
import {
  CLIENT_ID,
  CLIENT_SECRET,
  HERON,
  NORTHWIND,
  REDIRECT_URI,
  type RunningSimulator,
  read,
  type Simulator,
  startSimulator,
  talkTo,
  tokens,
} from './simulator.ts'

let running: RunningSimulator
let amazon: Simulator

beforeAll(async () => {
  running = await startSimulator()
  amazon = talkTo(running)
})
afterAll(() => running?.close())
beforeEach(() => amazon.control('reset'))

const deadCode = {
  status: 400,
  body: { error: 'invalid_grant', error_description: 'The request has an invalid grant parameter : code' },
}
const deadToken = {
  status: 400,
  body: {
    error: 'invalid_grant',
    error_description: 'The request has an invalid grant parameter : refresh_token',
  },
}
const exchange = (code: string, more: Record<string, string> = {}) =>
  amazon.token({ grant_type: 'authorization_code', code, ...more }).then(read)
const refresh = (refreshToken: string) =>
  amazon.token({ grant_type: 'refresh_token', refresh_token: refreshToken }).then(read)

describe('an authorization code', () => {
  test('is exchanged for tokens of Amazon’s shape', async () => {
    const answer = await amazon.token({ grant_type: 'authorization_code', code: await amazon.code('na') })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('application/json')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('x-amzn-RequestId')).toMatch(/^[0-9a-f-]{36}$/)
    const body = await answer.json()
    expect(body).toEqual({
      access_token: expect.stringMatching(/^Atza\|[\w-]{300,}$/),
      refresh_token: expect.stringMatching(/^Atzr\|[\w-]{300,}$/),
      token_type: 'bearer',
      expires_in: 3600,
    })
    expect(tokens.parse(body).refresh_token.length).toBeLessThanOrEqual(2048)
  })

  test('dies on first use', async () => {
    const code = await amazon.code('na')
    expect((await exchange(code)).status).toBe(200)
    expect(await exchange(code)).toEqual(deadCode)
  })

  test('gives one winner to twenty racing exchanges', async () => {
    const code = await amazon.code('na')
    const answers = await Promise.all(Array.from({ length: 20 }, () => exchange(code)))
    expect(answers.filter((one) => one.status === 200)).toHaveLength(1)
    expect(answers.filter((one) => one.status === 400)).toHaveLength(19)
  })

  test('dies five minutes after consent', async () => {
    await amazon.control('clock', { seconds: 0, stands: true })
    const code = await amazon.code('na')
    const other = await amazon.code('na')
    await amazon.control('clock', { seconds: 299, stands: true })
    expect((await exchange(other)).status).toBe(200)
    await amazon.control('clock', { seconds: 300, stands: true })
    expect(await exchange(code)).toEqual(deadCode)
  })

  test('is refused for a redirect URI that it was not given for, and is used up by the attempt', async () => {
    const code = await amazon.code('na')
    expect(await exchange(code, { redirect_uri: 'http://localhost:8787/elsewhere' })).toEqual(deadCode)
    expect(await exchange(code, { redirect_uri: REDIRECT_URI })).toEqual(deadCode)
  })

  test('is taken with the redirect URI that it was given for', async () => {
    expect((await exchange(await amazon.code('na'), { redirect_uri: REDIRECT_URI })).status).toBe(200)
  })

  test('is refused to another client, and when it was never given', async () => {
    const code = await amazon.code('na')
    await amazon.control('application', { client_id: 'another', client_secret: 'another' })
    expect(await exchange(code, { client_id: 'another', client_secret: 'another' })).toEqual(deadCode)
    await amazon.control('application', { client_id: CLIENT_ID, client_secret: CLIENT_SECRET })
    expect(await exchange('ANnevergiven')).toEqual(deadCode)
    expect((await exchange(code)).status).toBe(200)
  })
})

describe('a refresh token', () => {
  test('gives a new access token and comes back unchanged, as often as asked', async () => {
    const first = await amazon.authorize('na')
    for (let round = 0; round < 3; round += 1) {
      const body = tokens.parse((await refresh(first.refresh_token)).body)
      expect(body.refresh_token).toBe(first.refresh_token)
      expect(body.access_token).not.toBe(first.access_token)
    }
  })

  test('dies when the seller revokes, and no other seller’s does', async () => {
    const northwind = await amazon.authorize('na')
    const heron = await amazon.authorize('eu')
    expect(await amazon.control('revoke', { seller: 'na' })).toEqual({ revoked: 1 })
    expect(await refresh(northwind.refresh_token)).toEqual(deadToken)
    expect((await refresh(heron.refresh_token)).status).toBe(200)
  })

  test('dies 365 days after consent', async () => {
    await amazon.control('clock', { seconds: 0, stands: true })
    const { refresh_token: token } = await amazon.authorize('na')
    await amazon.control('clock', { seconds: 365 * 86_400 - 1, stands: true })
    expect((await refresh(token)).status).toBe(200)
    await amazon.control('clock', { seconds: 365 * 86_400, stands: true })
    expect(await refresh(token)).toEqual(deadToken)
  })

  test('survives the eviction of the simulator’s object', async () => {
    const { refresh_token: token } = await amazon.authorize('na')
    await running.evict()
    expect((await refresh(token)).status).toBe(200)
  })
})

describe('the token endpoint refuses', () => {
  test.each([
    [
      'a wrong secret',
      { grant_type: 'refresh_token', refresh_token: 'x', client_secret: 'wrong' },
      401,
      'invalid_client',
    ],
    [
      'an unknown client',
      { grant_type: 'refresh_token', refresh_token: 'x', client_id: 'wrong' },
      401,
      'invalid_client',
    ],
    ['a grant it does not know', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['no grant type', {}, 400, 'invalid_request'],
    ['no code', { grant_type: 'authorization_code' }, 400, 'invalid_request'],
    ['no refresh token', { grant_type: 'refresh_token' }, 400, 'invalid_request'],
    [
      'no secret',
      { grant_type: 'refresh_token', refresh_token: 'x', client_secret: '' },
      400,
      'invalid_request',
    ],
  ])('%s', async (_name, parameters, status, error) => {
    expect(await amazon.token(parameters).then(read)).toEqual({
      status,
      body: { error, error_description: expect.any(String) },
    })
  })

  test('JSON, a parameter given twice, and a secret in the URL', async () => {
    const post = (path: string, type: string, body: string) =>
      amazon.open(path, { method: 'POST', headers: { 'content-type': type }, body }).then(read)
    const form = 'application/x-www-form-urlencoded'
    const refused = { status: 400, body: { error: 'invalid_request', error_description: expect.any(String) } }
    expect(await post('/auth/o2/token', 'application/json', '{"grant_type":"refresh_token"}')).toEqual(
      refused,
    )
    const { refresh_token: token } = await amazon.authorize('na')
    const whole = {
      grant_type: 'refresh_token',
      refresh_token: token,
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
    }
    const text = new URLSearchParams(whole).toString()
    expect((await post('/auth/o2/token', form, text)).status).toBe(200)
    expect(await post('/auth/o2/token', form, `${text}&client_id=${CLIENT_ID}`)).toEqual(refused)
    const secretInUrl = `/auth/o2/token?client_secret=${CLIENT_SECRET}`
    expect(await post(secretInUrl, form, `grant_type=refresh_token&client_id=${CLIENT_ID}`)).toEqual(refused)
  })
})

describe('answers of the token endpoint', () => {
  test('are held until released, after the work was done, while the journal shows them open', async () => {
    const { refresh_token: token } = await amazon.authorize('na')
    await amazon.control('journal/clear')
    await amazon.control('lwa/hold')
    const waiting = Array.from({ length: 20 }, () => refresh(token))
    await expect
      .poll(async () => (await amazon.journal()).filter((line) => line.status === null).length, {
        timeout: 30_000,
      })
      .toBe(20)
    expect(await amazon.control('lwa/release')).toEqual({ released: 20 })
    expect((await Promise.all(waiting)).every((one) => one.status === 200)).toBe(true)
    expect((await amazon.journal()).every((line) => line.status === 200)).toBe(true)
    expect((await refresh(token)).status).toBe(200)
  })

  test('take longer by the latency set, and others do not', async () => {
    const { refresh_token: token, access_token: access } = await amazon.authorize('na')
    await amazon.control('latency', { operation: 'token', milliseconds: 300 })
    const before = performance.now()
    await refresh(token)
    expect(performance.now() - before).toBeGreaterThanOrEqual(300)
    await amazon.api('/na/sellers/v1/marketplaceParticipations', access)
    const [line] = await amazon.journal('?operation=getMarketplaceParticipations')
    expect((line?.ended_ms ?? Number.POSITIVE_INFINITY) - (line?.started_ms ?? 0)).toBeLessThan(250)
  })
})

describe('the journal of token calls', () => {
  test('tells seller, grant and outcome, and of the token only the start of its hash', async () => {
    const code = await amazon.code('eu')
    const { refresh_token: token } = tokens.parse((await exchange(code)).body)
    await refresh(token)
    await refresh('Atzr|made-up')
    const lines = await amazon.journal()
    expect(
      lines.map((line) => [line.sequence, line.seller, line.grant_type, line.status, line.error]),
    ).toEqual([
      [1, HERON, 'authorization_code', 200, null],
      [2, HERON, 'refresh_token', 200, null],
      [3, null, 'refresh_token', 400, 'invalid_grant'],
    ])
    const text = JSON.stringify(lines)
    for (const secret of [code, token, CLIENT_SECRET, 'made-up']) expect(text).not.toContain(secret)
    expect(lines.every((line) => /^[0-9a-f]{16}$/.test(line.token_sha256 ?? ''))).toBe(true)
  })

  test('is filtered by seller, operation and sequence', async () => {
    await amazon.authorize('na')
    await amazon.authorize('eu')
    expect((await amazon.journal('?seller=na')).map((line) => line.seller)).toEqual([NORTHWIND])
    expect((await amazon.journal(`?seller=${HERON}&since=1`)).map((line) => line.sequence)).toEqual([2])
    expect(await amazon.journal('?operation=getInventorySummaries')).toEqual([])
    expect((await amazon.open('/control/journal', { method: 'DELETE' })).status).toBe(200)
    expect(await amazon.journal()).toEqual([])
  })
})

test('calls that an earlier life of the simulator left in flight ended with it', async () => {
  await running.execute(
    "insert into journal (service, operation, request_id, started_ms) values ('lwa', 'token', 'earlier', 1)",
  )
  expect(await amazon.journal()).toMatchObject([{ state: 'in_flight', ended_ms: null }])
  await running.evict()
  expect(await amazon.journal()).toMatchObject([
    { state: 'cut', status: null, error: 'simulator_restarted', ended_ms: expect.any(Number) },
  ])
})

describeFaults(() => amazon)
describeSecret(() => amazon)
