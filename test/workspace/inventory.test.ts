import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { control, exchanges, journal } from '../amazon.ts'
import { connectedStore, objectRows, readToTheEnd, stubOf } from '../connected.ts'

beforeEach(async () => {
  await control('reset')
})

const inventoryCalls = async () => (await journal({ operation: 'getInventorySummaries' })).length

describe('reading the inventory', () => {
  test('answers with progress first and with the table after the sweep', async () => {
    const store = await connectedStore()
    const begun = Date.now()
    const first = await (await store.browser.get(`/stores/${store.id}/inventory`)).text()
    expect(Date.now() - begun).toBeLessThan(1000)
    expect(first).toContain('<progress')
    const table = await readToTheEnd(store)
    expect(table).toContain('80 SKUs')
    expect(table).toContain('Stock you ship yourself (FBM) is not here.')
    expect(table).toContain('1–50 of 80')
  })

  test('shows stored figures for fifteen minutes without a call, then reads again behind them', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    const calls = (await journal()).length
    await readToTheEnd(store)
    expect(await journal()).toHaveLength(calls)
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      storage.sql.exec('UPDATE snapshot SET as_of_ms = as_of_ms - 901000')
    })
    const old = await (await store.browser.get(`/stores/${store.id}/inventory`)).text()
    expect(old).toContain('16 minutes ago'.replace('16', '15'))
    await readToTheEnd(store)
    expect((await journal()).length).toBeGreaterThan(calls)
  })

  test('searches, sorts and pages by URL', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    const read = async (query: string) =>
      (await store.browser.get(`/stores/${store.id}/inventory?${query}`)).text()
    expect(await read('page=2')).toContain('51–80 of 80')
    expect(await read('search=no-such-sku-anywhere')).toContain('No SKU matches')
    expect(await read('sort=stock')).toContain('aria-sort="descending"')
    expect((await store.browser.get(`/stores/${store.id}/inventory?marketplace=ATVPDKIKX0DER`)).status).toBe(
      404,
    )
    expect(await inventoryCalls()).toBe(2)
  })

  test('a button reads again at once and answers with an address that can be reloaded', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    const again = await store.browser.post(`/stores/${store.id}/inventory?marketplace=A1VC38T7YXB528`)
    expect(again.status).toBe(303)
    await readToTheEnd(store)
    expect(await inventoryCalls()).toBe(4)
  })
})

describe('I1: one exchange', () => {
  test('readings of several marketplaces at the same time share the access token', async () => {
    const store = await connectedStore('eu')
    const before = await exchanges()
    await control('lwa/hold')
    const rows = await env.DB.prepare('SELECT marketplace_id FROM store_marketplace WHERE store_id = ?')
      .bind(store.id)
      .all()
    for (const { marketplace_id } of rows.results) {
      await store.browser.get(`/stores/${store.id}/inventory?marketplace=${marketplace_id}`)
    }
    await control('lwa/release')
    for (const { marketplace_id } of rows.results) await readToTheEnd(store, `?marketplace=${marketplace_id}`)
    expect(rows.results).toHaveLength(3)
    expect(await exchanges()).toBe(before + 1)
  }, 60_000)
})

describe('I3: after a fence', () => {
  test('no call starts and the late result of a sweep is dropped', async () => {
    const store = await connectedStore()
    await control('latency', { operation: 'getInventorySummaries', milliseconds: 800 })
    await store.browser.get(`/stores/${store.id}/inventory`)
    for (let look = 0; look < 50 && (await inventoryCalls()) === 0; look += 1) await scheduler.wait(20)
    expect((await store.browser.post(`/stores/${store.id}/disconnection`)).status).toBe(303)
    const acknowledged = (await journal()).length
    await scheduler.wait(2000)
    expect(await journal()).toHaveLength(acknowledged)
    expect(await objectRows(store.id, "SELECT * FROM snapshot WHERE kind = 'inventory'")).toEqual([])
    expect((await store.browser.get(`/stores/${store.id}/inventory`)).status).toBe(409)
  })

  test('a refresh token that Amazon refuses fences the store and is asked for once', async () => {
    const store = await connectedStore()
    await control('revoke', { seller: 'fe' })
    const before = await exchanges()
    await store.browser.get(`/stores/${store.id}/inventory`)
    for (let look = 0; look < 50; look += 1) {
      if ((await store.browser.get(`/stores/${store.id}/inventory`)).status === 409) break
      await scheduler.wait(50)
    }
    const stopped = await store.browser.get(`/stores/${store.id}/inventory`)
    expect(stopped.status).toBe(409)
    // Refused once is in doubt: the next to ask Amazon are we, not its primary user.
    expect(await stopped.text()).not.toContain('Ask Amazon again')
    expect(await exchanges()).toBe(before + 1)
    expect(await objectRows(store.id, 'SELECT state, epoch FROM standing')).toEqual([
      { state: 'fenced', epoch: 3 },
    ])
  })
})

describe('I13: a transient fault', () => {
  test('ends the sweep, keeps the store connected and the earlier figures, and says so', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    await control('faults', { operation: 'token', kind: 'html', times: 10 })
    await store.browser.post(`/stores/${store.id}/inventory?marketplace=A1VC38T7YXB528`)
    const text = await readToTheEnd(store)
    expect(text).toContain('The last reading did not finish')
    expect(text).toContain('1–50 of 80')
    expect(await objectRows(store.id, 'SELECT state FROM standing')).toEqual([{ state: 'connected' }])
  })
})

describe('an object that dies', () => {
  test('in the middle of a sweep starts it again from its alarm', async () => {
    const store = await connectedStore()
    await control('latency', { operation: 'getInventorySummaries', milliseconds: 1500 })
    await store.browser.get(`/stores/${store.id}/inventory`)
    for (let look = 0; look < 50 && (await inventoryCalls()) === 0; look += 1) await scheduler.wait(20)
    await abortAllDurableObjects()
    await control('latency', { operation: 'getInventorySummaries', milliseconds: 0 })
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      storage.sql.exec('UPDATE duty SET due_ms = 1')
    })
    await runDurableObjectAlarm(stubOf(store.id))
    for (let look = 0; look < 100; look += 1) {
      if ((await objectRows(store.id, "SELECT * FROM snapshot WHERE kind = 'inventory'")).length > 0) break
      await scheduler.wait(50)
    }
    expect(await objectRows(store.id, "SELECT state FROM sync WHERE kind = 'inventory'")).toEqual([
      { state: 'done' },
    ])
    const outcomes = await objectRows(
      store.id,
      `SELECT count(*) AS n FROM audit_entry AS outcome
       JOIN audit_payload AS told USING (chain, sequence)
       JOIN audit_payload AS asked
       ON asked.chain = told.chain AND asked.sequence = json_extract(told.payload, '$.of')
       WHERE outcome.kind = 'call.outcome' AND told.payload LIKE '%unknown%'
       AND asked.payload LIKE '%getInventorySummaries%'`,
    )
    expect(outcomes).toEqual([{ n: 1 }])
  }, 60_000)
})

describe('I8: what does not open', () => {
  test('one flipped bit of a stored snapshot quarantines the store and shows nothing', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    await abortAllDurableObjects()
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      const [row] = storage.sql.exec('SELECT sealed FROM snapshot_chunk').toArray()
      const bytes = new Uint8Array(row?.['sealed'] as ArrayBuffer)
      bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 4
      storage.sql.exec('UPDATE snapshot_chunk SET sealed = ?', bytes.buffer)
    })
    const shown = await store.browser.get(`/stores/${store.id}/inventory`)
    expect(shown.status).toBe(409)
    const isHeld = async () => (await store.browser.get(`/stores/${store.id}/inventory`)).text()
    // The page says why once the directory knows, which the object's alarm tells it.
    await expect.poll(isHeld, { timeout: 20_000 }).toContain('held for checking')
    const calls = (await journal()).length
    await store.browser.get(`/stores/${store.id}/inventory`)
    expect(await journal()).toHaveLength(calls)
    expect(await objectRows(store.id, 'SELECT state FROM standing')).toEqual([{ state: 'quarantined' }])
  })

  test('another store’s sealed token, or an earlier generation’s, quarantines and is never sent', async () => {
    const one = await connectedStore('eu')
    const other = await connectedStore('fe')
    const before = await exchanges()
    await env.DB.prepare(
      'UPDATE sealed_token SET sealed = (SELECT sealed FROM sealed_token WHERE store_id = ?) WHERE store_id = ?',
    )
      .bind(other.id, one.id)
      .run()
    await env.DB.prepare('UPDATE sealed_token SET generation = 0 WHERE store_id = ?').bind(other.id).run()
    for (const store of [one, other]) {
      await store.browser.get(`/stores/${store.id}/inventory`)
      for (let look = 0; look < 50; look += 1) {
        if ((await store.browser.get(`/stores/${store.id}/inventory`)).status === 409) break
        await scheduler.wait(20)
      }
      expect(await objectRows(store.id, 'SELECT state FROM standing')).toEqual([{ state: 'quarantined' }])
    }
    expect(await exchanges()).toBe(before)
  })
})

describe('the record', () => {
  test('holds an intent and an outcome for each look and each call, linked, and reaches the archive whole', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    const chain = `store/${store.id}`
    const entries = await objectRows(
      store.id,
      'SELECT sequence, kind, actor, payload FROM audit_entry JOIN audit_payload USING (chain, sequence) ORDER BY sequence',
    )
    const parsed = entries.map(({ sequence, kind, actor, payload }) => ({
      sequence,
      kind,
      actor,
      payload: JSON.parse(String(payload)),
    }))
    const of = (kind: string) => parsed.filter((row) => row.kind === kind)
    for (const act of ['read', 'call']) {
      const intents = of(`${act}.intent`).map((row) => row.sequence)
      expect(
        of(`${act}.outcome`)
          .map((row) => row.payload.of)
          .toSorted(),
      ).toEqual(intents.toSorted())
    }
    expect(of('call.intent').length).toBe((await journal()).length)
    expect(of('read.intent').every((row) => row.actor === `person/${store.personId}`)).toBe(true)
    const asked = new Set(
      parsed
        .filter((row) => ['read.intent', 'consent.returned'].includes(String(row.kind)))
        .map((row) => row.sequence),
    )
    expect(of('call.intent').every((row) => asked.has(row.payload.cause))).toBe(true)
    for (let look = 0; look < 100; look += 1) {
      const left = await objectRows(store.id, 'SELECT count(*) AS n FROM audit_outbox')
      if (left[0]?.['n'] === 0) break
      await runInDurableObject(stubOf(store.id), (_, { storage }) => {
        storage.sql.exec("UPDATE duty SET due_ms = 1 WHERE kind = 'flush-outbox'")
        storage.sql.exec('UPDATE audit_outbox SET tried_at_ms = 1 WHERE attempts > 0')
      })
      await runDurableObjectAlarm(stubOf(store.id))
      await scheduler.wait(100)
    }
    const archived = await env.DB.prepare(
      'SELECT sequence, kind, actor, payload FROM audit_entry JOIN audit_payload USING (chain, sequence) WHERE chain = ? ORDER BY sequence',
    )
      .bind(chain)
      .all()
    expect(archived.results).toEqual(entries)
  }, 60_000)
})
