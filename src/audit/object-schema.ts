/**
 * The record inside an object. `audit_entry` and `audit_payload` refuse what the archive's refuse
 * (migrations/0001_append_only.sql), and an entry must also be the next of its chain: no gap, ever.
 *
 * WITHOUT ROWID: a rowid would be a second key, through which `INSERT OR REPLACE` could take out a row unseen.
 * `audit_open` holds intents that have no outcome yet; `audit_outbox` what the archive was not yet seen to hold.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE audit_entry (
    chain TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    commitment TEXT NOT NULL,
    PRIMARY KEY (chain, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE audit_payload (
    chain TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    salt TEXT NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (chain, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE audit_open (sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL) STRICT;
  CREATE TABLE audit_outbox (
    sequence INTEGER PRIMARY KEY,
    attempts INTEGER NOT NULL DEFAULT 0,
    tried_at_ms INTEGER,
    held_at_ms INTEGER
  ) STRICT;
  CREATE INDEX audit_outbox_by_try ON audit_outbox (tried_at_ms);

  CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
  BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;
  CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
  BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;
  CREATE TRIGGER audit_entry_next_only BEFORE INSERT ON audit_entry
  WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_entry WHERE chain = NEW.chain)
  BEGIN SELECT RAISE(ABORT, 'audit_entry takes the next sequence only'); END;

  CREATE TRIGGER audit_payload_no_update BEFORE UPDATE ON audit_payload
  BEGIN SELECT RAISE(ABORT, 'audit_payload is not to be changed'); END;
  CREATE TRIGGER audit_payload_once BEFORE INSERT ON audit_payload
  WHEN EXISTS (SELECT 1 FROM audit_payload p WHERE p.chain = NEW.chain AND p.sequence = NEW.sequence)
    OR EXISTS (SELECT 1 FROM audit_entry e WHERE e.chain = NEW.chain AND e.sequence = NEW.sequence)
  BEGIN SELECT RAISE(ABORT, 'audit_payload is written once'); END;
  CREATE TRIGGER audit_payload_archived_first BEFORE DELETE ON audit_payload
  WHEN EXISTS (SELECT 1 FROM audit_outbox o WHERE o.sequence = OLD.sequence)
  BEGIN SELECT RAISE(ABORT, 'audit_payload is not archived yet'); END;
  `,
]

/** Brings an object's record tables to the newest version. Synchronous, all or nothing, idempotent. */
export function ensureAuditSchema(storage: DurableObjectStorage): void {
  storage.transactionSync(() => {
    const { sql } = storage
    sql.exec('CREATE TABLE IF NOT EXISTS audit_schema (version INTEGER PRIMARY KEY)')
    const { version } = sql
      .exec<{ version: number }>('SELECT coalesce(max(version), 0) AS version FROM audit_schema')
      .one()
    MIGRATIONS.slice(version).forEach((statements, index) => {
      sql.exec(statements)
      sql.exec('INSERT INTO audit_schema (version) VALUES (?)', version + index + 1)
    })
  })
}
