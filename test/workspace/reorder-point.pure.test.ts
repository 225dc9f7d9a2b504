import { describe, expect, test } from 'vitest'
import { day } from '../../src/core/day.ts'
import { projectedStock } from '../../src/workspace/inventory/plan/projection.ts'
import { en } from '../../src/workspace/inventory/sku/copy.en.ts'
import { zh } from '../../src/workspace/inventory/sku/copy.zh.ts'
import { heightOf } from '../../src/workspace/inventory/sku/projection-drawn.ts'
import { pointPlace } from '../../src/workspace/inventory/sku/reorder-point.tsx'

const today = day.parse('2026-11-22')

const placed = (of: {
  sellable: number
  perDay: number
  max: number
  point: number
  arrivals?: readonly { days: number; units: number }[]
  markAt?: number
}) => {
  const { sellable, perDay, arrivals = [], max, point, markAt } = of
  const drawn = { days: projectedStock({ sellable, perDay, arrivals, today, days: 61 }), max }
  const y = heightOf(point, drawn)
  const place = pointPlace(drawn, y, markAt)
  return [place.y < y ? 'above' : 'below', place.class === 'end' ? 'right' : 'left']
}

describe('the label of the reorder point', () => {
  test('stands above on the right where nothing runs', () => {
    expect(placed({ sellable: 100, perDay: 2, max: 1000, point: 700 })).toEqual(['above', 'right'])
  })

  test('goes to the left of a line that meets it on the right', () => {
    expect(placed({ sellable: 600, perDay: 1, max: 1000, point: 540 })).toEqual(['below', 'right'])
    expect(placed({ sellable: 1000, perDay: 10, max: 1000, point: 450 })).toEqual(['above', 'left'])
  })

  test('leaves the place to the day on which to order', () => {
    const falling = { sellable: 1000, perDay: 10, max: 1000, point: 850 }
    expect(placed({ ...falling, markAt: 15 })).toEqual(['above', 'right'])
    const atOnce = { sellable: 0, perDay: 4, max: 500, point: 419, arrivals: [{ days: 46, units: 480 }] }
    expect(placed({ ...atOnce, markAt: 16 })).toEqual(['below', 'left'])
  })

  test('does not stand across the step of what arrives', () => {
    const step = { sellable: 0, perDay: 0, max: 1000, point: 500, arrivals: [{ days: 55, units: 900 }] }
    expect(placed(step)).toEqual(['above', 'left'])
  })
})

test('days that have passed are words, not a negative number', () => {
  const written = [-77, -1, 0, 1, 16].map((n) => en.order.inDays(n, String(Math.abs(n))))
  expect(written).toEqual(['77 days ago', '1 day ago', '0 days', '1 day', '16 days'])
  expect([-77, 16].map((n) => zh.order.inDays(n, String(Math.abs(n))))).toEqual(['77 天前', '16 天'])
})
