import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { fetchDocument } from '../../src/amazon/document.ts'
import { amazonHosts } from '../../src/amazon/hosts.ts'
import type { Network } from '../../src/amazon/network.ts'

const hosts = amazonHosts(undefined)
const ADDRESS = 'https://tortuga-prod-na.s3.us-east-1.amazonaws.com/document?X-Amz-Signature=secret'

afterEach(() => {
  expect(vi.isFakeTimers() ? vi.getTimerCount() : 0, 'timers left behind').toBe(0)
  vi.useRealTimers()
})

/** A body that gives its chunks and then ends, breaks or hangs. */
function bodyOf(
  chunks: readonly (string | Uint8Array)[],
  end: 'close' | 'break' | 'hang' = 'close',
): ReadableStream<Uint8Array> {
  let next = 0
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks[next]
      next += 1
      if (chunk !== undefined) {
        return controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk)
      }
      if (end === 'close') return controller.close()
      if (end === 'break') return controller.error(new Error('connection reset'))
      return new Promise(() => {})
    },
  })
}

/** What comes of a document whose storage answers so, its lines, and what was sent. */
async function fetched(
  answer: () => Response,
  { url = ADDRESS, compressed = false }: { readonly url?: string; readonly compressed?: boolean } = {},
) {
  const lines: string[] = []
  const sent: { url: string; init: RequestInit }[] = []
  const network: Network = async (to, init) => {
    sent.push({ url: to, init })
    return answer()
  }
  const outcome = await fetchDocument({ network, hosts }, { url, compressed }, (line) => lines.push(line))
  return { outcome, lines, sent }
}

const read = { outcome: 'read', status: 200 }
const tooLarge = { outcome: 'unreadable', status: 200, why: 'size' }
const notPacked = { outcome: 'unreadable', status: 200, why: 'packed' }

describe('the lines of a document', () => {
  const text = '\uFEFFsku\tname\r\nA-1\t万年筆\r\n\r\nlast'
  const lines = ['sku\tname', 'A-1\t万年筆', '', 'last']

  test.each([false, true])(
    'come without byte order mark and line ends, packed: %s, however the bytes are cut',
    async (compressed) => {
      const plain = new TextEncoder().encode(text)
      const bytes = compressed ? new Uint8Array(gzipSync(plain)) : plain
      for (const size of [1, 7, 1000]) {
        const count = Math.ceil(bytes.length / size)
        const chunks = Array.from({ length: count }, (_, at) => bytes.slice(at * size, (at + 1) * size))
        const { outcome, lines: seen } = await fetched(() => new Response(bodyOf(chunks)), { compressed })
        expect(outcome).toEqual(read)
        expect(seen).toEqual(lines)
      }
    },
  )

  test('that are no UTF-8 are read as Windows-1252, each by itself', async () => {
    const latin = Uint8Array.of(0x4b, 0xfc, 0x63, 0x68, 0x65, 0x20, 0x80, 0x0a)
    const { lines: seen } = await fetched(() => new Response(bodyOf(['Küche\n', latin, 'Küche\n'])))
    expect(seen).toEqual(['Küche', 'Küche €', 'Küche'])
  })

  test('end with the document: a byte order mark further on is part of its line', async () => {
    const { lines: seen } = await fetched(() => new Response(bodyOf(['a\n\uFEFFb\n'])))
    expect(seen).toEqual(['a', '\uFEFFb'])
  })
})

describe('a document beyond a size of ours is given up', () => {
  const line = Buffer.from(`${'x'.repeat(49_999)}\n`)

  test('packed', async () => {
    const chunk = new Uint8Array(Buffer.alloc(1_000_000, line))
    const chunks = (count: number) => Array<Uint8Array>(count).fill(chunk)
    expect((await fetched(() => new Response(bodyOf(chunks(20))))).outcome).toEqual(read)
    expect((await fetched(() => new Response(bodyOf([...chunks(20), 'x'])))).outcome).toEqual(tooLarge)
  })

  test('unpacked, though it came small', async () => {
    const packed = (bytes: number) => new Uint8Array(gzipSync(Buffer.alloc(bytes, line), { level: 1 }))
    const tooMuch = packed(81_000_000)
    expect(tooMuch.length).toBeLessThan(1_000_000)
    const as = { compressed: true }
    expect((await fetched(() => new Response(bodyOf([packed(80_000_000)])), as)).outcome).toEqual(read)
    const bomb = await fetched(() => new Response(bodyOf([tooMuch])), as)
    expect(bomb.outcome).toEqual(tooLarge)
    expect(bomb.lines.length).toBeLessThanOrEqual(1600)
  })

  test.each([
    ['that has no end', ['x'.repeat(64_001)]],
    ['in one piece', [`${'x'.repeat(64_001)}\nb\n`]],
    ['in many pieces', [...Array<string>(65).fill('x'.repeat(1000)), '\n']],
  ])('by the length of a line %s', async (_, chunks) => {
    const { outcome, lines } = await fetched(() => new Response(bodyOf(['a\n', ...chunks])))
    expect(outcome).toEqual(tooLarge)
    expect(lines).toEqual(['a'])
  })
})

describe('a document that is not what it was to be', () => {
  const packed = new Uint8Array(gzipSync('sku\tname\n'.repeat(10_000)))

  test.each([
    ['plain though it was to be packed', bodyOf(['sku\tname\n']), true, notPacked],
    ['packed and cut off', bodyOf([packed.slice(0, -20)]), true, notPacked],
    ['packed, and the connection broke', bodyOf([packed.slice(0, -20)], 'break'), true, notPacked],
    [
      'plain, and the connection broke',
      bodyOf(['sku\n'], 'break'),
      false,
      { outcome: 'unknown', why: 'connection' },
    ],
  ] as const)('%s', async (_, body, compressed, outcome) => {
    expect((await fetched(() => new Response(body), { compressed })).outcome).toEqual(outcome)
  })
})

test.each([
  [302, 'transient'],
  [307, 'transient'],
  [400, 'refused'],
  [403, 'refused'],
  [404, 'refused'],
  [429, 'transient'],
  [500, 'transient'],
  [503, 'transient'],
] as const)(
  'an answer of %d is %s; nothing of it is read, and no redirect is followed',
  async (status, outcome) => {
    const cancelled = vi.fn()
    const body = new ReadableStream({ cancel: cancelled })
    const headers = { location: 'https://evil.example/' }
    const answer = await fetched(() => new Response(body, { status, headers }))
    expect(answer.outcome).toEqual({ outcome, status })
    expect(answer.lines).toEqual([])
    expect(answer.sent.map(({ url }) => url)).toEqual([ADDRESS])
    expect(cancelled).toHaveBeenCalledOnce()
  },
)

test('a request carries nothing but its address, is kept nowhere and follows no redirect', async () => {
  const { sent } = await fetched(() => new Response(bodyOf(['x'])))
  const [{ init } = { init: {} }] = sent
  expect({ ...init, signal: undefined }).toEqual({ redirect: 'manual', cache: 'no-store', signal: undefined })
})

test('an address that is not Amazon’s storage is not asked', async () => {
  const { outcome, sent } = await fetched(() => new Response('x'), { url: 'https://evil.example/document' })
  expect(outcome).toBeUndefined()
  expect(sent).toEqual([])
})

describe('after a minute', () => {
  test.each(['no answer', 'no end of the body'] as const)(
    '%s is a timeout, and the request is given up',
    async (what) => {
      vi.useFakeTimers()
      let signal: AbortSignal | null | undefined
      const network: Network = (_, init) => {
        signal = init.signal
        return what === 'no answer'
          ? new Promise(() => {})
          : Promise.resolve(new Response(bodyOf(['a\n'], 'hang')))
      }
      const reading = fetchDocument({ network, hosts }, { url: ADDRESS, compressed: false }, () => {})
      await vi.advanceTimersByTimeAsync(59_999)
      expect(signal?.aborted).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      expect(await reading).toEqual({ outcome: 'unknown', why: 'timeout' })
      expect(signal?.aborted).toBe(true)
    },
  )
})
