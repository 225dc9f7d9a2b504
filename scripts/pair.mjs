import { join } from 'node:path'
import { answering, forward, isFree, processes } from './processes.mjs'
import { ROOT, WRANGLER } from './tools.mjs'
import { originsOf, writeVariables } from './variables.mjs'

/**
 * The app and the Amazon simulator on this machine, as two Workers with an origin each.
 *
 * @typedef {object} Place
 * @property {import('./variables.mjs').Ports} ports
 * @property {string} appState directory of the app's databases, objects and buckets
 * @property {string} simulatorState
 * @property {{ readonly app: string, readonly simulator: string }} variables files of local variables and secrets
 */

/**
 * Where a pair keeps its data and secrets below a directory: the checkout for `npm start`, a fresh one for a test.
 *
 * @param {string} directory
 * @param {import('./variables.mjs').Ports} ports
 * @returns {Place}
 */
export const placeIn = (directory, ports) => ({
  ports,
  appState: join(directory, '.wrangler/state'),
  simulatorState: join(directory, 'simulator/.wrangler/state'),
  variables: { app: join(directory, '.dev.vars'), simulator: join(directory, 'simulator/.dev.vars') },
})

const MIGRATE = join(ROOT, 'scripts/migrate.mjs')

/** A sentence for the person at the terminal; no stack. */
export class CannotStart extends Error {}

/**
 * Starts nothing yet: `start()` does, and `stop()` may be called at any moment of it.
 *
 * @param {Place} place
 * @param {(name: string, line: string) => void} report receives every line that either Worker writes
 */
export function localPair(place, report) {
  const { ports } = place
  const origins = originsOf(ports)
  const group = processes(report)
  /** @type {() => void} */
  let endForwarding = () => {}

  /**
   * Starts the simulator while the local database is migrated, then the app (at the same instant two servers of
   * wrangler can take the same port), and resolves when both answer.
   *
   * @returns {Promise<{ ended: Promise<string>, isNew: boolean }>} `ended` resolves with the name of a Worker that
   *   ended by itself
   */
  async function start() {
    await refuseTakenPorts(ports)
    const isNew = writeVariables(ports, place.variables)
    const simulator = group.start(
      'simulator',
      dev(
        ports.simulator,
        '127.0.0.1',
        place.simulatorState,
        place.variables.simulator,
        'simulator/wrangler.toml',
      ),
      { WRANGLER_REGISTRY_PATH: join(place.simulatorState, 'registry') },
    )
    const migrate = group.start('migrations', [MIGRATE, place.appState])
    if ((await migrate.exited) !== 0) throw new CannotStart('The local database could not be migrated.')
    await answering(simulator, origins.simulator)
    endForwarding = await forward(ports.simulator + 1, ports.simulator)
    const app = group.start(
      'app',
      dev(ports.app, 'localhost', place.appState, place.variables.app, 'wrangler.toml'),
      { WRANGLER_REGISTRY_PATH: join(place.appState, 'registry') },
    )
    await answering(app, `${origins.app}/healthz`)
    return { isNew, ended: Promise.race([simulator, app].map((it) => it.exited.then(() => it.name))) }
  }

  /** Ends everything that was started. Idempotent. */
  async function stop() {
    endForwarding()
    await group.stop()
  }

  return { origins, start, stop, kill: group.kill }
}

/**
 * @param {number} port
 * @param {string} host
 * @param {string} state
 * @param {string} variables
 * @param {string} config
 */
function dev(port, host, state, variables, config) {
  const listen = ['--ip', host, '--port', String(port), '--inspector-port', '0']
  const local = ['--persist-to', state, '--env-file', variables, '--show-interactive-dev-session=false']
  return [WRANGLER, 'dev', '-c', config, ...listen, ...local]
}

/** @param {import('./variables.mjs').Ports} ports */
async function refuseTakenPorts(ports) {
  const wanted = [
    { port: ports.app, setting: 'PORT' },
    { port: ports.simulator, setting: 'SIMULATOR_PORT' },
    { port: ports.simulator + 1, setting: 'SIMULATOR_PORT (its second port)' },
  ]
  for (const { port, setting } of wanted) {
    if (wanted.some((other) => other.port === port && other.setting !== setting)) {
      throw new CannotStart(
        `Port ${port} is wanted twice: the app needs PORT, the simulator SIMULATOR_PORT and the next.`,
      )
    }
    if (!(await isFree(port))) {
      throw new CannotStart(
        `Port ${port} is already in use. End what uses it, or choose another with ${setting}.`,
      )
    }
  }
}
