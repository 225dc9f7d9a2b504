import { fail, ok, type Result } from '../core/result.ts'
import type { WebContext } from './context.ts'

/** Most forms have a few hundred bytes; 64 KB leaves room and bounds what one request can make us hold. */
const BODY_BYTES_MAX = 65_536
/** Tables are pasted here: 2 MB of text, of which a form makes up to three bytes of one. */
const LONG_FORM = /^\/stores\/[0-9a-z]{26}\/settings\/skus$/
const LONG_BODY_BYTES_MAX = 6_400_000

const bytesMax = (c: WebContext): number =>
  LONG_FORM.test(c.req.path) ? LONG_BODY_BYTES_MAX : BODY_BYTES_MAX

const FORM_TYPE = 'application/x-www-form-urlencoded'

const own = new WeakSet<Request>()

/** Called by the guard alone, once an unsafe request has shown that it comes from a page of ours. */
export function markOwnPage(c: WebContext): void {
  own.add(c.req.raw)
}

/** Whether the guard let this request pass: a form is read only then, so a route without the guard reads none. */
export const isFromOwnPage = (c: WebContext): boolean => own.has(c.req.raw)

const forms = new WeakMap<Request, Promise<Result<URLSearchParams, 'bad-input'>>>()

/**
 * The posted form, read once per request however often asked: the guard looks for its token, the route for its fields.
 * `application/x-www-form-urlencoded` up to 64 KB, a pasted table up to 6.4 MB; everything else is `bad-input`.
 */
export function formBody(c: WebContext): Promise<Result<URLSearchParams, 'bad-input'>> {
  const known = forms.get(c.req.raw)
  if (known) return known
  const reading = readLimited(c).then((body) => (body.ok ? ok(new URLSearchParams(body.value)) : body))
  forms.set(c.req.raw, reading)
  return reading
}

async function readLimited(c: WebContext): Promise<Result<string, 'bad-input'>> {
  if (mediaType(c.req.header('content-type')) !== FORM_TYPE) return fail('bad-input')
  if (Number(c.req.header('content-length') ?? 0) > bytesMax(c)) return fail('bad-input')
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
  let text = ''
  let bytes = 0
  try {
    for await (const chunk of c.req.raw.body ?? []) {
      bytes += chunk.byteLength
      if (bytes > bytesMax(c)) return fail('bad-input')
      text += decoder.decode(chunk, { stream: true })
    }
    return ok(text + decoder.decode())
  } catch {
    // A body that is cut off or no UTF-8 is the sender's mistake.
    return fail('bad-input')
  }
}

/** `application/json` of `Application/JSON; charset=utf-8`. */
export const mediaType = (header: string | undefined): string =>
  (header ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
