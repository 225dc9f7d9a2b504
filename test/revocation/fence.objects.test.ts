import { env } from 'cloudflare:workers'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { marketplaceId } from '../../src/core/id.ts'
import { fail, ok } from '../../src/core/result.ts'
import { withAccessToken } from '../../src/store/access-token.ts'
import { callAmazon } from '../../src/store/call.ts'
import type { StoreContext } from '../../src/store/context.ts'
import { fence } from '../../src/store/fence.ts'
import { openSnapshot } from '../../src/store/figures.ts'
import { standingOf } from '../../src/store/standing.ts'
import { suspect } from '../../src/store/suspicion.ts'
import { storedStock } from '../../src/workspace/inventory/seen.ts'
import { control } from '../amazon.ts'
import { connectedStore, readToTheEnd } from '../connected.ts'
import { directoryRow, disconnect, inStore, shares } from '../store/second-instance.ts'
import { asked, quiet, standing } from './fixture.ts'

beforeEach(quiet)

const ASK = {
  operation: 'getInventorySummaries',
  query: { marketplaceId: marketplaceId.parse('A1VC38T7YXB528'), nextToken: undefined },
} as const

/** How many calls were begun, by the object's own record. */
const intents = ({ storage }: StoreContext): number =>
  storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM audit_entry WHERE kind = 'call.intent'").one().n

test.each(['disconnected', 'suspected'] as const)(
  'I3: a store that is %s with 100 calls in flight starts none after it and uses no late result',
  async (reason) => {
    const store = await connectedStore()
    const earlier = (await asked()).calls
    await control('latency', { operation: ASK.operation, milliseconds: 500 })
    await inStore(store.id, {}, async (plain) => {
      // Nobody waits for a turn: all are on their way at once, and whoever is throttled would start again at once.
      const context = { ...plain, sleep: async () => undefined }
      const before = intents(context)
      const reads = withAccessToken(context, 1, async (held) =>
        ok(await Promise.all(Array.from({ length: 100 }, () => callAmazon(context, held, ASK, 1)))),
      )
      for (let look = 0; look < 400 && intents(context) < before + 101; look += 1) await scheduler.wait(5)
      expect(intents(context)).toBe(before + 101)
      fence(context, reason, 'machine/token')
      const answers = await reads
      expect(answers).toEqual(ok(Array.from({ length: 100 }, () => fail('store-stopped'))))
      expect(intents(context)).toBe(before + 101)
      expect(context.memory.held).toBeUndefined()
    })
    await scheduler.wait(600)
    expect((await asked()).calls - earlier).toBeLessThanOrEqual(100)
  },
)

test('I3: a store that is fenced between its access token and its call makes none', async () => {
  const store = await connectedStore()
  const before = await asked()
  await inStore(store.id, {}, async (context) => {
    const read = await withAccessToken(context, 1, (held) => {
      fence(context, 'suspected', 'machine/token')
      // At once, not when the last job that holds it has ended.
      expect(context.memory.held).toBeUndefined()
      return callAmazon(context, held, ASK, 1)
    })
    expect(read).toEqual({ ok: false, fault: 'store-stopped' })
  })
  expect(await asked()).toEqual({ refreshes: before.refreshes + 1, calls: before.calls })
})

test('I3: a directory that still says connected starts nothing: the object decides', async () => {
  const store = await connectedStore()
  await readToTheEnd(store)
  await disconnect(store)
  const before = await asked()
  await env.DB.prepare("UPDATE store SET state = 'connected', stop_reason = NULL WHERE id = ?")
    .bind(store.id)
    .run()
  expect(await directoryRow(store.id)).toMatchObject({ state: 'connected' })
  expect((await store.browser.get(`/stores/${store.id}/inventory`)).status).toBe(409)
  await store.browser.post(`/stores/${store.id}/inventory?marketplace=A1VC38T7YXB528`)
  await store.browser.get(`/stores/${store.id}`)
  await scheduler.wait(100)
  expect(await asked()).toEqual(before)
  expect(await standing(store.id)).toMatchObject({ state: 'fenced' })
  expect(await shares(store.id)).toEqual([])
})

test('a fence that comes while figures are being unpacked leaves none in memory either', async () => {
  const store = await connectedStore()
  await readToTheEnd(store)
  await inStore(store.id, {}, async (context) => {
    const Unpacking = DecompressionStream
    onTestFinished(() => {
      vi.unstubAllGlobals()
    })
    vi.stubGlobal(
      'DecompressionStream',
      class extends Unpacking {
        constructor(format: 'deflate-raw') {
          super(format)
          suspect(context)
        }
      },
    )
    const opened = await openSnapshot(
      context,
      { kind: 'inventory', part: ASK.query.marketplaceId },
      storedStock,
    )
    expect(opened).toEqual({ ok: false, fault: 'store-stopped' })
    expect(context.memory.opened.size).toBe(0)
  })
})

test('a fence leaves no opened figures in memory, and nothing to be asked of Amazon or told of a year', async () => {
  const store = await connectedStore()
  await readToTheEnd(store)
  await inStore(store.id, {}, async (context) => {
    const { memory, storage, clock } = context
    const kinds = () =>
      new Set(
        storage.sql
          .exec('SELECT kind FROM duty')
          .toArray()
          .map((duty) => duty['kind']),
      )
    await openSnapshot(context, { kind: 'inventory', part: ASK.query.marketplaceId }, storedStock)
    expect(memory.opened.size).toBe(1)
    expect(kinds()).toContain('probe')
    suspect(context)
    expect(memory.opened.size).toBe(0)
    expect(kinds()).toContain('confirm-refusal')
    expect(kinds()).toContain('tell-directory')
    expect(kinds()).not.toContain('probe')
    expect(kinds()).not.toContain('renewal-notice')
    const stoppedMs = standingOf(storage.sql)?.stopped_ms
    await context.sleep(5)
    expect(clock()).toBeGreaterThan(Number(stoppedMs))
    fence(context, 'disconnected', 'machine/test')
    expect(kinds()).not.toContain('confirm-refusal')
    expect(standingOf(storage.sql)?.stopped_ms, 'thirty days run from the first stop').toBe(stoppedMs)
  })
})
