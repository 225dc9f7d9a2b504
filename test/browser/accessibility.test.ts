import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { control } from './amazon.ts'
import { type Stage, sharedStage } from './harness.ts'
import { confirmed, connectRefused, everyPageOfRefused, passMinutesOfDoubt } from './refusal.ts'
import {
  authorizeNow,
  connect,
  disconnect,
  follow,
  LOCALES,
  press,
  signUp,
  stockTable,
  type Way,
} from './steps.ts'
import { WORDS } from './words.ts'

let stage: Stage

beforeAll(async () => {
  stage = await sharedStage()
})
afterAll(() => stage.stop())

/** The narrowest screen of WCAG 2.2, criterion 1.4.10: nothing may need to be scrolled in two directions. */
const NARROWEST = { width: 320, height: 640 }
const USUAL = { width: 1280, height: 900 }

/**
 * What axe says all the same: the page that leaves for Amazon goes on by itself after five seconds, which WCAG 2.2.1
 * does not like: a refresh may only be immediate, and then nobody could read where it leads, or wait for twenty hours.
 * The design asks for it; the page says so, and its link does the same at once.
 */
const ASKED_FOR: Readonly<Record<string, readonly string[]>> = { leaving: ['meta-refresh'] }

/** What is wrong with the page as it stands, at both widths; empty on a page that everybody can use. */
async function faultsOf(page: Page, name: string): Promise<readonly string[]> {
  const builder = new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .disableRules([...(ASKED_FOR[name] ?? [])])
  const { violations } = await builder.analyze()
  await page.setViewportSize(NARROWEST)
  const outside = await page.evaluate(elementsOutside)
  await page.setViewportSize(USUAL)
  return [
    ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)),
    ...outside.map((html) => `wider than the screen: ${html}`),
  ]
}

/** Runs in the page: the elements that make the document scroll sideways, if it does. */
function elementsOutside(): readonly string[] {
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return []
  const wide = [...document.querySelectorAll('main *, .bar *, .foot *')].filter(
    (element) => element.getBoundingClientRect().right > clientWidth && element.closest('.region') === null,
  )
  return [`${scrollWidth} px`, ...wide.map((element) => element.outerHTML.slice(0, 120))]
}

test.each(['en', 'zh'] as const)(
  'axe finds nothing on any page, and none is wider than 320 px (%s)',
  // Some forty pages, one with fifty rows and a chart: axe takes seconds for each on a busy machine.
  { timeout: 300_000 },
  async (language) => {
    // One language in each scheme: colours do not depend on the words.
    const colorScheme = language === 'en' ? 'light' : 'dark'
    const visitor = await stage.visitor({ locale: LOCALES[language], viewport: USUAL, colorScheme })
    const faults: Record<string, readonly string[]> = {}
    const seen: string[] = []
    const look = async (name: string): Promise<void> => {
      if (name.startsWith('amazon-')) return
      seen.push(name)
      const found = await faultsOf(visitor.page, name)
      if (found.length > 0) faults[name] = found
    }
    const way: Way = { stage, visitor, language, look }
    await signUp(way, `axe-${language}@example.com`)
    await look('stores-empty')
    await everyConnectedPage(way)
    const refused = await connectRefused(way)
    await everyPageOfRefused(way, refused, 'suspected')
    passMinutesOfDoubt(stage.appState, refused)
    await everyPageBesides(way)
    await confirmed(way, refused)
    await everyPageOfRefused(way, refused, 'authorization-refused')
    await everyPageSignedOut(way)
    expect(faults).toEqual({})
    expect(seen.length).toBeGreaterThanOrEqual(35)
    await visitor.close()
  },
)

async function everyConnectedPage(way: Way): Promise<void> {
  const { visitor, language, look } = way
  const { page } = visitor
  const { authorize, inventory, reading, store } = WORDS[language]
  await connect(way, 'fe')
  await control(stage, 'latency', { operation: 'getInventorySummaries', milliseconds: 2500 })
  await follow(page, authorize.done.open)
  await page.locator('#progress').waitFor()
  await look('inventory-progress')
  await control(stage, 'latency', { operation: 'getInventorySummaries', milliseconds: 0 })
  await stockTable(page)
  await look('inventory')
  await page.getByRole('searchbox').fill('no such thing')
  await press(page, inventory.show)
  await page.getByText(inventory.noMatchTitle).waitFor()
  await look('inventory-no-match')
  const address = page.url()
  await page.goto(address.replace(/\/inventory.*/, ''))
  await page.getByText(store.recent).first().waitFor()
  await look('store')
  await disconnect(way)
  await page.goto(address)
  await page.getByText(reading.stoppedTitle).waitFor()
  await look('inventory-stopped')
  await page.goto(address.replace(/\/inventory.*/, ''))
  await page.getByText(store.stopped.disconnected.title).waitFor()
  await look('store-stopped')
  await authorizeNow(way)
  await look('arrival')
}

async function everyPageBesides({ visitor, language, look }: Way): Promise<void> {
  const { page } = visitor
  const { authorize } = WORDS[language]
  await page.goto(`${stage.app}/connect`)
  await page.locator('form[action="/connect"]').evaluate((form) => form.setAttribute('novalidate', ''))
  await press(page, authorize.connect.go)
  await page.getByRole('alert').waitFor()
  await look('connect-error')
  for (const [name, path] of [
    ['account', '/account'],
    ['account-passkey', '/account/passkey'],
    ['nothing-here', '/no/such/page'],
  ] as const) {
    await page.goto(stage.app + path)
    await look(name)
  }
}

async function everyPageSignedOut({ visitor, language, look }: Way): Promise<void> {
  const { page } = visitor
  await press(page, WORDS[language].web.bar.signOut)
  await page.waitForURL(`${stage.app}/${language}/`)
  await authorizeNow({ stage, visitor })
  await look('arrival-anonymous')
  for (const [name, path] of [
    ['sign-in', '/sign-in'],
    ['recovery', '/recovery'],
    ['recovery-sent', '/recovery/sent'],
    ['dead-link', '/mail'],
    ['nothing-here-anonymous', '/no/such/page'],
  ] as const) {
    await page.goto(stage.app + path)
    await look(name)
  }
}

/** Where the focus is: what it is, whether a ring is drawn around it, and whether it is in view and on top. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement) || element === document.body) return undefined
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    const { left, top, right, bottom } = element.getBoundingClientRect()
    const middle = document.elementFromPoint(
      (left + Math.min(right, innerWidth)) / 2,
      // Of a table that is longer than the window, what is seen of it.
      (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2,
    )
    return {
      what: `${element.tagName} ${element.getAttribute('href') ?? element.getAttribute('name') ?? element.textContent ?? ''}`.trim(),
      ringed: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      inView: middle !== null && (element.contains(middle) || middle.contains(element)),
    }
  })

test('the keyboard reaches the skip link first, then everything, always seen and never covered', async () => {
  const visitor = await stage.visitor({ viewport: { width: 1280, height: 600 } })
  const way: Way = { stage, visitor, language: 'en', look: async () => {} }
  const { page } = visitor
  await signUp(way, 'keyboard@example.com')
  await connect(way, 'fe')
  await follow(page, WORDS.en.authorize.done.open)
  await stockTable(page)
  for (const path of ['/en/', '/connect', new URL(page.url()).pathname]) {
    await page.goto(stage.app + path)
    await walkThrough(page, path)
  }
  await visitor.close()
})

/** A page of the stock leads to each of its fifty SKUs. */
const STOPS_MAX = 120

async function walkThrough(page: Page, path: string): Promise<void> {
  await page.keyboard.press('Tab')
  const first = await focused(page)
  expect(first, path).toEqual({ what: 'A #main', ringed: true, inView: true })
  const stops = [first]
  for (let steps = 0; steps < STOPS_MAX; steps += 1) {
    await page.keyboard.press('Tab')
    const stop = await focused(page)
    if (stop === undefined) break
    stops.push(stop)
  }
  expect(
    stops.filter((stop) => stop?.ringed !== true || stop.inView !== true),
    path,
  ).toEqual([])
  expect(stops.length, path).toBeGreaterThan(6)
  expect(stops.length, `${path} lets go of the focus`).toBeLessThan(STOPS_MAX)
  await page.goto(page.url())
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  const inMain = await page.evaluate(
    () => document.querySelector('main')?.contains(document.activeElement) === true,
  )
  expect(inMain, `${path}: the skip link skips`).toBe(true)
}
