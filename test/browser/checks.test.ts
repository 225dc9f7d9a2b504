import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { tabTo, walkThrough } from './focus.ts'
import { type Stage, sharedStage, type Visitor } from './harness.ts'
import { faultsOf } from './usable.ts'

/** What holds every page of a journey sees each of these faults, planted in a page that has none. */
let stage: Stage
let visitor: Visitor
let page: Page

beforeAll(async () => {
  stage = await sharedStage()
  visitor = await stage.visitor()
  ;({ page } = visitor)
})
afterAll(() => stage.stop())
beforeEach(async () => {
  await page.goto(`${stage.app}/en/`)
})

const faults = () => faultsOf(page, { app: stage.app, except: [] })

/** Puts an element at the end of the page's main part: its tag, what it holds, and its style. */
const plant = (tag: string, text: string, style: Readonly<Record<string, string>> = {}) =>
  page.evaluate(
    (given) => {
      const element = document.createElement(given.tag)
      element.textContent = given.text
      // By script, since the page's policy refuses styles in its markup.
      for (const [name, value] of Object.entries(given.style)) element.style.setProperty(name, value)
      document.querySelector('main')?.append(element)
    },
    { tag, text, style },
  )

describe('a page at 320 px', () => {
  test('without a fault has none', async () => {
    expect(await faults()).toEqual([])
  })

  test.each([
    ['a word that does not break', 'p', 'x'.repeat(200), { 'overflow-wrap': 'normal' }],
    ['a fixed width', 'div', 'wide', { 'min-width': '400px' }],
    ['what is pushed out at the right', 'div', 'moved', { position: 'relative', left: '200px' }],
  ])('is too wide with %s', async (_, tag, text, style) => {
    await plant(tag, text, style)
    expect((await faults()).join()).toContain('wider than the screen')
  })

  test.each(['hidden', 'clip'])('hides nothing by cutting it off: %s', async (overflow) => {
    await plant('div', 'wide', { 'min-width': '400px' })
    await page.evaluate(
      (value) => document.querySelector('main')?.style.setProperty('overflow', value),
      overflow,
    )
    expect((await faults()).join()).toContain('cut off: <main')
  })

  test('has no drawing whose words run over its edge', async () => {
    await page.evaluate(() => {
      const of = (name: string) => document.createElementNS('http://www.w3.org/2000/svg', name)
      const [drawing, text] = [of('svg'), of('text')]
      text.setAttribute('x', '95%')
      text.setAttribute('y', '20')
      text.textContent = 'Order by 2 December'
      drawing.setAttribute('width', '100%')
      drawing.append(text)
      document.querySelector('main')?.append(drawing)
    })
    expect((await faults()).join()).toContain('cut off: <text')
  })
})

describe('what everybody needs of a page', () => {
  test.each([
    ['button', 'button-name'],
    ['select', 'select-name'],
    ['textarea', 'label'],
    ['input', 'label'],
  ])('is missed in a %s without a name', async (tag, rule) => {
    await plant(tag, '')
    expect((await faults()).join()).toContain(`${rule}: <${tag}`)
  })

  test('is missed in words that are hardly there', async () => {
    await plant('p', 'pale', { color: '#aaa', background: '#fff' })
    expect((await faults()).join()).toContain('color-contrast: <p')
  })
})

describe('the walk by keyboard', () => {
  const walked = () => walkThrough(page).then(() => 'nothing', String)

  test('finds nothing where nothing is wrong', async () => {
    expect(await walked()).toBe('nothing')
  })

  test('finds a control without a ring', async () => {
    await plant('button', 'planted', { outline: 'none' })
    expect(await walked()).toContain('ringed and in view')
  })

  test('finds a control that is under what sticks', async () => {
    await plant('button', 'planted')
    await plant('div', 'bar', { position: 'fixed', inset: 'auto 0 0', height: '60%', background: 'Canvas' })
    expect(await walked()).toContain('ringed and in view')
  })

  test('finds a control that only a mouse reaches', async () => {
    await page.evaluate(() => document.querySelector('main a')?.setAttribute('tabindex', '-1'))
    expect(await walked()).toContain('only a mouse reaches')
  })

  test('finds a thing that says it is a button and takes no focus', async () => {
    await plant('span', 'press me')
    await page.evaluate(() => document.querySelector('main > span')?.setAttribute('role', 'button'))
    expect(await walked()).toContain('only a mouse reaches')
  })

  test('finds a control that keeps the focus', async () => {
    await plant('input', '')
    await page.evaluate(() => {
      const field = document.querySelector('main > input')
      field?.addEventListener('keydown', (event) => event.preventDefault())
    })
    expect(await walked()).toContain('lets go of the focus')
  })

  test('to one control finds that it cannot be reached', async () => {
    await plant('a', 'no address')
    await expect(tabTo(page, page.getByText('no address'))).rejects.toThrow('does not reach')
  })
})
