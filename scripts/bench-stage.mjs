import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle, moduleAt, optionsOf, simulatorIn, started, variablesIn } from './bundles.mjs'
import { migrate } from './local-database.mjs'
import { placeIn } from './pair.mjs'
import { freshDirectory } from './tools.mjs'
import { originsOf, writeVariables } from './variables.mjs'

/**
 * The deployable bundles of the app and of the simulator, a runtime each, without wrangler's proxy in between: figures
 * taken here are the bundle's own, and what the app's runtime keeps in memory is not Amazon's.
 */

/** Nothing listens there: pages are asked for inside the app's runtime. */
const APP_PORT = 8787

/** Workers besides the app that serve its pages and reach the same objects, as the same app does in many places. */
const DOORS = ['door-1', 'door-2', 'door-3']
/** All that serve pages. */
export const WORKERS = ['app', ...DOORS]

/** The bundle with one thing more: its object of a store can be ended at any moment, as the platform may. */
const ABORTABLE = `export * from './index.js'
export { default } from './index.js'
import { StoreObject as Deployed } from './index.js'
export class StoreObject extends Deployed {
  abortNow() { this.ctx.abort('aborted by the bench') }
}`

/**
 * Between the bench and the Workers, as a browser is: Node's own requests say that no page navigates. `x-door` names
 * the Worker. With `x-times` and `x-at-once` it asks so often, and answers when the last page was whole: then no
 * answer passes through the bench's own process, which would count with both sides of a ratio.
 */
const BROWSER = `export default {
  async fetch(request, env) {
    const navigation = new Request(request)
    navigation.headers.set('sec-fetch-mode', 'navigate')
    const ask = () => env[request.headers.get('x-door')].fetch(navigation.clone())
    let left = Number(request.headers.get('x-times') ?? 0)
    if (left === 0) return ask()
    const one = async () => {
      while (left > 0) {
        left -= 1
        const answer = await ask()
        await answer.text()
        if (answer.status !== 200) throw new Error('answered ' + answer.status)
      }
    }
    await Promise.all(Array.from({ length: Number(request.headers.get('x-at-once')) }, one))
    return new Response('done')
  },
}`

/** What pages of ours are set beside. */
export const BARE = 'bare'
const BARE_CONFIG = 'scripts/bench-bare.toml'

/** @param {ReturnType<typeof bundle>} built */
function abortable({ modulesRoot, modules }) {
  const path = join(modulesRoot, 'abortable.js')
  writeFileSync(path, ABORTABLE)
  return { modulesRoot, modules: [moduleAt(path), ...modules] }
}

/**
 * What runs beside it: the app and its doors, a browser, the bare Worker.
 *
 * @param {string} directory
 * @param {string} variables
 */
function workersIn(directory, variables) {
  const app = optionsOf('wrangler.toml')
  const built = bundle('wrangler.toml', join(directory, 'app'))
  const bare = optionsOf(BARE_CONFIG)
  const { queueConsumers, cronTriggers, ...served } = app
  const page = { ...served, bindings: { ...app.bindings, ...variablesIn(variables) } }
  return [
    { ...page, name: 'app', ...abortable(built), queueConsumers, cronTriggers },
    ...DOORS.map((name) => ({ ...page, name, ...built, durableObjects: ofTheApp(app.durableObjects) })),
    {
      name: 'browser',
      compatibilityDate: '2026-10-20',
      modules: true,
      script: BROWSER,
      serviceBindings: Object.fromEntries([...WORKERS, BARE].map((name) => [name, name])),
    },
    {
      ...bare,
      name: BARE,
      ...bundle(BARE_CONFIG, join(directory, 'bare')),
      d1Databases: app.d1Databases,
    },
  ]
}

/** The runtimes that this process has started and that are still running, by their process ids. */
function runtimes() {
  const all = execFileSync('ps', ['-A', '-o', 'ppid=,pid=,comm='], { encoding: 'utf8' })
  const rows = all.split('\n').map((line) => line.trim().split(/ +/))
  return rows.flatMap(([parent, pid, name]) =>
    Number(parent) === process.pid && name === 'workerd' ? [pid] : [],
  )
}

/** Starts both and migrates the database; about 8 s, most of it the bundling. */
export async function setBench() {
  const directory = freshDirectory('bench')
  // Neither knows where the other is before it listens: the app starts last, and is told.
  const { variables } = placeIn(directory, { app: APP_PORT, simulator: 0 })
  writeVariables({ app: APP_PORT, simulator: 0 }, variables)
  const amazon = await started([simulatorIn(join(directory, 'simulator-bundle'), variables.simulator)])
  const ports = { app: APP_PORT, simulator: amazon.port }
  writeVariables(ports, variables)
  const others = runtimes()
  const { runtime } = await started(workersIn(directory, variables.app))
  const [pid] = runtimes().filter((one) => !others.includes(one))
  const database = await runtime.getD1Database('DB', 'app')
  await migrate(database)
  const stores = await runtime.getDurableObjectNamespace('STORES', 'app')
  return {
    database,
    browser: await runtime.getWorker('browser'),
    /**
     * Ends a store's object, whatever it is doing. The next who asks meets a new one.
     *
     * @param {string} store
     */
    abort: async (store) => {
      const object = /** @type {unknown} */ (stores.get(stores.idFromName(store)))
      await /** @type {{ abortNow: () => Promise<void> }} */ (object).abortNow().catch(() => undefined)
    },
    simulator: await amazon.runtime.getWorker('simulator'),
    origins: originsOf(ports),
    /** What the app's runtime has in memory now. */
    residentBytes: () =>
      1024 * Number(execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`], { encoding: 'utf8' })),
    stop: async () => {
      await Promise.all([runtime.dispose(), amazon.runtime.dispose()])
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/**
 * The same classes, bound to the app's own objects instead of a Worker's.
 *
 * @param {Record<string, object>} [durableObjects]
 */
const ofTheApp = (durableObjects = {}) =>
  Object.fromEntries(
    Object.entries(durableObjects).map(([name, bound]) => [name, { ...bound, scriptName: 'app' }]),
  )

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const newId = () => Array.from(randomBytes(26), (byte) => ALPHABET[byte % 32]).join('')

/**
 * A person with an account and a session, without the ceremonies that the bench does not measure.
 *
 * @param {Awaited<ReturnType<typeof setBench>>['database']} database
 */
export async function newPerson(database) {
  const id = newId()
  const session = randomBytes(32).toString('base64url')
  const hash = createHash('sha256').update(session).digest('hex')
  const now = Date.now()
  await database
    .prepare('INSERT INTO person (id, email, language, created_at_ms) VALUES (?, ?, ?, ?)')
    .bind(id, `${id}@seller.example`, 'en', now)
    .run()
  await database
    .prepare('INSERT INTO session (hash, person_id, created_at_ms, last_seen_at_ms) VALUES (?, ?, ?, ?)')
    .bind(hash, id, now, now)
    .run()
  return { id, session }
}
