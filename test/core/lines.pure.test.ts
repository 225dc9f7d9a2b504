import { afterEach, expect, test, vi } from 'vitest'
import { text, utf8 } from '../../src/core/bytes.ts'
import { lineSplitter } from '../../src/core/lines.ts'

afterEach(() => vi.restoreAllMocks())

/** The lines of these bytes, handed over in pieces; `taken` says whether every piece was. */
function split(bytes: Uint8Array, pieceBytes: number, bytesMax = 1_000_000) {
  const lines: string[] = []
  const { take, end } = lineSplitter(bytesMax, (line) => lines.push(text(line)))
  for (let from = 0; from < bytes.length; from += pieceBytes)
    if (!take(bytes.subarray(from, from + pieceBytes))) return { lines, taken: false }
  end()
  return { lines, taken: true }
}

test.each([1, 2, 3, 7, 100])('lines are the same in pieces of %i bytes, empty ones too', (pieceBytes) => {
  const { lines } = split(utf8('one\n\ntwo 二\nthree'), pieceBytes)
  expect(lines).toEqual(['one', '', 'two 二', 'three'])
})

test.each([
  ['of the longest length', 10, true],
  ['longer by a byte', 11, false],
])('a line %s, in pieces and whole', (_, length, taken) => {
  for (const pieceBytes of [3, 100]) {
    expect(split(utf8(`ab\n${'x'.repeat(length)}`), pieceBytes, 10).taken).toBe(taken)
    expect(split(utf8(`ab\n${'x'.repeat(length)}\n`), pieceBytes, 10).taken).toBe(taken)
  }
})

test('a line that comes in a thousand pieces is copied once, not a thousand times', () => {
  const set = vi.spyOn(Uint8Array.prototype, 'set')
  const slice = vi.spyOn(Uint8Array.prototype, 'slice')
  const { lines } = split(utf8(`${'x'.repeat(100_000)}\n`), 100)
  const copied = set.mock.calls.reduce((sum, [from]) => sum + from.length, 0)
  expect(lines.map((line) => line.length)).toEqual([100_000])
  expect(copied).toBeLessThanOrEqual(100_000)
  expect(slice).not.toHaveBeenCalled()
})
