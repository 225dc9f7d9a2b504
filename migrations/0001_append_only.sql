-- The archive only grows. `INSERT OR REPLACE` slips past UPDATE and DELETE triggers and `INSERT OR IGNORE` drops rows
-- silently, so an existing key is judged before the insert: the same row again is ignored, another row is refused.
-- The two tables are made again without a rowid, which drizzle-kit cannot say: a rowid is a second key, through which
-- `INSERT OR REPLACE` would take out a row of another (chain, sequence) unseen.
DROP TABLE audit_entry;
--> statement-breakpoint
DROP TABLE audit_payload;
--> statement-breakpoint
CREATE TABLE audit_entry (
  chain TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  commitment TEXT NOT NULL,
  PRIMARY KEY (chain, sequence)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE audit_payload (
  chain TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  salt TEXT NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (chain, sequence)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER audit_entry_same_again BEFORE INSERT ON audit_entry
WHEN EXISTS (SELECT 1 FROM audit_entry e WHERE e.chain = NEW.chain AND e.sequence = NEW.sequence) BEGIN
  SELECT CASE WHEN EXISTS (
    SELECT 1 FROM audit_entry e WHERE e.chain = NEW.chain AND e.sequence = NEW.sequence AND e.time_ms = NEW.time_ms
      AND e.kind = NEW.kind AND e.actor = NEW.actor AND e.commitment = NEW.commitment
  ) THEN RAISE(IGNORE) ELSE RAISE(ABORT, 'audit_entry conflicts with the archive') END;
END;
--> statement-breakpoint
CREATE TRIGGER audit_payload_no_update BEFORE UPDATE ON audit_payload BEGIN SELECT RAISE(ABORT, 'audit_payload is not to be changed'); END;
--> statement-breakpoint
-- A payload goes in before its entry. One that arrives for an entry without payload belongs to something erased: a late
-- message does not bring it back.
CREATE TRIGGER audit_payload_same_again BEFORE INSERT ON audit_payload
WHEN EXISTS (SELECT 1 FROM audit_payload p WHERE p.chain = NEW.chain AND p.sequence = NEW.sequence)
  OR EXISTS (SELECT 1 FROM audit_entry e WHERE e.chain = NEW.chain AND e.sequence = NEW.sequence) BEGIN
  SELECT CASE WHEN EXISTS (
    SELECT 1 FROM audit_payload p WHERE p.chain = NEW.chain AND p.sequence = NEW.sequence AND (p.salt <> NEW.salt OR p.payload <> NEW.payload)
  ) THEN RAISE(ABORT, 'audit_payload conflicts with the archive') ELSE RAISE(IGNORE) END;
END;
