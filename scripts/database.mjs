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
 * The rows that each statement returned, in order; ends with a sentence when the database did not take them.
 *
 * @param {readonly string[]} statements
 * @param {boolean} isRemote
 */
export async function executeAll(statements, isRemote) {
  if (isRemote) return executeDeployed(statements)
  const state = placeIn(process.env['LOCAL_DIRECTORY'] || ROOT, { app: 0, simulator: 0 }).appState
  if (!existsSync(state)) refuse('There is no local database yet. Run npm start first.')
  // Half a second of loading, which a command that refuses does without.
  const { withLocalDatabase } = await import('./local-database.mjs')
  try {
    const ran = await withLocalDatabase(state, (database) =>
      database.batch(statements.map((statement) => database.prepare(statement))),
    )
    return answers.parse(ran).map(({ results }) => results)
  } catch (thrown) {
    return refuse(`${String(thrown)}\nThe database did not take it.`)
  }
}

/** @param {readonly string[]} statements */
function executeDeployed(statements) {
  const ran = spawnSync(
    process.execPath,
    [WRANGLER, 'd1', 'execute', 'DB', '--remote', '--json', '--command', statements.join('; ')],
    { cwd: ROOT, encoding: 'utf8', env: quietEnvironment({ CI: '1' }) },
  )
  if (ran.status !== 0) refuse(`${ran.stdout}${ran.stderr}\nThe database did not take it.`)
  return answers.parse(JSON.parse(ran.stdout)).map(({ results }) => results)
}
