import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Actor, Draft } from '../../src/audit/events.ts'
import { ensureAuditSchema } from '../../src/audit/object-schema.ts'
import { openRecord } from '../../src/audit/record.ts'
import {
  chainRows,
  inObject,
  manualClock,
  outboxSize,
  seeded,
  seededRandom,
  silentRecord,
} from './fixture.ts'

const CHAIN = 'store/0123456789abcdefghjkmnpqrs'
const PERSON: Actor = 'person/0123456789abcdefghjkmnpqrs'
const read: Draft = { kind: 'read.intent', view: 'inventory', marketplace: 'ATVPDKIKX0DER', reason: 'member' }
const call = (cause: number): Draft => ({
  kind: 'call.intent',
  operation: 'getInventorySummaries',
  cause,
  region: 'na',
})

const fresh = (storage: DurableObjectStorage) =>
  silentRecord(storage, CHAIN, manualClock().now, seededRandom(seeded(1)))

test('numbers entries from 1 without a gap and keeps time, kind and actor', async () => {
  await inObject('numbers', (storage) => {
    const clock = manualClock()
    const record = silentRecord(storage, CHAIN, clock.now, seededRandom(seeded(1)))
    const appended = [record.append(read, PERSON), record.append(call(1), 'machine/sweep')]
    clock.advance(1500)
    appended.push(
      record.append({ kind: 'call.outcome', of: 2, result: 'answered', status: 200 }, 'machine/sweep'),
    )
    // A second record on the same storage, as after a restart, goes on where the first one stopped.
    appended.push(fresh(storage).append({ kind: 'read.outcome', of: 1, result: 'shown', rows: 1200 }, PERSON))
    expect(appended).toEqual([1, 2, 3, 4])
    const rows = chainRows(storage)
    expect(rows.map((row) => [row.chain, row.sequence, row.kind, row.actor])).toEqual([
      [CHAIN, 1, 'read.intent', PERSON],
      [CHAIN, 2, 'call.intent', 'machine/sweep'],
      [CHAIN, 3, 'call.outcome', 'machine/sweep'],
      [CHAIN, 4, 'read.outcome', PERSON],
    ])
    expect((rows[2]?.time_ms ?? 0) - (rows[1]?.time_ms ?? 0)).toBe(1500)
    expect(outboxSize(storage)).toBe(4)
  })
})

test('keeps a canonical payload, and a commitment to it under a salt of its own', async () => {
  await inObject('commits', (storage) => {
    const record = fresh(storage)
    record.append(read, PERSON)
    record.append({ ...read }, PERSON)
    const [first, second] = chainRows(storage)
    expect(first?.payload).toBe('{"marketplace":"ATVPDKIKX0DER","reason":"member","view":"inventory"}')
    for (const row of chainRows(storage)) {
      const salted = Buffer.concat([Buffer.from(row.salt, 'hex'), Buffer.from(row.payload)])
      expect(row.commitment).toBe(createHash('sha256').update(salted).digest('hex'))
      expect(row.salt).toMatch(/^[0-9a-f]{32}$/)
    }
    expect(second?.payload).toBe(first?.payload)
    expect(second?.commitment).not.toBe(first?.commitment)
  })
})

test('arms the flush once for each entry, and writes nothing when that fails', async () => {
  await inObject('arms', (storage) => {
    let armed = 0
    const clock = manualClock()
    const deps = { storage, chain: CHAIN, clock: clock.now, random: seededRandom(seeded(1)) }
    openRecord({ ...deps, arm: () => (armed += 1) }).append(read, PERSON)
    expect(armed).toBe(1)
    const broken = openRecord({
      ...deps,
      arm: () => {
        throw new Error('no alarm')
      },
    })
    expect(() => broken.append(call(1), PERSON)).toThrow('no alarm')
    expect(chainRows(storage)).toHaveLength(1)
    expect(outboxSize(storage)).toBe(1)
    expect(fresh(storage).append(call(1), PERSON)).toBe(2)
  })
})

test('takes part in the transaction of its caller', async () => {
  await inObject('nested', (storage) => {
    const record = fresh(storage)
    const work = () =>
      storage.transactionSync(() => {
        record.append(read, PERSON)
        throw new Error('the caller changed its mind')
      })
    expect(work).toThrow('changed its mind')
    expect(chainRows(storage)).toEqual([])
    expect(record.append(read, PERSON)).toBe(1)
  })
})

describe('refuses', () => {
  const table: readonly (readonly [string, unknown, unknown])[] = [
    ['a kind that is not ours', { kind: 'read.sideways' }, PERSON],
    ['a mail address as actor', read, 'person/someone@example.com'],
    ['a field that the event does not have', { ...read, email: 'someone@example.com' }, PERSON],
    ['a cause that is not in the chain', call(99), PERSON],
    ['itself as its cause', call(4), PERSON],
    ['an outcome of nothing', { kind: 'call.outcome', of: 99, result: 'answered' }, PERSON],
    ['an outcome of an entry that is no intent', { kind: 'call.outcome', of: 3, result: 'answered' }, PERSON],
    ["a call's outcome for a read", { kind: 'call.outcome', of: 1, result: 'answered' }, PERSON],
    ['a second outcome (I4)', { kind: 'call.outcome', of: 2, result: 'unknown' }, PERSON],
  ]
  test.each(table)('%s, and writes nothing', async (name, draft, actor) => {
    await inObject(`refuses ${name}`, (storage) => {
      const record = fresh(storage)
      record.append(read, PERSON)
      record.append(call(1), PERSON)
      record.append({ kind: 'call.outcome', of: 2, result: 'answered', status: 200 }, PERSON)
      expect(() => record.append(draft as Draft, actor as Actor)).toThrow()
      expect(chainRows(storage)).toHaveLength(3)
      expect(outboxSize(storage)).toBe(3)
    })
  })
})

test('closes what was left open as unknown, exactly once (I4)', async () => {
  await inObject('unknown', (storage) => {
    const record = fresh(storage)
    record.append(read, PERSON)
    record.append(call(1), PERSON)
    record.append({ kind: 'call.outcome', of: 2, result: 'answered', status: 200 }, PERSON)
    record.append(call(1), PERSON)
    expect(record.closeUnfinished()).toBe(2)
    expect(record.closeUnfinished()).toBe(0)
    expect(fresh(storage).closeUnfinished()).toBe(0)
    const closed = chainRows(storage).slice(4)
    expect(closed.map((row) => [row.kind, row.actor, row.payload])).toEqual([
      ['read.outcome', 'machine/record', '{"of":1,"result":"unknown"}'],
      ['call.outcome', 'machine/record', '{"of":4,"result":"unknown"}'],
    ])
    expect(() => record.append({ kind: 'call.outcome', of: 4, result: 'answered' }, PERSON)).toThrow(
      'no open',
    )
  })
})

test('makes its tables once, and finds them again', async () => {
  await inObject('schema', (storage) => {
    ensureAuditSchema(storage)
    ensureAuditSchema(storage)
    expect(storage.sql.exec('SELECT version FROM audit_schema').toArray()).toEqual([{ version: 1 }])
  })
})
