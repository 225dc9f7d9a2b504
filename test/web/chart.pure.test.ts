import { expect, test } from 'vitest'
import { down, roundUp } from '../../src/web/chart.tsx'

test.each([
  [0, 1],
  [1, 1],
  [7, 7],
  [10, 10],
  [11, 20],
  [205, 300],
  [1000, 1000],
  [48_200, 50_000],
])('the scale of %d ends at %d', (value, end) => {
  expect(roundUp(value)).toBe(end)
})

test('a value above or below its scale is drawn at its end', () => {
  const scale = { max: 10, topPx: 20, basePx: 100 }
  expect([-3, 0, 5, 10, 12].map((value) => down(value, scale))).toEqual([100, 100, 60, 20, 20])
})
