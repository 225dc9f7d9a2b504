import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { base32, marketplaceId, newId, newReference, sellerId, storeId } from '../../src/core/id.ts'
import { systemRandom } from '../../src/core/time.ts'

test('makes an id of 26 letters from 128 bits, and each bit shows', () => {
  expect(newId((length) => new Uint8Array(length))).toBe('0'.repeat(26))
  expect(newId((length) => new Uint8Array(length).fill(255))).toBe(`${'z'.repeat(25)}w`)
  expect(storeId.safeParse(newId(systemRandom)).success).toBe(true)
})

test('encodes no two byte strings of one length alike (property)', () => {
  const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 })
  fc.assert(
    fc.property(sixteen, fc.nat(127), (bytes, bit) => {
      const other = bytes.with(bit >> 3, (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)))
      expect(base32(bytes)).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
      expect(base32(other)).not.toBe(base32(bytes))
    }),
  )
})

test('makes a reference that can be read aloud', () => {
  expect(newReference(systemRandom)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
})

test.for([
  '',
  'A2SELLER',
  '0'.repeat(25),
  '0'.repeat(27),
  `${'0'.repeat(25)}I`,
  `${'0'.repeat(25)}l`,
  `${'0'.repeat(26)}\n`,
  '../../../../../../../../..',
])('does not take %o for a store id', (value) => {
  expect(storeId.safeParse(value).success).toBe(false)
})

test.for(['', 'a2sellerone', 'A2 SELLER', 'A2SEL', 'A'.repeat(33), 'A2SELLERONE\n', '<script>'])(
  'does not take %o for a seller id',
  (value) => {
    expect(sellerId.safeParse(value).success).toBe(false)
    expect(marketplaceId.safeParse(value).success).toBe(false)
  },
)
