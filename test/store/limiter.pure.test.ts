import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { type Bucket, lackMs, rateInForce, refill, reserve } from '../../src/store/limiter.ts'

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

/** A job's next call: its rest before it asks for a turn, the way to Amazon, and Amazon's answer and its way back. */
interface Way {
  readonly restMs: number
  readonly thereMs: number
  readonly backMs: number
}
const onTheWay = (thereMs: number, backMs: number): Way => ({ restMs: 0, thereMs, backMs })

/** Jobs that each make one call after the other through one bucket: when the calls arrived, and when all had an answer. */
function play(plan: typeof TWO_A_SECOND, jobs: readonly (readonly Way[])[]) {
  let bucket: Bucket = { tokens: plan.burst, updatedMs: 0 }
  let underWay = 0
  let given = 0
  let endMs = 0
  const arrivals: number[] = []
  const due: { readonly atMs: number; readonly act: (nowMs: number) => void }[] = []
  const at = (atMs: number, act: (nowMs: number) => void) => due.push({ atMs, act })
  const ask = ([way, ...rest]: readonly Way[], nowMs: number) => {
    if (way === undefined) return
    at(nowMs + way.restMs, (askedMs) => {
      const taken = reserve(bucket, plan, askedMs, underWay)
      bucket = taken.bucket
      underWay += 1
      given += 1
      const turn = given
      const wait = (waitMs: number, sinceMs: number): void => {
        if (waitMs === 0) send(way, rest, sinceMs)
        else at(sinceMs + waitMs, (wokenMs) => wait(stillMs(turn, wokenMs), wokenMs))
      }
      wait(taken.waitMs, askedMs)
    })
  }
  const stillMs = (turn: number, nowMs: number): number => {
    bucket = refill(bucket, plan, nowMs, underWay)
    return lackMs(bucket.tokens + given - turn, plan)
  }
  const send = ({ thereMs, backMs }: Way, rest: readonly Way[], nowMs: number) => {
    arrivals.push(nowMs + thereMs)
    at(nowMs + thereMs + backMs, (answeredMs) => {
      endMs = answeredMs
      bucket = refill(bucket, plan, answeredMs, underWay)
      underWay -= 1
      ask(rest, answeredMs)
    })
  }
  for (const job of jobs) ask(job, 0)
  while (due.length > 0) {
    due.sort((one, other) => one.atMs - other.atMs)
    const next = due.shift()
    next?.act(next.atMs)
  }
  return { arrivals: arrivals.toSorted((one, other) => one - other), endMs }
}

describe('the limiter', () => {
  test('lets a burst through at once and then one call every half second', () => {
    let bucket: Bucket | undefined
    const waits = Array.from({ length: 6 }, () => {
      const reserved = reserve(bucket, TWO_A_SECOND, 1_000, 0)
      bucket = reserved.bucket
      return reserved.waitMs
    })
    expect(waits).toEqual([0, 0, 510, 1010, 1510, 2010])
  })

  test('refills by elapsed time and never above the burst', () => {
    const full = reserve({ tokens: -3, updatedMs: 0 }, TWO_A_SECOND, 3_600_000, 0)
    expect(full.bucket.tokens).toBe(1)
    expect(full.waitMs).toBe(0)
  })

  test('a clock that goes back a little gives no tokens and no negative wait', () => {
    const { bucket, waitMs } = reserve({ tokens: 0, updatedMs: 10_000 }, TWO_A_SECOND, 4_000, 0)
    expect(bucket).toEqual({ tokens: -1, updatedMs: 10_000 })
    expect(waitMs).toBeGreaterThan(0)
  })

  test('a clock that is set back an hour gives no tokens either, and refilling goes on from there', () => {
    const first = reserve({ tokens: 0, updatedMs: 3_700_000 }, TWO_A_SECOND, 100_000, 0)
    expect(first).toEqual({ bucket: { tokens: -1, updatedMs: 100_000 }, waitMs: 510 })
    expect(reserve(first.bucket, TWO_A_SECOND, 100_510, 0).waitMs).toBeLessThan(510)
  })

  test('a job that starts beside a long sweep waits at most one turn longer than alone', () => {
    let bucket: Bucket | undefined
    let now = 0
    // The sweep asks for its next page only when it has the one before.
    const turn = () => {
      const reserved = reserve(bucket, TWO_A_SECOND, now, 0)
      bucket = reserved.bucket
      return reserved.waitMs
    }
    for (let page = 0; page < 100; page += 1) {
      const pageWaits = turn()
      const beside = bucket
      const otherWaits = turn()
      expect(otherWaits).toBeLessThanOrEqual(pageWaits + 510)
      // And the sweep's next page comes one turn after the other job's call, not before it.
      expect(turn()).toBeGreaterThan(otherWaits)
      bucket = beside
      now += pageWaits + 30
    }
  })

  test('jobs of a store get their turns in the order in which they asked', () => {
    let bucket: Bucket | undefined
    const waits = Array.from({ length: 40 }, () => {
      const reserved = reserve(bucket, TWO_A_SECOND, 0, 0)
      bucket = reserved.bucket
      return reserved.waitMs
    })
    expect(waits).toEqual(waits.toSorted((one, other) => one - other))
    // 40 calls at two a second with a burst of two: the plan's own least is 19 s.
    expect(waits.at(-1)).toBeLessThan(19_000 * 1.1)
  })

  test('a sweep of eight pages of 60 ms takes at most a tenth longer than the plan asks', () => {
    const { arrivals, endMs } = play(TWO_A_SECOND, [Array.from({ length: 8 }, () => onTheWay(30, 30))])
    expect(amazonAccepts(arrivals, TWO_A_SECOND)).toBe(0)
    expect(endMs).toBeLessThan(3_000 * 1.1)
  })

  test.each([250, 5_000, 20_000])('a first call that arrives %i ms late costs no call a 429', (lateMs) => {
    const calls = Array.from({ length: 40 }, (_, call) => onTheWay(call === 0 ? lateMs : 10, 10))
    const { arrivals, endMs } = play(TWO_A_SECOND, [calls])
    expect(amazonAccepts(arrivals, TWO_A_SECOND)).toBe(0)
    expect(endMs).toBeLessThan(lateMs + 19_000 * 1.1)
  })

  const plans = fc.constantFrom(
    TWO_A_SECOND,
    { ratePerSecond: 0.5, burst: 10 },
    { ratePerSecond: 0.016, burst: 15 },
    { ratePerSecond: 1, burst: 1 },
  )
  const ways = fc.record({
    restMs: fc.integer({ min: 0, max: 30_000 }),
    thereMs: fc.integer({ min: 0, max: 15_000 }),
    backMs: fc.integer({ min: 0, max: 3_000 }),
  })
  property.prop([
    plans,
    fc.array(fc.array(ways, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 6 }),
  ])(
    'is never refused by a bucket of the same plan, however many jobs call and however long each call travels',
    (plan, jobs) => {
      expect(amazonAccepts(play(plan, jobs).arrivals, plan)).toBe(0)
    },
  )

  property.prop([plans, fc.array(ways, { minLength: 2, maxLength: 30 })])(
    'waits for one call at a time no longer than its own travels and the plan',
    (plan, calls) => {
      const { endMs } = play(plan, [calls])
      const spentMs = calls.reduce((sum, { restMs, thereMs, backMs }) => sum + restMs + thereMs + backMs, 0)
      const planMs = (Math.max(0, calls.length - plan.burst) / plan.ratePerSecond) * 1_000
      expect(endMs).toBeLessThanOrEqual(spentMs + planMs + 11 * calls.length)
    },
  )
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
