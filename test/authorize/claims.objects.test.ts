import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { confirmClaim, supersede } from '../../src/authorize/claims.ts'
import { connectStore } from '../../src/authorize/connect.ts'
import { newId, sellerId, storeId } from '../../src/core/id.ts'
import { systemRandom } from '../../src/core/time.ts'
import { doDueDuties } from '../../src/duties.ts'
import { withAccessToken } from '../../src/store/access-token.ts'
import { consentAt, control, journal } from '../amazon.ts'
import {
  atRest,
  type ConnectedStore,
  connectedStore,
  objectRows,
  readToTheEnd,
  startedState,
} from '../connected.ts'
import { signedIn } from '../person.ts'
import { directoryRow, inStore, returned, shares } from '../store/second-instance.ts'
import { alertsOf, entries, forgetEarlierStores, mailsTo, makeDue } from './told.ts'

const WREN = sellerId.parse('A1WRENSTAT0FE')
const REST = { state: 'connected', reason: null }
const GAVE_WAY = { state: 'fenced', reason: 'superseded' }
const TRIES = { operation: 'listTransactions' }

beforeEach(async () => {
  await control('reset')
  await forgetEarlierStores()
})

const standing = async (id: string) => (await objectRows(id, 'SELECT * FROM standing'))[0]

/** Connects while Amazon has no transaction to show: the seller id stays a claim. Amazon builds its reports at once. */
async function claimedStore(edit = (callback: string) => callback): Promise<ConnectedStore> {
  await control('transactions', { seller: 'fe', on: false })
  const { browser, personId } = await signedIn()
  const callback = await browser.get(edit(await consentAt(await startedState(browser, 'JP'), 'fe')))
  const id = /store=([0-9a-z]{26})$/.exec(callback.headers.get('location') ?? '')?.[1] ?? 'none'
  await control('transactions', { seller: 'fe', on: true })
  await control('reports', { seller: 'fe', kind: 'normal', seconds: 0, times: 10_000 })
  expect(await standing(id)).toMatchObject({ ...REST, confirmed_ms: null })
  return { id, browser, personId }
}

/** A reading an hour after the last try: it asks Amazon once more whose authorization this is. */
async function readAnHourLater(store: ConnectedStore): Promise<void> {
  const tries = (await journal(TRIES)).length
  await inStore(store.id, {}, async ({ storage }) => {
    storage.sql.exec('UPDATE standing SET confirm_tried_ms = confirm_tried_ms - 3600000')
  })
  await store.browser.post(`/stores/${store.id}/inventory?marketplace=A1VC38T7YXB528`)
  for (let look = 0; look < 200; look += 1) {
    const now = await standing(store.id)
    if (
      (await journal(TRIES)).length > tries &&
      (now?.['confirmed_ms'] !== null || now['state'] === 'fenced')
    )
      return
    await scheduler.wait(20)
  }
  throw new Error('the reading asked for no confirmation')
}

describe('two people who connect the same seller', () => {
  test('at once: the newest consent reads, the other is fenced with its token destroyed, both are told', async () => {
    const people = [await signedIn(), await signedIn()]
    const paths: string[] = []
    for (const { browser } of people) paths.push(await consentAt(await startedState(browser, 'JP'), 'fe'))
    const answers = await Promise.all(people.map(({ browser }, at) => browser.get(paths[at] ?? '')))
    const ids = answers.map((one) => one.headers.get('location')?.split('=')[1] ?? '')
    await atRest(...ids)
    const order = await Promise.all(ids.map(standing))
    const [earlier, newer] = order.toSorted(
      (a, b) =>
        Number(a?.['authorized_ms']) - Number(b?.['authorized_ms']) ||
        (String(a?.['store_id']) < String(b?.['store_id']) ? -1 : 1),
    )
    expect(earlier).toMatchObject(GAVE_WAY)
    expect(newer).toMatchObject(REST)
    const [from, to] = [String(earlier?.['store_id']), String(newer?.['store_id'])]
    expect(await directoryRow(from)).toMatchObject({
      state: 'fenced',
      stop_reason: 'superseded',
      generation: null,
    })
    expect(await directoryRow(to)).toMatchObject({ state: 'connected', generation: 1 })
    expect([await shares(from), await shares(to)]).toEqual([[], ['1']])
    const personOf = (id: string) => people[ids.indexOf(id)]?.personId ?? ''
    const [told, alsoTold] = [await mailsTo(personOf(from)), await mailsTo(personOf(to))]
    expect(told.map((mail) => mail.subject)).toEqual(['Mint Hub has stopped reading a store of yours'])
    expect(alsoTold.map((mail) => mail.subject)).toEqual([
      'Mint Hub has stopped an earlier connection of your seller account',
    ])
    // Nobody learns who the other one is.
    expect(told[0]?.text).not.toContain(to)
    expect(told[0]?.text).not.toContain(personOf(to))
    expect(alsoTold[0]?.text).not.toContain(from)
    expect(alsoTold[0]?.text).not.toContain(personOf(from))
    for (const id of [from, to]) {
      expect(await alertsOf(id, 'store-superseded')).toMatchObject([{ told_at_ms: expect.any(Number) }])
    }
    expect(await entries(from, 'store.fenced')).toMatchObject([{ reason: 'superseded' }])
    expect(await entries(to, 'connection.replaced')).toEqual([{}])
  })

  test('one after the other: figures stay sealed for 30 days, and authorizing again turns it round', async () => {
    const first = await connectedStore()
    await readToTheEnd(first)
    const second = await connectedStore()
    await atRest(first.id, second.id)
    expect(await standing(first.id)).toMatchObject(GAVE_WAY)
    expect(await standing(second.id)).toMatchObject(REST)
    expect((await first.browser.get(`/stores/${first.id}/inventory`)).status).toBe(409)
    expect(await env.KEY_SHARES.head(`figures/${first.id}`)).not.toBeNull()
    expect(await objectRows(first.id, "SELECT kind FROM duty WHERE kind = 'destroy-figures'")).toHaveLength(1)
    expect(await env.KEY_SHARES.head(`figures/${second.id}`)).toBeNull()
    const input = await returned(first)
    expect(await inStore(first.id, {}, (context) => connectStore(context, input))).toMatchObject({ ok: true })
    await atRest(first.id, second.id)
    expect(await standing(first.id)).toMatchObject(REST)
    expect(await standing(second.id)).toMatchObject(GAVE_WAY)
  })

  test('the earlier consent confirmed last gives way all the same, and a claim until then blocks and stops nobody', async () => {
    const first = await claimedStore()
    const second = await connectedStore()
    await atRest(first.id, second.id)
    expect(await standing(first.id)).toMatchObject(REST)
    expect(await standing(second.id)).toMatchObject(REST)
    await readAnHourLater(first)
    await atRest(first.id, second.id)
    expect(await standing(first.id)).toMatchObject(GAVE_WAY)
    expect(await standing(second.id)).toMatchObject(REST)
    expect(await mailsTo(first.personId)).toHaveLength(1)
    expect(await mailsTo(second.personId)).toHaveLength(1)
  })

  test('while the other’s object does not answer: settled from the alarm, told once', async () => {
    const first = await claimedStore()
    const second = await claimedStore()
    const deaf = new Proxy(env.STORES, {
      get: () => () => {
        throw new Error('overloaded')
      },
    })
    // Both confirmed, with nothing settled yet: their alarms wait.
    for (const { id } of [first, second]) {
      await inStore(id, {}, async (context) => {
        context.storage.sql.exec('UPDATE standing SET confirmed_ms = ?', context.clock())
      })
      await env.DB.prepare('UPDATE store SET seller_confirmed_at_ms = 1 WHERE id = ?').bind(id).run()
    }
    const due = await inStore(second.id, { STORES: deaf }, async (context) => {
      context.storage.sql.exec("INSERT INTO duty (kind, due_ms) VALUES ('settle-claim', 1)")
      await doDueDuties(context, env.AUDIT)
      return context.storage.sql.exec("SELECT due_ms FROM duty WHERE kind = 'settle-claim'").one()['due_ms']
    })
    expect(Number(due) - Date.now()).toBeLessThanOrEqual(120_000)
    expect(await standing(first.id)).toMatchObject(REST)
    await makeDue(second.id, 'settle-claim')
    await atRest(first.id, second.id)
    expect(await standing(first.id)).toMatchObject(GAVE_WAY)
    expect(await standing(second.id)).toMatchObject(REST)
    await makeDue(second.id, 'settle-claim')
    await atRest(first.id, second.id)
    expect(await mailsTo(second.personId)).toHaveLength(1)
    expect(await entries(second.id, 'connection.replaced')).toHaveLength(1)
  })
})

describe('a store that is told of another connection', () => {
  const told = (id: string, other: Partial<Parameters<typeof supersede>[1]>) =>
    inStore(id, {}, (context) =>
      supersede(context, {
        seller: WREN,
        region: 'fe',
        authorizedMs: context.clock() + 1000,
        by: storeId.parse(newId(systemRandom)),
        ...other,
      }),
    )

  test('goes by its own knowledge: I14, an older consent, another seller or region, or itself stops nothing', async () => {
    const store = await connectedStore()
    const authorizedMs = Number((await standing(store.id))?.['authorized_ms'])
    const own = storeId.parse(store.id)
    expect(await told(store.id, { authorizedMs: authorizedMs - 1 })).toBe('newer')
    expect(await told(store.id, { seller: sellerId.parse('A2SOMEBODYELSE') })).toBe('apart')
    expect(await told(store.id, { region: 'na' })).toBe('apart')
    expect(await told(store.id, { by: own })).toBe('apart')
    // At the very same moment the ids decide, and both sides decide alike.
    expect(await told(store.id, { authorizedMs, by: storeId.parse('0'.repeat(26)) })).toBe('newer')
    expect(await standing(store.id)).toMatchObject(REST)
    expect(await told(store.id, { authorizedMs, by: storeId.parse('z'.repeat(26)) })).toBe('gave-way')
    expect(await told(store.id, { authorizedMs, by: storeId.parse('z'.repeat(26)) })).toBe('gave-way')
    expect(await entries(store.id, 'store.fenced')).toHaveLength(1)
  })

  test('and is a claim itself stays as it is', async () => {
    const store = await claimedStore()
    expect(await told(store.id, {})).toBe('apart')
    expect(await standing(store.id)).toMatchObject(REST)
  })
})

describe('a claim', () => {
  test('that a later reading contradicts is fenced, destroyed, alerted and told; the true seller never notices', async () => {
    const store = await claimedStore((callback) => callback.replace(WREN, 'A2SOMEBODYELSE'))
    const other = await connectedStore()
    // The simulator has one seller in each region: the true one is given the name that the false one claims.
    await env.DB.prepare("UPDATE store SET seller_id = 'A2SOMEBODYELSE' WHERE id = ?").bind(other.id).run()
    await inStore(other.id, {}, async ({ storage }) => {
      storage.sql.exec("UPDATE standing SET seller_id = 'A2SOMEBODYELSE'")
    })
    await makeDue(other.id, 'settle-claim')
    await atRest(other.id)
    expect(await standing(store.id)).toMatchObject({ ...REST, seller_id: 'A2SOMEBODYELSE' })
    await readAnHourLater(store)
    await atRest(store.id, other.id)
    expect(await standing(store.id)).toMatchObject({ state: 'fenced', reason: 'seller-mismatch' })
    expect(await standing(other.id)).toMatchObject(REST)
    expect(await shares(store.id)).toEqual([])
    expect((await store.browser.get(`/stores/${store.id}/inventory`)).status).toBe(409)
    expect(await alertsOf(store.id, 'seller-mismatch')).toMatchObject([
      { id: `seller-mismatch/${store.id}/1`, told_at_ms: expect.any(Number) },
    ])
    expect((await mailsTo(store.personId)).map((mail) => mail.subject)).toEqual([
      'Mint Hub has stopped a store: Amazon names another seller',
    ])
    expect(await mailsTo(other.personId)).toEqual([])
  })

  test('that Amazon contradicts at once is told too', async () => {
    const { browser, personId } = await signedIn()
    const path = (await consentAt(await startedState(browser, 'JP'), 'fe')).replace(WREN, 'A2SOMEBODYELSE')
    expect((await browser.get(path)).status).toBe(409)
    const row = await env.DB.prepare('SELECT id FROM store WHERE connected_by = ?').bind(personId).first('id')
    await atRest(String(row))
    expect(await mailsTo(personId)).toHaveLength(1)
  })

  test('is tried again at a later reading, once an hour at most, and confirmed when there is a transaction', async () => {
    const store = await claimedStore()
    const before = (await journal(TRIES)).length
    await readToTheEnd(store)
    expect(await journal(TRIES)).toHaveLength(before)
    await readAnHourLater(store)
    await atRest(store.id)
    expect(await standing(store.id)).toMatchObject({ ...REST, confirmed_ms: expect.any(Number) })
    const confirmed = await env.DB.prepare('SELECT seller_confirmed_at_ms AS at FROM store WHERE id = ?')
      .bind(store.id)
      .first('at')
    expect(confirmed).not.toBeNull()
  })

  test('is asked anew at each authorization: what was confirmed before says nothing of this one', async () => {
    const store = await connectedStore()
    await control('transactions', { seller: 'fe', on: false })
    await inStore(store.id, {}, async (context) => connectStore(context, await returned(store)))
    expect(await standing(store.id)).toMatchObject({ ...REST, confirmed_ms: null, generation: 2 })
    const row = await env.DB.prepare('SELECT seller_confirmed_at_ms AS at FROM store WHERE id = ?')
      .bind(store.id)
      .first('at')
    expect(row).toBeNull()
  })

  test.each([
    { answer: '500', fault: { kind: 'status', status: 500 } },
    { answer: '429', fault: { kind: 'status', status: 429 } },
    { answer: '403', fault: { kind: 'status', status: 403 } },
    { answer: 'HTML', fault: { kind: 'html' } },
    { answer: 'half of it', fault: { kind: 'truncated' } },
  ])('I13: stays what it was when Amazon answers with $answer, and fails no reading', async ({ fault }) => {
    const store = await claimedStore()
    await control('faults', { operation: 'listTransactions', times: 20, ...fault })
    const confirmed = await inStore(store.id, {}, (context) =>
      withAccessToken(context, 1, (held) =>
        confirmClaim({ ...context, sleep: async () => undefined }, held, {
          cause: 1,
          untilMs: held.access.untilMs,
        }),
      ),
    )
    expect(confirmed).toEqual({ ok: true, value: false })
    expect(await standing(store.id)).toMatchObject({ ...REST, confirmed_ms: null })
    expect(await readToTheEnd(store)).toContain('1–50 of 80')
  })
})
