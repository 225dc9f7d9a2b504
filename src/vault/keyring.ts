import * as z from 'zod'
import { base64, fromBase64 } from '../core/bytes.ts'
import { jsonOf } from '../core/json.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { Secret } from '../core/secret.ts'
import type { Misconfiguration } from '../env.ts'

/** Key ids stand in clear in every sealed value, so they are short and say nothing. */
const keyId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
/** A ring holds the active key and those still being rotated away from; more is a mistake. */
const RING_KEYS_MAX = 16
export const KEY_BYTES = 32

const ring = z.strictObject({
  active: keyId,
  keys: z.record(keyId, z.string().length(44)).refine((keys) => Object.keys(keys).length <= RING_KEYS_MAX),
})

/** Key material as handles only: nothing can read it back out of the process. */
export interface KeyRing {
  /** Seals every new value. */
  readonly active: string
  readonly keys: ReadonlyMap<string, CryptoKey>
}

const malformed = (reason: string): Result<never, Misconfiguration> => fail({ names: ['TOKEN_KEYS'], reason })

/**
 * Parses `{"active":"k1","keys":{"k1":"<base64 of 32 bytes>", …}}` and imports each entry once, non-extractable and
 * good for HKDF alone. Keep the ring for as long as the isolate or object lives. Pure but for WebCrypto; the
 * failure names the variable and never a value.
 */
export async function parseKeyRing(tokenKeys: Secret): Promise<Result<KeyRing, Misconfiguration>> {
  const parsed = ring.safeParse(jsonOf(tokenKeys.reveal()))
  if (!parsed.success) return malformed('is not a key ring: {"active", "keys": {id: base64 of 32 bytes}}')
  const { active, keys } = parsed.data
  if (!Object.hasOwn(keys, active)) return malformed('names an active key that is not in the ring')
  if (new Set(Object.values(keys)).size !== Object.keys(keys).length) {
    return malformed('holds the same key under two ids')
  }
  const imported = new Map<string, CryptoKey>()
  for (const [id, encoded] of Object.entries(keys)) {
    const material = fromBase64(encoded)
    // The comparison refuses a second spelling of the same bytes, which would hide a key held twice.
    if (material?.length !== KEY_BYTES || base64(material) !== encoded) {
      return malformed('holds a key that is not base64 of 32 bytes')
    }
    if (material.every((byte) => byte === 0)) return malformed('holds a key of zeros')
    imported.set(
      id,
      await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveKey', 'deriveBits']),
    )
    material.fill(0)
  }
  return ok({ active, keys: imported })
}
