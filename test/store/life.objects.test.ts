import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { connectStore } from '../../src/authorize/connect.ts'
import { personId } from '../../src/core/id.ts'
import { Secret } from '../../src/core/secret.ts'
import { disconnectStore } from '../../src/revocation/disconnect.ts'
import { replaceSealedToken } from '../../src/store/directory.ts'
import { spendGeneration } from '../../src/store/generations.ts'
import { sealNextToken } from '../../src/store/seal-token.ts'
import { standingOf } from '../../src/store/standing.ts'
import { consentAt, control, journal } from '../amazon.ts'
import { connectedStore, objectRows, readToTheEnd, startedState, stubOf } from '../connected.ts'
import {
  afterBatch,
  databaseWith,
  directoryRow,
  disconnect,
  gate,
  inStore,
  returned,
  shares,
  sharesWith,
} from './second-instance.ts'

beforeEach(async () => {
  await control('reset')
})

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
    // It reads under a consent that nobody has asked Amazon about yet.
    expect(await objectRows(store.id, 'SELECT confirmed_ms FROM standing')).toEqual([{ confirmed_ms: null }])
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
