import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { App } from '../../src/context.ts'
import { parseConfig } from '../../src/env.ts'
import { en } from '../../src/site/copy.en.ts'
import { zh } from '../../src/site/copy.zh.ts'
import { siteRoutes } from '../../src/site/home.tsx'
import { en as shellEn } from '../../src/web/copy.en.ts'
import { zh as shellZh } from '../../src/web/copy.zh.ts'
import { developmentVariables } from '../variables.ts'
import { get, shell, viewerWith } from '../web/harness.ts'

function site({ authorization = 'live', viewer = false }: { authorization?: string; viewer?: boolean } = {}) {
  const config = parseConfig({ ...developmentVariables, AMAZON_AUTHORIZATION: authorization })
  if (!config.ok) throw new Error(config.fault.names.join())
  const app = shell(viewer ? { viewer: viewerWith('t') } : {})
  const routes = new Hono<App>()
  routes.use(async (c, next) => {
    c.set('config', config.value)
    await next()
  })
  routes.route('/', siteRoutes)
  app.route('/', routes)
  return app
}

const home = async (language: string, options = {}) => (await get(site(options), `/${language}/`)).text()

async function compressed(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return (await new Response(stream).arrayBuffer()).byteLength
}

const EXAMPLE = {
  en: [
    'You authorized the store; it is connected.',
    'Mint Hub asked Amazon for an access token and the stock of Amazon.com: 27 calls, all answered. 1,284 lines were read.',
    'You looked at the inventory of Amazon.com: 50 rows shown.',
    'You disconnected the store; reading stopped.',
    'Mint Hub destroyed the refresh token that was no longer in use.',
  ],
  zh: [
    '您授权了店铺，店铺已连接。',
    'Mint Hub 向亚马逊请求访问令牌和 Amazon.com 的库存：27 次调用，全部已答复。读取了 1,284 行。',
    '您查看了 Amazon.com 的库存：显示 50 行。',
    '您断开了店铺，读取停止。',
    'Mint Hub 销毁了不再使用的刷新令牌。',
  ],
}

describe.each(['en', 'zh'] as const)('the home page in %s', (language) => {
  test('is public, indexed and in its language', async () => {
    const answer = await get(site(), `/${language}/`, { 'accept-language': language === 'en' ? 'zh' : 'en' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
    expect(answer.headers.get('content-language')).toBe(language === 'en' ? 'en' : 'zh-Hans')
    const text = await answer.text()
    expect(text).toContain({ en, zh }[language].promise)
    expect(text).not.toContain('noindex')
    expect(text).toContain('<meta name="description"')
  })

  test('weighs at most 14 KB with its stylesheet, and loads no script', async () => {
    const text = await home(language)
    const css = await (await env.ASSETS.fetch('http://localhost:8787/css/app.css')).text()
    expect((await compressed(text)) + (await compressed(css))).toBeLessThanOrEqual(14 * 1024)
    expect(text).not.toContain('<script')
  })

  test('links only to pages that exist', async () => {
    const links = [...(await home(language)).matchAll(/<a [^>]*href="([^"]+)"/g)].map((match) => match[1])
    const known = ['#main', '/en/', '/zh/', '/sign-in', '/sign-up', 'mailto:support@mint-hub.com']
    expect(links.filter((link) => !known.includes(link ?? ''))).toEqual([])
  })

  test('promises receipts and the whole record only under "Not there yet"', async () => {
    const [before = '', after = ''] = (await home(language)).split('id="planned"')
    const words =
      language === 'en' ? /receipt|certificate|operations team|take with you/i : /回执|运营团队|带走/
    expect(before).not.toMatch(words)
    expect(after).toMatch(words)
  })

  test('shows a record by example as the record itself would tell it', async () => {
    const said = [
      ...(await home(language)).matchAll(/<time datetime="([^"]+)">(.*?)<\/time>.*?<p>(.*?)<\/p>/g),
    ]
    const clocks = ['06:10', '06:12', '06:12', '08:47', '08:47']
    expect(said.map(([, when, clock]) => [when, clock])).toEqual(
      clocks.map((clock) => [`2026-11-22T${clock}-08:00`, clock]),
    )
    expect(said.map(([, , , sentence]) => sentence)).toEqual(EXAMPLE[language])
  })

  test('names every role that Amazon will ask about', async () => {
    const text = await home(language)
    for (const role of [
      'Amazon Fulfillment',
      'Selling Partner Insights',
      'Finance and Accounting',
      'Inventory and Order Tracking',
    ]) {
      expect(text).toContain(role)
    }
  })
})

describe('the way in', () => {
  test.each([
    ['live', false, '/sign-up', en.connect, en.connectHint.anonymous],
    ['live', true, '/connect', en.connect, en.connectHint.signedIn],
    ['coming-soon', false, '/sign-up', en.signUp, en.connectHint.soon],
  ])(
    'while authorization is %s, signed in: %s, leads to %s',
    async (authorization, viewer, href, label, hint) => {
      const text = await home('en', { authorization, viewer })
      expect(text).toContain(`<a class="button primary" href="${href}">${label}</a>`)
      expect(text).toContain(hint)
    },
  )

  test('offers no connecting while it is not open', async () => {
    const text = await home('en', { authorization: 'coming-soon', viewer: true })
    expect(text).not.toContain('class="button primary"')
    expect(text).toContain(en.connectHint.soon)
  })

  test.each(['/en', '/zh'])('%s leads to its own page', async (path) => {
    expect((await get(site(), path)).headers.get('location')).toBe(`${path}/`)
  })
})

type Words = string | ((...given: never[]) => unknown) | readonly Words[] | { readonly [name: string]: Words }

function leaves(words: Words, path = ''): [string, string | ((...given: never[]) => unknown)][] {
  if (typeof words === 'string' || typeof words === 'function') return [[path, words]]
  return Object.entries(words).flatMap(([name, inner]) => leaves(inner as Words, `${path}.${name}`))
}

describe.each<[string, Words, Words]>([
  ['the shell', shellEn, shellZh],
  ['the site', en, zh],
])('the words of %s', (_, english, chinese) => {
  const both = leaves(english).map(([path, word], index) => ({ path, word, other: leaves(chinese)[index] }))

  test('are the same in both languages, entry for entry', () => {
    expect(leaves(chinese).map(([path]) => path)).toEqual(leaves(english).map(([path]) => path))
    for (const { word, other } of both) expect(typeof other?.[1]).toBe(typeof word)
  })

  test('are never empty', () => {
    for (const [path, word] of [...leaves(english), ...leaves(chinese)])
      if (typeof word === 'string') expect(word, path).not.toBe('')
  })

  test('in Chinese use full-width marks and hold no untranslated sentence', () => {
    for (const [path, word] of leaves(chinese)) {
      if (typeof word !== 'string' || path === '.other.word') continue
      expect(word, path).not.toMatch(/[\u4e00-\u9fff][,;:!?.()]|[,;:!?()][\u4e00-\u9fff]/)
      expect(word, path).not.toMatch(/[A-Za-z]+ [a-z]+ [a-z]+ [a-z]+/)
    }
  })
})
