import { runInDurableObject } from 'cloudflare:test'
import { beforeEach, describe, expect, test } from 'vitest'
import { control, journal } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows, readToTheEnd, stubOf } from '../connected.ts'

beforeEach(async () => {
  await control('reset')
})

const list = async (store: ConnectedStore, query = '', headers = {}) =>
  (await store.browser.get(`/stores/${store.id}/inventory?${query}`, headers)).text()
const reportState = (kind: string, more = {}) =>
  control('reports', {
    seller: 'fe',
    kind,
    type: 'GET_FBA_INVENTORY_PLANNING_DATA',
    times: 5,
    seconds: 0,
    ...more,
  })
const skusIn = (text: string): readonly string[] =>
  [...text.matchAll(/<small class="mono">([^<]*)<\/small>/g)].map(([, sku = '']) => sku)
const payloads = async (store: ConnectedStore, kind: string) =>
  (
    await objectRows(
      store.id,
      'SELECT payload FROM audit_entry JOIN audit_payload USING (chain, sequence) WHERE kind = ? ORDER BY sequence',
      kind,
    )
  ).map(({ payload }) => JSON.parse(String(payload)))

/** A store that was read once, for tests that only look: connecting another of the same seller would take its place. */
const readOnce = () => {
  let store: Promise<ConnectedStore> | undefined
  const connect = async () => {
    const connected = await connectedStore()
    await readToTheEnd(connected)
    return connected
  }
  return () => {
    store ??= connect()
    return store
  }
}

/** Cells of the file, without its byte order mark. */
const cellsOf = (text: string): readonly (readonly string[])[] =>
  text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')
    .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1] ?? m[2] ?? ''))

describe('the list of what to reorder', () => {
  const opened = readOnce()
  test('counts SKUs by band, in both languages, and each band filters', async () => {
    const store = await opened()
    const text = await list(store)
    for (const band of ['Out of stock', 'Critical', 'At risk', 'Watch', 'Covered', 'Excess', 'No sales'])
      expect(text).toContain(band)
    const chinese = await list(store, '', { 'accept-language': 'zh-CN' })
    for (const band of ['缺货', '紧急', '有风险', '需留意', '充足', '冗余', '无销量'])
      expect(chinese).toContain(band)
    expect(chinese).not.toMatch(/Out of stock|undefined|NaN/)
    const bands = ['out', 'critical', 'at-risk', 'watch', 'covered', 'excess', 'no-sales', 'unknown']
    const counted = await Promise.all(
      bands.map(async (band) => {
        const [, count] =
          /<b>What to reorder<\/b>, (?:(\d+) of )?(?:80 )?SKUs/.exec(await list(store, `cover=${band}`)) ?? []
        return Number(count ?? 0)
      }),
    )
    expect(counted.reduce((all, one) => all + one, 0)).toBe(80)
  })

  test('sorts by what is asked for, and marks the column', async () => {
    const store = await opened()
    const bySku = await list(store, 'sort=sku')
    expect(skusIn(bySku)).toEqual([...skusIn(bySku)].toSorted())
    expect(bySku).toContain('aria-sort="ascending"')
    expect(await list(store, 'sort=largest')).toContain('aria-sort="descending"')
    expect(skusIn(await list(store, 'sort=stock'))).not.toEqual(skusIn(bySku))
    expect(skusIn(await list(store, 'sort=nonsense'))).toEqual(skusIn(await list(store)))
  })

  test('says what it was planned with, and links to each SKU and to the settings', async () => {
    const store = await opened()
    const text = await list(store)
    expect(text).toContain('lead time of 75 days, a target of 120 days of cover and a service level of 95%')
    expect(text).toContain(`href="/stores/${store.id}/settings"`)
    expect(text).toContain(`href="/stores/${store.id}/inventory/sku?marketplace=`)
    expect(text).toContain('getInventorySummaries')
  })
})

describe('the file', () => {
  const opened = readOnce()
  test('has a byte order mark, every line that matches, and where and when its figures are from', async () => {
    const store = await opened()
    const answer = await store.browser.get(`/stores/${store.id}/inventory.csv`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="inventory-[\w.-]+\.csv"$/,
    )
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect(Array.from(bytes.slice(0, 3))).toEqual([0xef, 0xbb, 0xbf])
    const [head = [], ...lines] = cellsOf(new TextDecoder().decode(bytes))
    expect(lines).toHaveLength(80)
    expect(new Set(lines.map((line) => line.length))).toEqual(new Set([head.length]))
    const at = (name: string) => lines.map((line) => line[head.indexOf(name)])
    expect(at('stock_as_of').every((time) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(time ?? ''))).toBe(true)
    expect(at('planning_report_of').every((one) => /^\d{4}-\d\d-\d\d$/.test(one ?? ''))).toBe(true)
    expect(at('source')[0]).toContain('getInventorySummaries')
    const filtered = await (await store.browser.get(`/stores/${store.id}/inventory.csv?cover=out`)).text()
    const out = cellsOf(filtered).slice(1)
    expect(out.length).toBeLessThan(80)
    expect(out.every((line) => line[head.indexOf('status')] === 'Out of stock')).toBe(true)
  })

  test('is on the record as a file, with its lines counted and none of them named', async () => {
    const store = await opened()
    await store.browser.get(`/stores/${store.id}/inventory.csv`)
    expect((await payloads(store, 'read.intent')).at(-1)).toMatchObject({
      view: 'inventory',
      reason: 'member',
      as: 'csv',
    })
    expect((await payloads(store, 'read.outcome')).at(-1)).toMatchObject({ result: 'shown', rows: 80 })
  })

  test('keeps leading zeros, runs no formula, and shows hostile names as they are', async () => {
    const store = await connectedStore()
    await control('hostile', { seller: 'fe', on: true })
    await readToTheEnd(store)
    const text = await (await store.browser.get(`/stores/${store.id}/inventory.csv`)).text()
    const cells = cellsOf(text).flat()
    expect(cells.filter((cell) => /^\s*[=+@-]/.test(cell) && !/^-?\d/.test(cell))).toEqual([])
    const numbers = cellsOf(text)
      .slice(1)
      .map(([sku = '']) => sku)
      .filter((sku) => /^'?\d+$/.test(sku))
    expect(numbers.every((sku) => sku.startsWith("'"))).toBe(true)
    const page = await list(store, 'sort=sku')
    expect(page).not.toMatch(/<script>|<img/i)
  })

  test('before anything was read leads to the page', async () => {
    const store = await connectedStore()
    const answer = await store.browser.get(`/stores/${store.id}/inventory.csv`)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toContain(`/stores/${store.id}/inventory?`)
  })
})

describe('the planning report', () => {
  test.each([
    ['cancelled', 'Amazon cancelled the report'],
    ['fatal', 'Amazon could not make the report'],
    ['missing-columns', 'had a shape we do not know'],
    ['malformed', 'had a shape we do not know'],
  ])('that is %s says so over the live stock', async (kind, said) => {
    const store = await connectedStore()
    await reportState(kind)
    const text = await readToTheEnd(store)
    expect(text).toContain('The last reading did not finish')
    expect(text).toContain(said)
    expect(text).toContain('80 SKUs')
    expect(text).toContain('Without the planning report nothing is known of sales')
    expect(await objectRows(store.id, 'SELECT state FROM standing')).toEqual([{ state: 'connected' }])
  })

  test('that is slow goes on by itself, at a time that the page tells', async () => {
    const store = await connectedStore()
    await reportState('slow', { seconds: 600 })
    const text = await readToTheEnd(store, '', 60)
    expect(text).toMatch(/Planning report: goes on at \d\d:\d\d/)
    expect(text).toContain('80 SKUs')
    expect(await journal({ operation: 'createReport' })).toHaveLength(1)
  }, 90_000)

  test('of an earlier reading stands when the next one fails', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    await reportState('fatal')
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      storage.sql.exec("UPDATE snapshot SET as_of_ms = as_of_ms - 50000000 WHERE kind = 'planning'")
    })
    const text = await readToTheEnd(store)
    expect(text).toContain('What is shown below is from the reading before.')
    expect(text).toContain('Excess')
    expect(text).not.toContain('Without the planning report nothing is known')
  })

  test('that leaves out every second SKU changes no plan: theirs rest on the report before, and say its day', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    const file = async () =>
      (await (await store.browser.get(`/stores/${store.id}/inventory.csv`)).text()).split('\r\n')
    const [head = '', ...before] = await file()
    const at = head.split(',').indexOf('planning_report_of') - head.split(',').length
    const plansOf = (lines: readonly string[]) => lines.map((line) => line.split(',').slice(at - 8, at - 2))
    await reportState('half')
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      storage.sql.exec("UPDATE snapshot SET as_of_ms = as_of_ms - 50000000 WHERE kind = 'planning'")
    })
    const text = await readToTheEnd(store)
    expect(text).toMatch(
      /Of 39 SKUs Amazon’s newest planning report tells nothing: their sales are those of earlier ones, from \d+ \w+ on\./,
    )
    expect(text).not.toContain('&amp;cover=unknown"')
    expect([...text.matchAll(/<small class="quiet">as of \d+ \w+<\/small>/g)].length).toBeGreaterThan(10)
    const [, ...after] = await file()
    expect(plansOf(after)).toEqual(plansOf(before))

    const row = text.split('<tr>').find((one) => one.includes('<small class="quiet">as of')) ?? ''
    const [, href = ''] = /href="([^"]+)"/.exec(row) ?? []
    const page = await (await store.browser.get(href.replaceAll('&amp;', '&'))).text()
    expect(page).toContain('Amazon’s newest planning report leaves this SKU out.')
    expect(page).toContain('That report leaves this SKU out: its units shipped are of Amazon’s snapshot of')
    expect(page).toContain('The planning report has no line for this SKU.')
    // Its own days are of today, and the earlier report's are not.
    const own = await readToTheEnd(
      store,
      href.replaceAll('&amp;', '&').replace(`/stores/${store.id}/inventory`, ''),
    )
    expect(own).toMatch(/\d units ordered in 30 days/)
    expect(own).not.toContain('Amazon’s newest planning report leaves this SKU out.')

    const unsold = (await list(store, 'cover=no-sales'))
      .split('<tr>')
      .filter((one) => /–<\/span><br\/><small class="quiet">as of \d+ \w+/.test(one))
    const [, there = ''] = /href="([^"]+)"/.exec(unsold[0] ?? '') ?? []
    const slow = await (await store.browser.get(there.replaceAll('&amp;', '&'))).text()
    expect(slow).toMatch(
      /No sales in 30 days\. (?:It sold before[^.]+\. )?As of \d+ \w+: Amazon’s newest planning report leaves this SKU out\./,
    )
  })

  test('does not count as out of stock what its seller has given up, and says why', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    const [unsold, out] = await Promise.all([list(store, 'cover=no-sales'), list(store, 'cover=out')])
    expect(skusIn(unsold)).toContain('0D-N497-R53M')
    expect(skusIn(out)).not.toContain('0D-N497-R53M')
    expect(skusIn(out).length).toBeGreaterThan(0)
    const path = `/stores/${store.id}/inventory/sku?marketplace=A1VC38T7YXB528&sku=0D-N497-R53M`
    const said = async (language: string) =>
      (await store.browser.get(path, { 'accept-language': language })).text()
    expect(await said('en')).toContain(
      'No sales in 90 days: by Amazon’s figures no quantity of it has changed in that time.',
    )
    expect(await said('zh-CN')).toContain('90 天内没有销量：据亚马逊的数据，期间各项数量都没有变化。')
  })
})
