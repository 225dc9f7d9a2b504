import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { control } from './amazon.ts'
import { type Stage, sharedStage, type Visitor } from './harness.ts'
import {
  arriveAt,
  consentAsSeller,
  follow,
  followMailTo,
  goToLeaving,
  press,
  SELLERS,
  STOCK,
  signUp,
  stockTable,
} from './steps.ts'
import { allRead, everyStorePage } from './store-pages.ts'
import { WORDS } from './words.ts'

const { authorize, identity, inventory, reading, revocation, stores, web } = WORDS.en

let stage: Stage
/** An account made in a browser with JavaScript, as a passkey needs it, and taken along by its cookies. */
let member: Visitor
let codes: readonly string[]
const EMAIL = 'no-script@example.com'

const quiet = async (): Promise<void> => {}
const wayOf = (visitor: Visitor) => ({ stage, visitor, language: 'en' as const, look: quiet })

beforeAll(async () => {
  stage = await sharedStage()
  const scripted = await stage.visitor()
  codes = await signUp(wayOf(scripted), EMAIL)
  member = await stage.visitor({
    javaScriptEnabled: false,
    storageState: await scripted.context.storageState(),
  })
  await scripted.close()
})
afterAll(() => stage.stop())

/** The sentence that stands on every page with a passkey's button until its script runs, and the button, dead. */
async function explainsPasskeys(page: Page): Promise<void> {
  await page.getByText(identity.passkey.needsScript).waitFor()
  expect(await page.locator('form[data-ceremony] button').isDisabled()).toBe(true)
}

test('signs up by form and mail link, up to the passkey, which says what it needs', async () => {
  const visitor = await stage.visitor({ javaScriptEnabled: false })
  const { page } = visitor
  await page.goto(`${stage.app}/sign-up`)
  await page.getByLabel(identity.email).fill('nobody-yet@example.com')
  await press(page, identity.signUp.submit)
  await arriveAt(page, identity.sent.title)
  await followMailTo(wayOf(visitor), 'nobody-yet@example.com')
  await press(page, identity.confirm.signUp.button)
  await arriveAt(page, identity.firstPasskey.title)
  await explainsPasskeys(page)
  await page.goto(`${stage.app}/sign-in`)
  await explainsPasskeys(page)
  expect(visitor.errors).toEqual([])
  await visitor.close()
})

test('shows a form again with its errors, and what was typed', async () => {
  const visitor = await stage.visitor({ javaScriptEnabled: false })
  const { page } = visitor
  await page.goto(`${stage.app}/sign-up`)
  // Chromium takes this for an address; the app asks for one that a mail can reach.
  await page.getByLabel(identity.email).fill('somebody@nowhere')
  await press(page, identity.signUp.submit)
  await page.getByRole('alert').getByText(identity.emailInvalid).waitFor()
  expect(await page.getByLabel(identity.email).inputValue()).toBe('somebody@nowhere')
  expect(await page.title()).toMatch(/^Error: /)
  await visitor.close()
})

test('connects, reads, searches and reads again', async () => {
  const { page } = member
  await control(stage, 'latency', { operation: 'getInventorySummaries', milliseconds: 1000, seller: 'eu' })
  await goToLeaving(wayOf(member), 'eu')
  await follow(page, authorize.leaving.go(new URL(stage.simulator).host))
  await consentAsSeller(page, 'eu')
  await arriveAt(page, authorize.done.title('Heron Garten & Küche'))
  await follow(page, authorize.done.open)
  await progressMoves(page)
  await stockTable(page)
  expect(await page.locator(`${STOCK} caption`).textContent()).toContain('300 SKUs')

  await page.getByRole('searchbox').fill('hrn-')
  await press(page, inventory.show)
  await page.waitForURL('**search=hrn-**')
  expect(await page.locator(`${STOCK} caption`).textContent()).toMatch(/\d+ of 300 SKUs/)
  await press(page, reading.refresh)
  await page.locator('#progress').waitFor()
  await page.getByText(reading.runningOld).waitFor()
  await page.locator('#progress').waitFor({ state: 'detached', timeout: 30_000 })
  await stockTable(page)
})

test('sets a SKU, a budget, a table, a watch and its limits by forms, and the pages reload by themselves', async () => {
  const { page } = member
  const store = /\/stores\/([0-9a-z]{26})/.exec(page.url())?.[1] ?? ''
  await page.goto(`${stage.app}/stores/${store}/orders`)
  // No script looks at the reading: the page loads itself again until there is nothing more to wait for.
  expect(await page.locator('head meta[http-equiv=refresh]').count()).toBe(1)
  await page.locator('head meta[http-equiv=refresh]').waitFor({ state: 'detached', timeout: 60_000 })
  await page.locator('table:has(> caption#open) tbody tr').first().waitFor()
  await allRead(wayOf(member), store)
  await everyStorePage(wayOf(member), store)
  // The refused forms, and nothing else.
  expect(member.errors.filter((line) => !/ status of (?:400|422) /.test(line))).toEqual([])
})

test('disconnects', async () => {
  const { page } = member
  await page.goto(`${stage.app}/stores`)
  await follow(page, stores.disconnect)
  await press(page, revocation.confirm)
  await page.getByText(revocation.doneLead).waitFor()
})

test('goes on to Amazon by itself after some seconds, and undoes a connection from the page it ends on', async () => {
  const { page } = member
  await goToLeaving(wayOf(member), 'eu')
  await page.waitForURL(`${new URL(stage.simulator).protocol}//127.0.0.1:*/**`, { timeout: 15_000 })
  await page.getByRole('link', { name: 'Sign in as another seller' }).click()
  await consentAsSeller(page, 'eu')
  await page.waitForURL(`${stage.app}/connect/done?store=*`)
  expect(await page.getByRole('main').textContent()).toContain(SELLERS.eu.id)
  await press(page, authorize.done.undo)
  await page.getByText(revocation.doneLead).waitFor()
})

test('changes the language by a link, and keeps the page', async () => {
  const { page } = member
  await page.goto(`${stage.app}/account`)
  await follow(page, web.other.word)
  await arriveAt(page, WORDS.zh.identity.account.title)
  await follow(page, WORDS.zh.web.other.word)
  await arriveAt(page, identity.account.title)
  await page.goto(`${stage.app}/account/passkey`)
  await explainsPasskeys(page)
})

test('signs out by form', async () => {
  const { page } = member
  await page.goto(`${stage.app}/stores`)
  await press(page, web.bar.signOut)
  await page.waitForURL(`${stage.app}/en/`)
  await page.goto(`${stage.app}/stores`)
  await arriveAt(page, identity.signIn.title)
  expect(member.errors.filter((line) => !/ status of (?:400|422) /.test(line))).toEqual([])
})

test('recovers by form, mail link and code, up to the passkey, which says what it needs', async () => {
  const visitor = await stage.visitor({ javaScriptEnabled: false })
  const { page } = visitor
  await page.goto(`${stage.app}/recovery`)
  await page.getByLabel(identity.email).fill(EMAIL)
  await press(page, identity.recovery.submit)
  await arriveAt(page, identity.sent.title)
  await followMailTo(wayOf(visitor), EMAIL)
  await press(page, identity.confirm.recovery.button)
  await arriveAt(page, identity.code.title)
  await page.getByLabel(identity.code.label).fill(codes[0] ?? '')
  await press(page, identity.code.submit)
  await arriveAt(page, identity.newPasskey.title)
  await explainsPasskeys(page)
  expect(visitor.errors).toEqual([])
  await visitor.close()
})

/** The count grows from one load of the page to the next, and nobody presses anything. */
async function progressMoves(page: Page): Promise<void> {
  const loads: string[] = []
  page.on('load', () => loads.push(page.url()))
  const sentence = page.locator('#progress p[role=status]')
  const first = await sentence.textContent()
  await expect.poll(() => sentence.textContent(), { timeout: 20_000, interval: 300 }).not.toBe(first)
  expect(loads.length).toBeGreaterThan(0)
}
