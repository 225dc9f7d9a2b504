import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'vitest'
import { control } from './amazon.ts'
import { press, stockTable, untilPageSays, type Way } from './steps.ts'
import { WORDS } from './words.ts'

/** Longer than a runtime keeps an object that nobody asks anything. */
const ASLEEP_AFTER_MS = 11_000

/** The seller of the Far East takes the authorization of this store back at Amazon, and a look at the stock learns of it. */
export async function refuse({ stage, visitor, language }: Way, store: string): Promise<void> {
  const { page } = visitor
  const stock = `${stage.app}/stores/${store}/inventory`
  await page.goto(stock)
  await stockTable(page)
  await control(stage, 'revoke', { seller: 'fe' })
  await press(page, WORDS[language].reading.refresh)
  await untilPageSays(page, stock, WORDS[language].store.stopped.suspected.title)
}

/** Which of a refused store's two states its pages must speak of. */
export type Refusal = 'suspected' | 'authorization-refused'

/** Opens each page that shows a refused store and holds it to its words. */
export async function everyPageOfRefused(way: Way, store: string, refusal: Refusal): Promise<void> {
  const { stage, visitor, language, look } = way
  const { page } = visitor
  const { reading, store: words } = WORDS[language]
  const state = refusal === 'suspected' ? words.states.suspected : words.states.fenced
  const main = page.getByRole('main')
  await page.goto(`${stage.app}/stores/${store}`)
  const said = await main.textContent()
  const { title, text } = words.stopped[refusal]
  const goOn = refusal === 'suspected' ? [words.goOnSuspected] : [words.goOnText, words.askAgain]
  for (const word of [state, title, text, words.recordStays, ...goOn]) expect(said).toContain(word)
  if (refusal === 'suspected') expect(said).not.toContain(words.askAgain)
  await look(`store-${refusal}`)
  await page.goto(`${stage.app}/stores/${store}/inventory`)
  // The view speaks of the store in the same words, and asks nobody for a consent that is not called for.
  const ofView = await main.textContent()
  for (const word of [reading.views.inventory, title, text, ...goOn]) expect(ofView).toContain(word)
  if (refusal === 'suspected') expect(ofView).not.toContain(words.askAgain)
  expect(await page.locator('table').count()).toBe(0)
  await look(`inventory-${refusal}`)
  await page.goto(`${stage.app}/stores`)
  expect(await main.textContent()).toContain(refusal === 'suspected' ? state : words.states.needs)
  await look(`stores-${refusal}`)
}

/**
 * Lets the minutes pass that a store's object waits before it believes a refusal: in its own storage the first confirming
 * refresh is over and the second is due. The object sees it when it is next woken, and then really asks Amazon.
 */
export function passMinutesOfDoubt(appState: string, store: string): void {
  const folder = join(appState, 'v3/do')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /[0-9a-f]{64}\.sqlite$/.test(file),
  )
  const hurried = files.filter((file) => hurry(join(folder, file), store))
  expect(hurried).toHaveLength(1)
}

/** Whether this is the store's object, and in doubt. */
function hurry(file: string, store: string): boolean {
  const db = new DatabaseSync(file, { timeout: 5000 })
  try {
    if (db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'whose'").get() === undefined) return false
    if (db.prepare('SELECT store_id FROM whose').get()?.['store_id'] !== store) return false
    const doubt = db.prepare('UPDATE suspicion SET refusals = 1').run()
    const due = db.prepare("UPDATE duty SET due_ms = 0 WHERE kind = 'confirm-refusal'").run()
    return doubt.changes === 1 && due.changes === 1
  } finally {
    db.close()
  }
}

/** Waits until Amazon's second confirming refusal has ended the authorization. Each look keeps the object awake. */
export const confirmed = ({ stage, visitor, language }: Way, store: string): Promise<void> =>
  untilPageSays(
    visitor.page,
    `${stage.app}/stores/${store}`,
    WORDS[language].store.stopped['authorization-refused'].title,
    ASLEEP_AFTER_MS,
  )
