import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { ROOT } from './tools.mjs'

/**
 * The app's database on this machine, opened by the runtime that `npm start` keeps it with, a second or two sooner than
 * wrangler opens it.
 *
 * @typedef {Awaited<ReturnType<Miniflare['getD1Database']>>} Database
 */

const MIGRATIONS = join(ROOT, 'migrations')

/** Wrangler's own record of what it has applied, so that its commands go on from here. */
const APPLIED = `CREATE TABLE IF NOT EXISTS d1_migrations(
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

/**
 * Opens the database kept in this directory, made new where there is none, for as long as `act` takes.
 *
 * @template T
 * @param {string} state directory of the app's databases, objects and buckets
 * @param {(database: Database) => Promise<T>} act
 * @returns {Promise<T>}
 */
export async function withLocalDatabase(state, act) {
  const [, id] = /^database_id = "([^"]+)"$/m.exec(readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')) ?? []
  if (id === undefined) throw new Error('wrangler.toml names no database_id')
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      name: 'database',
      modules: true,
      script: 'export default {}',
      compatibilityDate: '2026-10-20',
      d1Databases: { DB: id },
      resourcePersistencePath: join(state, 'v3'),
    }),
  )
  try {
    return await act(await runtime.getD1Database('DB'))
  } finally {
    await runtime.dispose()
  }
}

/**
 * Applies what is not applied yet, each migration wholly or not at all. Idempotent.
 *
 * @param {Database} database
 */
export async function migrate(database) {
  await database.prepare(APPLIED).all()
  const { results } = await database.prepare('SELECT name FROM d1_migrations').all()
  const applied = new Set(results.map(({ name }) => name))
  const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql') && !applied.has(name))
  for (const file of files.toSorted()) {
    const statements = readFileSync(join(MIGRATIONS, file), 'utf8')
      .split('--> statement-breakpoint')
      .filter((statement) => statement.replaceAll(/^--.*$/gm, '').trim() !== '')
    const done = `INSERT INTO d1_migrations (name) VALUES ('${file}')`
    await database.batch([...statements, done].map((statement) => database.prepare(statement)))
  }
}
