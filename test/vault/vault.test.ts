import { env } from 'cloudflare:workers'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { base64url, text, utf8 } from '../../src/core/bytes.ts'
import { newId, sellerId, storeId, sweepId } from '../../src/core/id.ts'
import { Secret } from '../../src/core/secret.ts'
import { systemRandom } from '../../src/core/time.ts'
import { contextOf } from '../../src/vault/binding.ts'
import { openEnvelope, PLAINTEXT_BYTES_MAX } from '../../src/vault/envelope.ts'
import type { KeyRing } from '../../src/vault/keyring.ts'
import { readShare } from '../../src/vault/share.ts'
import { openToken, sealToken } from '../../src/vault/token.ts'
import {
  destroy,
  type FiguresBinding,
  open,
  openAll,
  seal,
  sealAll,
  type TokenBinding,
} from '../../src/vault/vault.ts'
import { bucketWith, depsOf, figuresBinding, flipped, ringOf, seeded, tokenBinding } from './fixture.ts'

const TOKEN = new Secret(`Atzr|IwEBI${'x'.repeat(340)}`)
const other = { storeId: storeId.parse(newId(systemRandom)), sellerId: sellerId.parse('A2SELLERTWO') }

let ring: KeyRing
beforeAll(async () => {
  ring = await ringOf('k1', { k1: 1 })
})

/** The value, or the test ends: what a table of refusals needs to begin with. */
function must<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: string },
): T {
  if (!result.ok) throw new Error(`fault ${result.fault}`)
  return result.value
}

describe('a refresh token', () => {
  test('opens under its own binding', async () => {
    const binding = tokenBinding()
    const sealed = must(await sealToken(depsOf(ring), binding, TOKEN))
    expect(sealed).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(must(await openToken(depsOf(ring), binding, sealed)).reveal()).toBe(TOKEN.reveal())
  })

  test('is sealed anew each time, under an IV of its own', async () => {
    const [one, two] = [tokenBinding(), tokenBinding()]
    const sealed = [
      must(await seal(depsOf(ring), one, utf8('x'))),
      must(await seal(depsOf(ring), two, utf8('x'))),
    ]
    expect(new Set(sealed.map((bytes) => base64url(bytes.subarray(7, 19)))).size).toBe(2)
  })

  test('opens with no bit of its bytes turned (I8)', { timeout: 60_000 }, async () => {
    const binding = tokenBinding()
    const sealed = must(await seal(depsOf(ring), binding, utf8(TOKEN.reveal())))
    const share = must(await readShare(env.KEY_SHARES, binding))
    let opened = 0
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const result = await openEnvelope(ring, share, contextOf(binding), flipped(sealed, bit))
      if (result.ok) opened += 1
    }
    expect(opened).toBe(0)
    expect((await openEnvelope(ring, share, contextOf(binding), sealed)).ok).toBe(true)
  })

  test('opens with no bit of its text turned, spare bits of base64 and its second alphabet included (I8)', {
    timeout: 60_000,
  }, async () => {
    for (const length of [350, 351, 352]) {
      const binding = tokenBinding()
      const sealed = utf8(must(await sealToken(depsOf(ring), binding, new Secret('t'.repeat(length)))))
      // The whole tail, where the spare bits are, and every 29th bit before it.
      for (let bit = 0; bit < sealed.length * 8; bit += bit > (sealed.length - 4) * 8 ? 1 : 29) {
        const altered = Array.from(flipped(sealed, bit), (byte) => String.fromCharCode(byte)).join('')
        expect(await openToken(depsOf(ring), binding, altered)).toEqual({
          ok: false,
          fault: 'store-quarantined',
        })
      }
      for (const altered of [
        `${text(sealed)}=`,
        `${text(sealed)}==`,
        ` ${text(sealed)}`,
        text(sealed).replaceAll('_', '/').replaceAll('-', '+'),
      ]) {
        if (altered === text(sealed)) continue
        expect((await openToken(depsOf(ring), binding, altered)).ok, altered).toBe(false)
      }
    }
  })

  test.for<[field: string, change: Partial<TokenBinding>]>([
    ['store', { storeId: other.storeId }],
    ['seller', { sellerId: other.sellerId }],
    ['region', { region: 'eu' }],
    ['generation', { generation: 2 }],
  ])("does not open under another %s, with that one's share or its own (I8)", async ([, change]) => {
    const binding = tokenBinding()
    const foreign = { ...binding, ...change }
    const sealed = must(await seal(depsOf(ring), binding, utf8('token')))
    const share = must(await readShare(env.KEY_SHARES, binding))
    expect((await openEnvelope(ring, share, contextOf(foreign), sealed)).ok).toBe(false)
    expect(await open(depsOf(ring), foreign, sealed)).toEqual({ ok: false, fault: 'store-quarantined' })
  })

  test('does not open as figures, nor figures as a token, not even with the same share and key fields', async () => {
    const binding = tokenBinding()
    const figures = { ...figuresBinding(), storeId: binding.storeId, chunk: 0, chunks: 1 } as const
    const token = must(await seal(depsOf(ring), binding, utf8('token')))
    const chunk = must(await seal(depsOf(ring), figures, utf8('rows')))
    const tokenShare = must(await readShare(env.KEY_SHARES, binding))
    const figuresShare = must(await readShare(env.KEY_SHARES, figures))
    expect((await openEnvelope(ring, tokenShare, contextOf(figures), token)).ok).toBe(false)
    expect((await openEnvelope(ring, figuresShare, contextOf(binding), chunk)).ok).toBe(false)
    const posing = {
      keyFields: contextOf(binding).keyFields,
      boundFields: ['figures', ...contextOf(binding).boundFields.slice(1)],
    }
    expect((await openEnvelope(ring, tokenShare, posing, token)).ok).toBe(false)
  })

  test('of two stores does not open when their sealed texts are swapped', async () => {
    const [one, two] = [tokenBinding(), tokenBinding()]
    const [first, second] = [
      must(await sealToken(depsOf(ring), one, TOKEN)),
      must(await sealToken(depsOf(ring), two, TOKEN)),
    ]
    expect((await openToken(depsOf(ring), one, second)).ok).toBe(false)
    expect((await openToken(depsOf(ring), two, first)).ok).toBe(false)
  })

  test('takes each generation once: a used one quarantines and the first share stays', async () => {
    const binding = tokenBinding()
    const sealed = must(await sealToken(depsOf(ring), binding, TOKEN))
    expect(await sealToken(depsOf(ring), binding, TOKEN)).toEqual({ ok: false, fault: 'store-quarantined' })
    expect((await openToken(depsOf(ring), binding, sealed)).ok).toBe(true)
  })

  test('sealed twenty times at once under one generation is sealed once', async () => {
    const binding = tokenBinding()
    const tries = await Promise.all(Array.from({ length: 20 }, () => sealToken(depsOf(ring), binding, TOKEN)))
    const sealed = tries.flatMap((result) => (result.ok ? [result.value] : []))
    expect(sealed).toHaveLength(1)
    expect((await openToken(depsOf(ring), binding, sealed[0] ?? '')).ok).toBe(true)
  })

  test('opens nowhere once its share is destroyed, nor after the share was made again', async () => {
    const binding = tokenBinding()
    const sealed = must(await sealToken(depsOf(ring), binding, TOKEN))
    expect(await destroy(depsOf(ring), binding)).toEqual({ ok: true, value: undefined })
    expect(await destroy(depsOf(ring), binding)).toEqual({ ok: true, value: undefined })
    expect(await openToken(depsOf(ring), binding, sealed)).toEqual({ ok: false, fault: 'store-quarantined' })
    must(await sealToken(depsOf(ring), binding, TOKEN))
    expect(await openToken(depsOf(ring), binding, sealed)).toEqual({ ok: false, fault: 'store-quarantined' })
  })

  test('under a key id that the ring does not have quarantines, whatever other key would fit', async () => {
    const binding = tokenBinding()
    const sealed = must(await sealToken(depsOf(ring), binding, TOKEN))
    for (const strange of [await ringOf('k2', { k2: 1 }), await ringOf('k2', { k2: 2, k3: 1 })]) {
      expect(await openToken(depsOf(strange), binding, sealed)).toEqual({
        ok: false,
        fault: 'store-quarantined',
      })
    }
  })

  test('under a retired but present key still opens, and new ones take the active key', async () => {
    const binding = tokenBinding()
    const sealed = must(await seal(depsOf(ring), binding, utf8('token')))
    const turned = await ringOf('k2', { k1: 1, k2: 2 })
    expect((await open(depsOf(turned), binding, sealed)).ok).toBe(true)
    const renewed = must(await seal(depsOf(turned), { ...binding, generation: 2 }, utf8('token')))
    expect(text(renewed.slice(5, 7))).toBe('k2')
  })

  test('comes back as it was, whatever its bytes (property)', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 2048 }),
        fc.integer({ min: 1, max: 2 ** 40 }),
        async (bytes, generation) => {
          const binding = tokenBinding({ generation })
          const sealed = must(await seal(depsOf(ring), binding, bytes))
          expect(must(await open(depsOf(ring), binding, sealed))).toEqual(Uint8Array.from(bytes))
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a snapshot', () => {
  const chunksOf = (count: number, bytes: number): Uint8Array<ArrayBuffer>[] =>
    Array.from({ length: count }, (_, index) => new Uint8Array(bytes).fill(index + 1))

  test('opens whole and in order', async () => {
    const binding = figuresBinding()
    const sealed = must(await sealAll(depsOf(ring), binding, chunksOf(3, 1000)))
    expect(must(await openAll(depsOf(ring), binding, sealed))).toEqual(chunksOf(3, 1000))
    expect(
      must(await open(depsOf(ring), { ...binding, chunk: 1, chunks: 3 }, sealed[1] ?? utf8('')))[0],
    ).toBe(2)
  })

  test('comes back as it was, whatever its chunks (property)', { timeout: 60_000 }, async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(chunks, async (plaintexts) => {
        const binding = figuresBinding()
        const sealed = must(await sealAll(depsOf(ring), binding, plaintexts))
        expect(must(await openAll(depsOf(ring), binding, sealed))).toEqual(
          plaintexts.map((bytes) => Uint8Array.from(bytes)),
        )
      }),
      { numRuns: 40 },
    )
  })

  test('opens with none of 10,000 seeded bits turned', { timeout: 120_000 }, async () => {
    const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
    console.info(`seed of the snapshot's turned bits: ${seed}`)
    const below = seeded(seed)
    const binding = figuresBinding()
    const sealed = must(await sealAll(depsOf(ring), binding, chunksOf(10, 30_000)))
    const share = must(await readShare(env.KEY_SHARES, binding))
    let opened = 0
    for (let turn = 0; turn < 10_000; turn += 1) {
      const chunk = below(sealed.length)
      const bytes = sealed[chunk] ?? utf8('')
      const altered = flipped(bytes, below(bytes.length * 8))
      const context = contextOf({ ...binding, chunk, chunks: sealed.length })
      if ((await openEnvelope(ring, share, context, altered)).ok) opened += 1
      // The verb itself, now and then: it reads the share each time.
      if (turn % 100 === 0 && (await openAll(depsOf(ring), binding, sealed.with(chunk, altered))).ok)
        opened += 1
    }
    expect(opened, `seed ${seed}`).toBe(0)
    expect((await openAll(depsOf(ring), binding, sealed)).ok).toBe(true)
  })

  test.for<[field: string, change: Partial<FiguresBinding>]>([
    ['store', { storeId: other.storeId }],
    ['seller', { sellerId: other.sellerId }],
    ['region', { region: 'fe' }],
    ['kind', { kind: 'orders' }],
    ['part', { part: 'A2EUQ1WTGCTBG2' }],
    ['sweep', { sweepId: sweepId.parse(newId(systemRandom)) }],
  ])("does not open under another %s, with that one's share or its own", async ([, change]) => {
    const binding = figuresBinding()
    const foreign = { ...binding, ...change }
    const sealed = must(await sealAll(depsOf(ring), binding, chunksOf(2, 100)))
    must(await sealAll(depsOf(ring), foreign, chunksOf(2, 100)))
    expect(await openAll(depsOf(ring), foreign, sealed)).toEqual({ ok: false, fault: 'store-quarantined' })
    const share = must(await readShare(env.KEY_SHARES, binding))
    const context = contextOf({ ...foreign, chunk: 0, chunks: 2 })
    expect((await openEnvelope(ring, share, context, sealed[0] ?? utf8(''))).ok).toBe(false)
  })

  test('does not open with a chunk moved, doubled, missing, added or from another sweep', async () => {
    const binding = figuresBinding()
    const later = { ...binding, sweepId: sweepId.parse(newId(systemRandom)) }
    const [a, b, c] = must(await sealAll(depsOf(ring), binding, chunksOf(3, 100)))
    const [x] = must(await sealAll(depsOf(ring), later, chunksOf(3, 100)))
    if (a === undefined || b === undefined || c === undefined || x === undefined)
      throw new Error('three chunks')
    for (const altered of [
      [b, a, c],
      [a, a, c],
      [a, b],
      [b, c],
      [],
      [a, b, c, c],
      [x, b, c],
      [a, b, utf8('')],
    ]) {
      expect(await openAll(depsOf(ring), binding, altered)).toEqual({ ok: false, fault: 'store-quarantined' })
    }
  })

  test('does not open once the share is destroyed, nor after a new one was made', async () => {
    const binding = figuresBinding()
    const sealed = must(await sealAll(depsOf(ring), binding, chunksOf(1, 100)))
    expect((await destroy(depsOf(ring), binding)).ok).toBe(true)
    expect(await openAll(depsOf(ring), binding, sealed)).toEqual({ ok: false, fault: 'store-quarantined' })
    must(await sealAll(depsOf(ring), binding, chunksOf(1, 100)))
    expect(await openAll(depsOf(ring), binding, sealed)).toEqual({ ok: false, fault: 'store-quarantined' })
  })

  test('sealed twenty times at once for a new store opens every time: one share for all', async () => {
    const binding = figuresBinding()
    const made = await Promise.all(
      Array.from({ length: 20 }, () => sealAll(depsOf(ring), binding, chunksOf(1, 100))),
    )
    for (const sealed of made) expect((await openAll(depsOf(ring), binding, must(sealed))).ok).toBe(true)
  })

  test('has at least one chunk and none too long', async () => {
    const binding = figuresBinding()
    await expect(sealAll(depsOf(ring), binding, [])).rejects.toThrow(RangeError)
    await expect(sealAll(depsOf(ring), binding, [new Uint8Array(PLAINTEXT_BYTES_MAX + 1)])).rejects.toThrow(
      RangeError,
    )
    const [sealed] = must(await sealAll(depsOf(ring), binding, [new Uint8Array(PLAINTEXT_BYTES_MAX)]))
    expect(must(await openAll(depsOf(ring), binding, [sealed ?? utf8('')]))[0]).toHaveLength(
      PLAINTEXT_BYTES_MAX,
    )
  })

  test.for([
    [{ chunk: -1, chunks: 1 }],
    [{ chunk: 1, chunks: 1 }],
    [{ chunk: 0.5, chunks: 2 }],
    [{ chunk: 0, chunks: 2 ** 53 }],
    [{ chunk: Number.NaN, chunks: 1 }],
  ] as const)('takes no place such as %o', async ([place]) => {
    await expect(seal(depsOf(ring), { ...figuresBinding(), ...place }, utf8('rows'))).rejects.toThrow(
      RangeError,
    )
  })
})

describe('trouble with R2', () => {
  const down = () => Promise.reject(new Error('We encountered an internal error. Please try again. (10001)'))

  test('is storage-down and quarantines nothing', async () => {
    const binding = tokenBinding()
    const figures = figuresBinding()
    const sealed = must(await seal(depsOf(ring), binding, utf8('token')))
    const chunks = must(await sealAll(depsOf(ring), figures, [utf8('rows')]))
    const deps = depsOf(ring, bucketWith({ get: down, put: down, head: down, delete: down }))
    const expected = { ok: false, fault: 'storage-down' }
    expect(await open(deps, binding, sealed)).toEqual(expected)
    expect(await seal(deps, tokenBinding(), utf8('token'))).toEqual(expected)
    expect(await sealAll(deps, figures, [utf8('rows')])).toEqual(expected)
    expect(await openAll(deps, figures, chunks)).toEqual(expected)
    expect(await destroy(deps, binding)).toEqual(expected)
    expect((await open(depsOf(ring), binding, sealed)).ok).toBe(true)
  })

  test('that loses the reply to a write that happened loses no share', async () => {
    const binding = tokenBinding()
    const put: R2Bucket['put'] = async (key: string, value: Uint8Array, options?: R2PutOptions) => {
      await env.KEY_SHARES.put(key, value, options)
      return down()
    }
    const sealed = must(await seal(depsOf(ring, bucketWith({ put })), binding, utf8('token')))
    expect((await open(depsOf(ring), binding, sealed)).ok).toBe(true)
  })

  test('that keeps a share in spite of a deletion is not reported as done', async () => {
    const binding = tokenBinding()
    must(await seal(depsOf(ring), binding, utf8('token')))
    const deps = depsOf(ring, bucketWith({ delete: () => Promise.resolve() }))
    expect(await destroy(deps, binding)).toEqual({ ok: false, fault: 'storage-down' })
  })

  test('that left a share of another length quarantines', async () => {
    const binding = figuresBinding()
    await env.KEY_SHARES.put(`figures/${binding.storeId}`, new Uint8Array(31))
    expect(await sealAll(depsOf(ring), binding, [utf8('rows')])).toEqual({
      ok: false,
      fault: 'store-quarantined',
    })
    const token = tokenBinding()
    await env.KEY_SHARES.put(`token/${token.storeId}/1`, new Uint8Array(33))
    expect(await seal(depsOf(ring), token, utf8('token'))).toEqual({ ok: false, fault: 'store-quarantined' })
  })
})
