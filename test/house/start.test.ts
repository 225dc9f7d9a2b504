import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseEnv } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { placeIn } from '../../scripts/pair.mjs'
import { freePorts } from '../../scripts/processes.mjs'
import { freshDirectory, ROOT } from '../../scripts/tools.mjs'
import { writeVariables } from '../../scripts/variables.mjs'

/** `npm start` as a person runs it, in a directory of its own. */
interface Started {
  readonly npm: ChildProcess
  readonly exited: Promise<number | null>
  readonly directory: string
  readonly ports: { readonly app: number; readonly simulator: number }
  /** Process groups seen working for it: they are looked for after wrangler, which alone names the directory, is gone. */
  readonly groups: Set<number>
  readonly output: () => string
}

const GONE_WITHIN_MS = 30_000
const all: Started[] = []
const directories: string[] = []

afterEach(() => {
  for (const started of all.splice(0)) {
    for (const { pid } of [...processesOf(started), { pid: started.npm.pid ?? 0 }]) end(pid)
  }
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true })
})

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Ended by itself, as it should.
  }
}

async function npmStart(environment: Record<string, string> = {}): Promise<Started> {
  const directory = freshDirectory('start')
  directories.push(directory)
  const ports = await freePorts()
  let output = ''
  // Without the pre-script: the packages are there, and a test installs nothing.
  const npm = spawn('npm', ['start', '--ignore-scripts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      LOCAL_DIRECTORY: directory,
      PORT: String(ports.app),
      SIMULATOR_PORT: String(ports.simulator),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const exited = new Promise<number | null>((resolve) => npm.on('exit', resolve))
  const started = { npm, exited, directory, ports, groups: new Set<number>(), output: () => output }
  all.push(started)
  return started
}

/** Each look at the processes starts one: often enough to catch a start, seldom enough to leave it the processor. */
const LOOK_MS = 150

async function until(what: () => boolean, withinMs: number, explain: () => string): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!what()) {
    if (Date.now() > deadline) throw new Error(explain())
    await pause(LOOK_MS)
  }
}

const ready = (started: Started): Promise<void> =>
  until(() => started.output().includes('Ctrl-C ends everything'), 90_000, started.output)

/** Living members of every process group that works in the directory: wrangler names it, workerd and esbuild do not. */
function processesOf({
  directory,
  groups,
}: Started): readonly { readonly pid: number; readonly args: string }[] {
  const all = execFileSync('ps', ['-eo', 'pid=,pgid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, pid, group, stat = '', args = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
      return pid === undefined || stat.startsWith('Z')
        ? []
        : [{ pid: Number(pid), group: Number(group), args }]
    })
  for (const it of all) if (it.args.includes(directory)) groups.add(it.group)
  return all.filter((it) => groups.has(it.group))
}

/** Node under npm, the process that starts the others. */
const scriptOf = (started: Started): number =>
  Number(execFileSync('ps', ['--ppid', String(started.npm.pid), '-o', 'pid='], { encoding: 'utf8' }).trim())

const nothingLeft = (started: Started): Promise<void> =>
  until(
    () => processesOf(started).length === 0,
    GONE_WITHIN_MS,
    () => `left behind: ${JSON.stringify(processesOf(started), null, 1)}`,
  )

test('local secrets are drawn once, and follow the ports', () => {
  const directory = freshDirectory('variables')
  directories.push(directory)
  const files = placeIn(directory, { app: 1, simulator: 2 }).variables
  const read = (file: string) => parseEnv(readFileSync(file, 'utf8'))
  expect(writeVariables({ app: 9001, simulator: 9002 }, files)).toBe(true)
  const first = read(files.app)
  expect(writeVariables({ app: 9011, simulator: 9012 }, files)).toBe(false)
  const second = read(files.app)
  for (const kept of ['TOKEN_KEYS', 'LWA_CLIENT_SECRET', 'LWA_CLIENT_ID', 'AMAZON_APPLICATION_ID']) {
    expect(second[kept]).toBe(first[kept])
  }
  expect(second['PUBLIC_ORIGIN']).toBe('http://localhost:9011')
  expect(second['MAIL_URL']).toBe('http://127.0.0.1:9012/mailbox')
  expect(read(files.simulator)['SECOND_ORIGIN']).toBe('http://127.0.0.1:9013')
  expect(read(files.simulator)['LWA_CLIENT_SECRET']).toBe(second['LWA_CLIENT_SECRET'])
})

describe('npm start', { timeout: 180_000 }, () => {
  test('answers on both origins, keeps its secrets to this user, and leaves nothing behind at SIGTERM', async () => {
    const started = await npmStart()
    await ready(started)
    const { app, simulator } = started.ports
    expect(started.output()).toContain(`http://localhost:${app}`)
    for (const origin of [
      `http://localhost:${app}/en/`,
      `http://127.0.0.1:${simulator}/`,
      `http://127.0.0.1:${simulator + 1}/`,
    ]) {
      expect((await fetch(origin)).status).toBe(200)
    }
    const file = join(started.directory, '.dev.vars')
    expect(statSync(file).mode & 0o077).toBe(0)
    const variables = parseEnv(readFileSync(file, 'utf8'))
    expect(variables['PUBLIC_ORIGIN']).toBe(`http://localhost:${app}`)
    expect(started.output()).not.toContain(variables['LWA_CLIENT_SECRET'])
    expect(started.output()).not.toContain(variables['TOKEN_KEYS'])
    expect(existsSync(join(started.directory, '.wrangler/state/v3/observability'))).toBe(false)
    expect(processesOf(started).length).toBeGreaterThan(3)

    started.npm.kill('SIGTERM')
    await nothingLeft(started)
  })

  test('ends with the app when that crashes, and says so', async () => {
    const started = await npmStart()
    await ready(started)
    const wrangler = processesOf(started).find((it) => it.args.includes('-c wrangler.toml'))
    process.kill(wrangler?.pid ?? 0, 'SIGKILL')
    expect(await started.exited).not.toBe(0)
    expect(started.output()).toContain('The app ended by itself')
    await nothingLeft(started)
  })

  test.each([
    { victim: 'npm', signal: 'SIGINT' },
    { victim: 'npm', signal: 'SIGHUP' },
    { victim: 'npm', signal: 'SIGKILL' },
    { victim: 'our script', signal: 'SIGKILL' },
  ] as const)('leaves nothing behind at $signal to $victim while it starts', async ({ victim, signal }) => {
    const started = await npmStart()
    await until(() => processesOf(started).length > 0, 30_000, started.output)
    process.kill(victim === 'npm' ? (started.npm.pid ?? 0) : scriptOf(started), signal)
    await nothingLeft(started)
    await pause(500)
    await nothingLeft(started)
  })

  test('says in one sentence that a port is in use', async () => {
    const taken = createServer()
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    const started = await npmStart({ PORT: String(port) })
    expect(await started.exited).not.toBe(0)
    expect(started.output()).toContain(`Port ${port} is already in use.`)
    expect(started.output()).not.toMatch(/\n {4}at /)
    await new Promise((resolve) => taken.close(resolve))
  })

  test('says in one sentence that a port is no port', async () => {
    const started = await npmStart({ PORT: 'eighty' })
    expect(await started.exited).not.toBe(0)
    expect(started.output()).toContain('PORT must be a port between 1024 and 65534.')
  })
})
