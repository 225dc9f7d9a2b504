import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { connectStore } from '../../src/authorize/connect.ts'
import { personId } from '../../src/core/id.ts'
import { doDueDuties } from '../../src/duties.ts'
import { confirmRefusal } from '../../src/revocation/confirm.ts'
import { disconnectStore } from '../../src/revocation/disconnect.ts'
import { control } from '../amazon.ts'
import { alertsOf, entries, mailsTo } from '../authorize/told.ts'
import { atRest, connectedStore, objectRows, readToTheEnd } from '../connected.ts'
import {
  databaseWith,
  directoryRow,
  disconnect,
  inStore,
  returned,
  shares,
  sharesWith,
} from '../store/second-instance.ts'
import { asked, dueInMinutes, minutesLater, quiet, revokedAndSeen, standing } from './fixture.ts'

beforeEach(quiet)

const SUSPECTED = { state: 'fenced', reason: 'suspected' }
const ENDED = { state: 'fenced', reason: 'authorization-refused' }
const CONNECTED = { state: 'connected', reason: null }

describe('a store whose authorization Amazon refuses once', () => {
  test('I3: is fenced at once, its token kept, and nothing is asked until two minutes are over', async () => {
    const store = await connectedStore()
    const before = await asked()
    await revokedAndSeen(store)
    expect(await standing(store.id)).toMatchObject({ ...SUSPECTED, epoch: 3 })
    expect(await shares(store.id)).toEqual(['1'])
    for (let look = 0; look < 3; look += 1) await store.browser.get(`/stores/${store.id}/inventory`)
    await minutesLater(store.id, 1)
    expect(await asked()).toEqual({ refreshes: before.refreshes + 1, calls: before.calls })
    expect(await dueInMinutes(store.id, 'confirm-refusal')).toBe(2)
    const said = env.DB.prepare('SELECT outcome FROM refresh_outcome WHERE store_id = ?').bind(store.id)
    expect(await said.first('outcome')).toBe('refused')
  })

  test('I3: refused twice more within fifteen minutes, loses token and share, and its people are told', async () => {
    const store = await connectedStore()
    await revokedAndSeen(store)
    await atRest(store.id)
    const before = await asked()
    await minutesLater(store.id, 3)
    expect(await standing(store.id)).toMatchObject(SUSPECTED)
    await minutesLater(store.id, 9)
    expect(await asked()).toEqual({ ...before, refreshes: before.refreshes + 1 })
    await minutesLater(store.id, 12)
    expect(await asked()).toEqual({ ...before, refreshes: before.refreshes + 2 })
    expect(await standing(store.id)).toMatchObject({ ...ENDED, epoch: 4 })
    expect(await shares(store.id)).toEqual([])
    expect(await directoryRow(store.id)).toMatchObject({
      state: 'fenced',
      stop_reason: 'authorization-refused',
      generation: null,
    })
    expect(await env.KEY_SHARES.head(`figures/${store.id}`)).toBeNull()
    const mails = (await mailsTo(store.personId)).filter((mail) => /no longer accepts/.test(mail.subject))
    expect(mails).toHaveLength(1)
    expect(mails[0]?.text.split('\n')).toContain(`http://localhost:8787/stores/${store.id}`)
    expect(await alertsOf(store.id, 'authorization-refused')).toMatchObject([
      { told_at_ms: expect.any(Number) },
    ])
    expect(
      (await entries(store.id, 'store.fenced')).map((entry) => 'reason' in entry && entry.reason),
    ).toEqual(['suspected', 'authorization-refused'])
    await minutesLater(store.id, 3000)
    expect(await asked()).toEqual({ ...before, refreshes: before.refreshes + 2 })
  })

  test('keeps its figures sealed for thirty days', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    await control('revoke', { seller: 'fe' })
    await store.browser.post(`/stores/${store.id}/inventory?marketplace=A1VC38T7YXB528`)
    await readToTheEnd(store)
    await minutesLater(store.id, 3)
    await minutesLater(store.id, 12)
    expect(await standing(store.id)).toMatchObject(ENDED)
    await minutesLater(store.id, 29 * 1440)
    expect(await env.KEY_SHARES.head(`figures/${store.id}`)).not.toBeNull()
    await minutesLater(store.id, 30 * 1440 + 60)
    expect(await env.KEY_SHARES.head(`figures/${store.id}`)).toBeNull()
  })

  test('and accepts at the next try reads again, under a new epoch, with its year and its probe', async () => {
    const store = await connectedStore()
    await control('faults', { operation: 'token', kind: 'invalid_grant' })
    await readToTheEnd(store)
    expect(await standing(store.id)).toMatchObject(SUSPECTED)
    await inStore(store.id, { CLOCK_OFFSET_SECONDS: '180' }, async (context) => {
      await doDueDuties(context, env.AUDIT)
      expect(context.memory.held).toBeUndefined()
    })
    expect(await standing(store.id)).toMatchObject({
      ...CONNECTED,
      epoch: 4,
      generation: 1,
      stopped_ms: null,
    })
    expect(await directoryRow(store.id)).toMatchObject({ state: 'connected', stop_reason: null })
    const duties = (await objectRows(store.id, 'SELECT kind FROM duty')).map((row) => row['kind'])
    expect(duties).toEqual(expect.arrayContaining(['probe', 'renewal-notice']))
    expect(duties).not.toContain('destroy-figures')
    expect(duties).not.toContain('confirm-refusal')
    expect(await entries(store.id, 'store.restored')).toEqual([{ epoch: 4 }])
    expect(await mailsTo(store.personId)).toEqual([])
  })

  test.each([
    { kind: 'html' },
    { kind: 'truncated' },
    { kind: 'status', status: 429 },
    { kind: 'status', status: 500 },
    { kind: 'invalid_client' },
  ])(
    'I13, I15: stays suspected while Amazon answers with $kind $status, and is asked hourly in the end',
    async (fault) => {
      const store = await connectedStore()
      await revokedAndSeen(store)
      await control('faults', { operation: 'token', times: 20, ...fault })
      await minutesLater(store.id, 3)
      expect(await dueInMinutes(store.id, 'confirm-refusal')).toBe(5)
      await minutesLater(store.id, 14)
      await minutesLater(store.id, 20)
      expect(await dueInMinutes(store.id, 'confirm-refusal')).toBe(80)
      expect(await standing(store.id)).toMatchObject({ ...SUSPECTED, epoch: 3 })
      expect(await shares(store.id)).toEqual(['1'])
      await control('faults/clear')
      await minutesLater(store.id, 90)
      expect(await standing(store.id)).toMatchObject(SUSPECTED)
      await minutesLater(store.id, 100)
      expect(await standing(store.id)).toMatchObject(ENDED)
    },
  )

  test('waits while nobody can say whether there is an incident: the directory does not answer', async () => {
    const store = await connectedStore()
    await revokedAndSeen(store)
    const before = await asked()
    const DB = databaseWith('prepare', (real) => (query: string) => {
      if (/refresh_outcome|incident/.test(query)) throw new Error('D1 is down')
      return real.prepare(query)
    })
    await minutesLater(store.id, 3, { DB })
    expect(await asked()).toEqual(before)
    expect(await dueInMinutes(store.id, 'confirm-refusal')).toBe(5)
  })

  test('I14: and is authorized again meanwhile lives by the new consent: the old suspicion asks nothing', async () => {
    const store = await connectedStore()
    await revokedAndSeen(store)
    await inStore(store.id, {}, async (context) => connectStore(context, await returned(store)))
    const before = await asked()
    for (const minutes of [3, 12, 20]) await minutesLater(store.id, minutes)
    expect(await asked()).toEqual(before)
    expect(await standing(store.id)).toMatchObject({ ...CONNECTED, generation: 2 })
    expect(await shares(store.id)).toEqual(['2'])
  })

  test('and is disconnected meanwhile is destroyed at once: nothing is asked of Amazon any more', async () => {
    const store = await connectedStore()
    await revokedAndSeen(store)
    await disconnect(store)
    expect(await shares(store.id)).toEqual([])
    const before = await asked()
    for (const minutes of [3, 12, 20]) await minutesLater(store.id, minutes)
    expect(await asked()).toEqual(before)
    expect(await standing(store.id)).toMatchObject({ state: 'fenced', reason: 'disconnected' })
  })

  test('I3: is disconnected while a confirmation waits for Amazon: its late answer restores nothing', async () => {
    const store = await connectedStore()
    await control('faults', { operation: 'token', kind: 'invalid_grant' })
    await readToTheEnd(store)
    await control('lwa/hold')
    const refreshes = (await asked()).refreshes
    await inStore(store.id, { CLOCK_OFFSET_SECONDS: '180' }, async (context) => {
      const confirming = confirmRefusal(context)
      for (let look = 0; look < 100 && (await asked()).refreshes === refreshes; look += 1)
        await scheduler.wait(20)
      await disconnectStore(context, { personId: personId.parse(store.personId) })
      await control('lwa/release')
      await confirming
    })
    expect(await standing(store.id)).toMatchObject({ state: 'fenced', reason: 'disconnected' })
    expect(await shares(store.id)).toEqual([])
  })
})

describe('clean-up', () => {
  test('needs no live token: what could not be destroyed goes by the duty, whatever Amazon says', async () => {
    const store = await connectedStore()
    await revokedAndSeen(store)
    await minutesLater(store.id, 3)
    const down = { KEY_SHARES: sharesWith('delete', () => () => Promise.reject(new Error('R2 is down'))) }
    await minutesLater(store.id, 12, down)
    expect(await standing(store.id)).toMatchObject(ENDED)
    expect(await shares(store.id)).toEqual(['1'])
    const before = await asked()
    await minutesLater(store.id, 14)
    expect(await shares(store.id)).toEqual([])
    expect(await asked()).toEqual(before)
  })
})
