import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { connectStore } from '../../src/authorize/connect.ts'
import { storeId } from '../../src/core/id.ts'
import { ok } from '../../src/core/result.ts'
import { database } from '../../src/db/client.ts'
import { withAccessToken } from '../../src/store/access-token.ts'
import { raiseAlarm } from '../../src/store/alarm.ts'
import type { StoreContext } from '../../src/store/context.ts'
import { standingOf } from '../../src/store/standing.ts'
import { control, exchanges, journal } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows, readToTheEnd, stubOf } from '../connected.ts'
import { developmentVariables } from '../variables.ts'
import { recorded } from './calls.ts'
import { databaseWith, directoryRow, inStore, kill, returned, shares } from './second-instance.ts'

beforeEach(async () => {
  await control('reset')
  // Of other files that share this instance: one of a kind is raised a day.
  await env.DB.prepare('DELETE FROM alert').run()
})

const FIRST = developmentVariables.LWA_CLIENT_SECRET
const NEXT = 'amzn1.oa2-cs.v1.next-client-secret-MARKED'

/** A job that only wants an access token. */
const refresh = (context: StoreContext, waitMs?: number) =>
  withAccessToken(context, 1, async (held) => ok(held.access.untilMs - context.clock()), waitMs)

/** The status of each token request that reached Amazon since the store was connected, in order. */
const asked = async () => (await journal({ operation: 'token' })).map(({ status }) => status)
const standing = async (store: ConnectedStore) =>
  (await objectRows(store.id, 'SELECT state, epoch, generation FROM standing'))[0]
const calls = (store: ConnectedStore, kind: 'intent' | 'outcome') =>
  objectRows(
    store.id,
    `SELECT payload FROM audit_payload JOIN audit_entry USING (chain, sequence) WHERE kind = 'call.${kind}'
     AND (payload LIKE '%"refreshAccess"%' OR payload LIKE '%"of"%') ORDER BY sequence`,
  )

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    if (await holds()) return
    await scheduler.wait(20)
  }
  throw new Error('it never became so')
}

describe('a client secret that Amazon does not know any more', () => {
  test('gives way to the next one, tried once, which is first from then on', async () => {
    const store = await connectedStore()
    await control('application', { client_secret: NEXT })
    await control('journal/clear')
    const done = await inStore(store.id, { LWA_CLIENT_SECRET_NEXT: NEXT }, async (context) => [
      await refresh(context),
      await refresh(context),
    ])
    expect(done).toMatchObject([{ ok: true }, { ok: true }])
    expect(await asked()).toEqual([401, 200, 200])
    expect(await env.DB.prepare('SELECT id FROM alert').all()).toMatchObject({ results: [] })
  })

  test('is not asked for while the old one still works', async () => {
    const store = await connectedStore()
    await control('journal/clear')
    await inStore(store.id, { LWA_CLIENT_SECRET_NEXT: NEXT }, (context) => refresh(context))
    expect(await asked()).toEqual([200])
  })

  test('I2: costs a consent nothing: the code was not looked at', async () => {
    const store = await connectedStore()
    const input = await returned(store)
    await control('application', { client_secret: NEXT })
    await control('journal/clear')
    const around = { LWA_CLIENT_SECRET: FIRST, LWA_CLIENT_SECRET_NEXT: NEXT }
    expect(await inStore(store.id, around, (context) => connectStore(context, input))).toMatchObject({
      ok: true,
    })
    expect(await asked()).toEqual([401, 200])
  })

  test.each([
    { secrets: 'the only one', next: {}, requests: [401] },
    { secrets: 'both', next: { LWA_CLIENT_SECRET_NEXT: NEXT }, requests: [401, 401] },
  ])(
    'I13: $secrets refused is our fault: one alert a day, and no store changes',
    async ({ next, requests }) => {
      const store = await connectedStore()
      const before = await standing(store)
      await control('application', { client_secret: 'amzn1.oa2-cs.v1.something-else' })
      await control('journal/clear')
      const done = await inStore(store.id, next, async (context) => [
        await refresh(context),
        await refresh(context),
      ])
      const ours = { ok: false, fault: 'our-configuration' }
      expect(done).toEqual([ours, ours])
      expect(await asked()).toEqual([...requests, ...requests])
      const alerts = await env.DB.prepare(
        "SELECT id, store_id FROM alert WHERE kind = 'client-refused'",
      ).all()
      expect(alerts.results).toEqual([
        { id: expect.stringMatching(/^client-refused\/\d{8}$/), store_id: null },
      ])
      await env.DB.prepare('DELETE FROM alert').run()
      expect(await standing(store)).toEqual(before)
      expect(await directoryRow(store.id)).toMatchObject({ state: 'connected' })
    },
  )
})

test('an alarm is raised once an instance, and again after a directory that did not take it', async () => {
  const store = await connectedStore()
  let asked = 0
  let isDown = true
  const watched = databaseWith('prepare', (real) => (query: string) => {
    asked += 1
    if (isDown) throw new Error('D1 is down')
    return real.prepare(query)
  })
  const context = { db: database(watched), clock: Date.now, memory: { alarmed: new Set<string>() } }
  const raise = () => raiseAlarm(context, 'call-refused', storeId.parse(store.id))
  const raised = async () =>
    (await env.DB.prepare("SELECT id FROM alert WHERE kind = 'call-refused'").all()).results.length
  await raise()
  expect([await raised(), asked > 0]).toEqual([0, true])
  isDown = false
  await raise()
  expect(await raised()).toBe(1)
  const before = asked
  await raise()
  expect(asked).toBe(before)
})

describe('I13, I16: an answer of the token endpoint that says nothing', () => {
  const passing = [
    { answer: '500', fault: { kind: 'status', status: 500 }, means: 'amazon-down' },
    { answer: '503', fault: { kind: 'status', status: 503 }, means: 'amazon-down' },
    { answer: '429', fault: { kind: 'status', status: 429 }, means: 'amazon-busy' },
    { answer: 'HTML', fault: { kind: 'html', status: 503 }, means: 'amazon-down' },
    { answer: 'HTML with 200', fault: { kind: 'html', status: 200 }, means: 'amazon-down' },
    { answer: 'half of it', fault: { kind: 'truncated' }, means: 'amazon-down' },
  ]

  test.each(passing)('$answer is tried again after a rest', async ({ fault }) => {
    const store = await connectedStore()
    await control('faults', { operation: 'token', times: 2, ...fault })
    await control('journal/clear')
    const { done, rests } = await inStore(store.id, {}, async (joined) => {
      const { context, rests } = recorded(joined)
      return { done: await refresh(context), rests }
    })
    expect(done).toMatchObject({ ok: true })
    expect(await exchanges()).toBe(3)
    expect(rests).toHaveLength(2)
  })

  test.each(passing)(
    '$answer for ever ends after five tries, and changes nothing',
    async ({ fault, means }) => {
      const store = await connectedStore()
      const before = await standing(store)
      await control('faults', { operation: 'token', times: 50, ...fault })
      await control('journal/clear')
      const { done, rests } = await inStore(store.id, {}, async (joined) => {
        const { context, rests } = recorded(joined)
        // The longest of every jitter.
        return {
          done: await refresh({ ...context, random: (length) => new Uint8Array(length).fill(255) }),
          rests,
        }
      })
      expect(done).toEqual({ ok: false, fault: means })
      expect(await exchanges()).toBe(5)
      expect(rests).toEqual([1000, 2000, 4000, 8000])
      expect(await standing(store)).toEqual(before)
      await control('faults/clear')
      expect(await readToTheEnd(store)).toContain('1–50 of 80')
    },
  )

  test('a timeout is not tried again, and the next waits until it is surely over', async () => {
    const store = await connectedStore()
    await control('lwa/hold')
    await control('journal/clear')
    const { done, left, rests } = await inStore(store.id, {}, async (joined) => {
      const { context, rests } = recorded(joined)
      const done = await refresh({ ...context, lwa: { ...context.lwa, deadlineMs: 50 } })
      const left = context.storage.sql.exec('SELECT until_ms FROM exchange').toArray()
      await control('lwa/release')
      await refresh(context)
      return { done, left, rests }
    })
    expect(done).toEqual({ ok: false, fault: 'amazon-down' })
    expect(left).toHaveLength(1)
    expect(rests).toHaveLength(1)
    expect(rests[0]).toBeGreaterThan(15_000)
    expect(rests[0]).toBeLessThanOrEqual(22_000)
    expect(await exchanges()).toBe(2)
    expect(await objectRows(store.id, 'SELECT * FROM exchange')).toEqual([])
  })
})

describe('I1: at most one refresh in flight', () => {
  test('200 jobs at once share one exchange, and nobody keeps its token', async () => {
    const store = await connectedStore()
    await control('latency', { operation: 'token', milliseconds: 60 })
    await control('journal/clear')
    const done = await inStore(store.id, {}, async (context) => {
      const jobs = await Promise.all(Array.from({ length: 200 }, () => refresh(context)))
      return { answered: jobs.filter((job) => job.ok).length, kept: context.memory.held }
    })
    expect(done).toEqual({ answered: 200, kept: undefined })
    expect(await asked()).toEqual([200])
    expect(await objectRows(store.id, 'SELECT * FROM exchange')).toEqual([])
  })

  test.each([
    { ends: 'in 15 s', untilMs: 15_000, atLeast: 14_000, atMost: 15_000 },
    {
      ends: 'in three hours, by a clock that was set back',
      untilMs: 10_800_000,
      atLeast: 22_000,
      atMost: 22_000,
    },
    { ends: 'an hour ago', untilMs: -3_600_000, atLeast: undefined, atMost: undefined },
  ])('a recorded exchange that ends $ends is waited out, never longer than it can take', async (row) => {
    const store = await connectedStore()
    const { done, rests, before } = await inStore(store.id, {}, async (joined) => {
      const { storage, clock } = joined
      storage.sql.exec('INSERT INTO exchange (until_ms) VALUES (?)', clock() + row.untilMs)
      await control('journal/clear')
      const rests: number[] = []
      let before = 0
      const sleep = async (ms: number) => {
        rests.push(ms)
        before = await exchanges()
      }
      return { done: await refresh({ ...joined, sleep }), rests, before }
    })
    expect(done).toMatchObject({ ok: true })
    expect(before).toBe(0)
    expect(await exchanges()).toBe(1)
    expect(rests).toHaveLength(row.atLeast === undefined ? 0 : 1)
    expect(rests[0] ?? 0).toBeGreaterThanOrEqual(row.atLeast ?? 0)
    expect(rests[0] ?? 0).toBeLessThanOrEqual(row.atMost ?? 0)
    expect(await objectRows(store.id, 'SELECT * FROM exchange')).toEqual([])
  })

  test('I4: an object killed over an exchange: its intent is closed as unknown, its successor waits (real clock, 2 s)', async () => {
    const store = await connectedStore()
    await control('lwa/hold')
    await control('journal/clear')
    await store.browser.get(`/stores/${store.id}/inventory`)
    await until(async () => (await exchanges()) === 1)
    await kill(store.id)
    const untilMs = Date.now() + 2_000
    await objectRows(store.id, 'UPDATE exchange SET until_ms = ?', untilMs)
    const intents = await calls(store, 'intent')
    const [last] = (await calls(store, 'outcome')).toReversed()
    expect(String(last?.['payload'])).toContain('"result":"unknown"')
    await store.browser.post(`/stores/${store.id}/inventory?marketplace=A1VC38T7YXB528`)
    await control('lwa/release')
    expect(await readToTheEnd(store)).toContain('1–50 of 80')
    const [first, second, third] = await journal({ operation: 'token' })
    expect(first).toBeDefined()
    expect(second?.started_ms).toBeGreaterThanOrEqual(untilMs)
    expect(third).toBeUndefined()
    expect(await calls(store, 'intent')).toHaveLength(intents.length + 1)
  })

  test('a job that waits too long gets one clear fault, and the token that comes late is nobody’s', async () => {
    const store = await connectedStore()
    await control('lwa/hold')
    await control('journal/clear')
    const { done, kept } = await inStore(store.id, {}, async (context) => {
      const done = await refresh(context, 50)
      const late = context.memory.refresh?.token
      await control('lwa/release')
      expect(await late).toMatchObject({ ok: true })
      await scheduler.wait(0)
      return { done, kept: context.memory.held }
    })
    expect(done).toEqual({ ok: false, fault: 'amazon-down' })
    expect(kept).toBeUndefined()
    expect(await exchanges()).toBe(1)
  })

  test('the exchange of a code is recorded too, and gone with its answer', async () => {
    const store = await connectedStore()
    const input = await returned(store)
    await control('lwa/hold')
    await control('journal/clear')
    const connected = inStore(store.id, {}, (context) => connectStore(context, input))
    await until(async () => (await exchanges()) === 1)
    expect(await objectRows(store.id, 'SELECT * FROM exchange')).toHaveLength(1)
    await control('lwa/release')
    expect(await connected).toMatchObject({ ok: true })
    expect(await objectRows(store.id, 'SELECT * FROM exchange')).toEqual([])
  })
})

describe('I12: a new refresh token in the answer to a refresh', () => {
  /** Amazon's answer to a refresh, with another refresh token of the same seller in it. */
  async function rotating(context: StoreContext): Promise<StoreContext> {
    const { spapi_oauth_code: code } = await control<{ spapi_oauth_code: string }>('consent', {
      seller: 'fe',
    })
    const form = {
      grant_type: 'authorization_code',
      code,
      client_id: developmentVariables.LWA_CLIENT_ID,
      client_secret: FIRST,
    }
    const issued = await fetch(developmentVariables.LWA_TOKEN_URL, {
      method: 'POST',
      body: new URLSearchParams(form),
    })
    const { refresh_token } = await issued.json<{ refresh_token: string }>()
    const network = async (url: string, init: RequestInit) => {
      const answer = await fetch(url, init)
      return Response.json({ ...(await answer.json<object>()), refresh_token })
    }
    return { ...context, lwa: { ...context.lwa, network } }
  }

  test('is kept before the access token is used', async () => {
    const store = await connectedStore()
    const generation = await inStore(store.id, {}, async (context) =>
      withAccessToken(await rotating(context), 1, async () =>
        ok(standingOf(context.storage.sql)?.generation),
      ),
    )
    expect(generation).toEqual({ ok: true, value: 2 })
    expect(await shares(store.id)).toEqual(['2'])
    expect(await directoryRow(store.id)).toMatchObject({ generation: 2 })
    await evictDurableObject(stubOf(store.id))
    expect(await readToTheEnd(store)).toContain('1–50 of 80')
  })

  test.each([
    { dies: 'before', commits: false, generation: 1 },
    { dies: 'after', commits: true, generation: 2 },
  ])(
    'of an object that dies $dies the write: the token in the directory works',
    async ({ commits, generation }) => {
      const store = await connectedStore()
      let isDead = false
      const DB = databaseWith('prepare', (real) => (query: string) => {
        const isWrite = /^update "sealed_token"/i.test(query)
        if (isDead || (isWrite && !commits)) throw new Error('the object is dead')
        if (isWrite) isDead = true
        return real.prepare(query)
      })
      const done = await inStore(store.id, { DB }, async (context) => refresh(await rotating(context)))
      expect(done).toMatchObject({ ok: false })
      await evictDurableObject(stubOf(store.id))
      expect(await directoryRow(store.id)).toMatchObject({ state: 'connected', generation })
      expect(await readToTheEnd(store)).toContain('1–50 of 80')
      expect((await standing(store))?.['generation']).toBe(generation)
    },
  )
})

test('no job holds an access token longer than ten minutes, whatever life Amazon gives it', async () => {
  const store = await connectedStore()
  for (const seconds of [3600, 2_000_000_000]) {
    await control('faults', { seller: 'fe', operation: 'token', kind: 'expires_in', seconds })
    const held = await inStore(store.id, {}, (context) => refresh(context))
    expect(held).toMatchObject({ ok: true })
    if (held.ok) expect(held.value).toBeLessThanOrEqual(600_000)
  }
})
