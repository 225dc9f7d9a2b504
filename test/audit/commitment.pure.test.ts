import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, commitmentOf } from '../../src/audit/commitment.ts'
import { concat, utf8 } from '../../src/core/bytes.ts'

test('writes the same text for the same fields in any order, and leaves absent ones out', () => {
  expect(canonicalJson({ rows: 3, of: 1, fault: undefined, result: 'shown' })).toBe(
    '{"of":1,"result":"shown","rows":3}',
  )
  expect(canonicalJson({ result: 'shown', of: 1, rows: 3 })).toBe('{"of":1,"result":"shown","rows":3}')
  expect(canonicalJson({})).toBe('{}')
})

test('refuses a payload that is not flat', () => {
  expect(() => canonicalJson({ of: { nested: 1 } } as never)).toThrow('flat')
})

test('writes any fields so that they read back', () => {
  const fields = fc.dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), fc.oneof(fc.string(), fc.integer()))
  fc.assert(
    fc.property(fields, (given) => {
      expect(JSON.parse(canonicalJson(given))).toEqual({ ...given })
    }),
  )
})

test('commits to salt and payload, and to every bit of both', () => {
  const salt = new Uint8Array(16).fill(7)
  const payload = '{"of":1}'
  const commitment = commitmentOf(salt, payload)
  expect(commitment).toBe(
    createHash('sha256')
      .update(concat(salt, utf8(payload)))
      .digest('hex'),
  )
  expect(commitmentOf(salt, '{"of":2}')).not.toBe(commitment)
  expect(commitmentOf(new Uint8Array(16).fill(8), payload)).not.toBe(commitment)
})
