import { expect, test } from 'vitest'
import { unpacked } from '../../src/core/unpacked.ts'

/** Rows that pack alike from the first to the last, so that a share of what is packed is the same share of the rows. */
const text = Array.from(
  { length: 60_000 },
  (_, at) => `SKU-${(at * 7_919) % 100_003}\t${(at * 31) % 977}`,
).join('\n')

async function packedPieces(): Promise<readonly Uint8Array[]> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  const whole = new Uint8Array(await new Response(stream).arrayBuffer())
  return Array.from({ length: Math.ceil(whole.length / 2_000) }, (_, at) =>
    whole.slice(at * 2_000, (at + 1) * 2_000),
  )
}

test('gives no more to be unpacked than is read, however fast it comes', async () => {
  const pieces = await packedPieces()
  let given = 0
  const arriving = function* () {
    for (const piece of pieces) {
      given += 1
      yield piece
    }
  }
  let taken = 0
  let ahead = 0
  const decoder = new TextDecoder()
  let read = ''
  for await (const piece of unpacked(arriving(), 'gzip')) {
    taken += piece.length
    ahead = Math.max(ahead, given / pieces.length - taken / text.length)
    read += decoder.decode(piece, { stream: true })
  }
  expect(read).toBe(text)
  expect(given).toBe(pieces.length)
  expect(pieces.length).toBeGreaterThan(100)
  expect(ahead).toBeLessThan(0.1)
})

test('is done with what it was given once its reader has had enough', async () => {
  const pieces = await packedPieces()
  let ended = false
  const arriving = function* () {
    try {
      yield* pieces
    } finally {
      ended = true
    }
  }
  for await (const piece of unpacked(arriving(), 'gzip')) {
    expect(piece.length).toBeGreaterThan(0)
    break
  }
  expect(ended).toBe(true)
})

test.each([
  ['what is cut off', (pieces: readonly Uint8Array[]) => pieces.slice(0, -2)],
  ['what is no gzip', (pieces: readonly Uint8Array[]) => pieces.slice(1)],
  ['what nothing is left of', () => []],
])('throws for %s', async (_, spoil) => {
  const pieces = spoil(await packedPieces())
  const read = async () => {
    for await (const piece of unpacked(pieces, 'gzip')) expect(piece.length).toBeGreaterThan(0)
  }
  await expect(read()).rejects.toThrow()
})

test('throws what goes wrong while it comes', async () => {
  const [first = new Uint8Array()] = await packedPieces()
  const arriving = function* () {
    yield first
    throw new Error('the line went dead')
  }
  const read = async () => {
    for await (const piece of unpacked(arriving(), 'gzip')) expect(piece.length).toBeGreaterThan(0)
  }
  await expect(read()).rejects.toThrow('the line went dead')
})
