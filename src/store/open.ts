import { amazonHosts } from '../amazon/hosts.ts'
import { openRecord } from '../audit/record.ts'
import { type StoreId, storeId } from '../core/id.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { clockWithOffset, SECOND_MS, systemRandom } from '../core/time.ts'
import { database } from '../db/client.ts'
import { type Config, type Env, type Misconfiguration, parseConfig } from '../env.ts'
import { mailTransport } from '../mail/send.ts'
import { checkKeys } from '../vault/key-check.ts'
import { type KeyRing, parseKeyRing } from '../vault/keyring.ts'
import { raiseAlarm } from './alarm.ts'
import { emptyMemory, type StoreContext } from './context.ts'
import { endUnfinished } from './destruction.ts'
import { armDuty, setAlarmToEarliest } from './duty.ts'
import { drawIncarnation, recordOfInstance } from './incarnation.ts'
import { ensureStoreSchema } from './object-schema.ts'
import { within } from './within.ts'

/** A directory that does not answer must not hold the object's start: what it sealed opens or does not, all the same. */
const KEY_CHECK_MS_MAX = 5 * SECOND_MS
const LATE = fail('storage-down' as const)
/** Entries of one moment travel to the archive together. */
const GATHER_MS = SECOND_MS
/** Of this application, in the user agent that Amazon sees. */
const VERSION = '0.1.0'

/** A store's object before and after it knows whose it is. */
export interface OpenedObject {
  /** Undefined until the object was told its store once; it keeps that in storage. */
  readonly context: StoreContext | undefined
  /** Tells the object its store. Throws for a second, different one: an object serves one store for ever. */
  readonly contextFor: (store: StoreId) => StoreContext
}

/**
 * Makes what the object's verbs work with, once per instance and before anything else runs: tables, configuration,
 * key ring (checked against what it sealed before), record. Every earlier instance is stale from here on, and the intents
 * that it left open are closed; with `joined`, the number of an instance that runs, this is another view of that one.
 */
export async function openObject(
  ctx: DurableObjectState,
  env: Env,
  joined?: number,
): Promise<Result<OpenedObject, Misconfiguration>> {
  ensureStoreSchema(ctx.storage)
  const incarnation = joined ?? drawIncarnation(ctx.storage.sql)
  const config = parseConfig(env)
  if (!config.ok) return config
  const ring = await parseKeyRing(config.value.TOKEN_KEYS)
  if (!ring.ok) return ring
  const clock = clockWithOffset(config.value.overrides?.CLOCK_OFFSET_SECONDS ?? 0)
  const checked = await within(KEY_CHECK_MS_MAX, checkKeys(database(env.DB), ring.value, clock), LATE)
  if (!checked.ok && checked.fault === 'our-configuration') {
    return fail({ names: ['TOKEN_KEYS'], reason: 'does not open what was sealed under it before' })
  }
  const known = ctx.storage.sql.exec('SELECT store_id FROM whose').toArray()[0]?.['store_id']
  const instance = { ctx, env, config: config.value, keyRing: ring.value, incarnation }
  let context = known === undefined ? undefined : contextOf(instance, storeId.parse(known))
  if (joined === undefined && context !== undefined) {
    context.record.closeUnfinished()
    endUnfinished(context)
  }
  setAlarmToEarliest(ctx.storage, clock)
  return ok({
    get context() {
      return context
    },
    contextFor: (store) => {
      ctx.storage.sql.exec('INSERT INTO whose (one, store_id) VALUES (1, ?) ON CONFLICT DO NOTHING', store)
      if (ctx.storage.sql.exec('SELECT store_id FROM whose').one()['store_id'] !== store) {
        throw new Error('this object belongs to another store')
      }
      context ??= contextOf(instance, store)
      return context
    },
  })
}

/** An instance as its context needs to know it. */
interface Instance {
  readonly ctx: DurableObjectState
  readonly env: Env
  readonly config: Config
  readonly keyRing: KeyRing
  readonly incarnation: number
}

function contextOf({ ctx, env, config, keyRing, incarnation }: Instance, store: StoreId): StoreContext {
  const { storage } = ctx
  const clock = clockWithOffset(config.overrides?.CLOCK_OFFSET_SECONDS ?? 0)
  const network = (url: string, init: RequestInit) => fetch(url, init)
  const hosts = amazonHosts(config.overrides)
  const db = database(env.DB)
  const memory = emptyMemory()
  const record = openRecord({
    storage,
    chain: `store/${store}`,
    clock,
    random: systemRandom,
    arm: () => armDuty(storage, clock, 'flush-outbox', clock() + GATHER_MS),
  })
  const { LWA_CLIENT_SECRET: first, LWA_CLIENT_SECRET_NEXT: next } = config
  return {
    storage,
    incarnation,
    db,
    record: recordOfInstance(record, { storage, incarnation }),
    vault: { keyRing, shares: env.KEY_SHARES },
    lwa: {
      network,
      hosts,
      clientId: config.LWA_CLIENT_ID,
      clientSecrets: next === undefined ? [first] : [first, next],
    },
    sellingPartner: { network, hosts, clock, version: VERSION },
    stores: env.STORES,
    revocations: env.REVOCATION,
    mail: mailTransport(env, config),
    origin: config.PUBLIC_ORIGIN,
    support: config.SUPPORT_EMAIL,
    alarm: (kind) => raiseAlarm({ db, clock, memory }, kind, store),
    sleep: (ms) => scheduler.wait(ms),
    clock,
    random: systemRandom,
    memory,
  }
}
