import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { app } from '../../src/app.tsx'
import { control } from '../amazon.ts'
import { type ConnectedStore, connectedStore, lookToTheEnd } from '../connected.ts'

const ORIGIN = 'http://localhost:8787'
const READS_MAX = 3
const KILOBYTES_MAX = 30
const REQUESTS_MAX = 5

/** The environment with a count of every statement that reaches D1 and every call of an object. */
function counting() {
  const reads: string[] = []
  const statements = new Set(['all', 'raw', 'first', 'run'])
  const statement = (real: D1PreparedStatement, sql: string): D1PreparedStatement =>
    new Proxy(real, {
      get: (target, name) => {
        if (name === 'bind') return (...values: unknown[]) => statement(target.bind(...values), sql)
        if (statements.has(String(name))) reads.push(sql)
        return bound(target, name)
      },
    })
  const database = new Proxy(env.DB, {
    get: (target, name) => {
      if (name === 'prepare') return (sql: string) => statement(target.prepare(sql), sql)
      if (name === 'batch' || name === 'exec' || name === 'withSession') reads.push(String(name))
      return bound(target, name)
    },
  })
  const objects = <T extends DurableObjectNamespace>(namespace: T): T =>
    new Proxy(namespace, {
      get: (target, name) => {
        if (name !== 'get') return bound(target, name)
        return (id: DurableObjectId) =>
          new Proxy(target.get(id), {
            get: (stub, method) => {
              const called: unknown = Reflect.get(stub, method)
              if (typeof called !== 'function') return called
              return (...input: unknown[]) => {
                reads.push(String(method))
                return Reflect.apply(called, stub, input)
              }
            },
          })
      },
    })
  return {
    reads,
    bindings: { ...env, DB: database, STORES: objects(env.STORES), PLATFORM: objects(env.PLATFORM) },
  }
}

function bound(target: object, name: PropertyKey): unknown {
  const found: unknown = Reflect.get(target, name)
  return typeof found === 'function' ? found.bind(target) : found
}

const settled = (store: ConnectedStore, path: string): Promise<string> =>
  lookToTheEnd(store, async () => (await store.browser.get(`/stores/${store.id}${path}`)).text())

async function compressedBytes(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return (await new Response(stream).arrayBuffer()).byteLength
}

/** What a browser fetches to show the page, itself included. */
const requestsOf = (page: string): number =>
  1 +
  new Set(
    [
      ...page.matchAll(
        /<(?:script|img|iframe|link rel="(?:stylesheet|icon|preload)")[^>]*?(?:src|href)="([^"]+)"/g,
      ),
    ].map(([, address]) => address),
  ).size

describe('a page of stored figures, 1,200 SKUs and 18 months of daily metrics', () => {
  test('takes at most three reads of D1 or objects, 30 KB compressed and five requests, in both languages', async () => {
    await control('reset')
    await control('orders', { seller: 'na', open: 900 })
    const store = await connectedStore('na')
    const inventory = await settled(store, '/inventory')
    expect(inventory).toContain('of 1,200')
    expect(await settled(store, '/orders')).toMatch(/1–50 of \d{3}/)
    await settled(store, '/advertising')
    const [, sku = ''] = /\/inventory\/(sku\?[^"]+)"/.exec(inventory) ?? []
    const ofOne = `/inventory/${sku.replaceAll('&amp;', '&')}`
    await settled(store, ofOne)
    for (const path of [
      '/inventory',
      '/inventory?page=24',
      '/orders',
      '/advertising',
      '',
      ofOne,
      '/settings',
    ]) {
      for (const language of ['en', 'zh']) {
        const { reads, bindings } = counting()
        const cookie = `__Host-session=${store.browser.cookies.get('__Host-session') ?? ''}; __Host-language=${language}`
        const answer = await app.request(
          `${ORIGIN}/stores/${store.id}${path}`,
          { headers: { cookie, 'sec-fetch-mode': 'navigate' } },
          bindings,
        )
        const page = await answer.text()
        expect(answer.status, path).toBe(200)
        // One write a minute notes when the session was last seen, and one good answer an isolate says that keys open.
        const counted = reads.filter((one) => one !== 'ready' && !one.startsWith('update'))
        expect(counted.length, `${path}: ${counted.join(' | ')}`).toBeLessThanOrEqual(READS_MAX)
        expect(counted.length, path).toBeGreaterThan(1)
        expect(await compressedBytes(page), path).toBeLessThanOrEqual(KILOBYTES_MAX * 1024)
        expect(requestsOf(page), path).toBeLessThanOrEqual(REQUESTS_MAX)
        expect(requestsOf(page), path).toBeGreaterThan(2)
      }
    }
  }, 120_000)
})
