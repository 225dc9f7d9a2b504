import { expect, test } from 'vitest'
import { type Fault, fault, statusOf } from '../../src/core/fault.ts'

test.for(fault.options)('answers %s with a failing status', (of) => {
  expect(statusOf(of)).toBeGreaterThanOrEqual(400)
  expect(statusOf(of)).toBeLessThan(600)
})

test('throws on a fault that is none', () => {
  expect(() => statusOf('no-such-fault' as Fault)).toThrow('unreachable')
})
