import { beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../src/core/fault.ts'
import type { Result } from '../../src/core/result.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src/core/time.ts'
import { withAccessToken } from '../../src/store/access-token.ts'
import { callAmazon } from '../../src/store/call.ts'
import type { HeldToken, StoreContext } from '../../src/store/context.ts'
import { fence } from '../../src/store/fence.ts'
import { control, exchanges, journal } from '../amazon.ts'
import { type ConnectedStore, connectedStore, readToTheEnd } from '../connected.ts'
import { leaveBehind } from '../leave-behind.ts'
import { inStore } from './second-instance.ts'

beforeEach(async () => {
  await leaveBehind()
  await control('reset')
})

const inventoryCalls = async () => (await journal({ operation: 'getInventorySummaries' })).length

/** So many people, or tabs, that look at the same moment; the statuses they get and the longest wait. */
async function readers(store: ConnectedStore, count: number) {
  const began = Date.now()
  const answers = await Promise.all(
    Array.from({ length: count }, () => store.browser.get(`/stores/${store.id}/inventory`)),
  )
  return { statuses: new Set(answers.map((one) => one.status)), waitedMs: Date.now() - began }
}

/** The order of calls does not matter to the record of a job that a test begins. */
const CAUSE = 1

describe('I1: 200 readers of a cold store', () => {
  test.each([60, 11_000, 13_000])(
    'share one exchange and one sweep when Amazon takes %d ms (real clock)',
    {
      timeout: 90_000,
    },
    async (milliseconds) => {
      const store = await connectedStore()
      const before = await exchanges()
      await control('latency', { operation: 'token', milliseconds })
      const { statuses, waitedMs } = await readers(store, 200)
      expect(statuses).toEqual(new Set([200]))
      expect(waitedMs).toBeLessThan(25_000)
      const text = await readToTheEnd(store, '', 60)
      expect(text).toContain('1–50 of 80')
      expect([await exchanges(), await inventoryCalls()]).toEqual([before + 1, 2])
    },
  )
})

test('I1: 8 stores with 25 readers each make 8 exchanges', { timeout: 120_000 }, async () => {
  // Claims that nobody can confirm stand side by side.
  await control('transactions', { seller: 'fe', on: false })
  const stores: ConnectedStore[] = []
  for (let at = 0; at < 8; at += 1) stores.push(await connectedStore())
  const before = await exchanges()
  await control('lwa/hold')
  const seen = await Promise.all(stores.map((store) => readers(store, 25)))
  await control('lwa/release')
  expect(new Set(seen.flatMap(({ statuses }) => [...statuses]))).toEqual(new Set([200]))
  for (const store of stores) await readToTheEnd(store, '', 60)
  expect(await exchanges()).toBe(before + 8)
})

test('40 calls of an operation with 2 a second and a burst of 2 get 40 answers at Amazon’s pace (real clock; npm run bench counts 429s on a quiet machine)', {
  timeout: 120_000,
}, async () => {
  const store = await connectedStore('na')
  const began = Date.now()
  // 24 pages of the United States, then Canada's and Mexico's, all under one usage plan.
  for (const marketplace of ['ATVPDKIKX0DER', 'A2EUQ1WTGCTBG2', 'A1AM78C64UM0Y8']) {
    await store.browser.get(`/stores/${store.id}/inventory?marketplace=${marketplace}`)
  }
  for (const marketplace of ['ATVPDKIKX0DER', 'A2EUQ1WTGCTBG2', 'A1AM78C64UM0Y8']) {
    await readToTheEnd(store, `?marketplace=${marketplace}`, 60)
  }
  const calls = await journal({ operation: 'getInventorySummaries' })
  const answered = calls.filter((call) => call.status === 200)
  expect(answered.length).toBeGreaterThanOrEqual(40)
  // Where the first call of a burst leaves late, its successors may come too early for Amazon; they are made again.
  expect(calls.length - answered.length).toBeLessThanOrEqual(3)
  const least = ((answered.length - 2) / 2) * 1000
  expect(Date.now() - began).toBeGreaterThanOrEqual(least - 100)
})

test('I3: a fence with 100 calls waiting or in flight starts none after it, and drops what comes late', {
  timeout: 60_000,
}, async () => {
  const store = await connectedStore()
  for (const operation of ['getMarketplaceParticipations', 'listTransactions']) {
    await control('latency', { operation, milliseconds: 1500 })
  }
  const results = await inStore(store.id, {}, async (context) => {
    const job = withAccessToken(context, CAUSE, async (held) => {
      const jobs = Array.from({ length: 100 }, (_, at) => oneCall(context, held, at))
      await scheduler.wait(700)
      fence(context, 'disconnected', 'machine/test')
      // By our own record: a call that began before the fence may reach Amazon after it.
      const started = intents(context)
      const done = await Promise.all(jobs)
      return { ok: true as const, value: { done, started, ended: intents(context) } }
    })
    return job
  })
  if (!results.ok) throw new Error(results.fault)
  const { done, started, ended } = results.value
  expect(done.filter((one) => one.ok)).toEqual([])
  // Whoever would have had to wait longer than it can has been told so at once.
  const stopped = done.filter((one) => !one.ok && one.fault === 'store-stopped')
  const busy = done.filter((one) => !one.ok && one.fault === 'amazon-busy')
  expect([stopped.length > 20, stopped.length + busy.length]).toEqual([true, 100])
  expect(started).toBeGreaterThan(20)
  expect(ended).toBe(started)
  expect((await journal()).length).toBeLessThanOrEqual(started)
})

const intents = ({ storage }: StoreContext): number =>
  Number(storage.sql.exec("SELECT count(*) AS n FROM audit_entry WHERE kind = 'call.intent'").one()['n'])

/** Calls spread over two operations, so that as many as their bursts allow are under way at once. */
function oneCall(context: StoreContext, held: HeldToken, at: number): Promise<Result<unknown, Fault>> {
  const beforeMs = context.clock() - 5 * MINUTE_MS
  const query = { postedAfterMs: beforeMs - DAY_MS, postedBeforeMs: beforeMs }
  const untilMs = context.clock() + 4 * SECOND_MS
  return at % 2 === 0
    ? callAmazon(context, held, { operation: 'listTransactions', query, untilMs }, CAUSE)
    : callAmazon(context, held, { operation: 'getMarketplaceParticipations', query: {}, untilMs }, CAUSE)
}
