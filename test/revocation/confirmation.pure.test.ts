import { describe, expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { nextStep } from '../../src/revocation/confirmation.ts'

const since_ms = 1_000_000

describe('a suspected authorization', () => {
  test.each([
    { refusals: 0, minutes: 2 },
    { refusals: 1, minutes: 10 },
    { refusals: 1, minutes: 600 },
  ])('is restored by one acceptance, after $refusals refusals and $minutes minutes', (given) => {
    const now = since_ms + given.minutes * MINUTE_MS
    expect(nextStep({ since_ms, refusals: given.refusals }, 'accepted', now)).toEqual({ step: 'restore' })
  })

  test('is asked about two and ten minutes after its fence, and ended by the second refusal', () => {
    const first = since_ms + 2 * MINUTE_MS
    const second = since_ms + 10 * MINUTE_MS
    expect(nextStep({ since_ms, refusals: 0 }, 'refused', first)).toEqual({
      step: 'wait',
      refusals: 1,
      againMs: second,
    })
    expect(nextStep({ since_ms, refusals: 1 }, 'refused', second)).toEqual({ step: 'end' })
  })

  test.each([
    { refusals: 0, minutes: 2, againMs: 2 * MINUTE_MS },
    { refusals: 1, minutes: 14, againMs: 2 * MINUTE_MS },
    { refusals: 0, minutes: 15, againMs: HOUR_MS },
    { refusals: 1, minutes: 3000, againMs: HOUR_MS },
  ])('I13: stays what it is without an answer, $minutes minutes on, and is asked again', (given) => {
    const now = since_ms + given.minutes * MINUTE_MS
    expect(nextStep({ since_ms, refusals: given.refusals }, 'none', now)).toEqual({
      step: 'wait',
      refusals: given.refusals,
      againMs: now + given.againMs,
    })
  })
})
