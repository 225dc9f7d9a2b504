import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as z from 'zod'
import { placeIn } from './pair.mjs'
import { quietEnvironment, ROOT, WRANGLER } from './tools.mjs'

/** What the commands for operators share: an account by its address, and the local or the deployed database. */

const answers = z.array(z.object({ results: z.array(z.record(z.string(), z.unknown())) }))

/** The rule of sign-up (src/identity/address.ts): not every Node that runs wrangler reads TypeScript. */
export const emailAddress = z.string().max(254).normalize('NFKC').trim().toLowerCase().pipe(z.email())

/**
 * A sentence for the person at the terminal.
 *
 * @param {string} sentence
 * @returns {never}
 */
export function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}

/** @param {string} text */
export const quoted = (text) => `'${text.replaceAll("'", "''")}'`

/**
 * The rows that each statement returned, in order; ends with a sentence when the database did not take it.
 *
 * @param {readonly string[]} statements
 * @param {boolean} isRemote
 */
export function executeAll(statements, isRemote) {
  const state = placeIn(process.env['LOCAL_DIRECTORY'] || ROOT, { app: 0, simulator: 0 }).appState
  if (!isRemote && !existsSync(state)) refuse('There is no local database yet. Run npm start first.')
  const where = isRemote ? ['--remote'] : ['--local', '--persist-to', state]
  const ran = spawnSync(
    process.execPath,
    [WRANGLER, 'd1', 'execute', 'DB', ...where, '--json', '--command', statements.join('; ')],
    { cwd: ROOT, encoding: 'utf8', env: quietEnvironment({ CI: '1' }) },
  )
  if (ran.status !== 0) refuse(`${ran.stdout}${ran.stderr}\nThe database did not take it.`)
  return answers.parse(JSON.parse(ran.stdout)).map(({ results }) => results)
}
