import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { type Bucket, reserve } from '../../src/store/limiter.ts'

const TWO_A_SECOND = { ratePerSecond: 2, burst: 2 }

/** Amazon's side of the plan: a bucket that refuses a call for which it has no whole token. */
function amazonAccepts(callsMs: readonly number[], plan: { ratePerSecond: number; burst: number }): number {
  let tokens = plan.burst
  let last = callsMs[0] ?? 0
  let refused = 0
  for (const at of callsMs) {
    tokens = Math.min(plan.burst, tokens + ((at - last) / 1000) * plan.ratePerSecond)
    last = at
    if (tokens < 1) refused += 1
    else tokens -= 1
  }
  return refused
}

describe('the limiter', () => {
  test('lets a burst through at once and then one call every half second', () => {
    let bucket: Bucket | undefined
    const waits = Array.from({ length: 6 }, () => {
      const reserved = reserve(bucket, TWO_A_SECOND, 1_000)
      bucket = reserved.bucket
      return reserved.waitMs
    })
    expect(waits).toEqual([0, 0, 520, 1020, 1520, 2020])
  })

  test('refills by elapsed time and never above the burst', () => {
    const full = reserve({ tokens: -3, updatedMs: 0 }, TWO_A_SECOND, 3_600_000)
    expect(full.bucket.tokens).toBe(1)
    expect(full.waitMs).toBe(0)
  })

  test('a clock that goes back gives no tokens and no negative wait', () => {
    const { bucket, waitMs } = reserve({ tokens: 0, updatedMs: 10_000 }, TWO_A_SECOND, 4_000)
    expect(bucket).toEqual({ tokens: -1, updatedMs: 10_000 })
    expect(waitMs).toBeGreaterThan(0)
  })

  property.prop([
    fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 60 }),
    fc.constantFrom(TWO_A_SECOND, { ratePerSecond: 0.5, burst: 10 }, { ratePerSecond: 0.016, burst: 15 }),
  ])('is never refused by a bucket of the same plan, whatever the arrivals', (gaps, plan) => {
    let now = 0
    let bucket: Bucket | undefined
    const calls = gaps.map((gap) => {
      now += gap
      const reserved = reserve(bucket, plan, now)
      bucket = reserved.bucket
      return now + reserved.waitMs
    })
    expect(amazonAccepts(calls, plan)).toBe(0)
  })
})
