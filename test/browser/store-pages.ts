import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { arriveAt, follow, press, untilPageSays, type Way } from './steps.ts'
import { WORDS } from './words.ts'

/** Of the workspace's pages, what is on each only when all that it is made of has been read from Amazon. */
const WHOLE = {
  inventory: ['id="stock"', 'class="spark"'],
  orders: ['id="open"', 'id="rate-late"', 'id="sales-a-day-says"'],
  advertising: ['id="charges-says"', 'id="invoices-of-month"'],
} as const

const addressOf = ({ stage }: Way, store: string, below = ''): string =>
  `${stage.app}/stores/${store}${below}`

/** Sets going what the pages of orders and charges are made of, without opening them. */
export async function beginReadings(way: Way, store: string): Promise<void> {
  for (const view of ['orders', 'advertising']) {
    await way.visitor.page.request.get(addressOf(way, store, `/${view}`))
  }
}

/** Waits until all is read that these pages show. */
export async function allRead(way: Way, store: string): Promise<void> {
  for (const [view, marks] of Object.entries(WHOLE)) {
    await untilPageSays(way.visitor.page, addressOf(way, store, `/${view}`), marks, 1000)
  }
}

/** From the stock, which is open, through every page of the store's workspace with all of its forms. */
export async function everyStorePage(way: Way, store: string): Promise<void> {
  const { visitor, language, look } = way
  const { page } = visitor
  const { orders, reading, store: overview } = WORDS[language]
  await page.goto(addressOf(way, store, '/inventory'))
  await look('inventory')
  await planOneSku(way)
  await page.goto(addressOf(way, store, '/orders'))
  await look('orders')
  const number = page.locator('table:has(> caption#open) tbody th a').first()
  const name = (await number.textContent()) ?? ''
  await number.click()
  await arriveAt(page, orders.order.title(name))
  await look('order')
  await page.goto(addressOf(way, store, '/advertising'))
  await arriveAt(page, reading.views.advertising)
  await budget(way)
  await page.goto(addressOf(way, store, '/settings'))
  await pasteTables(way)
  await page.goto(addressOf(way, store))
  await page.getByText(overview.recent).first().waitFor()
  await look('store')
  await follow(page, overview.alerts)
  await watchAndLimits(way)
}

/**
 * A SKU's own sales are read when somebody opens it. Its page holds a form, so it is not loaded again under anybody's
 * hands: whoever wants the new figures asks for them.
 */
export async function salesOfSku(page: Page): Promise<void> {
  for (let look = 0; look < 40; look += 1) {
    if ((await page.locator('#daily-sales-says').count()) > 0) return
    await page.waitForTimeout(1500)
    await page.goto(page.url())
  }
  throw new Error('the sales of the SKU do not come')
}

/** One SKU's own settings: refused with a reason, then kept. */
async function planOneSku({ visitor, language, look }: Way): Promise<void> {
  const { page } = visitor
  const { settings, sku } = WORDS[language]
  await page.locator('table:has(> caption#stock) tbody th a').first().click()
  const lead = page.getByLabel(settings.fields.lead_days)
  await salesOfSku(page)
  await look('sku')
  await lead.fill('0')
  await press(page, sku.settings.save)
  await page.getByRole('alert').getByText(settings.wrong.lead_days).waitFor()
  await look('sku-refused')
  await lead.fill('61')
  await press(page, sku.settings.save)
  await page.getByText(sku.settings.own).waitFor()
  expect(await lead.inputValue()).toBe('61')
}

async function budget({ visitor, language, look }: Way): Promise<void> {
  const { page } = visitor
  const { advertising } = WORDS[language]
  const field = page.locator('input[name=budget]')
  await field.fill('much')
  await press(page, advertising.budget.save)
  await page.getByRole('alert').waitFor()
  await look('budget-refused')
  await field.fill('16000')
  await press(page, advertising.budget.save)
  await arriveAt(page, WORDS[language].reading.views.advertising)
  expect(await field.inputValue()).toContain('16,000')
  await look('advertising')
}

async function pasteTables({ visitor, language, look }: Way): Promise<void> {
  const { page } = visitor
  const { paste } = WORDS[language].settings
  const table = page.locator('textarea[name=table]')
  await table.fill('sku,colour\nNWH-1,green')
  await press(page, paste.save)
  await page.getByRole('alert').waitFor()
  await look('settings-refused')
  await table.fill('sku,lead_days\nNWH-1,30\nNWH-2,45')
  await press(page, paste.save)
  await page.getByText(paste.done('2')).waitFor()
  await look('settings')
}

async function watchAndLimits({ visitor, language, look }: Way): Promise<void> {
  const { page } = visitor
  const { watch } = WORDS[language]
  await arriveAt(page, watch.title)
  await press(page.locator('form[action$="/alerts/watch"]').first(), watch.set)
  await page.getByText(watch.on('07:00', watch.daysWords.daily)).waitFor()
  const cover = page.getByLabel(watch.fields.coverDays)
  await cover.fill('400')
  await press(page, watch.save)
  await page.getByRole('alert').getByText(watch.invalid.coverDays).waitFor()
  await look('alerts-refused')
  await cover.fill('10')
  await press(page, watch.save)
  await page.getByRole('alert').waitFor({ state: 'detached' })
  expect(await cover.inputValue()).toBe('10')
  await look('alerts')
}
