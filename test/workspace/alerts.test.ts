import { beforeEach, describe, expect, test } from 'vitest'
import { en } from '../../src/workspace/watch/copy.en.ts'
import { zh } from '../../src/workspace/watch/copy.zh.ts'
import { control, journal } from '../amazon.ts'
import { type ConnectedStore, connectedStore } from '../connected.ts'
import { newBrowser, signedIn } from '../person.ts'
import { JP } from './planted.ts'
import { recordOf, setChargesWatch, setWatch, watchRows } from './watched.ts'

beforeEach(async () => {
  await control('reset')
})

const WORDS = [
  ['en', en],
  ['zh', zh],
] as const
const VALID = { coverDays: '10', ordersLeft: '0', budgetPercent: '95', authorizationDays: '60' }
const KEY = 'AKIAIOSFODNN7EXAMPLE'

const plain = (html: string) => html.replaceAll('&#39;', "'").replaceAll('&amp;', '&')
const pageOf = async (store: ConnectedStore, language = 'en', rest = '/alerts') => {
  const answer = await store.browser.get(`/stores/${store.id}${rest}`, { 'accept-language': language })
  return plain(await answer.text())
}
const setLimits = (store: ConnectedStore, over: Record<string, string> = {}, language = 'en') =>
  store.browser.post(
    `/stores/${store.id}/alerts/limits`,
    { ...VALID, ...over },
    { 'accept-language': language },
  )
const changes = (store: ConnectedStore) => recordOf(store.id, ['settings.changed'])

describe('the page of alerts', () => {
  test.each(WORDS)(
    'speaks %s, with every watch off and the limits that nobody set',
    async (language, words) => {
      const store = await connectedStore()
      const text = await pageOf(store, language)
      expect(text.split(words.off).length - 1).toBeGreaterThanOrEqual(3)
      for (const said of [
        words.lead,
        words.record,
        words.views.inventory('Amazon.co.jp'),
        words.views.orders('Amazon.co.jp'),
        words.views.advertising(),
        ...Object.values(words.fields),
        ...Object.values(words.hints),
      ]) {
        expect(text).toContain(said)
      }
      for (const value of ['7', '5', '80', '30']) expect(text).toContain(`value="${value}"`)
      expect(text).not.toContain(words.renew)
      expect(text).not.toMatch(/undefined|NaN/)
    },
  )

  test.each(WORDS)(
    'shows a set watch with its hour, its next and its last day (%s)',
    async (language, words) => {
      const store = await connectedStore()
      expect((await setWatch(store, { hour: '7', days: 'weekdays' })).headers.get('location')).toBe(
        `/stores/${store.id}/alerts`,
      )
      await setChargesWatch(store)
      const calls = (await journal()).length
      const text = await pageOf(store, language)
      expect(text).toContain(words.on('07:00', words.daysWords.weekdays))
      expect(text.split(words.renew)).toHaveLength(3)
      const [next = 'none'] = words.next('@').split('@')
      expect(text).toMatch(new RegExp(`${next}[^<]*0?7:00`))
      expect(text).toMatch(
        language === 'en' ? /It ends on \d+ \w+ \d{4} unless/ : /到 \d{4}年\d+月\d+日 结束/,
      )
      expect(await watchRows(store.id)).toHaveLength(2)
      expect(await journal()).toHaveLength(calls)
    },
  )

  test('takes back what it set: the same watch again is one, ended is none', async () => {
    const store = await connectedStore()
    await setWatch(store, { hour: '7' })
    await setWatch(store, { hour: '9' })
    expect(await watchRows(store.id)).toMatchObject([{ hour: 9 }])
    await setWatch(store, { end: '1' })
    expect(await watchRows(store.id)).toEqual([])
    expect(await pageOf(store)).not.toContain(en.renew)
  })

  test.each([
    ['another seller’s marketplace', { marketplace: 'ATVPDKIKX0DER' }],
    ['no marketplace for what has one', { view: 'inventory', marketplace: '' }],
    ['a marketplace for what has none', { view: 'advertising' }],
    ['a view that is not watched', { view: 'sku' }],
    ['an hour that no clock has', { hour: '24' }],
    ['an hour that is none', { hour: '-1' }],
    ['days that no list has', { days: 'hourly' }],
    ['another end', { end: 'yes' }],
    ['a key', { marketplace: KEY }],
  ])('refuses %s', async (_, over) => {
    const store = await connectedStore()
    const answer = await setWatch(store, over)
    expect(answer.status).toBe(422)
    expect(await answer.text()).not.toContain(KEY)
    expect(await watchRows(store.id)).toEqual([])
    expect(await changes(store)).toEqual([])
  })
})

describe('what is urgent', () => {
  test('is set for all members and shown again', async () => {
    const store = await connectedStore()
    expect((await setLimits(store)).status).toBe(303)
    const text = await pageOf(store)
    for (const value of Object.values(VALID)) expect(text).toContain(`value="${value}"`)
  })

  const WRONG = [
    ['coverDays', ['', '0', '91', '7.5', 'seven', '-3', '1e2']],
    ['ordersLeft', ['', '1001', '-1', '٣']],
    ['budgetPercent', ['', '9', '101', '80%', '9999999']],
    ['authorizationDays', ['', '0', '121', '<b>']],
  ] as const
  test.each(WRONG)(
    '%s that is none is refused beside what was typed, in both languages',
    async (name, typed) => {
      const store = await connectedStore()
      for (const value of typed) {
        for (const [language, words] of WORDS) {
          const answer = await setLimits(store, { [name]: value }, language)
          expect([value, answer.status]).toEqual([value, 422])
          const text = plain(await answer.text())
          expect(text).toContain(`<a href="#field-${name}">${words.invalid[name]}</a>`)
          expect(text).toContain('role="alert"')
          const shown = value.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
          expect(text).toMatch(
            new RegExp(`name="${name}"[^>]*value="${shown}"|value="${shown}"[^>]*name="${name}"`),
          )
          expect(text).toContain(`value="${name === 'ordersLeft' ? '10' : '0'}"`)
        }
      }
      expect(await changes(store)).toEqual([])
      expect(await pageOf(store)).toContain('value="7"')
    },
  )

  test.each([
    ['coverDays', ['1', '90']],
    ['ordersLeft', ['0', '1000']],
    ['budgetPercent', ['10', '100']],
    ['authorizationDays', ['1', '120', ' 30 ']],
  ] as const)('%s may be at its bounds', async (name, typed) => {
    const store = await connectedStore()
    for (const value of typed) expect((await setLimits(store, { [name]: value })).status).toBe(303)
  })

  test('refuses a pasted key with advice, and does not show it again', async () => {
    const store = await connectedStore()
    const answer = await setLimits(store, { coverDays: KEY })
    expect(answer.status).toBe(422)
    const text = await answer.text()
    expect(text).toContain('looks like a secret key')
    expect(text).not.toContain(KEY)
    expect(text).toContain('value="95"')
    expect(await changes(store)).toEqual([])
  })
})

describe('both forms', () => {
  test('are another member’s nowhere: 404, and nothing set', async () => {
    const store = await connectedStore()
    const { browser } = await signedIn()
    expect((await browser.get(`/stores/${store.id}/alerts`)).status).toBe(404)
    expect((await setWatch({ id: store.id, browser })).status).toBe(404)
    expect((await setLimits({ ...store, browser })).status).toBe(404)
    expect(await watchRows(store.id)).toEqual([])
    expect(await changes(store)).toEqual([])
  })

  test('as every form of a store ask for a session first, and nothing is set', async () => {
    const store = await connectedStore()
    const nobody = newBrowser()
    for (const [path, fields] of [
      ['alerts/limits', VALID],
      ['alerts/watch', { view: 'orders', marketplace: JP, hour: '7', days: 'daily' }],
      ['settings/planning', { act: 'save', lead_days: '60' }],
      ['settings/skus', { table: 'sku,mode\nA,air' }],
      ['advertising/budget?currency=JPY', { budget: '5' }],
    ] as const) {
      const answer = await nobody.post(`/stores/${store.id}/${path}`, fields)
      expect([path, answer.status]).toEqual([path, 403])
      expect(await answer.text()).toContain('Please sign in first')
    }
    expect(await changes(store)).toEqual([])
  })

  test('refuse what did not come from our own page', async () => {
    const store = await connectedStore()
    for (const [path, fields] of [
      ['limits', VALID],
      ['watch', { view: 'orders', marketplace: JP, hour: '7', days: 'daily' }],
    ] as const) {
      const url = `/stores/${store.id}/alerts/${path}`
      const evil = { origin: 'https://evil.example' }
      expect((await store.browser.post(url, { ...fields, form_token: 'x' })).status).toBe(403)
      expect((await store.browser.post(url, fields, evil)).status).toBe(403)
      expect((await store.browser.post(url, fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    }
    expect(await watchRows(store.id)).toEqual([])
    expect(await changes(store)).toEqual([])
  })

  test('stand on the record without a number, each with a sentence in both languages', async () => {
    const store = await connectedStore()
    await setWatch(store, { hour: '7' })
    await setLimits(store)
    const actor = `person/${store.personId}`
    expect(await changes(store)).toEqual([
      { kind: 'settings.changed', actor, what: 'watch' },
      { kind: 'settings.changed', actor, what: 'alerts' },
    ])
    const page = await pageOf(store, 'en', '')
    expect(page).toContain('You changed a watch.')
    expect(page).toContain('You changed what is alerted.')
    const chinese = await pageOf(store, 'zh', '')
    for (const said of ['更改了定时读取。', '更改了提醒设置。']) expect(chinese).toContain(said)
  })

  test('end with the store: 409', async () => {
    const store = await connectedStore()
    await store.browser.post(`/stores/${store.id}/disconnection`)
    expect((await store.browser.get(`/stores/${store.id}/alerts`)).status).toBe(409)
    expect((await setWatch(store)).status).toBe(409)
    expect((await setLimits(store)).status).toBe(409)
  })
})
