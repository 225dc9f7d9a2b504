import { CannotStart, localPair, placeIn } from './pair.mjs'
import { ROOT } from './tools.mjs'

/** `npm start`: the app and the Amazon simulator, until Ctrl-C. Leaves no process behind, however it ends. */

/** How often we look whether npm is still there: it passes on SIGINT and SIGTERM, not SIGHUP or SIGKILL. */
const PARENT_CHECK_MS = 250

/**
 * @param {string} name
 * @param {number} fallback
 */
function portFrom(name, fallback) {
  const value = process.env[name]
  if (value === undefined || value === '') return fallback
  const port = Number(value)
  if (Number.isInteger(port) && port >= 1024 && port <= 65_534) return port
  console.error(`${name} must be a port between 1024 and 65534.`)
  process.exit(1)
}

/** Lines of the start-up are kept back and shown only when it fails. */
let isReady = false
/** @type {string[]} */
const heldBack = []

/**
 * @param {string} name
 * @param {string} line
 */
function report(name, line) {
  if (line.trim() === '') return
  if (isReady) console.log(`${name} | ${line}`)
  else heldBack.push(`${name} | ${line}`)
}

const ports = { app: portFrom('PORT', 8787), simulator: portFrom('SIMULATOR_PORT', 8788) }
const pair = localPair(placeIn(process.env['LOCAL_DIRECTORY'] || ROOT, ports), report)

let isEnding = false

/**
 * Ends everything; asked again, at once.
 *
 * @param {number} code
 */
async function end(code) {
  if (isEnding) return pair.kill()
  isEnding = true
  await pair.stop()
  process.exit(code)
}

const npm = process.ppid
setInterval(() => {
  if (process.ppid !== npm) void end(1)
}, PARENT_CHECK_MS).unref()
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => void end(0))
process.on('exit', () => pair.kill())

try {
  console.log('Starting the Amazon simulator and the app …')
  const { isNew, ended } = await pair.start()
  isReady = true
  if (isNew) console.log('Made local secrets in .dev.vars (ignored by git, for this machine only).')
  console.log(`
  App        ${pair.origins.app}
  Simulator  ${pair.origins.simulator}   stands in for Amazon and for the mail server

Try this: sign up with any address, open the mail at ${pair.origins.simulator}/mailbox,
make a passkey, connect a store, choose a demo seller, allow, and open the inventory.
Ctrl-C ends everything. Local data stays in .wrangler/ and simulator/.wrangler/.
`)
  const name = await ended
  if (!isEnding) {
    console.error(`The ${name} ended by itself: everything is stopped.`)
    await end(1)
  }
} catch (thrown) {
  if (!isEnding) {
    for (const line of heldBack) console.error(line)
    console.error(thrown instanceof CannotStart ? thrown.message : thrown)
    await end(1)
  }
}
