import { utf8 } from '../core/bytes.ts'
import { jsonLineReader, jsonLines } from '../core/json-lines.ts'

/** No header and no checksum: what is packed is authenticated by its seal. */
const FORMAT = 'deflate-raw'

/**
 * A JSON value, packed, in chunks of at most `bytesMax` bytes. Rows of figures pack to about an eighth, so that what is
 * sealed, stored, read and opened is small however many SKUs a store has; no step holds the whole as one text.
 */
export async function pack(value: unknown, bytesMax: number): Promise<readonly Uint8Array[]> {
  const full: Uint8Array[] = []
  let open = new Uint8Array(bytesMax)
  let used = 0
  await through(new CompressionStream(FORMAT), encoded(jsonLines(value)), (piece) => {
    let rest = piece
    while (rest.length > 0) {
      if (used === bytesMax) {
        full.push(open)
        open = new Uint8Array(bytesMax)
        used = 0
      }
      const fits = rest.subarray(0, bytesMax - used)
      open.set(fits, used)
      used += fits.length
      rest = rest.subarray(fits.length)
    }
  })
  return [...full, open.subarray(0, used)]
}

/** What `pack` was given. Throws on anything else: the caller has authenticated the chunks, so that is a bug. */
export async function unpack(chunks: readonly Uint8Array[]): Promise<unknown> {
  const { take, value } = jsonLineReader()
  await through(new DecompressionStream(FORMAT), chunks, take)
  return value()
}

function* encoded(lines: Iterable<string>): Generator<Uint8Array> {
  for (const line of lines) yield utf8(line)
}

/** Writes and reads at the same time: neither side keeps more than a piece. Rejects when either does. */
async function through(
  {
    readable,
    writable,
  }: { readonly readable: ReadableStream<Uint8Array>; readonly writable: WritableStream },
  pieces: Iterable<Uint8Array>,
  take: (piece: Uint8Array) => void,
): Promise<void> {
  const write = async (): Promise<void> => {
    const writer = writable.getWriter()
    for (const piece of pieces) await writer.write(piece)
    await writer.close()
  }
  const read = async (): Promise<void> => {
    for await (const piece of readable) take(piece)
  }
  await Promise.all([write(), read()])
}
