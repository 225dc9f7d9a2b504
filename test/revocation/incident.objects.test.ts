import { createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { newId, personId } from '../../src/core/id.ts'
import { systemRandom } from '../../src/core/time.ts'
import { database } from '../../src/db/client.ts'
import { confirmRefusal } from '../../src/revocation/confirm.ts'
import { closeIncident, reviewIncident } from '../../src/revocation/incident.ts'
import { scheduled } from '../../src/schedule.ts'
import { control } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows } from '../connected.ts'
import { disconnect, inStore, shares } from '../store/second-instance.ts'
import {
  asked,
  dueInMinutes,
  minutesLater,
  quiet,
  revokedAndSeen,
  saidToOthers,
  standing,
} from './fixture.ts'

beforeEach(quiet)

const MINUTE_MS = 60_000
const SUSPECTED = { state: 'fenced', reason: 'suspected' }
const ENDED = { state: 'fenced', reason: 'authorization-refused' }
const db = database(env.DB)

const incidents = async () =>
  (await env.DB.prepare('SELECT opened_ms, closed_ms, closed_by FROM incident ORDER BY opened_ms').all())
    .results
const incidentAlerts = async () =>
  (await env.DB.prepare("SELECT id FROM alert WHERE kind = 'incident-open'").all()).results

/** A store that Amazon has refused beside four others of fifty-five: an incident, once somebody looks. */
async function inAnIncident(): Promise<ConnectedStore> {
  const store = await connectedStore()
  await saidToOthers({ granted: 50, refused: 4 })
  await revokedAndSeen(store)
  // Its own row may have been lost: nobody waited for it.
  await env.DB.prepare('DELETE FROM refresh_outcome WHERE store_id = ?').bind(store.id).run()
  await minutesLater(store.id, 3)
  expect(await incidents()).toMatchObject([{ closed_ms: null }])
  return store
}

describe('faults.md 3: invalid_grant', () => {
  test.each([
    { of: 'one store of a hundred', granted: 99, refused: 0 },
    { of: 'one store of three', granted: 2, refused: 0 },
    { of: 'five stores of a thousand', granted: 995, refused: 4 },
    { of: 'four stores of four', granted: 0, refused: 3 },
  ])('I3: for $of fences, is confirmed and destroys', async (said) => {
    const store = await connectedStore()
    await saidToOthers(said)
    await revokedAndSeen(store)
    const before = await asked()
    await minutesLater(store.id, 3)
    await minutesLater(store.id, 12)
    expect(await standing(store.id)).toMatchObject(ENDED)
    expect(await shares(store.id)).toEqual([])
    expect(await asked()).toEqual({ ...before, refreshes: before.refreshes + 2 })
    expect(await incidents()).toEqual([])
  })

  test('I13, I15: for five stores and more than one per cent at once opens an incident: nothing is asked or destroyed', async () => {
    const store = await connectedStore()
    await saidToOthers({ granted: 50, refused: 4 })
    await revokedAndSeen(store)
    const before = await asked()
    for (const minutes of [3, 14, 25, 59]) await minutesLater(store.id, minutes)
    expect(await asked()).toEqual(before)
    expect(await standing(store.id)).toMatchObject(SUSPECTED)
    expect(await shares(store.id)).toEqual(['1'])
    expect(await incidents()).toHaveLength(1)
    expect(await incidentAlerts()).toHaveLength(1)
    expect(await dueInMinutes(store.id, 'confirm-refusal')).toBe(69)
  })
})

describe('an incident', () => {
  test('closes by itself after an hour of normal answers; the confirmation then starts afresh', async () => {
    const store = await inAnIncident()
    await saidToOthers({ granted: 30, refused: 1 }, Date.now() + 50 * MINUTE_MS)
    await env.DB.prepare("UPDATE refresh_outcome SET at_ms = 1 WHERE outcome = 'refused' AND at_ms < ?")
      .bind(Date.now() + MINUTE_MS)
      .run()
    const before = await asked()
    await minutesLater(store.id, 62)
    expect(await asked()).toEqual(before)
    await minutesLater(store.id, 75)
    expect(await incidents()).toMatchObject([{ closed_ms: expect.any(Number), closed_by: null }])
    expect(await standing(store.id)).toMatchObject(SUSPECTED)
    await minutesLater(store.id, 85)
    expect(await standing(store.id)).toMatchObject(ENDED)
    expect(await asked()).toEqual({ ...before, refreshes: before.refreshes + 2 })
  })

  test.each([
    { why: 'while stores go on being refused', granted: 30, refused: 6 },
    { why: 'in silence', granted: 0, refused: 0 },
  ])('stays open $why', async (said) => {
    const store = await inAnIncident()
    await env.DB.prepare('DELETE FROM refresh_outcome').run()
    await saidToOthers(said, Date.now() + 100 * MINUTE_MS)
    await minutesLater(store.id, 120)
    expect(await incidents()).toMatchObject([{ closed_ms: null }])
    expect(await standing(store.id)).toMatchObject(SUSPECTED)
  })

  test('that was Amazon’s leaves every store as it was: its authorization is accepted again', async () => {
    const store = await connectedStore()
    await saidToOthers({ granted: 50, refused: 4 })
    await control('faults', { operation: 'token', kind: 'invalid_grant', times: 1 })
    await store.browser.get(`/stores/${store.id}/inventory`)
    for (let look = 0; look < 100 && (await standing(store.id))?.['reason'] !== 'suspected'; look += 1)
      await scheduler.wait(20)
    await minutesLater(store.id, 3)
    await saidToOthers({ granted: 50, refused: 0 }, Date.now() + 70 * MINUTE_MS)
    await minutesLater(store.id, 80)
    expect(await standing(store.id)).toMatchObject({ state: 'connected', reason: null, generation: 1 })
    expect(await shares(store.id)).toEqual(['1'])
  })

  test('is closed by a person, once; what was refused before opens no other', async () => {
    const store = await inAnIncident()
    const by = personId.parse(newId(systemRandom))
    const nowMs = Date.now() + 5 * MINUTE_MS
    expect(await closeIncident(db, { by, nowMs })).toBe(true)
    expect(await closeIncident(db, { by, nowMs })).toBe(false)
    expect(await reviewIncident(db, nowMs + MINUTE_MS)).toBe(false)
    await minutesLater(store.id, 15)
    await minutesLater(store.id, 25)
    expect(await incidents()).toMatchObject([{ closed_by: by }])
    expect(await standing(store.id)).toMatchObject(ENDED)
  })

  test('holds back no destruction that a seller asked for', async () => {
    const store = await inAnIncident()
    expect(await disconnect(store)).toEqual({ destroyed: true })
    expect(await shares(store.id)).toEqual([])
    expect(await standing(store.id)).toMatchObject({ state: 'fenced', reason: 'disconnected' })
    expect(await incidents()).toMatchObject([{ closed_ms: null }])
  })

  test('that begins after the first confirmation takes it back', async () => {
    const store = await connectedStore()
    await revokedAndSeen(store)
    await minutesLater(store.id, 3)
    expect(await objectRows(store.id, 'SELECT refusals FROM suspicion')).toEqual([{ refusals: 1 }])
    await saidToOthers({ granted: 50, refused: 5 }, Date.now() + 11 * MINUTE_MS)
    const before = await asked()
    await minutesLater(store.id, 12)
    expect(await asked()).toEqual(before)
    expect(await objectRows(store.id, 'SELECT refusals FROM suspicion')).toEqual([{ refusals: 0 }])
    expect(await shares(store.id)).toEqual(['1'])
  })

  test('that begins while the last confirmation waits for Amazon still saves the token', async () => {
    const store = await connectedStore()
    await revokedAndSeen(store)
    await minutesLater(store.id, 3)
    await control('lwa/hold')
    const before = await asked()
    await inStore(store.id, { CLOCK_OFFSET_SECONDS: '720' }, async (context) => {
      const confirming = confirmRefusal(context)
      for (let look = 0; look < 100 && (await asked()).refreshes === before.refreshes; look += 1)
        await scheduler.wait(20)
      await saidToOthers({ granted: 50, refused: 5 }, Date.now() + 11 * MINUTE_MS)
      await control('lwa/release')
      await confirming
    })
    expect(await standing(store.id)).toMatchObject(SUSPECTED)
    expect(await shares(store.id)).toEqual(['1'])
    expect(await incidents()).toHaveLength(1)
  })

  test('is found by the review of all stores too, which may run twice', async () => {
    await saidToOthers({ granted: 5, refused: 5 })
    const controller = createScheduledController({ cron: '*/5 * * * *' })
    await scheduled(controller, env)
    await scheduled(controller, env)
    expect(await incidents()).toHaveLength(1)
    expect(await incidentAlerts()).toHaveLength(1)
  })

  test('is one, though many stores find it at once, and is alerted even if that was cut off', async () => {
    await saidToOthers({ granted: 5, refused: 5 })
    const nowMs = Date.now()
    expect(await Promise.all([0, 1, 2, 3].map((n) => reviewIncident(db, nowMs + n)))).toEqual(
      Array(4).fill(true),
    )
    expect(await incidents()).toHaveLength(1)
    await env.DB.prepare('DELETE FROM alert').run()
    expect(await reviewIncident(db, nowMs + 10)).toBe(true)
    expect(await incidentAlerts()).toHaveLength(1)
  })
})
