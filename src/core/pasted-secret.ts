/**
 * Finds text shaped like an Amazon key or token, so that no field of ours ever stores, logs or echoes one.
 * Shapes: AWS access key id (AKIA…, ASIA…), LWA tokens (Atzr|, Atza|), MWS auth token (amzn.mws.…), LWA client
 * secret (amzn1.oa2-cs…), and a 40-character secret key, which needs mixed case, digits and `/` or `+` (or an
 * access key id beside it), so that SHA-1 hashes and long words are left alone. Seven in ten secret keys have one
 * of the two signs; the rest are found only beside their id.
 */
export type PastedSecretKind = 'access-key-id' | 'secret-key' | 'lwa-token' | 'mws-token' | 'client-secret'

const ACCESS_KEY_ID = /(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}/
/** As issued, wherever it stands; in other case, but not within a word (matza is for sale). */
const LWA_TOKEN = /Atz[ar]\s?\|/
const LWA_TOKEN_RECASED = /(?<![a-z])Atz[ar]\s?\|/i
/** Has lost its bar, or wears one we do not know: tokens go on with the same four letters. */
const LWA_TOKEN_BARLESS = /(?<![a-z])Atz[ar][^a-z0-9]{0,8}IwEB/i
const LWA_TOKENS = [LWA_TOKEN, LWA_TOKEN_RECASED, LWA_TOKEN_BARLESS]
const MWS_TOKEN = /amzn\.mws\.[0-9a-f-]{8,}/i
const CLIENT_SECRET = /amzn1\.oa2-cs\./i
/** Not the last line of base64 that was wrapped (at 64 or 76 characters): that is a picture or a certificate. */
const RUN_OF_40 = /(?<![A-Za-z0-9/+])(?<![A-Za-z0-9/+]{57}\r?\n)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g

/**
 * A mail client or terminal wraps a long key; quoted-printable puts `=` before the break, a shell `\`. Each part is
 * bounded: unbounded ones take quadratic time on a page of tabs.
 */
const WRAP = /[ \t]{0,4}[=\\]?[\r\n]{1,4}[ \t>]{0,40}/g

/** Twice: pasted from a page's source into a link, say. More layers than that are nobody's accident. */
const LAYERS_MAX = 2

/** The first kind found, or undefined. Looks at the value as typed, unescaped, and with its line breaks closed up. */
export function pastedSecretIn(value: string): PastedSecretKind | undefined {
  for (const reading of readingsOf(value)) {
    const kind = kindIn(reading)
    if (kind !== undefined) return kind
  }
  return undefined
}

function kindIn(text: string): PastedSecretKind | undefined {
  if (LWA_TOKENS.some((shape) => shape.test(text))) return 'lwa-token'
  if (MWS_TOKEN.test(text)) return 'mws-token'
  if (CLIENT_SECRET.test(text)) return 'client-secret'
  const runs = text.match(RUN_OF_40) ?? []
  if (runs.some(looksLikeSecretKey)) return 'secret-key'
  if (ACCESS_KEY_ID.test(text)) return runs.length > 0 ? 'secret-key' : 'access-key-id'
  return undefined
}

const looksLikeSecretKey = (run: string): boolean =>
  /[a-z]/.test(run) && /[A-Z]/.test(run) && /[0-9]/.test(run) && /[/+]/.test(run)

/** Nothing in such a text stands for another character: most addresses are so, and each page looks at its own. */
const AS_IT_STANDS = /^[\w/?=&.:-]*$/

function readingsOf(value: string): ReadonlySet<string> {
  if (AS_IT_STANDS.test(value)) return new Set([value])
  const readings = new Set([value])
  let layer = value
  for (let depth = 0; depth < LAYERS_MAX; depth += 1) {
    layer = percentDecoded(unescaped(plain(layer)))
    readings.add(layer)
  }
  readings.add(plain(layer))
  const closedUp = Array.from(readings, (reading) => reading.replace(WRAP, ''))
  return new Set([...readings, ...closedUp])
}

/** Full-width and look-alike characters as the ones they stand for, invisible ones gone. */
const plain = (text: string): string =>
  text
    .replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
    .normalize('NFKC')
    .replace(/[\u00A6\u01C0\u2223\u23D0\u2502\u2503\u2758]/g, '|')

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  vert: '|',
  verbar: '|',
  verticalline: '|',
  sol: '/',
  plus: '+',
  period: '.',
}

/** HTML's entities and the \u escapes of JSON and JavaScript, as far as they can hide a shape. */
const unescaped = (text: string): string =>
  text
    .replace(/&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));?/gi, (whole, hex?: string, decimal?: string) =>
      characterOf(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16), whole),
    )
    .replace(/&([a-z]{2,12});/gi, (whole, name: string) => NAMED[name.toLowerCase()] ?? whole)
    .replace(/\\(?:u\{?([0-9a-f]{2,6})\}?|x([0-9a-f]{2}))/gi, (whole, unicode?: string, byte?: string) =>
      characterOf(Number.parseInt(unicode ?? byte ?? '', 16), whole),
    )

const characterOf = (code: number, otherwise: string): string =>
  code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : otherwise

/** Each run of %XX by itself: a lone percent sign elsewhere in the text must not save the rest from a look. */
const percentDecoded = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return run.replace(/%([0-9a-f]{2})/gi, (_, byte: string) => {
        const code = Number.parseInt(byte, 16)
        return code < 0x80 ? String.fromCharCode(code) : '\uFFFD'
      })
    }
  })
