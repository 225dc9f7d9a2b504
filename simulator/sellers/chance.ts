/** A seeded source of numbers: the same seed gives the same sequence, on every machine. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  readonly next: () => number
  /** A whole number between the two, both included. */
  readonly between: (low: number, high: number) => number
  /** True in this share of draws. */
  readonly happens: (share: number) => boolean
  readonly pick: <T>(from: readonly T[]) => T
  /** A word of the given characters. */
  readonly letters: (alphabet: string, length: number) => string
}

/** Opens a sequence for a seed text. Not for secrets: sellers and figures only. */
export function chanceFrom(seed: string): Chance {
  let state = hashText(seed)
  // mulberry32: 32 bits of state, good enough for invented stock and small enough to read.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    happens: (share) => next() < share,
    pick: (from) => {
      const chosen = from[between(0, from.length - 1)]
      if (chosen === undefined) throw new Error('nothing to pick from')
      return chosen
    },
    letters: (alphabet, length) =>
      Array.from({ length }, () => alphabet.charAt(between(0, alphabet.length - 1))).join(''),
  }
}

/** FNV-1a with a final mix, so that seeds that differ in one digit open unlike sequences. */
export function hashText(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}

/** A number from 0 up to, not including, 1 for a key and a number: a draw that needs no sequence. */
export function drawAt(key: number, number: number): number {
  let mixed = Math.imul(key ^ Math.imul(number + 0x9e3779b9, 0x85ebca6b), 0xc2b2ae35)
  mixed ^= mixed >>> 15
  mixed = Math.imul(mixed, 0x27d4eb2f)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0x165667b1)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296
}
