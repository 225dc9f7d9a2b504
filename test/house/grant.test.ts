import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDirectory, ROOT } from '../../scripts/tools.mjs'

const ADDRESS = "o'brien@seller.example"
const directory = freshDirectory('grant')
const state = join(directory, '.wrangler/state')

/** A command as `npm run grant --` and `npm run incident --` pass it on, against this file's own directory. */
const run = (script: string, args: readonly string[]) => {
  const environment = { ...process.env, LOCAL_DIRECTORY: directory }
  const ran = spawnSync(process.execPath, [script, ...args], {
    cwd: ROOT,
    env: environment,
    encoding: 'utf8',
  })
  return { status: ran.status, said: `${ran.stdout}${ran.stderr}`.trim() }
}
const grant = (...args: readonly string[]) => run('scripts/grant.mjs', args)
const incident = (...args: readonly string[]) => run('scripts/incident.mjs', args)

/** The file in which `npm start` keeps the local database. */
function withDatabase<T>(act: (db: DatabaseSync) => T): T {
  const folder = join(state, 'v3/d1/miniflare-D1DatabaseObject')
  const file = readdirSync(folder).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name)) ?? ''
  const db = new DatabaseSync(join(folder, file))
  try {
    return act(db)
  } finally {
    db.close()
  }
}

const testers = () =>
  withDatabase((db) =>
    db.prepare('SELECT email, tester_since_ms AS since FROM person WHERE tester_since_ms IS NOT NULL').all(),
  )

describe('the commands of operators', () => {
  beforeAll(() => {
    const ran = spawnSync(process.execPath, ['scripts/migrate.mjs', state], { cwd: ROOT, encoding: 'utf8' })
    expect(ran.status, ran.stderr).toBe(0)
    withDatabase((db) => {
      const add = db.prepare('INSERT INTO person (id, email, language, created_at_ms) VALUES (?, ?, ?, 1)')
      add.run('one', ADDRESS, 'en')
      add.run('two', 'ada@seller.example', 'en')
    })
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  test('marks the account of this address, written as at sign-up, and no other', () => {
    expect(grant('tester', " Ｏ'Brien@Seller.Example ")).toEqual({
      status: 0,
      said: `${ADDRESS} is a tester.`,
    })
    expect(testers()).toEqual([{ email: ADDRESS, since: expect.any(Number) }])
  })

  test('keeps the first time when it is run again, and takes the mark back', () => {
    const before = testers()
    expect(grant('tester', ADDRESS).status).toBe(0)
    expect(testers()).toEqual(before)
    expect(grant('tester', ADDRESS, '--withdraw')).toEqual({
      status: 0,
      said: `${ADDRESS} is no tester any more.`,
    })
    expect(testers()).toEqual([])
  })

  test('says that no account has an address', () => {
    const { status, said } = grant('tester', 'nobody@seller.example')
    expect(status).toBe(1)
    expect(said).toMatch(/^No account has the address nobody@seller\.example\. [^\n]+$/)
  })

  test('closes the open incident in the name of an account, and only once', () => {
    const incidents = () =>
      withDatabase((db) => db.prepare('SELECT id, closed_ms AS at, closed_by AS by FROM incident').all())
    withDatabase((db) => db.exec("INSERT INTO incident (id, opened_ms) VALUES ('i', 1)"))
    for (const args of [
      [],
      ['close'],
      ['open', ADDRESS],
      ['close', "x' OR '1'='1"],
      ['close', 'nobody@seller.example'],
    ]) {
      expect(incident(...args).status).toBe(1)
    }
    expect(incidents()).toEqual([{ id: 'i', at: null, by: null }])
    expect(incident('close', 'ada@seller.example')).toEqual({ status: 0, said: 'The incident is closed.' })
    const closed = incidents()
    expect(closed).toEqual([{ id: 'i', at: expect.any(Number), by: 'two' }])
    expect(incident('close', ADDRESS)).toEqual({ status: 0, said: 'No incident is open.' })
    expect(incidents()).toEqual(closed)
  })

  test.each([
    [],
    ['tester'],
    ['admin', ADDRESS],
    ['tester', ADDRESS, '--force'],
    ['tester', "x' OR '1'='1"],
    ['tester', "a@b.example'; DELETE FROM person; --"],
  ])('refuses %j %j %j with its usage, and changes nothing', (...args) => {
    const { status, said } = grant(...args)
    expect(status).toBe(1)
    expect(said).toContain('Usage: npm run grant -- tester E-MAIL')
    expect(testers()).toEqual([])
  })
})
