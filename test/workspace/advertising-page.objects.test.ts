import { runInDurableObject } from 'cloudflare:test'
import { beforeEach, describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/core/time.ts'
import { control } from '../amazon.ts'
import { type ConnectedStore, connectedStore, stubOf } from '../connected.ts'
import {
  charge,
  get,
  LISTING,
  payloads,
  plantCharges,
  plantNoSales,
  read,
  readAll,
  settled,
  textOf,
} from './advertising-fixture.ts'

beforeEach(async () => {
  await control('reset')
})

describe('the page', () => {
  test('says what it is reading at first, and what is not here', async () => {
    const store = await connectedStore()
    const first = await read(store)
    expect(first).toContain('Reading from Amazon. Charges: asked for')
    expect(first).toContain('Campaigns, keywords, clicks and bids, and the marketplace of a charge.')
    expect(await read(store, '', 'zh')).toContain('正在从亚马逊读取')
    const { html } = await get(store)
    if (html.includes('id="progress"')) {
      expect(html).toContain(`hx-get="/stores/${store.id}/advertising/progress?currency=JPY`)
    }
    await settled(store)
    const ended = await get(store, '/progress?currency=JPY')
    expect(ended.answer.headers.get('hx-refresh')).toBe('true')
    expect((await get(store, '/progress?currency=nope')).status).toBe(404)
  })

  test('tells the month, its invoices and the months before, in both languages, in yen without decimals', async () => {
    const store = await readAll()
    const english = await read(store)
    for (const said of [
      'is charged in',
      'No budget is set, so there is nothing to compare it with.',
      'By currency',
      'Amazon.co.jp',
      'no budget set',
      'Japan Standard Time',
      'Whole months in JPY, newest first',
      'are not final: Amazon posts late.',
      'TACoS',
    ]) {
      expect(english).toContain(said)
    }
    expect(english).not.toMatch(/JPY [\d,]+\.\d/)
    const chinese = await read(store, '', 'zh')
    for (const said of [
      '广告费',
      '至今已扣费 JPY',
      '尚未设置预算',
      '按币种',
      '以前的月份',
      '这里不包含什么',
      '计算方法',
    ]) {
      expect(chinese).toContain(said)
    }
  })

  test('switches by currency; unknown and foreign ones are not found', async () => {
    const store = await readAll('na')
    const { html } = await get(store, '?currency=CAD')
    expect(html).toMatch(/href="\?currency=CAD" aria-current="true"/)
    expect(textOf(html)).toContain('is charged in')
    expect((await get(store, '?currency=EUR')).status).toBe(404)
    expect((await get(store, '?currency=%3Cb%3E')).status).toBe(404)
    const stranger = await connectedStore('fe')
    const foreign = await stranger.browser.get(`/stores/${store.id}/advertising`)
    expect(foreign.status).toBe(404)
  })

  test('compares the month with a budget: what is spent, its pace and its thresholds', async () => {
    const store = await readAll()
    const now = Date.now()
    await plantCharges(store, [charge(now - 1000, 8_500)])
    await plantNoSales(store)
    await store.browser.post(`/stores/${store.id}/advertising/budget?currency=JPY`, { budget: '10,000' })
    const eighty = await read(store)
    expect(eighty).toContain('80% of the JPY budget is reached')
    expect(eighty).toContain('JPY 8,500 of JPY 10,000 is charged')
    expect(eighty).toContain('1 invoice does not carry a projection: it is told from three on.')
    expect(eighty).toContain('no sales')
    await plantCharges(store, [charge(now - 1000, 9_000)])
    expect(await read(store)).toContain('90% of the JPY budget is reached')
    await plantCharges(store, [charge(now - 1000, 10_001)])
    expect(await read(store)).toContain('The JPY budget is used up')
    expect(await read(store, '', 'zh')).toContain('JPY 预算已用完')
  })

  test('says that nothing was charged at all, or nothing in this month, or nothing as far as it is read', async () => {
    const store = await readAll()
    await plantCharges(store, [])
    expect(await read(store)).toContain('No advertising was charged in JPY.')
    expect(await read(store)).toContain('Amazon lists no advertising invoice since')
    expect(await read(store, '', 'zh')).toContain('没有以 JPY 计收的广告费。')
    await plantCharges(store, [charge(Date.now() - 70 * DAY_MS, 100)])
    expect(await read(store)).toMatch(/Nothing is charged in \w+ \d{4} so far\./)
    expect(await read(store)).toContain('Amazon has posted no invoice')
    expect(await read(store, '', 'zh')).toContain('至今没有扣费')
    await plantCharges(store, [], { fromMs: Date.now() - 40 * DAY_MS })
    expect(await read(store)).toContain('None so far: Amazon’s list is read back to')
    expect(await read(store)).toContain('The past is still being read: it reaches back to')
    expect(await read(store, '', 'zh')).toContain('更早的记录仍在读取')
  })

  test('says that Amazon is down or asks to go slower, keeps what it has, and offers to try again', async () => {
    const store = await connectedStore()
    await control('faults', { operation: LISTING, kind: 'status', status: 503, times: 5 })
    await get(store)
    await settled(store)
    expect(await read(store)).toContain('Charges: Amazon does not answer at the moment.')
    expect(await read(store, '', 'zh')).toContain('亚马逊暂时没有回应')
    await store.browser.post(`/stores/${store.id}/advertising?currency=JPY`)
    await settled(store)
    expect(await read(store)).toContain('is charged in')
    await control('faults', { operation: LISTING, kind: 'status', status: 503, times: 5 })
    await store.browser.post(`/stores/${store.id}/advertising?currency=JPY`)
    await settled(store)
    const text = await read(store)
    expect(text).toContain('What is shown below is from the reading before.')
    expect(text).toContain('is charged in')
  })

  test('names the time at which the usage plan lets it read again', async () => {
    const store = await readAll()
    await plantCharges(store, [], {}, 7 * HOUR_MS)
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      storage.sql.exec(
        'UPDATE bucket SET tokens = -60, updated_ms = ? WHERE operation = ?',
        Date.now(),
        LISTING,
      )
    })
    expect(await read(store)).toMatch(/Amazon lets us read again from \d\d:\d\d GMT\+9: Charges\./)
    expect(await read(store, '', 'zh')).toContain('之后再次读取：广告费')
  })

  test('of a stopped store shows nothing but the way on', async () => {
    const store = await readAll()
    await store.browser.post(`/stores/${store.id}/disconnection`)
    const { status, html } = await get(store)
    expect(status).toBe(409)
    expect(textOf(html)).toContain('This store is disconnected')
    expect((await get(store, '.csv')).status).toBe(409)
  })

  test('shows hostile invoice numbers as text, and none of them runs in its file', async () => {
    const store = await readAll()
    const hostile = ['<script>alert(1)</script>', '=HYPERLINK("x")', '"><img src=x>', `${'A'.repeat(400)}`]
    await plantCharges(
      store,
      hostile.map((invoiceId, index) => charge(Date.now() - 1000 - index, 100, { invoiceId })),
    )
    const { html } = await get(store)
    expect(html).not.toContain('<script>alert')
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    const { html: file } = await get(store, '.csv?currency=JPY')
    expect(file).toContain('"\'=HYPERLINK(""x"")"')
  })
})

describe('the file', () => {
  test('is the month’s invoices, and its look is on the record as a file', async () => {
    const store = await readAll()
    const { answer, html } = await get(store, '.csv?currency=JPY')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toMatch(
      /filename="advertising-JPY-\d{4}-\d\d-\d\d\.csv"/,
    )
    expect(html.split('\r\n')[0]).toContain('invoice,posted,state,currency,charge,refund,as_of,source')
    const intents = await payloads(store, 'read.intent')
    expect(intents.at(-1)).toMatchObject({ view: 'advertising', reason: 'member', as: 'csv' })
  })

  test('before anything is read is the page that says so', async () => {
    const store = await connectedStore()
    const { answer } = await get(store, '.csv')
    expect(answer.status).toBe(303)
    await settled(store)
  })
})

describe('budgets', () => {
  const post = (store: ConnectedStore, currency: string, budget: string, language = 'en') =>
    store.browser.post(
      `/stores/${store.id}/advertising/budget?currency=${currency}`,
      { budget },
      { 'accept-language': language },
    )

  test('are set on the page, stand there again, and are on the record without their amount', async () => {
    const store = await readAll()
    const saved = await post(store, 'JPY', '1,600,000')
    expect(saved.status).toBe(303)
    expect(saved.headers.get('location')).toBe(`/stores/${store.id}/advertising?currency=JPY`)
    expect((await get(store)).html).toContain('value="1,600,000"')
    const changes = await payloads(store, 'settings.changed')
    expect(changes).toEqual([{ what: 'budget' }])
    expect((await post(store, 'JPY', '')).status).toBe(303)
    expect(await read(store)).toContain('no budget set')
  })

  test('that are none are refused in words that stay beside what was typed, and change nothing', async () => {
    const store = await readAll()
    await post(store, 'JPY', '500')
    for (const [language, said] of [
      ['en', 'Enter an amount above nought such as 16,000'],
      ['zh', '请输入大于零的金额'],
    ] as const) {
      const refused = await post(store, 'JPY', '15.5"<b>', language)
      expect(refused.status).toBe(422)
      const html = await refused.text()
      expect(textOf(html)).toContain(said)
      expect(html).toContain('value="15.5&quot;&lt;b&gt;"')
      expect(html).toContain('aria-invalid="true"')
    }
    expect((await get(store)).html).toContain('value="500"')
  })

  test('from anywhere but our own page, or of another’s store, are refused', async () => {
    const store = await readAll()
    const path = `/stores/${store.id}/advertising/budget?currency=JPY`
    const evil = { origin: 'https://evil.example' }
    expect((await store.browser.post(path, { budget: '5', form_token: 'x' })).status).toBe(403)
    expect((await store.browser.post(path, { budget: '5' }, evil)).status).toBe(403)
    expect((await store.browser.post(path, { budget: '5' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(
      403,
    )
    const stranger = await connectedStore('eu')
    expect((await stranger.browser.post(path, { budget: '5' })).status).toBe(404)
    expect((await get(store)).html).toContain('value=""')
  })

  test('of two currencies set at the same time both stand', async () => {
    const store = await readAll('na')
    await Promise.all([post(store, 'USD', '16000'), post(store, 'CAD', '2400.50'), post(store, 'MXN', '300')])
    expect((await get(store, '?currency=USD')).html).toContain('value="16,000.00"')
    expect((await get(store, '?currency=CAD')).html).toContain('value="2,400.50"')
    expect((await get(store, '?currency=MXN')).html).toContain('value="300.00"')
  })
})

test('each look is an intent and an outcome on the record, with the lines shown', async () => {
  const store = await readAll()
  await plantCharges(store, [charge(Date.now() - 1000, 100)])
  await get(store)
  const intents = await payloads(store, 'read.intent')
  const outcomes = await payloads(store, 'read.outcome')
  expect(intents).toHaveLength(2)
  expect(intents[0]).toEqual({ view: 'advertising', reason: 'member' })
  expect(outcomes.map(({ result, rows }) => [result, rows])).toEqual([
    ['progress', undefined],
    ['shown', 1],
  ])
  expect(JSON.stringify(await payloads(store, 'snapshot.stored'))).not.toContain('I-')
})
