import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { openRecord } from '../../src/audit/record.ts'
import type { AuditMessage } from '../../src/core/message.ts'
import type { Random } from '../../src/core/time.ts'

/** Same seed, same numbers in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export const seededRandom =
  (next: () => number): Random =>
  (length) =>
    Uint8Array.from({ length }, () => Math.floor(next() * 256))

export function shuffled<T>(items: readonly T[], next: () => number): T[] {
  return items
    .map((item) => ({ item, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** A clock that moves when told. Starts at a fixed time of 2026. */
export function manualClock() {
  let nowMs = Date.UTC(2026, 10, 22)
  return {
    now: () => nowMs,
    advance: (ms: number): void => {
      nowMs += ms
    },
  }
}

/** A queue that keeps what it takes, and fails while told to: before taking anything, or after half of the batch. */
export function capturingQueue() {
  const sent: AuditMessage[] = []
  const batches: AuditMessage[][] = []
  let mode: 'works' | 'refuses' | 'takes-half' = 'works'
  return {
    sent,
    batches,
    behave: (as: typeof mode): void => {
      mode = as
    },
    sendBatch: async (
      messages: Iterable<MessageSendRequest<AuditMessage>>,
    ): Promise<QueueSendBatchResponse> => {
      const bodies = [...messages].map((message) => structuredClone(message.body))
      const taken = { works: bodies.length, refuses: 0, 'takes-half': Math.floor(bodies.length / 2) }[mode]
      sent.push(...bodies.slice(0, taken))
      batches.push(bodies)
      if (mode !== 'works') throw new Error('queue overloaded')
      return { metadata: { metrics: { backlogBytes: 0, backlogCount: 0 } } }
    },
  }
}

/** D1 with faults at its edge: it may fail before it does anything, or do it and lose the answer. */
export function faultyD1(
  fault: (verb: 'all' | 'run' | 'batch') => 'none' | 'down' | 'reply-lost',
): D1Database {
  const faced = async <T>(verb: 'all' | 'run' | 'batch', work: () => Promise<T>): Promise<T> => {
    const now = fault(verb)
    if (now === 'down') throw new Error('D1_ERROR: Network connection lost.')
    const result = await work()
    if (now === 'reply-lost') throw new Error('D1_ERROR: Network connection lost.')
    return result
  }
  const statement = (inner: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(inner, {
      get: (target, name) => {
        if (name === 'bind') return (...values: unknown[]) => statement(target.bind(...values))
        if (name === 'all') return () => faced('all', () => target.all())
        if (name === 'run') return () => faced('run', () => target.run())
        if (name === 'inner') return target
        return Reflect.get(target, name)
      },
    })
  return new Proxy(env.DB, {
    get: (target, name) => {
      if (name === 'prepare') return (query: string) => statement(target.prepare(query))
      if (name === 'batch') {
        return (all: D1PreparedStatement[]) =>
          faced('batch', () => target.batch(all.map((one) => Reflect.get(one, 'inner'))))
      }
      return Reflect.get(target, name)
    },
  })
}

/** An object of our own class with storage of its own, for a chain whose work the test does itself. */
export const objectNamed = (name: string) => env.PLATFORM.get(env.PLATFORM.idFromName(name))

export const inObject = <R>(
  name: string,
  work: (storage: DurableObjectStorage) => R | Promise<R>,
): Promise<R> => runInDurableObject(objectNamed(name), (_, state) => work(state.storage))

/** A record on real storage whose alarm nobody hears. */
export const silentRecord = (
  storage: DurableObjectStorage,
  chain: string,
  now: () => number,
  random: Random,
) => openRecord({ storage, chain, clock: now, random, arm: () => undefined })

export interface StoredRow {
  readonly chain: string
  readonly sequence: number
  readonly time_ms: number
  readonly kind: string
  readonly actor: string
  readonly commitment: string
  readonly salt: string
  readonly payload: string
}

const ROWS = `SELECT e.chain, e.sequence, e.time_ms, e.kind, e.actor, e.commitment, p.salt, p.payload
  FROM audit_entry e LEFT JOIN audit_payload p USING (chain, sequence)`

/** Everything an object's chain holds, in order. */
export const chainRows = (storage: DurableObjectStorage): StoredRow[] =>
  storage.sql
    .exec(`${ROWS} ORDER BY e.chain, e.sequence`)
    .toArray()
    .map((row) => ({ ...row }) as unknown as StoredRow)

/** Everything the archive holds of a chain, in order. */
export async function archiveRows(chain: string): Promise<StoredRow[]> {
  const { results } = await env.DB.prepare(`${ROWS} WHERE e.chain = ? ORDER BY e.sequence`)
    .bind(chain)
    .all<StoredRow>()
  return results
}

export const outboxSize = (storage: DurableObjectStorage): number =>
  storage.sql.exec<{ n: number }>('SELECT count(*) AS n FROM audit_outbox').one().n

export async function alerts(): Promise<
  { id: string; reason: string; chain: string | null; sequence: number | null }[]
> {
  return (await env.DB.prepare('SELECT id, reason, chain, sequence FROM audit_alert ORDER BY id').all())
    .results as never
}
