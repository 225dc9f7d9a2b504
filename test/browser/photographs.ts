import type { Page } from 'playwright-core'
import { photograph } from './harness.ts'

const WIDTHS = [360, 768, 1440]
const HEIGHT = 900

/** Photographs a page as it stands in three widths, light and dark, without loading it again. */
export async function photographAll(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT })
      await photograph(page, `${name}.${width}.${colorScheme}`)
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  if (before !== null) await page.setViewportSize(before)
}
