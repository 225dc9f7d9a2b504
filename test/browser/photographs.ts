import type { Page } from 'playwright-core'
import { photograph } from './harness.ts'
import type { SpokenLanguage } from './words.ts'

const HEIGHT = 900

/** Between them the two languages show each width in each scheme. */
const VIEWS = {
  en: [
    { width: 1440, colorScheme: 'light' },
    { width: 360, colorScheme: 'light' },
    { width: 768, colorScheme: 'dark' },
  ],
  zh: [
    { width: 360, colorScheme: 'dark' },
    { width: 768, colorScheme: 'light' },
    { width: 1440, colorScheme: 'dark' },
  ],
} as const

/**
 * With PICTURES set, photographs a page as it stands, without loading it again, in three widths and both schemes, for a
 * person who looks at all of them, and puts its size back.
 */
export async function photographAll(page: Page, name: string, language: SpokenLanguage): Promise<void> {
  if (!process.env['PICTURES']) return
  const before = page.viewportSize()
  for (const { width, colorScheme } of VIEWS[language]) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: HEIGHT })
    await photograph(page, `${name}.${language}.${width}.${colorScheme}`)
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  if (before !== null) await page.setViewportSize(before)
}
