import { join } from 'node:path'
import { placeIn } from './pair.mjs'
import { forward, processes } from './processes.mjs'
import { ROOT } from './tools.mjs'
import { originsOf, writeVariables } from './variables.mjs'

const BUNDLED = join(ROOT, 'scripts/bundled.mjs')

/** What it says when both listen and the database is migrated. */
export const READY = 'Both are there.'

/**
 * The app and the Amazon simulator as they are deployed, on this machine: what scripts/pair.mjs starts, at a third of its
 * cost, for whoever changes no source meanwhile. Same directories, same addresses.
 *
 * @param {string} directory fresh
 * @param {import('./variables.mjs').Ports} ports free ones
 * @param {(name: string, line: string) => void} report receives every line that either Worker writes
 */
export function bundledPair(directory, ports, report) {
  const origins = originsOf(ports)
  /** @type {() => void} */
  let isReady = () => {}
  const group = processes((name, line) => {
    if (line === READY) isReady()
    report(name, line)
  })
  /** @type {() => void} */
  let endForwarding = () => {}

  /** Resolves when both listen. */
  async function start() {
    writeVariables(ports, placeIn(directory, ports).variables)
    const ready = new Promise((resolve) => {
      isReady = () => resolve(undefined)
    })
    const both = group.start('pair', [BUNDLED, directory, String(ports.app), String(ports.simulator)])
    const ended = both.exited.then(() => Promise.reject(new Error('the pair ended before it was there')))
    await Promise.race([ready, ended])
    endForwarding = await forward(ports.simulator + 1, ports.simulator)
  }

  /** Ends everything that was started. Idempotent. */
  async function stop() {
    endForwarding()
    await group.stop()
  }

  return { origins, start, stop, kill: group.kill }
}
