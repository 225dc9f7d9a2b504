import { text } from './bytes.ts'
import { lineSplitter } from './lines.ts'

/** Arrays that are longer are written in pieces of so many elements, a line each: of rows some 15 KB, no large text. */
const ELEMENTS_MAX = 50

interface Long {
  readonly path: readonly string[]
  readonly elements: readonly unknown[]
}

/**
 * A JSON value as lines, of which none has the whole: ten thousand rows would be one text of megabytes, and be copied
 * several times. The first line has the value without the elements of its long arrays, and where those belong; each
 * line after it some of their elements. Pure.
 */
export function* jsonLines(value: unknown): Generator<string> {
  const long: Long[] = []
  const rest = withoutLong(value, [], long)
  yield `${JSON.stringify({ value: rest, long: long.map(({ path }) => path) })}\n`
  for (const [index, { elements }] of long.entries()) {
    for (let from = 0; from < elements.length; from += ELEMENTS_MAX)
      yield `${JSON.stringify([index, ...elements.slice(from, from + ELEMENTS_MAX)])}\n`
  }
}

/** Looks into objects only: an array's elements stay whole. */
function withoutLong(value: unknown, path: readonly string[], long: Long[]): unknown {
  if (Array.isArray(value)) {
    if (value.length <= ELEMENTS_MAX) return value
    long.push({ path, elements: value })
    return []
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutLong(inner, [...path, key], long)]),
  )
}

/**
 * Takes the bytes of such lines in pieces, cut anywhere; `value` is what they were made of. Throws on anything else: the
 * caller has authenticated the bytes, so that is a bug.
 */
export function jsonLineReader(): {
  readonly take: (piece: Uint8Array) => void
  readonly value: () => unknown
} {
  let value: unknown
  let long: unknown[][] | undefined
  const { take, end } = lineSplitter(Number.POSITIVE_INFINITY, (bytes) => {
    const line = JSON.parse(text(bytes))
    if (long === undefined) {
      value = line.value
      long = line.long.map((path: readonly string[]) => at(value, path))
      return
    }
    const [index, ...elements] = line
    long[index]?.push(...elements)
  })
  return {
    take,
    value: () => {
      end()
      return value
    },
  }
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce((inner, key) => (inner as Readonly<Record<string, unknown>>)[key], value)
