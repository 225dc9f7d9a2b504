import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import { connectInput } from '../../src/authorize/connect.ts'
import { newId, personId } from '../../src/core/id.ts'
import { systemRandom } from '../../src/core/time.ts'
import type { Env } from '../../src/env.ts'
import { disconnectStore } from '../../src/revocation/disconnect.ts'
import type { StoreContext } from '../../src/store/context.ts'
import { incarnationOf } from '../../src/store/incarnation.ts'
import { openObject } from '../../src/store/open.ts'
import { control } from '../amazon.ts'
import { type ConnectedStore, stubOf } from '../connected.ts'

/** What a test changes of the object's surroundings: its directory, buckets, neighbours, time. Never the code under test. */
export type Surroundings = Partial<Pick<Env, 'DB' | 'KEY_SHARES' | 'REVOCATION' | 'STORES'>> & {
  readonly CLOCK_OFFSET_SECONDS?: string
  readonly LWA_CLIENT_SECRET?: string
  readonly LWA_CLIENT_SECRET_NEXT?: string
}

type Act<T> = (context: StoreContext) => Promise<T>

/**
 * Runs the object's own code over its own storage, with surroundings that fail or wait where the test says so. It joins
 * the instance that serves pages: the same life of the object, with a memory of its own.
 */
export const inStore = <T>(id: string, around: Surroundings, act: Act<T>): Promise<T> =>
  runInDurableObject(stubOf(id), (_, state) => run(state, around, act, incarnationOf(state.storage.sql)))

/**
 * As `inStore`, as the instance that comes after the one that serves pages, which the platform has not ended yet: from
 * here on that one is stale, until it is evicted.
 */
export const asSuccessor = <T>(id: string, around: Surroundings, act: Act<T>): Promise<T> =>
  runInDurableObject(stubOf(id), (_, state) => run(state, around, act))

/** Ends the instance that serves pages, whatever it is doing. The next who asks meets a new one. */
export async function kill(id: string): Promise<void> {
  await runInDurableObject(stubOf(id), (_, state) => state.abort('killed by a test')).catch(() => undefined)
  await successorOf(id)
}

/**
 * Waits until the instance after one that was ended has opened its storage. The local runtime lets go of the file of the
 * one before a moment later at times, and says that it is locked; no two instances share a file where this is deployed.
 */
export async function successorOf(id: string): Promise<void> {
  const open = () => runInDurableObject(stubOf(id), (_, { storage }) => incarnationOf(storage.sql))
  await vi.waitFor(open, { timeout: 10_000, interval: 20 })
}

async function run<T>(
  state: DurableObjectState,
  around: Surroundings,
  act: Act<T>,
  joined?: number,
): Promise<T> {
  const opened = await openObject(state, { ...env, ...around }, joined)
  if (!opened.ok || opened.value.context === undefined) throw new Error('the object has no store')
  return act(opened.value.context)
}

/** A promise and the way to fulfil it. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}

/** The database, with one of its methods done differently. */
export function databaseWith<Name extends 'batch' | 'prepare'>(
  name: Name,
  done: (real: D1Database) => D1Database[Name],
): D1Database {
  return new Proxy(env.DB, {
    get: (real, asked) => {
      if (asked === name) return done(real)
      const value: unknown = Reflect.get(real, asked)
      return typeof value === 'function' ? value.bind(real) : value
    },
  })
}

/** The bucket of key shares, with one of its methods done differently. */
export function sharesWith<Name extends 'delete' | 'head' | 'put'>(
  name: Name,
  done: (real: R2Bucket) => R2Bucket[Name],
): R2Bucket {
  return new Proxy(env.KEY_SHARES, {
    get: (real, asked) => {
      if (asked === name) return done(real)
      const value: unknown = Reflect.get(real, asked)
      return typeof value === 'function' ? value.bind(real) : value
    },
  })
}

/** Names of the key shares of a store's tokens that still exist. */
export async function shares(id: string): Promise<readonly string[]> {
  const { objects } = await env.KEY_SHARES.list({ prefix: `token/${id}/` })
  return objects.map(({ key }) => key.replace(`token/${id}/`, ''))
}

/** The directory's row of a store and the generation of its sealed token. */
export const directoryRow = (id: string) =>
  env.DB.prepare(
    'SELECT state, stop_reason, epoch, (SELECT generation FROM sealed_token WHERE store_id = id) AS generation FROM store WHERE id = ?',
  )
    .bind(id)
    .first()

/** A consent of the same seller that has just come back, with a code that works. */
export async function returned(store: Pick<ConnectedStore, 'id' | 'personId'>) {
  const { spapi_oauth_code: code } = await control<{ spapi_oauth_code: string }>('consent', { seller: 'fe' })
  return connectInput.parse({
    consent: newId(systemRandom),
    code,
    storeId: store.id,
    sellerId: 'A1WRENSTAT0FE',
    region: 'fe',
    otherRegions: [],
    country: 'JP',
    personId: store.personId,
  })
}

/** The database, doing something more between a batch's commit and its reply. */
export const afterBatch = (then: () => Promise<void>) =>
  databaseWith('batch', (real) => async (statements) => {
    const done = await real.batch<never>(statements)
    await then()
    return done
  })

/** A member's disconnect, inside the object. */
export const disconnect = (store: ConnectedStore, around = {}) =>
  inStore(store.id, around, (context) =>
    disconnectStore(context, { personId: personId.parse(store.personId) }),
  )
