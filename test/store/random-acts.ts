import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { newId } from '../../src/core/id.ts'
import { systemRandom } from '../../src/core/time.ts'
import { inventoryQuery } from '../../src/workspace/inventory/query.ts'
import { control } from '../amazon.ts'
import { type ConnectedStore, objectRows, stubOf } from '../connected.ts'

const COUNTRY = { na: 'CA', eu: 'FR', fe: 'JP' } as const
export type Seller = keyof typeof COUNTRY
export const SELLERS = Object.keys(COUNTRY) as Seller[]
/** The smallest marketplace of each seller: a sweep is then a page or two. */
const MARKETPLACE = { na: 'A2EUQ1WTGCTBG2', eu: 'A13V1IB3VIYZZH', fe: 'A1VC38T7YXB528' } as const
export const SELLER_ID = { na: 'A2NORTHWIND0NA', eu: 'A3HERONGART0EU', fe: 'A1WRENSTAT0FE' } as const

/** Three stores, and what was done to them that may leave calls of which nobody knows whether they were answered. */
export interface World {
  readonly stores: Readonly<Record<Seller, ConnectedStore>>
  /** Seeded: anywhere from 0 to 1. */
  readonly next: () => number
  kills: number
  evictions: number
  /** Calls that were under way when their object was ended. */
  cut: number
}

interface StoreMethods {
  readInventory: (input: object) => Promise<unknown>
  authorize: (input: object) => Promise<unknown>
}

/** The object itself, as the web calls it: pages limit how often a person may ask, and a random walk asks more. */
const object = (store: ConnectedStore) => stubOf(store.id) as unknown as StoreMethods

type Act = (world: World, seller: Seller) => Promise<unknown>

export const look: Act = ({ stores }, seller) =>
  stores[seller].browser.get(`/stores/${stores[seller].id}/inventory`)

export const disconnect: Act = ({ stores }, seller) =>
  stores[seller].browser.post(`/stores/${stores[seller].id}/disconnection`)

const readNow: Act = ({ stores }, seller) =>
  object(stores[seller]).readInventory({
    personId: stores[seller].personId,
    marketplaceId: MARKETPLACE[seller],
    query: inventoryQuery.parse({}),
    again: true,
  })

const connect: Act = async ({ stores }, seller) => {
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
}

const revoke: Act = (_, seller) => control('revoke', { seller })

/** The next calls of this seller meet one fault, drawn from these. */
const fault =
  (...kinds: readonly (readonly [kind: string, more?: object])[]): Act =>
  ({ next }, seller) => {
    const [kind, more] = kinds[Math.floor(next() * kinds.length)] ?? ['html']
    return control('faults', { seller, kind, ...more })
  }

/** Calls under way, by the object's own record: their end is known to nobody once it is ended. */
const OPEN_CALLS = "SELECT count(*) AS n FROM audit_open WHERE kind = 'call.intent'"

/** Every act that a person, Amazon, the network or the platform may do at any moment, and how often beside the others. */
export const ACTS: Readonly<Record<string, readonly [weight: number, act: Act]>> = {
  look: [2, look],
  overview: [1, ({ stores }, seller) => stores[seller].browser.get(`/stores/${stores[seller].id}`)],
  readNow: [8, readNow],
  connect: [3, connect],
  disconnect: [1, disconnect],
  revoke: [1, revoke],
  revokeAndReconnect: [
    1,
    async (world, seller) => {
      await revoke(world, seller)
      await readNow(world, seller)
      await connect(world, seller)
    },
  ],
  nonsense: [1, fault(['status', { status: 503, times: 2 }], ['html', { times: 2 }], ['truncated'])],
  lostReply: [2, fault(['reset'], ['lost'], ['lost', { operation: 'token' }])],
  timeout: [1, fault(['timeout'], ['timeout', { operation: 'token' }])],
  /** What was held back arrives after all; what nobody lets go runs into our own deadlines. */
  release: [1, (_, seller) => control('release', { seller })],
  deadToken: [2, fault(['token_dead'], ['token_dead', { times: 2 }], ['token_expired'])],
  rotated: [2, fault(['rotated'])],
  throttle: [1, fault(['status', { status: 429 }])],
  slow: [1, () => control('latency', { operation: 'token', milliseconds: 150 })],
  fast: [1, () => control('latency', { operation: 'token', milliseconds: 0 })],
  /** As if minutes had passed, at Amazon and here: otherwise a long walk waits for its usage plan most of the time. */
  refill: [
    3,
    async ({ stores }, seller) => {
      await control('buckets/refill', { seller })
      await objectRows(stores[seller].id, 'DELETE FROM bucket')
    },
  ],
  /** What waits for minutes is due now: a confirming refresh, a destruction that failed. */
  hurry: [
    2,
    ({ stores }, seller) =>
      runInDurableObject(stubOf(stores[seller].id), async (_, { storage }) => {
        storage.sql.exec("UPDATE duty SET due_ms = 1 WHERE kind IN ('confirm-refusal', 'destroy-tokens')")
        await storage.setAlarm(Date.now())
      }),
  ],
  evict: [
    1,
    async (world, seller) => {
      const stub = stubOf(world.stores[seller].id)
      world.evictions += 1
      await runInDurableObject(stub, (_, { storage }) => {
        world.cut += Number(storage.sql.exec(OPEN_CALLS).one()['n'])
      })
      await evictDurableObject(stub)
    },
  ],
  kill: [
    1,
    async (world, seller) => {
      await runInDurableObject(stubOf(world.stores[seller].id), (_, state) => {
        world.kills += 1
        world.cut += Number(state.storage.sql.exec(OPEN_CALLS).one()['n'])
        state.abort()
      })
    },
  ],
}
