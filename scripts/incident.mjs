import { emailAddress, executeAll, quoted, refuse } from './database.mjs'

/**
 * `npm run incident -- close E-MAIL`: this person has looked at what Amazon refused and ends the open incident, so that
 * confirmations go on; in the local database of `npm start` or, with --remote, in the deployed one. What was refused
 * before opens no new one (src/revocation/incident.ts). Idempotent; the row keeps who closed it.
 */

const USAGE = 'Usage: npm run incident -- close E-MAIL [--remote]'

const [what, address, ...flags] = process.argv.slice(2)
if (what !== 'close' || address === undefined || flags.some((flag) => flag !== '--remote')) refuse(USAGE)
const email = emailAddress.safeParse(address)
if (!email.success) refuse(`This is no mail address.\n${USAGE}`)
const person = `SELECT id FROM person WHERE email = ${quoted(email.data)}`
// Both in one command, each of which takes a second to start, or several where the database is deployed.
const [known, closed] = await executeAll(
  [
    person,
    `UPDATE incident SET closed_ms = ${Date.now()}, closed_by = (${person}) WHERE closed_ms IS NULL AND EXISTS (${person}) RETURNING id`,
  ],
  flags.includes('--remote'),
)
if (known?.length !== 1) refuse(`No account has the address ${email.data}.`)
console.log(closed?.length === 0 ? 'No incident is open.' : 'The incident is closed.')
