import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { utf8 } from '../../src/core/bytes.ts'
import { jsonLineReader, jsonLines } from '../../src/core/json-lines.ts'

/** The lines' bytes, cut wherever `pieceBytes` says, read again. */
function readAgain(value: unknown, pieceBytes: number): unknown {
  const { take, value: read } = jsonLineReader()
  const bytes = utf8([...jsonLines(value)].join(''))
  for (let from = 0; from < bytes.length; from += pieceBytes) take(bytes.subarray(from, from + pieceBytes))
  return read()
}

const row = fc.record({ sku: fc.string({ unit: 'grapheme' }), units: fc.integer() })
const rows = fc.oneof(
  fc.array(row, { maxLength: 5 }),
  // Around a line's end, without making a thousand rows by chance.
  fc
    .tuple(row, fc.integer({ min: 249, max: 760 }))
    .map(([one, count]) => Array.from({ length: count }, () => one)),
)

test('any JSON value comes back, wherever its bytes are cut (property)', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    rows,
    fc.record({ rows, seen: fc.record({ first: rows, out: fc.jsonValue() }), day: fc.string() }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'value', 'long', '0')), rows, {
      maxKeys: 3,
    }),
  )
  fc.assert(
    fc.property(value, fc.integer({ min: 1, max: 5000 }), (given, pieceBytes) => {
      const same = JSON.parse(JSON.stringify(given))
      expect(readAgain(given, pieceBytes)).toEqual(same)
    }),
    { numRuns: 100 },
  )
})

test('no line of ten thousand rows is longer than a hundredth of them', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => ({ sku: `SKU-${at}`, units: at }))
  const lengths = [...jsonLines({ rows: many, seen: { first: many } })].map((line) => line.length)
  const whole = JSON.stringify(many).length
  expect(Math.max(...lengths)).toBeLessThan(whole / 30)
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBeGreaterThan(2 * whole)
})

test('line feeds in names are no ends of lines', () => {
  const value = { rows: Array.from({ length: 600 }, () => ({ name: 'a\nb\u2028c' })) }
  expect(readAgain(value, 7)).toEqual(value)
})
