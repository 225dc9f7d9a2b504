import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { personId, storeId } from '../../src/core/id.ts'
import { fence, tellDirectory } from '../../src/store/fence.ts'
import { setStanding, standingOf } from '../../src/store/standing.ts'
import { en as readingEn } from '../../src/workspace/reading/copy.en.ts'
import { en } from '../../src/workspace/store/copy.en.ts'
import { zh } from '../../src/workspace/store/copy.zh.ts'
import { withSummaries } from '../../src/workspace/stores/summaries.ts'
import { control } from '../amazon.ts'
import { type ConnectedStore, connectedStore, readToTheEnd } from '../connected.ts'
import { inStore } from '../store/second-instance.ts'

beforeEach(async () => {
  await control('reset')
})

const textAt = async (store: ConnectedStore, path: string, language = 'en') => {
  const page = await (await store.browser.get(path, { 'accept-language': language })).text()
  return (page.split('<main')[1] ?? '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')
}
const pageOf = (store: ConnectedStore, language?: string) => textAt(store, `/stores/${store.id}`, language)
const READING = 'getInventorySummaries'

/** The word that the store's page has in its head and the list in its row, which must be one. */
async function wordOf(store: ConnectedStore): Promise<string | undefined> {
  const [page, list] = await Promise.all([pageOf(store), textAt(store, '/stores')])
  return Object.values(en.states).find(
    (word) => page.includes(` ${word} As of`) && new RegExp(` ${word} .*Far East`).test(list),
  )
}

describe('the health of a store on its page and in the list', () => {
  test('is that its readings fail, since the first of them and why, until one ends well', async () => {
    const store = await connectedStore()
    expect(await wordOf(store)).toBe(en.states.connected)
    expect(await pageOf(store)).toContain(en.healths.connected)
    await control('faults', { operation: READING, kind: 'status', status: 403, times: 1 })
    await readToTheEnd(store)
    expect(await wordOf(store)).toBe(en.states.failing)
    const told =
      /Readings have failed since (\d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d \S+)\. Amazon refused this reading\./
    expect(await pageOf(store)).toMatch(told)
    expect(await pageOf(store, 'zh')).toMatch(/自 2\d{3}年.+起读取一直失败。/)
    expect(await pageOf(store, 'zh')).toContain(zh.states.failing)
    await store.browser.post(`/stores/${store.id}/inventory`)
    await readToTheEnd(store)
    expect(await wordOf(store)).toBe(en.states.connected)
  })

  test('I13: is that there is no access, and the authorization stands, when Amazon does not take our client', async () => {
    const store = await connectedStore()
    await control('faults', { operation: 'token', kind: 'invalid_client', times: 10 })
    await readToTheEnd(store)
    expect(await wordOf(store)).toBe(en.states.failing)
    expect(await pageOf(store)).toMatch(
      /We have had no access to Amazon since .+ Your authorization is not in question\./,
    )
    expect(await pageOf(store)).toContain('365 days left')
    await control('faults/clear')
    await store.browser.post(`/stores/${store.id}/inventory`)
    await readToTheEnd(store)
    expect(await wordOf(store)).toBe(en.states.connected)
  })

  test('is that Amazon slows it down, and until when, while a reading waits after a 429', async () => {
    const store = await connectedStore()
    await control('faults', { operation: READING, kind: 'status', status: 429, times: 1 })
    await control('latency', { operation: READING, milliseconds: 700 })
    await store.browser.get(`/stores/${store.id}/inventory`)
    await expect.poll(() => wordOf(store), { timeout: 5000 }).toBe(en.states.throttled)
    expect(await pageOf(store)).toMatch(
      /Amazon is slowing us down until \d\d:\d\d \S+\. Readings take longer/,
    )
    expect(await pageOf(store, 'zh')).toMatch(/亚马逊正在限制我们的读取速度，直至 \d\d:\d\d/)
    await readToTheEnd(store)
    expect(await wordOf(store)).toBe(en.states.connected)
  })

  test('is that Amazon’s usage plan slows it down, once calls wait longer than a moment for their turn', async () => {
    const store = await connectedStore()
    const waiting = (tokens: number) =>
      inStore(store.id, {}, async ({ storage, clock }) => {
        storage.sql.exec('INSERT OR REPLACE INTO bucket VALUES (?, ?, ?, NULL)', READING, tokens, clock())
      })
    // Two calls a second: five seconds, then a minute.
    await waiting(-10)
    expect(await wordOf(store)).toBe(en.states.connected)
    await waiting(-120)
    expect(await wordOf(store)).toBe(en.states.throttled)
  })

  test('is in doubt after one refusal, with nothing for the person to do', async () => {
    const store = await connectedStore()
    await control('faults', { operation: 'token', kind: 'invalid_grant', times: 1 })
    await store.browser.get(`/stores/${store.id}/inventory`)
    await expect.poll(() => wordOf(store), { timeout: 5000 }).toBe(en.states.suspected)
    const page = await pageOf(store)
    expect(page).toContain(en.stopped.suspected.title)
    expect(page).toContain(en.goOnSuspected)
    expect(page).not.toContain(en.askAgain)
    expect(await pageOf(store, 'zh')).toContain(zh.stopped.suspected.text)
  })

  test.each([
    ['suspected', 'goOnSuspected'],
    ['authorization-refused', 'goOnText'],
    ['superseded', 'goOnSuperseded'],
  ] as const)('is on every view what it is on its own page: %s', async (reason, goOn) => {
    const store = await connectedStore()
    await inStore(store.id, {}, async (context) => {
      fence(context, reason, 'machine/token')
      await tellDirectory(context)
    })
    for (const view of [
      '',
      '/inventory',
      '/inventory/sku?sku=A',
      '/orders',
      '/advertising',
      '/settings',
      '/alerts',
    ]) {
      for (const [language, words] of [
        ['en', en],
        ['zh', zh],
      ] as const) {
        const answer = await store.browser.get(`/stores/${store.id}${view}`, { 'accept-language': language })
        expect([view, answer.status]).toEqual([view, view === '' ? 200 : 409])
        const text = await answer.text()
        for (const said of [words.stopped[reason].title, words.stopped[reason].text, words[goOn]]) {
          expect(text).toContain(said)
        }
        expect(text.includes(words.askAgain)).toBe(reason !== 'suspected')
      }
    }
  })

  test('is led from a view to its own page in the moment before the directory knows why it stopped', async () => {
    const store = await connectedStore()
    // As the fence writes it, but for the duty that tells the directory.
    await inStore(store.id, {}, async ({ storage }) => {
      const now = standingOf(storage.sql)
      if (now === undefined) throw new Error('no standing')
      setStanding(storage.sql, { ...now, epoch: now.epoch + 1, state: 'fenced', reason: 'suspected' })
    })
    const answer = await store.browser.get(`/stores/${store.id}/orders`)
    expect(answer.status).toBe(409)
    const text = await answer.text()
    expect(text).toContain(`href="/stores/${store.id}">${readingEn.stoppedWhy}<`)
    expect(text).not.toContain(en.askAgain)
  })

  test('is what the directory says where the object cannot be reached', async () => {
    const store = await connectedStore()
    const thrown = Object.assign(new Error('overloaded'), { overloaded: true })
    const unreachable = new Proxy(env.STORES, {
      get: (real, name) =>
        name === 'get'
          ? () => ({ summary: () => Promise.reject(thrown) })
          : Reflect.get(real, name).bind(real),
    })
    const row = {
      id: storeId.parse(store.id),
      region: 'fe',
      country: 'JP',
      state: 'connected',
      stopReason: null,
      stoppedAtMs: null,
      authorizedAtMs: Date.now(),
    } as const
    const [told] = await withSummaries(unreachable, [row], {
      person: personId.parse(store.id),
      nowMs: Date.now(),
    })
    expect(told?.health).toEqual({ state: 'connected' })
  })
})
