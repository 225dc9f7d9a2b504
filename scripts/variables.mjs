import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseEnv } from 'node:util'

/**
 * Addresses of a local pair. The app is on `localhost` and the simulator on `127.0.0.1`: two sites, as Amazon is
 * another site than ours, so that cookies behave as they will.
 *
 * @typedef {{ readonly app: number, readonly simulator: number }} Ports
 * @typedef {Record<string, string>} Variables
 */

/** @param {Ports} ports */
export const originsOf = (ports) => ({
  app: `http://localhost:${ports.app}`,
  simulator: `http://127.0.0.1:${ports.simulator}`,
  second: `http://127.0.0.1:${ports.simulator + 1}`,
})

/** What is drawn once and kept: new values would make what is sealed in the local database unreadable. */
const newSecrets = () => ({
  AMAZON_APPLICATION_ID: `amzn1.sp.solution.${randomUUID()}`,
  LWA_CLIENT_ID: `amzn1.application-oa2-client.${randomBytes(16).toString('hex')}`,
  LWA_CLIENT_SECRET: `amzn1.oa2-cs.v1.${randomBytes(32).toString('hex')}`,
  TOKEN_KEYS: JSON.stringify({ active: 'local-1', keys: { 'local-1': randomBytes(32).toString('base64') } }),
  CLOCK_OFFSET_SECONDS: '0',
})

/**
 * The app's variables for a local run: whatever was there is kept, but those that follow from the ports.
 *
 * @param {Ports} ports
 * @param {Variables} kept
 * @returns {Variables & ReturnType<typeof newSecrets>}
 */
function appVariables(ports, kept) {
  const origins = originsOf(ports)
  return {
    ...newSecrets(),
    ...kept,
    PUBLIC_ORIGIN: origins.app,
    LWA_TOKEN_URL: `${origins.simulator}/auth/o2/token`,
    SPAPI_ENDPOINT_NA: `${origins.simulator}/spapi/na`,
    SPAPI_ENDPOINT_EU: `${origins.simulator}/spapi/eu`,
    SPAPI_ENDPOINT_FE: `${origins.simulator}/spapi/fe`,
    SELLER_CENTRAL_ORIGIN: origins.simulator,
    REPORT_DOCUMENT_ORIGIN: origins.simulator,
    MAIL_URL: `${origins.simulator}/mailbox`,
  }
}

/**
 * The simulator's variables: it knows the app as Amazon would, by its application's registration.
 *
 * @param {Ports} ports
 * @param {ReturnType<typeof appVariables>} app
 * @returns {Variables}
 */
function simulatorVariables(ports, app) {
  const origins = originsOf(ports)
  return {
    APPLICATION_ID: app.AMAZON_APPLICATION_ID,
    LWA_CLIENT_ID: app.LWA_CLIENT_ID,
    LWA_CLIENT_SECRET: app.LWA_CLIENT_SECRET,
    REDIRECT_URI: `${origins.app}/amazon/callback`,
    LOGIN_URI: `${origins.app}/amazon/login`,
    SECOND_ORIGIN: origins.second,
    CLOCK_OFFSET_SECONDS: app.CLOCK_OFFSET_SECONDS,
  }
}

/**
 * Writes both files of variables, readable by this user only. Idempotent for the same ports.
 *
 * @param {Ports} ports
 * @param {{ readonly app: string, readonly simulator: string }} files
 * @returns {boolean} whether the app's file was made new
 */
export function writeVariables(ports, files) {
  const isNew = !existsSync(files.app)
  const kept = isNew ? {} : /** @type {Variables} */ (parseEnv(readFileSync(files.app, 'utf8')))
  const app = appVariables(ports, kept)
  write(files.app, app)
  write(files.simulator, simulatorVariables(ports, app))
  return isNew
}

/**
 * @param {string} file
 * @param {Variables} variables
 */
function write(file, variables) {
  mkdirSync(dirname(file), { recursive: true })
  const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'`)
  const head =
    '# Made by npm start for this machine only. Ports are rewritten at each start; the rest is kept.'
  writeFileSync(file, `${[head, ...lines].join('\n')}\n`, { mode: 0o600 })
}
