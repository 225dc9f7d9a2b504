import { concat } from './bytes.ts'

const NEW_LINE = 0x0a

/**
 * Cuts bytes that come in pieces into lines, without their line feeds, and hands each to `line` as soon as it is whole;
 * bytes are the caller's only until it returns, and a piece is kept as it came until its last line is whole. `take` is
 * false, and the rest is not to be given, once a line is longer than `bytesMax`. `end` hands on what the last line feed
 * left.
 */
export function lineSplitter(
  bytesMax: number,
  line: (bytes: Uint8Array) => void,
): { readonly take: (piece: Uint8Array) => boolean; readonly end: () => void } {
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  const keep = (bytes: Uint8Array): void => {
    pending.push(bytes)
    pendingBytes += bytes.length
  }
  const handOn = (): void => {
    const [only = new Uint8Array()] = pending
    // Once a line, when it is whole: one that comes in many pieces would be copied as often.
    line(pending.length > 1 ? concat(...pending) : only)
    pending = []
    pendingBytes = 0
  }
  return {
    take(piece) {
      let from = 0
      for (let at = piece.indexOf(NEW_LINE); at !== -1; at = piece.indexOf(NEW_LINE, from)) {
        keep(piece.subarray(from, at))
        if (pendingBytes > bytesMax) return false
        handOn()
        from = at + 1
      }
      if (from < piece.length) keep(piece.subarray(from))
      return pendingBytes <= bytesMax
    },
    end() {
      if (pendingBytes > 0) handOn()
    },
  }
}
