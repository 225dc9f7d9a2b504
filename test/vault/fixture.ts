import { env } from 'cloudflare:workers'
import { base64 } from '../../src/core/bytes.ts'
import { newId, sellerId, storeId, sweepId } from '../../src/core/id.ts'
import { Secret } from '../../src/core/secret.ts'
import { systemRandom } from '../../src/core/time.ts'
import { type KeyRing, parseKeyRing } from '../../src/vault/keyring.ts'
import type { FiguresBinding, TokenBinding } from '../../src/vault/vault.ts'

/** Key material that a test may know: byte `fill` 32 times. */
export const material = (fill: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(fill)

/** A ring of keys with known material. */
export async function ringOf(active: string, keys: Readonly<Record<string, number>>): Promise<KeyRing> {
  const entries = Object.entries(keys).map(([id, fill]) => [id, base64(material(fill))])
  const parsed = await parseKeyRing(new Secret(JSON.stringify({ active, keys: Object.fromEntries(entries) })))
  if (!parsed.ok) throw new Error(parsed.fault.reason)
  return parsed.value
}

export const depsOf = (keyRing: KeyRing, shares: R2Bucket = env.KEY_SHARES) => ({ keyRing, shares })

/** A token binding of a store of its own. */
export const tokenBinding = (change: Partial<TokenBinding> = {}): TokenBinding => ({
  purpose: 'refresh-token',
  storeId: storeId.parse(newId(systemRandom)),
  sellerId: sellerId.parse('A2SELLERONE'),
  region: 'na',
  generation: 1,
  ...change,
})

/** A snapshot binding of a store of its own. */
export const figuresBinding = (change: Partial<FiguresBinding> = {}): FiguresBinding => ({
  purpose: 'figures',
  storeId: storeId.parse(newId(systemRandom)),
  sellerId: sellerId.parse('A2SELLERONE'),
  region: 'na',
  kind: 'inventory',
  part: 'ATVPDKIKX0DER',
  sweepId: sweepId.parse(newId(systemRandom)),
  ...change,
})

/** Small, seeded and good enough to choose bits with (mulberry32). Returns whole numbers below `limit`. */
export function seeded(seed: number): (limit: number) => number {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
}

/** A copy with one bit turned. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes)
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}

/** The real bucket with some of its methods replaced, for faults that the local platform does not have. */
export function bucketWith(replaced: Partial<Pick<R2Bucket, 'get' | 'put' | 'head' | 'delete'>>): R2Bucket {
  return new Proxy(env.KEY_SHARES, {
    get(target, name: keyof R2Bucket) {
      const own =
        name === 'get' || name === 'put' || name === 'head' || name === 'delete' ? replaced[name] : undefined
      return own ?? target[name].bind(target)
    },
  })
}
