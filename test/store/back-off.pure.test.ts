import { expect, test } from 'vitest'
import { backOffMs, TRIES_MAX } from '../../src/store/back-off.ts'

const always = (byte: number) => (length: number) => new Uint8Array(length).fill(byte)
const attempts = Array.from({ length: TRIES_MAX - 1 }, (_, index) => index + 2)

test('I16: rests anywhere between nothing and a wait that doubles', () => {
  expect(attempts.map((attempt) => backOffMs(always(0), attempt))).toEqual([0, 0, 0, 0])
  expect(attempts.map((attempt) => backOffMs(always(255), attempt))).toEqual([1000, 2000, 4000, 8000])
  expect(attempts.map((attempt) => backOffMs(always(128), attempt))).toEqual([502, 1004, 2008, 4016])
  expect(backOffMs(always(255), 40)).toBe(16_000)
})
