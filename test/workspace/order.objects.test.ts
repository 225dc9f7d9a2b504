import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Network } from '../../src/amazon/network.ts'
import { marketplaceId, orderId, personId } from '../../src/core/id.ts'
import { fence } from '../../src/store/fence.ts'
import { readOrder } from '../../src/workspace/orders/order.ts'
import { fileOrders, readOrders } from '../../src/workspace/orders/read.ts'
import { ordersQuery } from '../../src/workspace/orders/rows.ts'
import { control, exchanges, journal } from '../amazon.ts'
import { type ConnectedStore, connectedStore, readToTheEnd } from '../connected.ts'
import { through } from '../store/calls.ts'
import { inStore } from '../store/second-instance.ts'
import { developmentVariables } from '../variables.ts'
import { JP, listIn, ONE, ORDERS, PERSON, planted, read, TWO } from './planted.ts'

beforeEach(async () => {
  await control('reset')
})

const calls = async (operation: string) => (await journal({ operation })).length

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
      store.browser.get(`/stores/${store.id}/orders/order?id=${id}`),
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

test('I3: a fenced store’s object shows no orders, hands out no file and asks for no order, whatever the directory says', async () => {
  const store = await connectedStore()
  const done = await inStore(store.id, {}, async (context) => {
    await read(context, ORDERS)
    fence(context, 'disconnected', 'machine/test')
    const started = (await journal()).length
    const person = personId.parse(store.personId)
    const input = {
      personId: person,
      marketplaceId: marketplaceId.parse(JP),
      isHome: true,
      query: ordersQuery.parse({}),
      again: false,
    }
    const answers = [
      await readOrders(context, input),
      await fileOrders(context, input),
      await readOrder(context, { personId: person, orderId: orderId.parse(ONE) }),
    ]
    return { answers, calls: (await journal()).length - started }
  })
  const stopped = { ok: false, fault: 'store-stopped' }
  expect(done).toEqual({ answers: [stopped, stopped, stopped], calls: 0 })
})
