import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { connectStore } from '../../src/authorize/connect.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { doDueDuties } from '../../src/duties.ts'
import { fence } from '../../src/store/fence.ts'
import type { runWatches } from '../../src/workspace/watch/run.ts'
import { control, journal } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows, readToTheEnd } from '../connected.ts'
import { signedIn } from '../person.ts'
import { databaseWith, disconnect, inStore, returned } from '../store/second-instance.ts'
import { JP } from './planted.ts'
import {
  alarmAt,
  alarmsFrom,
  dueMsOf,
  dutyMsOf,
  nextHour,
  plantOrders,
  recordOf,
  setChargesWatch,
  setWatch,
  watchMailsTo,
  watchRows,
} from './watched.ts'

beforeEach(async () => {
  await control('reset')
})

const calls = async () => (await journal()).length
const looksOf = async (store: ConnectedStore) =>
  (await recordOf(store.id, ['read.intent', 'read.outcome', 'watch.told'])).map((entry) => entry)

/** A watched store whose readings have ended, with two orders overdue and one due in an hour when it is judged. */
async function readBeforeJudgement() {
  const store = await connectedStore()
  expect((await setWatch(store)).status).toBe(303)
  const dueMs = await dueMsOf(store.id)
  await alarmAt(store.id, dueMs)
  await plantOrders(store, [-3, -1, 2])
  return { store, dueMs }
}

async function member(store: ConnectedStore, language: 'en' | 'zh') {
  const person = await signedIn()
  await env.DB.prepare('UPDATE person SET language = ? WHERE id = ?').bind(language, person.personId).run()
  await env.DB.prepare(
    'INSERT INTO membership (store_id, person_id, role, created_at_ms) VALUES (?, ?, ?, 1)',
  )
    .bind(store.id, person.personId, 'viewer')
    .run()
  return { ...person, id: store.id }
}

const leaves = (store: ConnectedStore, person: string) =>
  env.DB.prepare('DELETE FROM membership WHERE store_id = ? AND person_id = ?').bind(store.id, person).run()

describe('a watch', () => {
  test('is off until somebody sets it: a day passes without a call or a mail', async () => {
    const store = await connectedStore()
    const page = await (await store.browser.get(`/stores/${store.id}/alerts`)).text()
    expect(page.match(/<\/svg>\s*Off|>Off</g)?.length ?? 0).toBe(3)
    const before = await calls()
    await inStore(store.id, { CLOCK_OFFSET_SECONDS: String(12 * 3600) }, (context) =>
      doDueDuties(context, env.AUDIT),
    )
    expect(await calls()).toBe(before)
    expect(await watchMailsTo(store.personId)).toEqual([])
  })

  test('reads at its hour, on the record in its setter’s name, and mails what is urgent once', async () => {
    await control('orders', { seller: 'fe', open: 40 })
    const store = await connectedStore()
    await setWatch(store)
    const dueMs = await dueMsOf(store.id)
    expect(new Date(dueMs).getUTCMinutes()).toBe(0)
    await alarmAt(store.id, dueMs - 30_000)
    expect(await journal({ operation: 'searchOrders' })).toHaveLength(0)
    await alarmAt(store.id, dueMs)
    expect(await journal({ operation: 'searchOrders' })).toHaveLength(1)
    expect(await looksOf(store)).toMatchObject([
      {
        kind: 'read.intent',
        actor: `person/${store.personId}`,
        view: 'orders',
        reason: 'watch',
        marketplace: JP,
      },
      { kind: 'read.outcome', actor: `person/${store.personId}`, result: 'progress' },
    ])
    const read = await recordOf(store.id, ['snapshot.stored'])
    expect(read.map((entry) => 'data' in entry && entry.data)).toContain('orders')
    expect(await watchMailsTo(store.personId)).toEqual([])

    await plantOrders(store, [-3, -1, 2])
    await alarmsFrom(store.id, dueMs + 2.1 * MINUTE_MS)
    const [mail, ...more] = await watchMailsTo(store.personId)
    expect(more).toEqual([])
    expect(mail?.subject).toBe('Mint Hub: your orders watch found something urgent')
    expect(mail?.text).toContain(' orders are overdue: ship them now. Figures of ')
    expect(mail?.text).toContain(`/stores/${store.id}/orders?due=overdue`)
    expect(mail?.text).toContain(`/stores/${store.id}/alerts`)
    expect(mail?.text).not.toMatch(/250-0000009|PLANTED-|Atz[ar]\||@/)
    const told = await recordOf(store.id, ['watch.told'])
    expect(told).toMatchObject([{ actor: 'machine/watch', view: 'orders' }])
    // No call was made for the judgement itself.
    expect(await journal({ operation: 'searchOrders' })).toHaveLength(1)
  })

  test('reads again the next day, and the day after', async () => {
    const { store, dueMs } = await readBeforeJudgement()
    for (const day of [1, 2]) {
      await alarmsFrom(store.id, dueMs + (day - 1) * DAY_MS + 2.1 * MINUTE_MS)
      expect(await dueMsOf(store.id)).toBe(dueMs + day * DAY_MS)
      expect(await dutyMsOf(store.id)).toBe(dueMs + day * DAY_MS)
      await alarmAt(store.id, dueMs + day * DAY_MS)
      expect((await recordOf(store.id, ['read.intent'])).length).toBe(1 + day)
    }
  })

  test('that finds nothing urgent in what it reads says nothing, whatever waits elsewhere', async () => {
    const { store, dueMs } = await readBeforeJudgement()
    await readToTheEnd(store)
    expect(await (await store.browser.get(`/stores/${store.id}`)).text()).toContain('of cover')
    await plantOrders(store, [30])
    await objectRows(store.id, "DELETE FROM snapshot WHERE kind = 'performance'")
    await alarmsFrom(store.id, dueMs + 2.1 * MINUTE_MS)
    expect(await watchMailsTo(store.personId)).toEqual([])
    expect(await recordOf(store.id, ['watch.told'])).toEqual([])
    expect(await dueMsOf(store.id)).toBe(dueMs + DAY_MS)
  })

  test('is judged when its reading has ended, and after an hour by what is stored', async () => {
    const { store, dueMs } = await readBeforeJudgement()
    const mails = async () => (await watchMailsTo(store.personId)).length
    await objectRows(
      store.id,
      "UPDATE sync SET state = 'running', begun_ms = ?, continue_ms = ? WHERE kind = 'orders'",
      dueMs,
      dueMs + 3 * HOUR_MS,
    )
    await alarmAt(store.id, dueMs + 3 * MINUTE_MS)
    await alarmAt(store.id, dueMs + 50 * MINUTE_MS)
    expect(await mails()).toBe(0)
    await alarmAt(store.id, dueMs + 61 * MINUTE_MS)
    expect(await mails()).toBe(1)
  })

  test('whose first call has no turn yet reads as soon as it has', async () => {
    const store = await connectedStore()
    await setWatch(store)
    const dueMs = await dueMsOf(store.id)
    // Of a burst of twenty nothing is left at that hour.
    const emptied = (context: Parameters<typeof runWatches>[0]) => {
      context.storage.sql.exec(
        "INSERT OR REPLACE INTO bucket (operation, tokens, updated_ms) VALUES ('searchOrders', 0, ?)",
        context.clock(),
      )
      return context
    }
    await alarmAt(store.id, dueMs, {}, emptied)
    expect(await journal({ operation: 'searchOrders' })).toHaveLength(0)
    const againMs = await dueMsOf(store.id)
    expect(againMs).toBeGreaterThan(dueMs)
    expect(againMs).toBeLessThan(dueMs + 4 * MINUTE_MS)
    await alarmAt(store.id, againMs)
    expect(await journal({ operation: 'searchOrders' })).toHaveLength(1)
    expect(await dueMsOf(store.id)).toBe(dueMs + DAY_MS)
  })
})

describe('a watch ends', () => {
  test('I3: with the fence, before its next call and for good', async () => {
    const store = await connectedStore()
    await setWatch(store)
    const dueMs = await dueMsOf(store.id)
    await disconnect(store)
    expect(await watchRows(store.id)).toEqual([])
    expect(await dutyMsOf(store.id)).toBeUndefined()
    await inStore(store.id, {}, async (context) => connectStore(context, await returned(store)))
    const before = await calls()
    await alarmAt(store.id, dueMs)
    expect(await calls()).toBe(before)
    const page = await (await store.browser.get(`/stores/${store.id}/alerts`)).text()
    expect(page).not.toContain('Change or renew')
  })

  test('in the middle of its turn when the store is stopped then', async () => {
    const store = await connectedStore()
    await setChargesWatch(store)
    const dueMs = await dueMsOf(store.id)
    // The marketplaces of charges are asked of the directory: the store stops during that question.
    let stops = (): void => undefined
    const around = {
      DB: databaseWith('prepare', (real) => (query: string) => {
        if (/marketplace/i.test(query)) stops()
        return real.prepare(query)
      }),
    }
    await alarmAt(store.id, dueMs, around, (context) => {
      stops = () => {
        stops = () => undefined
        fence(context, 'disconnected', `person/${store.personId}`)
      }
      return context
    })
    expect(await journal({ operation: 'listFinancialEvents' })).toHaveLength(0)
    expect(await looksOf(store)).toMatchObject([
      { kind: 'read.intent', reason: 'watch' },
      { kind: 'read.outcome', result: 'refused', fault: 'store-stopped' },
    ])
  })

  test('not with a renewal: the same store goes on', async () => {
    const store = await connectedStore()
    await setWatch(store)
    const dueMs = await dueMsOf(store.id)
    await inStore(store.id, {}, async (context) => connectStore(context, await returned(store)))
    await alarmAt(store.id, dueMs)
    expect(await journal({ operation: 'searchOrders' })).toHaveLength(1)
  })

  test('when its setter is no member any more, and another’s goes on', async () => {
    const store = await connectedStore()
    const other = await member(store, 'zh')
    await setWatch(store)
    await setWatch(other)
    await leaves(store, other.personId)
    await alarmAt(store.id, await dueMsOf(store.id))
    expect((await watchRows(store.id)).map((row) => row['person_id'])).toEqual([store.personId])
    expect((await recordOf(store.id, ['read.intent'])).map(({ actor }) => actor)).toEqual([
      `person/${store.personId}`,
    ])
  })

  test('with its setter’s membership between reading and judging: no mail leaves', async () => {
    const { store, dueMs } = await readBeforeJudgement()
    await leaves(store, store.personId)
    await alarmAt(store.id, dueMs + 3 * MINUTE_MS)
    expect(await watchMailsTo(store.personId)).toEqual([])
    expect(await watchRows(store.id)).toEqual([])
  })

  test('after ninety days, unless it is renewed', async () => {
    const store = await connectedStore()
    const other = await member(store, 'en')
    await setWatch(store)
    await setWatch(other)
    const daysLeft = async () =>
      (await watchRows(store.id))
        .filter((row) => row['person_id'] === store.personId)
        .map((row) => Math.round((Number(row['until_ms']) - Date.now()) / DAY_MS))
    expect(await daysLeft()).toEqual([90])
    await objectRows(store.id, 'UPDATE watch SET until_ms = until_ms - ?', 89.9 * DAY_MS)
    await setWatch(store)
    expect(await daysLeft()).toEqual([90])
    // What has ended is not shown as if it went on, whenever the alarm comes to it.
    await objectRows(store.id, 'UPDATE watch SET until_ms = 1 WHERE person_id = ?', other.personId)
    expect(await (await other.browser.get(`/stores/${store.id}/alerts`)).text()).not.toContain(
      'Change or renew',
    )
    await alarmAt(store.id, await dueMsOf(store.id))
    expect((await watchRows(store.id)).map((one) => one['person_id'])).toEqual([store.personId])
    expect(await recordOf(store.id, ['read.intent'])).toHaveLength(1)
  })

  test('when its setter ends it, on the record; ending it twice is one entry', async () => {
    const store = await connectedStore()
    await setWatch(store)
    const dueMs = await dueMsOf(store.id)
    expect((await setWatch(store, { end: '1' })).status).toBe(303)
    expect((await setWatch(store, { end: '1' })).status).toBe(303)
    const before = await calls()
    await alarmAt(store.id, dueMs)
    expect(await calls()).toBe(before)
    expect(await recordOf(store.id, ['settings.changed'])).toMatchObject([
      { what: 'watch' },
      { what: 'watch' },
    ])
  })
})

describe('two people’s watches', () => {
  test('stand apart: each with its hour, its entries and a mail in its setter’s language', async () => {
    const store = await connectedStore()
    const other = await member(store, 'zh')
    await setWatch(store)
    await setWatch(other)
    await setWatch(other, { view: 'inventory', hour: nextHour(5), days: 'weekdays' })
    const page = await (await store.browser.get(`/stores/${store.id}/alerts`)).text()
    expect(page.match(/Change or renew/g)).toHaveLength(1)
    expect(page).not.toContain(', Monday to Friday<')
    const dueMs = await dueMsOf(store.id)
    await alarmAt(store.id, dueMs)
    await plantOrders(store, [-3])
    await alarmsFrom(store.id, dueMs + 2.1 * MINUTE_MS)
    expect((await recordOf(store.id, ['read.intent'])).map(({ actor }) => actor).toSorted()).toEqual(
      [`person/${store.personId}`, `person/${other.personId}`].toSorted(),
    )
    expect(await journal({ operation: 'searchOrders' })).toHaveLength(1)
    expect((await watchMailsTo(store.personId)).map(({ language }) => language)).toEqual(['en'])
    const [mail, ...more] = await watchMailsTo(other.personId)
    expect(more).toEqual([])
    expect(mail?.text).toMatch(/1 笔订单已逾期：请立即发货。 ?数据时间：/)
    await setWatch(store, { end: '1' })
    expect((await watchRows(store.id)).map((row) => row['person_id'])).toEqual([
      other.personId,
      other.personId,
    ])
  })
})

describe('what is down', () => {
  test('the directory: nothing is read or ended, and the alarm comes back', async () => {
    const store = await connectedStore()
    await setWatch(store)
    const dueMs = await dueMsOf(store.id)
    const down = {
      DB: databaseWith('prepare', () => () => {
        throw new Error('D1 is down')
      }),
    }
    await alarmAt(store.id, dueMs, down)
    expect(await journal({ operation: 'searchOrders' })).toHaveLength(0)
    expect(await watchRows(store.id)).toHaveLength(1)
    expect((await dutyMsOf(store.id)) ?? 0).toBeLessThanOrEqual(dueMs + 2.5 * MINUTE_MS)
    await alarmAt(store.id, dueMs + 3 * MINUTE_MS)
    expect(await journal({ operation: 'searchOrders' })).toHaveLength(1)
  })

  test('the mail: tried again after a while and not at once, and then one mail comes', async () => {
    const { store, dueMs } = await readBeforeJudgement()
    const mailDown = (context: Parameters<typeof runWatches>[0]) => ({
      ...context,
      mail: { ...context.mail, fetch: () => Promise.reject(new Error('no carrier')) },
    })
    const firstMs = dueMs + 3 * MINUTE_MS
    await alarmAt(store.id, firstMs, {}, mailDown)
    expect(await watchMailsTo(store.personId)).toEqual([])
    expect(await recordOf(store.id, ['watch.told'])).toEqual([])
    expect((await dutyMsOf(store.id)) ?? 0).toBeGreaterThan(firstMs + MINUTE_MS)
    await alarmsFrom(store.id, dueMs + 6 * MINUTE_MS)
    expect(await watchMailsTo(store.personId)).toHaveLength(1)
    expect(await recordOf(store.id, ['watch.told'])).toHaveLength(1)
  })

  test('the mail for a whole day: the next reading is not missed for it', async () => {
    const { store, dueMs } = await readBeforeJudgement()
    const mailDown = (context: Parameters<typeof runWatches>[0]) => ({
      ...context,
      mail: { ...context.mail, fetch: () => Promise.reject(new Error('no carrier')) },
    })
    await alarmAt(store.id, dueMs + 3 * MINUTE_MS, {}, mailDown)
    await alarmAt(store.id, dueMs + DAY_MS, {}, mailDown)
    expect(await recordOf(store.id, ['read.intent'])).toHaveLength(2)
  })

  test('one watch alone: the others are read all the same', async () => {
    const store = await connectedStore()
    await setWatch(store)
    await setChargesWatch(store)
    expect(await watchRows(store.id)).toHaveLength(2)
    const dueMs = await dueMsOf(store.id)
    const around = {
      DB: databaseWith('prepare', (real) => (query: string) => {
        if (/from "?store_marketplace|from "?marketplace/i.test(query)) throw new Error('D1 is down')
        return real.prepare(query)
      }),
    }
    await alarmAt(store.id, dueMs, around)
    expect((await recordOf(store.id, ['read.intent'])).map((entry) => 'view' in entry && entry.view)).toEqual(
      ['orders'],
    )
    await alarmAt(store.id, dueMs + 3 * MINUTE_MS)
    expect((await recordOf(store.id, ['read.intent'])).map((entry) => 'view' in entry && entry.view)).toEqual(
      ['orders', 'advertising'],
    )
  })
})
