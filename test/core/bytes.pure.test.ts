import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  base64,
  base64url,
  concat,
  fromBase64,
  hashOf,
  hex,
  lengthPrefixed,
  sha256,
  text,
  utf8,
} from '../../src/core/bytes.ts'

const bytes = fc.uint8Array({ maxLength: 300 })

test('joins parts in order', () => {
  expect([...concat(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3))]).toEqual([1, 2, 3])
})

test('writes the length of each field in bytes before it', () => {
  expect(hex(lengthPrefixed(['a', '', '库']))).toBe('0000000161' + '00000000' + '00000003e5ba93')
})

test('encodes no two lists of fields alike (property)', () => {
  // Few letters, zero bytes and lengths among them: lists that could run into each other come up often.
  const field = fc.constantFrom('', 'a', 'aa', 'aaa', '\0', '\0\0\0\u0001', '\0\0\0\u0001a', '库', 'é')
  const fields = fc.array(field, { maxLength: 4 })
  fc.assert(
    fc.property(fields, fields, (one, two) => {
      expect(hex(lengthPrefixed(one)) === hex(lengthPrefixed(two))).toBe(
        JSON.stringify(one) === JSON.stringify(two),
      )
    }),
  )
})

test('brings bytes back from both alphabets of base64 (property)', () => {
  fc.assert(
    fc.property(bytes, (value) => {
      expect(fromBase64(base64(value))).toEqual(Uint8Array.from(value))
      expect(fromBase64(base64url(value))).toEqual(Uint8Array.from(value))
      expect(base64(value)).toBe(Buffer.from(value).toString('base64'))
      expect(base64url(value)).toBe(Buffer.from(value).toString('base64url'))
      expect(hex(value)).toBe(Buffer.from(value).toString('hex'))
    }),
  )
})

test.for(['A', 'A===', 'AA=A', 'AAAAA', 'AA A', 'AA\n', '库', '%41', '====', 'AA=='.repeat(2)])(
  'does not read %o as base64',
  (encoded) => {
    expect(fromBase64(encoded)).toBe(undefined)
  },
)

test('refuses bytes that are not UTF-8 and keeps a byte order mark', () => {
  expect(() => text(Uint8Array.of(0xff))).toThrow(TypeError)
  expect(text(utf8('\uFEFF库'))).toBe('\uFEFF库')
})

test('hashes text and bytes alike', async () => {
  expect(hex(await sha256('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(await hashOf('abc')).toBe(hex(await sha256(utf8('abc'))))
})
