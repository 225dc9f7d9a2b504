import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { connectInput, connectStore } from '../../src/authorize/connect.ts'
import { newId, storeId } from '../../src/core/id.ts'
import { systemRandom } from '../../src/core/time.ts'
import { openObject } from '../../src/store/open.ts'
import { standingOf } from '../../src/store/standing.ts'
import { consentAt, control, exchanges } from '../amazon.ts'
import { startedState, stubOf } from '../connected.ts'
import { signedIn } from '../person.ts'
import { afterBatch, databaseWith, directoryRow, shares } from '../store/second-instance.ts'

beforeEach(async () => {
  await control('reset')
})

/** A first consent of a new store, as its object receives it, with a directory that fails where the test says so. */
async function firstConsent(database: D1Database) {
  const { personId } = await signedIn()
  const { spapi_oauth_code: code } = await control<{ spapi_oauth_code: string }>('consent', { seller: 'fe' })
  const id = storeId.parse(newId(systemRandom))
  const input = connectInput.parse({
    consent: newId(systemRandom),
    code,
    storeId: id,
    sellerId: 'A1WRENSTAT0FE',
    region: 'fe',
    otherRegions: [],
    country: 'JP',
    personId,
  })
  const connected = await runInDurableObject(stubOf(id), async (_, state) => {
    const opened = await openObject(state, { ...env, DB: database })
    if (!opened.ok) throw new Error('not configured')
    const context = opened.value.contextFor(id)
    const result = await connectStore(context, input)
    return { result, state: standingOf(context.storage.sql)?.state }
  })
  return { id, ...connected }
}

const rows = async (id: string) =>
  (await env.DB.prepare('SELECT store_id FROM membership WHERE store_id = ?').bind(id).all()).results.length

describe('the exchange happened and Amazon’s answer', () => {
  test.each(['truncated'])(
    'is %s: “authorize again”, nothing connected, and the next consent works',
    async (kind) => {
      const { browser, personId } = await signedIn()
      await control('faults', { operation: 'token', kind, times: 1 })
      const answer = await browser.get(await consentAt(await startedState(browser, 'JP'), 'fe'))
      expect(answer.status).toBe(502)
      expect(await answer.text()).toContain('href="/connect"')
      const connected = () =>
        env.DB.prepare("SELECT * FROM store WHERE connected_by = ? AND state = 'connected'")
          .bind(personId)
          .all()
      expect((await connected()).results).toEqual([])
      expect(await exchanges()).toBe(1)
      const again = await browser.get(await consentAt(await startedState(browser, 'JP'), 'fe'))
      expect(again.status).toBe(303)
      expect((await connected()).results).toHaveLength(1)
    },
  )
})

describe('the directory', () => {
  test('commits and its reply is lost: one row, connected', async () => {
    let batches = 0
    const { id, result, state } = await firstConsent(
      afterBatch(async () => {
        batches += 1
        if (batches === 1) throw new Error('the reply was lost')
      }),
    )
    expect([result.ok, state]).toEqual([true, 'connected'])
    expect(await directoryRow(id)).toMatchObject({ state: 'connected', generation: 1 })
    expect([await rows(id), await shares(id)]).toEqual([1, ['1']])
  })

  test('does not take the write: no success, no row, and the key share is gone', async () => {
    const down = databaseWith('batch', () => () => Promise.reject(new Error('D1 is down')))
    const { id, result, state } = await firstConsent(down)
    expect(result).toEqual({ ok: false, fault: 'storage-down' })
    expect(state).toBe('fenced')
    expect([await directoryRow(id), await shares(id)]).toEqual([null, []])
  })

  test('commits, then answers nothing at all: no success is claimed, and the row does not say connected', async () => {
    let isDown = false
    const commits = afterBatch(async () => {
      isDown = true
      throw new Error('the reply was lost')
    })
    const unreadable = new Proxy(commits, {
      get: (real, asked) => {
        if (isDown) {
          return () => {
            throw new Error('D1 is down')
          }
        }
        return Reflect.get(real, asked)
      },
    })
    const { id, result, state } = await firstConsent(unreadable)
    expect([result.ok, state]).toEqual([false, 'fenced'])
    expect(await directoryRow(id)).toMatchObject({ state: 'fenced', generation: 1 })
    // What was told to the person becomes true: the token goes as soon as the directory is there again.
    await runInDurableObject(stubOf(id), (_, object) =>
      object.storage.sql.exec("UPDATE duty SET due_ms = 1 WHERE kind = 'destroy-tokens'"),
    )
    await evictDurableObject(stubOf(id))
    await runDurableObjectAlarm(stubOf(id))
    expect(await directoryRow(id)).toMatchObject({ state: 'fenced', generation: null })
    expect(await shares(id)).toEqual([])
  })
})
