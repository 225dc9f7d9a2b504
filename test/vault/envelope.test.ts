import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { concat, lengthPrefixed, text, utf8 } from '../../src/core/bytes.ts'
import { contextOf } from '../../src/vault/binding.ts'
import { openEnvelope, PLAINTEXT_BYTES_MAX, sealEnvelope } from '../../src/vault/envelope.ts'
import type { KeyRing } from '../../src/vault/keyring.ts'
import { figuresBinding, material, ringOf, tokenBinding } from './fixture.ts'
import { opensUnderBoth } from './two-keys.ts'

const SHARE = new Uint8Array(32).fill(0x5a)
const CONTEXT = contextOf(tokenBinding())
const REFUSED = { ok: false, fault: 'unopened' }
const AFTER_ID = 5 + 2

let ring: KeyRing
beforeAll(async () => {
  ring = await ringOf('k1', { k1: 1, k2: 2 })
})

/** The format once more, from its description and another implementation of its parts. */
function outputOf(label: string, id: string, fill: number): Uint8Array {
  const info = lengthPrefixed([label, '1', id, ...CONTEXT.keyFields])
  return new Uint8Array(hkdfSync('sha256', material(fill), SHARE, info, 32))
}
const keyOf = (id: string, fill: number) => outputOf('mint-hub vault key', id, fill)
const commitmentOf = (id: string, fill: number) => outputOf('mint-hub vault commitment', id, fill)
const additionalDataOf = (id: string) => lengthPrefixed(['1', id, ...CONTEXT.boundFields])
const envelopeOf = (id: string, iv: Uint8Array, commitment: Uint8Array, ciphertext: Uint8Array) =>
  concat(utf8('MHV'), new Uint8Array([1, id.length]), utf8(id), iv, commitment, ciphertext)

test('is what its description says, opened by another implementation', async () => {
  const sealed = await sealEnvelope(ring, SHARE, CONTEXT, utf8('a token'))
  expect(text(sealed.slice(0, 3))).toBe('MHV')
  expect(sealed.slice(3, 5)).toEqual(Uint8Array.of(1, 2))
  expect(text(sealed.slice(5, AFTER_ID))).toBe('k1')
  expect(sealed.slice(AFTER_ID + 12, AFTER_ID + 44)).toEqual(commitmentOf('k1', 1))
  expect(sealed).toHaveLength(AFTER_ID + 12 + 32 + utf8('a token').length + 16)
  const decipher = createDecipheriv('aes-256-gcm', keyOf('k1', 1), sealed.slice(AFTER_ID, AFTER_ID + 12))
  decipher.setAAD(additionalDataOf('k1'))
  decipher.setAuthTag(sealed.slice(-16))
  expect(text(concat(decipher.update(sealed.slice(AFTER_ID + 44, -16)), decipher.final()))).toBe('a token')
})

describe('a ciphertext that AES-GCM accepts under two keys', () => {
  const iv = new Uint8Array(12).fill(7)
  const both = opensUnderBoth(
    { key: keyOf('k1', 1), additionalData: additionalDataOf('k1') },
    { key: keyOf('k2', 2), additionalData: additionalDataOf('k2') },
    iv,
    4,
  )

  test('is a real danger: bare decryption opens it under both', async () => {
    for (const [id, fill] of [
      ['k1', 1],
      ['k2', 2],
    ] as const) {
      const key = await crypto.subtle.importKey('raw', Uint8Array.from(keyOf(id, fill)), 'AES-GCM', false, [
        'decrypt',
      ])
      const algorithm = { name: 'AES-GCM', iv, additionalData: additionalDataOf(id) }
      expect((await crypto.subtle.decrypt(algorithm, key, both)).byteLength).toBe(64)
    }
  })

  test('opens under the key it commits to and no other, whatever id its header carries', async () => {
    const [one, two] = [commitmentOf('k1', 1), commitmentOf('k2', 2)]
    expect((await openEnvelope(ring, SHARE, CONTEXT, envelopeOf('k1', iv, one, both))).ok).toBe(true)
    expect(await openEnvelope(ring, SHARE, CONTEXT, envelopeOf('k2', iv, one, both))).toEqual(REFUSED)
    expect(await openEnvelope(ring, SHARE, CONTEXT, envelopeOf('k1', iv, two, both))).toEqual(REFUSED)
    expect(await openEnvelope(ring, SHARE, CONTEXT, envelopeOf('k1', iv, new Uint8Array(32), both))).toEqual(
      REFUSED,
    )
  })
})

test("under one key's id does not open with another key's ciphertext, nor is a second key tried", async () => {
  const [one, two] = [
    await sealEnvelope(ring, SHARE, CONTEXT, utf8('1')),
    await sealEnvelope({ ...ring, active: 'k2' }, SHARE, CONTEXT, utf8('2')),
  ]
  const body = (sealed: Uint8Array) => sealed.slice(AFTER_ID)
  expect((await openEnvelope(ring, SHARE, CONTEXT, two)).ok).toBe(true)
  expect(await openEnvelope(ring, SHARE, CONTEXT, concat(one.slice(0, AFTER_ID), body(two)))).toEqual(REFUSED)
  expect(await openEnvelope(ring, SHARE, CONTEXT, concat(two.slice(0, AFTER_ID), body(one)))).toEqual(REFUSED)
})

test('does not open with another share, or the same material under another id', async () => {
  const sealed = await sealEnvelope(ring, SHARE, CONTEXT, utf8('a token'))
  expect(await openEnvelope(ring, new Uint8Array(32).fill(0x5b), CONTEXT, sealed)).toEqual(REFUSED)
  const renamed = await ringOf('k9', { k9: 1 })
  const posing = concat(sealed.slice(0, 5), utf8('k9'), sealed.slice(AFTER_ID))
  expect(await openEnvelope(renamed, SHARE, CONTEXT, posing)).toEqual(REFUSED)
})

test('does not open where fields run into each other: lengths are part of what is bound', async () => {
  const split = (view: string, marketplace: string) => ({
    keyFields: ['a'],
    boundFields: [view, marketplace],
  })
  const sealed = await sealEnvelope(ring, SHARE, split('inventory', 'ATV'), utf8('rows'))
  expect(await openEnvelope(ring, SHARE, split('inventoryA', 'TV'), sealed)).toEqual(REFUSED)
  const keyed = (...keyFields: string[]) => ({ keyFields, boundFields: ['a'] })
  const bound = await sealEnvelope(ring, SHARE, keyed('ab', 'c'), utf8('rows'))
  expect(await openEnvelope(ring, SHARE, keyed('a', 'bc'), bound)).toEqual(REFUSED)
})

test('refuses each shorter and a longer form of itself without an exception', async () => {
  const sealed = await sealEnvelope(ring, SHARE, CONTEXT, utf8(''))
  expect((await openEnvelope(ring, SHARE, CONTEXT, sealed)).ok).toBe(true)
  for (let length = 0; length < sealed.length; length += 1) {
    expect(await openEnvelope(ring, SHARE, CONTEXT, sealed.slice(0, length)), `${length} bytes`).toEqual(
      REFUSED,
    )
  }
  expect(await openEnvelope(ring, SHARE, CONTEXT, concat(sealed, new Uint8Array(1)))).toEqual(REFUSED)
  expect(await openEnvelope(ring, SHARE, CONTEXT, concat(sealed, new Uint8Array(1_100_000)))).toEqual(REFUSED)
})

test('refuses what is longer than anything we seal, although it would open', async () => {
  const iv = new Uint8Array(12).fill(7)
  const sealedElsewhere = (length: number) => {
    const cipher = createCipheriv('aes-256-gcm', keyOf('k1', 1), iv)
    cipher.setAAD(additionalDataOf('k1'))
    const ciphertext = concat(cipher.update(new Uint8Array(length)), cipher.final(), cipher.getAuthTag())
    return envelopeOf('k1', iv, commitmentOf('k1', 1), ciphertext)
  }
  expect((await openEnvelope(ring, SHARE, CONTEXT, sealedElsewhere(PLAINTEXT_BYTES_MAX))).ok).toBe(true)
  expect(await openEnvelope(ring, SHARE, CONTEXT, sealedElsewhere(PLAINTEXT_BYTES_MAX + 100))).toEqual(
    REFUSED,
  )
})

test.for<[why: string, at: number, value: number]>([
  ['another magic', 0, 0x4e],
  ['version 0', 3, 0],
  ['version 2', 3, 2],
  ['an id of no length', 4, 0],
  ['an id of 33 bytes', 4, 33],
  ['an id that is not ASCII', 5, 0xc3],
])('refuses %s', async ([, at, value]) => {
  const sealed = await sealEnvelope(ring, SHARE, CONTEXT, new Uint8Array(200))
  sealed[at] = value
  expect(await openEnvelope(ring, SHARE, CONTEXT, sealed)).toEqual(REFUSED)
})

test('keeps its fields in their order, which is part of the format', () => {
  const token = tokenBinding({ generation: 7 })
  const whose = [token.storeId, 'A2SELLERONE', 'na']
  expect(contextOf(token)).toEqual({
    keyFields: ['refresh-token', ...whose, '7'],
    boundFields: ['refresh-token', ...whose, '7'],
  })
  const figures = { ...figuresBinding({ storeId: token.storeId }), chunk: 2, chunks: 3 }
  expect(contextOf(figures)).toEqual({
    keyFields: ['figures', ...whose],
    boundFields: ['figures', ...whose, 'inventory', 'ATVPDKIKX0DER', figures.sweepId, '2', '3'],
  })
})
