import { beforeEach, expect, test } from 'vitest'
import { sweepId } from '../../src/core/id.ts'
import { MINUTE_MS } from '../../src/core/time.ts'
import type { StoreContext } from '../../src/store/context.ts'
import { fence } from '../../src/store/fence.ts'
import { openSnapshot, storeSnapshot } from '../../src/store/figures.ts'
import { standingOf } from '../../src/store/standing.ts'
import { storedStock } from '../../src/workspace/inventory/seen.ts'
import { control } from '../amazon.ts'
import { connectedStore, readToTheEnd } from '../connected.ts'
import { inStore } from './second-instance.ts'

beforeEach(() => control('reset'))

const PLACE = { kind: 'inventory', part: 'A1VC38T7YXB528' } as const
const NEXT = sweepId.parse('0'.repeat(26))

const open = (context: StoreContext) => openSnapshot(context, PLACE, storedStock)

/** The stock of a store that was read, as another instance of its object opens it. */
async function withStock(
  act: (
    context: StoreContext,
    stock: unknown,
    store: () => ReturnType<typeof storeSnapshot>,
  ) => Promise<void>,
): Promise<void> {
  const one = await connectedStore()
  await readToTheEnd(one)
  await inStore(one.id, {}, async (context) => {
    const first = await open(context)
    if (!first.ok || first.value === undefined) throw new Error('nothing is stored')
    const { value, head } = first.value
    context.memory.opened.clear()
    const epoch = standingOf(context.storage.sql)?.epoch ?? -1
    const store = () =>
      storeSnapshot(context, { place: PLACE, sweepId: NEXT, epoch }, { value, rows: head.rows })
    await act(context, value, store)
  })
}

/** The same context at another moment; `uses` counts how often its vault was asked for. */
function at(context: StoreContext, ms: number) {
  let uses = 0
  const seen: StoreContext = Object.defineProperty({ ...context, clock: () => ms }, 'vault', {
    get: () => {
      uses += 1
      return context.vault
    },
  })
  return { seen, uses: () => uses }
}

test('what a reading brought is opened by nobody for five minutes, and then is the same as it was', async () => {
  await withStock(async (context, stock, store) => {
    expect(await store()).toMatchObject({ ok: true })
    const startMs = context.clock()
    for (const [ms, uses] of [
      [startMs + 4 * MINUTE_MS, 0],
      [startMs + 6 * MINUTE_MS, 1],
    ] as const) {
      const look = at(context, ms)
      const opened = await open(look.seen)
      expect(opened).toMatchObject({ ok: true, value: { head: { sweepId: NEXT } } })
      expect(opened.ok && opened.value?.value).toEqual(stock)
      expect(look.uses()).toBe(uses)
    }
  })
})

test('a fence while it is sealed leaves none of it in memory, and one after it neither', async () => {
  await withStock(async (context, _, store) => {
    await store()
    expect(context.memory.opened.size).toBe(1)
    const second = store()
    fence(context, 'disconnected', 'machine/test')
    expect(context.memory.opened.size).toBe(0)
    expect(await second).toEqual({ ok: false, fault: 'store-stopped' })
    expect(context.memory.opened.size).toBe(0)
  })
})
