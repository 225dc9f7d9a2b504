import { expect, test } from 'vitest'
import { base64, base64url } from '../../src/core/bytes.ts'
import { Secret } from '../../src/core/secret.ts'
import { parseKeyRing } from '../../src/vault/keyring.ts'
import { material, ringOf } from './fixture.ts'

const KEY_1 = base64(material(1))
const KEY_2 = base64(material(2))
const parse = (ring: unknown) =>
  parseKeyRing(new Secret(typeof ring === 'string' ? ring : JSON.stringify(ring)))

test('takes a ring of several keys and knows the active one', async () => {
  const ring = await ringOf('k2', { k1: 1, k2: 2 })
  expect(ring.active).toBe('k2')
  expect([...ring.keys.keys()]).toEqual(['k1', 'k2'])
})

test('holds no key that can be read back', async () => {
  const ring = await ringOf('k1', { k1: 1, k2: 2 })
  for (const key of ring.keys.values()) {
    expect(key.extractable).toBe(false)
    expect(key.algorithm.name).toBe('HKDF')
    expect(key.usages.toSorted()).toEqual(['deriveBits', 'deriveKey'])
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
    await expect(crypto.subtle.exportKey('jwk', key)).rejects.toThrow()
  }
  expect(JSON.stringify([...ring.keys])).not.toContain(KEY_1)
})

test.for<[why: string, ring: unknown]>([
  ['not JSON', 'k1=AAAA'],
  ['cut off', `{"active":"k1","keys":{"k1":"${KEY_1}"`],
  ['null', 'null'],
  ['a list', []],
  ['no keys', { active: 'k1', keys: {} }],
  ['no active key', { keys: { k1: KEY_1 } }],
  ['an active key that is not there', { active: 'k2', keys: { k1: KEY_1 } }],
  ['an active key of every object', { active: 'constructor', keys: { k1: KEY_1 } }],
  ['a member we do not know', { active: 'k1', keys: { k1: KEY_1 }, next: 'k2' }],
  ['31 bytes', { active: 'k1', keys: { k1: base64(material(1).subarray(1)) } }],
  ['33 bytes', { active: 'k1', keys: { k1: base64(new Uint8Array(33).fill(1)) } }],
  ['an empty key', { active: 'k1', keys: { k1: '' } }],
  ['base64url', { active: 'k1', keys: { k1: base64url(material(0xff)) } }],
  ['other base64 of the same bytes', { active: 'k1', keys: { k1: KEY_1.replace(/E=$/, 'F=') } }],
  ['a key of zeros', { active: 'k1', keys: { k1: base64(material(0)) } }],
  ['one key under two ids', { active: 'k1', keys: { k1: KEY_1, k2: KEY_1 } }],
  ['a key that is not text', { active: 'k1', keys: { k1: 7 } }],
  ['an id with a slash', { active: 'k/1', keys: { 'k/1': KEY_1 } }],
  ['an id too long', { active: 'k'.repeat(33), keys: { ['k'.repeat(33)]: KEY_1 } }],
  [
    'seventeen keys',
    {
      active: 'k1',
      keys: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`k${n + 1}`, base64(material(n + 1))])),
    },
  ],
])('refuses a ring with %s, naming the variable and no value', async ([, ring]) => {
  const parsed = await parse(ring)
  expect(parsed.ok).toBe(false)
  if (parsed.ok) return
  expect(parsed.fault.names).toEqual(['TOKEN_KEYS'])
  const said = JSON.stringify(parsed.fault)
  for (const value of [KEY_1, KEY_2, 'AQEB', 'k=']) expect(said).not.toContain(value)
})
