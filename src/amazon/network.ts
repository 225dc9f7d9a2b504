import type { AmazonHosts, Destination } from './hosts.ts'
import { assertOutbound } from './hosts.ts'

/** Global `fetch`, handed in: whoever calls decides what the network is. */
export type Network = (url: string, init: RequestInit) => Promise<Response>

export interface Outgoing {
  readonly to: Destination
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** An answer arrived, or the request may have been carried out and nobody knows: `lost`. */
export type Sent = Arrived | { readonly arrived: false; readonly lost: 'timeout' | 'connection' }

export interface Arrived {
  readonly arrived: true
  readonly status: number
  readonly requestId: string | undefined
  readonly rateLimit: string | undefined
  readonly body: { readonly text: string } | { readonly unread: 'too-large' | 'not-text' }
}

export interface Limits {
  readonly deadlineMs: number
  readonly bodyBytesMax: number
}

const REQUEST_ID = /^[A-Za-z0-9-]{1,80}$/

/** What came of one fetch: what `read` made of the answer, or how it was lost. */
export type Fetched<T> =
  | { readonly arrived: true; readonly value: T }
  | { readonly arrived: false; readonly lost: 'timeout' | 'connection' }

/**
 * Fetches once, within one deadline for the answer and all that `read` takes of it. Never follows a redirect: header,
 * body or address would carry a secret along. No retry; the deadline's timer never outlives the call. Whoever calls has
 * looked at the address.
 */
export async function fetchOnce<T>(
  network: Network,
  { url, init, deadlineMs }: { readonly url: URL; readonly init: RequestInit; readonly deadlineMs: number },
  read: (response: Response) => Promise<T>,
): Promise<Fetched<T>> {
  const abort = new AbortController()
  const { promise: deadline, reject: expire } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    expire(new Error('deadline'))
    abort.abort()
  }, deadlineMs)
  try {
    // No answer to one seller's token may ever be served to another's.
    const sent: RequestInit = { ...init, redirect: 'manual', cache: 'no-store', signal: abort.signal }
    // Raced, not only aborted: the deadline holds even for a network that does not listen to the signal.
    const response = await Promise.race([network(url.href, sent), deadline])
    return { arrived: true, value: await Promise.race([read(response), deadline]) }
  } catch {
    // What fetch throws may quote the URL or headers: only the kind of loss goes on.
    return { arrived: false, lost: abort.signal.aborted ? 'timeout' : 'connection' }
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Sends one request to Amazon, once, and reads the answer within one deadline and one size. Throws only for an address
 * that is not Amazon's, before anything is sent.
 */
export async function send(
  network: Network,
  hosts: AmazonHosts,
  out: Outgoing,
  { deadlineMs, bodyBytesMax }: Limits,
): Promise<Sent> {
  assertOutbound(hosts, out.to, out.url)
  const { method, url, headers, body } = out
  const init = { method, headers: { ...headers }, ...(body === undefined ? {} : { body }) }
  const fetched = await fetchOnce(network, { url, init, deadlineMs }, async (response) => {
    const requestId = response.headers.get('x-amzn-requestid') ?? ''
    return {
      arrived: true as const,
      status: response.status,
      requestId: REQUEST_ID.test(requestId) ? requestId : undefined,
      rateLimit: response.headers.get('x-amzn-ratelimit-limit') ?? undefined,
      body: await readWithin(response, bodyBytesMax),
    }
  })
  return fetched.arrived ? fetched.value : fetched
}

async function readWithin(response: Response, bytesMax: number): Promise<Arrived['body']> {
  if (response.body === null) return { text: '' }
  const reader = response.body.getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  let bytes = 0
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.length
    if (bytes > bytesMax) {
      await reader.cancel()
      return { unread: 'too-large' }
    }
    try {
      text += decoder.decode(value, { stream: true })
    } catch {
      await reader.cancel()
      return { unread: 'not-text' }
    }
  }
  try {
    return { text: text + decoder.decode() }
  } catch {
    return { unread: 'not-text' }
  }
}
