import { beforeEach, describe, expect, test } from 'vitest'
import { control } from '../amazon.ts'
import { type ConnectedStore, connectedStore, lookToTheEnd } from '../connected.ts'
import { JP } from './planted.ts'
import { plantOrders } from './watched.ts'

beforeEach(async () => {
  await control('reset')
  await control('hostile', { seller: 'fe', on: true })
})

interface Parsed {
  /** Element names with the names of their attributes, each once. */
  readonly shapes: ReadonlySet<string>
  readonly html: string
}

/** The page as a browser would take it apart: what is an element, and what an attribute. */
async function parsed(answer: Response): Promise<Parsed> {
  const shapes = new Set<string>()
  const html = await answer.clone().text()
  const rewriter = new HTMLRewriter().on('*', {
    element: (element) => {
      shapes.add(element.tagName)
      for (const [name = '', value = ''] of element.attributes) {
        shapes.add(`${element.tagName}[${name}]`)
        // Every address of a page of ours begins with a slash, a question mark, or a place on the page.
        if (/^(href|src|action|formaction|hx-get)$/.test(name)) {
          shapes.add(/^(\/(?!\/)|\?|#|mailto:|https:\/\/)/.test(value) ? 'address' : `address ${value}`)
        }
      }
    },
  })
  await rewriter.transform(answer).text()
  return { shapes, html }
}

/** Looks until no reading is under way. */
async function settledPage(store: ConnectedStore, path: string, language = 'en'): Promise<Parsed> {
  const look = async (): Promise<Parsed> => {
    const answer = await store.browser.get(`/stores/${store.id}${path}`, { 'accept-language': language })
    expect([path, answer.status]).toEqual([path, 200])
    return parsed(answer)
  }
  let page: Parsed | undefined
  await lookToTheEnd(store, async () => {
    page = await look()
    return page.html
  })
  return page ?? look()
}

/** Nothing of a page came from a name, a SKU or an id but text. */
function expectTextOnly({ shapes, html }: Parsed): void {
  const odd = [...shapes].filter((shape) =>
    /^(img|u|iframe|object|embed|base|style|video|audio)$|\[(on\w*|style|srcdoc)\]$|^address ./.test(shape),
  )
  expect(odd).toEqual([])
  expect([...html.matchAll(/<script\b[^>]*>/g)].every(([tag]) => / src="\/[^"]+"/.test(tag))).toBe(true)
  expect(html).not.toContain("document.title='owned'\"")
}

/** Every cell of a file, quotes taken off. */
function cellsOf(file: string): readonly string[] {
  const cells = file.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^,"\r\n]*))/g)
  return [...cells].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
}

const skusIn = (html: string): readonly string[] =>
  [...html.matchAll(/\/inventory\/sku\?([^"]*)"/g)].map(
    ([, query]) =>
      new URLSearchParams(query?.replaceAll('&#39;', "'").replaceAll('&amp;', '&')).get('sku') ?? '',
  )

describe.each(['en', 'zh'])('hostile names, SKUs and ids are text (%s)', (language) => {
  test('on the inventory with its chart, and on the pages and charts of such SKUs', async () => {
    const store = await connectedStore()
    await settledPage(store, `/inventory?marketplace=${JP}`)
    const lists = []
    for (const page of [1, 2]) {
      const list = await settledPage(store, `/inventory?marketplace=${JP}&sort=sku&page=${page}`, language)
      expectTextOnly(list)
      lists.push(list.html)
    }
    const whole = lists.join('')
    expect(whole).toContain('&lt;b onmouseover=alert(1)&gt;SKU&lt;/b&gt;')
    expect(whole).toContain('&lt;img src=x onerror=')
    expect(whole).toContain('=HYPERLINK(&quot;')
    expect(whole).toContain('Wide'.repeat(20))
    const odd = lists.flatMap(skusIn).filter((sku) => !/^[A-Za-z0-9-]+$/.test(sku))
    expect(odd.length).toBeGreaterThan(3)
    // One has nothing hostile but its name and its ASIN.
    const [, named = ''] = /\/inventory\/sku\?([^"]*)">[^<]* &amp;lt;b&amp;gt; /.exec(whole) ?? []
    const [plain = ''] = skusIn(`/inventory/sku?${named}"`)
    const pages = new Map<string, string>()
    for (const sku of new Set([...odd, plain])) {
      const query = new URLSearchParams({ marketplace: JP, sku })
      const page = await settledPage(store, `/inventory/sku?${query}`, language)
      expectTextOnly(page)
      expect(page.shapes).toContain('svg')
      pages.set(sku, page.html)
    }
    expect(pages.get(plain)).toContain('B0&lt;u&gt;&quot;&amp;amp;')
  })

  test('on the orders, in searches that repeat them, on the page of one, and on the overview', async () => {
    await control('orders', { seller: 'fe', open: 900 })
    const store = await connectedStore()
    for (const search of ['onmouseover', 'HYPERLINK', '"><img src=x onerror=alert(1)>', "';DROP", '\u202e']) {
      const query = new URLSearchParams({ search })
      expectTextOnly(await settledPage(store, `/orders?${query}`, language))
      expectTextOnly(await settledPage(store, `/inventory?${query}`, language))
    }
    const { html } = await settledPage(store, '/orders?search=onmouseover', language)
    const [path = 'none'] = /\/orders\/order\?[^"]+(?=")/.exec(html) ?? []
    const order = await settledPage(store, path.replaceAll('&amp;', '&'), language)
    expectTextOnly(order)
    expect(order.html).toContain('&lt;b onmouseover=alert(1)&gt;SKU&lt;/b&gt;')
    expect(order.html).toContain('&lt;img src=x onerror=')
    await plantOrders(store, [-1])
    expectTextOnly(await settledPage(store, '', language))
  })
})

test('no cell of a file runs in a spreadsheet, and each comes back as it was', async () => {
  await control('orders', { seller: 'fe', open: 900 })
  const store = await connectedStore()
  for (const view of ['inventory', 'orders']) {
    await settledPage(store, `/${view}?marketplace=${JP}`)
    const answer = await store.browser.get(`/stores/${store.id}/${view}.csv?marketplace=${JP}`)
    const cells = cellsOf(await answer.text())
    expect(cells.length).toBeGreaterThan(500)
    // A number may begin with a sign.
    const running = cells.filter((cell) => /^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell))
    expect([view, running]).toEqual([view, []])
    expect(cells).toContain(`'=HYPERLINK("http://127.0.0.1/","x")`)
    expect(cells).toContain(`'@SUM(1,1)`)
    expect(cells.some((cell) => cell.includes('<b onmouseover=alert(1)>SKU</b>'))).toBe(true)
    expect(cells.some((cell) => cell.replace(/^'/, '') === '00000000000000000042')).toBe(true)
  }
})
