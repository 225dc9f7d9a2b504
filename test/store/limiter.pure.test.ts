import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { type Bucket, rateInForce, reserve } from '../../src/store/limiter.ts'

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
    expect(waits).toEqual([0, 0, 750, 1250, 1750, 2250])
  })

  test('refills by elapsed time and never above the burst', () => {
    const full = reserve({ tokens: -3, updatedMs: 0 }, TWO_A_SECOND, 3_600_000)
    expect(full.bucket.tokens).toBe(1)
    expect(full.waitMs).toBe(0)
  })

  test('a clock that goes back a little gives no tokens and no negative wait', () => {
    const { bucket, waitMs } = reserve({ tokens: 0, updatedMs: 10_000 }, TWO_A_SECOND, 4_000)
    expect(bucket).toEqual({ tokens: -1, updatedMs: 10_000 })
    expect(waitMs).toBeGreaterThan(0)
  })

  test('a clock that is set back an hour gives no tokens either, and refilling goes on from there', () => {
    const first = reserve({ tokens: 0, updatedMs: 3_700_000 }, TWO_A_SECOND, 100_000)
    expect(first).toEqual({ bucket: { tokens: -1, updatedMs: 100_000 }, waitMs: 750 })
    expect(reserve(first.bucket, TWO_A_SECOND, 100_750).waitMs).toBeLessThan(750)
  })

  test('a job that starts beside a long sweep waits at most one turn longer than alone', () => {
    let bucket: Bucket | undefined
    let now = 0
    // The sweep asks for its next page only when it has the one before.
    const turn = () => {
      const reserved = reserve(bucket, TWO_A_SECOND, now)
      bucket = reserved.bucket
      return reserved.waitMs
    }
    for (let page = 0; page < 100; page += 1) {
      const pageWaits = turn()
      const beside = bucket
      const otherWaits = turn()
      expect(otherWaits).toBeLessThanOrEqual(pageWaits + 750)
      // And the sweep's next page comes one turn after the other job's call, not before it.
      expect(turn()).toBeGreaterThan(otherWaits)
      bucket = beside
      now += pageWaits + 30
    }
  })

  test('jobs of a store get their turns in the order in which they asked', () => {
    let bucket: Bucket | undefined
    const waits = Array.from({ length: 40 }, () => {
      const reserved = reserve(bucket, TWO_A_SECOND, 0)
      bucket = reserved.bucket
      return reserved.waitMs
    })
    expect(waits).toEqual(waits.toSorted((one, other) => one - other))
    // 40 calls at two a second with a burst of two: the plan's own least is 19 s.
    expect(waits.at(-1)).toBeLessThan(19_000 * 1.1)
  })

  test('a first call that arrives a quarter of a second late costs no call a 429', () => {
    let bucket: Bucket | undefined
    let now = 0
    const arrivals = Array.from({ length: 40 }, (_, call) => {
      const reserved = reserve(bucket, TWO_A_SECOND, now)
      bucket = reserved.bucket
      const travelsMs = call === 0 ? 250 : 10
      const arrivesMs = now + reserved.waitMs + travelsMs
      now = arrivesMs + 10
      return arrivesMs
    })
    expect(amazonAccepts(arrivals, TWO_A_SECOND)).toBe(0)
    expect(arrivals.at(-1)).toBeLessThan(19_000 * 1.1)
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

describe('the rate in force', () => {
  test.each([
    { hinted: undefined, rate: 2 },
    { hinted: 0.5, rate: 0.5 },
    { hinted: 5, rate: 5 },
    { hinted: 0.0001, rate: 0.2 },
    { hinted: 1000, rate: 20 },
    { hinted: 0, rate: 2 },
    { hinted: -3, rate: 2 },
    { hinted: Number.NaN, rate: 2 },
    { hinted: Number.POSITIVE_INFINITY, rate: 2 },
  ])('is $rate a second for a plan of 2 when Amazon says $hinted', ({ hinted, rate }) => {
    expect(rateInForce(TWO_A_SECOND, hinted)).toBe(rate)
  })
})
