import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { markTold, raiseAlert, untoldAlerts } from '../../src/alerts/alerts.ts'
import { newId, personId, storeId } from '../../src/core/id.ts'
import { systemRandom } from '../../src/core/time.ts'
import { database } from '../../src/db/client.ts'

const db = database(env.DB)
const store = storeId.parse(newId(systemRandom))
const person = personId.parse(newId(systemRandom))

test('the same happening is one alert, however often it is raised, and stays as it was', async () => {
  const raised = { id: `seller-mismatch/${store}/1`, kind: 'seller-mismatch', storeId: store } as const
  const first = await raiseAlert(db, { ...raised, nowMs: 1 })
  const again = await Promise.all([2, 3].map((nowMs) => raiseAlert(db, { ...raised, nowMs })))
  expect([first, ...again]).toEqual(['new', 'known', 'known'])
  expect(await env.DB.prepare('SELECT * FROM alert WHERE id = ?').bind(raised.id).all()).toMatchObject({
    results: [
      { kind: 'seller-mismatch', store_id: store, person_id: null, raised_at_ms: 1, told_at_ms: null },
    ],
  })
})

test('an alert is untold until its mails were handed over, and the first time stays', async () => {
  const older = `renewal/${store}/1/30`
  const newer = `consent-elsewhere/${newId(systemRandom)}`
  await raiseAlert(db, { id: newer, kind: 'consent-elsewhere', personId: person, nowMs: 20 })
  await raiseAlert(db, { id: older, kind: 'renewal-due', storeId: store, nowMs: 10 })
  expect(await untoldAlerts(db, [newer, older, 'renewal/unknown/1/7'])).toEqual([older, newer])
  await markTold(db, older, 30)
  await markTold(db, older, 40)
  expect(await untoldAlerts(db, [newer, older])).toEqual([newer])
  const told = await env.DB.prepare('SELECT told_at_ms FROM alert WHERE id = ?')
    .bind(older)
    .first('told_at_ms')
  expect(told).toBe(30)
})

test.each([
  'wren@example.com',
  'mismatch/wren@example.com',
  'mismatch',
  'mismatch/',
  '/x',
  'a/b c',
  `a/${'b'.repeat(200)}`,
])('an alert cannot be named %j: an id has no room for an address', async (id) => {
  await expect(raiseAlert(db, { id, kind: 'renewal-due', nowMs: 1 })).rejects.toThrow()
})
