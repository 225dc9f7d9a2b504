import { concat } from '../core/bytes.ts'
import { jsonLineReader, jsonLines } from '../core/json-lines.ts'
import { unpacked } from '../core/unpacked.ts'

/** No header and no checksum: what is packed is authenticated by its seal. */
const FORMAT = 'deflate-raw'

/**
 * A JSON value, packed, in chunks of at most `bytesMax` bytes. Rows of figures pack to about an eighth, so that what is
 * sealed, stored, read and opened is small however many SKUs a store has; no step holds the whole as one text.
 */
export async function pack(value: unknown, bytesMax: number): Promise<readonly Uint8Array[]> {
  const pieces: Uint8Array[] = []
  await through(new CompressionStream(FORMAT), encoded(jsonLines(value)), (piece) => pieces.push(piece))
  const packed = concat(...pieces)
  const chunks = Math.max(1, Math.ceil(packed.length / bytesMax))
  return Array.from({ length: chunks }, (_, at) => packed.subarray(at * bytesMax, (at + 1) * bytesMax))
}

/** What `pack` was given. Throws on anything else: the caller has authenticated the chunks, so that is a bug. */
export async function unpack(chunks: readonly Uint8Array[]): Promise<unknown> {
  const { take, value } = jsonLineReader()
  for await (const piece of unpacked(chunks, FORMAT)) take(piece)
  return value()
}

const encoder = new TextEncoder()
/** What a character of a string takes at most as UTF-8; those that take four bytes are two of a string. */
const CHARACTER_BYTES_MAX = 3

/** The lines as UTF-8, one after the other in the same memory: each is the caller's only until it asks for the next. */
function* encoded(lines: Iterable<string>): Generator<Uint8Array> {
  let memory = new Uint8Array()
  for (const line of lines) {
    const bytesMax = line.length * CHARACTER_BYTES_MAX
    if (memory.length < bytesMax) memory = new Uint8Array(bytesMax)
    yield memory.subarray(0, encoder.encodeInto(line, memory).written)
  }
}

/** Writes and reads at the same time: neither side keeps more than a piece. Rejects when either does. */
async function through(
  { readable, writable }: CompressionStream,
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
