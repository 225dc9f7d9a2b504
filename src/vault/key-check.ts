import { base64url, fromBase64, utf8 } from '../core/bytes.ts'
import { fail, ok, type Result } from '../core/result.ts'
import type { Clock } from '../core/time.ts'
import type { Database } from '../db/client.ts'
import { log } from '../log.ts'
import { openEnvelope, sealEnvelope } from './envelope.ts'
import { KEY_BYTES, type KeyRing } from './keyring.ts'
import { keyCheck } from './tables.ts'

const KNOWN_TEXT = utf8('mint-hub key check')
const CONTEXT = { keyFields: ['key-check'], boundFields: ['key-check'] }
/** No share: the check must outlive every store, and what it seals is no secret. */
const NO_SHARE = new Uint8Array(KEY_BYTES)

/**
 * Finds a wrong key at start, not at a seller's read. Each key of the ring seals a known text at its first use;
 * from then on that row must open. Idempotent; of concurrent first uses one row wins and all must open it.
 *
 * our-configuration: a key does not open its row, or a row's key is not in the ring. The second would otherwise
 * quarantine store after store; a key is retired by deleting its row once nothing is sealed under it any more.
 * storage-down: D1 did not answer.
 */
export async function checkKeys(
  db: Database,
  ring: KeyRing,
  clock: Clock,
): Promise<Result<undefined, 'our-configuration' | 'storage-down'>> {
  const rows = await rowsWith(db, ring, clock)
  if (rows === undefined) return fail('storage-down')
  const wrong: string[] = []
  for (const row of rows) {
    if (!(await opens(ring, row))) wrong.push(row.keyId)
  }
  if (wrong.length === 0) return ok(undefined)
  log('error', { event: 'key-check', fault: 'our-configuration', names: ['TOKEN_KEYS', ...wrong] })
  return fail('our-configuration')
}

type Row = Pick<typeof keyCheck.$inferSelect, 'keyId' | 'sealed'>

/** Every row, after adding those that are missing. Undefined when D1 failed. */
async function rowsWith(db: Database, ring: KeyRing, clock: Clock): Promise<readonly Row[] | undefined> {
  try {
    const rows = await db.select().from(keyCheck)
    const missing = [...ring.keys.keys()].filter((id) => !rows.some((row) => row.keyId === id))
    if (missing.length === 0) return rows
    const values = await Promise.all(
      missing.map(async (id) => ({
        keyId: id,
        sealed: base64url(await sealEnvelope({ ...ring, active: id }, NO_SHARE, CONTEXT, KNOWN_TEXT)),
        createdAtMs: clock(),
      })),
    )
    await db.insert(keyCheck).values(values).onConflictDoNothing()
    return await db.select().from(keyCheck)
  } catch {
    return undefined
  }
}

/** The row must name its key in the envelope too: a row moved under another id does not count. */
async function opens(ring: KeyRing, row: Row): Promise<boolean> {
  const key = ring.keys.get(row.keyId)
  const sealed = fromBase64(row.sealed)
  if (key === undefined || sealed === undefined) return false
  const alone: KeyRing = { active: row.keyId, keys: new Map([[row.keyId, key]]) }
  const opened = await openEnvelope(alone, NO_SHARE, CONTEXT, sealed)
  return opened.ok && Buffer.from(opened.value).equals(KNOWN_TEXT)
}
