import { beforeEach, describe, expect, test } from 'vitest'
import { connectStore } from '../../src/authorize/connect.ts'
import { DAY_MS, HOUR_MS } from '../../src/core/time.ts'
import { control } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows, readToTheEnd } from '../connected.ts'
import { disconnect, inStore, returned } from '../store/second-instance.ts'
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

describe('what was told', () => {
  test('outlives a mail that could not be sent: it is told by the next one', async () => {
    const store = await watched()
    await plantOrders(store, [-3])
    const mailDown: Parameters<typeof alarmAt>[3] = (context) => ({
      ...context,
      mail: { ...context.mail, fetch: () => Promise.reject(new Error('no carrier')) },
    })
    expect(await judgedAt(store, tomorrow(), mailDown)).toEqual([])
    expect(await told(store)).toEqual([])
    expect(await judgedAt(store, tomorrow())).toHaveLength(1)
    expect(await judgedAt(store, tomorrow())).toEqual([])
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
