import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, inject, test } from 'vitest'
import { connectStore } from '../../src/authorize/connect.ts'
import { newId, personId, storeId } from '../../src/core/id.ts'
import { ok } from '../../src/core/result.ts'
import { systemRandom } from '../../src/core/time.ts'
import { confirmRefusal } from '../../src/revocation/confirm.ts'
import { disconnectStore } from '../../src/revocation/disconnect.ts'
import { withAccessToken } from '../../src/store/access-token.ts'
import type { StoreContext } from '../../src/store/context.ts'
import { incarnationOf } from '../../src/store/incarnation.ts'
import { openObject } from '../../src/store/open.ts'
import { suspect } from '../../src/store/suspicion.ts'
import { inventoryQuery } from '../../src/workspace/inventory/query.ts'
import { readInput, readInventory } from '../../src/workspace/inventory/read.ts'
import { control } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows, stubOf } from '../connected.ts'
import { quiet, standing } from '../revocation/fixture.ts'
import { type AwaitPoints, awaitPoints, type Moment } from './await-points.ts'
import { beyondIntents, fullJournal, inventedAnswers, recordedOf } from './recorded.ts'
import { directoryRow, inStore, kill, returned, shares, successorOf } from './second-instance.ts'

beforeEach(async () => {
  await quiet()
  // Claims that nobody can confirm stand side by side: first connections of one seller, one after another.
  await control('transactions', { seller: 'fe', on: false })
})

type Act = (context: StoreContext) => Promise<unknown>

/** What an object may be at when it is ended, made ready anew for each of its awaits. */
interface Work {
  readonly what: string
  /** Awaits that it certainly has: with fewer, nothing was watched. */
  readonly atLeast: number
  readonly ready: (store: ConnectedStore) => Promise<Act>
}

const WORKS: readonly Work[] = [
  {
    what: 'a reading',
    atLeast: 6,
    ready: async (store) => {
      await control('buckets/refill', { seller: 'fe' })
      await objectRows(store.id, 'DELETE FROM bucket')
      return async (context) => {
        const input = { personId: store.personId, marketplaceId: 'A1VC38T7YXB528', again: true }
        await readInventory(context, readInput.parse({ ...input, query: inventoryQuery.parse({}) }))
        await Promise.all(context.memory.readings.values())
      }
    },
  },
  {
    what: 'a refresh that brings a new refresh token',
    atLeast: 8,
    ready: async () => {
      await control('faults', { kind: 'rotated', seller: 'fe' })
      return refresh
    },
  },
  {
    what: 'a renewal',
    atLeast: 8,
    ready: async (store) => {
      const input = await returned(store)
      return (context) => connectStore(context, input)
    },
  },
  {
    what: 'a disconnect',
    atLeast: 3,
    ready: async (store) => (context) =>
      disconnectStore(context, { personId: personId.parse(store.personId) }),
  },
  {
    what: 'the confirmation that ends an authorization',
    atLeast: 8,
    ready: async (store) => {
      await control('revoke', { seller: 'fe' })
      await inStore(store.id, {}, async (context) => {
        suspect(context)
        context.storage.sql.exec('UPDATE suspicion SET refusals = 1')
      })
      return confirmRefusal
    },
  },
]

const refresh: Act = (context) => withAccessToken(context, 1, async () => ok(undefined))

/** All of them by `npm run simulate`; every third in the time that `npm test` has, beginning anywhere. */
const STRIDE = inject('walks').length > 1 ? 1 : 3
const FIRST = 1 + Math.floor(Math.random() * STRIDE)

/** Opens the object over its own storage and lets it act, watched, until it has ended or was ended. */
async function actWatched(
  id: string,
  { n, moment }: { readonly n: number; readonly moment: Moment },
  act: Act,
): Promise<AwaitPoints | undefined> {
  let points: AwaitPoints | undefined
  await runInDurableObject(stubOf(id), async (_, state) => {
    points = awaitPoints({ n, moment }, () => state.abort('ended at an await'))
    const opened = await openObject(state, { ...env, ...points.around }, incarnationOf(state.storage.sql))
    if (!opened.ok) throw new Error('the object does not open')
    await act(points.watched(opened.value.contextFor(storeId.parse(id))))
  }).catch((thrown: unknown) => {
    if (!String(thrown).includes('ended at an await')) throw thrown
  })
  await successorOf(id)
  return points
}

/** What waits for seconds or minutes; not what waits for days. */
const SOON = `('resume-readings', 'tell-directory', 'destroy-tokens', 'settle-claim', 'tell-people', 'confirm-refusal')`
const RESTLESS = [
  `SELECT kind AS left FROM duty WHERE kind IN ${SOON}`,
  "SELECT 'reading' AS left FROM sync WHERE state = 'running'",
  "SELECT 'call or read' AS left FROM audit_open",
]

/**
 * Lets the successor do, by its own alarm, what it would do within minutes. I15: it comes to rest. An object that was
 * ended before it knew whose it is has nothing to do.
 */
async function rest(id: string, restless: readonly string[] = RESTLESS): Promise<void> {
  let left: readonly unknown[] = []
  if ((await objectRows(id, 'SELECT * FROM whose')).length === 0) return
  for (let look = 0; look < 1000; look += 1) {
    left = await objectRows(id, restless.join(' UNION ALL '))
    if (left.length === 0) return
    if (look % 20 === 0) {
      await runInDurableObject(stubOf(id), async (_, { storage }) => {
        storage.sql.exec('UPDATE exchange SET until_ms = 0')
        storage.sql.exec('UPDATE sync SET continue_ms = 1 WHERE continue_ms IS NOT NULL')
        storage.sql.exec('UPDATE audit_outbox SET tried_at_ms = 1 WHERE tried_at_ms IS NOT NULL')
        storage.sql.exec(`UPDATE duty SET due_ms = 1 WHERE kind IN ${SOON} OR kind = 'flush-outbox'`)
        await storage.setAlarm(Date.now())
      })
    }
    await scheduler.wait(10)
  }
  throw new Error(`not at rest: ${JSON.stringify(left)}`)
}

/** I12: object, directory and key shares say the same. What is connected reads, or Amazon says no and it is stopped. */
async function isWhole(id: string): Promise<void> {
  if ((await standing(id))?.['state'] === 'connected') {
    const done = await inStore(id, {}, (context) => {
      // The seconds that an exchange may take which was under way are waited out in exchange.objects.test.ts.
      context.storage.sql.exec('UPDATE exchange SET until_ms = 0')
      return withAccessToken(context, 1, async () => ok(undefined))
    })
    if (!done.ok) expect(done.fault).toBe('authorization-refused')
    await rest(id)
  }
  const stands = await standing(id)
  const row = await directoryRow(id)
  const kept = await shares(id)
  if (stands?.['state'] === 'connected') {
    const { state, reason, epoch, generation } = stands
    expect(row).toEqual({ state, stop_reason: reason, epoch, generation })
    expect(kept[0], 'earlier ones are destroyed').toBe(String(generation))
    return
  }
  expect(row?.['state']).not.toBe('connected')
  expect([undefined, null], 'nothing sealed is left').toContain(row?.['generation'])
  // A share beyond them was made for a token that was never written: there is nothing that it could open.
  const [{ dead } = { dead: 0 }] = await objectRows(id, 'SELECT dead FROM generations')
  expect(kept.filter((generation) => Number(generation) <= Number(dead))).toEqual([])
}

/** I4: what reached Amazon was intended, what is recorded as answered reached it, and the archive gets all of it. */
async function isIntended(ids: readonly string[]): Promise<void> {
  for (const id of ids) await rest(id, ["SELECT 'entry to archive' AS left FROM audit_outbox"])
  const lines = await fullJournal()
  const known = await Promise.all(ids.map((id) => objectRows(id, 'SELECT * FROM whose')))
  const records = await Promise.all(ids.filter((_, at) => known[at]?.length === 1).map(recordedOf))
  expect(beyondIntents(lines, records)).toEqual([])
  expect(records.flatMap((record) => inventedAnswers(lines, record))).toEqual([])
  expect(records.map((record) => record.open)).toEqual(records.map(() => 0))
}

describe.each(['before', 'after'] as const)(
  'faults.md 7: an object that is ended %s what it awaits',
  (moment) => {
    test.each(WORKS)(
      'at each await of $what, one by one: its successor resumes (I4, I12, I14, I15)',
      { timeout: 240_000 },
      async ({ atLeast, ready }) => {
        const store = await connectedStore()
        let epoch = Number((await standing(store.id))?.['epoch'])
        for (let n = FIRST; ; n += STRIDE) {
          const points = await actWatched(store.id, { n, moment }, await ready(store))
          await control('faults/clear')
          await rest(store.id)
          await isWhole(store.id)
          const stands = await standing(store.id)
          expect(stands?.['epoch']).toBeGreaterThanOrEqual(epoch)
          epoch = Number(stands?.['epoch'])
          if ((points?.names.length ?? 0) < n) {
            expect(points?.names.length).toBeGreaterThanOrEqual(atLeast)
            break
          }
          if (stands?.['state'] !== 'connected') {
            const input = await returned(store)
            expect(await inStore(store.id, {}, (context) => connectStore(context, input))).toMatchObject({
              ok: true,
            })
            await rest(store.id)
          }
        }
        await isIntended([store.id])
      },
    )

    test('at each await of a first connection, one by one: nothing is called connected that is not', {
      timeout: 240_000,
    }, async () => {
      const person = (await connectedStore('na')).personId
      await control('journal/clear')
      const ids: string[] = []
      for (let n = FIRST; ; n += STRIDE) {
        const id = newId(systemRandom)
        ids.push(id)
        const input = await returned({ id, personId: person })
        const points = await actWatched(id, { n, moment }, (context) => connectStore(context, input))
        // The instance beside which this one acted knows no store yet.
        if ((points?.names.length ?? 0) < n) await kill(id)
        await rest(id)
        await isWhole(id)
        if ((points?.names.length ?? 0) < n) {
          expect(await standing(id)).toMatchObject({ state: 'connected' })
          expect(points?.names.length).toBeGreaterThanOrEqual(8)
          break
        }
      }
      await isIntended(ids)
    })
  },
)
