import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { issued, second } from './amazon.ts'
import { type OwnStage, ownStage, type Visitor } from './harness.ts'
import { type Body, type Received, type Recording, record } from './recorder.ts'
import { filesBelow, findIn, type Needle, needlesOf } from './scan.ts'
import {
  connect,
  disconnect,
  follow,
  press,
  STOCK,
  signInByPasskey,
  signUp,
  stockTable,
  type Way,
} from './steps.ts'
import { allRead, beginReadings, everyStorePage } from './store-pages.ts'
import { WORDS } from './words.ts'

const { authorize, identity, inventory, reading, web } = WORDS.en
const EMAIL = 'secrets@example.com'
const tokenKeys = z.object({ keys: z.record(z.string(), z.string().min(40)) })

interface Secret {
  readonly kind: string
  readonly value: string
}

let stage: OwnStage
let visitor: Visitor
let recording: Recording
let secrets: readonly Secret[]
/** Of the demo seller's table: SKUs and product names, which are figures too. */
let figures: readonly string[]

/** The whole path, with its ways of failing: then everything that was secret on it is known, and where it may be. */
beforeAll(async () => {
  stage = await ownStage()
  visitor = await stage.visitor()
  recording = record(visitor.context)
  await recording.watch(visitor.page)
  const { page } = visitor
  const way: Way = { stage, visitor, language: 'en', look: async () => {} }
  const codes = await signUp(way, EMAIL)
  const store = await connect(way, 'fe')
  await follow(page, authorize.done.open)
  await stockTable(page)
  const stock = await searchAndRead()
  await press(page, reading.refresh)
  await page.locator('#progress').waitFor({ state: 'detached', timeout: 30_000 })
  await stockTable(page)
  await beginReadings(way, store)
  await allRead(way, store)
  await everyStorePage(way, store)
  figures = [...stock, ...(await ordersAndInvoices(store))]
  await replayTheCallback()
  await pasteToken()
  await press(page, web.bar.signOut)
  const batches = archivedBatches()
  await signInByPasskey(way)
  // The record reaches the archive by way of a queue, which delivers within a second or two.
  await vi.waitUntil(() => archivedBatches() > batches, { timeout: 30_000, interval: 200 })
  secrets = await everySecret(codes)
}, 180_000)
afterAll(() => stage.stop())

async function searchAndRead(): Promise<readonly string[]> {
  const { page } = visitor
  const skus = (await page.locator(`${STOCK} tbody th small`).allTextContents()).slice(0, 20)
  const names = (await page.locator(`${STOCK} tbody th a`).allTextContents()).slice(0, 20)
  await page.getByRole('searchbox').fill(skus[3] ?? '')
  await press(page, inventory.show)
  await page.waitForURL('**search=**')
  await stockTable(page)
  return [...skus, ...names]
}

/** Numbers of orders and invoices, which Amazon gives and nobody else knows. The first order was opened. */
async function ordersAndInvoices(store: string): Promise<readonly string[]> {
  const { page } = visitor
  await page.goto(`${stage.app}/stores/${store}/orders`)
  const orders = (await page.locator('table:has(> caption#open) tbody th a').allTextContents()).slice(0, 6)
  await page.goto(`${stage.app}/stores/${store}/advertising`)
  const invoices = await page.locator('table:has(> caption#invoices-of-month) tbody th').allTextContents()
  expect(orders.length).toBeGreaterThan(0)
  expect(invoices.length).toBeGreaterThan(0)
  return [...orders, ...invoices.slice(0, 5)]
}

/** What a person does who presses Back until they are at Amazon's address: the code is used, the state too. */
async function replayTheCallback(): Promise<void> {
  await recording.settle()
  const callback = recording.sent.find(({ url }) => url.startsWith(`${stage.app}/amazon/callback`))
  const again = await visitor.context.newPage()
  await recording.watch(again)
  await again.goto(callback?.url ?? '')
  expect(again.url()).toBe(`${stage.app}/connect/refused`)
  await again.getByRole('link', { name: authorize.again }).waitFor()
  await recording.settle()
  await again.close()
}

/** What a person does who has their own refresh token and mistakes our fields for a place to put it. */
async function pasteToken(): Promise<void> {
  const [token] = (await issued(stage)).filter(({ kind }) => kind === 'refresh-token')
  const tab = await visitor.context.newPage()
  await recording.watch(tab)
  await tab.goto(`${stage.app}/recovery`)
  const field = tab.getByLabel(identity.email)
  // What a browser would stop before it is sent, a paste into another field would not be.
  await field.evaluate((input) => {
    input.removeAttribute('maxlength')
    input.closest('form')?.setAttribute('novalidate', '')
  })
  await field.fill(token?.value ?? '')
  await press(tab, identity.recovery.submit)
  await tab.getByRole('alert').getByText(web.form.pastedSecret).first().waitFor()
  await recording.settle()
  await tab.close()
}

const archivedBatches = (): number => stage.appLog().filter((line) => line.includes('QUEUE audit')).length

const cookieKinds: Readonly<Record<string, string>> = {
  '__Host-session': 'session',
  '__Host-consent': 'consent cookie',
  '__Host-mail-link': 'mail link',
  '__Host-enrolment': 'enrolment',
  '__Host-sign-in': 'sign-in challenge',
}

/** All that was secret, whoever made it: Amazon, our settings, and what our answers gave this browser alone. */
async function everySecret(codes: readonly string[]): Promise<readonly Secret[]> {
  await recording.settle()
  const settings = parseEnv(readFileSync(join(stage.directory, '.dev.vars'), 'utf8'))
  const keys = Object.values(tokenKeys.parse(JSON.parse(settings['TOKEN_KEYS'] ?? '')).keys)
  const cookies = recording.received
    .filter(isOurs)
    .flatMap(({ headers }) => headers.filter(({ name }) => name.toLowerCase() === 'set-cookie'))
    .flatMap(({ value }) => {
      const [, name = '', secret = ''] = /^([^=]+)=([^;]*)/.exec(value) ?? []
      const kind = cookieKinds[name]
      return kind === undefined || secret === '' ? [] : [{ kind, value: secret }]
    })
  const states = [
    ...parametersAt(`${stage.simulator}/apps/authorize/consent`, 'state'),
    ...parametersAt(`${stage.app}/amazon/callback`, 'state'),
    ...parametersAt(`${stage.app}/amazon/login`, 'amazon_state'),
  ]
  const found = [
    ...(await issued(stage)).map(({ kind, value }) => ({ kind, value })),
    { kind: 'client secret', value: settings['LWA_CLIENT_SECRET'] ?? '' },
    ...keys.map((value) => ({ kind: 'token key', value })),
    ...cookies,
    ...states,
    ...codes
      .flatMap((code) => [code, code.replaceAll('-', '')])
      .map((value) => ({ kind: 'recovery code', value })),
  ]
  return [...new Map(found.map((secret) => [secret.value, secret])).values()]
}

/** What the browser carried under this name to an address that begins so. */
const parametersAt = (address: string, name: string): readonly Secret[] =>
  recording.sent
    .filter(({ url }) => url.startsWith(address))
    .flatMap(({ url }) => new URL(url).searchParams.get(name) ?? [])
    .map((value) => ({ kind: name.replace('_', ' '), value }))

const isOurs = ({ url }: { readonly url: string }): boolean => new URL(url).origin === stage.app

const isPage = ({ url }: { readonly url: string }): boolean =>
  !/\.(?:css|js|svg)$/.test(new URL(url).pathname)

/** A page that was left takes its icon's answer with it; a file is the same for everybody, and read here instead. */
const readAnyway = async (one: Body): Promise<Body> =>
  one.body !== undefined || isPage(one)
    ? one
    : { ...one, body: new Uint8Array(await (await fetch(one.url)).arrayBuffer()) }

const needles = (): readonly Needle[] => secrets.flatMap(({ kind, value }) => [...needlesOf(kind, value)])

/** `SECRET as ENCODING in PLACE`, for each place. */
const findings = (
  places: readonly (readonly [place: string, hay: Buffer])[],
  looked: readonly Needle[] = needles(),
): readonly string[] =>
  places.flatMap(([place, hay]) => findIn(looked, hay).map((found) => `${found} in ${place}`))

/** Each once, in order. Amazon's state is random base64, so that its raw form needs encoding in one run and not in another. */
const whateverTheSpelling = (found: readonly string[]): readonly string[] =>
  [...new Set(found.map((line) => line.replace(/^amazon state as [\w-]+/, 'amazon state')))].toSorted()

const pathOf = ({ method, url }: { readonly method: string; readonly url: string }): string =>
  `${method} ${new URL(url).pathname}`

describe('[I7] after the whole path, with a replay and a pasted token', () => {
  test('every kind of secret was there to be found', () => {
    const counts = Object.fromEntries(
      Object.entries(Object.groupBy(secrets, ({ kind }) => kind)).map(([kind, of]) => [kind, of?.length]),
    )
    expect(counts).toEqual({
      // One each time the store's object has slept meanwhile: three where it never did.
      'access-token': expect.toSatisfy((count: number) => count >= 3),
      'amazon state': 1,
      'authorization-code': 1,
      'client secret': 1,
      'consent cookie': 1,
      // Of each reading of a report: two of stock, one of performance.
      'document-signature': 3,
      'mail link': 1,
      'recovery code': 20,
      'refresh-token': 1,
      'sign-in challenge': 1,
      'token key': 1,
      enrolment: 1,
      session: 2,
      // Of the start, and of Amazon's visit midway.
      state: 2,
    })
    expect(secrets.every(({ value }) => value.length >= 20)).toBe(true)
    expect(figures.length).toBeGreaterThan(41)
    expect(figures.every((figure) => figure.length >= 8)).toBe(true)
  })

  test('none is in a file of the app, nor is a SKU, a product’s name or an order’s number', () => {
    const files = filesBelow(stage.appState)
    const paths = files.map(({ path }) => path.slice(stage.appState.length))
    for (const kind of [/^\/v3\/d1\/.+\.sqlite$/, /^\/v3\/do\/.+\.sqlite$/, /^\/v3\/r2\//, /\.sqlite-wal$/]) {
      expect(
        paths.some((path) => kind.test(path)),
        String(kind),
      ).toBe(true)
    }
    const places = files.map(({ path, bytes }) => [path.slice(stage.appState.length), bytes] as const)
    // What does stand there in clear is found, so the search reaches the newest rows.
    expect(findings(places, needlesOf('address', EMAIL)).length).toBeGreaterThan(0)
    expect(findings(places, needlesOf('seller', 'A1WRENSTAT0FE')).length).toBeGreaterThan(0)
    expect(findings(places)).toEqual([])
    expect(
      findings(
        places,
        figures.flatMap((figure) => needlesOf(`figure ${figure}`, figure)),
      ),
    ).toEqual([])
  })

  test('none is in the app’s log, nor any of those', () => {
    const log = stage.appLog().join('\n')
    expect(log).toContain('/amazon/callback')
    expect(log).toContain('consent.refused')
    const looked = [...needles(), ...figures.flatMap((figure) => [...needlesOf(`figure ${figure}`, figure)])]
    expect(findings([['log', Buffer.from(log)]], looked)).toEqual([])
  })

  test('each is in an answer only where its own person must get it', async () => {
    const heads = recording.received.filter(isOurs)
    const bodies = await Promise.all(recording.bodies.filter(isOurs).map(readAnyway))
    const unread = bodies.filter(({ status, body }) => status === 200 && body === undefined)
    expect(unread.map(pathOf)).toEqual([])
    // Style sheets and scripts come from Chromium's memory from the second page on.
    expect(bodies.filter(isPage).length).toBe(heads.filter(isPage).length)
    const places = [...heads.flatMap(headersOf), ...bodies.flatMap(bodyOf)]
    expect(whateverTheSpelling(findings(places))).toEqual(
      [
        'amazon state in header Location of GET /amazon/login',
        'consent cookie as raw in a cookie of POST /connect',
        'enrolment as raw in a cookie of POST /mail',
        'mail link as raw in a cookie of GET /mail',
        'recovery code as raw in the body of POST /sign-up/passkey',
        'session as raw in a cookie of POST /sign-in',
        'session as raw in a cookie of POST /sign-up/passkey',
        'sign-in challenge as raw in a cookie of POST /sign-in/options',
        'state as raw in header Location of GET /amazon/login',
        'state as raw in the body of GET /connect/leaving',
      ].toSorted(),
    )
  })

  test('none is in an address of ours but the three that bring one, and none is passed on by Referer', () => {
    const ours = recording.sent.filter(isOurs)
    const addresses = findings(ours.map(({ method, url }) => [pathOf({ method, url }), Buffer.from(url)]))
    expect(whateverTheSpelling(addresses)).toEqual([
      'amazon state in GET /amazon/login',
      'authorization-code as raw in GET /amazon/callback',
      'mail link as raw in GET /mail',
      'state as raw in GET /amazon/callback',
    ])
    const after = recording.sent.slice(recording.sent.findIndex(({ url }) => url.includes('/connect/done')))
    const later = after.filter(({ url }) => !url.startsWith(`${stage.app}/amazon/callback`))
    expect(later.length).toBeGreaterThan(10)
    expect(findings(later.map(({ method, url }) => [`${method} ${url}`, Buffer.from(url)]))).toEqual([])
    const referers = recording.sent.map(({ url, headers }) => [url, headers['referer'] ?? ''] as const)
    expect(
      findings(
        referers.filter(([url]) => url.startsWith(stage.app)).map(([url, from]) => [url, Buffer.from(from)]),
      ),
    ).toEqual([])
    expect(
      referers.filter(([url, from]) => !url.startsWith(stage.app) && from.startsWith(stage.app)),
    ).toEqual([])
  })

  test('the browser keeps none outside its cookies', async () => {
    const { page } = visitor
    await page.goto(`${stage.app}/stores`)
    const kept = await page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      scripted: document.cookie,
    }))
    expect(kept).toEqual({ local: 0, session: 0, databases: 0, caches: 0, workers: 0, scripted: '' })
  })

  test('its history holds none, but for the state in the addresses of Amazon’s own pages', async () => {
    const devtools = await visitor.context.newCDPSession(visitor.page)
    const { entries } = await devtools.send('Page.getNavigationHistory')
    expect(entries.map(({ url }) => url)).toContain(`${stage.app}/connect/leaving`)
    // Chromium leaves the typed address empty where nobody typed one.
    const pageOf = (url: string) => (URL.canParse(url) ? new URL(url).origin + new URL(url).pathname : url)
    const ofPage = (url: string) => [pageOf(url), Buffer.from(url)] as const
    const consent = new RegExp(`^state as raw in ${stage.simulator}/apps/authorize/consent$`)
    const signIn = new RegExp(`^state as raw in ${second(stage)}/ap/signin$`)
    const found = findings(entries.map(({ url }) => ofPage(url)))
    expect(found.filter((line) => !consent.test(line) && !signIn.test(line))).toEqual([])
    // Chromium also keeps where a followed link led at first, which Back does not use: a mail link, dead by then.
    const first = findings(entries.map(({ userTypedURL }) => ofPage(userTypedURL)))
    expect(first.filter((line) => !/^(?:mail link|state) as raw in /.test(line))).toEqual([])
  })

  test('disconnecting leaves none either', async () => {
    await disconnect({ stage, visitor, language: 'en', look: async () => {} })
    const places = filesBelow(stage.appState).map(
      ({ path, bytes }) => [path.slice(stage.appState.length), bytes] as const,
    )
    expect(findings(places)).toEqual([])
  })
})

/** An answer's cookies and its other headers, as places of their own. */
const headersOf = (answer: Received): readonly (readonly [string, Buffer])[] =>
  answer.headers.map(({ name, value }) => {
    const place = name.toLowerCase() === 'set-cookie' ? 'a cookie' : `header ${name}`
    return [`${place} of ${pathOf(answer)}`, Buffer.from(value)]
  })

const bodyOf = (answer: Body): readonly (readonly [string, Buffer])[] =>
  answer.body === undefined ? [] : [[`the body of ${pathOf(answer)}`, Buffer.from(answer.body)]]
