import { evictDurableObject } from 'cloudflare:test'
import { beforeEach, describe, expect, test } from 'vitest'
import { ok } from '../../src/core/result.ts'
import { withAccessToken } from '../../src/store/access-token.ts'
import { callAmazon } from '../../src/store/call.ts'
import { control } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows, stubOf } from '../connected.ts'
import { answered, participations, recorded, SUMMARIES, through } from './calls.ts'
import { inStore } from './second-instance.ts'

beforeEach(async () => {
  await control('reset')
})

describe('the usage plan', () => {
  const bucketOf = async (store: ConnectedStore) =>
    (
      await objectRows(
        store.id,
        "SELECT tokens, rate FROM bucket WHERE operation = 'getMarketplaceParticipations'",
      )
    )[0]

  test('follows the rate that Amazon names, also after the object was evicted', async () => {
    const store = await connectedStore()
    const done = await inStore(store.id, {}, (joined) => {
      const context = through(joined, async () => answered({ 'x-amzn-ratelimit-limit': '0.05' }))
      return withAccessToken(context, 1, (held) => participations(context, held))
    })
    expect(done.ok).toBe(true)
    await evictDurableObject(stubOf(store.id))
    expect(await bucketOf(store)).toMatchObject({ rate: 0.05 })
    await objectRows(store.id, 'UPDATE bucket SET tokens = 0, updated_ms = ?', Date.now())
    const rests = await inStore(store.id, {}, async (joined) => {
      const { context, rests } = recorded(joined)
      await withAccessToken(context, 1, (held) => participations(context, held))
      return rests
    })
    // One token at 0.05 a second; at the plan's 0.016 it would be a minute.
    expect(rests[0]).toBeGreaterThan(19_000)
    expect(rests[0]).toBeLessThan(20_500)
  })

  test('is used up when Amazon says so, whatever we had counted', async () => {
    const store = await connectedStore()
    await control('faults', {
      operation: 'getMarketplaceParticipations',
      times: 1,
      kind: 'status',
      status: 429,
    })
    expect(Number((await bucketOf(store))?.['tokens'])).toBeGreaterThan(10)
    await inStore(store.id, {}, (joined) => {
      const { context } = recorded(joined)
      return withAccessToken(context, 1, (held) => participations(context, held))
    })
    expect(Number((await bucketOf(store))?.['tokens'])).toBeLessThan(1)
  })

  test('is given back by each call, however it ended', async () => {
    const store = await connectedStore()
    const answers: (() => Response)[] = [
      () => answered(),
      () => new Response('gone', { status: 503 }),
      () => new Response('{}', { status: 404 }),
      () => {
        throw new Error('no answer')
      },
    ]
    const given = await inStore(store.id, {}, async (joined) => {
      const { context: quick } = recorded(joined)
      const context = through(quick, async () => answers.shift()?.() ?? answered())
      await withAccessToken(context, 1, async (held) => {
        const done = await Promise.all([0, 1, 2].map(() => participations(context, held)))
        return ok(done)
      })
      return [...context.memory.turns.values()]
    })
    expect(given).toEqual([{ given: expect.any(Number), underWay: 0 }])
    expect(given[0]?.given).toBeGreaterThan(4)
  })

  test('is waited for again while the calls before are still on their way', async () => {
    const store = await connectedStore()
    const arrivalsMs: number[] = []
    await inStore(store.id, {}, (joined) => {
      let calls = 0
      const context = through(joined, async () => {
        const call = calls
        calls += 1
        // The first two leave at once and are a second on their way; Amazon's bucket refills when they are there.
        if (call < 2) await scheduler.wait(1000)
        arrivalsMs[call] = Date.now()
        return Response.json({ payload: { inventorySummaries: [] } })
      })
      return withAccessToken(context, 1, async (held) => {
        await Promise.all([0, 1, 2].map(() => callAmazon(context, held, SUMMARIES, 1)))
        return ok(undefined)
      })
    })
    const [first = 0, , third = 0] = arrivalsMs
    expect(third - first).toBeGreaterThanOrEqual(500)
  })
})
