import { beforeEach, describe, expect, test } from 'vitest'
import { control, journal } from '../amazon.ts'
import { type ConnectedStore, connectedStore, lookToTheEnd, objectRows, readToTheEnd } from '../connected.ts'

const JP = 'A1VC38T7YXB528'

beforeEach(async () => {
  await control('reset')
})

const skuPath = (store: ConnectedStore, sku: string): string =>
  `/stores/${store.id}/inventory/sku?${new URLSearchParams({ marketplace: JP, sku }).toString()}`

const settingsPath = (store: ConnectedStore, sku: string): string =>
  skuPath(store, sku).replace('/sku?', '/sku/settings?')

/** SKUs as the list links to them. */
const skusIn = (text: string): readonly string[] =>
  [...text.matchAll(/\/inventory\/sku\?([^"]*)"/g)].map(
    ([, query]) =>
      new URLSearchParams(query?.replaceAll('&#39;', "'").replaceAll('&amp;', '&')).get('sku') ?? '',
  )

const read = (store: ConnectedStore, path: string, headers = {}): Promise<string> =>
  lookToTheEnd(store, async () => (await store.browser.get(path, headers)).text())

async function opened(): Promise<{ store: ConnectedStore; sku: string; list: string }> {
  const store = await connectedStore()
  await readToTheEnd(store)
  const list = await read(store, `/stores/${store.id}/inventory?cover=covered`)
  const [sku = ''] = skusIn(list)
  return { store, sku, list }
}

let kept: ReturnType<typeof opened> | undefined
/** One that was opened before, for tests that only look: connecting another of the same seller would take its place. */
const openedBefore = () => {
  kept ??= opened()
  return kept
}

const looks = (store: ConnectedStore, kind: string) =>
  objectRows(
    store.id,
    `SELECT payload FROM audit_entry JOIN audit_payload USING (chain, sequence) WHERE kind = '${kind}' ORDER BY sequence`,
  )

describe('the page of one SKU', () => {
  test('reads its daily sales when it is opened, and not before', async () => {
    const { store, sku } = await openedBefore()
    expect(await journal({ operation: 'getOrderMetrics' })).toHaveLength(0)
    const first = await (await store.browser.get(skuPath(store, sku))).text()
    expect(first).toContain('estimated, of 4 windows')
    const text = await read(store, skuPath(store, sku))
    expect(await journal({ operation: 'getOrderMetrics' })).toHaveLength(1)
    expect(text).toContain('exact, of 90 days of its own sales')
    for (const said of ['Safety stock', 'Reorder point', '1.645 × √(75 ×', 'Beside Amazon', 'Daily sales'])
      expect(text).toContain(said)
    expect(text).toMatch(/Units by age: 0–90 days: \d+; 91–180 days: \d+;/)
    expect(text).toContain('id="ages-table"')
    expect(text).toContain('How this is computed')
    expect(text).toContain('getOrderMetrics')
    await read(store, skuPath(store, sku))
    expect(await journal({ operation: 'getOrderMetrics' })).toHaveLength(1)
  })

  test('says all that in Chinese too', async () => {
    const { store, sku } = await openedBefore()
    const text = await read(store, skuPath(store, sku), { 'accept-language': 'zh-CN' })
    for (const said of ['安全库存', '补货点', '与亚马逊对比', '计算方法']) expect(text).toContain(said)
    expect(text).not.toMatch(/Safety stock|Reorder point|undefined|NaN/)
  })

  test('is on the record as a look at a SKU, which is not named there', async () => {
    const { store, sku } = await openedBefore()
    await read(store, skuPath(store, sku))
    const intents = await looks(store, 'read.intent')
    const last = intents.at(-1)
    expect(JSON.parse(String(last?.['payload']))).toMatchObject({
      view: 'sku',
      marketplace: JP,
      reason: 'member',
    })
    const outcome = JSON.parse(String((await looks(store, 'read.outcome')).at(-1)?.['payload']))
    expect(outcome).toMatchObject({ result: 'shown', rows: 1 })
    const everything = await objectRows(store.id, 'SELECT payload FROM audit_payload')
    expect(JSON.stringify(everything)).not.toContain(sku)
  })

  test('of an unknown SKU is a 404 without a call, and an unknown marketplace’s too', async () => {
    const { store } = await openedBefore()
    const calls = (await journal()).length
    const unknown = await store.browser.get(skuPath(store, 'no-such-sku'))
    expect(unknown.status).toBe(404)
    expect(await unknown.text()).toContain(`/stores/${store.id}/inventory?marketplace=${JP}`)
    expect((await store.browser.get(`/stores/${store.id}/inventory/sku`)).status).toBe(404)
    expect((await store.browser.get(skuPath(store, 'x'.repeat(1001)))).status).toBe(404)
    expect((await store.browser.post(skuPath(store, 'no-such-sku'))).status).toBe(404)
    expect((await store.browser.post(settingsPath(store, 'no-such-sku'), { act: 'save' })).status).toBe(404)
    const other = skuPath(store, 'x').replace(JP, 'ATVPDKIKX0DER')
    expect((await store.browser.get(other)).status).toBe(404)
    expect(await journal()).toHaveLength(calls)
    const stranger = await connectedStore('eu')
    expect((await stranger.browser.get(skuPath(store, 'no-such-sku'))).status).toBe(404)
  })

  test('lets a SKU look like a key in its address, and nothing else there', async () => {
    const { store } = await openedBefore()
    const key = 'AKIAIOSFODNN7EXAMPLE'
    expect((await store.browser.get(skuPath(store, key))).status).toBe(404)
    expect((await store.browser.get(`${skuPath(store, 'x')}&name=${key}`)).status).toBe(422)
    expect((await store.browser.get(`/stores/${store.id}/inventory?sku=${key}`)).status).toBe(422)
  })

  test('before the stock was read shows its progress', async () => {
    const store = await connectedStore()
    const first = await store.browser.get(skuPath(store, 'any'))
    expect(first.status).toBe(200)
    expect(await first.text()).toContain('id="progress"')
  })

  test('shows hostile names and SKUs as text, and links to each of them', async () => {
    const store = await connectedStore()
    await control('hostile', { seller: 'fe', on: true })
    await readToTheEnd(store)
    const lists = await Promise.all(
      [1, 2].map((page) => read(store, `/stores/${store.id}/inventory?sort=sku&page=${page}`)),
    )
    const skus = lists.flatMap(skusIn)
    expect(skus).toHaveLength(80)
    const odd = skus.filter((sku) => !/^[A-Za-z0-9-]+$/.test(sku))
    expect(odd.length).toBeGreaterThan(3)
    for (const sku of odd) {
      const answer = await store.browser.get(skuPath(store, sku))
      expect([sku, answer.status]).toEqual([sku, 200])
      const text = await answer.text()
      expect(text).not.toMatch(/<(script|img|b|i)>?[^>]*(alert|onerror)|<script>/i)
    }
  })
})

describe('settings of one SKU', () => {
  test('are saved, shown, on the record without what was set, and reset', async () => {
    const { store, sku } = await opened()
    const fields = {
      act: 'save',
      lead_days: '33',
      mode: 'air',
      carton_units: '12',
      service_level_percent: '99',
    }
    const saved = await store.browser.post(settingsPath(store, sku), fields)
    expect([saved.status, saved.headers.get('location')]).toEqual([303, skuPath(store, sku)])
    const text = await read(store, skuPath(store, sku))
    expect(text).toContain('It has its own settings.')
    expect(text).toContain('value="33"')
    expect(text).toContain('2.326 × √(33 ×')
    expect(await looks(store, 'settings.changed')).toEqual([{ payload: '{"what":"planning"}' }])
    expect(await read(store, `/stores/${store.id}/inventory`)).toContain('One SKU has its own.')
    expect(await read(store, `/stores/${store.id}/settings`)).toContain('lead time 33 days')
    await store.browser.post(settingsPath(store, sku), { ...fields, act: 'reset' })
    expect(await read(store, skuPath(store, sku))).toContain('It is planned as the store is.')
    expect(await read(store, `/stores/${store.id}/settings`)).toContain('No SKU has settings of its own.')
  })

  test('add up stages without saving, and save them in the place of a total', async () => {
    const { store, sku } = await opened()
    const stages = { production_days: '20', domestic_days: '4', freight_days: '30', receiving_days: '' }
    const summed = await store.browser.post(settingsPath(store, sku), { act: 'sum', ...stages })
    const text = await summed.text()
    expect(text).toContain('20 + 4 + 30 + 0 = 54 days. Not saved yet.')
    expect(text).toContain('value="30"')
    expect(await looks(store, 'settings.changed')).toEqual([])
    await store.browser.post(settingsPath(store, sku), { act: 'save', ...stages })
    expect(await read(store, skuPath(store, sku))).toContain('√(54 ×')
  })

  test('that are wrong are named at their fields, with what was typed, and nothing is saved', async () => {
    const { store, sku } = await opened()
    const wrong = { act: 'save', lead_days: '731', carton_units: '<b>', landing_shipped: '2020-01-01' }
    const answer = await store.browser.post(settingsPath(store, sku), wrong)
    expect(answer.status).toBe(400)
    const text = await answer.text()
    expect(text).toContain('3 entries need another look')
    expect(text).toContain('href="#field-lead_days"')
    expect(text).toContain('value="&lt;b&gt;"')
    expect(text).toContain('<title>Error:')
    const past = await store.browser.post(settingsPath(store, sku), {
      act: 'save',
      landing_shipped: '2020-01-01',
    })
    expect(past.status).toBe(400)
    expect(await looks(store, 'settings.changed')).toEqual([])
  })

  test('come from our own page only', async () => {
    const { store, sku } = await opened()
    const fields = { act: 'save', lead_days: '33' }
    const path = settingsPath(store, sku)
    expect((await store.browser.post(path, { ...fields, form_token: 'x' })).status).toBe(403)
    expect((await store.browser.post(path, fields, { origin: 'https://evil.example' })).status).toBe(403)
    expect(await looks(store, 'settings.changed')).toEqual([])
  })
})
