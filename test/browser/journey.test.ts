import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exchanges, second } from './amazon.ts'
import { type Stage, sharedStage } from './harness.ts'
import { walkByKeyboard } from './keyboard.ts'
import { looking } from './looking.ts'
import {
  arriveAt,
  connect,
  disconnect,
  follow,
  LOCALES,
  press,
  SELLERS,
  STOCK,
  signInByPasskey,
  signUp,
  stockTable,
  type Way,
} from './steps.ts'
import { allRead, beginReadings, everyStorePage } from './store-pages.ts'
import { USUAL } from './usable.ts'
import { type SpokenLanguage, WORDS } from './words.ts'

let stage: Stage

beforeAll(async () => {
  stage = await sharedStage()
})
afterAll(() => stage.stop())

const NAMES = { en: 'English', zh: 'Chinese' } as const
const SKUS = '1,200'

test.each(['en', 'zh'] as const)(
  'takes a person from the home page through every page of their store of 1,200 SKUs and out again; axe finds nothing, nothing is wider than 320 px, no page asks more than five times (%s)',
  // Twelve seconds are Amazon's own pace for 1,200 SKUs, and pictures are slow to take on a busy machine.
  { timeout: 300_000 },
  async (language) => {
    // One language in each scheme: colours do not depend on the words.
    const colorScheme = language === 'en' ? 'light' : 'dark'
    const visitor = await stage.visitor({ locale: LOCALES[language], viewport: USUAL, colorScheme })
    const { look, faults, seen } = looking(visitor, language, stage.app)
    const way: Way = { stage, visitor, language, look }
    const { page } = visitor
    const words = WORDS[language]

    await signUp(way, `journey-${language}@example.com`)
    await page.getByText(words.stores.empty).waitFor()
    await look('stores-empty')
    const store = await connect(way, 'na')
    await follow(page, words.authorize.done.open)
    await watchProgress(page)
    await look('inventory-progress')
    await beginReadings(way, store)
    await stockTable(page)
    expect(await page.locator(`${STOCK} caption`).textContent()).toContain(
      words.inventory.captionOf(SKUS, SKUS),
    )
    await allRead(way, store)
    await everyStorePage(way, store)
    await page.goto(`${stage.app}/stores/${store}/inventory`)
    await searchSortAndTurn(way)
    await switchLanguageAndBack(way)
    if (language === 'en') await walkByKeyboard(way, store)
    await signOutAndIn(way, store)
    await disconnectAndLook(way, store)

    // The answers that refuse a form or a stopped store are the lines that Chromium writes by itself.
    const refusals = /: Failed to load resource: the server responded with a status of (?:400|409|422) /
    expect(visitor.errors.filter((line) => !refusals.test(line))).toEqual([])
    expect(visitor.errors.length).toBe(5)
    expect(visitor.requests.filter((it) => !isOurs(it))).toEqual([])
    expect(Object.entries(faults).map(String)).toEqual([])
    expect(seen.length).toBeGreaterThanOrEqual(28)
    await visitor.close()
  },
)

async function signOutAndIn(way: Way, store: string): Promise<void> {
  const { visitor, language, look } = way
  const { page } = visitor
  await press(page, WORDS[language].web.bar.signOut)
  await page.waitForURL(`${stage.app}/${language}/`)
  const before = await exchanges(stage, 'na')
  await signInByPasskey(way)
  await page.goto(`${stage.app}/account`)
  await look('account')
  await page.goto(`${stage.app}/stores/${store}/inventory`)
  await stockTable(page)
  expect(await page.locator(`${STOCK} caption`).textContent()).toContain(SKUS)
  expect(await exchanges(stage, 'na'), 'what was read a moment ago is shown without asking Amazon').toBe(
    before,
  )
}

async function disconnectAndLook(way: Way, store: string): Promise<void> {
  const { visitor, language, look } = way
  const { page } = visitor
  const { reading, store: overview } = WORDS[language]
  await disconnect(way)
  await page.goto(`${stage.app}/stores/${store}/inventory`)
  await page.getByText(overview.stopped.disconnected.title).waitFor()
  await look('inventory-stopped')
  expect(await page.locator('table').count()).toBe(0)
  await arriveAt(page, reading.views.inventory)
  await page.goto(`${stage.app}/stores/${store}`)
  await page.getByText(overview.stopped.disconnected.title).waitFor()
  expect(await page.getByRole('main').textContent()).toContain(SELLERS.na.id)
  await look('store-stopped')
}

/** The progress moves under the same document: htmx exchanges the fragment, nothing is loaded again. */
async function watchProgress(page: Page): Promise<void> {
  const progress = page.locator('#progress')
  await progress.waitFor()
  await page.evaluate(() => document.documentElement.setAttribute('data-same', 'yes'))
  const seen = new Set<string>()
  await expect
    .poll(
      async () => {
        if ((await page.locator('html[data-same]').count()) === 0)
          throw new Error(`the document was loaded again: ${[...seen].join(' | ')}`)
        seen.add((await progress.locator('p[role=status]').textContent()) ?? '')
        return seen.size
      },
      { timeout: 30_000, interval: 500 },
    )
    .toBeGreaterThanOrEqual(3)
}

async function searchSortAndTurn({ visitor, language, look }: Way): Promise<void> {
  const { page } = visitor
  const { inventory, web } = WORDS[language]
  await page.getByRole('searchbox').fill('nwh-')
  await press(page, inventory.show)
  await page.waitForURL('**search=nwh-**')
  const found = await page.locator(`${STOCK} tbody th`).allTextContents()
  expect(found.length).toBe(50)
  await follow(page, inventory.clear)
  await expect
    .poll(() => page.locator(`${STOCK} caption`).textContent(), { timeout: 30_000 })
    .toContain(inventory.captionOf(SKUS, SKUS))

  const head = page.locator(`${STOCK} thead th`, { hasText: new RegExp(`^${inventory.columns.onHand}`) })
  await page.locator('th[aria-sort=ascending]').waitFor()
  await head.getByRole('link').click()
  await page.locator('th[aria-sort=descending]').and(head).waitFor()
  const units = (await page.locator(`${STOCK} tbody td:nth-child(7)`).allTextContents()).map((text) =>
    Number(text.replaceAll(',', '')),
  )
  expect(units).toEqual(units.toSorted((a, b) => b - a))
  expect(units[0]).toBeGreaterThan(units[49] ?? 0)

  await follow(page, web.table.next)
  await page.getByText(web.table.range('51', '100', SKUS)).waitFor()
  await page.getByRole('searchbox').fill('no such thing')
  await press(page, inventory.show)
  await page.locator('main b', { hasText: inventory.noMatchTitle }).waitFor()
  // The address that the list was given in place shows the same when it is loaded.
  await page.reload()
  await page.locator('main b', { hasText: inventory.noMatchTitle }).waitFor()
  await look('inventory-no-match')
}

async function switchLanguageAndBack({ visitor, language }: Way): Promise<void> {
  const { page } = visitor
  const other: SpokenLanguage = language === 'en' ? 'zh' : 'en'
  const here = page.url()
  await follow(page, WORDS[language].web.other.word)
  await arriveAt(page, WORDS[other].reading.views.inventory)
  expect(page.url(), `${NAMES[other]} shows the same page`).toBe(here)
  await follow(page, WORDS[other].web.other.word)
  await arriveAt(page, WORDS[language].reading.views.inventory)
  expect(page.url()).toBe(here)
}

function isOurs(request: string): boolean {
  const { origin } = new URL(request.slice(request.indexOf(' ') + 1))
  return [stage.app, stage.simulator, second(stage)].includes(origin)
}
