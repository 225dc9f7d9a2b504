import { createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { doDueDuties } from '../../src/duties.ts'
import { probe } from '../../src/revocation/probe.ts'
import { scheduled } from '../../src/schedule.ts'
import { control } from '../amazon.ts'
import { alertsOf, entries } from '../authorize/told.ts'
import { atRest, type ConnectedStore, connectedStore, objectRows, readToTheEnd } from '../connected.ts'
import { databaseWith, disconnect, inStore, sharesWith } from '../store/second-instance.ts'
import { asked, dueInMinutes, minutesLater, quiet, standing } from './fixture.ts'

beforeEach(quiet)

const DAY_MINUTES = 1440
const R2_DOWN = { KEY_SHARES: sharesWith('delete', () => () => Promise.reject(new Error('R2 is down'))) }

const refreshRows = (id: string) =>
  env.DB.prepare('SELECT outcome, at_ms, granted_ms FROM refresh_outcome WHERE store_id = ?').bind(id).all()

/** Waits until a refresh that nobody waits for has reached Amazon and was noted. */
async function refreshed(count: number): Promise<void> {
  for (let look = 0; look < 200 && (await asked()).refreshes < count; look += 1) await scheduler.wait(10)
  await scheduler.wait(50)
}

describe('the daily probe', () => {
  test('is due between 20 and 24 hours after the connection, and not at the same minute for two stores', async () => {
    const dues = [await connectedStore('na'), await connectedStore('eu'), await connectedStore('fe')].map(
      (store) => dueInMinutes(store.id, 'probe'),
    )
    const minutes = (await Promise.all(dues)).map(Number)
    for (const one of minutes) {
      expect(one).toBeGreaterThanOrEqual(20 * 60 - 1)
      expect(one).toBeLessThanOrEqual(24 * 60)
    }
    expect(new Set(minutes).size).toBeGreaterThan(1)
  })

  test('makes one refresh, reads nothing, keeps no access token, and is due again a day later', async () => {
    const store = await connectedStore()
    const before = await asked()
    await inStore(store.id, { CLOCK_OFFSET_SECONDS: String(86_400) }, async (context) => {
      await doDueDuties(context, env.AUDIT)
      expect(context.memory.held).toBeUndefined()
    })
    expect(await asked()).toEqual({ refreshes: before.refreshes + 1, calls: before.calls })
    const next = Number(await dueInMinutes(store.id, 'probe'))
    expect(next).toBeGreaterThanOrEqual(44 * 60 - 1)
    expect(next).toBeLessThanOrEqual(48 * 60)
    expect(await entries(store.id, 'authorization.asked')).toEqual([{ why: 'daily' }])
    expect((await refreshRows(store.id)).results).toMatchObject([{ outcome: 'granted' }])
  })

  test('is put off by a reading: Amazon has just answered', async () => {
    const store = await connectedStore()
    await objectRows(store.id, 'UPDATE refresh SET granted_ms = ?', Date.now() + 23 * 3_600_000)
    const before = await asked()
    await minutesLater(store.id, DAY_MINUTES)
    expect(await asked()).toEqual(before)
    const next = Number(await dueInMinutes(store.id, 'probe'))
    expect(Math.abs(next - 43 * 60)).toBeLessThanOrEqual(1)
  })

  test('finds, within a day, what was revoked at Amazon and nobody told us', async () => {
    const store = await connectedStore()
    await control('revoke', { seller: 'fe' })
    await minutesLater(store.id, DAY_MINUTES)
    expect(await standing(store.id)).toMatchObject({ state: 'fenced', reason: 'suspected' })
    expect(await dueInMinutes(store.id, 'probe')).toBeUndefined()
  })

  test('I13: without an answer changes nothing and comes back in an hour', async () => {
    const store = await connectedStore()
    await control('faults', { operation: 'token', kind: 'html', times: 10 })
    await inStore(store.id, { CLOCK_OFFSET_SECONDS: String(86_400) }, async (context) => {
      await probe({ ...context, sleep: async () => undefined })
    })
    expect(await standing(store.id)).toMatchObject({ state: 'connected' })
    expect(await dueInMinutes(store.id, 'probe')).toBe(DAY_MINUTES + 60)
  })

  test('is not made for a store that has stopped', async () => {
    const store = await connectedStore()
    await disconnect(store)
    const before = await asked()
    await minutesLater(store.id, 2 * DAY_MINUTES)
    expect(await asked()).toEqual(before)
    expect(await dueInMinutes(store.id, 'probe')).toBeUndefined()
  })
})

describe('a look at a store', () => {
  const aged = (store: ConnectedStore, minutes: number) =>
    Promise.all([
      objectRows(store.id, 'UPDATE standing SET authorized_ms = authorized_ms - ?', minutes * 60_000),
      objectRows(
        store.id,
        'UPDATE refresh SET granted_ms = granted_ms - ?, tried_ms = NULL',
        minutes * 60_000,
      ),
    ])

  test('asks Amazon when it has not answered for fifteen minutes, behind the answer, and not before', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    const before = await asked()
    await store.browser.get(`/stores/${store.id}/inventory`)
    await store.browser.get(`/stores/${store.id}`)
    expect(await asked()).toEqual(before)
    await aged(store, 16)
    const page = await (await store.browser.get(`/stores/${store.id}/inventory`)).text()
    expect(page).toContain('1–50 of 80')
    await refreshed(before.refreshes + 1)
    expect(await asked()).toEqual({ refreshes: before.refreshes + 1, calls: before.calls })
    await store.browser.get(`/stores/${store.id}/inventory`)
    await store.browser.get(`/stores/${store.id}`)
    await scheduler.wait(100)
    expect((await asked()).refreshes).toBe(before.refreshes + 1)
  })

  test('at its page asks as well, on the record, and finds a revocation', async () => {
    const store = await connectedStore()
    await control('revoke', { seller: 'fe' })
    await aged(store, 16)
    const before = await asked()
    await store.browser.get(`/stores/${store.id}`)
    await refreshed(before.refreshes + 1)
    expect(await entries(store.id, 'authorization.asked')).toEqual([{ why: 'look' }])
    expect(await standing(store.id)).toMatchObject({ state: 'fenced', reason: 'suspected' })
    await store.browser.get(`/stores/${store.id}`)
    await scheduler.wait(100)
    expect(await asked()).toEqual({ refreshes: before.refreshes + 1, calls: before.calls })
  })

  test('asks nothing within fifteen minutes of Amazon’s word, however long ago the last try was', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    await aged(store, 14)
    const before = await asked()
    await store.browser.get(`/stores/${store.id}`)
    await scheduler.wait(100)
    expect(await asked()).toEqual(before)
  })

  test('rests a minute after a try without an answer', async () => {
    const store = await connectedStore()
    await aged(store, 16)
    await objectRows(store.id, 'UPDATE refresh SET tried_ms = ?', Date.now() - 30_000)
    const before = await asked()
    await store.browser.get(`/stores/${store.id}`)
    await scheduler.wait(100)
    expect(await asked()).toEqual(before)
  })
})

describe('the review of all stores', () => {
  /** The cron's run, this many days from now. */
  async function review(days: number, around = {}): Promise<void> {
    const controller = createScheduledController({ cron: '*/5 * * * *' })
    const CLOCK_OFFSET_SECONDS = String(Math.round(days * 86_400))
    await scheduled(controller, { ...env, ...around, CLOCK_OFFSET_SECONDS } as typeof env)
  }

  test('alerts once a day to a probe that is a day late, and not to one that was answered', async () => {
    const store = await connectedStore()
    await review(1.9)
    expect(await alertsOf(store.id, 'probe-late')).toEqual([])
    await review(2.1)
    await review(2.1)
    expect(await alertsOf(store.id, 'probe-late')).toHaveLength(1)
    await review(3.1)
    expect(await alertsOf(store.id, 'probe-late')).toHaveLength(2)
    await minutesLater(store.id, 3.2 * DAY_MINUTES)
    await scheduler.wait(50)
    await review(4.1)
    expect(await alertsOf(store.id, 'probe-late')).toHaveLength(2)
  })

  test('alerts daily to a token that a stopped store holds after seven days, until it is destroyed', async () => {
    const store = await connectedStore()
    await disconnect(store, R2_DOWN)
    await atRest(store.id)
    await review(6.9)
    expect(await alertsOf(store.id, 'token-held')).toEqual([])
    for (const days of [7.1, 7.1, 8.1]) await review(days)
    expect(await alertsOf(store.id, 'token-held')).toHaveLength(2)
    expect(await alertsOf(store.id, 'probe-late')).toEqual([])
    await minutesLater(store.id, 9 * DAY_MINUTES)
    await review(9.1)
    expect(await alertsOf(store.id, 'token-held')).toHaveLength(2)
  })

  test('that fails in one part does the others', async () => {
    const store = await connectedStore()
    const DB = databaseWith('prepare', (real) => (query: string) => {
      if (/incident/.test(query) && !/alert/.test(query)) throw new Error('no such table')
      return real.prepare(query)
    })
    await review(2.1, { DB })
    expect(await alertsOf(store.id, 'probe-late')).toHaveLength(1)
  })
})
