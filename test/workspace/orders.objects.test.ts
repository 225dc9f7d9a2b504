import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Network } from '../../src/amazon/network.ts'
import { DAY_MS, MINUTE_MS } from '../../src/core/time.ts'
import { doDueDuties } from '../../src/duties.ts'
import type { StoreContext } from '../../src/store/context.ts'
import { openSnapshot, snapshotHead } from '../../src/store/figures.ts'
import { storedRates } from '../../src/workspace/orders/performance.ts'
import { lookAt } from '../../src/workspace/reading/look.ts'
import { purgeFigures } from '../../src/workspace/reading/purge.ts'
import { soldDays } from '../../src/workspace/sales/days.ts'
import { control, journal } from '../amazon.ts'
import { connectedStore, objectRows } from '../connected.ts'
import { through } from '../store/calls.ts'
import { inStore } from '../store/second-instance.ts'
import { JP, listIn, ONE, ORDERS, planted, read, TWO } from './planted.ts'

beforeEach(async () => {
  await control('reset')
})

const PERFORMANCE = { kind: 'performance', part: JP } as const
const SALES = { kind: 'sales', part: JP } as const

const calls = async (operation: string) => (await journal({ operation })).length

/** Passes every request on and writes its address down. */
function watched(context: StoreContext) {
  const asked: URL[] = []
  const network: Network = (url, init) => {
    asked.push(new URL(url))
    return fetch(url, init)
  }
  return { asked, context: through(context, network) }
}

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
    // Orders go out with the hours: this list is to be the same from its first page to its last.
    await control('clock', { seconds: 0, stands: true })
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
      expect(await read(context, ORDERS)).toMatchObject({ state: 'running', fault: undefined })
      expect(refused).toBe(1)
      // Nineteen turns of the plan were left for it.
      expect((await listIn(context)).rows).toHaveLength(1900)
    })
  })

  test('that Amazon throttles in the middle rest with what is there', async () => {
    await control('orders', { seller: 'fe', open: 250 })
    const store = await connectedStore()
    await inStore(store.id, {}, async (joined) => {
      const limited = { errors: [{ code: 'QuotaExceeded', message: '', details: '' }] }
      const network: Network = async (url, init) =>
        url.includes('paginationToken') ? Response.json(limited, { status: 429 }) : fetch(url, init)
      const context = { ...through(joined, network), sleep: async () => undefined }
      const rested = await read(context, ORDERS)
      expect(rested).toMatchObject({ state: 'running', fault: undefined })
      expect((rested.continueMs ?? 0) - Date.now()).toBeGreaterThan(MINUTE_MS)
      expect((await listIn(context)).rows).toHaveLength(100)
    })
  })

  test('that Amazon stops answering in the middle keep what is there, and the next look goes on from it', async () => {
    await control('orders', { seller: 'fe', open: 250 })
    const store = await connectedStore()
    await inStore(store.id, {}, async (joined) => {
      let pages = 0
      const down: Network = async (url, init) => {
        if (!new URL(url).pathname.endsWith('/orders')) return fetch(url, init)
        pages += 1
        return pages > 2 ? new Response(null, { status: 503 }) : fetch(url, init)
      }
      const failing = { ...through(joined, down), sleep: async () => undefined }
      expect(await read(failing, ORDERS)).toMatchObject({ state: 'failed', fault: 'amazon-down' })
      const part = await listIn(joined)
      expect(part.rows).toHaveLength(200)
      expect(part.throughMs).toBeUndefined()
      const [reading] = lookAt(joined, [ORDERS], { cause: 1, again: false })
      expect(reading).toMatchObject({ state: 'failed', isPartKept: true })

      // A minute later it is due, however new the part is.
      joined.storage.sql.exec('UPDATE sync SET begun_ms = begun_ms - 61000')
      const { asked, context } = watched(joined)
      expect(lookAt(context, [ORDERS], { cause: 1, again: false })).toMatchObject([{ state: 'running' }])
      await Promise.all(context.memory.readings.values())
      const further = asked.filter(({ pathname }) => pathname.endsWith('/orders'))
      expect(further.map(({ searchParams }) => searchParams.has('paginationToken'))).toEqual([true])
      const whole = await listIn(context)
      expect(whole.rows).toHaveLength(250)
      expect(whole.rest).toBeUndefined()
    })
  })

  test('that fail on the first page leave nothing behind', async () => {
    await control('orders', { seller: 'fe', open: 250 })
    const store = await connectedStore()
    await inStore(store.id, {}, async (joined) => {
      const context = { ...joined, sleep: async () => undefined }
      await control('faults', { operation: 'searchOrders', kind: 'status', status: 503, times: 10 })
      expect(await read(context, ORDERS)).toMatchObject({ state: 'failed', fault: 'amazon-down' })
      expect(snapshotHead(context.storage.sql, ORDERS)).toBeUndefined()
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
