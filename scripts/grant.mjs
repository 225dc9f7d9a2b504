import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as z from 'zod'
import { placeIn } from './pair.mjs'
import { quietEnvironment, ROOT, WRANGLER } from './tools.mjs'

/**
 * `npm run grant -- tester E-MAIL`: lets the account with this address connect stores before the application is open
 * to everybody, in the local database of `npm start` or, with --remote, in the deployed one. Idempotent; --withdraw
 * takes it back.
 */

const USAGE = 'Usage: npm run grant -- tester E-MAIL [--withdraw] [--remote]'
const NOT_SIGNED_UP = 'An account comes first: sign up with this address, then run this again.'

/** The rule of sign-up (src/identity/address.ts): not every Node that runs wrangler reads TypeScript. */
const emailAddress = z.string().max(254).normalize('NFKC').trim().toLowerCase().pipe(z.email())

const rows = z.tuple([z.object({ results: z.array(z.object({ email: z.string() })) })])

/**
 * A sentence for the person at the terminal.
 *
 * @param {string} sentence
 * @returns {never}
 */
function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "''")}'`

/**
 * What the statement returned; ends with a sentence when the database did not take it.
 *
 * @param {string} sql
 * @param {boolean} isRemote
 */
function execute(sql, isRemote) {
  const state = placeIn(process.env['LOCAL_DIRECTORY'] || ROOT, { app: 0, simulator: 0 }).appState
  if (!isRemote && !existsSync(state)) refuse('There is no local database yet. Run npm start first.')
  const where = isRemote ? ['--remote'] : ['--local', '--persist-to', state]
  const ran = spawnSync(
    process.execPath,
    [WRANGLER, 'd1', 'execute', 'DB', ...where, '--json', '--command', sql],
    { cwd: ROOT, encoding: 'utf8', env: quietEnvironment({ CI: '1' }) },
  )
  if (ran.status !== 0) refuse(`${ran.stdout}${ran.stderr}\nThe database did not take it.`)
  return rows.parse(JSON.parse(ran.stdout))[0].results
}

const [what, address, ...flags] = process.argv.slice(2)
const known = new Set(['--withdraw', '--remote'])
if (what !== 'tester' || address === undefined || flags.some((flag) => !known.has(flag))) refuse(USAGE)
const email = emailAddress.safeParse(address)
if (!email.success) refuse(`This is no mail address.\n${USAGE}`)

const isWithdrawn = flags.includes('--withdraw')
const since = isWithdrawn ? 'NULL' : `coalesce(tester_since_ms, ${Date.now()})`
const found = execute(
  `UPDATE person SET tester_since_ms = ${since} WHERE email = ${quoted(email.data)} RETURNING email`,
  flags.includes('--remote'),
)
if (found.length === 0) refuse(`No account has the address ${email.data}. ${NOT_SIGNED_UP}`)
console.log(`${email.data} ${isWithdrawn ? 'is no tester any more.' : 'is a tester.'}`)
