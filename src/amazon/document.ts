import { lineSplitter } from '../core/lines.ts'
import { unpacked } from '../core/unpacked.ts'
import { type AmazonHosts, documentUrl } from './hosts.ts'
import { fetchOnce, type Network } from './network.ts'

/** A report of 50,000 SKUs is some 4 MB packed and 30 MB unpacked; what is larger is none of ours. */
const PACKED_BYTES_MAX = 20_000_000
const UNPACKED_BYTES_MAX = 80_000_000
/** A line of the planning report has some sixty short fields and one long name. */
const LINE_BYTES_MAX = 64_000
const DEADLINE_MS = 60_000

/**
 * What came of fetching a document. read: every line went to the caller. refused: Amazon's storage did not hand it
 * out (an address older than five minutes, say). transient: a server's fault. unreadable: beyond a size, not gzip though
 * it was to be, cut off in the middle of a packed stream. unknown: the answer was lost.
 */
export type DocumentAnswer =
  | { readonly outcome: 'read'; readonly status: number }
  | { readonly outcome: 'refused' | 'transient'; readonly status: number }
  | { readonly outcome: 'unreadable'; readonly status: number; readonly why: 'size' | 'packed' }
  | { readonly outcome: 'unknown'; readonly why: 'timeout' | 'connection' }

/**
 * Fetches the document of a report, once, and hands its lines to `line` as they come, without their ends: nothing but
 * the caller's narrow rows stays in memory. Undefined, and nothing sent, for an address that is not Amazon's storage.
 * No token goes along: the address itself is the secret, so it is neither kept nor logged, and no redirect is followed.
 */
export async function fetchDocument(
  deps: { readonly network: Network; readonly hosts: AmazonHosts },
  given: { readonly url: string; readonly compressed: boolean },
  line: (text: string) => void,
): Promise<DocumentAnswer | undefined> {
  const url = documentUrl(deps.hosts, given.url)
  if (url === undefined) return undefined
  const asked = { url, init: {}, deadlineMs: DEADLINE_MS }
  const fetched = await fetchOnce(deps.network, asked, async ({ status, body }): Promise<DocumentAnswer> => {
    if (status !== 200 || body === null) {
      await body?.cancel()
      return { outcome: status >= 400 && status < 500 && status !== 429 ? 'refused' : 'transient', status }
    }
    const why = await readLines(body, given.compressed, line)
    return why === undefined ? { outcome: 'read', status } : { outcome: 'unreadable', status, why }
  })
  return fetched.arrived ? fetched.value : { outcome: 'unknown', why: fetched.lost }
}

async function readLines(
  body: ReadableStream<Uint8Array>,
  compressed: boolean,
  line: (text: string) => void,
): Promise<'size' | 'packed' | undefined> {
  let packedBytes = 0
  async function* counted(): AsyncGenerator<Uint8Array, void> {
    for await (const piece of body) {
      packedBytes += piece.length
      if (packedBytes > PACKED_BYTES_MAX) throw new Error('size')
      yield piece
    }
  }
  const pieces = compressed ? unpacked(counted(), 'gzip') : counted()
  const split = lineSplitter(LINE_BYTES_MAX, decoding(line))
  let unpackedBytes = 0
  for (;;) {
    const read = await pieces.next().catch(() => undefined)
    if (read === undefined) return packedBytes > PACKED_BYTES_MAX ? 'size' : lost(compressed)
    if (read.done) {
      split.end()
      return undefined
    }
    unpackedBytes += read.value.length
    if (unpackedBytes > UNPACKED_BYTES_MAX || !split.take(read.value)) {
      await pieces.return()
      return 'size'
    }
  }
}

/** A packed stream that breaks is not what it was to be, or was cut; a plain one can only have been cut. */
function lost(compressed: boolean): 'packed' {
  if (compressed) return 'packed'
  throw new Error('connection')
}

const utf8Strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const latin = new TextDecoder('windows-1252')

/**
 * Decodes each line by itself: as UTF-8, or where it is none as Windows-1252, which Amazon also sends. A byte order mark
 * and what is left of line ends fall away.
 */
function decoding(line: (text: string) => void): (bytes: Uint8Array) => void {
  let first = true
  return (bytes) => {
    const text = decoded(bytes).replace(/\r$/, '')
    line(first ? text.replace(/^\uFEFF/, '') : text)
    first = false
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return utf8Strict.decode(bytes)
  } catch {
    return latin.decode(bytes)
  }
}
