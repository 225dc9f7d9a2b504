import { join } from 'node:path'
import { READY } from './bundled-pair.mjs'
import { bundle, optionsOf, simulatorIn, started, variablesIn } from './bundles.mjs'
import { migrate } from './local-database.mjs'
import { placeIn } from './pair.mjs'

/** The two Workers of scripts/bundled-pair.mjs, until their process is ended: a directory and two ports are its arguments. */

const [directory = '', app = '', simulator = ''] = process.argv.slice(2)
const place = placeIn(directory, { app: Number(app), simulator: Number(simulator) })
const built = (/** @type {string} */ name, /** @type {string} */ variable) =>
  process.env[variable] || join(directory, name)

await started([simulatorIn(built('simulator-bundle', 'SIMULATOR_BUNDLE'), place.variables.simulator)], {
  port: place.ports.simulator,
  resourcePersistencePath: join(place.simulatorState, 'v3'),
})
const options = optionsOf('wrangler.toml')
const { runtime } = await started(
  [
    {
      ...options,
      name: 'app',
      ...bundle('wrangler.toml', built('app-bundle', 'APP_BUNDLE')),
      bindings: { ...options.bindings, ...variablesIn(place.variables.app) },
    },
  ],
  { host: 'localhost', port: place.ports.app, resourcePersistencePath: join(place.appState, 'v3') },
)
await migrate(await runtime.getD1Database('DB', 'app'))
console.log(READY)
