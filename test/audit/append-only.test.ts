import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { archiveMessages } from '../../src/audit/archive.ts'
import { nothingKept } from '../nothing-kept.ts'
import {
  archiveRows,
  chainRows,
  inObject,
  manualClock,
  seeded,
  seededRandom,
  silentRecord,
} from './fixture.ts'

nothingKept()

const CHAIN = 'store/0123456789abcdefghjkmnpqrs'
const other = (columns: string, values: string) => [columns, values] as const
const [ENTRY, FORGED] = other(
  'chain, sequence, time_ms, kind, actor, commitment',
  `'${CHAIN}', 2, 1, 'session.ended', 'anonymous', 'forged'`,
)
const [PAYLOAD, SWAPPED] = other('chain, sequence, salt, payload', `'${CHAIN}', 2, 'salt', 'forged'`)

/** Each leaves every row as it was: it is refused, or it does nothing. */
const attacks: readonly (readonly [sql: string, outcome: 'refused' | 'harmless'])[] = [
  ["UPDATE audit_entry SET actor = 'anonymous'", 'refused'],
  ["UPDATE audit_entry SET kind = 'session.ended' WHERE sequence = 2", 'refused'],
  ['UPDATE OR REPLACE audit_entry SET sequence = 1 WHERE sequence = 2', 'refused'],
  ['UPDATE OR IGNORE audit_entry SET time_ms = 1', 'refused'],
  ['DELETE FROM audit_entry', 'refused'],
  ['DELETE FROM audit_entry WHERE sequence = (SELECT max(sequence) FROM audit_entry)', 'refused'],
  [`INSERT INTO audit_entry (${ENTRY}) VALUES (${FORGED})`, 'refused'],
  [`INSERT OR REPLACE INTO audit_entry (${ENTRY}) VALUES (${FORGED})`, 'refused'],
  [`REPLACE INTO audit_entry (${ENTRY}) VALUES (${FORGED})`, 'refused'],
  [`INSERT OR IGNORE INTO audit_entry (${ENTRY}) VALUES (${FORGED})`, 'refused'],
  [`INSERT INTO audit_entry (${ENTRY}) VALUES (${FORGED}) ON CONFLICT DO NOTHING`, 'refused'],
  [
    `INSERT INTO audit_entry (${ENTRY}) VALUES (${FORGED}) ON CONFLICT (chain, sequence) DO UPDATE SET actor = excluded.actor`,
    'refused',
  ],
  // A rowid would be a second key: this took row 1 out of the archive while the table had one.
  [
    `INSERT OR REPLACE INTO audit_entry (rowid, ${ENTRY}) VALUES (1, '${CHAIN}', 999, 1, 'session.ended', 'anonymous', 'forged')`,
    'refused',
  ],
  [
    `INSERT OR IGNORE INTO audit_entry (${ENTRY}) VALUES ('${CHAIN}', 4, 1, 'session.ended', 'anonymous', NULL)`,
    'harmless',
  ],
  [
    `INSERT INTO audit_entry (${ENTRY}) VALUES ('${CHAIN}', 'four', 1, 'session.ended', 'anonymous', 'x')`,
    'refused',
  ],
  ["UPDATE audit_payload SET payload = '{}'", 'refused'],
  ['UPDATE OR REPLACE audit_payload SET sequence = 1 WHERE sequence = 2', 'refused'],
  [`INSERT INTO audit_payload (${PAYLOAD}) VALUES (${SWAPPED})`, 'refused'],
  [`INSERT OR REPLACE INTO audit_payload (${PAYLOAD}) VALUES (${SWAPPED})`, 'refused'],
  [`REPLACE INTO audit_payload (${PAYLOAD}) VALUES (${SWAPPED})`, 'refused'],
  [`INSERT OR IGNORE INTO audit_payload (${PAYLOAD}) VALUES (${SWAPPED})`, 'refused'],
  [
    `INSERT INTO audit_payload (${PAYLOAD}) VALUES (${SWAPPED}) ON CONFLICT (chain, sequence) DO UPDATE SET payload = 'x'`,
    'refused',
  ],
  [
    `INSERT OR REPLACE INTO audit_payload (rowid, ${PAYLOAD}) VALUES (1, '${CHAIN}', 999, 'salt', 'forged')`,
    'refused',
  ],
]

const threeRows = (name: string) =>
  inObject(name, (storage) => {
    const record = silentRecord(storage, CHAIN, manualClock().now, seededRandom(seeded(1)))
    if (chainRows(storage).length === 0) {
      record.append({ kind: 'person.signed-up' }, 'anonymous')
      record.append({ kind: 'passkey.added' }, 'anonymous')
      record.append({ kind: 'session.started', method: 'sign-up' }, 'anonymous')
    }
    return chainRows(storage)
  })

describe('an object', () => {
  test.each(attacks)('keeps its rows under %s', async (sql, outcome) => {
    const before = await threeRows('append-only')
    const after = await inObject('append-only', (storage) => {
      if (outcome === 'refused') expect(() => storage.sql.exec(sql)).toThrow()
      else storage.sql.exec(sql)
      return chainRows(storage)
    })
    expect(before).toHaveLength(3)
    expect(after).toEqual(before)
  })

  test.each([5, 0, -1])('takes no entry out of turn: %i after 3', async (sequence) => {
    await threeRows('append-only')
    await inObject('append-only', (storage) => {
      const forged = `'${CHAIN}', ${sequence}, 1, 'session.ended', 'anonymous', 'forged'`
      expect(() => storage.sql.exec(`INSERT INTO audit_entry (${ENTRY}) VALUES (${forged})`)).toThrow(
        'next sequence',
      )
      expect(() =>
        storage.sql.exec(`INSERT OR IGNORE INTO audit_entry (${ENTRY}) VALUES (${forged})`),
      ).toThrow('next sequence')
    })
  })
})

test('an object lets a payload go only after the archive holds it', async () => {
  await threeRows('append-only-unsent')
  await inObject('append-only-unsent', (storage) => {
    expect(() => storage.sql.exec('DELETE FROM audit_payload')).toThrow('not archived yet')
    storage.sql.exec('DELETE FROM audit_outbox WHERE sequence = 2')
    storage.sql.exec('DELETE FROM audit_payload WHERE sequence = 2')
    expect(chainRows(storage).map((row) => row.payload)).toEqual(['{}', null, '{"method":"sign-up"}'])
    const again = `'${CHAIN}', 2, 'salt', '{}'`
    expect(() => storage.sql.exec(`INSERT INTO audit_payload (${PAYLOAD}) VALUES (${again})`)).toThrow(
      'written once',
    )
  })
})

describe('the archive', () => {
  const archived = async () => {
    const rows = await threeRows('append-only-archived')
    await archiveMessages(
      env.DB,
      rows.map((body, index) => ({ id: String(index), body })),
      Date.now,
    )
    return archiveRows(CHAIN)
  }

  test.each(attacks)('keeps its rows under %s', async (sql, outcome) => {
    const before = await archived()
    if (outcome === 'refused') await expect(env.DB.prepare(sql).run()).rejects.toThrow()
    else await env.DB.prepare(sql).run()
    expect(before).toHaveLength(3)
    expect(await archiveRows(CHAIN)).toEqual(before)
  })

  test('takes the same rows again as nothing, however they are written', async () => {
    const before = await archived()
    for (const verb of ['INSERT', 'INSERT OR REPLACE', 'INSERT OR IGNORE']) {
      await env.DB.prepare(`${verb} INTO audit_entry SELECT * FROM audit_entry`).run()
      await env.DB.prepare(`${verb} INTO audit_payload SELECT * FROM audit_payload`).run()
    }
    expect(await archiveRows(CHAIN)).toEqual(before)
  })

  test('does not bring an erased payload back when its message comes late', async () => {
    const [first] = await archived()
    await env.DB.prepare('DELETE FROM audit_payload WHERE chain = ? AND sequence = 1').bind(CHAIN).run()
    expect(await archiveMessages(env.DB, [{ id: 'late', body: first }], Date.now)).toEqual(['archived'])
    const [entry] = await archiveRows(CHAIN)
    expect(entry).toEqual({ ...first, salt: null, payload: null })
  })
})
