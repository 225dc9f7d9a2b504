import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { DAY_MS } from '../../src/core/time.ts'
import { fence, quarantine } from '../../src/store/fence.ts'
import { setStanding, standingOf, stopReason } from '../../src/store/standing.ts'
import { en } from '../../src/workspace/store/copy.en.ts'
import { zh } from '../../src/workspace/store/copy.zh.ts'
import { control, journal } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows, readToTheEnd, stubOf } from '../connected.ts'
import { type Browser, newBrowser, signedIn } from '../person.ts'
import { directoryRow, inStore } from '../store/second-instance.ts'

beforeEach(async () => {
  await control('reset')
})

const pageOf = async (store: ConnectedStore, browser: Browser = store.browser, language = 'en') =>
  (await browser.get(`/stores/${store.id}`, { 'accept-language': language })).text()

/** What the page says, without its markup. */
const textOf = (page: string): string =>
  (page.split('<main')[1] ?? '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')

const setRow = (store: ConnectedStore, set: string, ...values: (string | number)[]) =>
  env.DB.prepare(`UPDATE store SET ${set} WHERE id = ?`)
    .bind(...values, store.id)
    .run()

describe('the page of a connected store', () => {
  test('tells what waits, how it stands, its readings and what happened: a look on the record, and no call', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    const [before] = await objectRows(store.id, 'SELECT max(sequence) AS last FROM audit_entry')
    const calls = (await journal()).length
    const page = await pageOf(store)
    const text = textOf(page)
    for (const part of [
      'Connected',
      '365 days left',
      'A1WRENSTAT0FE confirmed by Amazon’s own records',
      'Far East',
      'Amazon.co.jp',
      'Selling Partner Insights; Amazon Fulfillment; Finance and Accounting',
      'Connected by You,',
      ': 80 lines.',
      'have under 7 days of cover',
      'You looked at the inventory of Amazon.co.jp: 50 rows shown.',
      'Mint Hub asked Amazon for an access token, the stock of Amazon.co.jp, a report on Amazon.co.jp, the state of that report, the address of its document and that document: 7 calls, all answered. 157 lines were read.',
      'You authorized the store; it is connected.',
      'Amazon’s own records confirmed the seller id.',
    ]) {
      expect(text).toContain(part)
    }
    expect(page).toMatch(/<progress max="365" value="0" aria-label="[^"]+">/)
    expect(page).toContain(`href="/stores/${store.id}/disconnection"`)
    expect(page).toContain(`<a href="/stores/${store.id}" aria-current="page">Overview</a>`)
    expect(page).toContain(`<a href="/stores/${store.id}/inventory">Inventory</a>`)
    expect(page).not.toContain(store.personId)
    expect(text).not.toContain(en.again)
    const own = 'SELECT kind FROM audit_entry WHERE sequence > ? ORDER BY sequence'
    expect(await objectRows(store.id, own.replace('?', String(before?.['last'])))).toEqual([
      { kind: 'read.intent' },
      { kind: 'read.outcome' },
    ])
    expect(await journal()).toHaveLength(calls)
  })

  test('calls another member a member, and names nobody', async () => {
    const store = await connectedStore()
    const second = await signedIn()
    await env.DB.prepare(
      'INSERT INTO membership (store_id, person_id, role, created_at_ms) VALUES (?, ?, ?, 1)',
    )
      .bind(store.id, second.personId, 'viewer')
      .run()
    const page = await pageOf(store, second.browser)
    const text = textOf(page)
    expect(text).toContain('Connected by A member,')
    expect(text).toContain('A member authorized the store; it is connected.')
    expect(page).not.toContain(store.personId)
    expect(page).not.toContain('@seller.example')
  })

  test('says in words why a reading did not finish, and what is stored all the same', async () => {
    const store = await connectedStore()
    expect(textOf(await pageOf(store))).toContain('Not read yet')
    await control('faults', { operation: 'getInventorySummaries', kind: 'status', status: 403, times: 1 })
    await readToTheEnd(store)
    const text = textOf(await pageOf(store))
    expect(text).toContain(
      'Not finished Amazon refused this reading. If a role was added since you agreed, authorizing again helps. No figures are stored.',
    )
  })

  test('shows twenty lines at most, and leaves out what another version of this code wrote', async () => {
    const store = await connectedStore()
    await runInDurableObject(stubOf(store.id), (_, { storage }) => {
      const { last } = storage.sql
        .exec<{ last: number }>('SELECT max(sequence) AS last FROM audit_entry')
        .one()
      for (let next = last + 1; next <= last + 30; next += 1) {
        const kind = next === last + 1 ? 'from.the-future' : 'marketplaces.asked'
        const place = [`store/${store.id}`, next] as const
        storage.sql.exec("INSERT INTO audit_payload VALUES (?, ?, 'aa', '{}')", ...place)
        storage.sql.exec(
          "INSERT INTO audit_entry VALUES (?, ?, 1, ?, 'machine/reader', 'aa')",
          ...place,
          kind,
        )
      }
    })
    const page = await pageOf(store)
    expect(page.match(/<time [^>]+>[^<]+<\/time><svg/g)).toHaveLength(20)
    expect(page).not.toContain('future')
  })
})

describe('I9: the page of a store that is not one’s own', () => {
  test('is the same as that of no store at all, and asks for a sign-in first', async () => {
    const store = await connectedStore()
    const { browser } = await signedIn()
    const answers = await Promise.all(
      [store.id, '0'.repeat(26), 'no-such-thing'].map(async (id) => {
        const answer = await browser.get(`/stores/${id}`)
        return [answer.status, textOf(await answer.text()).replace(/[0-9A-Z]{4}-[0-9A-Z]{4}/, 'reference')]
      }),
    )
    expect(answers[0]?.[0]).toBe(404)
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    expect((await newBrowser().get(`/stores/${store.id}`)).headers.get('location')).toContain('/sign-in')
  })
})

describe('an authorization', () => {
  test.each([
    [60, 'Renewal due', 'info'],
    [30, 'Renewal due', 'warn'],
    [7, 'Renewal due', 'bad'],
    [0, 'Authorization ran out', 'bad'],
  ])('%d days before its end is spoken of as %s (%s), with one way on', async (days, word, tone) => {
    const store = await connectedStore()
    // Half an hour more, so that the day does not end while the test runs.
    await setRow(store, 'authorized_at_ms = ?', Date.now() - (365 - days) * DAY_MS - DAY_MS / 48)
    const page = await pageOf(store)
    expect(page).toMatch(new RegExp(`<span class="tag ${tone}">.*?${word}</span>`))
    expect(page.match(/<a [^>]*href="\/connect">Authorize again<\/a>/g)).toHaveLength(1)
    const list = await (await store.browser.get('/stores')).text()
    expect(list).toContain(word)
    expect(list).toContain('<a href="/connect">Authorize again</a>')
    expect(list).toContain(`href="/stores/${store.id}/disconnection"`)
  })

  test('from before a role was switched on names the feature that waits for it', async () => {
    const store = await connectedStore()
    expect(textOf(await pageOf(store))).not.toContain('Authorize again for')
    await setRow(store, 'roles = ?', 'selling-partner-insights finance-and-accounting')
    const text = textOf(await pageOf(store))
    expect(text).toContain('Renewal due')
    expect(text).toContain('Authorize again for Inventory and Orders.')
  })
})

describe('a store that has stopped', () => {
  test('is called stopped as soon as its object is, before the directory knows', async () => {
    const store = await connectedStore()
    await inStore(store.id, {}, async (context) => fence(context, 'authorization-refused', 'machine/token'))
    expect(await directoryRow(store.id)).toMatchObject({ state: 'connected' })
    const text = textOf(await pageOf(store))
    expect(text).toContain(en.stopped['authorization-refused'].title)
    expect(text).toContain(en.askAgain)
    expect(text).toContain('Amazon no longer accepted the authorization; reading stopped.')
    expect(text).toMatch(/ Needs authorization +As of /)
  })

  test('that was disconnected leads to what went and what stays', async () => {
    const store = await connectedStore()
    await store.browser.post(`/stores/${store.id}/disconnection`)
    const page = await pageOf(store)
    expect(textOf(page)).toContain('You disconnected the store; reading stopped.')
    expect(textOf(page)).toContain(en.stopped.disconnected.title)
    expect(page).toContain(`href="/stores/${store.id}/disconnection">${en.endedGo}<`)
  })

  test('that is held for checking says that nothing is shown', async () => {
    const store = await connectedStore()
    await inStore(store.id, {}, async (context) => quarantine(context))
    const text = textOf(await pageOf(store))
    expect(text).toContain('Needs authorization')
    expect(text).toContain(en.stopped.unopened.title)
    expect(text).toContain(en.figuresUnopened)
  })

  test('says in both languages what happened, until when what stays, and how to go on, for each reason', async () => {
    const store = await connectedStore()
    const stoppedAtMs = Date.UTC(2026, 10, 22)
    for (const reason of stopReason.options) {
      await inStore(store.id, {}, async ({ storage }) => {
        const now = standingOf(storage.sql)
        if (now === undefined) throw new Error('no standing')
        const state = reason === 'unopened' ? 'quarantined' : 'fenced'
        setStanding(storage.sql, { ...now, epoch: now.epoch + 1, state, reason, stopped_ms: stoppedAtMs })
      })
      for (const [language, words] of [
        ['en', en],
        ['zh', zh],
      ] as const) {
        const text = textOf(await pageOf(store, store.browser, language))
        expect(text).toContain(words.stopped[reason].title)
        expect(text).toContain(words.stopped[reason].text)
        const superseded = reason === 'superseded' ? words.goOnSuperseded : words.goOnText
        expect(text).toContain(reason === 'suspected' ? words.goOnSuspected : superseded)
        if (reason !== 'unopened') expect(text).toMatch(language === 'en' ? /22 Dec 2026/ : /2026年12月22日/)
      }
    }
  })
})
