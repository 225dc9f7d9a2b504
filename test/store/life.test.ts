import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { connectInput, connectStore } from '../../src/authorize/connect.ts'
import { newId, personId, storeId } from '../../src/core/id.ts'
import { Secret } from '../../src/core/secret.ts'
import { systemRandom } from '../../src/core/time.ts'
import { doDueDuties } from '../../src/duties.ts'
import { disconnectStore } from '../../src/revocation/disconnect.ts'
import { destroyFigures } from '../../src/store/destruction.ts'
import { replaceSealedToken, writeConnection, writeState } from '../../src/store/directory.ts'
import { fence } from '../../src/store/fence.ts'
import { spendGeneration } from '../../src/store/generations.ts'
import { sealNextToken } from '../../src/store/seal-token.ts'
import { standingOf } from '../../src/store/standing.ts'
import { consentAt, control, journal } from '../amazon.ts'
import {
  type ConnectedStore,
  connectedStore,
  objectRows,
  readToTheEnd,
  startedState,
  stubOf,
} from '../connected.ts'
import { databaseWith, directoryRow, gate, inStore, shares, sharesWith } from './second-instance.ts'

beforeEach(async () => {
  await control('reset')
})

/** A consent of the same seller that has just come back, with a code that works. */
async function returned(store: ConnectedStore) {
  const { spapi_oauth_code: code } = await control<{ spapi_oauth_code: string }>('consent', { seller: 'fe' })
  return connectInput.parse({
    consent: newId(systemRandom),
    code,
    storeId: store.id,
    sellerId: 'A1WRENSTAT0FE',
    region: 'fe',
    country: 'JP',
    personId: store.personId,
  })
}

const afterBatch = (then: () => Promise<void>) =>
  databaseWith('batch', (real) => async (statements) => {
    const done = await real.batch<never>(statements)
    await then()
    return done
  })

const disconnect = (store: ConnectedStore, around = {}) =>
  inStore(store.id, around, (context) =>
    disconnectStore(context, { personId: personId.parse(store.personId) }),
  )

describe('a renewal', () => {
  test('whose reply from the directory is slow keeps its token, though a reading finds it first', async () => {
    const store = await connectedStore()
    const input = await returned(store)
    const [written, read] = [gate(), gate()]
    const around = {
      DB: afterBatch(async () => {
        written.open()
        await read.opened
        throw new Error('the reply was lost')
      }),
    }
    const renewed = inStore(store.id, around, (context) => connectStore(context, input))
    await written.opened
    await readToTheEnd(store)
    read.open()
    expect(await renewed).toMatchObject({ ok: true })
    expect(await shares(store.id)).toEqual(['2'])
    expect(await directoryRow(store.id)).toMatchObject({ state: 'connected', generation: 2 })
    await store.browser.post(`/stores/${store.id}/inventory?marketplace=A1VC38T7YXB528`)
    expect(await readToTheEnd(store)).toContain('1–50 of 80')
    expect(await objectRows(store.id, 'SELECT state FROM standing')).toEqual([{ state: 'connected' }])
  })

  test('I3, I14: does not undo a disconnect that was acknowledged while Amazon was answering it', async () => {
    const store = await connectedStore()
    const path = await consentAt(await startedState(store.browser, 'JP'), 'fe')
    await control('lwa/hold')
    const renewed = store.browser.get(path)
    for (let look = 0; look < 100 && (await journal({ operation: 'token' })).length < 2; look += 1)
      await scheduler.wait(20)
    expect((await store.browser.post(`/stores/${store.id}/disconnection`)).status).toBe(303)
    const calls = (await journal()).length
    await control('lwa/release')
    expect((await renewed).status).toBe(409)
    expect(await shares(store.id)).toEqual([])
    expect(await directoryRow(store.id)).toMatchObject({
      state: 'fenced',
      stop_reason: 'disconnected',
      generation: null,
    })
    expect(await journal()).toHaveLength(calls)
  })

  test('that is older than another one is not kept, and the newer keeps its token', async () => {
    const store = await connectedStore()
    const [older, newer] = [await returned(store), await returned(store)]
    const [written, settled] = [gate(), gate()]
    const around = {
      DB: afterBatch(async () => {
        written.open()
        await settled.opened
      }),
    }
    const first = inStore(store.id, around, (context) => connectStore(context, older))
    await written.opened
    expect(await inStore(store.id, {}, (context) => connectStore(context, newer))).toMatchObject({ ok: true })
    settled.open()
    await first
    expect(await shares(store.id)).toEqual(['3'])
    expect(await directoryRow(store.id)).toMatchObject({ state: 'connected', generation: 3 })
    await readToTheEnd(store)
  })

  test('that Amazon refuses leaves the authorization in use alone', async () => {
    const store = await connectedStore()
    const input = { ...(await returned(store)), code: 'ANdeadcode' }
    expect(await inStore(store.id, {}, (context) => connectStore(context, input))).toEqual({
      ok: false,
      fault: 'code-dead',
    })
    await readToTheEnd(store)
    expect(await shares(store.id)).toEqual(['1'])
  })

  test('destroys the earlier token’s share later, if R2 does not answer now', async () => {
    const store = await connectedStore()
    const input = await returned(store)
    const around = { KEY_SHARES: sharesWith('delete', () => () => Promise.reject(new Error('R2 is down'))) }
    expect(await inStore(store.id, around, (context) => connectStore(context, input))).toMatchObject({
      ok: true,
    })
    expect(await shares(store.id)).toEqual(['1', '2'])
    await runInDurableObject(stubOf(store.id), (_, { storage }) =>
      storage.sql.exec('UPDATE duty SET due_ms = 1'),
    )
    await runDurableObjectAlarm(stubOf(store.id))
    expect(await shares(store.id)).toEqual(['2'])
  })
})

describe('I8: the object, not the directory, knows which token is in use', () => {
  test('an earlier token in a restored directory is refused, though its share could not be destroyed yet', async () => {
    const store = await connectedStore()
    const old = await env.DB.prepare('SELECT sealed FROM sealed_token WHERE store_id = ?')
      .bind(store.id)
      .first('sealed')
    const around = { KEY_SHARES: sharesWith('delete', () => () => Promise.reject(new Error('R2 is down'))) }
    const input = await returned(store)
    expect(await inStore(store.id, around, (context) => connectStore(context, input))).toMatchObject({
      ok: true,
    })
    expect(await shares(store.id)).toEqual(['1', '2'])
    await env.DB.prepare('UPDATE sealed_token SET sealed = ?, generation = 1 WHERE store_id = ?')
      .bind(old, store.id)
      .run()
    const before = (await journal({ operation: 'token' })).length
    await store.browser.get(`/stores/${store.id}/inventory`)
    for (let look = 0; look < 50; look += 1) {
      const [standing] = await objectRows(store.id, 'SELECT state FROM standing')
      if (standing?.['state'] === 'quarantined') break
      await scheduler.wait(20)
    }
    expect(await objectRows(store.id, 'SELECT state FROM standing')).toEqual([{ state: 'quarantined' }])
    expect(await journal({ operation: 'token' })).toHaveLength(before)
  })
})

describe('a first connection', () => {
  test('I12: that dies between directory and object is no false success, and can be disconnected for good', async () => {
    const store = await connectedStore()
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      storage.sql.exec(
        "UPDATE standing SET state = 'fenced', reason = 'unfinished', generation = 0, epoch = 1, stopped_ms = NULL",
      )
      storage.sql.exec('UPDATE generations SET dead = 0, destroyed = 0')
    })
    await env.DB.prepare("UPDATE store SET state = 'fenced', epoch = 0 WHERE id = ?").bind(store.id).run()
    await evictDurableObject(stubOf(store.id))
    expect((await store.browser.get(`/stores/${store.id}/inventory`)).status).toBe(409)
    expect((await store.browser.post(`/stores/${store.id}/disconnection`)).status).toBe(303)
    expect(await shares(store.id)).toEqual([])
    expect(await directoryRow(store.id)).toMatchObject({
      state: 'fenced',
      stop_reason: 'disconnected',
      generation: null,
    })
  })
})

describe('a disconnect', () => {
  test('reaches a token that is being sealed just then', async () => {
    const store = await connectedStore()
    const sealed = gate()
    const replaced = inStore(store.id, {}, async (context) => {
      const standing = standingOf(context.storage.sql)
      if (standing === undefined) throw new Error('no standing')
      const generation = spendGeneration(context.storage.sql)
      return sealNextToken(
        context,
        standing,
        generation,
        new Secret('Atzr|rotated-by-amazon'),
        async (text) => {
          const next = { storeId: standing.store_id, generation, sealed: text, nowMs: context.clock() }
          const written = await replaceSealedToken(context.db, next)
          await sealed.opened
          return written
        },
      )
    })
    for (let look = 0; look < 100 && (await shares(store.id)).length < 2; look += 1) await scheduler.wait(20)
    await disconnect(store)
    sealed.open()
    expect(await replaced).toEqual({ ok: false, fault: 'store-stopped' })
    expect(await shares(store.id)).toEqual([])
    expect(await directoryRow(store.id)).toMatchObject({ generation: null })
  })

  test('comes back for a key share that was made by a sealing cut off in the middle', async () => {
    const store = await connectedStore()
    await inStore(store.id, {}, async (context) => {
      context.memory.sealing.add(spendGeneration(context.storage.sql))
      await disconnectStore(context, { personId: personId.parse(store.personId) })
    })
    // The sealing had got so far when its object died.
    await env.KEY_SHARES.put(`token/${store.id}/2`, new Uint8Array(32))
    await evictDurableObject(stubOf(store.id))
    await runInDurableObject(stubOf(store.id), (_, { storage }) =>
      storage.sql.exec('UPDATE duty SET due_ms = 1'),
    )
    await runDurableObjectAlarm(stubOf(store.id))
    expect(await shares(store.id)).toEqual([])
  })

  test('while the directory is down has stopped all the same, says what is pending, and finishes from the alarm', async () => {
    const store = await connectedStore()
    const down = {
      DB: databaseWith('prepare', () => () => {
        throw new Error('D1 is down')
      }),
    }
    // The key check at the object's start needs the directory too: only this much of it answers.
    const partly = {
      DB: databaseWith(
        'prepare',
        (real) => (query: string) => (/key_check/.test(query) ? real.prepare(query) : down.DB.prepare(query)),
      ),
    }
    expect(await disconnect(store, partly)).toEqual({ destroyed: false })
    expect(await objectRows(store.id, 'SELECT state, reason FROM standing')).toEqual([
      { state: 'fenced', reason: 'disconnected' },
    ])
    await runInDurableObject(stubOf(store.id), (_, { storage }) =>
      storage.sql.exec('UPDATE duty SET due_ms = 1'),
    )
    await runDurableObjectAlarm(stubOf(store.id))
    expect(await directoryRow(store.id)).toMatchObject({
      state: 'fenced',
      stop_reason: 'disconnected',
      generation: null,
    })
  })

  test('pressed twice is one entry of the record about the token', async () => {
    const store = await connectedStore()
    await store.browser.post(`/stores/${store.id}/disconnection`)
    await store.browser.post(`/stores/${store.id}/disconnection`)
    const entries = await objectRows(
      store.id,
      "SELECT kind FROM audit_entry WHERE kind IN ('store.fenced', 'token.destroyed')",
    )
    expect(entries).toEqual([{ kind: 'store.fenced' }, { kind: 'token.destroyed' }])
  })

  test('is offered for a store that is held for checking, and destroys its token', async () => {
    const store = await connectedStore()
    await env.DB.prepare("UPDATE sealed_token SET sealed = 'AAAA' WHERE store_id = ?").bind(store.id).run()
    await store.browser.get(`/stores/${store.id}/inventory`)
    for (let look = 0; look < 50; look += 1) {
      if ((await directoryRow(store.id))?.['state'] === 'quarantined') break
      await scheduler.wait(50)
      await runDurableObjectAlarm(stubOf(store.id))
    }
    expect(await (await store.browser.get('/stores')).text()).toContain(`/stores/${store.id}/disconnection`)
    expect(await (await store.browser.get(`/stores/${store.id}/disconnection`)).text()).toContain(
      'Disconnect this store',
    )
    await store.browser.post(`/stores/${store.id}/disconnection`)
    expect(await shares(store.id)).toEqual([])
  })
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
        epoch: 1,
      }),
    )
    expect(await directoryRow(store.id)).toEqual(now)
  })

  test('takes no older token for a newer one, and says that it was lost', async () => {
    const store = await connectedStore()
    const connection = { ...(await returned(store)), name: 'x', nowMs: 1, sealed: 'older', generation: 1 }
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

  test('give a sweep up that has killed its object three times', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      storage.sql.exec("UPDATE sync SET state = 'running', restarts = 3")
      storage.sql.exec(
        "INSERT INTO duty (kind, due_ms) VALUES ('resume-sweeps', 1) ON CONFLICT DO UPDATE SET due_ms = 1",
      )
    })
    await runDurableObjectAlarm(stubOf(store.id))
    expect(await objectRows(store.id, 'SELECT state, fault FROM sync')).toEqual([
      { state: 'failed', fault: 'our-bug' },
    ])
  })
})
