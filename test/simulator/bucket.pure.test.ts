import { describe, expect, test } from 'vitest'
import { type Bucket, drawToken } from '../../simulator/spapi/bucket.ts'

const plan = { ratePerSecond: 2, burst: 2 }

/** Draws at each time in milliseconds; whether each was granted. */
function draws(times: readonly number[], start?: Bucket): boolean[] {
  let bucket = start
  return times.map((at) => {
    const drawn = drawToken(bucket, plan, at)
    bucket = drawn.bucket
    return drawn.granted
  })
}

describe('a usage plan of 2 a second, burst 2', () => {
  test.each([
    ['grants the burst at once and no more', [0, 0, 0], [true, true, false]],
    ['grants one more after half a second', [0, 0, 500, 500], [true, true, true, false]],
    ['grants nothing just before', [0, 0, 499], [true, true, false]],
    ['sustains its rate', [0, 0, 500, 1000, 1500, 2000], [true, true, true, true, true, true]],
    ['refills to the burst, not beyond', [0, 0, 60_000, 60_000, 60_000], [true, true, true, true, false]],
    ['takes nothing for a refusal', [0, 0, 250, 500], [true, true, false, true]],
    [
      'neither refills nor owes when the clock goes back',
      [10_000, 10_000, 0, 400, 500],
      [true, true, false, false, true],
    ],
  ])('%s', (_name, times, expected) => {
    expect(draws(times)).toEqual(expected)
  })
})
