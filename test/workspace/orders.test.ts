import { abortAllDurableObjects, runInDurableObject } from 'cloudflare:test'
import { beforeEach, describe, expect, test } from 'vitest'
import { newId, sweepId } from '../../src/core/id.ts'
import { systemRandom } from '../../src/core/time.ts'
import { openSnapshot, storeSnapshot } from '../../src/store/figures.ts'
import { standingOf } from '../../src/store/standing.ts'
import { en } from '../../src/workspace/orders/copy.en.ts'
import { zh } from '../../src/workspace/orders/copy.zh.ts'
import { openOrders } from '../../src/workspace/orders/open-orders.ts'
import { en as readingEn } from '../../src/workspace/reading/copy.en.ts'
import { zh as readingZh } from '../../src/workspace/reading/copy.zh.ts'
import { en as salesEn } from '../../src/workspace/sales/copy.en.ts'
import { zh as salesZh } from '../../src/workspace/sales/copy.zh.ts'
import { en as storeEn } from '../../src/workspace/store/copy.en.ts'
import { control, journal } from '../amazon.ts'
import { type ConnectedStore, connectedStore, lookToTheEnd, objectRows, stubOf } from '../connected.ts'
import { signedIn } from '../person.ts'
import { inStore } from '../store/second-instance.ts'
import { developmentVariables } from '../variables.ts'

beforeEach(async () => {
  await control('reset')
  await control('reports', { seller: 'fe', kind: 'normal', seconds: 0, times: 20 })
})

const WORDS = [
  ['en', { ...en, reading: readingEn, sales: salesEn }],
  ['zh', { ...zh, reading: readingZh, sales: salesZh }],
] as const

const pathOf = (store: ConnectedStore, rest = '') => `/stores/${store.id}/orders${rest}`
/** Below the list's path: the page of one order. */
const orderOf = (id: string) => `/order?id=${id}`

const textAt = async (store: ConnectedStore, rest = '', language = 'en') => {
  const answer = await store.browser.get(pathOf(store, rest), { 'accept-language': language })
  return (await answer.text()).replaceAll('&#39;', "'")
}

const readOrders = (store: ConnectedStore, rest = ''): Promise<string> =>
  lookToTheEnd(store, () => textAt(store, rest))

/** A store whose simulator has so many open orders, read to the end. */
async function storeWith(open: number): Promise<ConnectedStore> {
  await control('orders', { seller: 'fe', open })
  const store = await connectedStore()
  await readOrders(store)
  return store
}

const recordOf = async (store: ConnectedStore) =>
  (
    await objectRows(
      store.id,
      "SELECT kind, payload FROM audit_entry JOIN audit_payload USING (chain, sequence) WHERE kind LIKE 'read.%' ORDER BY sequence",
    )
  ).map(({ kind, payload }) => ({ kind, ...(JSON.parse(String(payload)) as object) }))

describe('the orders page', () => {
  test('shows progress first, then figures, table, budget, and bars, in one answer each', async () => {
    await control('orders', { seller: 'fe', open: 70 })
    await control('latency', { operation: 'searchOrders', milliseconds: 1500 })
    const store = await connectedStore()
    const first = await textAt(store)
    expect(first).toContain('<progress')
    expect(first).toContain(readingEn.running)
    expect(await textAt(store, '', 'zh')).toContain(readingZh.running)
    expect(first).toContain(en.budget.title)
    const text = await readOrders(store)
    expect(text).toContain('1–50 of 70')
    expect(text).toContain(en.figures.overdue)
    expect(text).toContain(en.budget.rates.late)
    expect(text).toMatch(/<svg width="\d+" height="18" role="img"/)
    expect(text).toContain(salesEn.orders)
    expect(text.match(/<rect class="m-main"/g)?.length).toBeGreaterThan(50)
    expect(text).toContain('getOrderMetrics (Sales API v1), read ')
    expect(await textAt(store, '?page=2')).toContain('51–70 of 70')
    const calls = (await journal()).length
    await textAt(store)
    expect(await journal()).toHaveLength(calls)
  })

  test.each(WORDS)('speaks %s: words, groups, filters, ways of computing', async (language, words) => {
    const store = await storeWith(60)
    const text = await textAt(store, '', language)
    for (const word of [
      words.noBuyers,
      words.figures.day,
      words.filters.search,
      words.columns.left,
      words.channels.caption,
      words.budget.title,
      words.computed.budgetHow,
      words.computed.dailyHow,
      words.sales.title,
      words.csv,
      words.reading.refresh,
    ]) {
      expect(text).toContain(word)
    }
  })

  test('filters by GET, says so when nothing matches, and refuses no nonsense', async () => {
    const store = await storeWith(60)
    const none = await textAt(store, '?search=no-such-order')
    expect(none).toContain(en.noMatchTitle)
    expect(await textAt(store, '?search=no-such-order', 'zh')).toContain(zh.noMatchTitle)
    expect(await textAt(store, '?due=%3Cscript%3E&by=x&page=0')).toContain('1–50 of 60')
    const foreign = await store.browser.get(pathOf(store, '?marketplace=ATVPDKIKX0DER'))
    expect(foreign.status).toBe(404)
  })

  test('says that no order is open', async () => {
    const store = await storeWith(0)
    // Orders that have just come are open whatever the simulator was told.
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      expect(storage.sql.exec("SELECT rows FROM snapshot WHERE kind = 'orders'").one()).toEqual({ rows: 0 })
    })
    expect(await textAt(store)).toContain(en.noneTitle)
    expect(await textAt(store, '', 'zh')).toContain(zh.noneTitle)
  })

  test('answers a refresh with an address that can be reloaded, and reads again', async () => {
    const store = await storeWith(20)
    const again = await store.browser.post(pathOf(store, '?marketplace=A1VC38T7YXB528'))
    expect([again.status, again.headers.get('location')]).toEqual([
      303,
      pathOf(store, '?marketplace=A1VC38T7YXB528'),
    ])
    await readOrders(store)
    expect(await journal({ operation: 'searchOrders' })).toHaveLength(2)
    expect(await journal({ operation: 'createReport' })).toHaveLength(2)
  })

  test('shows hostile SKUs as text', async () => {
    await control('hostile', { seller: 'fe', on: true })
    await control('orders', { seller: 'fe', open: 900 })
    const store = await connectedStore()
    await readOrders(store)
    for (const search of ['onmouseover', 'HYPERLINK']) {
      const text = await textAt(store, `?search=${search}`)
      expect(text).not.toMatch(/<b onmouseover/)
      expect(text).toContain(search === 'HYPERLINK' ? '=HYPERLINK(&quot;' : '&lt;b onmouseover')
    }
    const file = await (await store.browser.get(pathOf(store, '.csv?search=HYPERLINK'))).text()
    expect(file).toContain(`"'=HYPERLINK(""`)
  })
})

describe('a list that the usage plan has cut', () => {
  test.each(WORDS)(
    'says in %s what is there, when it goes on, and that it was never whole',
    async (language, words) => {
      const store = await storeWith(2100)
      const text = await textAt(store, '', language)
      expect(text).toContain(words.partialTitle)
      expect(text).toContain(words.partial('2,000'))
      expect(text).toContain(words.neverWhole)
      expect(text).toMatch(
        language === 'en'
          ? /Open orders: goes on at \d\d:\d\d GMT\+9, by itself/
          : /未完成订单：\d\d:\d\d.* 自动继续/,
      )
      expect(text).not.toContain('id="progress"')
      expect(await journal({ operation: 'searchOrders' })).toHaveLength(20)
    },
  )
})

test('a list that was whole before it was cut says when', async () => {
  const store = await storeWith(10)
  const throughMs = Date.parse('2026-11-21T23:05:00Z')
  await inStore(store.id, {}, async (context) => {
    const opened = await openSnapshot(context, { kind: 'orders', part: 'all' }, openOrders)
    if (!opened.ok || opened.value === undefined) throw new Error('nothing is stored')
    const rest = { since: { updatedMs: throughMs }, nextToken: 'next', begunMs: Date.now() }
    return storeSnapshot(
      context,
      {
        place: { kind: 'orders', part: 'all' },
        sweepId: sweepId.parse(newId(systemRandom)),
        epoch: standingOf(context.storage.sql)?.epoch ?? 0,
      },
      { value: { ...opened.value.value, throughMs, rest }, rows: 10 },
    )
  })
  // In the zone of the marketplace, Tokyo.
  expect(await textAt(store)).toContain(en.wholeAt('22 Nov 2026, 08:05 GMT+9'))
  const file = await (await store.browser.get(pathOf(store, '.csv'))).text()
  expect(file).toContain('searchOrders 2026-01-01, partial list"')
})

describe('states', () => {
  test.each([
    ['cancelled', 'report-cancelled'],
    ['fatal', 'report-failed'],
  ] as const)('a report that is %s is said where its figures would stand', async (kind, fault) => {
    await control('reports', { seller: 'fe', kind: 'normal' })
    await control('reports', { seller: 'fe', kind, seconds: 0, times: 5 })
    const store = await storeWith(10)
    for (const [language, words] of WORDS) {
      const text = await textAt(store, '', language)
      expect(text.split(words.reading.faults[fault]).length).toBeGreaterThan(2)
      expect(text).toContain(words.reading.failedTitle)
      expect(text).toContain(words.figures.overdue)
    }
  })

  test('a report that takes long is waited for by itself, and the page is not reloaded for it', async () => {
    const store = await storeWith(10)
    // As the reading leaves it that has looked five times in vain (orders.objects.test.ts).
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      storage.sql.exec("DELETE FROM snapshot WHERE kind = 'performance'")
      storage.sql.exec(
        "UPDATE sync SET state = 'running', continue_ms = ? WHERE kind = 'performance'",
        Date.now() + 60_000,
      )
    })
    for (const [language, words] of WORDS) {
      const text = await textAt(store, '', language)
      expect(text).toContain(words.budget.waits)
      expect(text).not.toContain('http-equiv="refresh"')
      const [before = 'none'] = words.reading.resting(words.reading.data.performance, '@').split('@')
      expect(text).toContain(before)
    }
  })

  test('throttled: a plan without a turn is told with its time, and no call is made', async () => {
    const store = await storeWith(10)
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      storage.sql.exec('UPDATE snapshot SET as_of_ms = as_of_ms - 90000000')
      storage.sql.exec('UPDATE bucket SET tokens = 0, updated_ms = ?', Date.now())
    })
    const calls = (await journal({ operation: 'searchOrders' })).length
    for (const [language, words] of WORDS) {
      const [before = 'none'] = words.reading.mayBegin(words.reading.data.orders, '@').split('@')
      expect(await textAt(store, '', language)).toContain(before)
    }
    expect(await journal({ operation: 'searchOrders' })).toHaveLength(calls)
  })

  test('Amazon down: the earlier list stands, and the page says what is wrong', async () => {
    const store = await storeWith(10)
    await control('faults', { operation: 'token', kind: 'html', times: 20 })
    await store.browser.post(pathOf(store, '?marketplace=A1VC38T7YXB528'))
    await readOrders(store)
    for (const [language, words] of WORDS) {
      const text = await textAt(store, '', language)
      expect(text).toContain(words.reading.failedTitle)
      expect(text).toContain(words.reading.failedOld)
      expect(text).toContain(words.figures.overdue)
    }
  }, 90_000)

  test('stopped: no figure and no call', async () => {
    const store = await storeWith(10)
    await store.browser.post(`/stores/${store.id}/disconnection`)
    const calls = (await journal()).length
    for (const rest of ['', '.csv', orderOf('250-0000001-0000001')]) {
      const answer = await store.browser.get(pathOf(store, rest))
      expect(answer.status).toBe(409)
      expect(await answer.text()).toContain(storeEn.stopped.disconnected.title)
    }
    expect(await journal()).toHaveLength(calls)
  })
})

describe('one order', () => {
  const someOrder = async (): Promise<string> => {
    const answer = await fetch(`${developmentVariables.SELLER_CENTRAL_ORIGIN}/control/state`)
    const { sellers } = await answer.json<{ sellers: { id: string; orders: string[] }[] }>()
    return sellers.find(({ id }) => id === 'A1WRENSTAT0FE')?.orders[0] ?? 'none'
  }

  test('is asked for at each look, kept nowhere, and speaks of no buyer', async () => {
    const store = await connectedStore()
    const id = await someOrder()
    for (const [language, words] of WORDS) {
      const text = await textAt(store, orderOf(id), language)
      expect(text).toContain(words.order.title(id))
      expect(text).toContain(words.order.shipBy)
      expect(text).toContain(words.order.deliverBy)
      expect(text).toContain(words.order.total)
      expect(text).not.toMatch(/example|@marketplace|東京都/)
    }
    const lines = (await journal({ operation: 'getOrder' })) as readonly { detail?: string }[]
    expect(lines.map(({ detail }) => detail)).toEqual([
      `${id} FULFILLMENT,PROCEEDS`,
      `${id} FULFILLMENT,PROCEEDS`,
    ])
    expect(await objectRows(store.id, 'SELECT kind FROM snapshot')).toEqual([])
    const looks = (await recordOf(store)).slice(-4)
    expect(looks).toMatchObject([
      { kind: 'read.intent', view: 'order', reason: 'member' },
      { kind: 'read.outcome', result: 'shown', rows: 1 },
      { kind: 'read.intent', view: 'order' },
      { kind: 'read.outcome', result: 'shown' },
    ])
    expect(JSON.stringify(looks)).not.toContain(id)
  })

  test('is named in the query of its page’s address, and never in a path, which request logs print', async () => {
    const store = await storeWith(60)
    const hrefs = [...(await textAt(store)).matchAll(/ (?:href|action|hx-get)="([^"]*)"/g)].map(
      ([, to = '']) => new URL(to.replaceAll('&amp;', '&'), 'https://ours.example'),
    )
    const named = hrefs.filter(({ href }) => /\d{3}-\d{7}-\d{7}/.test(href))
    expect(named.length).toBeGreaterThanOrEqual(50)
    for (const { pathname, searchParams } of named) {
      expect(pathname).toBe(pathOf(store, '/order'))
      expect(searchParams.get('id')).toMatch(/^\d{3}-\d{7}-\d{7}$/)
    }
    expect((await store.browser.get(pathOf(store, `/${named[0]?.searchParams.get('id')}`))).status).toBe(404)
  })

  test('that is no order number is 404 without a call, and without an entry', async () => {
    const store = await connectedStore()
    const before = [(await journal()).length, (await recordOf(store)).length]
    for (const id of ['', 'x', '250-1-2', '..%2f..', '250-0000001-00000012', '%3Cscript%3E']) {
      expect((await store.browser.get(pathOf(store, orderOf(id)))).status).toBe(404)
    }
    expect([(await journal()).length, (await recordOf(store)).length]).toEqual(before)
  })

  test('that Amazon does not know is 404; one of somebody else’s store as well, without a call', async () => {
    const store = await connectedStore()
    expect((await store.browser.get(pathOf(store, orderOf('250-0000001-0000001')))).status).toBe(404)
    const { browser } = await signedIn()
    const calls = (await journal()).length
    for (const rest of ['', '.csv', orderOf(await someOrder())]) {
      expect((await browser.get(pathOf(store, rest))).status).toBe(404)
    }
    expect(await journal()).toHaveLength(calls)
  })

  test('that Amazon refuses ends on a page that says so', async () => {
    const store = await connectedStore()
    await control('faults', { operation: 'getOrder', kind: 'status', status: 403, times: 1 })
    const answer = await store.browser.get(pathOf(store, orderOf(await someOrder())))
    expect(answer.status).toBe(502)
  })
})

describe('the file', () => {
  test('has the list as filtered, as of when, from where, and is a look of its own on the record', async () => {
    // How many of them the seller fulfils depends on the hour: more than a page's fifty of these at any.
    const store = await storeWith(90)
    const answer = await store.browser.get(pathOf(store, '.csv?by=seller'))
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="orders-[\w.-]+\.csv"$/)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect(Array.from(bytes.slice(0, 3))).toEqual([0xef, 0xbb, 0xbf])
    const lines = new TextDecoder().decode(bytes).split('\r\n')
    expect(lines[0]).toBe(
      'order,status,fulfilled_by,service,due,ship_by,ordered,marketplace,sku,units,units_to_ship,as_of,source',
    )
    expect(lines.length).toBeGreaterThan(50)
    expect(lines.slice(1, -1).every((line) => line.includes(',MERCHANT,'))).toBe(true)
    expect(lines[1]).toMatch(/,20\d\d-[\d-]+T[\d:.]+Z,Amazon SP-API searchOrders 2026-01-01$/)
    const [intent, outcome] = (await recordOf(store)).slice(-2)
    expect(intent).toMatchObject({ view: 'orders', as: 'csv', marketplace: 'A1VC38T7YXB528' })
    expect(outcome).toMatchObject({ result: 'shown', rows: lines.length - 2 })
  })
})

describe('the record', () => {
  test('has an intent and an outcome for each look, with lines and time and no figure', async () => {
    const store = await storeWith(60)
    await textAt(store)
    const [intent, outcome] = (await recordOf(store)).slice(-2)
    expect(intent).toEqual({
      kind: 'read.intent',
      view: 'orders',
      marketplace: 'A1VC38T7YXB528',
      reason: 'member',
    })
    expect(outcome).toMatchObject({ kind: 'read.outcome', result: 'shown', rows: 50 })
    expect(outcome).toHaveProperty('as_of_ms')
  })

  test('the list survives the object’s death', async () => {
    const store = await storeWith(60)
    await abortAllDurableObjects()
    expect(await textAt(store)).toContain('1–50 of 60')
  })
})
