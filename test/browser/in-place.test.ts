import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tabTo } from './focus.ts'
import { type Stage, sharedStage, type Visitor } from './harness.ts'
import { arriveAt, connect, follow, press, STOCK, signUp, stockTable, type Way } from './steps.ts'
import { allRead, beginReadings } from './store-pages.ts'
import { WORDS } from './words.ts'

const { authorize, identity, inventory, orders, web } = WORDS.en

let stage: Stage
let visitor: Visitor
let page: Page
let store: string

beforeAll(async () => {
  stage = await sharedStage()
  visitor = await stage.visitor()
  ;({ page } = visitor)
  const way: Way = { stage, visitor, language: 'en', look: async () => {} }
  await signUp(way, 'in-place@example.com')
  store = await connect(way, 'fe')
  await follow(page, authorize.done.open)
  await stockTable(page)
  await beginReadings(way, store)
  await allRead(way, store)
}, 120_000)
afterAll(() => stage.stop())

/** A page that was not loaded again since still has it. */
const mark = () => page.evaluate(() => document.documentElement.setAttribute('data-kept', ''))
const isKept = () => page.evaluate(() => document.documentElement.hasAttribute('data-kept'))
const hasFocus = (control: Locator) => control.evaluate((element) => element === document.activeElement)
const looksSince = (from: number) =>
  visitor.requests.slice(from).filter((line) => /^GET .*\/(?:inventory|orders)(?:\?|$)/.test(line))
const overview = async () => (await page.request.get(`${stage.app}/stores/${store}`)).text()
const announced = () => page.locator('search [role=status]').textContent()

test('a list is searched and sorted by keyboard in place: one request and one look each, focus and view kept, the result announced; Back leads through', async () => {
  const start = `${stage.app}/stores/${store}/inventory`
  await page.goto(start)
  await mark()
  // What was looked at until now is a line of the record of its own.
  await overview()
  const before = visitor.requests.length
  const search = page.getByRole('searchbox')
  const first = (await page.locator(`${STOCK} tbody th small`).first().textContent()) ?? ''
  await tabTo(page, search)
  await page.keyboard.type(first)
  await page.waitForTimeout(600)
  expect(looksSince(before)).toEqual([])
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.searchParams.get('search') === first)
  await expect.poll(announced).toContain(inventory.captionOf('1', '80'))
  expect(await page.locator(`${STOCK} tbody tr`).count()).toBe(1)
  expect([await isKept(), await hasFocus(search), looksSince(before).length]).toEqual([true, true, 1])
  // What else on the page speaks of its address follows it.
  const other = await page.getByRole('link', { name: web.other.word }).getAttribute('href')
  expect(decodeURIComponent(other ?? '')).toContain(`search=${first}`)

  const head = page.locator(`${STOCK} thead th`, { hasText: new RegExp(`^${inventory.columns.onHand}`) })
  await tabTo(page, head.getByRole('link'))
  const inView = await head.evaluate((element) => {
    element.scrollIntoView({ block: 'start' })
    return scrollY
  })
  expect(inView).toBeGreaterThan(0)
  await page.keyboard.press('Enter')
  await page.locator('th[aria-sort=descending]').and(head).waitFor()
  expect(await announced()).toContain(inventory.sorts.stock)
  expect(await page.evaluate(() => scrollY)).toBe(inView)
  expect([await isKept(), await hasFocus(head.getByRole('link')), looksSince(before).length]).toEqual([
    true,
    true,
    2,
  ])

  await page.goBack()
  await page.locator('th[aria-sort=descending]').and(head).waitFor({ state: 'detached' })
  expect(new URL(page.url()).searchParams.get('search')).toBe(first)
  expect(await search.inputValue()).toBe(first)
  await page.goBack()
  await expect.poll(() => search.inputValue()).toBe('')
  expect(await announced()).toBe(
    `${inventory.captionOf('80', '80')}${inventory.comma}${inventory.sorts.soonest}`,
  )
  expect(page.url()).toBe(start)
  expect(looksSince(before)).toHaveLength(4)
  await page.goForward()
  await expect.poll(announced).toContain(inventory.captionOf('1', '80'))
  expect(await overview()).toContain('You looked at the inventory of Amazon.co.jp 5 times: ')
  expect(visitor.errors).toEqual([])
})

test('a search from the second page begins at the first', async () => {
  await page.goto(`${stage.app}/stores/${store}/inventory?page=2`)
  await mark()
  await page.getByRole('searchbox').fill('-')
  await press(page, inventory.show)
  await page.waitForURL((url) => url.searchParams.get('search') === '-')
  expect(new URL(page.url()).searchParams.has('page')).toBe(false)
  await expect.poll(() => page.locator('.below .num').first().textContent()).toMatch(/^1–/)
  expect(await isKept()).toBe(true)
})

test('orders are filtered in place by the form’s button, and what matches nothing is announced', async () => {
  await page.goto(`${stage.app}/stores/${store}/orders`)
  await mark()
  const due = page.getByLabel(orders.filters.due)
  const show = page.getByRole('button', { name: orders.filters.show, exact: true })
  await due.selectOption('overdue')
  await show.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.searchParams.get('due') === 'overdue')
  expect([await isKept(), await hasFocus(show), await due.inputValue()]).toEqual([true, true, 'overdue'])
  // Whether any order is overdue at this hour, nobody knows.
  await page.goto(`${stage.app}/stores/${store}/orders`)
  await mark()
  await page.getByRole('searchbox').fill('nothing is called this')
  await press(page, orders.filters.show)
  await expect.poll(announced).toBe(orders.noMatchTitle)
  expect(await isKept()).toBe(true)
  await page.goBack()
  await expect.poll(announced).not.toBe(orders.noMatchTitle)
  expect(visitor.errors).toEqual([])
})

test('a key that is pasted into the search is refused there, and stands in no address', async () => {
  await page.goto(`${stage.app}/stores/${store}/inventory`)
  const search = page.getByRole('searchbox')
  await search.fill(`Atzr|${'IwEBIA'.repeat(20)}`.slice(0, 100))
  await press(page, inventory.show)
  await arriveAt(page, web.problem.faults['pasted-secret'].title)
  expect(page.url()).not.toContain('Atzr')
})

test('whoever was signed out meanwhile is led to sign in, and the passkey’s button works there', async () => {
  await page.goto(`${stage.app}/stores/${store}/inventory`)
  await visitor.context.clearCookies({ name: '__Host-session' })
  await page.getByRole('searchbox').fill('a')
  await press(page, inventory.show)
  await page.waitForURL(`${stage.app}/sign-in?to=*`)
  await arriveAt(page, identity.signIn.title)
  expect(new URL(page.url()).searchParams.get('to')).toContain('search=a')
  expect(await page.locator('form[data-ceremony] button').isEnabled()).toBe(true)
})
