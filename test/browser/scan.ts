import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One way in which a secret, or a part of it, could be written down. */
export interface Needle {
  readonly name: string
  readonly encoding: string
  readonly bytes: Buffer
}

/** Parts of a long text are looked for one by one: a database may cut a record in two where a page ends. */
const PART_BYTES = 20
const PARTS_MAX = 3

/**
 * Everything to look for when a secret must be nowhere: as it is, in base64 and base64url at any of the three
 * alignments that a longer text around it may give, in hex, percent-encoded, escaped for JSON, in UTF-16; and the bytes
 * that the secret itself encodes, when it is base64.
 */
export function needlesOf(name: string, secret: string): readonly Needle[] {
  const written = partsOf(Buffer.from(secret)).flatMap((part) => encodingsOf(name, part))
  const decoded = bytesEncodedBy(secret).flatMap((bytes) =>
    partsOf(bytes).flatMap((part) => plainly(name, part)),
  )
  const needles = [...written, ...widely(name, secret), ...decoded]
  // Last first, so that the plainest name of the same bytes stays.
  return [
    ...new Map(needles.toReversed().map((needle) => [needle.bytes.toString('latin1'), needle])).values(),
  ]
}

/** `NAME as ENCODING` for each secret found, once for each encoding. */
export function findIn(needles: readonly Needle[], hay: Buffer): readonly string[] {
  const found = needles.filter(({ bytes }) => hay.includes(bytes))
  return [...new Set(found.map(({ name, encoding }) => `${name} as ${encoding}`))]
}

/** Every file below a directory, whatever its name: databases, their `-wal`, blobs. */
export function filesBelow(directory: string): readonly { readonly path: string; readonly bytes: Buffer }[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, bytes: readFileSync(path) }))
}

/** What a base64 or base64url text stands for, from 16 bytes on: shorter ones are words. */
function bytesEncodedBy(secret: string): readonly Buffer[] {
  if (!/^[A-Za-z0-9+/_-]{22,}={0,2}$/.test(secret)) return []
  return [Buffer.from(secret, 'base64')]
}

function partsOf(bytes: Buffer): readonly Buffer[] {
  const count = Math.min(PARTS_MAX, Math.floor(bytes.length / PART_BYTES))
  if (count <= 1) return [bytes]
  const step = (bytes.length - PART_BYTES) / (count - 1)
  return Array.from({ length: count }, (_, index) => {
    const start = Math.floor(index * step)
    return bytes.subarray(start, start + PART_BYTES)
  })
}

/** As V8 keeps a text that holds any letter beyond Latin-1: what objects store by key is written that way. */
function widely(name: string, secret: string): readonly Needle[] {
  const starts = secret.length < 2 * PART_BYTES ? [0] : [0, secret.length - PART_BYTES]
  const length = starts.length === 1 ? secret.length : PART_BYTES
  return starts.map((start) => ({
    name,
    encoding: 'UTF-16',
    bytes: Buffer.from(secret.slice(start, start + length), 'utf16le'),
  }))
}

const plainly = (name: string, bytes: Buffer): readonly Needle[] => [
  { name, encoding: 'raw', bytes },
  { name, encoding: 'hex', bytes: Buffer.from(bytes.toString('hex')) },
  { name, encoding: 'hex', bytes: Buffer.from(bytes.toString('hex').toUpperCase()) },
]

function encodingsOf(name: string, bytes: Buffer): readonly Needle[] {
  const text = bytes.toString('latin1')
  const everyByte = bytes.toString('hex').replaceAll(/../g, '%$&')
  const asNeedle = (encoding: string, written: string): Needle => ({
    name,
    encoding,
    bytes: Buffer.from(written),
  })
  const inBase64 = [0, 1, 2].flatMap((offset) => {
    const written = base64At(bytes, offset)
    const urlSafe = written.replaceAll('+', '-').replaceAll('/', '_')
    return [asNeedle('base64', written), asNeedle('base64url', urlSafe)]
  })
  return [
    ...plainly(name, bytes),
    asNeedle('JSON', JSON.stringify(bytes.toString()).slice(1, -1)),
    asNeedle('URL-encoded', percentEncoded(text)),
    asNeedle('URL-encoded', percentEncoded(text).toLowerCase()),
    asNeedle('form-encoded', percentEncoded(text).replaceAll('%20', '+')),
    asNeedle('URL-encoded', everyByte),
    asNeedle('URL-encoded', everyByte.toUpperCase()),
    ...inBase64,
  ]
}

/** The characters that these bytes alone decide, where `offset` bytes of something else come before them. */
function base64At(bytes: Buffer, offset: number): string {
  const written = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  return written.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
}

/** All but what never needs it, byte by byte, as a form or a query writes it. */
const percentEncoded = (latin1: string): string =>
  latin1.replaceAll(
    /[^A-Za-z0-9_.~-]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
