import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { archiveMessages } from '../../src/audit/archive.ts'
import { openPlatform } from '../../src/audit/platform.ts'
import { nothingKept } from '../nothing-kept.ts'
import { capturingQueue, inObject, manualClock, outboxSize, seeded, seededRandom } from './fixture.ts'

nothingKept()

/** The platform's logic on real storage, with a queue and a clock of the test's. Leaves no alarm behind. */
const withPlatform = (
  name: string,
  work: (bench: ReturnType<typeof benchOf>) => Promise<void>,
  archive: D1Database = env.DB,
): Promise<void> =>
  inObject(name, async (storage) => {
    try {
      await work(benchOf(storage, archive))
    } finally {
      await storage.deleteAlarm()
    }
  })

function benchOf(storage: DurableObjectStorage, archive: D1Database) {
  const clock = manualClock()
  const queue = capturingQueue()
  const random = seededRandom(seeded(3))
  const open = () => openPlatform({ storage, queue, archive, clock: clock.now, random })
  return {
    storage,
    clock,
    queue,
    archive,
    open,
    alarmInMs: async () => ((await storage.getAlarm()) ?? 0) - Date.now(),
  }
}

test('sets its alarm a second ahead and does not let later entries put it off', async () => {
  await withPlatform('alarm', async ({ clock, open, storage }) => {
    const platform = open()
    await platform.start()
    expect(await storage.getAlarm()).toBeNull()
    platform.record({ kind: 'session.ended' }, 'anonymous')
    const first = await storage.getAlarm()
    clock.advance(900)
    platform.record({ kind: 'session.ended' }, 'anonymous')
    expect(await storage.getAlarm()).toBe(first)
  })
})

test('comes back while anything is left, and rests when the archive holds all', async () => {
  await withPlatform('rest', async ({ clock, queue, open, storage, alarmInMs }) => {
    const platform = open()
    await platform.start()
    platform.record({ kind: 'session.ended' }, 'anonymous')
    await storage.deleteAlarm()
    queue.behave('refuses')
    for (const seconds of [5, 15, 45, 120, 120]) {
      await platform.alarm()
      const delay = await alarmInMs()
      expect(delay).toBeGreaterThan(seconds * 1000 - 500)
      expect(delay).toBeLessThanOrEqual(seconds * 1000)
      clock.advance(seconds * 1000)
      await storage.deleteAlarm()
    }
    queue.behave('works')
    await platform.alarm()
    await archiveMessages(
      env.DB,
      queue.sent.map((body) => ({ id: '1', body: { ...body, chain: 'platform' } })),
      clock.now,
    )
    clock.advance(120_000)
    await storage.deleteAlarm()
    await platform.alarm()
    expect(await alarmInMs()).toBeLessThanOrEqual(0)
  })
})

test('arms a forgotten outbox at its start', async () => {
  await withPlatform('forgotten', async ({ open, storage, alarmInMs }) => {
    const platform = open()
    await platform.start()
    platform.record({ kind: 'session.ended' }, 'anonymous')
    // As after six failures of an alarm: the runtime has given up on it.
    await storage.deleteAlarm()
    await open().start()
    expect(await alarmInMs()).toBeGreaterThan(0)
    expect(outboxSize(storage)).toBe(1)
  })
})

test('an alarm never rejects, whatever breaks under it, and comes back', async () => {
  await withPlatform('broken', async ({ open, storage, alarmInMs }) => {
    const platform = open()
    await platform.start()
    storage.sql.exec('DROP TABLE audit_outbox')
    await storage.deleteAlarm()
    await expect(platform.alarm()).resolves.toBeUndefined()
    expect(await alarmInMs()).toBeGreaterThan(60_000)
  })
})
