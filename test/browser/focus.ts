import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/**
 * Runs in the page, and marks the stop as walked. Where the focus is: what it is, whether a ring is drawn around it, whether it is in view and on top,
 * and whether it is the control that is asked for.
 */
function focusNow(control: Element | null) {
  const element = document.activeElement
  if (!(element instanceof HTMLElement || element instanceof SVGElement) || element === document.body)
    return undefined
  element.setAttribute('data-walked', '')
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
    isIt: element === control,
  }
}

const focused = (page: Page) => page.evaluate(focusNow, null)

/** A page of a table leads to each of its fifty lines. */
const STOPS_MAX = 140

/** Tabs through the whole page: the skip link first, each stop with a ring and in view, and the skip link skips. */
export async function walkThrough(page: Page): Promise<void> {
  const path = new URL(page.url()).pathname
  await page.keyboard.press('Tab')
  const first = await focused(page)
  expect(first, path).toMatchObject({ what: 'A #main', ringed: true, inView: true })
  const stops = [first]
  for (let steps = 0; steps < STOPS_MAX; steps += 1) {
    await page.keyboard.press('Tab')
    const stop = await focused(page)
    if (stop === undefined) break
    stops.push(stop)
  }
  expect(
    stops.filter((stop) => stop?.ringed !== true || stop.inView !== true),
    `${path}: each stop is ringed and in view`,
  ).toEqual([])
  expect(stops.length, path).toBeGreaterThan(6)
  expect(stops.length, `${path} lets go of the focus`).toBeLessThan(STOPS_MAX)
  expect(await page.evaluate(controlsPassedBy), `${path}: only a mouse reaches`).toEqual([])
  // Past the last stop the focus begins again at the first.
  await page.keyboard.press('Tab')
  expect((await focused(page))?.what, path).toBe('A #main')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  const inMain = await page.evaluate(
    () => document.querySelector('main')?.contains(document.activeElement) === true,
  )
  expect(inMain, `${path}: the skip link skips`).toBe(true)
}

/** Runs in the page: controls that are there to be used and had no stop. Of radio buttons one stop leads to all. */
function controlsPassedBy(): readonly string[] {
  const controls = document.querySelectorAll<HTMLElement>(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], [contenteditable]',
  )
  return [...controls]
    .filter(
      (control) =>
        !control.hasAttribute('data-walked') &&
        control.checkVisibility() &&
        !control.matches(':disabled') &&
        document.querySelector(
          `[type=radio][data-walked][name="${CSS.escape(control.getAttribute('name') ?? '')}"]`,
        ) === null,
    )
    .map((control) => control.outerHTML.slice(0, 120))
}

/** Presses Tab until the focus is on this control; each stop on the way is seen and not covered. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  const stops: unknown[] = []
  for (let steps = 0; steps < STOPS_MAX; steps += 1) {
    await page.keyboard.press('Tab')
    // Once for both questions: a page has a hundred stops, and each look costs as much as the step.
    const stop = await control.evaluate(focusNow)
    expect(stop === undefined || (stop.ringed && stop.inView), JSON.stringify(stop)).toBe(true)
    stops.push(stop?.what)
    if (stop?.isIt === true) return
  }
  throw new Error(`the keyboard does not reach ${String(control)}: ${JSON.stringify(stops)}`)
}
