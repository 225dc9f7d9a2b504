import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { tabTo, walkThrough } from './focus.ts'
import { arriveAt, STOCK, stockTable, type Way } from './steps.ts'
import { salesOfSku } from './store-pages.ts'
import { WORDS } from './words.ts'

/** As low as a screen gets with a keyboard on it: what sticks to its edges covers most. */
const LOW = { width: 1280, height: 600 }

const SAVED_DAYS = '75'

/**
 * Everything that a seller does, by keyboard alone: each stop on the way is ringed, in view and not under what sticks.
 * Expects the stock, orders and charges to be read.
 */
export async function walkByKeyboard(way: Way, store: string): Promise<void> {
  const { stage, visitor } = way
  const { page } = visitor
  const usual = page.viewportSize()
  await page.setViewportSize(LOW)
  const ofStore = ['', '/inventory', '/orders', '/advertising', '/settings', '/alerts']
  for (const path of [
    '/en/',
    '/connect',
    '/stores',
    '/account',
    ...ofStore.map((view) => `/stores/${store}${view}`),
  ]) {
    await page.goto(stage.app + path)
    await walkThrough(page)
  }
  await page.goto(`${stage.app}/stores/${store}/inventory`)
  await filterSortAndTurn(page)
  await planSku(page)
  await page.goto(`${stage.app}/stores/${store}/advertising`)
  await budget(page)
  await page.goto(`${stage.app}/stores/${store}/alerts`)
  await endAndSetWatch(page)
  if (usual !== null) await page.setViewportSize(usual)
}

const { advertising, inventory, reading, settings, sku, watch, web } = WORDS.en

async function pressOn(page: Page, control: Locator): Promise<void> {
  await tabTo(page, control)
  await page.keyboard.press('Enter')
}

async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

async function filterSortAndTurn(page: Page): Promise<void> {
  await typeInto(page, page.getByRole('searchbox'), 'nwh-')
  await page.keyboard.press('Enter')
  await page.waitForURL('**search=nwh-**')
  await stockTable(page)
  await pressOn(page, page.getByRole('link', { name: inventory.clear, exact: true }))
  await page.waitForURL((url) => !url.searchParams.has('search'))
  const head = page.locator(`${STOCK} thead th`, { hasText: new RegExp(`^${inventory.columns.onHand}`) })
  await pressOn(page, head.getByRole('link'))
  await page.locator('th[aria-sort=descending]').and(head).waitFor()
  await pressOn(page, page.getByRole('link', { name: web.table.next, exact: true }))
  await page.getByText(web.table.range('51', '100', '1,200')).waitFor()
}

async function planSku(page: Page): Promise<void> {
  await pressOn(page, page.locator(`${STOCK} tbody th a`).nth(1))
  const lead = page.getByLabel(settings.fields.lead_days)
  await salesOfSku(page)
  await typeInto(page, lead, SAVED_DAYS)
  await pressOn(page, page.getByRole('button', { name: sku.settings.save, exact: true }))
  await page.getByText(sku.settings.own).waitFor()
  expect(await lead.inputValue()).toBe(SAVED_DAYS)
}

async function budget(page: Page): Promise<void> {
  const field = page.locator('input[name=budget]')
  await typeInto(page, field, '12,500')
  await pressOn(page, page.getByRole('button', { name: advertising.budget.save, exact: true }))
  await page.waitForURL(/\/advertising\?currency=/)
  await arriveAt(page, reading.views.advertising)
  expect(await field.inputValue()).toContain('12,500')
}

/** The first watch was set before: it ends, and begins at another hour. */
async function endAndSetWatch(page: Page): Promise<void> {
  const form = page.locator('form[action$="/alerts/watch"]').first()
  await pressOn(page, form.getByRole('button', { name: watch.end, exact: true }))
  await form.getByText(watch.off, { exact: true }).waitFor()
  await tabTo(page, form.getByLabel(watch.hour))
  await page.keyboard.type('09')
  await pressOn(page, form.getByRole('button', { name: watch.set, exact: true }))
  await form.getByText(watch.on('09:00', watch.daysWords.daily)).waitFor()
}
