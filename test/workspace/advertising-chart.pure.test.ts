import { expect, test } from 'vitest'
import { hasRoomRight } from '../../src/workspace/advertising/chart.tsx'

test.each([
  // 288 px on a telephone of 320: what is left of them beside a gap of 8 and digits of 9.
  ['98,316.70', 0.7214, false, '80 px, and 89 are needed'],
  ['98,316.70', 0.69, true, '89.3 px'],
  ['1,200', 0.7214, true, '80 px, and 53 are needed'],
  ['1,200', 0.82, false, '51.8 px'],
  ['12,345,678,901', 0.5, true, '144 px, and 134 are needed'],
] as const)(
  'the sum %s beside today at %d of the month has room on its right: %s, of %s',
  (sum, share, expected, _why) => {
    expect(hasRoomRight(share, sum)).toBe(expected)
  },
)
