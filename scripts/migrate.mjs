import { migrate, withLocalDatabase } from './local-database.mjs'

/** Brings the local database below a directory, its one argument, up to date; `npm start` runs it in a group of its own. */

const [state] = process.argv.slice(2)
if (state === undefined) throw new Error('whose database?')
await withLocalDatabase(state, migrate)
