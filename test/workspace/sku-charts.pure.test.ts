import { describe, expect, test } from 'vitest'
import type { PlanningRow } from '../../src/amazon/planning-report.ts'
import { addDays } from '../../src/core/day.ts'
import type { Language } from '../../src/core/language.ts'
import { planOf } from '../../src/workspace/inventory/plan/plan.ts'
import { AgeChart } from '../../src/workspace/inventory/sku/age-chart.tsx'
import { Order } from '../../src/workspace/inventory/sku/order-view.tsx'
import { ProjectionChart } from '../../src/workspace/inventory/sku/projection-chart.tsx'
import { drawnOf, heightOf } from '../../src/workspace/inventory/sku/projection-drawn.ts'
import { ReorderPoint } from '../../src/workspace/inventory/sku/reorder-point.tsx'
import type { SkuShown } from '../../src/workspace/inventory/sku/shown.ts'
import { input, plain, today } from './plan/input.ts'

/** A SKU's page as far as its charts look at it. */
const shown = (sku: Partial<SkuShown['sku']>, language: Language = 'en'): SkuShown =>
  ({ c: { var: { language } }, sku: { today, settings: plain, ...sku } }) as unknown as SkuShown

const attributes = (html: string, tag: string, ...names: readonly string[]) =>
  [...html.matchAll(new RegExp(`<${tag} [^>]*>`, 'g'))].map(([element]) =>
    names.map((name) => new RegExp(` ${name}="([^"]*)"`).exec(element)?.[1]),
  )
const texts = (html: string): readonly string[] =>
  [...html.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text)
const title = (html: string): string => /<figcaption>(.*?) *(?:<|$)/.exec(html)?.[1] ?? ''
const says = (html: string): string => /<title [^>]*>([^<]*)</.exec(html)?.[1] ?? ''
const cells = (html: string): readonly (readonly string[])[] =>
  [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell.replaceAll(/<[^>]*>/g, '')),
  )

describe('the chart of ages', () => {
  const ages = (units: readonly (number | undefined)[], language: Language = 'en'): string => {
    const [age0to90, age91to180, age181to270, age271to365, ageOver365] = units
    const figures = { age0to90, age91to180, age181to270, age271to365, ageOver365 } as PlanningRow
    return String(AgeChart({ ...shown({}, language), figures }))
  }
  const html = ages([100, 50, 25, 0, 10])

  test('says in words how many units there are in each band, and how many for over 180 days', () => {
    expect(title(html)).toBe('Of 185 units, 35 have been with Amazon for over 180 days.')
    expect(says(html)).toBe(
      'Units by age: 0–90 days: 100; 91–180 days: 50; 181–270 days: 25; 271–365 days: 0; 365+ days: 10.',
    )
    expect(title(ages([9, 0, 0, 0, 1]))).toBe('Of 10 units, 1 has been with Amazon for over 180 days.')
    expect(title(ages([100, 50, 0, 0, 0]))).toBe(
      'None of the 150 units has been with Amazon for over 180 days.',
    )
    expect(title(ages([100, 50, 25, 0, 10], 'zh'))).toMatch(/185.*35|35.*185/)
  })

  test('draws each band that has units in its place, as high as its share of the highest, on one base', () => {
    expect(attributes(html, 'rect', 'class', 'x', 'width', 'y', 'height')).toEqual([
      ['m-calm', '5%', '10%', '24', '80'],
      ['m-calm', '25%', '10%', '64', '40'],
      ['m-warn', '45%', '10%', '84', '20'],
      ['m-bad', '85%', '10%', '96', '8'],
    ])
    expect(attributes(html, 'line', 'class', 'y1', 'y2')).toEqual([['axis', '104.5', '104.5']])
  })

  test('writes the count over each bar and its days below, in the middle of its place', () => {
    expect(texts(html)).toEqual([
      '100',
      '0–90',
      '50',
      '91–180',
      '25',
      '181–270',
      '0',
      '271–365',
      '10',
      '365+',
    ])
    const [count, days] = attributes(html, 'text', 'x', 'y')
    expect([count, days]).toEqual([
      ['10%', '18'],
      ['10%', '124'],
    ])
  })

  test('has its numbers in a table', () => {
    expect(cells(html)).toEqual([
      ['Days with Amazon', 'Units'],
      ['0–90', '100'],
      ['91–180', '50'],
      ['181–270', '25'],
      ['271–365', '0'],
      ['365+', '10'],
    ])
  })

  test('of a band that the report leaves out says nothing: no number, no bar, no sum', () => {
    const partial = ages([100, 50, undefined, 0, 10])
    expect(title(partial)).toBe('How long units have been with Amazon')
    expect(says(partial)).not.toContain('181–270')
    expect(attributes(partial, 'rect', 'x').flat()).toEqual(['5%', '25%', '85%'])
    expect(texts(partial).slice(4, 6)).toEqual(['–', '181–270'])
    expect(cells(partial)[3]).toEqual(['181–270', '–'])
  })

  test('is a sentence where no band has a unit', () => {
    for (const none of [[], [0, 0, 0, 0, 0]]) {
      const sentence = ages(none)
      expect(sentence).not.toContain('<svg')
      expect(sentence).toContain('names no age')
    }
  })
})

/** 10 a day of 600 on hand; the reorder point is 500, met in ten days. */
const calm = planOf(input({ units: [70, 300, 600, 900], stock: { fulfillable: 600 } }))
const planWith = (over: Partial<typeof calm>) => ({ ...calm, ...over })
const reorderIn = (inDays: number, point = 500) =>
  calm.reorder && { ...calm.reorder, inDays, by: addDays(today, inDays), point }

describe('the chart of projected stock', () => {
  const lengthOf = (over: Partial<typeof calm>): number =>
    drawnOf(shown({ plan: planWith(over) }).sku, 10).days.length
  const arrival = (days: number, units = 5) => ({ state: 'shipped', by: 'rule', days, units }) as const
  const cover = (days: number) => calm.cover && { ...calm.cover, days }

  test('reaches ten days beyond the last thing that happens, a month at least and half a year at most', () => {
    const soon = { cover: cover(3), reorder: reorderIn(2) }
    expect(lengthOf(soon)).toBe(30)
    expect(lengthOf({ ...soon, cover: cover(40.2) })).toBe(51)
    expect(lengthOf({ ...soon, reorder: reorderIn(55) })).toBe(65)
    expect(lengthOf({ ...soon, arrivals: [arrival(20), arrival(100)] })).toBe(110)
    expect(lengthOf({ ...soon, cover: cover(999) })).toBe(180)
    expect(lengthOf({ cover: undefined, reorder: undefined })).toBe(30)
  })

  test('begins today, on a scale that holds the stock, all that is inbound, and the reorder point', () => {
    const maxOf = (over: Partial<typeof calm>) => drawnOf(shown({ plan: planWith(over) }).sku, 10)
    expect(maxOf({}).days[0]).toEqual({ day: today, units: 600, arrived: 0, position: 600 })
    expect(maxOf({}).max).toBe(600)
    expect(maxOf({ arrivals: [arrival(5, 250)] }).max).toBe(900)
    expect(maxOf({ reorder: reorderIn(-4, 1100) }).max).toBe(2000)
    expect(maxOf({ sellable: 0, reorder: undefined }).max).toBe(1)
  })

  test('says when stock runs out, that it outlasts the chart, or that nothing is for sale', () => {
    const titleOf = (sku: Partial<SkuShown['sku']>) =>
      title(String(ProjectionChart(shown({ plan: calm, band: 'covered', ...sku }))))
    expect(titleOf({})).toBe('At this speed, stock runs out on 21 Jan 2027.')
    expect(titleOf({ plan: planWith({ stockOut: addDays(today, 400), cover: cover(400) }) })).toBe(
      'At this speed, stock outlasts this chart.',
    )
    expect(titleOf({ plan: planWith({ sellable: 0 }), band: 'out' })).toBe('Nothing is for sale now.')
  })

  test('draws an arrival as a step on its day, with its units, in the drawing and in the table', () => {
    const plan = planWith({ sellable: 20, arrivals: [arrival(4, 30), arrival(5, 40)], reorder: undefined })
    const html = String(ProjectionChart(shown({ plan: { ...plan, cover: cover(2) }, band: 'critical' })))
    // 20, 10, 0, 0, then 0 and 30 on the fourth day, 20 and 60 on the fifth; the scale ends at 90.
    const [position, units] = attributes(html, 'polyline', 'points').map(([points = '']) => points.split(' '))
    const y = (value: number) => Math.round((196 - (value / 90) * 154) * 10) / 10
    expect(units?.slice(0, 8)).toEqual(
      [
        [0, 20],
        [1, 10],
        [2, 0],
        [3, 0],
        [4, 0],
        [4, 30],
        [5, 20],
        [5, 60],
      ].map(([x, of = 0]) => `${x},${y(of)}`),
    )
    expect(position?.slice(0, 6)).toEqual([90, 80, 70, 70, 70, 60].map((of, x) => `${x},${y(of)}`))
    expect(html).toContain('While nothing is for sale it is level')
    const labels = [...html.matchAll(/<text [^>]*y="(\d+)"[^>]*>(\+\d+)</g)].map(([, at, text]) => [at, text])
    expect(labels).toEqual([
      ['30', '+30'],
      ['14', '+40'],
    ])
    const rows = cells(html).slice(1)
    expect(rows.slice(0, 4)).toEqual([
      ['22 Nov', '20', '–', '90'],
      ['26 Nov', '30', '30', '70'],
      ['27 Nov', '60', '40', '60'],
      ['29 Nov', '40', '–', '40'],
    ])
    expect(rows.at(-1)?.[0]).toBe('21 Dec')
  })

  test('is none for a SKU without a speed', () => {
    const { plan } = shown({ plan: planOf(input({ units: [0, 0, 0, 0], stock: { fulfillable: 5 } })) }).sku
    expect(ProjectionChart(shown({ plan, band: 'no-sales' }))).toBeNull()
  })
})

describe('the reorder point', () => {
  const drawing = (over: Partial<typeof calm>, language: Language = 'en') => {
    const { sku, ...rest } = shown({ plan: planWith(over) }, language)
    const drawn = drawnOf(sku, 10)
    return { drawn, html: String(ReorderPoint({ ...rest, sku, drawn })) }
  }

  test('is a line at its height over the whole width, with its units', () => {
    const { drawn, html } = drawing({})
    const y = String(heightOf(500, drawn))
    expect(attributes(html, 'line', 'class', 'x1', 'x2', 'y1', 'y2')).toEqual([['edge', '0', '100%', y, y]])
    expect(texts(html)[0]).toBe('Reorder point 500')
  })

  test('bears the day on which to order where the line of the position meets it', () => {
    const { drawn, html } = drawing({ reorder: reorderIn(10) })
    expect(drawn.days[10]?.position).toBe(500)
    const x = `${Math.round((10 / (drawn.days.length - 1)) * 10_000) / 100}%`
    expect(attributes(html, 'circle', 'cx', 'cy')).toEqual([[x, String(heightOf(500, drawn))]])
    expect(texts(html)[1]).toBe('Order by 2 Dec')
  })

  test('writes that day to the side on which there is room', () => {
    const left = drawing({ reorder: reorderIn(10) }).html
    expect(attributes(left, 'text', 'class', 'dx')[1]).toEqual(['strong', '8'])
    const right = drawing({ reorder: reorderIn(60), cover: undefined }).html
    expect(attributes(right, 'text', 'class', 'dx')[1]).toEqual(['strong end', '-8'])
  })

  test('has no such day when it has passed, is today, or lies beyond the chart', () => {
    for (const inDays of [-77, 0, 400]) {
      const { html } = drawing({ reorder: reorderIn(inDays) })
      expect([inDays, html.includes('<circle'), texts(html)]).toEqual([inDays, false, ['Reorder point 500']])
    }
    expect(drawing({ reorder: undefined }).html).toBe('null')
  })
})

test.each([
  ['en', '(600 + 0 − 500) ÷ 10.0 ≈ 10 days', '(600 + 0 − 1,370) ÷ 10.0 ≈ 77 days ago'],
  ['zh', '(600 + 0 − 500) ÷ 10.0 ≈ 10 天', '(600 + 0 − 1,370) ÷ 10.0 ≈ 77 天前'],
] as const)(
  'the formula of the day to order by tells days to come from days that have passed (%s)',
  (language, ahead, past) => {
    const orderOf = (inDays: number, point: number) => {
      const reorder = reorderIn(inDays, point)
      return String(Order(shown({ plan: planWith({ reorder }) }, language)))
    }
    expect(orderOf(10, 500)).toContain(`>${ahead}<`)
    expect(orderOf(-77, 1370)).toContain(`>${past}<`)
  },
)
