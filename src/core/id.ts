import * as z from 'zod'
import type { Random } from './time.ts'

/** Crockford's base 32, lower case: no i, l, o, u, so that an id survives being read aloud. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const ID = /^[0-9a-hjkmnp-tv-z]{26}$/

export const personId = z.string().regex(ID).brand<'PersonId'>()
export const storeId = z.string().regex(ID).brand<'StoreId'>()
export const consentId = z.string().regex(ID).brand<'ConsentId'>()
export const sweepId = z.string().regex(ID).brand<'SweepId'>()

export type PersonId = z.infer<typeof personId>
export type StoreId = z.infer<typeof storeId>
export type ConsentId = z.infer<typeof consentId>
export type SweepId = z.infer<typeof sweepId>

/** Amazon's merchant id as it appears in a callback or a transaction. A claim until confirmed. */
export const sellerId = z
  .string()
  .regex(/^[A-Z0-9]{6,32}$/)
  .brand<'SellerId'>()
export type SellerId = z.infer<typeof sellerId>

export const marketplaceId = z
  .string()
  .regex(/^[A-Z0-9]{8,20}$/)
  .brand<'MarketplaceId'>()
export type MarketplaceId = z.infer<typeof marketplaceId>

/** Amazon's order number: 111-2067513-4490227. */
export const orderId = z
  .string()
  .regex(/^[A-Z0-9]{2,4}-\d{7}-\d{7}$/)
  .brand<'OrderId'>()
export type OrderId = z.infer<typeof orderId>

/** Base 32 of random bytes, five bits a character; the last character may carry fewer. */
export function base32(bytes: Uint8Array): string {
  let out = ''
  let value = 0
  let bits = 0
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      out += ALPHABET[(value >> bits) & 31]
    }
  }
  return bits > 0 ? out + ALPHABET[(value << (5 - bits)) & 31] : out
}

/** 26 characters, 128 random bits: unguessable, so a foreign id cannot be found by trying. */
export const newId = (random: Random): string => base32(random(16))

/** A short reference a person can read to support, such as `8T2K-06Q4`. Names one answer, not a thing. */
export function newReference(random: Random): string {
  const letters = base32(random(5)).toUpperCase()
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}`
}
