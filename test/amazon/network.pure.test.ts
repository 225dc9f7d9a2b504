import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { amazonHosts } from '../../src/amazon/hosts.ts'
import { exchangeCode } from '../../src/amazon/lwa.ts'
import { type Network, send } from '../../src/amazon/network.ts'
import { callSellingPartner } from '../../src/amazon/spapi.ts'
import { Secret } from '../../src/core/secret.ts'

const hosts = amazonHosts(undefined)
const out = {
  to: 'lwa',
  url: new URL('https://api.amazon.com/auth/o2/token'),
  method: 'POST',
  headers: {},
  body: 'x',
} as const
const limits = { deadlineMs: 20_000, bodyBytesMax: 10 }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  expect(vi.getTimerCount(), 'timers left behind').toBe(0)
  vi.useRealTimers()
})

/** A body that gives its chunks and then ends, breaks or hangs. */
function bodyOf(chunks: readonly Uint8Array[], end: 'close' | 'break' | 'hang'): ReadableStream<Uint8Array> {
  let next = 0
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks[next]
      next += 1
      if (chunk !== undefined) return controller.enqueue(chunk)
      if (end === 'close') return controller.close()
      if (end === 'break') return controller.error(new Error('connection reset; url was https://secret'))
      return new Promise(() => {})
    },
  })
}
const bytes = (text: string) => new TextEncoder().encode(text)
const answering =
  (body: BodyInit | null, init?: ResponseInit): Network =>
  () =>
    Promise.resolve(new Response(body, init))
const deaf: Network = () => new Promise(() => {})
const listening: Network = (_url, { signal }) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('aborted')))
  })

test('hands on status, request id, rate hint and text', async () => {
  const headers = { 'x-amzn-RequestId': '8f0e-77', 'x-amzn-RateLimit-Limit': '2.0' }
  expect(await send(answering('{"a":1}', { status: 403, headers }), hosts, out, limits)).toEqual({
    arrived: true,
    status: 403,
    requestId: '8f0e-77',
    rateLimit: '2.0',
    body: { text: '{"a":1}' },
  })
})

test('does not hand on a request id that is not one', async () => {
  for (const id of ['<script>', 'a b', 'x'.repeat(81)]) {
    expect(
      await send(answering('', { headers: { 'x-amzn-RequestId': id } }), hosts, out, limits),
    ).toMatchObject({ requestId: undefined })
  }
})

test.for<[name: string, network: Network]>([
  ['does not listen to the signal', deaf],
  ['listens to the signal', listening],
  [
    'sends headers and half a body and then hangs',
    () => Promise.resolve(new Response(bodyOf([bytes('{"a')], 'hang'))),
  ],
])('gives up at the deadline on a network that %s', async ([, network]) => {
  const sent = send(network, hosts, out, limits)
  let settled = false
  void sent.then(() => {
    settled = true
  })
  await vi.advanceTimersByTimeAsync(19_999)
  expect(settled).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(await sent).toEqual({ arrived: false, lost: 'timeout' })
})

test('waits 20 s for LWA and 15 s for the Selling Partner API', async () => {
  const signals: (AbortSignal | null | undefined)[] = []
  const network: Network = (_url, { signal }) => {
    signals.push(signal)
    return new Promise(() => {})
  }
  const lwa = exchangeCode(
    { network, hosts, clientId: 'id', clientSecret: new Secret('s') },
    new Secret('code'),
  )
  const call = { operation: 'getMarketplaceParticipations', region: 'na', query: {} } as const
  const spapi = callSellingPartner({ network, hosts, clock: () => 0, version: '1' }, call, new Secret('t'))
  await vi.advanceTimersByTimeAsync(14_999)
  expect(signals.map((signal) => signal?.aborted)).toEqual([false, false])
  await vi.advanceTimersByTimeAsync(1)
  expect(signals.map((signal) => signal?.aborted)).toEqual([false, true])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(signals.map((signal) => signal?.aborted)).toEqual([true, true])
  expect(await lwa).toMatchObject({ outcome: 'unknown', why: 'timeout' })
  expect(await spapi).toMatchObject({ outcome: 'unknown', why: 'timeout' })
})

test('calls a broken connection lost, before or within the body, and repeats none of its words', async () => {
  const refused: Network = () =>
    Promise.reject(new Error('connect ECONNREFUSED https://api.amazon.com/?code=ANsecret'))
  const thrown: Network = () => {
    throw new TypeError('invalid header value: Atza|secret')
  }
  const reset: Network = () => Promise.resolve(new Response(bodyOf([bytes('{"a')], 'break')))
  for (const network of [refused, thrown, reset]) {
    expect(await send(network, hosts, out, limits)).toEqual({ arrived: false, lost: 'connection' })
  }
})

test('reads a body up to its limit and not one byte more, whatever its pieces', async () => {
  for (const pieces of [['0123456789'], ['01234', '56789'], '0123456789'.split('')]) {
    const network: Network = () => Promise.resolve(new Response(bodyOf(pieces.map(bytes), 'close')))
    expect(await send(network, hosts, out, limits)).toMatchObject({ body: { text: '0123456789' } })
  }
  for (const pieces of [['01234567890'], ['01234', '567890'], '01234567890'.split('')]) {
    const network: Network = () => Promise.resolve(new Response(bodyOf(pieces.map(bytes), 'hang')))
    expect(await send(network, hosts, out, limits)).toMatchObject({ body: { unread: 'too-large' } })
  }
})

test('joins letters that were cut between pieces and refuses what is not UTF-8', async () => {
  const [a, b, c] = bytes('库')
  const cut = [Uint8Array.of(a ?? 0), Uint8Array.of(b ?? 0, c ?? 0)]
  expect(
    await send(() => Promise.resolve(new Response(bodyOf(cut, 'close'))), hosts, out, limits),
  ).toMatchObject({ body: { text: '库' } })
  for (const wrong of [Uint8Array.of(0xff, 0xfe), Uint8Array.of(a ?? 0)]) {
    const network: Network = () => Promise.resolve(new Response(bodyOf([wrong], 'close')))
    expect(await send(network, hosts, out, limits)).toMatchObject({ body: { unread: 'not-text' } })
  }
})

test('follows no redirect', async () => {
  const calls: string[] = []
  const network: Network = (url, init) => {
    calls.push(`${url} ${init.redirect}`)
    return Promise.resolve(
      new Response(null, { status: 307, headers: { location: 'https://evil.example/' } }),
    )
  }
  expect(await send(network, hosts, out, limits)).toMatchObject({ arrived: true, status: 307 })
  expect(calls).toEqual(['https://api.amazon.com/auth/o2/token manual'])
})

test("throws before anything is sent when the address is not Amazon's (I18)", async () => {
  const network = vi.fn<Network>()
  const elsewhere = { ...out, url: new URL('https://api.amazon.com.evil.example/auth/o2/token') }
  await expect(send(network, hosts, elsewhere, limits)).rejects.toThrow('another address')
  expect(network).not.toHaveBeenCalled()
})
