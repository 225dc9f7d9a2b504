const NEW_LINE = 0x0a

/**
 * Cuts bytes that come in pieces into lines, without their line feeds, and hands each to `line` as soon as it is whole;
 * bytes are the caller's only until it returns. `take` is false, and the rest is not to be given, once a line is longer
 * than `bytesMax`. `end` hands on what the last line feed left.
 */
export function lineSplitter(
  bytesMax: number,
  line: (bytes: Uint8Array) => void,
): { readonly take: (piece: Uint8Array) => boolean; readonly end: () => void } {
  let pending: Uint8Array = new Uint8Array()
  return {
    take(piece) {
      let from = 0
      for (let at = piece.indexOf(NEW_LINE); at !== -1; at = piece.indexOf(NEW_LINE, from)) {
        if (pending.length + at - from > bytesMax) return false
        line(joined(pending, piece.subarray(from, at)))
        pending = new Uint8Array()
        from = at + 1
      }
      if (pending.length + piece.length - from > bytesMax) return false
      pending = joined(pending, piece.subarray(from)).slice()
      return true
    },
    end() {
      if (pending.length > 0) line(pending)
    },
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
