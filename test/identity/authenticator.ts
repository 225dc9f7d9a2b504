import { base64url, concat, sha256, utf8 } from '../../src/core/bytes.ts'

/** Bits of authenticator data's flags byte (WebAuthn, 6.1). */
const UP = 0x01
const UV = 0x04
const AT = 0x40

/** What a misbehaving browser or authenticator would put in place of the truth. */
export interface Lies {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly type?: string
  readonly userVerified?: boolean
  readonly crossOrigin?: boolean
  readonly counter?: number
  readonly userHandle?: string
  readonly credentialId?: string
}

export interface CreationOptions {
  readonly challenge: string
  readonly rp: { readonly id?: string }
  readonly user: { readonly id: string }
  readonly excludeCredentials?: readonly { readonly id: string }[]
}
export interface RequestOptions {
  readonly challenge: string
  readonly rpId?: string
}

/**
 * A software authenticator of one ES256 passkey in `origin`, attestation 'none': real keys, real signatures. Each
 * answer is the JSON that static/js/passkey.js would post.
 */
export async function softwareAuthenticator(origin: string) {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])
  if (!('privateKey' in keys)) throw new Error('ECDSA makes a pair')
  const id = crypto.getRandomValues(new Uint8Array(32))
  let counter = 0
  let userHandle = ''

  return {
    id: base64url(id),
    /** navigator.credentials.create() */
    async create(options: CreationOptions, lies: Lies = {}): Promise<string> {
      userHandle = options.user.id
      const publicKey = await coseKey(keys.publicKey)
      const head = await authenticatorData({ rpId: options.rp.id ?? '', extra: AT, counter }, lies)
      const attested = concat(new Uint8Array(16), Uint8Array.of(0, id.length), id, publicKey)
      const attestationObject = cborMap([
        [cborText('fmt'), cborText('none')],
        [cborText('attStmt'), cborMap([])],
        [cborText('authData'), cborBytes(concat(head, attested))],
      ])
      return JSON.stringify({
        id: base64url(id),
        rawId: base64url(id),
        type: 'public-key',
        response: {
          clientDataJSON: base64url(
            clientData({ type: 'webauthn.create', challenge: options.challenge, origin }, lies),
          ),
          attestationObject: base64url(attestationObject),
          transports: ['internal'],
        },
      })
    },
    /** navigator.credentials.get() */
    async show(options: RequestOptions, lies: Lies = {}): Promise<string> {
      counter = lies.counter ?? counter + 1
      const data = await authenticatorData({ rpId: options.rpId ?? '', extra: 0, counter }, lies)
      const client = clientData({ type: 'webauthn.get', challenge: options.challenge, origin }, lies)
      const signed = concat(data, await sha256(client))
      const raw = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, signed)
      return JSON.stringify({
        id: lies.credentialId ?? base64url(id),
        rawId: lies.credentialId ?? base64url(id),
        type: 'public-key',
        response: {
          clientDataJSON: base64url(client),
          authenticatorData: base64url(data),
          signature: base64url(derSignature(new Uint8Array(raw))),
          userHandle: lies.userHandle ?? userHandle,
        },
      })
    },
  }
}
export type Authenticator = Awaited<ReturnType<typeof softwareAuthenticator>>

/** CollectedClientData (WebAuthn, 5.8.1) as UTF-8 JSON. */
function clientData(
  truth: { readonly type: string; readonly challenge: string; readonly origin: string },
  lies: Lies,
): Uint8Array {
  const { type, challenge, origin } = { ...truth, ...lies }
  return utf8(JSON.stringify({ type, challenge, origin, crossOrigin: lies.crossOrigin ?? false }))
}

/** Authenticator data (WebAuthn, 6.1) up to its counter. */
async function authenticatorData(
  truth: { readonly rpId: string; readonly extra: number; readonly counter: number },
  lies: Lies,
): Promise<Uint8Array> {
  const flags = UP | (lies.userVerified === false ? 0 : UV) | truth.extra
  const count = new Uint8Array(4)
  new DataView(count.buffer).setUint32(0, lies.counter ?? truth.counter)
  return concat(await sha256(lies.rpId ?? truth.rpId), Uint8Array.of(flags), count)
}

/** COSE_Key of an ES256 public key (RFC 9053, 7.1.1): kty EC2, alg ES256, crv P-256, x, y. */
async function coseKey(publicKey: CryptoKey): Promise<Uint8Array> {
  // Uncompressed point (SEC 1, 2.3.3): 04 ‖ x ‖ y.
  const exported = await crypto.subtle.exportKey('raw', publicKey)
  if (!(exported instanceof ArrayBuffer)) throw new Error('a raw key is bytes')
  const point = new Uint8Array(exported)
  const [x, y] = [point.slice(1, 33), point.slice(33)]
  if (x.length !== 32 || y.length !== 32) throw new Error('P-256 has coordinates of 32 bytes')
  return cborMap([
    [cborInt(1), cborInt(2)],
    [cborInt(3), cborInt(-7)],
    [cborInt(-1), cborInt(1)],
    [cborInt(-2), cborBytes(x)],
    [cborInt(-3), cborBytes(y)],
  ])
}

/** CBOR's head (RFC 8949, 3): major type and a value under 65,536. */
function cborHead(major: number, value: number): Uint8Array {
  if (value < 24) return Uint8Array.of((major << 5) | value)
  if (value < 256) return Uint8Array.of((major << 5) | 24, value)
  return Uint8Array.of((major << 5) | 25, value >> 8, value & 0xff)
}
const cborInt = (value: number): Uint8Array => (value < 0 ? cborHead(1, -1 - value) : cborHead(0, value))
const cborBytes = (bytes: Uint8Array): Uint8Array => concat(cborHead(2, bytes.length), bytes)
const cborText = (text: string): Uint8Array => concat(cborHead(3, utf8(text).length), utf8(text))
const cborMap = (pairs: readonly (readonly [Uint8Array, Uint8Array])[]): Uint8Array =>
  concat(cborHead(5, pairs.length), ...pairs.flat())

/** WebCrypto signs as r ‖ s; WebAuthn carries ES256 as ASN.1 DER. */
function derSignature(raw: Uint8Array): Uint8Array {
  const integers = [raw.slice(0, 32), raw.slice(32)].map((part) => {
    const first = part.findIndex((byte) => byte !== 0)
    const trimmed = part.slice(first === -1 ? 31 : first)
    const positive = (trimmed[0] ?? 0) > 127 ? concat(Uint8Array.of(0), trimmed) : trimmed
    return concat(Uint8Array.of(2, positive.length), positive)
  })
  const body = concat(...integers)
  return concat(Uint8Array.of(0x30, body.length), body)
}
