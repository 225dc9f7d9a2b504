import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { beforeEach, expect, inject, test } from 'vitest'
import { newId } from '../../src/core/id.ts'
import { systemRandom } from '../../src/core/time.ts'
import { inventoryQuery } from '../../src/workspace/inventory/query.ts'
import { control, type JournalLine } from '../amazon.ts'
import { seeded } from '../audit/fixture.ts'
import { type ConnectedStore, connectedStore, objectRows, stubOf } from '../connected.ts'
import type { Walk } from '../house/walk.ts'
import { developmentVariables } from '../variables.ts'

/** As many as `npm test` has time for; `npm run simulate` does 10,000. */
const { operations: OPERATIONS, seed: SEED }: Walk = inject('walk')

const COUNTRY = { na: 'CA', eu: 'FR', fe: 'JP' } as const
type Seller = keyof typeof COUNTRY
const SELLERS = Object.keys(COUNTRY) as Seller[]
/** The smallest marketplace of each seller: a sweep is then a page or two. */
const MARKETPLACE = { na: 'A2EUQ1WTGCTBG2', eu: 'A13V1IB3VIYZZH', fe: 'A1VC38T7YXB528' } as const
const SELLER_ID = { na: 'A2NORTHWIND0NA', eu: 'A3HERONGART0EU', fe: 'A1WRENSTAT0FE' } as const

beforeEach(async () => {
  await control('reset')
})

interface World {
  readonly stores: Record<Seller, ConnectedStore>
  readonly log: string[]
  /** Each may leave calls of which nobody will know whether they were answered. */
  kills: number
  lost: number
}

interface StoreMethods {
  readInventory: (input: object) => Promise<unknown>
  authorize: (input: object) => Promise<unknown>
}

/** The object itself, as the web calls it: pages limit how often a person may ask, and a random walk asks more. */
const object = (store: ConnectedStore) => stubOf(store.id) as unknown as StoreMethods

/** Every act that a person, Amazon or the platform may do at any moment, and how often beside the others. */
const ACTS: Readonly<
  Record<string, readonly [weight: number, act: (world: World, seller: Seller) => Promise<unknown>]>
> = {
  look: [2, ({ stores }, seller) => stores[seller].browser.get(`/stores/${stores[seller].id}/inventory`)],
  overview: [1, ({ stores }, seller) => stores[seller].browser.get(`/stores/${stores[seller].id}`)],
  readNow: [
    8,
    ({ stores }, seller) =>
      object(stores[seller]).readInventory({
        personId: stores[seller].personId,
        marketplaceId: MARKETPLACE[seller],
        query: inventoryQuery.parse({}),
        again: true,
      }),
  ],
  connect: [
    4,
    async ({ stores }, seller) => {
      const answer = await control<{ spapi_oauth_code: string }>('consent', { seller })
      await object(stores[seller]).authorize({
        consent: newId(systemRandom),
        code: answer.spapi_oauth_code,
        storeId: stores[seller].id,
        sellerId: SELLER_ID[seller],
        region: seller,
        otherRegions: [],
        country: COUNTRY[seller],
        personId: stores[seller].personId,
      })
    },
  ],
  disconnect: [
    1,
    ({ stores }, seller) => stores[seller].browser.post(`/stores/${stores[seller].id}/disconnection`),
  ],
  revoke: [1, (_, seller) => control('revoke', { seller })],
  fault: [
    2,
    async (world, seller) => {
      const kinds = ['status', 'html', 'truncated'] as const
      const kind = kinds[world.log.length % kinds.length] ?? 'html'
      world.lost += kind === 'truncated' ? 2 : 0
      await control('faults', { seller, kind, times: 2, ...(kind === 'status' ? { status: 503 } : {}) })
    },
  ],
  throttle: [1, (_, seller) => control('faults', { seller, kind: 'status', status: 429, times: 1 })],
  slow: [1, () => control('latency', { operation: 'token', milliseconds: 150 })],
  fast: [1, () => control('latency', { operation: 'token', milliseconds: 0 })],
  refill: [3, () => control('buckets/refill')],
  evict: [1, ({ stores }, seller) => evictDurableObject(stubOf(stores[seller].id))],
  kill: [
    1,
    async (world, seller) => {
      world.kills += 1
      await runInDurableObject(stubOf(world.stores[seller].id), (_, state) => state.abort())
    },
  ],
}

/** What a caller hears of an object that was killed or evicted under it. */
const isKilled = (thrown: unknown): boolean =>
  thrown instanceof Error && /abort\(\)|reset|broken|evict|disconnected|connection lost/i.test(thrown.message)

async function operate(world: World, count: number, seed: number): Promise<void> {
  const next = seeded(seed)
  const below = (n: number): number => Math.floor(next() * n)
  const names = Object.entries(ACTS).flatMap(([name, [weight]]) => Array<string>(weight).fill(name))
  const pending: Promise<unknown>[] = []
  for (let at = 0; at < count; at += 1) {
    const name = names[below(names.length)] ?? 'look'
    const seller = SELLERS[below(SELLERS.length)] ?? 'fe'
    world.log.push(`${name} ${seller}`)
    const act = ACTS[name]?.[1](world, seller).catch((thrown: unknown) => {
      if (!isKilled(thrown)) throw thrown
    })
    if (next() < 0.5) await act
    else if (act !== undefined) pending.push(act)
    if (pending.length > 12) await Promise.all(pending.splice(0))
  }
  await Promise.all(pending)
}

/** Until nothing is under way: no sweep runs, and no call's end is unknown. */
async function rest(world: World): Promise<void> {
  await control('faults/clear')
  await control('latency', { operation: 'token', milliseconds: 0 })
  for (const seller of SELLERS) {
    const { id } = world.stores[seller]
    for (let look = 0; look < 300; look += 1) {
      const [running] = await objectRows(id, "SELECT count(*) AS n FROM sync WHERE state = 'running'")
      const [open] = await objectRows(id, 'SELECT count(*) AS n FROM audit_open')
      if (running?.['n'] === 0 && open?.['n'] === 0) break
      if (look % 20 === 19) await ACTS['look']?.[1](world, seller)
      await scheduler.wait(100)
    }
  }
}

interface Recorded {
  readonly intents: Record<string, number>
  readonly answered: readonly { operation: string; status: number; requestId: string | undefined }[]
  readonly unknown: number
  readonly open: number
}

async function recordedOf(id: string): Promise<Recorded> {
  const rows = await objectRows(
    id,
    "SELECT sequence, kind, payload FROM audit_entry JOIN audit_payload USING (chain, sequence) WHERE kind LIKE 'call.%' ORDER BY sequence",
  )
  const operationOf = new Map<number, string>()
  const intents: Record<string, number> = {}
  const answered: { operation: string; status: number; requestId: string | undefined }[] = []
  let unknown = 0
  for (const row of rows) {
    const payload = JSON.parse(String(row['payload'])) as Record<string, string | number>
    if (row['kind'] === 'call.intent') {
      const operation = String(payload['operation'])
      operationOf.set(Number(row['sequence']), operation)
      intents[operation] = (intents[operation] ?? 0) + 1
      continue
    }
    const operation = operationOf.get(Number(payload['of'])) ?? 'none'
    operationOf.delete(Number(payload['of']))
    if (payload['result'] === 'unknown') unknown += 1
    if (payload['result'] === 'answered') {
      const requestId = payload['request_id']
      answered.push({
        operation,
        status: Number(payload['status']),
        requestId: requestId === undefined ? undefined : String(requestId),
      })
    }
  }
  return { intents, answered, unknown, open: operationOf.size }
}

/** A line of Amazon's journal under the name that our record gives the call. */
const nameOf = (line: JournalLine): string =>
  line.operation !== 'token'
    ? line.operation
    : line.grant_type === 'refresh_token'
      ? 'refreshAccess'
      : 'exchangeCode'

test(`I4: ${OPERATIONS} random operations with faults: what reached Amazon was intended, what is recorded as answered reached it (seed ${SEED})`, {
  timeout: 600_000 + OPERATIONS * 200,
}, async () => {
  const stores = {
    na: await connectedStore('na'),
    eu: await connectedStore('eu'),
    fe: await connectedStore('fe'),
  }
  const world: World = { stores, log: [], kills: 0, lost: 0 }
  await operate(world, OPERATIONS, SEED)
  await rest(world)
  const url = `${developmentVariables.SELLER_CENTRAL_ORIGIN}/control/journal?limit=20000`
  const { entries } = await (await fetch(url)).json<{ entries: (JournalLine & { request_id: string })[] }>()
  // All of them: Amazon cannot tell whose a call with a dead access token is.
  const known = new Map(entries.map((line) => [line.request_id, line]))
  let unknown = 0
  for (const seller of SELLERS) {
    const recorded = await recordedOf(stores[seller].id)
    const lines = entries.filter((line) => line.seller === SELLER_ID[seller])
    unknown += recorded.unknown
    expect(recorded.open, 'every intent has its outcome').toBe(0)
    const reached: Record<string, number> = {}
    for (const line of lines) reached[nameOf(line)] = (reached[nameOf(line)] ?? 0) + 1
    const beyond = Object.entries(reached).filter(([name, n]) => n > (recorded.intents[name] ?? 0))
    expect(beyond, `${seller}: journal ⊆ intents, seed ${SEED}`).toEqual([])
    const invented = recorded.answered.filter(({ operation, status, requestId }) => {
      const line = known.get(requestId ?? '')
      return line === undefined || nameOf(line) !== operation || line.status !== status
    })
    expect(invented, `${seller}: answered ⊆ journal, seed ${SEED}`).toEqual([])
  }
  console.log(
    `seed ${SEED}: ${OPERATIONS} operations, ${entries.length} calls at Amazon, ${unknown} of unknown end, ${world.kills} kills`,
  )
  expect(entries.length).toBeGreaterThan(OPERATIONS / 10)
  // A kill may leave one exchange and one call of each sweep open.
  expect(unknown).toBeLessThanOrEqual(3 * world.kills + world.lost)
})
