import { expect, test } from 'vitest'
import { pack, unpack } from '../../src/store/packed.ts'

/** Rows that pack badly, so that there are several chunks. */
const rows = Array.from({ length: 3_000 }, (_, at) => ({
  sku: `SKU-${(at * 7_919) % 100_003}`,
  units: (at * 31) % 977,
}))

test.each([100, 1_000, 4_096, 900_000])(
  'comes back from chunks of at most %i bytes, of which none is empty',
  async (bytesMax) => {
    const chunks = await pack({ rows }, bytesMax)
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(bytesMax)
    expect(Math.min(...chunks.map((chunk) => chunk.length))).toBeGreaterThan(0)
    expect(await unpack(chunks)).toEqual({ rows })
  },
)

test('has one chunk where there is nothing', async () => {
  const chunks = await pack(null, 900_000)
  expect(chunks).toHaveLength(1)
  expect(await unpack(chunks)).toBeNull()
})

test('takes less than a third of what plain rows would', async () => {
  const chunks = await pack({ rows }, 900_000)
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  expect(bytes).toBeLessThan(JSON.stringify(rows).length / 3)
})

test('what is cut off or altered is no value', async () => {
  const [chunk = new Uint8Array()] = await pack({ rows }, 900_000)
  await expect(unpack([chunk.subarray(0, 100)])).rejects.toThrow()
  await expect(
    unpack([Uint8Array.from(chunk, (byte, at) => (at < 50 ? byte ^ 0xff : byte))]),
  ).rejects.toThrow()
})
