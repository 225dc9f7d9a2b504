import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterAll, afterEach, expect } from 'vitest'
import { developmentVariables } from '../variables.ts'

/** Setup of the project `objects`. faults.md 28: whatever its files did, no secret of Amazon's is written anywhere. */

/** What one instance of the tests has seen, whichever files share it. */
interface Seen {
  readonly secrets: Map<string, string>
  /** Lines of the log and messages of the queues, as they were written. */
  readonly written: string[]
  /** Objects that were looked through after the file that used them. */
  readonly objects: Set<string>
}
const kept = globalThis as typeof globalThis & { secretsSeen?: Seen }
kept.secretsSeen ??= watching()
export const seen: Seen = kept.secretsSeen

function watching(): Seen {
  const written: string[] = []
  for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const) {
    const real = console[level].bind(console)
    console[level] = (...values: unknown[]) => {
      written.push(`log ${values.map(String).join(' ')}`)
      real(...values)
    }
  }
  // Every binding of a queue in this isolate, the objects' own among them.
  const queues: Record<'send' | 'sendBatch', (body: unknown, options?: unknown) => Promise<unknown>> =
    Object.getPrototypeOf(env.AUDIT)
  for (const method of ['send', 'sendBatch'] as const) {
    const real = queues[method]
    queues[method] = function (body, options) {
      written.push(`queue ${JSON.stringify(body)}`)
      return real.call(this, body, options)
    }
  }
  return { secrets: new Map(), written, objects: new Set() }
}

/** Amazon forgets what it issued at every reset, so each test's is noted when it ends. */
export async function noteSecrets(): Promise<void> {
  const answer = await fetch(`${developmentVariables.SELLER_CENTRAL_ORIGIN}/control/issued`)
  const { issued } = await answer.json<{ issued: { kind: string; value: string }[] }>()
  for (const { kind, value } of issued) seen.secrets.set(value, kind)
  seen.secrets.set(developmentVariables.LWA_CLIENT_SECRET, 'client secret')
}

/** The closing letters of a secret are its own, whatever all of its kind begin with. */
const PART_LENGTH = 24

/** How a secret could be written down: as it is, in hex, in base64 wherever it may begin. */
function spellings(secret: string): readonly string[] {
  const part = Buffer.from(secret.slice(-PART_LENGTH))
  const shifted = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), part]).toString('base64')
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + part.length) * 8) / 6))
  })
  const urlSafe = shifted.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  const percent = encodeURIComponent(part.toString())
  return [...new Set([part.toString(), part.toString('hex'), percent, ...shifted, ...urlSafe])]
}

type Row = Readonly<Record<string, unknown>>
const bytesAsText = (_: string, value: unknown): unknown =>
  value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? Buffer.from(value as ArrayBuffer).toString('latin1')
    : value
const asText = (rows: readonly Row[]): string => JSON.stringify(rows, bytesAsText)

const TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'"

async function directory(): Promise<string> {
  const { results } = await env.DB.prepare(TABLES).all<{ name: string }>()
  const tables = await Promise.all(
    results.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`).all<Row>()),
  )
  return tables.map((table) => asText(table.results)).join('\n')
}

async function bucket(): Promise<string> {
  const texts: string[] = []
  let cursor: string | undefined
  do {
    const page = await env.KEY_SHARES.list(cursor === undefined ? {} : { cursor })
    for (const { key } of page.objects) {
      const object = await env.KEY_SHARES.get(key)
      texts.push(
        `${key} ${object === null ? '' : Buffer.from(await object.arrayBuffer()).toString('latin1')}`,
      )
    }
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor !== undefined)
  return texts.join('\n')
}

async function objects(): Promise<string> {
  const texts: string[] = []
  for (const id of await listDurableObjectIds(env.STORES)) {
    if (seen.objects.has(id.toString())) continue
    seen.objects.add(id.toString())
    const look = () =>
      runInDurableObject(env.STORES.get(id), (_, { storage: { sql } }) => {
        for (const { name } of sql.exec<{ name: string }>(TABLES).toArray())
          texts.push(asText(sql.exec(`SELECT * FROM "${name}"`).toArray()))
      })
    // An object that a test has ended is met anew at the second try.
    await look().catch(look)
  }
  return texts.join('\n')
}

/** Letters of a spelling by which it is first looked for: no spelling is shorter. */
const HEAD_LENGTH = 8
/** Of four letters, one of few numbers: where no spelling begins with them, nothing else need be looked at. */
const markOf = (text: string, at: number): number =>
  ((text.charCodeAt(at) << 12) ^
    (text.charCodeAt(at + 1) << 8) ^
    (text.charCodeAt(at + 2) << 4) ^
    text.charCodeAt(at + 3)) &
  0xffff

interface Spelling {
  readonly kind: string
  readonly text: string
}

/** All spellings at once: each text is gone through a single time, however many secrets there were. */
function spelled(secrets: ReadonlyMap<string, string>): (text: string) => readonly string[] {
  const marks = new Uint8Array(0x10000)
  const byHead = new Map<string, Spelling[]>()
  for (const [secret, kind] of secrets) {
    for (const text of spellings(secret)) {
      const head = text.slice(0, HEAD_LENGTH)
      marks[markOf(text, 0)] = 1
      byHead.set(head, [...(byHead.get(head) ?? []), { kind, text }])
    }
  }
  return (text) => {
    const found = new Set<string>()
    for (let at = 0; at + HEAD_LENGTH <= text.length; at += 1) {
      if (marks[markOf(text, at)] === 0) continue
      for (const one of byHead.get(text.slice(at, at + HEAD_LENGTH)) ?? [])
        if (text.startsWith(one.text, at)) found.add(one.kind)
    }
    return [...found]
  }
}

/** `KIND in PLACE` for each secret that is written down somewhere. */
export async function secretsWritten(): Promise<readonly string[]> {
  const places = {
    'a log or a queue': seen.written.join('\n'),
    'the directory': await directory(),
    'a bucket': await bucket(),
    'an object': await objects(),
  }
  const kindsIn = spelled(seen.secrets)
  return Object.entries(places)
    .flatMap(([place, text]) => kindsIn(text).map((kind) => `${kind} in ${place}`))
    .toSorted()
}

/** The file whose tests these hooks follow; of the files in workerd only those that kill objects are searched after. */
let file = ''
const isSearched = (): boolean => file.endsWith('.objects.test.ts')

afterEach(async ({ task }) => {
  file = task.file.filepath
  if (isSearched()) await noteSecrets()
})
afterAll(async () => {
  if (!isSearched()) return
  expect(await secretsWritten(), 'faults.md 28: secrets written down').toEqual([])
})
