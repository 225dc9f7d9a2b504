import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Network } from '../../src/amazon/network.ts'
import { connectStore } from '../../src/authorize/connect.ts'
import { ok } from '../../src/core/result.ts'
import { withAccessToken } from '../../src/store/access-token.ts'
import { callAmazon } from '../../src/store/call.ts'
import type { StoreContext } from '../../src/store/context.ts'
import { consentAt, control, exchanges, journal } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows, readToTheEnd, startedState } from '../connected.ts'
import { participations, recorded, SUMMARIES, through } from './calls.ts'
import { asSuccessor, directoryRow, gate, inStore, kill, returned } from './second-instance.ts'

beforeEach(async () => {
  await control('reset')
})

const standing = async (store: ConnectedStore) =>
  (await objectRows(store.id, 'SELECT state, epoch, generation FROM standing'))[0]

/** Amazon's refusal of an access token, word for word. */
const deadToken = () =>
  Response.json(
    {
      errors: [
        {
          code: 'Unauthorized',
          message: 'Access to requested resource is denied.',
          details: 'The access token you provided is revoked, malformed or invalid.',
        },
      ],
    },
    { status: 403 },
  )
const tokenOf = (init: RequestInit) => new Headers(init.headers).get('x-amz-access-token') ?? ''

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    if (await holds()) return
    await scheduler.wait(20)
  }
  throw new Error('it never became so')
}

describe('an access token that Amazon calls dead', () => {
  test('is replaced once for 200 readers, who all get their answer', async () => {
    const store = await connectedStore()
    await control('journal/clear')
    let requests = 0
    const dead = new Set<string>()
    const network: Network = async (_, init) => {
      requests += 1
      // The first token there is dies; whatever comes after it lives.
      if (dead.size === 0) dead.add(tokenOf(init))
      return dead.has(tokenOf(init)) ? deadToken() : Response.json({ payload: { inventorySummaries: [] } })
    }
    const { done, kept } = await inStore(store.id, {}, async (joined) => {
      const context = through(recorded(joined).context, network)
      const done = await Promise.all(
        Array.from({ length: 200 }, () =>
          withAccessToken(context, 1, (held) => callAmazon(context, held, SUMMARIES, 1)),
        ),
      )
      return { done, kept: context.memory.held }
    })
    expect(done.filter((one) => one.ok)).toHaveLength(200)
    expect(requests).toBe(400)
    // The one that all began with, and the one that took its place.
    expect(await exchanges()).toBe(2)
    expect(kept).toBeUndefined()
  })

  test('and so again the next: refused, one alert, two requests, and the store stays as it is', async () => {
    const store = await connectedStore()
    const before = await standing(store)
    await control('journal/clear')
    let requests = 0
    const network: Network = async () => {
      requests += 1
      return deadToken()
    }
    const done = await inStore(store.id, {}, (joined) => {
      const context = through(recorded(joined).context, network)
      return withAccessToken(context, 1, (held) => participations(context, held))
    })
    expect(done).toEqual({ ok: false, fault: 'amazon-refused' })
    expect([requests, await exchanges()]).toEqual([2, 2])
    expect(await standing(store)).toEqual(before)
    expect(await directoryRow(store.id)).toMatchObject({ state: 'connected' })
    const alerts = await env.DB.prepare("SELECT id, store_id FROM alert WHERE kind = 'call-refused'").all()
    expect(alerts.results).toEqual([
      { id: expect.stringMatching(new RegExp(`^call-refused/${store.id}/\\d{8}$`)), store_id: store.id },
    ])
  })

  test('I3: of a revoked authorization stops the store, and nothing more is asked', async () => {
    const store = await connectedStore()
    await control('journal/clear')
    const done = await inStore(store.id, {}, (joined) => {
      const { context } = recorded(joined)
      return withAccessToken(context, 1, async (held) => {
        await control('revoke', { seller: 'fe', access_tokens: 'die' })
        return ok([await participations(context, held), await participations(context, held)])
      })
    })
    expect(done).toEqual({
      ok: true,
      value: [
        { ok: false, fault: 'authorization-refused' },
        { ok: false, fault: 'store-stopped' },
      ],
    })
    expect((await journal()).map(({ operation, status }) => [operation, status])).toEqual([
      ['token', 200],
      ['getMarketplaceParticipations', 403],
      ['token', 400],
    ])
    expect(await standing(store)).toMatchObject({ state: 'fenced' })
  })
})

describe('I16: a call that does not succeed', () => {
  test.each([
    { answer: '503', fault: { kind: 'status', status: 503 }, means: 'amazon-down' },
    { answer: 'HTML', fault: { kind: 'html' }, means: 'amazon-down' },
    { answer: '429', fault: { kind: 'status', status: 429 }, means: 'amazon-busy' },
  ])('$answer for ever: five tries with full jitter between, as in the journal', async ({ fault, means }) => {
    const store = await connectedStore()
    await control('faults', { operation: 'getMarketplaceParticipations', times: 50, ...fault })
    await control('journal/clear')
    const { done, rests } = await inStore(store.id, {}, async (joined) => {
      const { context: quick, rests } = recorded(joined)
      const context = { ...quick, random: (length: number) => new Uint8Array(length).fill(128) }
      const done = await withAccessToken(context, 1, (held) => participations(context, held))
      return { done, rests }
    })
    expect(done).toEqual({ ok: false, fault: means })
    expect(await journal({ operation: 'getMarketplaceParticipations' })).toHaveLength(5)
    // Half of 1, 2, 4 and 8 seconds, for a die that shows half; after a 429 the plan's own wait comes on top.
    expect(rests.filter((ms) => [502, 1004, 2008, 4016].includes(ms))).toHaveLength(4)
  })
})

describe('I1, I16: times that make no sense', () => {
  /** A job that starts twenty more, one after another: what an hour’s clock or a token’s lifetime could make spin. */
  const twenty = (context: StoreContext, after: () => void = () => undefined) =>
    withAccessToken(context, 1, async () => {
      after()
      for (let job = 0; job < 20; job += 1) {
        const done = await withAccessToken(context, 1, async () => ok(undefined))
        if (!done.ok) return done
      }
      return ok(undefined)
    })

  test.each([0, -5, 1e12, '0', null, 'soon'])(
    'expires_in %s is no reason to ask again',
    async (expires_in) => {
      const store = await connectedStore()
      await control('journal/clear')
      const done = await inStore(store.id, {}, (context) => {
        const network: Network = async (url, init) =>
          Response.json({ ...(await (await fetch(url, init)).json<object>()), expires_in })
        return twenty({ ...context, lwa: { ...context.lwa, network } })
      })
      expect(done.ok).toBe(true)
      expect(await exchanges()).toBe(1)
    },
  )

  test('a clock that is set back an hour is no reason to ask again, nor to stand still', async () => {
    const store = await connectedStore()
    await control('journal/clear')
    let shift = 0
    const { done, rests } = await inStore(store.id, {}, async (joined) => {
      const { context: quick, rests } = recorded(joined)
      const context = { ...quick, clock: () => joined.clock() + shift }
      const done = await withAccessToken(context, 1, async (held) => {
        await twenty(context)
        shift = -3_600_000
        await twenty(context)
        // The plan of one a minute: its bucket goes on from the new time.
        context.storage.sql.exec('UPDATE bucket SET tokens = 0')
        return participations(context, held)
      })
      return { done, rests }
    })
    expect(done.ok).toBe(true)
    expect(await exchanges()).toBe(1)
    expect(rests.every((ms) => ms < 70_000)).toBe(true)
  })

  test('a clock that is put forward an hour ends the token, and costs a hundred jobs one exchange', async () => {
    const store = await connectedStore()
    await control('journal/clear')
    const done = await inStore(store.id, {}, (joined) => {
      let shift = 0
      const context = { ...joined, clock: () => joined.clock() + shift }
      return withAccessToken(context, 1, async () => {
        shift = 3_600_000
        const jobs = await Promise.all(
          Array.from({ length: 100 }, () => withAccessToken(context, 1, async () => ok(undefined))),
        )
        return ok(jobs.filter((job) => job.ok).length)
      })
    })
    expect(done).toEqual({ ok: true, value: 100 })
    expect(await exchanges()).toBe(2)
  })
})

describe('I1, I3, I14: an instance whose successor has started', () => {
  test('commits nothing of what Amazon answers it, and asks for nothing more', async () => {
    const store = await connectedStore()
    await control('lwa/hold')
    await control('journal/clear')
    const went = gate()
    // A flag, not a gate: what the object opens would go on inside the object.
    let isWaiting = false
    const stale = inStore(store.id, {}, (context) =>
      withAccessToken(context, 1, (held) => participations(context, held)).then((done) => ({
        done,
        again: participations(context, {
          access: { token: context.lwa.clientSecrets[0], epoch: 2, untilMs: Date.now() + 60_000, holders: 1 },
        }),
        kept: context.memory.held,
      })),
    )
    await until(async () => (await exchanges()) === 1)
    const successor = asSuccessor(store.id, {}, async (joined) => {
      const sleep = async () => {
        isWaiting = true
        await went.opened
      }
      const context = { ...joined, sleep }
      return withAccessToken(context, 1, (held) => participations(context, held))
    })
    await until(async () => isWaiting)
    await control('lwa/release')
    const { done, again, kept } = await stale
    expect(done).toEqual({ ok: false, fault: 'store-stopped' })
    expect(await again).toEqual({ ok: false, fault: 'store-stopped' })
    expect(kept).toBeUndefined()
    expect(await journal()).toHaveLength(1)
    went.open()
    expect(await successor).toMatchObject({ ok: true })
    expect((await journal()).map(({ operation }) => operation)).toEqual([
      'token',
      'token',
      'getMarketplaceParticipations',
    ])
    // One outcome an intent: the successor said unknown, and the late answer added nothing.
    const outcomes = await objectRows(
      store.id,
      "SELECT payload->>'$.of' AS intent, payload->>'$.result' AS result FROM audit_payload JOIN audit_entry USING (chain, sequence) WHERE kind = 'call.outcome' ORDER BY sequence",
    )
    expect(new Set(outcomes.map(({ intent }) => intent)).size).toBe(outcomes.length)
    expect(outcomes.filter(({ result }) => result === 'unknown')).toHaveLength(1)
    await kill(store.id)
  })

  test('keeps no consent', async () => {
    const store = await connectedStore()
    const input = await returned(store)
    const before = await standing(store)
    await control('lwa/hold')
    await control('journal/clear')
    const stale = inStore(store.id, {}, (context) => connectStore(context, input))
    await until(async () => (await exchanges()) === 1)
    await asSuccessor(store.id, {}, async () => undefined)
    await control('lwa/release')
    expect(await stale).toEqual({ ok: false, fault: 'exchange-unknown' })
    expect(await journal()).toHaveLength(1)
    expect(await standing(store)).toEqual(before)
    await kill(store.id)
  })

  test('stores no figures and ends no reading; its successor makes the reading again', async () => {
    const store = await connectedStore()
    await control('latency', { operation: 'createReport', milliseconds: 500 })
    await control('latency', { operation: SUMMARIES.operation, milliseconds: 500 })
    await control('journal/clear')
    await store.browser.get(`/stores/${store.id}/inventory`)
    await until(async () => (await journal()).length === 3)
    await asSuccessor(store.id, {}, async () => undefined)
    await scheduler.wait(1_200) // What is in flight arrives; what comes next is never asked for.
    expect(await journal()).toHaveLength(3)
    const left = "SELECT kind FROM sync WHERE state = 'running' UNION ALL SELECT sweep_id FROM snapshot"
    expect(await objectRows(store.id, left)).toEqual([{ kind: 'inventory' }, { kind: 'planning' }])
    expect((await store.browser.get(`/stores/${store.id}/inventory`)).status).toBe(409)
    await kill(store.id)
    expect(await readToTheEnd(store)).toContain('1–50 of 80')
  })

  test('cannot even write a line of the record', async () => {
    const store = await connectedStore()
    const lines = await inStore(store.id, {}, async (stale) => {
      await asSuccessor(store.id, {}, async () => undefined)
      expect(() => stale.record.append({ kind: 'marketplaces.asked' }, 'anonymous')).toThrow('later instance')
      return stale.storage.sql.exec("SELECT * FROM audit_entry WHERE kind = 'marketplaces.asked'").toArray()
    })
    expect(lines).toEqual([])
    await kill(store.id)
  })
})

test('I2, I12, I16: an object that dies over a consent: “authorize again”, never a false success, and no second try', async () => {
  const store = await connectedStore()
  const before = await standing(store)
  const path = await consentAt(await startedState(store.browser, 'JP'), 'fe')
  await control('lwa/hold')
  await control('journal/clear')
  const callback = store.browser.get(path)
  await until(async () => (await exchanges()) === 1)
  await kill(store.id)
  const page = await callback
  expect(page.status).toBe(502)
  expect(await page.text()).toContain('href="/connect"')
  await control('lwa/release')
  expect(await exchanges()).toBe(1)
  expect(await standing(store)).toEqual(before)
  // The exchange that it left behind is over; no need to wait for its deadline here.
  await objectRows(store.id, 'UPDATE exchange SET until_ms = 0')
  expect(await readToTheEnd(store)).toContain('1–50 of 80')
})
