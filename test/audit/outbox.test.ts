import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { archiveMessages } from '../../src/audit/archive.ts'
import { batchesOf, flushOutbox } from '../../src/audit/outbox.ts'
import type { AuditMessage } from '../../src/core/message.ts'
import {
  alerts,
  archiveRows,
  capturingQueue,
  chainRows,
  faultyD1,
  inObject,
  manualClock,
  outboxSize,
  seeded,
  seededRandom,
  silentRecord,
} from './fixture.ts'

const chainOf = (letter: string) => `store/${letter.repeat(26)}`

/** One object with `entries` entries on its chain, a clock, a queue and a real archive that may fail. */
const withOutbox = (
  letter: string,
  entries: number,
  work: (bench: ReturnType<typeof benchOf>) => Promise<void>,
): Promise<void> =>
  inObject(`outbox ${letter}`, (storage) => {
    const bench = benchOf(storage, chainOf(letter))
    for (let i = 0; i < entries; i += 1) bench.record.append({ kind: 'session.ended' }, 'anonymous')
    return work(bench)
  })

function benchOf(storage: DurableObjectStorage, chain: string) {
  const clock = manualClock()
  const queue = capturingQueue()
  let d1: 'none' | 'down' | 'alerts-down' = 'none'
  const archive = faultyD1((verb) =>
    d1 === 'down' || (d1 === 'alerts-down' && verb === 'run') ? 'down' : 'none',
  )
  return {
    storage,
    chain,
    clock,
    queue,
    record: silentRecord(storage, chain, clock.now, seededRandom(seeded(7))),
    archiveIs: (as: typeof d1): void => {
      d1 = as
    },
    flush: (batchMax = 100) => flushOutbox({ storage, queue, archive, clock: clock.now, batchMax }),
    deliver: (messages: readonly AuditMessage[]) =>
      archiveMessages(
        env.DB,
        messages.map((body, index) => ({ id: String(index), body })),
        clock.now,
      ),
  }
}

test('keeps a row that was sent until the archive is seen to hold it', async () => {
  await withOutbox('a', 3, async ({ storage, chain, clock, queue, flush, deliver }) => {
    expect(await flush()).toEqual({ left: 3, held: 0, nextInMs: 5000 })
    expect(queue.sent.map((message) => message.sequence)).toEqual([1, 2, 3])
    clock.advance(4999)
    expect(await flush()).toEqual({ left: 3, held: 0, nextInMs: 1 })
    await deliver(queue.sent.slice(0, 1))
    clock.advance(1)
    expect(await flush()).toEqual({ left: 2, held: 0, nextInMs: 15_000 })
    expect(queue.sent.map((message) => message.sequence)).toEqual([1, 2, 3, 2, 3])
    await deliver(queue.sent)
    clock.advance(15_000)
    expect(await flush()).toEqual({ left: 0, held: 0, nextInMs: undefined })
    expect(queue.sent).toHaveLength(5)
    expect(await archiveRows(chain)).toEqual(chainRows(storage))
  })
})

test('backs off to two minutes while the queue fails, and never further (I16)', async () => {
  await withOutbox('b', 2, async ({ storage, clock, queue, flush }) => {
    queue.behave('refuses')
    const waits: (number | undefined)[] = []
    for (let i = 0; i < 6; i += 1) {
      const { nextInMs } = await flush()
      waits.push(nextInMs)
      clock.advance(nextInMs ?? 0)
    }
    expect(waits).toEqual([5000, 15_000, 45_000, 120_000, 120_000, 120_000])
    expect(queue.sent).toEqual([])
    expect(outboxSize(storage)).toBe(2)
    queue.behave('works')
    await flush()
    expect(queue.sent).toHaveLength(2)
  })
})

test('sends all of it again when the queue took half and failed', async () => {
  await withOutbox('c', 10, async ({ storage, chain, clock, queue, flush, deliver }) => {
    queue.behave('takes-half')
    await flush()
    queue.behave('works')
    clock.advance(5000)
    await flush()
    expect(queue.sent).toHaveLength(15)
    await deliver(queue.sent)
    clock.advance(15_000)
    expect((await flush()).left).toBe(0)
    expect(await archiveRows(chain)).toEqual(chainRows(storage))
  })
})

test('stops at the first batch that fails, and the rest waits its turn', async () => {
  await withOutbox('d', 30, async ({ queue, flush }) => {
    queue.behave('refuses')
    expect(await flush(10)).toEqual({ left: 30, held: 0, nextInMs: 5000 })
    expect(queue.batches).toHaveLength(1)
  })
})

test('sends what is new but nothing twice while the archive does not answer', async () => {
  await withOutbox('e', 2, async ({ storage, clock, queue, record, archiveIs, flush, deliver }) => {
    await flush()
    archiveIs('down')
    clock.advance(5000)
    record.append({ kind: 'session.ended' }, 'anonymous')
    expect(await flush()).toEqual({ left: 3, held: 0, nextInMs: 5000 })
    expect(queue.sent.map((message) => message.sequence)).toEqual([1, 2, 3])
    clock.advance(5000)
    expect((await flush()).nextInMs).toBe(10_000)
    await deliver(queue.sent)
    clock.advance(15_000)
    expect(outboxSize(storage)).toBe(3)
    archiveIs('none')
    expect((await flush()).left).toBe(0)
  })
})

test('looks in the archive first for what a killed flush may have sent', async () => {
  await withOutbox('f', 2, async ({ storage, clock, queue, record, flush, deliver }) => {
    const stalled = { sendBatch: () => new Promise<never>(() => undefined) }
    void flushOutbox({ storage, queue: stalled, archive: env.DB, clock: clock.now })
    await deliver(chainRows(storage).slice(0, 1))
    record.append({ kind: 'session.ended' }, 'anonymous')
    await flush()
    expect(queue.sent.map((message) => message.sequence)).toEqual([3])
    clock.advance(5000)
    await flush()
    expect(queue.sent.map((message) => message.sequence)).toEqual([3, 2, 3])
  })
})

test('takes a try that is dated ahead as due: the clock went back an hour', async () => {
  await withOutbox('g', 1, async ({ clock, queue, flush }) => {
    await flush()
    clock.advance(-3_600_000)
    expect(await flush()).toEqual({ left: 1, held: 0, nextInMs: 15_000 })
    expect(queue.sent).toHaveLength(2)
  })
})

test('holds a row whose place in the archive is taken: one alert, no more sending, no alarm', async () => {
  await withOutbox('h', 3, async ({ storage, chain, clock, queue, flush, deliver }) => {
    const forged = { ...chainRows(storage)[1], actor: 'machine/forger' } as AuditMessage
    await deliver([forged])
    await flush()
    expect(await deliver(queue.sent)).toEqual(['archived', 'alerted', 'archived'])
    clock.advance(5000)
    expect(await flush()).toEqual({ left: 0, held: 1, nextInMs: undefined })
    clock.advance(600_000)
    expect(await flush()).toEqual({ left: 0, held: 1, nextInMs: undefined })
    expect(queue.sent).toHaveLength(3)
    const raised = (await alerts()).filter((alert) => alert.chain === chain)
    expect(raised).toEqual([
      { id: expect.stringContaining('conflict/'), reason: 'conflict', chain, sequence: 2 },
    ])

    // Somebody has put the archive right.
    await env.DB.prepare('DROP TRIGGER audit_entry_no_delete').run()
    await env.DB.prepare('DELETE FROM audit_payload WHERE chain = ? AND sequence = 2').bind(chain).run()
    await env.DB.prepare('DELETE FROM audit_entry WHERE chain = ? AND sequence = 2').bind(chain).run()
    clock.advance(600_000)
    expect((await flush()).left).toBe(1)
    await deliver(queue.sent.slice(3))
    clock.advance(120_000)
    expect(await flush()).toEqual({ left: 0, held: 0, nextInMs: undefined })
    expect(await archiveRows(chain)).toEqual(chainRows(storage))
  })
})

test('empties an outbox of more rows than one flush takes', async () => {
  await withOutbox('j', 2100, async ({ storage, chain, clock, queue, flush, deliver }) => {
    expect(await flush()).toEqual({ left: 2100, held: 0, nextInMs: 0 })
    expect((await flush()).nextInMs).toBe(0)
    expect((await flush()).nextInMs).toBe(5000)
    expect(queue.batches.map((batch) => batch.length)).toEqual(Array.from({ length: 21 }, () => 100))
    for (const batch of queue.batches) await deliver(batch)
    clock.advance(5000)
    expect([(await flush()).left, (await flush()).left, (await flush()).left]).toEqual([1100, 100, 0])
    expect(await archiveRows(chain)).toEqual(chainRows(storage))
  })
})

test('does not let a contradicted row rest before a person was told', async () => {
  await withOutbox('k', 1, async ({ storage, chain, clock, queue, archiveIs, flush, deliver }) => {
    await deliver([{ ...chainRows(storage)[0], actor: 'machine/forger' } as AuditMessage])
    await flush()
    clock.advance(5000)
    archiveIs('alerts-down')
    expect(await flush()).toEqual({ left: 1, held: 0, nextInMs: 15_000 })
    archiveIs('none')
    clock.advance(15_000)
    expect(await flush()).toEqual({ left: 0, held: 1, nextInMs: undefined })
    expect(queue.sent).toHaveLength(1)
    expect((await alerts()).filter((alert) => alert.chain === chain)).toHaveLength(1)
  })
})

describe('a batch', () => {
  const row = (sequence: number, payload: string) => ({
    chain: 'platform',
    sequence,
    time_ms: 1,
    kind: 'session.ended',
    actor: 'anonymous',
    commitment: 'c',
    salt: 's',
    payload,
    attempts: 0,
  })

  test('holds at most 100 messages and 256 KB, in order, and loses none', () => {
    const rows = Array.from({ length: 250 }, (_, index) => row(index + 1, '"'.repeat(4096)))
    const batches = batchesOf(rows, 100)
    for (const batch of batches) {
      expect(batch.length).toBeLessThanOrEqual(100)
      expect(JSON.stringify(batch).length).toBeLessThanOrEqual(256_000)
    }
    expect(batches.flat().map((message) => message.sequence)).toEqual(rows.map((message) => message.sequence))
    expect(
      batchesOf(
        rows.map((one) => ({ ...one, payload: '{}' })),
        1000,
      ).map((batch) => batch.length),
    ).toEqual([100, 100, 50])
    expect(batchesOf([], 100)).toEqual([])
  })
})
