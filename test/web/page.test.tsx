import { describe, expect, test } from 'vitest'
import { storeId } from '../../src/core/id.ts'
import { Chart } from '../../src/web/chart.tsx'
import { formatTime } from '../../src/web/format.ts'
import { Glyph, Notice, Progress, Status, Time } from '../../src/web/kit.tsx'
import { type PageOptions, page } from '../../src/web/page.tsx'
import { Pager, Table, tableRow } from '../../src/web/table.tsx'
import { get, OWN_FORM, post, shell, viewerWith } from './harness.ts'

const store = { id: storeId.parse('0123456789abcdefghjkmnpqrs'), name: 'Ink & <Paper>' }
const TOKEN = 'token-of-this-session'

async function shown(
  options: Partial<PageOptions>,
  request: { path?: string; language?: string; viewer?: boolean } = {},
) {
  const app = shell(request.viewer ? { viewer: viewerWith(TOKEN) } : {})
  app.all('*', (c) => page(c, { title: 'Stock & <more>', ...options }, <h1>Stock</h1>))
  return (
    await get(app, request.path ?? '/here?page=2', { 'accept-language': request.language ?? 'en' })
  ).text()
}

describe('a page', () => {
  test.each([
    ['en', 'en', '中文', 'zh'],
    ['zh', 'zh-Hans', 'English', 'en'],
  ])(
    'in %s has its landmarks, one h1, and a switch written in the other language',
    async (language, lang, other, to) => {
      const text = await shown({}, { language })
      expect(text.startsWith(`<!doctype html><html lang="${lang}">`)).toBe(true)
      expect(text.indexOf('class="skip" href="#main"')).toBeLessThan(text.indexOf('<header class="bar">'))
      for (const mark of ['<header class="bar">', '<main id="main">', '<footer class="foot">', '<h1>']) {
        expect(text.split(mark)).toHaveLength(2)
      }
      expect(text).toMatch(
        new RegExp(`hreflang="[a-zA-Z-]+" href="/language/${to}\\?to=%2Fhere%3Fpage%3D2">${other}<`),
      )
      expect(text).toContain('<meta name="robots" content="noindex"/>')
    },
  )

  test('escapes what it is given', async () => {
    const text = await shown({ tab: { store, current: 'inventory' } }, { viewer: true })
    expect(text).toContain('<title>Stock &amp; &lt;more&gt; · Mint Hub</title>')
    expect(text).toContain('Ink &amp; &lt;Paper&gt;')
    expect(text).not.toContain('<Paper>')
  })

  test('has no inline style or script and loads nothing from elsewhere', async () => {
    const text = await shown(
      { script: 'app', tab: { store, current: 'inventory' }, reloadSeconds: 4 },
      { viewer: true },
    )
    expect(text).not.toMatch(/ style=|<style|javascript:| on[a-z]+=/)
    expect(text.match(/<script[^>]*>/g)).toEqual(['<script src="/vendor/htmx.min.js?v=4.0.1" defer="">'])
    const loaded = [
      ...text.matchAll(/<(?:script|img|link rel="(?:stylesheet|icon)")[^>]*(?:src|href)="([^"]+)"/g),
    ]
    for (const [, address] of loaded) expect(address).toMatch(/^\/[a-z]/)
  })

  test('says Error in its title when something was not taken', async () => {
    expect(await shown({ error: true })).toContain('<title>Error: Stock')
    expect(await shown({ error: true }, { language: 'zh' })).toContain('<title>错误：Stock')
  })

  test('that is public names its address in both languages', async () => {
    const text = await shown({ canonical: '/en/', alternate: '/zh/', indexed: true }, { path: '/en/' })
    expect(text).not.toContain('noindex')
    expect(text).toContain('<link rel="canonical" href="http://localhost:8787/en/"/>')
    expect(text).toContain('<link rel="alternate" hreflang="en" href="http://localhost:8787/en/"/>')
    expect(text).toContain('<link rel="alternate" hreflang="zh-Hans" href="http://localhost:8787/zh/"/>')
    expect(text).toContain('<link rel="alternate" hreflang="x-default" href="http://localhost:8787/"/>')
    expect(text).toContain('hreflang="zh-Hans" href="/zh/">中文<')
  })

  test('reloads by itself only where no script does', async () => {
    expect(await shown({ reloadSeconds: 4 })).toMatch(
      /<link rel="icon"[^>]*><meta http-equiv="refresh" content="4"\/>/,
    )
    expect(await shown({ reloadSeconds: 4, script: 'app' })).toContain(
      '<noscript><meta http-equiv="refresh" content="4"/></noscript>',
    )
    expect(await shown({})).not.toContain('http-equiv')
    const leaving = await shown({
      leaveTo: 'https://sellercentral.amazon.com/apps/authorize/consent?a=1&b=2',
    })
    expect(leaving).toContain(
      'content="5;url=https://sellercentral.amazon.com/apps/authorize/consent?a=1&amp;b=2"',
    )
  })
})

describe('the bar', () => {
  test('offers signing in to a stranger and holds no token', async () => {
    const text = await shown({})
    expect(text).toContain('<a href="/sign-in">Sign in</a>')
    expect(text).not.toMatch(/sign-out|form_token|\/account/)
  })

  test('signs out by a form with the token', async () => {
    const text = await shown({ current: 'stores' }, { viewer: true })
    expect(text).toContain(
      `<form method="post" action="/sign-out"><input type="hidden" name="form_token" value="${TOKEN}"/><button type="submit">Sign out</button></form>`,
    )
    expect(text).toContain('<a href="/stores" aria-current="page">Stores</a>')
    expect(text.match(/aria-current/g)).toHaveLength(1)
  })

  test('has no form on a page without a Referer, since its Origin would be null', async () => {
    expect(await shown({ noReferrer: true }, { viewer: true })).not.toContain('<form')
    expect(await shown({}, { viewer: true, path: '/connect/leaving' })).not.toContain('<form')
  })

  test.each([
    ['/amazon/callback?spapi_oauth_code=secret&state=s', '/amazon/callback'],
    ['/connect/leaving?x=secret', '/connect/leaving'],
    ['/receipts/secret-q2S8vK1dP0xZr7TnB4mYw6LcE9aHfUgJ', '/'],
  ])('the language switch of %s leads to %s', async (path, to) => {
    const text = await shown({}, { path })
    expect(text).toContain(`href="/language/zh?to=${encodeURIComponent(to)}"`)
    expect(text).not.toContain('secret')
  })

  test('the switch of an answered form leads to the page that it was posted from', async () => {
    const app = shell()
    app.post('/form', (c) => page(c, { title: 'Form' }, <h1>Form</h1>, 422))
    const text = await (
      await post(app, '/form', 'a=1', { ...OWN_FORM, referer: 'http://localhost:8787/connect?a=1' })
    ).text()
    expect(text).toContain('href="/language/zh?to=%2Fconnect%3Fa%3D1"')
    const none = await (await post(app, '/form', 'a=1')).text()
    expect(none).toContain('href="/language/zh?to=%2F"')
  })
})

describe('times', () => {
  const ms = Date.UTC(2026, 10, 22, 14, 12)
  test.each([
    ['America/Los_Angeles', 'en', 'minute', '22 Nov 2026, 06:12 PST'],
    ['Europe/Berlin', 'en', 'minute', '22 Nov 2026, 15:12 CET'],
    ['Asia/Tokyo', 'en', 'clock', '23:12 GMT+9'],
    ['UTC', 'en', 'clock', '14:12 UTC'],
    ['Asia/Tokyo', 'en', 'day', '22 Nov 2026'],
    ['America/Los_Angeles', 'zh', 'minute', '2026年11月22日 06:12（北美太平洋时间）'],
    ['Asia/Tokyo', 'zh', 'day', '2026年11月22日'],
    ['UTC', 'zh', 'clock', '14:12（UTC）'],
  ] as const)('in %s, %s, %s read %s', (zone, language, style, expected) => {
    expect(formatTime({ ms, zone, language, style })).toBe(expected)
  })

  test('are machine-readable too', () => {
    const time = String(<Time ms={ms} zone="UTC" language="en" style="day" />)
    expect(time).toBe('<time datetime="2026-11-22T14:12:00.000Z">22 Nov 2026</time>')
  })
})

describe('parts', () => {
  test('a status is a glyph and a word', () => {
    const status = String(
      <Status glyph="full" tone="ok">
        Connected
      </Status>,
    )
    expect(status).toMatch(
      /^<span class="st ok"><svg class="g" viewBox="0 0 16 16" aria-hidden="true">.*<\/svg>Connected<\/span>$/,
    )
    expect(String(<Glyph name="half" />)).toContain('<path')
  })

  test('a notice announces itself only when asked', () => {
    expect(String(<Notice tone="warn" glyph="clock" title="Slow" />)).not.toContain('role')
    expect(String(<Notice tone="bad" glyph="cross" title="Stopped" alert />)).toContain('role="alert"')
  })

  test('progress is indeterminate until its end is known', () => {
    expect(String(<Progress value={3} label="Read" words="3" />)).toBe(
      '<progress aria-label="Read">3</progress>',
    )
    expect(String(<Progress value={3} max={9} label="Read" words="3 of 9" />)).toBe(
      '<progress max="9" value="3" aria-label="Read">3 of 9</progress>',
    )
  })

  test('a chart shows what it is called, its sentence and its labels as text', () => {
    const hostile = '</title><img src=x onerror=alert(1)> =1+1 "\''
    const chart = String(
      <Chart id="c" title={hostile} more={hostile} says={hostile} heightPx={9} language="en">
        <text x="0">{hostile}</text>
      </Chart>,
    )
    expect(chart.split('&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt; =1+1 &quot;')).toHaveLength(5)
    expect(chart).not.toContain('<img')
  })

  test('a table row escapes text, groups digits and shows a dash for no figure', () => {
    const row = String(
      tableRow({ text: '<b>', href: '/?a=1&b="', code: 'SKU<1>' }, ['<i>', 12_840, 0, undefined], 'en'),
    )
    expect(row).toBe(
      '<tr><th scope="row"><a href="/?a=1&amp;b=&quot;">&lt;b&gt;</a><small class="mono">SKU&lt;1&gt;</small></th>' +
        '<td>&lt;i&gt;</td><td class="num">12,840</td><td class="num">0</td><td class="num none">–</td></tr>',
    )
  })

  test('a table is a captioned region that takes the keyboard, its heads scoped and sorted', () => {
    const columns = [
      { label: 'SKU', small: 'ASIN', sort: { href: '?sort=sku', now: 'ascending' as const } },
      { label: 'Units', number: true, sort: { href: '?sort=units' } },
    ]
    const table = String(
      <Table id="t" caption="Stock" columns={columns} rows={[tableRow({ text: 'A' }, [1], 'en')]} pinned />,
    )
    expect(table).toBe(
      '<section class="region" aria-labelledby="t" tabindex="0"><table class="pin"><caption id="t">Stock</caption><thead><tr>' +
        '<th scope="col" aria-sort="ascending"><a href="?sort=sku" hx-boost="true" hx-swap="innerMorph show:none">SKU</a><small>ASIN</small></th>' +
        '<th scope="col" class="num"><a href="?sort=units" hx-boost="true" hx-swap="innerMorph show:none">Units</a></th></tr></thead>' +
        '<tbody><tr><th scope="row">A</th><td class="num">1</td></tr></tbody></table></section>',
    )
  })

  test('a pager counts, and links only to pages that exist', () => {
    const pager = String(
      <Pager language="en" from={1} to={50} total={1284} previous={undefined} next="?page=2" />,
    )
    expect(pager).toContain('1–50 of 1,284')
    expect(pager).toContain('<a href="?page=2" rel="next">Next</a>')
    expect(pager).not.toContain('rel="prev"')
    expect(
      String(<Pager language="zh" from={51} to={80} total={80} previous="?page=1" next={undefined} />),
    ).toContain('第 51–80 条，共 80 条')
  })
})
