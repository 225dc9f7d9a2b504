import { beforeEach, expect, inject, test } from 'vitest'
import { control } from '../amazon.ts'
import { seeded } from '../audit/fixture.ts'
import { connectedStore, objectRows } from '../connected.ts'
import type { Walk } from '../house/walk.ts'
import { ACTS, disconnect, look, SELLER_ID, SELLERS, type World } from './random-acts.ts'
import {
  beyondIntents,
  fullJournal,
  inventedAnswers,
  lostReplies,
  overlappingRefreshes,
  recordedOf,
} from './recorded.ts'

/** As many as `npm test` has time for; `npm run simulate` does 10,000. */
const walks: readonly Walk[] = inject('walks')

beforeEach(async () => {
  await control('reset')
})

/** What a caller hears of an object that was killed or evicted under it. */
const isKilled = (thrown: unknown): boolean =>
  thrown instanceof Error && /abort\(\)|reset|broken|evict|disconnected|connection lost/i.test(thrown.message)

/** Nobody waits longer for one act before the next: a person, too, goes on when a page is slow. */
const PATIENCE_MS = 200
/** More at once than these would be a test of this machine. */
const PENDING_MAX = 24

async function operate(world: World, count: number): Promise<void> {
  const below = (n: number): number => Math.floor(world.next() * n)
  const names = Object.entries(ACTS).flatMap(([name, [weight]]) => Array<string>(weight).fill(name))
  const pending = new Set<Promise<unknown>>()
  for (let at = 0; at < count; at += 1) {
    const act = ACTS[names[below(names.length)] ?? 'look']?.[1] ?? look
    const acted: Promise<unknown> = act(world, SELLERS[below(SELLERS.length)] ?? 'fe')
      .catch((thrown: unknown) => {
        if (!isKilled(thrown)) throw thrown
      })
      .finally(() => pending.delete(acted))
    pending.add(acted)
    if (world.next() < 0.5) await Promise.race([acted, scheduler.wait(PATIENCE_MS)])
    while (pending.size > PENDING_MAX) await Promise.race(pending)
  }
  await Promise.all(pending)
}

/** Until nothing is under way: no sweep runs, and no call's end is unknown. */
async function rest(world: World): Promise<void> {
  await control('faults/clear')
  await control('latency', { operation: 'token', milliseconds: 0 })
  for (const seller of SELLERS) {
    const { id } = world.stores[seller]
    for (let tries = 0; tries < 600; tries += 1) {
      const [running] = await objectRows(id, "SELECT count(*) AS n FROM sync WHERE state = 'running'")
      const [open] = await objectRows(id, 'SELECT count(*) AS n FROM audit_open')
      if (running?.['n'] === 0 && open?.['n'] === 0) break
      await control('release')
      if (tries % 20 === 19) await look(world, seller)
      await scheduler.wait(100)
    }
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

test.each(walks)(
  'I1, I4: $operations random operations with faults, seed $seed: what reached Amazon was intended, what is recorded as answered reached it, one refresh at a time',
  { timeout: 600_000 + sum(walks.map((walk) => walk.operations)) * 200 },
  async ({ operations, seed }) => {
    const stores = {
      na: await connectedStore('na'),
      eu: await connectedStore('eu'),
      fe: await connectedStore('fe'),
    }
    const world: World = { stores, next: seeded(seed), kills: 0, evictions: 0, cut: 0 }
    await operate(world, operations)
    await rest(world)
    const lines = await fullJournal()
    const records = await Promise.all(SELLERS.map((seller) => recordedOf(stores[seller].id)))
    const lost = sum(records.map((one) => one.lost))
    const cut = sum(records.map((one) => one.cut))
    console.log(
      `seed ${seed}: ${operations} operations, ${lines.length} calls at Amazon, ${world.kills} kills, ${world.evictions} evictions, ` +
        `${lost} of ${lostReplies(lines)} lost replies and ${cut} of ${world.cut} cut calls of unknown end`,
    )
    for (const [at, seller] of SELLERS.entries()) {
      const record = records[at]
      if (record === undefined) throw new Error('no record')
      const own = lines.filter((line) => line.seller === SELLER_ID[seller])
      expect(record.open, 'every intent has its outcome').toBe(0)
      expect(beyondIntents(own, [record]), `${seller}: journal ⊆ intents`).toEqual([])
      expect(inventedAnswers(lines, record), `${seller}: answered ⊆ journal`).toEqual([])
      expect(overlappingRefreshes(lines, SELLER_ID[seller]), `${seller}: one at a time`).toEqual([])
    }
    expect(beyondIntents(lines, records), 'also those whose seller Amazon cannot tell').toEqual([])
    expect(lines.length).toBeGreaterThan(operations / 10)
    expect(lost, 'unknown for want of an answer').toBeLessThanOrEqual(lostReplies(lines))
    expect(cut, 'unknown since the object was ended').toBeLessThanOrEqual(world.cut)
    // The next walk is Amazon's only caller.
    for (const seller of SELLERS) await disconnect(world, seller)
  },
)
