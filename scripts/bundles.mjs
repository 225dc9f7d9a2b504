import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from 'wrangler'
import { quietEnvironment, ROOT, WRANGLER } from './tools.mjs'

/** The deployable bundles in the runtime itself, without wrangler around them: it watches files and proxies each request. */

/** @typedef {Parameters<typeof convertV4MiniflareOptions>[0]} RuntimeOptions */

/**
 * Bundles as for deployment, unless that is there already: about 3 s.
 *
 * @param {string} config
 * @param {string} directory
 */
export function bundle(config, directory) {
  const isThere = existsSync(directory) && readdirSync(directory).some((name) => name.endsWith('.js'))
  if (!isThere) {
    const build = [WRANGLER, 'deploy', '--dry-run', '-c', config, '--outdir', directory]
    execFileSync(process.execPath, build, { cwd: ROOT, env: quietEnvironment(), stdio: 'pipe' })
  }
  const entry = readdirSync(directory).find((name) => name.endsWith('.js')) ?? ''
  return { modulesRoot: directory, modules: [moduleAt(join(directory, entry))] }
}

/** @param {string} path */
export const moduleAt = (path) => ({ type: /** @type {const} */ ('ESModule'), path })

/**
 * What wrangler would give the runtime for this configuration.
 *
 * @param {string} config
 * @returns {{ bindings?: Record<string, string>, d1Databases?: object, durableObjects?: Record<string, object>,
 *   queueConsumers?: object, cronTriggers?: readonly string[] }}
 */
export const optionsOf = (config) => /** @type {{}} */ (workerOptionsOf(config).workerOptions)

/** @param {string} file */
export const variablesIn = (file) => parseEnv(readFileSync(file, 'utf8'))

/**
 * Amazon, as a site of its own.
 *
 * @param {string} directory of its bundle
 * @param {string} variables
 */
export function simulatorIn(directory, variables) {
  const simulator = optionsOf('simulator/wrangler.toml')
  return {
    ...simulator,
    name: 'simulator',
    ...bundle('simulator/wrangler.toml', directory),
    bindings: { ...simulator.bindings, ...variablesIn(variables) },
  }
}

/**
 * A runtime of its own process.
 *
 * @param {readonly object[]} workers
 * @param {{ readonly host?: string, readonly port?: number, readonly resourcePersistencePath?: string }} [where] by
 *   default a free port of this machine, and nothing is kept
 */
export async function started(workers, where = {}) {
  const options = { host: '127.0.0.1', port: 0, ...where, workers }
  // Wrangler types its options more loosely than the runtime takes them.
  const runtime = new Miniflare(
    convertV4MiniflareOptions(/** @type {RuntimeOptions} */ (/** @type {unknown} */ (options))),
  )
  const { port } = await runtime.ready
  return { runtime, port: Number(port) }
}
