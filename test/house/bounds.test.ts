import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isNodeNewEnough } from '../../scripts/install.mjs'

const root = join(import.meta.dirname, '../..')
const CONFIGS = ['wrangler.toml', 'simulator/wrangler.toml'].map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}))
const app = CONFIGS[0]?.text ?? ''

/** From then on pending I/O keeps an object alive, and `deleteAll()` clears alarms. */
const EARLIEST = '2026-10-01'

/** The runtime names the newest compatibility date it knows in its version: 1.20261023.2 is 2026-10-23. */
function newestDateOfRuntime(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(root, 'node_modules/workerd/package.json'), 'utf8'),
  )
  const [, year, month, day] = /^\d+\.(\d{4})(\d{2})(\d{2})\./.exec(version) ?? []
  return `${year}-${month}-${day}`
}

test.each(CONFIGS)('$path keeps its compatibility date within the bounds', ({ text }) => {
  const date = /^compatibility_date = "(\d{4}-\d{2}-\d{2})"$/m.exec(text)?.[1] ?? ''
  expect(newestDateOfRuntime()).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  expect(date >= EARLIEST, `${date} is before ${EARLIEST}`).toBe(true)
  expect(date <= newestDateOfRuntime(), `${date} is after ${newestDateOfRuntime()}`).toBe(true)
})

test('queries stay out of invocation logs: they carry the codes and links that paths never do', () => {
  expect(sectionOf(app, 'observability')).toContain('redact_query_string = true')
})

test('each queue that is written to, and its dead-letter queue, has a consumer', () => {
  const produced = [...app.matchAll(/\[\[queues\.producers\]\]\n(?:.+\n)*?queue = "([\w-]+)"/g)].map(
    (it) => it[1],
  )
  const dead = [...app.matchAll(/dead_letter_queue = "([\w-]+)"/g)].map((it) => it[1])
  const consumed = [...app.matchAll(/\[\[queues\.consumers\]\]\n(?:.+\n)*?queue = "([\w-]+)"/g)].map(
    (it) => it[1],
  )
  expect(produced).toEqual(['audit', 'revocation'])
  expect(dead).toEqual(['audit-dead-letter', 'revocation-dead-letter'])
  expect(consumed.toSorted()).toEqual([...produced, ...dead].toSorted())
})

test('neither Worker has an address of the platform’s, and the simulator no route at all', () => {
  for (const { text } of CONFIGS) {
    expect(text).toContain('workers_dev = false')
    expect(text).toContain('preview_urls = false')
  }
  expect(CONFIGS[1]?.text).not.toMatch(/^routes? ?=|^\[\[routes/m)
})

test('the bench measures the runtime that everything else runs in: one copy is installed', () => {
  const { packages }: { packages: Record<string, { version?: string }> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  )
  for (const name of ['miniflare', 'workerd']) {
    const copies = Object.keys(packages).filter((path) => path.endsWith(`node_modules/${name}`))
    expect(copies, name).toEqual([`node_modules/${name}`])
  }
})

test('no secret stands in wrangler.toml', () => {
  for (const { text } of CONFIGS) expect(text).not.toMatch(/^(?:LWA_CLIENT_SECRET|TOKEN_KEYS)\b/m)
})

test('the Node that runs our tools is one they accept', () => {
  expect(isNodeNewEnough(process.version)).toBe(true)
  expect(isNodeNewEnough('v22.12.0')).toBe(true)
  expect(isNodeNewEnough('v22.11.9')).toBe(false)
  expect(isNodeNewEnough('v20.20.2')).toBe(false)
})

test('the continuous integration script is executable and valid', () => {
  const path = join(root, '.ci/run')
  expect(() => execFileSync('bash', ['-n', path])).not.toThrow()
  expect(() => execFileSync('test', ['-x', path])).not.toThrow()
})

function sectionOf(text: string, name: string): string {
  return text.split(/^\[+/m).find((part) => part.startsWith(`${name}]`)) ?? ''
}
