import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import type { Actor } from '../../src/audit/events.ts'
import { flushOutbox } from '../../src/audit/outbox.ts'
import type { AuditRecord } from '../../src/audit/record.ts'
import { base32 } from '../../src/core/id.ts'
import type { AuditMessage } from '../../src/core/message.ts'
import { queue as consume } from '../../src/queue.ts'
import {
  alerts,
  archiveRows,
  chainRows,
  faultyD1,
  manualClock,
  objectNamed,
  outboxSize,
  type StoredRow,
  seeded,
  seededRandom,
  shuffled,
  silentRecord,
} from './fixture.ts'

const READS = 1000
const CHAINS = 6
const MAX_RETRIES = 5
/** I5: the archive equals the chains within 5 minutes after faults stop. */
const SETTLED_WITHIN_MS = 300_000

interface InFlight {
  readonly body: AuditMessage
  attempts: number
  /** When the platform delivers it: a retry waits. */
  notBeforeMs: number
}

type Verdicts = ReadonlyMap<InFlight, 'acked' | { readonly retryAfterMs: number }>

/** What the consumer answers to one delivered batch, message by message. */
async function consumed(name: string, taken: readonly InFlight[], DB: D1Database): Promise<Verdicts> {
  const verdicts = new Map<InFlight, 'acked' | { readonly retryAfterMs: number }>()
  const messages = taken.map((one, index) => ({
    id: String(index),
    timestamp: new Date(0),
    attempts: one.attempts,
    body: one.body,
    ack: () => void verdicts.set(one, 'acked'),
    retry: (options?: QueueRetryOptions) =>
      void verdicts.set(one, { retryAfterMs: (options?.delaySeconds ?? 0) * 1000 }),
  }))
  const whole = (): never => {
    throw new Error('the consumer answers each message by itself')
  }
  const metadata = { metrics: { backlogCount: 0, backlogBytes: 0 } }
  await consume({ queue: name, messages, metadata, ackAll: whole, retryAll: whole }, { ...env, DB })
  return verdicts
}

/**
 * What local queues never do: a queue that delivers in any order, more than once, loses messages, and moves them to
 * the dead letters after five retries; on the far side an archive that fails or loses its answers.
 */
function hostilePlatform(next: () => number, now: () => number) {
  const seen = { duplicates: 0, lost: 0, retried: 0, deadLettered: 0, sendFailures: 0 }
  let calm = false
  let outage = false
  const pools: Record<'audit' | 'audit-dead-letter', InFlight[]> = { audit: [], 'audit-dead-letter': [] }
  const chance = (share: number): boolean => !calm && next() < share
  const DB = faultyD1(() => {
    if (outage || chance(0.15)) return 'down'
    return chance(0.15) ? 'reply-lost' : 'none'
  })

  const sendBatch = async (
    messages: Iterable<MessageSendRequest<AuditMessage>>,
  ): Promise<QueueSendBatchResponse> => {
    const fails = chance(0.3)
    for (const { body } of messages) {
      if (fails && next() < 0.5) continue
      if (chance(0.08)) seen.lost += 1
      else pools.audit.push({ body: structuredClone(body), attempts: 1, notBeforeMs: now() })
    }
    if (!fails) return { metadata: { metrics: { backlogBytes: 0, backlogCount: 0 } } }
    seen.sendFailures += 1
    throw new Error('queue overloaded')
  }

  const deliver = async (name: keyof typeof pools): Promise<void> => {
    const ready = pools[name].filter((one) => one.notBeforeMs <= now())
    const taken = shuffled(ready, next).slice(0, 1 + Math.floor(next() * 100))
    const verdicts = await consumed(name, taken, DB)
    expect(verdicts.size).toBe(taken.length)

    const gone = new Set<InFlight>()
    for (const [one, verdict] of verdicts) {
      if (verdict !== 'acked') {
        seen.retried += 1
        one.attempts += 1
        one.notBeforeMs = now() + verdict.retryAfterMs
        if (name === 'audit' && one.attempts > MAX_RETRIES) {
          seen.deadLettered += 1
          gone.add(one)
          pools['audit-dead-letter'].push({ body: one.body, attempts: 1, notBeforeMs: now() })
        }
      } else if (chance(0.2)) seen.duplicates += 1
      else gone.add(one)
    }
    pools[name] = pools[name].filter((one) => !gone.has(one))
  }

  return {
    seen,
    sendBatch,
    DB,
    deliverSome: async (): Promise<void> => {
      await deliver('audit')
      await deliver('audit-dead-letter')
    },
    archiveIsOut: (out: boolean): void => {
      outage = out
    },
    faultsStop: (): void => {
      calm = true
    },
    waiting: () => pools.audit.length + pools['audit-dead-letter'].length,
  }
}

/** One person's read as the store's object records it; every third read asks Amazon first. */
function recordRead(record: AuditRecord, next: () => number): void {
  const person: Actor = `person/${base32(seededRandom(next)(16))}`
  const marketplace = 'ATVPDKIKX0DER'
  const of = record.append({ kind: 'read.intent', view: 'inventory', marketplace, reason: 'member' }, person)
  if (next() < 1 / 3) {
    const intent = {
      kind: 'call.intent',
      operation: 'getInventorySummaries',
      cause: of,
      region: 'na',
      marketplace,
    } as const
    const call = record.append(intent, 'machine/sweep')
    record.append({ kind: 'call.outcome', of: call, result: 'answered', status: 200 }, 'machine/sweep')
  }
  const rows = Math.floor(next() * 1200)
  record.append({ kind: 'read.outcome', of, result: 'shown', rows, as_of_ms: 1 }, person)
}

// Another seed each time; put one that failed in its place to see it again.
test.each([Date.now() % 2 ** 32])(
  '1,000 reads with duplicated, reordered, lost and dead-lettered messages: the archive is what the objects wrote (I5, seed %i)',
  async (seed) => {
    vi.spyOn(console, 'warn').mockReturnValue()
    vi.spyOn(console, 'error').mockReturnValue()
    const next = seeded(seed)
    const clock = manualClock()
    const platform = hostilePlatform(next, clock.now)
    const chains = Array.from({ length: CHAINS }, () => `store/${base32(seededRandom(next)(16))}`)
    const inChain = <R>(chain: string, work: (storage: DurableObjectStorage) => R | Promise<R>): Promise<R> =>
      runInDurableObject(objectNamed(chain), (_, state) => work(state.storage))
    const flush = (chain: string) =>
      inChain(chain, (storage) =>
        flushOutbox({
          storage,
          queue: platform,
          archive: platform.DB,
          clock: clock.now,
          batchMax: 1 + Math.floor(next() * 100),
        }),
      )
    for (let reads = 0; reads < READS; ) {
      const chain = chains[Math.floor(next() * CHAINS)] ?? ''
      const share = Math.min(READS - reads, 1 + Math.floor(next() * 20))
      await inChain(chain, (storage) => {
        const record = silentRecord(storage, chain, clock.now, seededRandom(next))
        for (let i = 0; i < share; i += 1) recordRead(record, next)
      })
      reads += share
      // For a while nothing is archived at all, long enough for messages to run out of retries.
      const out = reads > 300 && reads < 500
      platform.archiveIsOut(out)
      clock.advance(Math.floor(next() * (out ? 40_000 : 8000)))
      if (next() < 0.7) await flush(chain)
      for (let i = 0; i < (out ? 4 : 1); i += 1) await platform.deliverSome()
    }

    platform.faultsStop()
    const stoppedMs = clock.now()
    const due = new Map(chains.map((chain) => [chain, clock.now()]))
    while (due.size > 0 || platform.waiting() > 0) {
      for (const [chain, atMs] of due) {
        if (atMs > clock.now()) continue
        const { nextInMs } = await flush(chain)
        if (nextInMs === undefined) due.delete(chain)
        else due.set(chain, clock.now() + nextInMs)
      }
      await platform.deliverSome()
      clock.advance(1000)
      expect(clock.now() - stoppedMs).toBeLessThanOrEqual(SETTLED_WITHIN_MS)
    }

    let total = 0
    for (const chain of chains) {
      const { written, outbox } = await inChain(chain, (storage) => ({
        written: chainRows(storage),
        outbox: outboxSize(storage),
      }))
      expect(outbox).toBe(0)
      expect(written.map((row: StoredRow) => row.sequence)).toEqual(written.map((_, index) => index + 1))
      expect(await archiveRows(chain)).toEqual(written)
      total += written.length
    }
    expect(total).toBeGreaterThan(2 * READS)
    // Other files of this instance leave alerts of their own.
    expect((await alerts()).filter(({ chain }) => chain !== null && chains.includes(chain))).toEqual([])
    // The faults did happen.
    for (const [fault, times] of Object.entries(platform.seen)) expect(times, fault).toBeGreaterThan(0)
    console.info(
      JSON.stringify({ seed, entries: total, settled_ms: clock.now() - stoppedMs, ...platform.seen }),
    )
  },
  60_000,
)
