import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/core/time.ts'
import { fence } from '../../src/store/fence.ts'
import { en } from '../../src/workspace/attention/copy.en.ts'
import { zh } from '../../src/workspace/attention/copy.zh.ts'
import { control, journal } from '../amazon.ts'
import { type ConnectedStore, connectedStore, readToTheEnd } from '../connected.ts'
import { type Browser, signedIn } from '../person.ts'
import { inStore } from '../store/second-instance.ts'
import { JP } from './planted.ts'
import { plantOrders, recordOf } from './watched.ts'

beforeEach(async () => {
  await control('reset')
})

const htmlOf = async (browser: Browser, path: string, language = 'en') =>
  (await (await browser.get(path, { 'accept-language': language })).text()).replaceAll('&amp;', '&')
const overview = (store: ConnectedStore, language = 'en') =>
  htmlOf(store.browser, `/stores/${store.id}`, language)
/** What stands under "needs action", and the row of a store in the list. */
const waiting = (html: string) =>
  /<section[^>]*id="action".*?<\/section>|aria-labelledby="action".*?<\/section>/s.exec(html)?.[0] ?? ''
const rowOf = (html: string, store: ConnectedStore) =>
  html.split('<tr>').find((row) => row.includes(`/stores/${store.id}"`)) ?? ''
const looks = (store: ConnectedStore) => recordOf(store.id, ['read.intent', 'read.outcome'])

describe('the overview', () => {
  test('has no items, no call and no entry before anything is stored', async () => {
    const store = await connectedStore()
    const calls = (await journal()).length
    expect(await overview(store)).toContain(en.noFigures)
    expect(await overview(store, 'zh')).toContain(zh.noFigures)
    expect(await looks(store)).toEqual([])
    expect(await journal()).toHaveLength(calls)
  })

  test('shows what waits by stored figures, each with its page and age, without a call', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    await plantOrders(store, [-3, -1, 2], 2 * HOUR_MS)
    const calls = (await journal()).length
    const before = (await looks(store)).length
    const page = waiting(await overview(store))
    expect(page).toContain(
      `<a href="/stores/${store.id}/orders?due=overdue">2 orders are overdue: ship them now.</a>`,
    )
    expect(page).toContain(
      `<a href="/stores/${store.id}/orders?due=four">One order is due within four hours.</a>`,
    )
    expect(page).toContain(en.sourceAge(en.sources.orders, '2 hours ago'))
    expect(page.match(/Figures read/g)).toHaveLength(1)
    expect(page).toMatch(
      new RegExp(`<a href="/stores/${store.id}/inventory\\?marketplace=${JP}">\\d+ SKUs on Amazon.co.jp`),
    )
    expect(page.indexOf('overdue')).toBeLessThan(page.indexOf('SKUs'))
    expect(await journal()).toHaveLength(calls)
    const [intent, outcome, ...more] = (await looks(store)).slice(before)
    expect(more).toEqual([])
    expect(intent).toEqual({
      kind: 'read.intent',
      actor: `person/${store.personId}`,
      view: 'overview',
      reason: 'member',
    })
    expect(outcome).toMatchObject({ result: 'shown', rows: page.match(/<li>/g)?.length })
    const chinese = waiting(await overview(store, 'zh'))
    expect(chinese).toContain('2 笔订单已逾期：请立即发货。')
    expect(chinese).toContain('数据读取时间')
  })

  test('follows the limits that members set', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    const set = (coverDays: string) =>
      store.browser.post(`/stores/${store.id}/alerts/limits`, {
        coverDays,
        ordersLeft: '5',
        budgetPercent: '80',
        authorizationDays: '30',
      })
    const lowBelow = async (days: string) => {
      await set(days)
      return Number(/(\d+) SKUs on Amazon.co.jp have under/.exec(await overview(store))?.[1])
    }
    expect(await lowBelow('90')).toBeGreaterThan(await lowBelow('7'))
  })

  test('says of each kind of line where it comes from, read when, and from which limit on, in both languages', async () => {
    const store = await connectedStore()
    const computed = (html: string) => /<details>.*?<\/details>/s.exec(waiting(html))?.[0] ?? ''
    const before = computed(await overview(store))
    for (const operation of [
      'searchOrders',
      'GET_V2_SELLER_PERFORMANCE_REPORT',
      'getInventorySummaries',
      'GET_FBA_INVENTORY_PLANNING_DATA',
      'listFinancialEvents',
    ]) {
      expect(before).toMatch(new RegExp(`${operation} \\([^)]*\\), not read yet`))
    }
    await readToTheEnd(store)
    await store.browser.post(`/stores/${store.id}/alerts/limits`, {
      coverDays: '13',
      ordersLeft: '1',
      budgetPercent: '77',
      authorizationDays: '41',
    })
    const said = computed(await overview(store))
    expect(said).toContain('How this is computed')
    expect(said).toMatch(/getInventorySummaries \([^)]*\), read \d/)
    expect(said).toMatch(/searchOrders \([^)]*\), not read yet/)
    for (const limit of ['cover under 13 days', 'One order left or none', 'From 77% on', 'From 41 days on'])
      expect(said).toContain(limit)
    const chinese = computed(await overview(store, 'zh'))
    expect(chinese).toContain('计算方法')
    expect(chinese).toMatch(/getInventorySummaries \([^)]*\)，读取于/)
    for (const limit of ['不足 13 天', '剩余不超过 1 笔', '77%', '到期前 41 天'])
      expect(chinese).toContain(limit)
    expect(`${said}${chinese}`).not.toMatch(/undefined|NaN|Invalid/)
  })

  test('of a store that stopped shows nothing of its figures', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    await plantOrders(store, [-3])
    await inStore(store.id, {}, async (context) => {
      fence(context, 'authorization-refused', 'machine/token')
    })
    const before = (await looks(store)).length
    const html = await overview(store)
    expect(html).not.toContain('overdue')
    expect(html).not.toContain('SKUs on')
    const row = rowOf(await htmlOf(store.browser, '/stores'), store)
    expect(row).not.toContain('overdue')
    expect(row).not.toContain(en.nothingTitle)
    expect(await looks(store)).toHaveLength(before)
  })

  test('says so when figures are stored and none of them is urgent', async () => {
    const store = await connectedStore()
    await plantOrders(store, [40])
    for (const [language, words] of [
      ['en', en],
      ['zh', zh],
    ] as const) {
      const html = await overview(store, language)
      expect(html).toContain(words.nothingTitle)
      expect(rowOf(await htmlOf(store.browser, '/stores', language), store)).toContain(words.nothingTitle)
    }
  })
})

describe('the list of stores', () => {
  test('shows the most urgent of each and how many more there are, and claims nothing of an unread one', async () => {
    const store = await connectedStore()
    const unread = rowOf(await htmlOf(store.browser, '/stores'), store)
    expect(unread).not.toContain(en.nothingTitle)
    await plantOrders(store, [-3, 2])
    const calls = (await journal()).length
    const row = rowOf(await htmlOf(store.browser, '/stores'), store)
    expect(row).toContain(
      `<a href="/stores/${store.id}/orders?due=overdue">One order is overdue: ship it now.</a>`,
    )
    expect(row).toContain(`<a href="/stores/${store.id}">and one more</a>`)
    expect(row).not.toContain('due within four hours')
    expect(await journal()).toHaveLength(calls)
    expect((await looks(store)).at(-1)).toMatchObject({ result: 'shown', rows: 2 })
    expect(rowOf(await htmlOf(store.browser, '/stores', 'zh'), store)).toContain('另有 1 项')
  })

  test('I9: never shows, nor looks at, a store of somebody else', async () => {
    const store = await connectedStore()
    await plantOrders(store, [-3])
    const { browser } = await signedIn()
    const html = await htmlOf(browser, '/stores')
    expect(html).not.toContain(store.id)
    expect(html).not.toContain('overdue')
    expect((await browser.get(`/stores/${store.id}`)).status).toBe(404)
    expect(await looks(store)).toEqual([])
  })

  test('tells an authorization that ends soon, by begun days, without any figures', async () => {
    const store = await connectedStore()
    await inStore(store.id, {}, async ({ storage, clock }) => {
      storage.sql.exec('UPDATE standing SET authorized_ms = ?', clock() - 335.5 * DAY_MS)
    })
    await env.DB.prepare('UPDATE store SET authorized_at_ms = ? WHERE id = ?')
      .bind(Date.now() - 335.5 * DAY_MS, store.id)
      .run()
    expect(rowOf(await htmlOf(store.browser, '/stores'), store)).toContain(
      'The authorization ends in 30 days.',
    )
    expect(waiting(await overview(store))).toContain('The authorization ends in 30 days.')
    expect(await looks(store)).toEqual([])
  })
})
