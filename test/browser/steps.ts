import type { Locator, Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import type { Stage, Visitor } from './harness.ts'
import { type SpokenLanguage, WORDS } from './words.ts'

/** One person on their way: where, in which browser, in which language, and what is done at each page they reach. */
export interface Way {
  readonly stage: Stage
  readonly visitor: Visitor
  readonly language: SpokenLanguage
  /** Called at each page with its name, before the person goes on. */
  readonly look: (name: string) => Promise<void>
}

/** A browser that asks for pages in this language, as its person's system is set. */
export const LOCALES = { en: 'en-GB', zh: 'zh-CN' } as const

/** The demo sellers as the simulator's sign-in page names them, with a country of their account. */
export const SELLERS = {
  na: { id: 'A2NORTHWIND0NA', name: 'Northwind Home', country: 'US' },
  eu: { id: 'A3HERONGART0EU', name: 'Heron Garten', country: 'DE' },
  fe: { id: 'A1WRENSTAT0FE', name: 'Wren Stationery', country: 'JP' },
} as const
export type DemoSeller = keyof typeof SELLERS

/** Clicks the button with exactly this word. */
export const press = (page: Page | Locator, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click()

/** Clicks the first link with exactly this word. */
export const follow = (page: Page, name: string): Promise<void> =>
  page.getByRole('link', { name, exact: true }).first().click()

/** Waits until the page's one h1 says this. */
export const arriveAt = (page: Page, heading: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()

/** Opens the newest mail to an address in the simulator's mailbox and follows its link. */
export async function followMailTo(
  { stage, visitor }: Pick<Way, 'stage' | 'visitor'>,
  email: string,
): Promise<void> {
  const { page } = visitor
  await page.goto(`${stage.simulator}/mailbox`)
  await page.locator('article.mail', { hasText: email }).first().locator('a[href*="/mail?link="]').click()
}

/** From the home page to the recovery codes and on to the stores. Returns the ten codes. */
export async function signUp(way: Way, email: string): Promise<readonly string[]> {
  const { stage, visitor, language, look } = way
  const { page } = visitor
  await page.goto(stage.app)
  expect(new URL(page.url()).pathname).toBe(`/${language}/`)
  await look('home')
  await follow(page, WORDS[language].site.connect)
  const codes = await finishSignUp(way, email)
  await arriveAt(page, WORDS[language].stores.title)
  return codes
}

/** From the page that asks for an address to the recovery codes, and on. Returns the ten codes. */
export async function finishSignUp(way: Way, email: string): Promise<readonly string[]> {
  const { stage, visitor, language, look } = way
  const { page } = visitor
  const { identity } = WORDS[language]
  await arriveAt(page, identity.signUp.title)
  await look('sign-up')
  await page.getByLabel(identity.email).fill(email)
  await press(page, identity.signUp.submit)
  await arriveAt(page, identity.sent.title)
  await look('sent')
  await followMailTo(way, email)
  await arriveAt(page, identity.confirm.signUp.title)
  expect(page.url()).toBe(`${stage.app}/mail`)
  await look('mail')
  await press(page, identity.confirm.signUp.button)
  await arriveAt(page, identity.firstPasskey.title)
  await look('passkey')
  await press(page, identity.firstPasskey.button)
  await arriveAt(page, identity.codes.title)
  await look('codes')
  const codes = await page.locator('ol .mono').allTextContents()
  expect(new Set(codes).size).toBe(10)
  await follow(page, identity.codes.done)
  return codes
}

/** From the stores to the page that leaves for Amazon, without going. */
export async function goToLeaving(way: Way, seller: DemoSeller): Promise<void> {
  const { stage, visitor, language, look } = way
  const { page } = visitor
  const { authorize, stores } = WORDS[language]
  await page.goto(`${stage.app}/stores`)
  await page
    .getByRole('link', { name: stores.connect })
    .or(page.getByRole('link', { name: stores.another }))
    .click()
  await arriveAt(page, authorize.connect.title)
  await look('connect')
  await page.getByLabel(authorize.connect.country).selectOption(SELLERS[seller].country)
  await press(page, authorize.connect.go)
  const host = new URL(stage.simulator).host
  await arriveAt(page, authorize.leaving.title(host))
  // The exact origin, to compare with what the address bar will show.
  expect(await page.locator('.origin').textContent()).toBe(stage.simulator)
}

/** At "Amazon": sign in as a demo seller and consent. */
export async function consentAsSeller(page: Page, seller: DemoSeller): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${SELLERS[seller].name}`) }).click()
  await page.getByRole('button', { name: 'Confirm' }).click()
}

/** At "Amazon", as the demo seller of the Far East: from the application's page in the Appstore to our log-in URI. */
export async function authorizeNow({ stage, visitor }: Pick<Way, 'stage' | 'visitor'>): Promise<void> {
  const { page } = visitor
  await page.goto(`${stage.simulator}/appstore`)
  const signIn = page.getByRole('link', { name: 'Sign in to authorize' })
  if ((await signIn.count()) > 0) {
    await signIn.click()
    await page.getByRole('button', { name: new RegExp(`^${SELLERS.fe.name}`) }).click()
  }
  await press(page, 'Authorize Now')
  await page.waitForURL(`${stage.app}/amazon/login`)
}

/** Keeps a page that goes on by itself from leaving meanwhile. */
export async function stayFor(page: Page, look: () => Promise<void>): Promise<void> {
  const away = (url: URL): boolean => /^\/apps\/authorize\/con(?:sent|firm\/)/.test(url.pathname)
  await page.route(away, (route) => route.abort('aborted'))
  await look()
  await page.unroute(away)
}

/** From the stores through Amazon's consent to the page of next steps. Returns the store's id. */
export async function connect(way: Way, seller: DemoSeller): Promise<string> {
  const { stage, visitor, language, look } = way
  const { page } = visitor
  const { authorize } = WORDS[language]
  await goToLeaving(way, seller)
  await stayFor(page, () => look('leaving'))
  await follow(page, authorize.leaving.go(new URL(stage.simulator).host))
  await page.waitForURL(`${new URL(stage.simulator).protocol}//127.0.0.1:*/ap/signin*`)
  await look('amazon-sign-in')
  await page.getByRole('button', { name: new RegExp(`^${SELLERS[seller].name}`) }).click()
  await page.waitForURL(`${stage.simulator}/apps/authorize/consent*`)
  await look('amazon-consent')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.waitForURL(`${stage.app}/connect/done?store=*`)
  await look('done')
  const facts = await page.getByRole('main').textContent()
  expect(facts).toContain(SELLERS[seller].id)
  expect(facts).toContain(authorize.done.sellerConfirmed)
  return new URL(page.url()).searchParams.get('store') ?? ''
}

/** The table of a store's stock, for what lies within; the numbers behind its chart are another. */
export const STOCK = 'table:has(> caption#stock)'

/** Waits for the table of a store's stock, whichever way its page gets there. */
export const stockTable = (page: Page): Promise<void> =>
  page.locator(`${STOCK} tbody tr`).first().waitFor({ timeout: 60_000 })

/**
 * Asks for a page of ours every now and then, as this person and without showing it, until all of these words are in it:
 * a hundredth of what it takes Chromium to open it each time.
 */
export async function untilPageSays(
  page: Page,
  address: string,
  words: string | readonly string[],
  everyMs = 500,
): Promise<void> {
  const wanted = typeof words === 'string' ? [words] : words
  const isThere = async (): Promise<boolean> => {
    const text = await (await page.request.get(address)).text()
    return wanted.every((word) => text.includes(word))
  }
  await vi.waitUntil(isThere, { timeout: 60_000, interval: everyMs })
}

/** Ends the connection from the list of stores. */
export async function disconnect(way: Way): Promise<void> {
  const { stage, visitor, language, look } = way
  const { page } = visitor
  const { revocation, stores } = WORDS[language]
  await page.goto(`${stage.app}/stores`)
  await look('stores')
  await follow(page, stores.disconnect)
  await page.getByRole('button', { name: revocation.confirm }).waitFor()
  await look('disconnection')
  await press(page, revocation.confirm)
  await page.getByText(revocation.doneLead).waitFor()
  expect(await page.getByRole('main').textContent()).toContain(revocation.tokenGone)
  await look('disconnected')
}

/** Signs in by the passkey that this page's device holds. */
export async function signInByPasskey(way: Way): Promise<void> {
  const { stage, visitor, language, look } = way
  const { page } = visitor
  const { identity, stores } = WORDS[language]
  await page.goto(`${stage.app}/sign-in`)
  await arriveAt(page, identity.signIn.title)
  await look('sign-in')
  await press(page, identity.signIn.button)
  await arriveAt(page, stores.title)
}
