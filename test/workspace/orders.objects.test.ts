import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Network } from '../../src/amazon/network.ts'
import { orderId, personId } from '../../src/core/id.ts'
import { DAY_MS, MINUTE_MS } from '../../src/core/time.ts'
import { doDueDuties } from '../../src/duties.ts'
import type { StoreContext } from '../../src/store/context.ts'
import { openSnapshot, snapshotHead } from '../../src/store/figures.ts'
import { type ReadingPlace, syncOf } from '../../src/store/sync.ts'
import { type OpenOrders, openOrders } from '../../src/workspace/orders/open-orders.ts'
import { readOrder } from '../../src/workspace/orders/order.ts'
import { storedRates } from '../../src/workspace/orders/performance.ts'
import { purgeFigures } from '../../src/workspace/reading/purge.ts'
import { startReading } from '../../src/workspace/reading/start.ts'
import { soldDays } from '../../src/workspace/sales/days.ts'
import { control, exchanges, journal } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows, readToTheEnd } from '../connected.ts'
import { inStore } from '../store/second-instance.ts'
import { developmentVariables } from '../variables.ts'

beforeEach(async () => {
  await control('reset')
})

const JP = 'A1VC38T7YXB528'
const ORDERS = { kind: 'orders', part: 'all' } as const
const PERFORMANCE = { kind: 'performance', part: JP } as const
const SALES = { kind: 'sales', part: JP } as const
/** The entry of the record that a reading of these tests serves. */
const CAUSE = 1

const calls = async (operation: string) => (await journal({ operation })).length

/** The Selling Partner API through another network; everything else as it is. */
const through = (context: StoreContext, network: Network): StoreContext => ({
  ...context,
  sellingPartner: { ...context.sellingPartner, network },
})

/** Passes every request on and writes its address down. */
function watched(context: StoreContext) {
  const asked: URL[] = []
  const network: Network = (url, init) => {
    asked.push(new URL(url))
    return fetch(url, init)
  }
  return { asked, context: through(context, network) }
}

async function read(context: StoreContext, place: ReadingPlace) {
  await startReading(context, place, CAUSE)
  const sync = syncOf(context.storage.sql, place)
  return { state: sync?.state, fault: sync?.fault, continueMs: sync?.continueMs }
}

async function listIn(context: StoreContext): Promise<OpenOrders> {
  const opened = await openSnapshot(context, ORDERS, openOrders)
  if (!opened.ok || opened.value === undefined) throw new Error('nothing is stored')
  return opened.value.value
}

/** An order as Amazon tells it, with its buyer and recipient beside it although nobody asked. */
const PERSON = {
  buyerName: 'Perdita Plantworth',
  buyerEmail: 'perdita-planted@marketplace.example',
  street: '77 Planted Crescent',
  phone: '+1 202 555 0177',
}
const planted = (id: string, change: { status?: string; updated?: string } = {}) => ({
  orderId: id,
  createdTime: new Date(Date.now() - 60 * MINUTE_MS).toISOString(),
  lastUpdatedTime: change.updated ?? new Date(Date.now() - 50 * MINUTE_MS).toISOString(),
  salesChannel: { channelName: 'AMAZON', marketplaceId: JP },
  buyer: { buyerName: PERSON.buyerName, buyerEmail: PERSON.buyerEmail },
  recipient: {
    deliveryAddress: { name: PERSON.buyerName, addressLine1: PERSON.street, phone: PERSON.phone },
  },
  buyerInfo: { buyerEmail: PERSON.buyerEmail },
  proceeds: { grandTotal: { amount: '1200', currencyCode: 'JPY' }, payer: PERSON.buyerName },
  fulfillment: {
    fulfillmentStatus: change.status ?? 'UNSHIPPED',
    fulfilledBy: 'MERCHANT',
    fulfillmentServiceLevel: 'STANDARD',
    shipByWindow: { latestDateTime: new Date(Date.now() + DAY_MS).toISOString() },
    deliveryInstruction: PERSON.street,
  },
  orderItems: [
    {
      quantityOrdered: 2,
      product: {
        sellerSku: 'PLANT-1',
        title: 'A kettle',
        customization: { engraving: PERSON.buyerName },
        giftMessage: PERSON.buyerName,
      },
      proceeds: { proceedsTotal: { amount: '1200', currencyCode: 'JPY' } },
    },
  ],
})
const [ONE, TWO] = ['250-0000001-0000001', '250-0000002-0000002'] as const

describe('the open orders', () => {
  test('are read whole at first, then by what changed since, five minutes of overlap and one call', async () => {
    await control('orders', { seller: 'fe', open: 130 })
    const store = await connectedStore()
    await inStore(store.id, {}, async (joined) => {
      const { asked, context } = watched(joined)
      expect(await read(context, ORDERS)).toMatchObject({ state: 'done' })
      const first = await listIn(context)
      expect(first.rows).toHaveLength(130)
      expect(first.rest).toBeUndefined()
      const pages = asked.splice(0).filter(({ pathname }) => pathname.endsWith('/orders'))
      expect(pages).toHaveLength(2)
      for (const { searchParams } of pages) {
        expect(searchParams.get('includedData')).toBe('FULFILLMENT')
        expect(searchParams.get('fulfillmentStatuses')).toContain('UNSHIPPED')
        expect(searchParams.has('lastUpdatedAfter')).toBe(false)
      }
      expect(await read(context, ORDERS)).toMatchObject({ state: 'done' })
      const since = asked.filter(({ pathname }) => pathname.endsWith('/orders'))
      expect(since).toHaveLength(1)
      const query = since[0]?.searchParams
      expect(query?.get('lastUpdatedAfter')).toBe(
        new Date((first.throughMs ?? 0) - 5 * MINUTE_MS).toISOString(),
      )
      expect(query?.has('createdAfter')).toBe(false)
      expect(query?.has('fulfillmentStatuses')).toBe(false)
    })
    expect(await calls('searchOrders')).toBe(3)
  })

  test('lose what has been shipped since, and keep what has not changed', async () => {
    const store = await connectedStore()
    const answers = [
      { orders: [planted(ONE), planted(TWO)] },
      { orders: [planted(ONE, { status: 'SHIPPED', updated: new Date().toISOString() })] },
    ]
    await inStore(store.id, {}, async (joined) => {
      const context = through(joined, async () => Response.json(answers.shift() ?? {}))
      await read(context, ORDERS)
      expect((await listIn(context)).rows.map(({ id }) => id)).toEqual([ONE, TWO])
      await read(context, ORDERS)
      expect((await listIn(context)).rows.map(({ id }) => id)).toEqual([TWO])
    })
  })

  test('over 2,000 are a part until the alarm has brought the rest, at the pace of the usage plan', async () => {
    await control('orders', { seller: 'fe', open: 2150 })
    const store = await connectedStore()
    await inStore(store.id, {}, async (context) => {
      const rested = await read(context, ORDERS)
      expect(rested.state).toBe('running')
      const restMs = (rested.continueMs ?? 0) - Date.now()
      expect(restMs).toBeGreaterThan(2 * MINUTE_MS)
      expect(restMs).toBeLessThan(4 * MINUTE_MS)
      const part = await listIn(context)
      expect(part.rows).toHaveLength(2000)
      expect(part.throughMs).toBeUndefined()
      expect(context.memory.held).toBeUndefined()
    })
    expect(await calls('searchOrders')).toBe(20)
    // Three minutes later, and three more: the plan has a turn each time.
    for (const [turn, rows] of [
      [1, 2100],
      [2, 2150],
    ] as const) {
      await control('buckets/refill')
      await inStore(store.id, {}, async (context) => {
        context.storage.sql.exec('UPDATE sync SET continue_ms = 1')
        context.storage.sql.exec("UPDATE bucket SET tokens = 1 WHERE operation = 'searchOrders'")
        context.storage.sql.exec("UPDATE duty SET due_ms = 1 WHERE kind = 'resume-readings'")
        await doDueDuties(context, env.AUDIT)
        await Promise.all(context.memory.readings.values())
        const list = await listIn(context)
        expect(list.rows).toHaveLength(rows)
        expect(list.rest === undefined).toBe(turn === 2)
      })
      expect(await calls('searchOrders')).toBe(20 + turn)
    }
    expect(await objectRows(store.id, "SELECT state FROM sync WHERE kind = 'orders'")).toEqual([
      { state: 'done' },
    ])
  })

  test('whose page token Amazon takes no more are asked for from the start', async () => {
    await control('orders', { seller: 'fe', open: 2050 })
    const store = await connectedStore()
    await inStore(store.id, {}, async (joined) => {
      await read(joined, ORDERS)
      await control('buckets/refill')
      joined.storage.sql.exec("UPDATE bucket SET tokens = 20 WHERE operation = 'searchOrders'")
      let refused = 0
      const context = through(joined, (url, init) => {
        if (!url.includes('paginationToken') || refused > 0) return fetch(url, init)
        refused += 1
        return Promise.resolve(
          Response.json({ errors: [{ code: 'InvalidInput', message: '', details: '' }] }, { status: 400 }),
        )
      })
      await read(context, ORDERS)
      expect(refused).toBe(1)
      expect((await listIn(context)).rows.length).toBeGreaterThanOrEqual(1900)
    })
  })

  test('keep the earlier list when Amazon is down', async () => {
    await control('orders', { seller: 'fe', open: 40 })
    const store = await connectedStore()
    await inStore(store.id, {}, async (joined) => {
      const context = { ...joined, sleep: async () => undefined }
      await read(context, ORDERS)
      await control('faults', { operation: 'searchOrders', kind: 'status', status: 503, times: 10 })
      expect(await read(context, ORDERS)).toMatchObject({ state: 'failed', fault: 'amazon-down' })
      expect((await listIn(context)).rows).toHaveLength(40)
    })
    expect(await objectRows(store.id, 'SELECT state FROM standing')).toEqual([{ state: 'connected' }])
  })
})

describe('the performance report', () => {
  const quick = (joined: StoreContext): StoreContext => ({ ...joined, sleep: () => scheduler.wait(1) })

  test('brings Amazon’s rates, targets and windows', async () => {
    await control('reports', { seller: 'fe', kind: 'normal', seconds: 0 })
    const store = await connectedStore()
    await inStore(store.id, {}, async (joined) => {
      const context = quick(joined)
      expect(await read(context, PERFORMANCE)).toMatchObject({ state: 'done' })
      const opened = await openSnapshot(context, PERFORMANCE, storedRates)
      if (!opened.ok) throw new Error(opened.fault)
      const rates = opened.value?.value
      expect(rates?.late).toMatchObject({ target: 0.04, condition: 'LESS_THAN' })
      expect(rates?.cancelled).toMatchObject({ target: 0.025 })
      expect(rates?.tracked).toMatchObject({ target: 0.95, condition: 'GREATER_THAN' })
      expect(rates?.defects).toBeDefined()
    })
    expect([await calls('createReport'), await calls('getReportDocument')]).toEqual([1, 1])
  })

  test('that is slow rests without an access token, and goes on with the same report', async () => {
    await control('reports', { seller: 'fe', kind: 'slow', seconds: 300 })
    const store = await connectedStore()
    await inStore(store.id, {}, async (joined) => {
      const context = quick(joined)
      const rested = await read(context, PERFORMANCE)
      expect(rested.state).toBe('running')
      expect((rested.continueMs ?? 0) - Date.now()).toBeGreaterThan(MINUTE_MS - 5000)
      expect(context.memory.held).toBeUndefined()
      expect(snapshotHead(context.storage.sql, PERFORMANCE)).toBeUndefined()
      await control('clock', { seconds: 400 })
      expect(await read(context, PERFORMANCE)).toMatchObject({ state: 'done' })
    })
    expect(await calls('createReport')).toBe(1)
  })

  test.each([
    ['cancelled', 'report-cancelled'],
    ['fatal', 'report-failed'],
    ['malformed', 'amazon-changed'],
    ['truncated-gzip', 'amazon-changed'],
  ])('that is %s ends as %s, and the next reading asks for another', async (kind, fault) => {
    await control('reports', { seller: 'fe', kind, seconds: 0 })
    const store = await connectedStore()
    await inStore(store.id, {}, async (joined) => {
      const context = quick(joined)
      expect(await read(context, PERFORMANCE)).toMatchObject({ state: 'failed', fault })
      await control('reports', { seller: 'fe', kind: 'normal', seconds: 0 })
      expect(await read(context, PERFORMANCE)).toMatchObject({ state: 'done' })
    })
    expect(await calls('createReport')).toBe(2)
  })
})

describe('the daily sales', () => {
  test('are read back to their retention at first, then 35 days anew', async () => {
    const store = await connectedStore()
    await inStore(store.id, {}, async (joined) => {
      const { asked, context } = watched(joined)
      await read(context, SALES)
      const opened = await openSnapshot(context, SALES, soldDays)
      if (!opened.ok || opened.value === undefined) throw new Error('no days')
      const { days, zone, currency } = opened.value.value
      expect([zone, currency]).toEqual(['Asia/Tokyo', 'JPY'])
      expect(days.length).toBeGreaterThan(540)
      expect(days.length).toBeLessThanOrEqual(548)
      await read(context, SALES)
      const [first, second] = asked
        .filter(({ pathname }) => pathname.endsWith('/orderMetrics'))
        .map(({ searchParams }) => searchParams.get('interval')?.slice(0, 10))
      expect(first).toBe(days[0]?.day)
      expect(Date.parse(days.at(-1)?.day ?? '') - Date.parse(second ?? '')).toBe(35 * DAY_MS)
      const again = await openSnapshot(context, SALES, soldDays)
      expect(again.ok && again.value?.value.days).toEqual(days)
    })
    expect(await calls('getOrderMetrics')).toBe(2)
  })

  test('past their retention are purged day by day, and open orders with them', async () => {
    const store = await connectedStore()
    await inStore(store.id, {}, async (context) => {
      await read(context, SALES)
      await read(context, ORDERS)
      const later = { ...context, clock: () => Date.now() + 10 * DAY_MS }
      expect(await purgeFigures(later)).toMatchObject({ ok: true })
      const sold = await openSnapshot(later, SALES, soldDays)
      const oldest = sold.ok ? sold.value?.value.days[0]?.day : undefined
      expect(Date.parse(oldest ?? '')).toBeGreaterThan(later.clock() - 549 * DAY_MS)
      const afterwards = { ...context, clock: () => Date.now() + 101 * DAY_MS }
      expect(await purgeFigures(afterwards)).toMatchObject({ ok: true })
      expect(snapshotHead(context.storage.sql, ORDERS)).toBeUndefined()
    })
    const purged = await objectRows(
      store.id,
      "SELECT payload FROM audit_entry JOIN audit_payload USING (chain, sequence) WHERE kind = 'figures.purged'",
    )
    expect(purged.length).toBeGreaterThanOrEqual(2)
  })
})

describe('one order on demand', () => {
  const asking = (store: ConnectedStore) => ({
    personId: personId.parse(store.personId),
    orderId: orderId.parse(ONE),
  })

  test('is shared in its exchange by 20 readers beside 20 of the inventory, each with a call of its own', async () => {
    const store = await connectedStore()
    const { sellers } = (await (
      await fetch(`${developmentVariables.SELLER_CENTRAL_ORIGIN}/control/state`)
    ).json()) as {
      sellers: { id: string; orders: string[] }[]
    }
    const id = sellers.find((one) => one.id === 'A1WRENSTAT0FE')?.orders[0] ?? ''
    const before = await exchanges()
    await control('lwa/hold')
    const readers = Array.from({ length: 20 }, () => [
      store.browser.get(`/stores/${store.id}/orders/${id}`),
      store.browser.get(`/stores/${store.id}/inventory`),
    ]).flat()
    await scheduler.wait(1500)
    await control('lwa/release')
    const answers = await Promise.all(readers)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    await readToTheEnd(store)
    expect(await exchanges()).toBe(before + 1)
    const orders = await journal({ operation: 'getOrder' })
    expect(orders.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    expect(await calls('getInventorySummaries')).toBe(2)
  })

  test('waits for its turn at most twenty seconds: of 45 readers 40 are answered and 5 told so, without a call', async () => {
    const store = await connectedStore()
    let requests = 0
    const done = await inStore(store.id, {}, async (joined) => {
      const network: Network = async () => {
        requests += 1
        return Response.json({ order: planted(ONE) })
      }
      const context = { ...through(joined, network), sleep: async () => undefined }
      return Promise.all(Array.from({ length: 45 }, () => readOrder(context, asking(store))))
    })
    const answered = done.filter((one) => one.ok).length
    // Thirty at once, then one every two seconds; the last of them is a margin's width from the end.
    expect([39, 40]).toContain(answered)
    expect(requests).toBe(answered)
    expect(done.filter((one) => !one.ok && one.fault === 'amazon-busy')).toHaveLength(45 - answered)
  })

  test('that Amazon does not answer ends after twenty seconds (real clock)', async () => {
    const store = await connectedStore()
    const began = Date.now()
    const done = await inStore(store.id, {}, (joined) =>
      readOrder(
        through(joined, () => new Promise(() => undefined)),
        asking(store),
      ),
    )
    expect(done).toEqual({ ok: false, fault: 'amazon-down' })
    expect(Date.now() - began).toBeLessThan(22_000)
  })

  test('that the seller does not have is not found, and another order than the one asked for is not shown', async () => {
    const store = await connectedStore()
    const found = await inStore(store.id, {}, (context) => readOrder(context, asking(store)))
    expect(found).toEqual({ ok: false, fault: 'not-found' })
    const other = await inStore(store.id, {}, (joined) =>
      readOrder(
        through(joined, async () => Response.json({ order: planted(TWO) })),
        asking(store),
      ),
    )
    expect(other).toEqual({ ok: false, fault: 'amazon-changed' })
  })
})

describe('I17: a buyer whom Amazon tells of although nobody asked', () => {
  test('is in no answer, no stored row and no log', async () => {
    const store = await connectedStore()
    const logged: string[] = []
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation((...words) => void logged.push(words.join(' '))),
    )
    const seen = await inStore(store.id, {}, async (joined) => {
      const context = through(joined, async (url) =>
        Response.json(url.includes(ONE) ? { order: planted(ONE) } : { orders: [planted(ONE), planted(TWO)] }),
      )
      expect(await read(context, ORDERS)).toMatchObject({ state: 'done' })
      const list = await listIn(context)
      expect(list.rows).toHaveLength(2)
      const one = await readOrder(context, {
        personId: personId.parse(store.personId),
        orderId: orderId.parse(ONE),
      })
      expect(one).toMatchObject({ ok: true, value: { items: [{ sku: 'PLANT-1', name: 'A kettle' }] } })
      // A broken answer is logged by where it broke, not by what it held.
      const broken = through(joined, async () =>
        Response.json({ orders: [{ ...planted(ONE), createdTime: PERSON.buyerName }] }),
      )
      expect(await read(broken, ORDERS)).toMatchObject({ fault: 'amazon-changed' })
      const { sql } = context.storage
      const tables = sql
        .exec<{ name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
        )
        .toArray()
      const rows = tables.flatMap(({ name }) => sql.exec(`SELECT * FROM "${name}"`).toArray())
      expect(rows.length).toBeGreaterThan(10)
      return [list, one, [...context.memory.opened.values()], rows].map((part) =>
        JSON.stringify(part, (_, value: unknown) =>
          value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : value,
        ),
      )
    })
    for (const spy of spies) spy.mockRestore()
    expect(logged.join('\n')).toContain('amazon.changed')
    for (const text of Object.values(PERSON)) {
      for (const part of [...seen, logged.join('\n')]) expect(part).not.toContain(text)
    }
  })
})
