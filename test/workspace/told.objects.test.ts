import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { connectStore } from '../../src/authorize/connect.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { doDueDuties } from '../../src/duties.ts'
import { control } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows, readToTheEnd } from '../connected.ts'
import { signedIn } from '../person.ts'
import { disconnect, gate, inStore, returned } from '../store/second-instance.ts'
import { charge, plantCharges } from './advertising-fixture.ts'
import { JP } from './planted.ts'
import { alarmAt, plantOrders, setChargesWatch, setWatch, watchMailsTo } from './watched.ts'

beforeEach(async () => {
  await control('reset')
})

/** Has every watch of a store judged at that moment by what is stored; the mails that came of it. */
async function judgedAt(
  store: ConnectedStore,
  ms: number,
  change?: Parameters<typeof alarmAt>[3],
): Promise<readonly { readonly subject: string; readonly text: string }[]> {
  const before = (await watchMailsTo(store.personId)).length
  await objectRows(store.id, 'UPDATE watch SET due_ms = ?, judge_ms = ?', ms + DAY_MS, ms)
  await objectRows(store.id, "UPDATE duty SET due_ms = ? WHERE kind = 'watch'", ms)
  await alarmAt(store.id, ms, {}, change)
  const after = await watchMailsTo(store.personId)
  return after.slice(before)
}

const tomorrow = () => Date.now() + DAY_MS
const told = (store: ConnectedStore) =>
  objectRows(store.id, 'SELECT mark, level FROM watch_told ORDER BY mark')
const mailDown: Parameters<typeof alarmAt>[3] = (context) => ({
  ...context,
  mail: { ...context.mail, fetch: () => Promise.reject(new Error('no carrier')) },
})
const STILL = 'As we wrote before, this waits as well:'

async function watched(): Promise<ConnectedStore> {
  const store = await connectedStore()
  expect((await setWatch(store)).status).toBe(303)
  return store
}

describe('orders', () => {
  test('that its last mail told of bring no other, and one more order does, which says how many are new', async () => {
    const store = await watched()
    await plantOrders(store, [-3, -1])
    expect(await judgedAt(store, tomorrow())).toHaveLength(1)
    expect(await judgedAt(store, tomorrow() + DAY_MS)).toEqual([])
    expect(await judgedAt(store, tomorrow() + 2 * DAY_MS)).toEqual([])
    await plantOrders(store, [-3, -1, -1])
    const [mail, ...more] = await judgedAt(store, tomorrow() + 3 * DAY_MS)
    expect(more).toEqual([])
    expect(mail?.text).toMatch(
      /3 orders are overdue: ship them now\. .*New or worse since the last mail: 1\./,
    )
    expect(mail?.text).not.toContain(STILL)
  })

  test('of the same number but others are new', async () => {
    const store = await watched()
    await plantOrders(store, [-3, 400])
    expect(await judgedAt(store, tomorrow())).toHaveLength(1)
    await plantOrders(store, [400, -3])
    expect(await judgedAt(store, tomorrow())).toHaveLength(1)
  })

  test('that stayed come in the mail after what is new, however urgent they are', async () => {
    const store = await watched()
    await plantOrders(store, [-3, 25])
    const [first] = await judgedAt(store, Date.now() + 22 * HOUR_MS)
    expect(first?.text.indexOf('overdue')).toBeLessThan(first?.text.indexOf('within four hours') ?? 0)
    await plantOrders(store, [-3, 400, 25.5])
    const [second] = await judgedAt(store, Date.now() + 22 * HOUR_MS)
    const text = second?.text ?? ''
    expect(text).toMatch(/due within four hours[\s\S]*As we wrote before[\s\S]*overdue/)
  })

  test('that went away and came back are new', async () => {
    const store = await watched()
    await plantOrders(store, [-3])
    expect(await judgedAt(store, tomorrow())).toHaveLength(1)
    await plantOrders(store, [400])
    expect(await judgedAt(store, tomorrow())).toEqual([])
    expect(await told(store)).toEqual([])
    await plantOrders(store, [-3])
    expect(await judgedAt(store, tomorrow())).toHaveLength(1)
  })
})

describe('a budget', () => {
  /** In the middle of a month to come: no test runs over its end. */
  const middle = (): number => {
    const now = new Date()
    return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 12, 3)
  }

  test('is told at 80, 90 and 100 percent, once each, and anew in another month', async () => {
    const store = await connectedStore()
    const set = await store.browser.post(`/stores/${store.id}/advertising/budget?currency=JPY`, {
      budget: '10,000',
    })
    expect(set.status).toBe(303)
    await setChargesWatch(store)
    const ms = middle()
    const mailsAt = async (yen: number, atMs = ms) => {
      await plantCharges(store, [charge(atMs - HOUR_MS, yen)], { throughMs: atMs })
      return (await judgedAt(store, atMs)).map(({ text }) => /(\d+) ?% of this month/.exec(text)?.[1])
    }
    expect(await mailsAt(7999)).toEqual([])
    expect(await mailsAt(8100)).toEqual(['81'])
    expect(await mailsAt(8100)).toEqual([])
    expect(await mailsAt(8900)).toEqual([])
    expect(await mailsAt(9000)).toEqual(['90'])
    // A refund takes it below a mark that was told of: nothing is worse when it is passed again.
    expect(await mailsAt(8500)).toEqual([])
    expect(await mailsAt(9100)).toEqual([])
    expect(await mailsAt(10_000)).toEqual(['100'])
    expect(await mailsAt(15_000)).toEqual([])
    expect(await mailsAt(8100, ms + 30 * DAY_MS)).toEqual(['81'])
  })
})

describe('stock', () => {
  test('is told by SKU, of which no name is kept; more of them are a mail that says how many', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    await setWatch(store, { view: 'inventory' })
    const limit = (coverDays: string) =>
      store.browser.post(`/stores/${store.id}/alerts/limits`, {
        coverDays,
        ordersLeft: '0',
        budgetPercent: '80',
        authorizationDays: '30',
      })
    const ms = Date.now() + HOUR_MS
    const lowIn = (text: string | undefined) =>
      Number(/([\d,]+) SKUs on Amazon.co.jp have under/.exec(text ?? '')?.[1])
    await limit('7')
    const [first] = await judgedAt(store, ms)
    expect(await judgedAt(store, ms)).toEqual([])
    await limit('60')
    const [second] = await judgedAt(store, ms)
    const more = lowIn(second?.text) - lowIn(first?.text)
    expect(more).toBeGreaterThan(0)
    expect(second?.text).toContain(`New or worse since the last mail: ${more}.`)
    // What is to be ordered has stayed as it was.
    expect(second?.text.split(STILL)[1]).toContain('should have been ordered by today')
    const kept = await told(store)
    expect(kept.length).toBeGreaterThanOrEqual(lowIn(second?.text))
    for (const { mark } of kept) expect(mark).toMatch(/^[\w-]{16}$/)
    // With the limit lower again the others are forgotten, and no mail comes.
    await limit('7')
    expect(await judgedAt(store, ms)).toEqual([])
    expect((await told(store)).length).toBe(kept.length - more)
  })
})

describe('an authorization that ends', () => {
  const nearEnd = async (store: ConnectedStore) => {
    const since = Date.now() - 336 * DAY_MS
    await objectRows(store.id, 'UPDATE standing SET authorized_ms = ?', since)
    await objectRows(store.id, "DELETE FROM duty WHERE kind IN ('renewal-notice', 'probe')")
  }

  test('is told of to each person once, however many watches they have, and again as its end comes near', async () => {
    const store = await watched()
    await setChargesWatch(store)
    await setWatch(store, { view: 'inventory' })
    await nearEnd(store)
    const [mail, ...more] = await judgedAt(store, Date.now() + HOUR_MS)
    expect(more).toEqual([])
    expect(mail?.text).toMatch(/authorization/i)
    expect(await judgedAt(store, tomorrow())).toEqual([])
    expect(await told(store)).toHaveLength(1)
    // The watch that told of it is ended: the others do not begin anew.
    expect((await setChargesWatch(store, { end: '1' })).status).toBe(303)
    expect((await setWatch(store, { end: '1' })).status).toBe(303)
    expect(await judgedAt(store, tomorrow())).toEqual([])
    expect(await judgedAt(store, tomorrow() + 22 * DAY_MS)).toHaveLength(1)
    await setWatch(store, { view: 'inventory', end: '1' })
    expect(await told(store)).toEqual([])
  })

  test('is told of to another person as well', async () => {
    const store = await watched()
    await nearEnd(store)
    expect(await judgedAt(store, tomorrow())).toHaveLength(1)
    const other = await signedIn()
    await env.DB.prepare(
      'INSERT INTO membership (store_id, person_id, role, created_at_ms) VALUES (?, ?, ?, 1)',
    )
      .bind(store.id, other.personId, 'viewer')
      .run()
    await setWatch({ id: store.id, browser: other.browser })
    expect(await judgedAt(store, tomorrow())).toEqual([])
    expect(await watchMailsTo(other.personId)).toHaveLength(1)
  })
})

describe('what was told', () => {
  test('outlives a mail that could not be sent: it is told by the next one', async () => {
    const store = await watched()
    await plantOrders(store, [-3])
    expect(await judgedAt(store, tomorrow(), mailDown)).toEqual([])
    expect(await told(store)).toEqual([])
    expect(await judgedAt(store, tomorrow())).toHaveLength(1)
    expect(await judgedAt(store, tomorrow())).toEqual([])
  })

  test('stands before its mail leaves: an object that dies with the mail on its way sends no second one', async () => {
    const store = await watched()
    await plantOrders(store, [-3])
    const ms = tomorrow()
    await objectRows(store.id, 'UPDATE watch SET due_ms = ?, judge_ms = ?', ms + DAY_MS, ms)
    await objectRows(store.id, "UPDATE duty SET due_ms = ? WHERE kind = 'watch'", ms)
    const handedOver = gate()
    const CLOCK_OFFSET_SECONDS = String(Math.ceil((ms - Date.now()) / 1000))
    await inStore(store.id, { CLOCK_OFFSET_SECONDS }, (context) => {
      const fetch = async (url: string, init: RequestInit) => {
        await context.mail.fetch(url, init)
        handedOver.open()
        // The object's life ends here: nothing after it is done.
        return new Promise<Response>(() => undefined)
      }
      const dying = { ...context, mail: { ...context.mail, fetch } }
      return Promise.race([doDueDuties(dying, env.AUDIT), handedOver.opened])
    })
    expect(await watchMailsTo(store.personId)).toHaveLength(1)
    // The duty that was in hand comes back, and finds nothing more to judge.
    await alarmAt(store.id, ms + 4 * MINUTE_MS)
    expect(await watchMailsTo(store.personId)).toHaveLength(1)
    expect(await judgedAt(store, ms + DAY_MS)).toEqual([])
  })

  test('is as before after a mail that could not be sent: what stood worse then is still what the next mail adds', async () => {
    const store = await watched()
    await plantOrders(store, [-3])
    expect(await judgedAt(store, tomorrow())).toHaveLength(1)
    const before = await told(store)
    await plantOrders(store, [-3, -1])
    expect(await judgedAt(store, tomorrow(), mailDown)).toEqual([])
    expect(await told(store)).toEqual(before)
    const [mail] = await judgedAt(store, tomorrow())
    expect(mail?.text).toMatch(/2 orders are overdue: .*New or worse since the last mail: 1\./)
  })

  test('is kept when its setter changes the hour, and goes when the watch is ended', async () => {
    const store = await watched()
    await plantOrders(store, [-3])
    expect(await judgedAt(store, tomorrow())).toHaveLength(1)
    await setWatch(store, { hour: '5' })
    expect(await judgedAt(store, tomorrow())).toEqual([])
    await setWatch(store, { end: '1' })
    expect(await told(store)).toEqual([])
    await setWatch(store)
    expect(await judgedAt(store, tomorrow())).toHaveLength(1)
  })

  test('I3: goes with the fence', async () => {
    const store = await watched()
    await plantOrders(store, [-3])
    expect(await judgedAt(store, tomorrow())).toHaveLength(1)
    expect(await told(store)).toHaveLength(1)
    await disconnect(store)
    await inStore(store.id, {}, async (context) => connectStore(context, await returned(store)))
    expect(await told(store)).toEqual([])
  })

  test('is each watch’s own: what one has told, another of another view neither tells nor forgets', async () => {
    const store = await watched()
    await plantOrders(store, [-3])
    expect(await judgedAt(store, tomorrow())).toHaveLength(1)
    await setWatch(store, { view: 'inventory', marketplace: JP })
    expect(await judgedAt(store, tomorrow())).toEqual([])
    expect(await told(store)).toHaveLength(1)
  })
})
