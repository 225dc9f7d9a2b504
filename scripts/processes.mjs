import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { quietEnvironment, ROOT } from './tools.mjs'

const ATTACHED = pathToFileURL(join(ROOT, 'scripts/attached.mjs')).href

/** Wrangler disposes of its runtime and temporary files within 0.2 s of a signal; a loaded machine gets more. */
const GRACE_MS = 3000

/** Longest wait for a Worker's first answer: bundling takes 2 s on an idle machine. */
const READY_MS = 90_000

/**
 * @typedef {object} Running
 * @property {string} name
 * @property {number} pid also the id of its process group
 * @property {Promise<number>} exited its exit code; 1 when it ended by a signal
 * @property {Promise<unknown>} closed when its last line has been reported
 * @property {() => boolean} failedToBuild wrangler then waits for a change of the source, and never answers
 */

/**
 * Processes that live and end together. Each is a Node program in a process group of its own, since wrangler starts
 * workerd and esbuild, which would survive a signal to wrangler alone.
 *
 * @param {(name: string, line: string) => void} report receives every line that any of them writes
 */
export function processes(report) {
  /** @type {Map<number, Running>} */
  const running = new Map()
  /** @type {Promise<void> | undefined} */
  let stopping

  /**
   * @param {string} name
   * @param {readonly string[]} args arguments of Node: a file and its arguments
   * @param {Record<string, string>} [environment]
   * @returns {Running}
   */
  function start(name, args, environment = {}) {
    if (stopping !== undefined) throw new Error(`${name} was not started: everything is being stopped`)
    const child = spawn(process.execPath, ['--import', ATTACHED, ...args], {
      cwd: ROOT,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: quietEnvironment({ ...environment, ATTACHED_TO: String(process.pid) }),
    })
    if (child.pid === undefined) throw new Error(`${name} could not be started`)
    let failedToBuild = false
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        failedToBuild ||= line.includes('Build failed')
        report(name, line)
      })
    }
    const { pid } = child
    const exited = new Promise((/** @type {(code: number) => void} */ resolve) => {
      child.on('exit', (code) => resolve(code ?? 1))
    })
    const closed = new Promise((resolve) => child.on('close', resolve))
    const entry = { name, pid, exited, closed, failedToBuild: () => failedToBuild }
    running.set(pid, entry)
    void exited.then(() => endGroup(pid)).then(() => running.delete(pid))
    return entry
  }

  /** Ends all groups, politely first. Idempotent; afterwards nothing can be started. */
  function stop() {
    stopping ??= Promise.all([...running.keys()].map((pid) => endGroup(pid))).then(() => undefined)
    return stopping
  }

  /** Ends all groups now: for the last moment of this process, where nothing can be awaited. */
  function kill() {
    for (const pid of running.keys()) signalGroup(pid, 'SIGKILL')
  }

  return { start, stop, kill }
}

/** @typedef {ReturnType<typeof processes>} Processes */

/** @param {number} pid */
async function endGroup(pid) {
  const deadline = Date.now() + GRACE_MS
  let alive = signalGroup(pid, 'SIGTERM')
  while (alive && Date.now() < deadline) {
    await pause(20)
    alive = signalGroup(pid, 0)
  }
  if (alive) signalGroup(pid, 'SIGKILL')
}

/**
 * False when nothing of the group is left.
 *
 * @param {number} pid
 * @param {NodeJS.Signals | 0} signal
 */
function signalGroup(pid, signal) {
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}

/**
 * Waits for any HTTP answer. Throws when the process ends first or nothing answers in time.
 *
 * @param {Running} running
 * @param {string} url
 */
export async function answering(running, url) {
  const deadline = Date.now() + READY_MS
  let ended = false
  void running.exited.then(() => {
    ended = true
  })
  while (Date.now() < deadline) {
    if (ended) throw new Error(`${running.name} ended before it answered`)
    if (running.failedToBuild()) throw new Error(`${running.name} does not build`)
    try {
      const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) })
      await response.body?.cancel()
      return
    } catch {
      await pause(100)
    }
  }
  throw new Error(`${running.name} did not answer at ${url} within ${READY_MS / 1000} s`)
}

/**
 * Passes TCP from one port of 127.0.0.1 to another: the simulator's second port, a further host for a browser.
 *
 * @param {number} from
 * @param {number} to
 * @returns {Promise<() => void>} ends it, with its connections
 */
export async function forward(from, to) {
  /** @type {Set<import('node:net').Socket>} */
  const open = new Set()
  const server = createServer((incoming) => {
    const outgoing = connect(to, '127.0.0.1')
    for (const [one, other] of /** @type {const} */ ([
      [incoming, outgoing],
      [outgoing, incoming],
    ])) {
      open.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  await listening(server, from, '127.0.0.1')
  return () => {
    server.close()
    for (const socket of open) socket.destroy()
  }
}

/**
 * @param {import('node:net').Server} server
 * @param {number} port
 * @param {string} host
 */
function listening(server, port, host) {
  return new Promise((/** @type {(value: undefined) => void} */ resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(undefined))
  })
}

/**
 * Whether a server could listen there now, on both loopback addresses (`localhost` means either).
 *
 * @param {number} port
 */
export async function isFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer()
    try {
      await listening(server, port, host)
      await new Promise((resolve) => server.close(resolve))
    } catch (thrown) {
      if (/** @type {NodeJS.ErrnoException} */ (thrown).code === 'EADDRINUSE') return false
    }
  }
  return true
}

/** Below what systems hand out to outgoing connections, of which any could take a port in the moment before we do. */
const LISTENING_FROM = 10_000
const EPHEMERAL_FROM = 32_000

/**
 * Ports that nobody uses now: one for an app, two neighbours for a simulator.
 *
 * @returns {Promise<import('./variables.mjs').Ports>}
 */
export async function freePorts() {
  for (;;) {
    const app = randomInt(LISTENING_FROM, EPHEMERAL_FROM - 2)
    const ports = [app, app + 1, app + 2]
    const free = await Promise.all(ports.map((port) => isFree(port)))
    if (free.every(Boolean)) return { app, simulator: app + 1 }
  }
}
