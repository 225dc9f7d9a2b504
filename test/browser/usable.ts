import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'
import { ROOT } from '../../scripts/tools.mjs'

declare global {
  interface Window {
    readonly axe: typeof axe
  }
}

/** The smaller of the two that its package has: each page reads it anew, the other's 1.5 MB at 40 ms more. */
const AXE = readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8')

/** The narrowest screen of WCAG 2.2, criterion 1.4.10: nothing may need to be scrolled in two directions. */
const NARROWEST = { width: 320, height: 640 }
export const USUAL = { width: 1280, height: 900 }

/** Lines of a table like the eight above them: half of the time that axe takes goes into the contrast of each. */
const REPEATED = 'tbody tr:nth-child(n + 9)'

/** What one page may ask for, itself included: its style sheets, its script, its icon. */
const REQUESTS_MAX = 5

/**
 * What is wrong with the page as it stands: what axe finds at the usual width, what does not fit into the narrowest, and
 * requests too many or to anybody but the app. Empty on a page that everybody can use. `except`: rules that this one
 * page breaks by design.
 */
export async function faultsOf(
  page: Page,
  { app, except }: { readonly app: string; readonly except: readonly string[] },
): Promise<readonly string[]> {
  // Its script has run then.
  await page.waitForLoadState()
  const asked = [page.url(), ...(await page.evaluate(resourcesLoaded))]
  await page.evaluate(AXE)
  const violations = await page.evaluate(violationsFound, { leaveOut: REPEATED, except })
  await page.setViewportSize(NARROWEST)
  const outside = await page.evaluate(elementsOutside)
  const cut = await page.evaluate(elementsCutOff)
  await page.setViewportSize(USUAL)
  return [
    ...violations,
    ...outside.map((html) => `wider than the screen: ${html}`),
    ...cut.map((html) => `cut off: ${html}`),
    ...asked.filter((url) => new URL(url).origin !== app).map((url) => `asks another site: ${url}`),
    ...(asked.length > REQUESTS_MAX ? [`${asked.length} requests: ${asked.join(' ')}`] : []),
  ]
}

/**
 * Runs in the page: what axe finds there, a line for each element. A colour on its way, as that of a button which a
 * script has just enabled, is looked at when it has come.
 */
async function violationsFound(asked: {
  readonly leaveOut: string
  readonly except: readonly string[]
}): Promise<readonly string[]> {
  await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
  const rules = Object.fromEntries(asked.except.map((rule) => [rule, { enabled: false }]))
  const where = { exclude: [asked.leaveOut] }
  const { violations } = await window.axe.run(where, { resultTypes: ['violations'], rules })
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

/** Runs in the page: what it loaded. Looks at a reading under way come one by one, later. */
function resourcesLoaded(): readonly string[] {
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
  return loaded.filter((url) => !new URL(url).pathname.endsWith('/progress'))
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

/** Runs in the page: what hides a part of its width, and words of a drawing that run over its edge. */
function elementsCutOff(): readonly string[] {
  const hiding = [...document.querySelectorAll<HTMLElement>('html, body, body :not(svg, svg *)')].filter(
    // What is one pixel wide is there to be heard.
    (element) =>
      /hidden|clip/.test(getComputedStyle(element).overflowX) &&
      element.clientWidth > 1 &&
      element.scrollWidth > element.clientWidth,
  )
  const words = [...document.querySelectorAll<SVGTextElement>('main svg text')].filter((text) => {
    const { left, right, width } = text.getBoundingClientRect()
    const drawing = text.ownerSVGElement?.getBoundingClientRect()
    return width > 0 && drawing !== undefined && (left < drawing.left - 1 || right > drawing.right + 1)
  })
  return [...hiding, ...words].map((element) => element.outerHTML.slice(0, 160))
}

/**
 * Where a person has chosen colours of their own: marks and words of drawings that still have ours. A tint, which stands
 * behind a line and a number, may keep its own.
 */
export async function lostInForcedColours(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ forcedColors: 'active' })
  const lost = await page.evaluate(marksInOurColours)
  await page.emulateMedia({ forcedColors: null })
  return lost
}

/** Runs in the page: our colours are written in OKLCH, those of the person's system come in RGB. */
function marksInOurColours(): readonly string[] {
  const marks = [...document.querySelectorAll('main svg *:not(title, .m-range)')]
  const ours = marks.filter((mark) => {
    const { fill, stroke } = getComputedStyle(mark)
    return /oklch/.test(fill + stroke)
  })
  return ours.map((mark) => mark.outerHTML.slice(0, 120))
}
