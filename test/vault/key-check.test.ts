import { env } from 'cloudflare:workers'
import { beforeEach, expect, test, vi } from 'vitest'
import { database } from '../../src/db/client.ts'
import { checkKeys } from '../../src/vault/key-check.ts'
import { ringOf } from './fixture.ts'

const clock = () => 1_800_000_000_000
const db = database(env.DB)
const check = async (active: string, keys: Readonly<Record<string, number>>) =>
  checkKeys(db, await ringOf(active, keys), clock)
const rows = async () => (await env.DB.prepare('SELECT key_id FROM key_check ORDER BY key_id').all()).results
const OK = { ok: true, value: undefined }
const WRONG = { ok: false, fault: 'our-configuration' }

const errors = vi.spyOn(console, 'error').mockImplementation(() => {})

beforeEach(async () => {
  await env.DB.exec('DELETE FROM key_check')
  errors.mockClear()
})

test('notes each key at its first use and finds it right ever after', async () => {
  expect(await check('k1', { k1: 1, k2: 2 })).toEqual(OK)
  expect(await rows()).toEqual([{ key_id: 'k1' }, { key_id: 'k2' }])
  expect(await check('k1', { k1: 1, k2: 2 })).toEqual(OK)
  expect(await check('k2', { k1: 1, k2: 2 })).toEqual(OK)
})

test('finds a wrong key under a known id, active or not, and names the variable and the id', async () => {
  expect(await check('k1', { k1: 1, k2: 2 })).toEqual(OK)
  expect(await check('k1', { k1: 9, k2: 2 })).toEqual(WRONG)
  expect(await check('k1', { k1: 1, k2: 9 })).toEqual(WRONG)
  expect(await check('k1', { k1: 2, k2: 1 })).toEqual(WRONG)
  expect(errors.mock.calls.at(-1)?.[0]).toContain('"names":["TOKEN_KEYS","k1","k2"]')
  expect(await check('k1', { k1: 1, k2: 2 })).toEqual(OK)
})

test('takes a key that is new', async () => {
  expect(await check('k1', { k1: 1 })).toEqual(OK)
  expect(await check('k2', { k1: 1, k2: 2 })).toEqual(OK)
  expect(await rows()).toHaveLength(2)
  expect(await check('k2', { k1: 1, k2: 3 })).toEqual(WRONG)
})

test('does not start without a key that was in use, until its row is deleted: that retires it', async () => {
  expect(await check('k1', { k1: 1, k2: 2 })).toEqual(OK)
  expect(await check('k2', { k2: 2 })).toEqual(WRONG)
  await env.DB.exec(`DELETE FROM key_check WHERE key_id = 'k1'`)
  expect(await check('k2', { k2: 2 })).toEqual(OK)
})

test('used first by ten at once leaves one row, and all agree', async () => {
  const checks = await Promise.all(Array.from({ length: 10 }, () => check('k1', { k1: 1 })))
  expect(checks).toEqual(checks.map(() => OK))
  expect(await rows()).toEqual([{ key_id: 'k1' }])
})

test('used first by two deployments with different keys lets one of them start', async () => {
  const checks = await Promise.all([check('k1', { k1: 1 }), check('k1', { k1: 2 })])
  expect(checks.toSorted((a, b) => Number(b.ok) - Number(a.ok))).toEqual([OK, WRONG])
})

test('does not take a row that was altered, emptied or moved under another id', async () => {
  expect(await check('k1', { k1: 1, k2: 2 })).toEqual(OK)
  await env.DB.exec(
    `UPDATE key_check SET sealed = (SELECT sealed FROM key_check WHERE key_id = 'k2') WHERE key_id = 'k1'`,
  )
  expect(await check('k1', { k1: 1, k2: 2 })).toEqual(WRONG)
  for (const sealed of ['', 'AAAA', 'not base64!']) {
    await env.DB.prepare(`UPDATE key_check SET sealed = ? WHERE key_id = 'k1'`).bind(sealed).run()
    expect(await check('k1', { k1: 1, k2: 2 })).toEqual(WRONG)
  }
})

test('says storage-down when D1 does not answer', async () => {
  const broken = {
    prepare: () => {
      throw new Error('D1_ERROR: internal error')
    },
  } as unknown as D1Database
  expect(await checkKeys(database(broken), await ringOf('k1', { k1: 1 }), clock)).toEqual({
    ok: false,
    fault: 'storage-down',
  })
})
