import { env } from 'cloudflare:workers'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { connectStore } from '../../src/authorize/connect.ts'
import { doDueDuties } from '../../src/duties.ts'
import type { MailTransport } from '../../src/mail/send.ts'
import type { StoreContext } from '../../src/store/context.ts'
import { giveRenewalNotice, tellPeople } from '../../src/store/notices.ts'
import { control } from '../amazon.ts'
import { afterDays, alertsOf, daysLater, entries, forgetEarlierStores, mailsTo } from '../authorize/told.ts'
import { atRest, type ConnectedStore, connectedStore, objectRows } from '../connected.ts'
import { signedIn } from '../person.ts'
import { directoryRow, disconnect, inStore, returned, shares } from './second-instance.ts'

const DAY_MS = 86_400_000

beforeEach(async () => {
  await control('reset')
  await forgetEarlierStores()
})

// A store that was authorized on a shifted clock would win against those that other files connect today.
afterAll(forgetEarlierStores)

const standing = async (id: string) => (await objectRows(id, 'SELECT * FROM standing'))[0]

/** Days after the authorization at which the next renewal notice is due; undefined when none is. */
async function nextNotice(id: string): Promise<number | undefined> {
  const [duty] = await objectRows(id, "SELECT due_ms FROM duty WHERE kind = 'renewal-notice'")
  const authorizedMs = Number((await standing(id))?.['authorized_ms'])
  return duty && (Number(duty['due_ms']) - authorizedMs) / DAY_MS
}

/** What the record says of renewal notices: a store's people may have been told of other things besides. */
const renewals = async (id: string) =>
  (await entries(id, 'notice.sent')).filter((entry) => 'what' in entry && entry.what === 'renewal-due')

/** The mails about a renewal that reached a person. */
const renewalMails = async (person: string) =>
  (await mailsTo(person)).filter((mail) => /again by|重新/.test(mail.subject))

/** A mail server that takes what `takes` says, and what it took. */
function mailServer(takes: (to: string) => boolean) {
  const taken: { readonly to: string; readonly subject: string; readonly text: string }[] = []
  const mail: MailTransport = {
    from: 'Mint Hub <accounts@mint-hub.com>',
    url: 'http://127.0.0.1:8788/mailbox',
    binding: { send: () => Promise.reject(new Error('the binding is not for tests')) },
    fetch: async (_url, init) => {
      const sent = JSON.parse(String(init.body))
      if (!takes(sent.to)) return new Response(null, { status: 503 })
      taken.push(sent)
      return new Response(null, { status: 204 })
    },
  }
  return { mail, taken }
}

/** Acts in the object 306 days after the authorization, when the first notice is due, with another mail server. */
async function firstNotice<T>(
  id: string,
  mail: MailTransport,
  act: (context: StoreContext) => Promise<T>,
): Promise<T> {
  await atRest(id)
  return inStore(id, afterDays(306), (context) => act({ ...context, mail }))
}

async function secondMember(store: ConnectedStore, language: 'en' | 'zh'): Promise<string> {
  const { personId } = await signedIn()
  await env.DB.batch([
    env.DB.prepare('UPDATE person SET language = ? WHERE id = ?').bind(language, personId),
    env.DB.prepare(
      "INSERT INTO membership (store_id, person_id, role, created_at_ms) VALUES (?, ?, 'owner', 1)",
    ).bind(store.id, personId),
  ])
  return personId
}

describe('the end of an authorization', () => {
  test('is told 60, 30 and 7 days before, each once, and never after it', async () => {
    const store = await connectedStore()
    const endMs = Number((await standing(store.id))?.['authorized_ms']) + 365 * DAY_MS
    const day = new Intl.DateTimeFormat('en-GB', {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'Asia/Tokyo',
    }).format(endMs)
    await daysLater(store.id, 304)
    expect(await nextNotice(store.id)).toBe(305)
    expect(await renewalMails(store.personId)).toEqual([])
    for (const [days, next] of [
      [60, 335],
      [30, 358],
      [7, undefined],
    ] as const) {
      await daysLater(store.id, 365 - days + 0.5)
      await daysLater(store.id, 365 - days + 0.6)
      expect(await nextNotice(store.id)).toBe(next)
    }
    await daysLater(store.id, 366)
    const mails = await renewalMails(store.personId)
    expect(mails.map((mail) => mail.subject)).toEqual(
      Array.from({ length: 3 }, () => `Authorize your store for Mint Hub again by ${day}`),
    )
    expect(mails[0]?.text.split('\n')).toContain(`http://localhost:8787/stores/${store.id}`)
    expect(await alertsOf(store.id, 'renewal-due')).toMatchObject(
      [60, 30, 7].map((days) => ({
        id: `renewal/${store.id}/1/${days}`,
        told_at_ms: expect.any(Number),
      })),
    )
    expect(await renewals(store.id)).toEqual(
      [60, 30, 7].map((days) => ({ what: 'renewal-due', days, people: 1 })),
    )
  })

  test('is told only as urgently as it is, after a long sleep', async () => {
    const store = await connectedStore()
    await daysLater(store.id, 340)
    expect((await alertsOf(store.id, 'renewal-due')).map((one) => one.id)).toEqual([
      `renewal/${store.id}/1/30`,
    ])
    expect(await nextNotice(store.id)).toBe(358)
    expect(await renewalMails(store.personId)).toHaveLength(1)
  })

  test('is told to each member in their own language', async () => {
    const store = await connectedStore()
    const other = await secondMember(store, 'zh')
    await daysLater(store.id, 306)
    expect((await renewalMails(store.personId)).map((mail) => mail.language)).toEqual(['en'])
    const [mail] = await renewalMails(other)
    expect(mail?.subject).toMatch(/^请在\d{4}年\d{1,2}月\d{1,2}日前重新为 Mint Hub 授权您的店铺$/)
    expect(await renewals(store.id)).toEqual([{ what: 'renewal-due', days: 60, people: 2 }])
  })

  test('is not told of a store that has stopped', async () => {
    const store = await connectedStore()
    await disconnect(store)
    expect(await nextNotice(store.id)).toBeUndefined()
    await inStore(store.id, {}, async (context) => {
      giveRenewalNotice({ ...context, clock: () => context.clock() + 306 * DAY_MS })
    })
    expect(await objectRows(store.id, "SELECT * FROM notice WHERE what = 'renewal-due'")).toEqual([])
    expect(await nextNotice(store.id)).toBeUndefined()
  })
})

describe('mails that are not taken', () => {
  test('I16: leave the alert untold and the duty due within two minutes, and are sent once when they are taken', async () => {
    const store = await connectedStore()
    const down = mailServer(() => false)
    const dueInMs = await firstNotice(store.id, down.mail, async (context) => {
      await doDueDuties(context, env.AUDIT)
      await doDueDuties(context, env.AUDIT)
      const [duty] = context.storage.sql.exec("SELECT due_ms FROM duty WHERE kind = 'tell-people'").toArray()
      return Number(duty?.['due_ms']) - context.clock()
    })
    expect(dueInMs).toBeGreaterThan(0)
    expect(dueInMs).toBeLessThanOrEqual(120_000)
    expect(await alertsOf(store.id, 'renewal-due')).toMatchObject([{ told_at_ms: null }])
    const up = mailServer(() => true)
    await firstNotice(store.id, up.mail, (context) => tellPeople(context))
    await firstNotice(store.id, up.mail, (context) => tellPeople(context))
    expect(up.taken.filter((mail) => mail.subject.includes('again by'))).toHaveLength(1)
    expect(await alertsOf(store.id, 'renewal-due')).toMatchObject([{ told_at_ms: expect.any(Number) }])
  })

  test('by one member’s server reach the others once', async () => {
    const store = await connectedStore()
    const other = await secondMember(store, 'en')
    const halfUp = mailServer((to) => to.startsWith(store.personId))
    await firstNotice(store.id, halfUp.mail, async (context) => {
      giveRenewalNotice(context)
      expect(await tellPeople(context)).toEqual({ ok: false, fault: 'mail-down' })
      expect(await tellPeople(context)).toEqual({ ok: false, fault: 'mail-down' })
    })
    expect(halfUp.taken).toHaveLength(1)
    const up = mailServer(() => true)
    expect(await firstNotice(store.id, up.mail, (context) => tellPeople(context))).toMatchObject({ ok: true })
    expect(up.taken.map((mail) => mail.to)).toEqual([`${other}@seller.example`])
  })

  test('are not sent again when the alert says that they were handed over', async () => {
    const store = await connectedStore()
    const up = mailServer(() => true)
    await firstNotice(store.id, up.mail, async (context) => {
      giveRenewalNotice(context)
      await tellPeople(context)
      // As if the object had died before it could note that it was done.
      context.storage.sql.exec('UPDATE notice SET done_ms = NULL')
      await tellPeople(context)
    })
    expect(up.taken).toHaveLength(1)
    expect(await renewals(store.id)).toHaveLength(1)
  })

  test('to an address that can be none hold nothing up', async () => {
    const store = await connectedStore()
    await env.DB.prepare("UPDATE person SET email = 'x y@' || id WHERE id = ?").bind(store.personId).run()
    await daysLater(store.id, 306)
    await daysLater(store.id, 306)
    expect(await alertsOf(store.id, 'renewal-due')).toMatchObject([{ told_at_ms: expect.any(Number) }])
    expect(await renewals(store.id)).toEqual([{ what: 'renewal-due', days: 60, people: 0 }])
  })
})

describe('a re-authorization', () => {
  /** The seller agrees again, 306 days after the first time; Amazon's clock has moved on as well. */
  async function renewed(store: ConnectedStore) {
    await control('clock', { seconds: 306 * 86_400 })
    const input = await returned(store)
    const around = afterDays(306)
    return inStore(store.id, around, (context) => connectStore(context, input))
  }
  const row = (id: string) =>
    env.DB.prepare(
      'SELECT connected_at_ms, authorized_at_ms, person_id, created_at_ms FROM store JOIN membership ON store_id = id WHERE id = ?',
    )
      .bind(id)
      .all<Record<string, number | string>>()

  test('replaces the token, begins a new year, and leaves members and the first connection as they were', async () => {
    const store = await connectedStore()
    const before = await standing(store.id)
    const [first] = (await row(store.id)).results
    expect(await renewed(store)).toMatchObject({ ok: true, value: { confirmed: true } })
    const after = await standing(store.id)
    expect(after).toMatchObject({
      state: 'connected',
      generation: Number(before?.['generation']) + 1,
      epoch: Number(before?.['epoch']) + 1,
    })
    expect(await shares(store.id)).toEqual(['2'])
    expect(await directoryRow(store.id)).toMatchObject({ state: 'connected', generation: 2 })
    const { results } = await row(store.id)
    expect(results).toEqual([{ ...first, authorized_at_ms: after?.['authorized_ms'] }])
    expect(Number(after?.['authorized_ms']) - Number(before?.['authorized_ms'])).toBeGreaterThanOrEqual(
      306 * DAY_MS,
    )
    expect(await nextNotice(store.id)).toBe(305)
    await daysLater(store.id, 340)
    expect(await renewalMails(store.personId)).toEqual([])
    await daysLater(store.id, 306 + 306)
    expect((await alertsOf(store.id, 'renewal-due')).map((one) => one.id)).toEqual([
      `renewal/${store.id}/2/60`,
    ])
  })

  test('takes back a notice that could not be sent before it', async () => {
    const store = await connectedStore()
    await firstNotice(store.id, mailServer(() => false).mail, (context) => doDueDuties(context, env.AUDIT))
    expect(await objectRows(store.id, "SELECT id FROM notice WHERE what = 'renewal-due'")).toHaveLength(1)
    await renewed(store)
    await daysLater(store.id, 307)
    expect(await renewalMails(store.personId)).toEqual([])
  })
})
