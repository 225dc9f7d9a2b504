import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { connectStore } from '../../src/authorize/connect.ts'
import type { RevocationMessage } from '../../src/core/message.ts'
import { revocationMessage } from '../../src/core/message.ts'
import { doDueDuties } from '../../src/duties.ts'
import { queue } from '../../src/queue.ts'
import { takeStep } from '../../src/revocation/steps.ts'
import { alertsOf, mailsTo } from '../authorize/told.ts'
import { atRest, type ConnectedStore, connectedStore, objectRows } from '../connected.ts'
import { directoryRow, disconnect, inStore, returned, shares, sharesWith } from '../store/second-instance.ts'
import { asked, minutesLater, quiet, revokedAndSeen, standing } from './fixture.ts'

beforeEach(quiet)

const R2_DOWN = { KEY_SHARES: sharesWith('delete', () => () => Promise.reject(new Error('R2 is down'))) }

/** A queue that takes what it is given, or is down. */
function queueThat(works: boolean) {
  const sent: RevocationMessage[] = []
  const send: (typeof env.REVOCATION)['send'] = async (message) => {
    if (!works) throw new Error('the queue is down')
    sent.push(revocationMessage.parse(message))
    return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } }
  }
  const REVOCATION: typeof env.REVOCATION = Object.assign(Object.create(env.REVOCATION), { send })
  return { sent, REVOCATION }
}

async function delivered(bodies: readonly unknown[], name = 'revocation', around = {}) {
  const batch = createMessageBatch(
    name,
    bodies.map((body, n) => ({ id: `id-${n}`, timestamp: 0, attempts: 2, body })),
  )
  const context = createExecutionContext()
  const retries = batch.messages.map((message) => vi.spyOn(message, 'retry'))
  await queue(batch, { ...env, ...around })
  const { explicitAcks, retryMessages } = await getQueueResult(batch, context)
  const delays = retries.flatMap((retry) => retry.mock.calls.map(([options]) => options?.delaySeconds))
  return { acked: explicitAcks.length, retried: retryMessages.length, delays }
}

/** A store that was disconnected while R2 was down, with the message that this left. */
async function leftOver(): Promise<{ store: ConnectedStore; message: RevocationMessage }> {
  const store = await connectedStore()
  const { sent, REVOCATION } = queueThat(true)
  expect(await disconnect(store, { ...R2_DOWN, REVOCATION })).toEqual({ destroyed: false })
  const [message] = sent
  if (message === undefined || sent.length !== 1) throw new Error('not one message')
  return { store, message }
}

/** Everything that a stop decides. */
const everything = async (id: string) => ({
  standing: await standing(id),
  row: await directoryRow(id),
  shares: await shares(id),
  generations: await objectRows(id, 'SELECT * FROM generations'),
  entries: await objectRows(id, 'SELECT count(*) AS n FROM audit_entry'),
})

describe('a disconnect whose token cannot be destroyed at once', () => {
  test('is fenced all the same, says so on its page, and is finished by the queue', async () => {
    const { store, message } = await leftOver()
    expect(message).toEqual({ kind: 'destroy', store: store.id, region: 'fe', epoch: 3 })
    expect(await standing(store.id)).toMatchObject({ state: 'fenced', reason: 'disconnected', epoch: 3 })
    const path = `/stores/${store.id}/disconnection`
    expect(await (await store.browser.get(path)).text()).toContain(
      'Being destroyed: our storage did not answer',
    )
    expect(await delivered([message])).toEqual({ acked: 1, retried: 0, delays: [] })
    expect(await shares(store.id)).toEqual([])
    expect(await (await store.browser.get(path)).text()).toContain('It is destroyed')
  })

  test('I14: the message delivered ten times changes nothing more', async () => {
    const { store, message } = await leftOver()
    await delivered([message])
    await atRest(store.id)
    const before = await everything(store.id)
    expect(await delivered(Array.from({ length: 10 }, () => message))).toMatchObject({
      acked: 10,
      retried: 0,
    })
    expect(await everything(store.id)).toEqual(before)
  })

  test('I14: a message from before a re-authorization is acknowledged and changes nothing', async () => {
    const { store, message } = await leftOver()
    await inStore(store.id, {}, async (context) => connectStore(context, await returned(store)))
    await atRest(store.id)
    const before = await everything(store.id)
    expect(before).toMatchObject({ standing: { state: 'connected' }, shares: ['2'] })
    for (const kind of ['destroy', 'notify'] as const) {
      expect(await inStore(store.id, {}, (context) => takeStep(context, { kind, epoch: 3 }))).toBe('old')
    }
    expect(await delivered([message, { ...message, kind: 'notify' }])).toMatchObject({ acked: 2, retried: 0 })
    expect(await everything(store.id)).toEqual(before)
  })

  test('with the queue down for two days is fenced at once, and nothing is lost: its duty stands', async () => {
    const store = await connectedStore()
    const { REVOCATION } = queueThat(false)
    expect(await disconnect(store, { ...R2_DOWN, REVOCATION })).toEqual({ destroyed: false })
    expect(await standing(store.id)).toMatchObject({ state: 'fenced', reason: 'disconnected' })
    const before = await asked()
    await minutesLater(store.id, 600, { ...R2_DOWN, REVOCATION })
    expect(await shares(store.id)).toEqual(['1'])
    await minutesLater(store.id, 2880, { REVOCATION })
    expect(await shares(store.id)).toEqual([])
    expect(await asked()).toEqual(before)
  })
})

describe('a confirmed refusal', () => {
  test('that cannot be finished at once leaves a message for each step, and each is done once', async () => {
    const store = await connectedStore()
    await revokedAndSeen(store)
    await minutesLater(store.id, 3)
    const { sent, REVOCATION } = queueThat(true)
    await inStore(store.id, { ...R2_DOWN, REVOCATION, CLOCK_OFFSET_SECONDS: '720' }, async (context) => {
      const mail = { ...context.mail, fetch: async () => new Response(null, { status: 503 }) }
      await doDueDuties({ ...context, mail }, env.AUDIT)
    })
    expect(sent.map((message) => message.kind)).toEqual(['destroy', 'notify'])
    expect(await mailsTo(store.personId)).toEqual([])
    expect(await delivered([...sent, ...sent])).toMatchObject({ acked: 4, retried: 0 })
    expect(await shares(store.id)).toEqual([])
    expect(await mailsTo(store.personId)).toHaveLength(1)
  })
})

describe('the consumer', () => {
  test('delivers again, later each time, what the object could not do', async () => {
    const { message } = await leftOver()
    const STORES = objectThat(async () => ({ ok: true, value: 'later' }))
    expect(await delivered([message], 'revocation', { STORES })).toEqual({
      acked: 0,
      retried: 1,
      delays: [10],
    })
  })

  test('takes an object that does not answer for one that is to be asked again', async () => {
    const { message } = await leftOver()
    const STORES = objectThat(() => Promise.reject(new Error('overloaded')))
    expect(await delivered([message], 'revocation', { STORES })).toMatchObject({ acked: 0, retried: 1 })
  })

  test.each(['revocation', 'revocation-dead-letter'])(
    '%s: what is no message of ours goes, with an alert',
    async (name) => {
      expect(await delivered([{ kind: 'destroy' }, 'poison'], name)).toMatchObject({ acked: 2, retried: 0 })
      const kinds = await env.DB.prepare("SELECT id FROM alert WHERE kind = 'revocation-stuck'").all()
      expect(kinds.results).toEqual([{ id: 'revocation-stuck/malformed' }])
    },
  )

  test('dead letters are tried once more; what still fails goes with one alert, and the duty goes on', async () => {
    const { store, message } = await leftOver()
    const STORES = objectThat(async () => ({ ok: true, value: 'later' }))
    const name = 'revocation-dead-letter'
    expect(await delivered([message, message], name, { STORES })).toMatchObject({ acked: 2, retried: 0 })
    expect(await alertsOf(store.id, 'revocation-stuck')).toMatchObject([
      { id: `revocation-stuck/${store.id}/3/destroy` },
    ])
    expect(await shares(store.id)).toEqual(['1'])
    await minutesLater(store.id, 5)
    expect(await shares(store.id)).toEqual([])
    expect(await delivered([message], name)).toMatchObject({ acked: 1 })
    expect(await alertsOf(store.id, 'revocation-stuck')).toHaveLength(1)
  })
})

/** Objects that answer a step in this way. */
function objectThat(takeStep: () => Promise<unknown>): typeof env.STORES {
  return Object.assign(Object.create(env.STORES), {
    idFromName: (name: string) => env.STORES.idFromName(name),
    get: () => ({ takeStep }),
  })
}
