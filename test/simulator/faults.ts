import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import {
  CLIENT_SECRET,
  HERON,
  inventoryPath,
  NORTHWIND,
  ORIGIN,
  read,
  type Simulator,
  type Tokens,
  target,
  tokens,
  US,
} from './simulator.ts'

const exchange = (amazon: Simulator, code: string) => amazon.token({ grant_type: 'authorization_code', code })
const refresh = (amazon: Simulator, refreshToken: string, more: Record<string, string> = {}) =>
  amazon.token({ grant_type: 'refresh_token', refresh_token: refreshToken, ...more })
/** A refresh that must succeed. */
const refreshed = async (amazon: Simulator, refreshToken: string): Promise<Tokens> =>
  tokens.parse(await (await refresh(amazon, refreshToken)).json())
const PARTICIPATIONS = '/sellers/v1/marketplaceParticipations'
const waitingState = z.object({
  waiting: z.record(z.string(), z.number()),
  held: z.number(),
  lwa: z.object({ waiting: z.number() }),
})
const stateOf = async (amazon: Simulator) =>
  waitingState.parse(await (await amazon.open('/control/state')).json())
const ends = async (amazon: Simulator, query = '') =>
  (await amazon.journal(query)).map(({ state, status, error, fault }) => ({ state, status, error, fault }))

/** What the faults do to a connection, a refusal or a good answer. Registers its tests with the file that calls it. */
export function describeFaults(simulator: () => Simulator): void {
  describe('a fault', () => {
    refusals(simulator)
    drafts(simulator)
    describe('of the connection', () => connection(simulator))
    describe('of time', () => lateness(simulator))
    describe('of a good answer', () => surprises(simulator))
  })
}

function refusals(simulator: () => Simulator): void {
  test.each([
    [{ kind: 'status', status: 503 }, 503, 'temporarily_unavailable'],
    [{ kind: 'status', status: 500 }, 500, 'server_error'],
    [{ kind: 'status', status: 429 }, 429, 'too_many_requests'],
    [{ kind: 'invalid_grant' }, 400, 'invalid_grant'],
    [{ kind: 'invalid_client' }, 401, 'invalid_client'],
    [{ kind: 'unauthorized_client' }, 400, 'unauthorized_client'],
    [{ kind: 'invalid_request' }, 400, 'invalid_request'],
    [{ kind: 'invalid_scope' }, 400, 'invalid_scope'],
    [{ kind: 'unsupported_grant_type' }, 400, 'unsupported_grant_type'],
  ])('%o spoils as many calls as it says, of its seller only', async (fault, status, error) => {
    const amazon = simulator()
    const northwind = await amazon.authorize('na')
    const heron = await amazon.authorize('eu')
    await amazon.control('faults', { ...fault, operation: 'token', seller: 'na', times: 2 })
    const spoiled = { status, body: { error, error_description: expect.any(String) } }
    expect((await refresh(amazon, heron.refresh_token)).status).toBe(200)
    expect(await refresh(amazon, northwind.refresh_token).then(read)).toEqual(spoiled)
    expect(await refresh(amazon, northwind.refresh_token).then(read)).toEqual(spoiled)
    expect((await refresh(amazon, northwind.refresh_token)).status).toBe(200)
  })

  test('of one service’s own kind leaves the other service alone', async () => {
    const amazon = simulator()
    const { refresh_token: token, access_token: access } = await amazon.authorize('na')
    await amazon.control('faults', { kind: 'invalid_grant' })
    expect((await amazon.api(`/na${PARTICIPATIONS}`, access)).status).toBe(200)
    expect((await refresh(amazon, token)).status).toBe(400)
    await amazon.control('faults', { kind: 'forbidden' })
    expect((await refresh(amazon, token)).status).toBe(200)
    expect((await amazon.api(`/na${PARTICIPATIONS}`, access)).status).toBe(403)
  })

  test('of kind html answers no JSON and leaves the code unused', async () => {
    const amazon = simulator()
    const code = await amazon.code('na')
    await amazon.control('faults', { kind: 'html', operation: 'token' })
    const answer = await exchange(amazon, code)
    expect(answer.status).toBe(503)
    expect(await answer.text()).toMatch(/^<html>/)
    expect((await exchange(amazon, code)).status).toBe(200)
  })

  test.each([302, 307])(
    'of kind redirect with %i leads to another path, with what looks like a secret',
    async (status) => {
      const amazon = simulator()
      const { refresh_token: token, access_token: access } = await amazon.authorize('na')
      await amazon.control('faults', { kind: 'redirect', status, times: 2 })
      const answer = await refresh(amazon, token)
      expect(answer.status).toBe(status)
      expect(target(answer).origin + target(answer).pathname).toBe(`${ORIGIN}/redirected/lwa`)
      const looksSecret = target(answer).searchParams.get('refresh_token') ?? ''
      expect(looksSecret).toMatch(/^Atzr\|/)
      expect(await (await amazon.open('/control/issued')).text()).toContain(looksSecret)
      expect(await ends(amazon, '?operation=redirected')).toEqual([])
      const followed = await amazon.api(`/na${PARTICIPATIONS}`, access)
      await amazon.open(target(followed).href, { headers: { 'x-amz-access-token': access } })
      const [line] = await amazon.journal('?operation=redirected')
      expect(line).toMatchObject({ service: 'sp-api', detail: 'GET /redirected/sp-api', status: 404 })
      expect(line?.token_sha256, 'a secret that was carried along').toMatch(/^[0-9a-f]{16}$/)
    },
  )
}

function drafts(simulator: () => Simulator): void {
  test.each([
    [{ kind: 'token_dead', operation: 'token' }],
    [{ kind: 'forbidden', operation: 'token' }],
    [{ kind: 'rotated', operation: 'getOrder' }],
    [{ kind: 'invalid_grant', operation: 'getInventorySummaries' }],
    [{ kind: 'redirect', status: 301 }],
    [{ kind: 'expires_in' }],
    [{ kind: 'reset', seller: 'nobody' }],
  ])('%o is none', async (fault) => {
    await expect(simulator().control('faults', fault)).rejects.toThrow(/400/)
    expect(await (await simulator().open('/control/faults')).json()).toEqual({ faults: [] })
  })
}

function connection(simulator: () => Simulator): void {
  test('truncated: the answer is cut short and the code used up', async () => {
    const amazon = simulator()
    const code = await amazon.code('na')
    await amazon.control('faults', { kind: 'truncated', operation: 'token' })
    const answer = await exchange(amazon, code)
    expect(answer.status).toBe(200)
    const text = await answer.text()
    expect(() => JSON.parse(text)).toThrow()
    expect((await exchange(amazon, code)).status).toBe(400)
  })

  test.each([
    ['reset', 200, 'leaves the code unused'],
    ['lost', 400, 'uses the code up'],
  ])('%s: the connection is cut', async (kind, again, why) => {
    const amazon = simulator()
    const code = await amazon.code('na')
    await amazon.control('faults', { kind, operation: 'token' })
    await expect(exchange(amazon, code).then((answer) => answer.text())).rejects.toThrow()
    expect((await exchange(amazon, code)).status, why).toBe(again)
    const [line] = await amazon.journal()
    expect(line).toMatchObject({ seller: NORTHWIND, state: 'cut', status: null, error: kind, fault: kind })
    expect(line?.ended_ms).not.toBeNull()
  })

  test.each(['reset', 'lost'])('%s: an SP-API call is cut too, of its operation only', async (kind) => {
    const amazon = simulator()
    const { access_token: access } = await amazon.authorize('na')
    await amazon.control('faults', { kind, operation: 'getInventorySummaries' })
    expect((await amazon.api(`/na${PARTICIPATIONS}`, access)).status).toBe(200)
    const call = amazon.api(inventoryPath('na', US), access)
    await expect(call.then((answer) => answer.text())).rejects.toThrow()
    expect((await amazon.api(inventoryPath('na', US), access)).status).toBe(200)
  })
}

function lateness(simulator: () => Simulator): void {
  test('timeout: the answer is held until released, and counted meanwhile', async () => {
    const amazon = simulator()
    const { access_token: access } = await amazon.authorize('na')
    await amazon.control('faults', { kind: 'timeout', operation: 'getInventorySummaries', seller: 'na' })
    const call = amazon.api(inventoryPath('na', US), access)
    await expect.poll(async () => (await stateOf(amazon)).held, { timeout: 30_000 }).toBe(1)
    expect(await stateOf(amazon)).toEqual({
      waiting: { getInventorySummaries: 1 },
      held: 1,
      lwa: { waiting: 0 },
    })
    const query = '/control/journal?operation=getInventorySummaries'
    expect(await (await amazon.open(query)).json()).toMatchObject({
      waiting: 1,
      entries: [{ state: 'in_flight', ended_ms: null }],
    })
    expect(await amazon.control('lwa/release')).toEqual({ released: 0 })
    expect(await amazon.control('release', { seller: 'eu' })).toEqual({ released: 0 })
    expect(await amazon.control('release', { seller: 'na' })).toEqual({ released: 1 })
    expect((await call).status).toBe(200)
    expect(await ends(amazon, '?operation=getInventorySummaries')).toEqual([
      { state: 'answered', status: 200, error: null, fault: 'timeout' },
    ])
  })

  test('latency: slows one seller’s answers, or everybody’s', async () => {
    const amazon = simulator()
    const northwind = await amazon.authorize('na')
    const heron = await amazon.authorize('eu')
    await amazon.control('journal/clear')
    await amazon.control('latency', { operation: 'token', seller: 'na', milliseconds: 400 })
    await refresh(amazon, northwind.refresh_token)
    await refresh(amazon, heron.refresh_token)
    await amazon.control('latency', { operation: 'token', seller: 'na', milliseconds: 0 })
    await refresh(amazon, northwind.refresh_token)
    const slow = (await amazon.journal()).map((line) => (line.ended_ms ?? 0) - line.started_ms >= 400)
    expect(slow).toEqual([true, false, false])
  })
}

function surprises(simulator: () => Simulator): void {
  test('rotated: a refresh brings a new refresh token and the old one dies', async () => {
    const amazon = simulator()
    const heron = await amazon.authorize('eu')
    await amazon.control('faults', { kind: 'rotated', seller: 'na', times: 1 })
    const first = await amazon.authorize('na')
    expect((await refreshed(amazon, heron.refresh_token)).refresh_token).toBe(heron.refresh_token)
    const second = await refreshed(amazon, first.refresh_token)
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect((await refresh(amazon, first.refresh_token)).status).toBe(400)
    expect((await refreshed(amazon, second.refresh_token)).refresh_token).toBe(second.refresh_token)
    expect((await ends(amazon, '?seller=na')).map((line) => line.fault)).toEqual([
      null,
      'rotated',
      null,
      null,
    ])
    expect(await amazon.control('revoke', { seller: 'na' })).toEqual({ revoked: 1 })
    expect((await refresh(amazon, second.refresh_token)).status).toBe(400)
  })

  test('rotated: goes with a lost answer, and then no token is left that works', async () => {
    const amazon = simulator()
    const { refresh_token: token } = await amazon.authorize('na')
    await amazon.control('faults', { kind: 'lost', operation: 'token' })
    await amazon.control('faults', { kind: 'rotated' })
    await expect(refresh(amazon, token).then((answer) => answer.text())).rejects.toThrow()
    expect((await refresh(amazon, token)).status).toBe(400)
    expect((await ends(amazon)).map((line) => line.fault)).toEqual([null, 'lost + rotated', null])
  })

  test('rotated: waits for a refresh that succeeds', async () => {
    const amazon = simulator()
    const { refresh_token: token } = await amazon.authorize('na')
    await amazon.control('faults', { kind: 'rotated' })
    await amazon.control('faults', { kind: 'status', status: 503, operation: 'token' })
    expect((await refresh(amazon, token)).status).toBe(503)
    expect((await refresh(amazon, 'Atzr|made-up')).status).toBe(400)
    expect((await refreshed(amazon, token)).refresh_token).not.toBe(token)
  })

  test.each([0, -3600, 1_000_000_000_000])('expires_in: says %i, and the token works', async (seconds) => {
    const amazon = simulator()
    const { refresh_token: token } = await amazon.authorize('eu')
    await amazon.control('faults', { kind: 'expires_in', seconds, seller: 'eu' })
    const odd = await refreshed(amazon, token)
    expect(odd.expires_in).toBe(seconds)
    expect((await amazon.api(`/eu${PARTICIPATIONS}`, odd.access_token)).status).toBe(200)
    expect((await refreshed(amazon, token)).expires_in).toBe(3600)
    expect((await amazon.journal(`?seller=${HERON}&operation=token`)).map((line) => line.fault)).toEqual([
      null,
      'expires_in',
      null,
    ])
  })
}

/** The rotation of the client secret. Registers its tests with the file that calls it. */
export function describeSecret(simulator: () => Simulator): void {
  describe('the client secret', () => {
    const NEXT = 'amzn1.oa2-cs.v1.the-next-one'
    test('is rotated with an overlap, in which both are taken', async () => {
      const amazon = simulator()
      const at = (seconds: number) => amazon.control('clock', { seconds, stands: true })
      await at(0)
      const { refresh_token: token } = await amazon.authorize('na')
      const taken = async (secret: string) => (await refresh(amazon, token, { client_secret: secret })).status
      expect(await taken(NEXT)).toBe(401)
      await amazon.control('application/secret', { next: NEXT, overlap_seconds: 3600 })
      await at(3599)
      expect([await taken(CLIENT_SECRET), await taken(NEXT)]).toEqual([200, 200])
      expect(await (await amazon.open('/control/state')).text()).not.toContain('amzn1.oa2-cs')
      await at(3600)
      expect([await taken(CLIENT_SECRET), await taken(NEXT)]).toEqual([401, 200])
    })

    test('is replaced at once by an overlap of nothing, or by setting it', async () => {
      const amazon = simulator()
      const { refresh_token: token } = await amazon.authorize('na')
      await amazon.control('application/secret', { next: NEXT, overlap_seconds: 0 })
      expect((await refresh(amazon, token)).status).toBe(401)
      await amazon.control('application/secret', { next: 'a third', overlap_seconds: 3600 })
      await amazon.control('application', { client_secret: CLIENT_SECRET })
      expect((await refresh(amazon, token, { client_secret: NEXT })).status).toBe(401)
      expect((await refresh(amazon, token)).status).toBe(200)
    })
  })
}
