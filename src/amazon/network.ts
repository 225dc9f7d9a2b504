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

/**
 * Sends one request to Amazon, once, and reads the answer within one deadline and one size. Never follows a
 * redirect: the header or body would carry a secret along. Throws only for an address that is not Amazon's, before
 * anything is sent. No retry; the deadline's timer never outlives the call.
 */
export async function send(
  network: Network,
  hosts: AmazonHosts,
  out: Outgoing,
  limits: Limits,
): Promise<Sent> {
  assertOutbound(hosts, out.to, out.url)
  const abort = new AbortController()
  const { promise: deadline, reject: expire } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    expire(new Error('deadline'))
    abort.abort()
  }, limits.deadlineMs)
  try {
    const init: RequestInit = {
      method: out.method,
      headers: { ...out.headers },
      redirect: 'manual',
      // No answer to one seller's token may ever be served to another's.
      cache: 'no-store',
      signal: abort.signal,
      ...(out.body === undefined ? {} : { body: out.body }),
    }
    // Raced, not only aborted: the deadline holds even for a network that does not listen to the signal.
    const response = await Promise.race([network(out.url.href, init), deadline])
    const body = await Promise.race([readWithin(response, limits.bodyBytesMax), deadline])
    const requestId = response.headers.get('x-amzn-requestid') ?? ''
    return {
      arrived: true,
      status: response.status,
      requestId: REQUEST_ID.test(requestId) ? requestId : undefined,
      rateLimit: response.headers.get('x-amzn-ratelimit-limit') ?? undefined,
      body,
    }
  } catch {
    // What fetch throws may quote the URL or headers: only the kind of loss goes on.
    return { arrived: false, lost: abort.signal.aborted ? 'timeout' : 'connection' }
  } finally {
    clearTimeout(timer)
  }
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
