import { emailAddress, executeAll, quoted, refuse } from './database.mjs'

/**
 * `npm run grant -- tester E-MAIL`: lets the account with this address connect stores before the application is open
 * to everybody, in the local database of `npm start` or, with --remote, in the deployed one. Idempotent; --withdraw
 * takes it back.
 */

const USAGE = 'Usage: npm run grant -- tester E-MAIL [--withdraw] [--remote]'
const NOT_SIGNED_UP = 'An account comes first: sign up with this address, then run this again.'

const [what, address, ...flags] = process.argv.slice(2)
const known = new Set(['--withdraw', '--remote'])
if (what !== 'tester' || address === undefined || flags.some((flag) => !known.has(flag))) refuse(USAGE)
const email = emailAddress.safeParse(address)
if (!email.success) refuse(`This is no mail address.\n${USAGE}`)

const isWithdrawn = flags.includes('--withdraw')
const since = isWithdrawn ? 'NULL' : `coalesce(tester_since_ms, ${Date.now()})`
const [found] = await executeAll(
  [`UPDATE person SET tester_since_ms = ${since} WHERE email = ${quoted(email.data)} RETURNING email`],
  flags.includes('--remote'),
)
if (found?.length !== 1) refuse(`No account has the address ${email.data}. ${NOT_SIGNED_UP}`)
console.log(`${email.data} ${isWithdrawn ? 'is no tester any more.' : 'is a tester.'}`)
