import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { connectStore } from '../../src/authorize/connect.ts'
import { storeId } from '../../src/core/id.ts'
import { doDueDuties } from '../../src/duties.ts'
import { destroyFigures } from '../../src/store/destruction.ts'
import { writeConnection, writeState } from '../../src/store/directory.ts'
import { armDuty, doneWithDuty, takeDueDuties } from '../../src/store/duty.ts'
import { fence } from '../../src/store/fence.ts'
import { spendGeneration } from '../../src/store/generations.ts'
import { control } from '../amazon.ts'
import { connectedStore, objectRows, readToTheEnd, stubOf } from '../connected.ts'
import {
  afterBatch,
  databaseWith,
  directoryRow,
  disconnect,
  gate,
  inStore,
  returned,
  sharesWith,
} from './second-instance.ts'

beforeEach(async () => {
  await control('reset')
})

describe('the directory', () => {
  test('takes no older state for a newer one', async () => {
    const store = await connectedStore()
    const now = await directoryRow(store.id)
    await inStore(store.id, {}, (context) =>
      writeState(context.db, {
        storeId: storeId.parse(store.id),
        state: 'fenced',
        stopReason: 'authorization-refused',
        stoppedAtMs: 1,
        sellerConfirmedAtMs: null,
        epoch: 1,
      }),
    )
    expect(await directoryRow(store.id)).toEqual(now)
  })

  test('takes no older token for a newer one, and says that it was lost', async () => {
    const store = await connectedStore()
    const connection = {
      ...(await returned(store)),
      name: 'x',
      roles: [],
      nowMs: 1,
      sealed: 'older',
      generation: 1,
    }
    expect(await inStore(store.id, {}, (context) => writeConnection(context.db, connection))).toBe('lost')
    expect(
      await inStore(store.id, {}, (context) => writeConnection(context.db, { ...connection, generation: 0 })),
    ).toBe('lost')
    const row = await env.DB.prepare(
      'SELECT generation, sealed, authorized_at_ms FROM sealed_token JOIN store ON id = store_id WHERE id = ?',
    )
      .bind(store.id)
      .first()
    expect(row).toMatchObject({ generation: 1 })
    expect(row?.['sealed']).not.toBe('older')
    expect(row?.['authorized_at_ms']).not.toBe(1)
  })

  test('follows the object, though the states were written in another order', async () => {
    const store = await connectedStore()
    const input = await returned(store)
    const [written, fenced] = [gate(), gate()]
    const around = {
      DB: afterBatch(async () => {
        written.open()
        await fenced.opened
      }),
    }
    const renewed = inStore(store.id, around, (context) => connectStore(context, input))
    await written.opened
    await inStore(store.id, {}, async (context) => {
      fence(context, 'authorization-refused', 'machine/token')
      await doDueDuties(context, env.AUDIT)
    })
    expect(await directoryRow(store.id)).toMatchObject({
      state: 'fenced',
      stop_reason: 'authorization-refused',
    })
    fenced.open()
    expect(await renewed).toMatchObject({ ok: true })
    expect(await directoryRow(store.id)).toMatchObject({ state: 'connected', stop_reason: null })
  })

  test('that holds any generation between the dead and the spent is believed', async () => {
    const store = await connectedStore()
    await inStore(store.id, {}, async (context) => {
      spendGeneration(context.storage.sql)
      spendGeneration(context.storage.sql)
    })
    expect(await readToTheEnd(store)).toContain('1–50 of 80')
  })
})

describe('the figures of a stopped store', () => {
  test('are read afresh after a renewal, if their destruction was cut off', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    await disconnect(store)
    const cutOff = { KEY_SHARES: sharesWith('head', () => () => Promise.reject(new Error('R2 is down'))) }
    expect(await inStore(store.id, cutOff, (context) => destroyFigures(context))).toEqual({
      ok: false,
      fault: 'storage-down',
    })
    expect(
      await inStore(store.id, {}, async (context) => connectStore(context, await returned(store))),
    ).toMatchObject({ ok: true })
    expect(await readToTheEnd(store)).toContain('1–50 of 80')
  })

  test('are destroyed thirty days after the stop, on the record', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    await disconnect(store)
    const [duty] = await objectRows(store.id, "SELECT due_ms FROM duty WHERE kind = 'destroy-figures'")
    const [standing] = await objectRows(store.id, 'SELECT stopped_ms FROM standing')
    expect(Number(duty?.['due_ms']) - Number(standing?.['stopped_ms'])).toBe(30 * 24 * 60 * 60 * 1000)
    expect(await env.KEY_SHARES.head(`figures/${store.id}`)).not.toBeNull()
    await runInDurableObject(stubOf(store.id), (_, { storage }) =>
      storage.sql.exec('UPDATE duty SET due_ms = 1'),
    )
    await runDurableObjectAlarm(stubOf(store.id))
    expect(await env.KEY_SHARES.head(`figures/${store.id}`)).toBeNull()
    expect(await objectRows(store.id, 'SELECT * FROM snapshot_chunk')).toEqual([])
    expect(
      await objectRows(store.id, "SELECT kind FROM audit_entry WHERE kind = 'figures.destroyed'"),
    ).toHaveLength(1)
  })
})

describe('the duties', () => {
  test('I16: that could not be done come back within two minutes', async () => {
    const store = await connectedStore()
    const partly = {
      DB: databaseWith('prepare', (real) => (query: string) => {
        if (/^(update|insert into) "store"/i.test(query)) throw new Error('D1 is down')
        return real.prepare(query)
      }),
    }
    const due = await inStore(store.id, partly, async (context) => {
      fence(context, 'authorization-refused', 'machine/token')
      await doDueDuties(context, env.AUDIT)
      return context.storage.sql.exec("SELECT due_ms FROM duty WHERE kind = 'tell-directory'").toArray()
    })
    expect(due).toHaveLength(1)
    expect(Number(due[0]?.['due_ms']) - Date.now()).toBeLessThanOrEqual(120_000)
    expect(await directoryRow(store.id)).toMatchObject({ state: 'connected' })
  })

  test('of another version of this code are left to it, and hold up no other', async () => {
    const store = await connectedStore()
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      storage.sql.exec("INSERT INTO duty (kind, due_ms) VALUES ('from-the-future', 1)")
      storage.sql.exec(
        "INSERT INTO duty (kind, due_ms) VALUES ('tell-directory', 1) ON CONFLICT DO UPDATE SET due_ms = 1",
      )
    })
    await env.DB.prepare("UPDATE store SET state = 'fenced' WHERE id = ?").bind(store.id).run()
    await runDurableObjectAlarm(stubOf(store.id))
    expect(await directoryRow(store.id)).toMatchObject({ state: 'connected' })
    expect(await objectRows(store.id, "SELECT kind FROM duty WHERE kind = 'from-the-future'")).toHaveLength(1)
  })

  test('are due, and the alarm set, at the earliest moment that anybody armed them for', async () => {
    const store = await connectedStore()
    const seen = await inStore(store.id, {}, async ({ storage, clock }) => {
      const nowMs = clock()
      const seenAfter = async (inMs: number) => {
        armDuty(storage, clock, 'watch', nowMs + inMs)
        const { due } = storage.sql.exec("SELECT due_ms AS due FROM duty WHERE kind = 'watch'").one()
        return { dueInMs: Number(due) - nowMs, alarmInMs: Number(await storage.getAlarm()) - nowMs }
      }
      return [await seenAfter(90_000), await seenAfter(95_000), await seenAfter(20), await seenAfter(30)]
    })
    expect(seen.map(({ dueInMs }) => dueInMs)).toEqual([90_000, 90_000, 20, 20])
    expect(seen.map(({ alarmInMs }) => alarmInMs <= 20).slice(2)).toEqual([true, true])
  })

  test('that arm themselves for later while they are in hand come back then, and sooner if they die over it', async () => {
    const store = await connectedStore()
    const due = await inStore(store.id, {}, async ({ storage, clock }) => {
      const rows = () =>
        storage.sql
          .exec("SELECT due_ms FROM duty WHERE kind = 'watch'")
          .toArray()
          .map((row) => row['due_ms'])
      const nowMs = clock()
      const tomorrowMs = nowMs + 86_400_000
      armDuty(storage, clock, 'watch', nowMs)
      takeDueDuties(storage, nowMs)
      armDuty(storage, clock, 'watch', tomorrowMs)
      const inHand = rows()
      doneWithDuty(storage, 'watch', nowMs)
      const done = rows()
      takeDueDuties(storage, tomorrowMs)
      doneWithDuty(storage, 'watch', tomorrowMs)
      return { inHand, done: done.map((ms) => Number(ms) - nowMs), nowMs, after: rows() }
    })
    expect(due).toMatchObject({ inHand: [due.nowMs + 180_000], done: [86_400_000], after: [] })
  })

  test('give a reading up that has killed its object three times', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      storage.sql.exec("UPDATE sync SET state = 'running', restarts = 3")
      storage.sql.exec(
        "INSERT INTO duty (kind, due_ms) VALUES ('resume-readings', 1) ON CONFLICT DO UPDATE SET due_ms = 1",
      )
    })
    await runDurableObjectAlarm(stubOf(store.id))
    expect(await objectRows(store.id, 'SELECT kind, state, fault FROM sync ORDER BY kind')).toEqual([
      { kind: 'inventory', state: 'failed', fault: 'our-bug' },
      { kind: 'planning', state: 'failed', fault: 'our-bug' },
    ])
  })
})
