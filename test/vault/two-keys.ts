import { createCipheriv } from 'node:crypto'
import { concat, hex } from '../../src/core/bytes.ts'

/** One way to read a ciphertext: a key and the additional data that goes with it. */
export interface Reading {
  readonly key: Uint8Array
  readonly additionalData: Uint8Array
}

const BLOCK = 16
/** GCM's field polynomial, in its reflected bit order (NIST SP 800-38D, 6.3). */
const POLYNOMIAL = 0xe1n << 120n

/**
 * An AES-GCM ciphertext (tag included) that authenticates under two keys: the "invisible salamander" of Dodis et
 * al. (2018). GHASH is linear in each block, so one free block can be solved for the two tags to agree.
 */
export function opensUnderBoth(
  one: Reading,
  two: Reading,
  iv: Uint8Array,
  blocks: number,
): Uint8Array<ArrayBuffer> {
  const ciphertext = new Uint8Array(blocks * BLOCK).map((_, index) => (index < BLOCK ? 0 : index & 0xff))
  const [a, b] = [partsOf(one, iv, ciphertext), partsOf(two, iv, ciphertext)]
  // The first block is zero so far; in each sum it stands multiplied by H to the power of the blocks that follow it.
  const power = blocks + 1
  const factor = raised(a.hash, power) ^ raised(b.hash, power)
  const free = times(a.sum ^ a.mask ^ b.sum ^ b.mask, inverse(factor))
  ciphertext.set(bytesOf(free), 0)
  const tagged = partsOf(one, iv, ciphertext)
  return concat(ciphertext, bytesOf(tagged.sum ^ tagged.mask))
}

function partsOf({ key, additionalData }: Reading, iv: Uint8Array, ciphertext: Uint8Array) {
  const hash = numberOf(encryptBlock(key, new Uint8Array(BLOCK)))
  const mask = numberOf(encryptBlock(key, concat(iv, new Uint8Array([0, 0, 0, 1]))))
  const lengths = new Uint8Array(BLOCK)
  new DataView(lengths.buffer).setBigUint64(0, BigInt(additionalData.length * 8))
  new DataView(lengths.buffer).setBigUint64(8, BigInt(ciphertext.length * 8))
  const padding = new Uint8Array((BLOCK - (additionalData.length % BLOCK)) % BLOCK)
  const input = concat(additionalData, padding, ciphertext, lengths)
  let sum = 0n
  for (let at = 0; at < input.length; at += BLOCK) {
    sum = times(sum ^ numberOf(input.subarray(at, at + BLOCK)), hash)
  }
  return { hash, mask, sum }
}

function encryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  return concat(cipher.update(block), cipher.final())
}

function times(x: bigint, y: bigint): bigint {
  let product = 0n
  let shifted = y
  for (let bit = 127n; bit >= 0n; bit -= 1n) {
    if ((x >> bit) & 1n) product ^= shifted
    shifted = shifted & 1n ? (shifted >> 1n) ^ POLYNOMIAL : shifted >> 1n
  }
  return product
}

/** The field's one is the bit string 100…0. */
function raised(x: bigint, power: number): bigint {
  let product = 1n << 127n
  for (let factor = 0; factor < power; factor += 1) product = times(product, x)
  return product
}

/** x to the power of 2^128 - 2. */
function inverse(x: bigint): bigint {
  let product = 1n << 127n
  let square = x
  for (let bit = 1; bit < 128; bit += 1) {
    square = times(square, square)
    product = times(product, square)
  }
  return product
}

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${hex(bytes)}`)
const bytesOf = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: BLOCK }, (_, index) => Number((value >> BigInt(8 * (BLOCK - 1 - index))) & 0xffn))
