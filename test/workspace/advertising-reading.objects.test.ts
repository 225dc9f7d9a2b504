import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { beforeEach, describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { dropDuty } from '../../src/store/duty.ts'
import type { ChargeHistory } from '../../src/workspace/advertising/charge-history.ts'
import { control, journal } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows, stubOf } from '../connected.ts'
import { through } from '../store/calls.ts'
import { inStore, kill } from '../store/second-instance.ts'
import {
  charge,
  get,
  LISTING,
  plant,
  plantCharges,
  read,
  readAll,
  settled,
  stored,
  windows,
} from './advertising-fixture.ts'
import { read as readPlace } from './planted.ts'

beforeEach(async () => {
  await control('reset')
})

describe('reading charges', () => {
  test('takes the newest month first, then the past back to a year and a month, without gap or overlap', async () => {
    const store = await readAll()
    const [newest, ...past] = (await windows()).filter(({ isNextPage }) => !isNextPage)
    expect(newest && newest.toMs - newest.fromMs).toBe(32 * DAY_MS)
    let end = newest?.fromMs
    for (const one of past) {
      expect(one.toMs).toBe(end)
      end = one.fromMs
    }
    const backDays = (Date.now() - (end ?? 0)) / DAY_MS
    expect(backDays).toBeGreaterThan(395.9)
    expect(backDays).toBeLessThan(396.1)
    const history = await stored(store)
    expect(history?.fromMs).toBe(end)
    expect(history?.charges.length).toBeGreaterThan(60)
    // Refunds are among them, in yen without decimals, never negative.
    expect(history?.charges.some(({ type }) => type === 'refund')).toBe(true)
    expect(history?.charges.every(({ amount }) => amount.currency === 'JPY' && amount.minor > 0)).toBe(true)
    const keys = history?.charges.map((one) => JSON.stringify(one))
    expect(new Set(keys).size).toBe(keys?.length)
  })

  test('shows this month as soon as that is read, and says how far back it reaches', async () => {
    const store = await connectedStore()
    await get(store)
    for (let look = 0; look < 200; look += 1) {
      if ((await objectRows(store.id, "SELECT 1 FROM snapshot WHERE kind = 'charges'")).length > 0) break
      await scheduler.wait(20)
    }
    const history = await stored(store)
    // The first part ends with the newest window: the past is still to come.
    if (history?.window === undefined) throw new Error('all was read in one part')
    expect(history.throughMs - history.fromMs).toBe(32 * DAY_MS)
    await settled(store)
    expect((await stored(store))?.window).toBeUndefined()
  })

  test('again reads the last ten days and what is new, and nothing of the rest', async () => {
    const store = await readAll()
    const before = await stored(store)
    if (before === undefined) throw new Error('nothing is stored')
    const throughMs = before.throughMs - 7 * HOUR_MS
    await plant(store, 'charges', { ...before, throughMs }, 7 * HOUR_MS)
    await control('journal/clear')
    await get(store)
    await settled(store)
    const asked = (await windows()).filter(({ isNextPage }) => !isNextPage)
    expect(asked).toHaveLength(1)
    expect(asked[0]?.fromMs).toBe(throughMs - 10 * DAY_MS)
    expect((await stored(store))?.charges).toEqual(before.charges)
  })

  test('figures of less than six hours are shown without a call', async () => {
    const store = await readAll()
    await plant(store, 'charges', (await stored(store)) ?? {}, 5 * HOUR_MS + 50 * MINUTE_MS)
    const calls = (await journal()).length
    expect(await read(store)).toContain('Charges read 5 hours ago')
    expect(await journal()).toHaveLength(calls)
  })

  test('what is past 18 months goes by the alarm, and the rest stays', async () => {
    const store = await readAll()
    const old = charge(Date.now() - 600 * DAY_MS, 5)
    const young = charge(Date.now() - 500 * DAY_MS, 7)
    await plantCharges(store, [old, young], { fromMs: Date.now() - 700 * DAY_MS })
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      storage.sql.exec(
        'UPDATE snapshot SET oldest_ms = ? WHERE kind = ?',
        Date.now() - 700 * DAY_MS,
        'charges',
      )
      storage.sql.exec("INSERT OR REPLACE INTO duty (kind, due_ms) VALUES ('purge-figures', 1)")
    })
    await runDurableObjectAlarm(stubOf(store.id))
    expect((await stored(store))?.charges).toEqual([young])
  })
})

/** A reading that rests in the middle of its first window, for want of a turn in the usage plan. */
async function cutOff(): Promise<ConnectedStore> {
  const store = await connectedStore('na')
  await control('latency', { operation: LISTING, milliseconds: 400 })
  await get(store)
  for (let look = 0; look < 200 && (await windows()).length === 0; look += 1) await scheduler.wait(10)
  await runInDurableObject(stubOf(store.id), (_, { storage }) => {
    storage.sql.exec('UPDATE bucket SET tokens = -20 WHERE operation = ?', LISTING)
  })
  for (let look = 0; look < 200; look += 1) {
    if ((await objectRows(store.id, "SELECT 1 FROM snapshot WHERE kind = 'charges'")).length > 0) break
    await scheduler.wait(20)
  }
  await control('latency', { operation: LISTING, milliseconds: 0 })
  expect((await stored(store))?.window?.nextToken).not.toBe('')
  return store
}

const goOn = async (store: ConnectedStore) => {
  await kill(store.id)
  await runInDurableObject(stubOf(store.id), (_, { storage }) => {
    storage.sql.exec('UPDATE bucket SET tokens = 30 WHERE operation = ?', LISTING)
  })
  await settled(store)
}

describe('a window that was cut off', () => {
  test('goes on at its next page after its object was ended, and counts every charge once', async () => {
    const store = await cutOff()
    expect(await read(store)).toMatch(/Charges: goes on at \d\d:\d\d P[SD]T, by itself/)
    expect(await read(store)).not.toContain('is charged')
    await goOn(store)
    const [first, second] = await windows()
    expect(second).toEqual({ ...first, isNextPage: true })
    const whole = await stored(store)
    const fresh = await readAll('na')
    const since = (whole?.throughMs ?? 0) - 390 * DAY_MS
    const known = (of: ChargeHistory | undefined) => of?.charges.filter(({ postedMs }) => postedMs > since)
    expect(known(whole)).toEqual(known(await stored(fresh)))
  })

  test('whose page token has died meanwhile is read from its start', async () => {
    const store = await cutOff()
    await control('clock', { seconds: 3700 })
    await goOn(store)
    const [first, second, third] = await windows()
    expect(second).toEqual({ ...first, isNextPage: true })
    expect(third).toEqual(first)
    expect(await objectRows(store.id, "SELECT state FROM sync WHERE kind = 'charges'")).toEqual([
      { state: 'done' },
    ])
  })
})

const CHARGES = { kind: 'charges', part: 'all' } as const

const BEGAN_MS = Date.now()
/** An event as Amazon tells it, posted so many days ago. */
const told = (invoiceId: string, transactionType: 'charge' | 'refund', yen: number, daysAgo: number) => {
  const amount = { CurrencyCode: 'JPY', CurrencyAmount: transactionType === 'charge' ? -yen : yen }
  const postedDate = `${new Date(BEGAN_MS - daysAgo * DAY_MS).toISOString().slice(0, 19)}Z`
  return { postedDate, transactionType, invoiceId, baseValue: amount, transactionValue: amount }
}
const page = (events: readonly object[], nextToken?: string) =>
  Response.json({
    payload: {
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      FinancialEvents: { ProductAdsPaymentEventList: events },
    },
  })

test('two refunds of one invoice both count, and an event that the next page repeats counts once', async () => {
  const store = await connectedStore()
  const first = told('I-1', 'refund', 500, 3)
  const pages = [
    [told('I-1', 'refund', 200, 1), first],
    [first, told('I-1', 'charge', 9000, 6)],
  ]
  await inStore(store.id, {}, async (joined) => {
    let asked = 0
    const context = through(joined, async () => {
      asked += 1
      return page(pages[asked - 1] ?? [], asked === 1 ? 'second' : undefined)
    })
    await readPlace(context, CHARGES)
  })
  const history = await stored(store)
  expect(history?.charges.map(({ type, amount }) => [type, amount.minor])).toEqual([
    ['charge', 9000],
    ['refund', 500],
    ['refund', 200],
  ])
})

test('Amazon stops answering in the middle of the past: the next reading goes on at that page, and nothing counts twice', async () => {
  const store = await connectedStore()
  const addresses: URL[] = []
  const pages = [
    // This month, whole; then two pages of the past, and a fault.
    () => page([told('I-1', 'charge', 9000, 6)]),
    () => page([told('I-2', 'charge', 8000, 40)], 'second'),
    () => page([told('I-3', 'charge', 7000, 50)], 'third'),
  ]
  const answer = async (url: string) => {
    addresses.push(new URL(url))
    return pages.shift()?.() ?? new Response(null, { status: 503 })
  }
  await inStore(store.id, {}, async (joined) => {
    const context = { ...through(joined, answer), sleep: async () => undefined }
    expect(await readPlace(context, CHARGES)).toMatchObject({ state: 'running' })
    // The instance that serves pages would go on with it a second later, over the next reading of this test.
    dropDuty(context.storage, 'resume-readings')
    expect(await readPlace(context, CHARGES)).toMatchObject({ state: 'failed', fault: 'amazon-down' })
  })
  const part = await stored(store)
  // A window counts once it is whole.
  expect(part?.charges.map(({ invoiceId }) => invoiceId)).toEqual(['I-1'])
  expect(part?.window?.charges.map(({ invoiceId }) => invoiceId)).toEqual(['I-3', 'I-2'])
  addresses.length = 0
  pages.push(() => page([told('I-3', 'charge', 7000, 50), told('I-4', 'charge', 6000, 60)]))
  pages.push(...Array.from({ length: 20 }, () => () => page([])))
  await inStore(store.id, {}, async (joined) => {
    expect(await readPlace(through(joined, answer), CHARGES)).toMatchObject({ state: 'done' })
  })
  expect(addresses[0]?.searchParams.get('NextToken')).toBe('third')
  const whole = await stored(store)
  expect(whole?.charges.map(({ invoiceId }) => invoiceId)).toEqual(['I-4', 'I-3', 'I-2', 'I-1'])
})
