/**
 * The tables of one store's object. Only counts, times and sync state are in clear; figures are sealed chunks.
 * A migration is applied once, in order, in one transaction; a released one is never edited.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE whose (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    store_id TEXT NOT NULL
  );
  CREATE TABLE standing (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    store_id TEXT NOT NULL,
    seller_id TEXT NOT NULL,
    region TEXT NOT NULL CHECK (region IN ('na', 'eu', 'fe')),
    state TEXT NOT NULL CHECK (state IN ('connected', 'fenced', 'quarantined')),
    reason TEXT,
    stopped_ms INTEGER,
    epoch INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    authorized_ms INTEGER,
    confirmed_ms INTEGER,
    confirm_tried_ms INTEGER
  );
  CREATE TABLE generations (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    spent INTEGER NOT NULL,
    dead INTEGER NOT NULL,
    destroyed INTEGER NOT NULL
  );
  INSERT INTO generations VALUES (1, 0, 0, 0);
  CREATE TABLE refresh (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    tried_ms INTEGER,
    granted_ms INTEGER
  );
  INSERT INTO refresh VALUES (1, NULL, NULL);
  CREATE TABLE suspicion (
    epoch INTEGER PRIMARY KEY,
    cause INTEGER NOT NULL,
    since_ms INTEGER NOT NULL,
    refusals INTEGER NOT NULL
  );
  CREATE TABLE life (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    incarnation INTEGER NOT NULL
  );
  INSERT INTO life VALUES (1, 0);
  CREATE TABLE exchange (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    until_ms INTEGER NOT NULL
  );
  CREATE TABLE bucket (
    operation TEXT PRIMARY KEY,
    tokens REAL NOT NULL,
    updated_ms INTEGER NOT NULL,
    rate REAL
  );
  CREATE TABLE trouble (
    work TEXT PRIMARY KEY,
    since_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    fault TEXT NOT NULL
  );
  CREATE TABLE throttle (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    until_ms INTEGER NOT NULL
  );
  CREATE TABLE duty (
    kind TEXT PRIMARY KEY,
    due_ms INTEGER NOT NULL,
    next_ms INTEGER
  );
  CREATE TABLE notice (
    id TEXT PRIMARY KEY,
    what TEXT NOT NULL,
    days INTEGER,
    authorized_ms INTEGER NOT NULL,
    done_ms INTEGER
  );
  CREATE TABLE notice_told (
    notice_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (notice_id, person_id)
  );
  CREATE TABLE sync (
    kind TEXT NOT NULL,
    part TEXT NOT NULL,
    sweep_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    cause INTEGER NOT NULL,
    begun_ms INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    restarts INTEGER NOT NULL,
    continue_ms INTEGER,
    fault TEXT,
    PRIMARY KEY (kind, part)
  );
  CREATE TABLE snapshot (
    kind TEXT NOT NULL,
    part TEXT NOT NULL,
    sweep_id TEXT NOT NULL,
    rows INTEGER NOT NULL,
    as_of_ms INTEGER NOT NULL,
    oldest_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, part)
  );
  CREATE TABLE snapshot_chunk (
    kind TEXT NOT NULL,
    part TEXT NOT NULL,
    chunk INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (kind, part, chunk)
  );
  CREATE TABLE report (
    kind TEXT NOT NULL,
    part TEXT NOT NULL,
    report_id TEXT NOT NULL,
    asked_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, part)
  );
  CREATE TABLE watch (
    view TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    hour INTEGER NOT NULL,
    weekdays INTEGER NOT NULL,
    zone TEXT NOT NULL,
    until_ms INTEGER NOT NULL,
    due_ms INTEGER NOT NULL,
    judge_ms INTEGER,
    PRIMARY KEY (view, marketplace_id, person_id)
  );
  CREATE TABLE watch_told (
    view TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    mark TEXT NOT NULL,
    level INTEGER NOT NULL,
    PRIMARY KEY (view, marketplace_id, person_id, mark)
  ) WITHOUT ROWID;
  `,
]

/** Brings the object's tables up to date. Idempotent; runs in the constructor before anything else. */
export function ensureStoreSchema(storage: DurableObjectStorage): void {
  const { sql } = storage
  sql.exec('CREATE TABLE IF NOT EXISTS store_schema (version INTEGER PRIMARY KEY)')
  const applied = Number(
    sql.exec('SELECT coalesce(max(version), 0) AS version FROM store_schema').one()['version'],
  )
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < applied) continue
    storage.transactionSync(() => {
      sql.exec(statements)
      sql.exec('INSERT INTO store_schema (version) VALUES (?)', index + 1)
    })
  }
}
