import { createHash } from 'node:crypto'

/** Characters of a SHA-256 that the journal keeps: enough to tell two tokens apart, useless to guess one. */
const PREFIX_LENGTH = 16

/** The setting that counts access tokens given out: each has the count at its birth as its serial number. */
export const ACCESS_TOKEN_SERIAL = 'access_token_serial'

/** SHA-256 of a text in hex. The only form in which a token, code or session is stored. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The part of a token's hash that the journal shows. */
export const hashPrefix = (hash: string): string => hash.slice(0, PREFIX_LENGTH)

/** Base64url without padding. */
export function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** A random word of letters and digits, one for each byte given. */
function word(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => LETTERS_AND_DIGITS[byte % LETTERS_AND_DIGITS.length]).join('')
}

/** Bytes that make an LWA token of the length seen in practice, about 370 characters. */
const TOKEN_BYTES = 272

/** An LWA access token: `Atza|` and the `Iw` that real ones go on with. */
export const newAccessToken = (random: (length: number) => Uint8Array): string =>
  `Atza|Iw${base64url(random(TOKEN_BYTES))}`

/** An LWA refresh token, shaped like the access token but `Atzr|`. */
export const newRefreshToken = (random: (length: number) => Uint8Array): string =>
  `Atzr|Iw${base64url(random(TOKEN_BYTES))}`

/** An authorization code: 22 letters and digits, 128 bits. */
export const newAuthorizationCode = (random: (length: number) => Uint8Array): string =>
  `AN${word(random(22))}`
