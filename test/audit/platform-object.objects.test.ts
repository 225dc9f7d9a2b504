import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, test, vi } from 'vitest'
import { recordOnPlatform } from '../../src/audit/platform.ts'
import { nothingKept } from '../nothing-kept.ts'
import { archiveRows, chainRows, objectNamed } from './fixture.ts'

const PERSON = 'person/0123456789abcdefghjkmnpqrs'
const platform = () => objectNamed('platform')

/** Longer than the queue gathers messages for (wrangler.toml). */
const QUIET_MS = 2500

// What earlier files recorded is on its way to the archive: it would take the places of these tests' first entries.
beforeAll(async () => {
  await runDurableObjectAlarm(platform())
  for (let known = -1, now = 0; now !== known; ) {
    known = now
    await scheduler.wait(QUIET_MS)
    now = (await archiveRows('platform')).length
  }
})
nothingKept()

const platformRows = () => runInDurableObject(platform(), (_, state) => chainRows(state.storage))

test('what is recorded reaches the archive through the real queue', async () => {
  await recordOnPlatform(env.PLATFORM, { kind: 'person.signed-up' }, PERSON)
  await recordOnPlatform(env.PLATFORM, { kind: 'session.started', method: 'sign-up' }, PERSON)
  expect(await runDurableObjectAlarm(platform())).toBe(true)
  const rows = await platformRows()
  expect(rows.map(({ chain, sequence, kind, actor }) => [chain, sequence, kind, actor])).toEqual([
    ['platform', 1, 'person.signed-up', PERSON],
    ['platform', 2, 'session.started', PERSON],
  ])
  await vi.waitFor(async () => expect(await archiveRows('platform')).toEqual(rows), {
    timeout: 30_000,
    interval: 50,
  })
})

test('refuses what is no event or no actor of ours, and writes nothing', async () => {
  const before = await platformRows()
  const stub = platform() as unknown as { record: (draft: unknown, actor: unknown) => Promise<unknown> }
  const refused = { ok: false, fault: 'bad-input' }
  expect(await stub.record({ kind: 'person.signed-up', email: 'a@example.com' }, PERSON)).toEqual(refused)
  expect(await stub.record({ kind: 'person.signed-up' }, 'a@example.com')).toEqual(refused)
  expect(await stub.record(undefined, undefined)).toEqual(refused)
  await expect(recordOnPlatform(env.PLATFORM, { kind: 'session.ended' }, 'person/nobody')).rejects.toThrow(
    'session.ended',
  )
  expect(await platformRows()).toEqual(before)
})

test('an object killed between append and flush sends all of it afterwards, and closes its call as unknown once (I4, I5)', async () => {
  await recordOnPlatform(env.PLATFORM, { kind: 'session.ended' }, PERSON)
  const cause = (await platformRows()).length
  await recordOnPlatform(
    env.PLATFORM,
    { kind: 'call.intent', operation: 'refreshAccess', cause },
    'machine/probe',
  )
  for (let kills = 0; kills < 3; kills += 1) await abortAllDurableObjects()
  await recordOnPlatform(env.PLATFORM, { kind: 'session.ended' }, PERSON)
  const rows = await platformRows()
  // From here on only the object's own alarm wakes it.
  await abortAllDurableObjects()
  expect(rows.slice(cause).map(({ kind, payload }) => [kind, payload])).toEqual([
    ['call.intent', `{"cause":${cause},"operation":"refreshAccess"}`],
    ['call.outcome', `{"of":${cause + 1},"result":"unknown"}`],
    ['session.ended', '{}'],
  ])
  await vi.waitFor(async () => expect(await archiveRows('platform')).toEqual(rows), {
    timeout: 30_000,
    interval: 50,
  })
})
