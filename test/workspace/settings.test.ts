import { beforeEach, describe, expect, test } from 'vitest'
import { en as settingsEn } from '../../src/workspace/settings/copy.en.ts'
import { zh as settingsZh } from '../../src/workspace/settings/copy.zh.ts'
import { control } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows } from '../connected.ts'
import { signedIn } from '../person.ts'

beforeEach(async () => {
  await control('reset')
})

const page = async (store: ConnectedStore, query = '', headers = {}) =>
  (await store.browser.get(`/stores/${store.id}/settings${query}`, headers)).text()
/** One section of the page, by the id of its title. */
const sectionOf = (html: string, id: string): string =>
  html.split('<section').find((section) => section.includes(`id="${id}"`)) ?? ''
const paste = (store: ConnectedStore, table: string) =>
  store.browser.post(`/stores/${store.id}/settings/skus`, { table })
const changes = (store: ConnectedStore) =>
  objectRows(
    store.id,
    "SELECT payload FROM audit_entry JOIN audit_payload USING (chain, sequence) WHERE kind = 'settings.changed'",
  )

test('the settings page names the budgets that stand, each with its currency, and leads to them and to the alerts', async () => {
  const store = await connectedStore()
  const none = await page(store)
  expect(sectionOf(none, 'budgets')).toContain('No budget is set.')
  await store.browser.post(`/stores/${store.id}/advertising/budget?currency=JPY`, { budget: '16,000' })
  const text = await page(store)
  const budgets = sectionOf(text, 'budgets')
  expect(budgets).toMatch(/<dt>JPY<\/dt>.*>16,000 a month/)
  expect(budgets).not.toContain('No budget is set.')
  expect(budgets).toContain(`href="/stores/${store.id}/advertising#budget"`)
  const alerts = sectionOf(text, 'alerts')
  expect(alerts).toContain(`href="/stores/${store.id}/alerts"`)
  expect(alerts).toContain(settingsEn.alerts.text)
  const chinese = await page(store, '', { 'accept-language': 'zh-CN' })
  expect(sectionOf(chinese, 'budgets')).toContain('每月 16,000')
  expect(sectionOf(chinese, 'alerts')).toContain(settingsZh.alerts.text)
})

describe('planning settings of a store', () => {
  test('are saved by any member and shown again, on the record', async () => {
    const store = await connectedStore()
    const saved = await store.browser.post(`/stores/${store.id}/settings/planning`, {
      act: 'save',
      lead_days: '60',
      target_cover_days: '95',
    })
    expect(saved.status).toBe(303)
    const text = await (await store.browser.get(saved.headers.get('location') ?? '')).text()
    expect(text).toContain('Saved.')
    expect(text).toContain('value="60"')
    expect(text).toContain('value="95"')
    expect(await changes(store)).toEqual([{ payload: '{"what":"planning"}' }])
  })

  test('that are wrong keep what was typed; stages are added up without saving', async () => {
    const store = await connectedStore()
    const path = `/stores/${store.id}/settings/planning`
    const wrong = await store.browser.post(path, { act: 'save', lead_days: 'soon' })
    expect(wrong.status).toBe(400)
    expect(await wrong.text()).toContain('value="soon"')
    const sum = await store.browser.post(path, { act: 'sum', freight_days: '12' })
    expect(await sum.text()).toContain('0 + 0 + 12 + 0 = 12 days')
    expect(await changes(store)).toEqual([])
  })

  test('are for members only, and refuse what did not come from our own page', async () => {
    const store = await connectedStore()
    const { browser } = await signedIn()
    expect((await browser.get(`/stores/${store.id}/settings`)).status).toBe(404)
    const fields = { act: 'save', lead_days: '60' }
    expect((await browser.post(`/stores/${store.id}/settings/planning`, fields)).status).toBe(404)
    expect(
      (await browser.post(`/stores/${store.id}/settings/skus`, { table: 'sku,mode\nA,air' })).status,
    ).toBe(404)
    for (const [path, body] of [
      ['planning', fields],
      ['skus', { table: 'sku,mode\nA,air' }],
    ] as const) {
      const url = `/stores/${store.id}/settings/${path}`
      const evil = { origin: 'https://evil.example' }
      expect((await store.browser.post(url, { ...body, form_token: 'x' })).status).toBe(403)
      expect((await store.browser.post(url, body, evil)).status).toBe(403)
      expect((await store.browser.post(url, body, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    }
    expect(await changes(store)).toEqual([])
  })

  test('refuse a pasted key and do not show it again', async () => {
    const store = await connectedStore()
    const key = 'AKIAIOSFODNN7EXAMPLE'
    const answer = await store.browser.post(`/stores/${store.id}/settings/planning`, {
      act: 'save',
      lead_days: key,
    })
    const text = await answer.text()
    expect(text).toContain('looks like a secret key')
    expect(text).not.toContain(key)
  })

  test('end with the store', async () => {
    const store = await connectedStore()
    await store.browser.post(`/stores/${store.id}/disconnection`)
    expect((await store.browser.get(`/stores/${store.id}/settings`)).status).toBe(409)
    expect((await store.browser.post(`/stores/${store.id}/settings/planning`, { act: 'save' })).status).toBe(
      409,
    )
  })
})

describe('a pasted table', () => {
  test('sets SKUs, keeps their zeros, shows them as text, fifty a page with a link each', async () => {
    const store = await connectedStore()
    const lines = Array.from({ length: 60 }, (_, n) => `S-${String(n).padStart(3, '0')},40`)
    const taken = await paste(store, `sku,lead_days\n'00902,30\n<b>x</b>,31\n${lines.join('\n')}`)
    expect(taken.status).toBe(303)
    const text = await (await store.browser.get(taken.headers.get('location') ?? '')).text()
    expect(text).toContain('Settings of 62 SKUs are saved.')
    expect(text).toContain('62 SKUs have settings of their own.')
    expect(text).toContain('>00902</a>')
    expect(text).toContain('sku=00902')
    expect(text).toContain('&lt;b&gt;x&lt;/b&gt;')
    expect(text).toContain('1–50 of 62')
    expect(await page(store, '?page=2')).toContain('51–62 of 62')
    expect(await page(store, '?page=999')).toContain('51–62 of 62')
    expect(await changes(store)).toHaveLength(1)
  })

  test('changes its columns only, and an empty cell is as for the store', async () => {
    const store = await connectedStore()
    await paste(store, 'sku;lead_days;carton_units\nA;40;12')
    await paste(store, 'sku\ttarget_cover_days\nA\t90')
    expect(await page(store)).toContain('lead time 40 days; target 90 days; cartons of 12')
    await paste(store, 'sku,lead_days,target_cover_days,carton_units\nA,,,')
    expect(await page(store)).toContain('No SKU has settings of its own.')
  })

  test('is refused whole with lines and columns, in the person’s language, and stays in the field', async () => {
    const store = await connectedStore()
    const table = 'sku,lead_days,mode\nGOOD,40,air\nBAD,9999,rocket\nGOOD,40,air'
    const answer = await paste(store, table)
    expect(answer.status).toBe(400)
    const text = await answer.text()
    expect(text).toContain('Line 3, lead_days: Enter 1 to 730')
    expect(text).toContain('Line 4, sku: this SKU is on an earlier line too.')
    expect(text).toContain('3 entries need another look')
    expect(text).toContain(table)
    expect(await page(store)).toContain('No SKU has settings of its own.')
    expect(await changes(store)).toEqual([])
    const chinese = await store.browser.post(
      `/stores/${store.id}/settings/skus`,
      { table },
      { 'accept-language': 'zh-CN' },
    )
    expect(await chinese.text()).toContain('第 3 行，lead_days：')
  })

  test('with a key outside its SKUs is refused and not shown again; as a SKU it is taken', async () => {
    const store = await connectedStore()
    const key = 'AKIAIOSFODNN7EXAMPLE'
    const text = await (await paste(store, `sku,mode\nA,${key}`)).text()
    expect(text).toContain('looks like a secret key')
    expect(text).not.toContain(key)
    expect((await paste(store, `sku,mode\n${key},air`)).status).toBe(303)
  })

  test('of 50,000 lines is taken, and of two and a half megabytes refused', async () => {
    const store = await connectedStore()
    const lines = Array.from({ length: 50_000 }, (_, n) => `SKU-${n},40,sea`)
    expect((await paste(store, `sku,lead_days,mode\n${lines.join('\n')}`)).status).toBe(303)
    expect(await page(store)).toContain('50,000 SKUs have settings of their own.')
    const full = await paste(store, 'sku,lead_days\none more,40')
    expect(full.status).toBe(400)
    expect(await full.text()).toContain('more than 50,000 SKUs')
    const large = await paste(store, `sku,mode\n${'x'.repeat(2_100_000)},air`)
    expect(large.status).toBe(400)
    expect(await large.text()).toContain('more than 2 MB')
  }, 60_000)

  test('is the one long form: others stay small', async () => {
    const store = await connectedStore()
    const long = { act: 'save', lead_days: '1'.repeat(70_000) }
    expect((await store.browser.post(`/stores/${store.id}/settings/planning`, long)).status).toBe(403)
  })
})

test('the page is in Chinese for who reads Chinese', async () => {
  const store = await connectedStore()
  const text = await page(store, '', { 'accept-language': 'zh-CN' })
  for (const said of ['补货计划', '交货期（天）', '粘贴表格']) expect(text).toContain(said)
})
