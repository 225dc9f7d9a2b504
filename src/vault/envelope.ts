import { timingSafeEqual } from 'node:crypto'
import { concat, lengthPrefixed, text, utf8 } from '../core/bytes.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { SealContext } from './binding.ts'
import type { KeyRing } from './keyring.ts'

/**
 * A sealed value:
 *
 *   'MHV' version(1) | length of key id (1) | key id | IV (12) | commitment (32) | AES-256-GCM ciphertext and tag (16)
 *
 * The key is HKDF-SHA-256(ring entry, salt = the share, info = key fields). AES-GCM alone does not commit to its
 * key: one ciphertext can be made to open under two of them. So a second output of the same HKDF, under its own
 * label, stands in the envelope and is compared before anything is decrypted. The key id in the header picks
 * exactly one key; no other is tried.
 */
const MAGIC = utf8('MHV')
const VERSION = 1
/** NIST SP 800-38D, 8.2.2: a random IV of 96 bits, for at most 2^32 values under a key. */
const IV_BYTES = 12
const TAG_BITS = 128
const COMMITMENT_BYTES = 32
const KEY_ID_BYTES_MAX = 32
const HEADER_BYTES = MAGIC.length + 2
/** One chunk of figures, before sealing. A row of an object's SQLite holds at most 2 MB. */
export const PLAINTEXT_BYTES_MAX = 1_000_000
const SEALED_BYTES_MAX =
  PLAINTEXT_BYTES_MAX + HEADER_BYTES + KEY_ID_BYTES_MAX + IV_BYTES + COMMITMENT_BYTES + TAG_BITS / 8

interface Envelope {
  readonly keyId: string
  readonly iv: Uint8Array
  readonly commitment: Uint8Array
  readonly ciphertext: Uint8Array
}

interface DerivedKey {
  readonly key: CryptoKey
  readonly commitment: Uint8Array
}

/** Seals under the ring's active key with a fresh IV. Throws when the plaintext is too long: callers cut chunks. */
export async function sealEnvelope(
  ring: KeyRing,
  share: Uint8Array<ArrayBuffer>,
  context: SealContext,
  plaintext: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  if (plaintext.length > PLAINTEXT_BYTES_MAX) throw new RangeError('too long to seal in one piece')
  const derived = await derive(ring, ring.active, share, context)
  if (derived === undefined) throw new Error('the active key is always in its ring')
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const ciphertext = await crypto.subtle.encrypt(
    algorithm(iv, additionalData(ring.active, context)),
    derived.key,
    plaintext,
  )
  const id = utf8(ring.active)
  const header = new Uint8Array([...MAGIC, VERSION, id.length])
  return concat(header, id, iv, derived.commitment, new Uint8Array(ciphertext))
}

/**
 * Opens what `sealEnvelope` made with the same ring entry, share and context. `unopened` says nothing about why:
 * malformed, unknown key id, foreign key, altered bytes and foreign context are one answer.
 */
export async function openEnvelope(
  ring: KeyRing,
  share: Uint8Array<ArrayBuffer>,
  context: SealContext,
  sealed: Uint8Array,
): Promise<Result<Uint8Array<ArrayBuffer>, 'unopened'>> {
  const envelope = parseEnvelope(sealed)
  if (envelope === undefined) return fail('unopened')
  const derived = await derive(ring, envelope.keyId, share, context)
  if (derived === undefined) return fail('unopened')
  if (!timingSafeEqual(derived.commitment, envelope.commitment)) return fail('unopened')
  try {
    const plaintext = await crypto.subtle.decrypt(
      algorithm(envelope.iv, additionalData(envelope.keyId, context)),
      derived.key,
      envelope.ciphertext,
    )
    return ok(new Uint8Array(plaintext))
  } catch {
    // WebCrypto reports a failed tag as an exception (OperationError); nothing else can throw here.
    return fail('unopened')
  }
}

/** Undefined unless every length is exactly what the format says. Pure. */
function parseEnvelope(sealed: Uint8Array): Envelope | undefined {
  if (sealed.length > SEALED_BYTES_MAX) return undefined
  if (MAGIC.some((byte, index) => sealed[index] !== byte) || sealed[MAGIC.length] !== VERSION)
    return undefined
  const idLength = sealed[MAGIC.length + 1] ?? 0
  if (idLength === 0 || idLength > KEY_ID_BYTES_MAX) return undefined
  const ivAt = HEADER_BYTES + idLength
  const commitmentAt = ivAt + IV_BYTES
  const ciphertextAt = commitmentAt + COMMITMENT_BYTES
  if (sealed.length < ciphertextAt + TAG_BITS / 8) return undefined
  const id = sealed.slice(HEADER_BYTES, ivAt)
  if (id.some((byte) => byte > 0x7f)) return undefined
  return {
    keyId: text(id),
    iv: sealed.subarray(ivAt, commitmentAt),
    commitment: sealed.subarray(commitmentAt, ciphertextAt),
    ciphertext: sealed.subarray(ciphertextAt),
  }
}

/** Undefined when the ring has no such key. Not cached: two HKDFs cost microseconds, a kept key outlives its job. */
async function derive(
  ring: KeyRing,
  keyId: string,
  share: Uint8Array<ArrayBuffer>,
  context: SealContext,
): Promise<DerivedKey | undefined> {
  const entry = ring.keys.get(keyId)
  if (entry === undefined) return undefined
  const hkdf = (label: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: share,
    info: lengthPrefixed([label, String(VERSION), keyId, ...context.keyFields]),
  })
  const [key, commitment] = await Promise.all([
    crypto.subtle.deriveKey(hkdf('mint-hub vault key'), entry, { name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]),
    crypto.subtle.deriveBits(hkdf('mint-hub vault commitment'), entry, COMMITMENT_BYTES * 8),
  ])
  return { key, commitment: new Uint8Array(commitment) }
}

const additionalData = (keyId: string, context: SealContext): Uint8Array<ArrayBuffer> =>
  lengthPrefixed([String(VERSION), keyId, ...context.boundFields])

const algorithm = (iv: Uint8Array, additionalData: Uint8Array) => ({
  name: 'AES-GCM',
  iv,
  additionalData,
  tagLength: TAG_BITS,
})
