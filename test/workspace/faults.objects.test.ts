import { beforeEach, describe, expect, test } from 'vitest'
import type { Network } from '../../src/amazon/network.ts'
import { marketplaceId } from '../../src/core/id.ts'
import { MINUTE_MS } from '../../src/core/time.ts'
import type { StoreContext } from '../../src/store/context.ts'
import { standingOf } from '../../src/store/standing.ts'
import { type ReadingPlace, syncOf } from '../../src/store/sync.ts'
import { advertisingPlaces } from '../../src/workspace/advertising/read.ts'
import { inventoryPlaces } from '../../src/workspace/inventory/read.ts'
import { ordersPlaces } from '../../src/workspace/orders/read.ts'
import { en } from '../../src/workspace/reading/copy.en.ts'
import { zh } from '../../src/workspace/reading/copy.zh.ts'
import { startReading } from '../../src/workspace/reading/start.ts'
import { control } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows } from '../connected.ts'
import { through } from '../store/calls.ts'
import { directoryRow, inStore } from '../store/second-instance.ts'
import { settled } from './advertising-fixture.ts'
import { JP } from './planted.ts'

beforeEach(async () => {
  await control('reset')
})

const MARKETPLACE = marketplaceId.parse(JP)
const VIEWS = {
  inventory: {
    places: inventoryPlaces(MARKETPLACE),
    figure: { en: '1–50 of 80', zh: '第 1–50 条，共 80 条' },
  },
  orders: { places: ordersPlaces(MARKETPLACE), figure: { en: '1–20 of 20', zh: '第 1–20 条，共 20 条' } },
  advertising: {
    places: advertisingPlaces([MARKETPLACE]),
    figure: { en: 'is charged in', zh: '至今已扣费' },
  },
} as const

const answering =
  (status: number, body: string, type = 'application/json', headers = {}): Network =>
  async () =>
    new Response(body, { status, headers: { 'content-type': type, ...headers } })
const problem = (code: string) => JSON.stringify({ errors: [{ code, message: '', details: '' }] })
const PAGE = '<!doctype html><title>Sorry</title><script>alert(1)</script>'

/** What every call of one of Amazon's services meets, and what the page says of it. */
const FAULTS: readonly (readonly [string, Network, keyof typeof en.faults])[] = [
  ['500', answering(500, problem('InternalFailure')), 'amazon-down'],
  ['503', answering(503, problem('ServiceUnavailable')), 'amazon-down'],
  ['an HTML page instead of an error', answering(503, PAGE, 'text/html'), 'amazon-down'],
  ['no answer in time', () => new Promise<never>(() => undefined), 'amazon-down'],
  ['a connection that is cut', () => Promise.reject(new TypeError('reset')), 'amazon-down'],
]
const WRONG: typeof FAULTS = [
  ['an HTML page as if all were well', answering(200, PAGE, 'text/html'), 'amazon-down'],
  ['JSON that stops in the middle', answering(200, '{"payload":{"inven'), 'amazon-down'],
  [
    'a redirect',
    answering(302, '', 'text/plain', { location: 'https://evil.example/?token=x' }),
    'amazon-down',
  ],
]
const SLOW: typeof FAULTS = [['429', answering(429, problem('QuotaExceeded')), 'amazon-busy']]
const CLIENT: typeof FAULTS = [
  ['invalid_client', answering(401, '{"error":"invalid_client"}'), 'our-configuration'],
]

/** The same store, whose calls to one service meet this; waiting is skipped. */
function meeting(context: StoreContext, service: 'SP-API' | 'LWA', network: Network): StoreContext {
  const faulty = { ...through(context, service === 'SP-API' ? network : context.sellingPartner.network) }
  const sellingPartner = { ...faulty.sellingPartner, deadlineMs: service === 'SP-API' ? 40 : 15_000 }
  const lwa = service === 'LWA' ? { ...context.lwa, network, deadlineMs: 40 } : context.lwa
  return { ...faulty, sellingPartner, lwa, sleep: async () => undefined }
}

/** Reads these places to their end or rest, by calls that meet this. */
const readWith = (store: ConnectedStore, places: readonly ReadingPlace[], change = (c: StoreContext) => c) =>
  inStore(store.id, {}, async (joined) => {
    const context = change(joined)
    const { sql } = context.storage
    // Each case begins with full usage plans and nothing under way.
    sql.exec('DELETE FROM bucket')
    sql.exec("UPDATE sync SET state = 'done', continue_ms = NULL, fault = NULL")
    for (const place of places) await startReading(context, place, 1)
    return places.map((place) => syncOf(sql, place)?.fault)
  })

const textAt = async (store: ConnectedStore, view: string, language: string) =>
  (await (await store.browser.get(`/stores/${store.id}/${view}`, { 'accept-language': language })).text())
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

const authorization = async (store: ConnectedStore) => ({
  directory: await directoryRow(store.id),
  standing: await inStore(store.id, {}, async ({ storage }) => standingOf(storage.sql)),
})

const CASES = [
  ...[...FAULTS, ...WRONG, ...SLOW].map((fault) => ['SP-API', ...fault] as const),
  ...[...FAULTS, ...WRONG, ...SLOW, ...CLIENT].map((fault) => ['LWA', ...fault] as const),
]

describe.each(Object.entries(VIEWS))('I13: %s with Amazon down, slow, throttled or wrong', (view, of) => {
  test('shows what is stored with its age and says what is wrong; the authorization is untouched', async () => {
    await control('orders', { seller: 'fe', open: 20 })
    const store = await connectedStore()
    await readWith(store, of.places)
    await settled(store)
    // Nothing is due when somebody looks: each case is the one reading that fails.
    await objectRows(store.id, 'UPDATE snapshot SET as_of_ms = as_of_ms - ?', 10 * MINUTE_MS)
    expect(await textAt(store, view, 'en')).toContain(of.figure.en)
    const before = await authorization(store)
    const stored = await objectRows(
      store.id,
      'SELECT kind, part, sweep_id, rows, as_of_ms FROM snapshot ORDER BY kind, part',
    )
    for (const [service, name, network, fault] of CASES) {
      const failed = await readWith(store, of.places, (context) => meeting(context, service, network))
      for (const [language, words] of [
        ['en', en],
        ['zh', zh],
      ] as const) {
        const text = await textAt(store, view, language)
        const said = failed.flatMap((one) => (one === undefined ? [] : [words.faults[one as 'other']]))
        const told = {
          isShown: text.includes(of.figure[language]),
          isAged: text.includes(words.ages.minutes(10)),
          isTold: text.includes(words.failedTitle) && said.every((why) => text.includes(why)),
          isKept: text.includes(words.failedOld),
          expected: said.includes(words.faults[fault]),
          runs: /<script>alert|evil\.example/.test(text),
        }
        expect([service, name, language, failed, told], name).toEqual([
          service,
          name,
          language,
          failed,
          { isShown: true, isAged: true, isTold: true, isKept: true, expected: true, runs: false },
        ])
      }
      expect([name, await authorization(store)]).toEqual([name, before])
      expect(
        await objectRows(
          store.id,
          'SELECT kind, part, sweep_id, rows, as_of_ms FROM snapshot ORDER BY kind, part',
        ),
      ).toEqual(stored)
    }
    await readWith(store, of.places)
    expect(await textAt(store, view, 'en')).not.toContain(en.failedTitle)
  })
})
