/**
 * The simulator's whole state but mails. Tokens, codes and sessions are kept as SHA-256 only, as a careful
 * issuer would; times are milliseconds of the simulator's clock.
 */
const SCHEMA = `
create table if not exists setting (name text primary key, value text not null) without rowid;
create table if not exists session (
  hash text primary key, seller text not null, user text not null default 'primary',
  expires_ms integer not null) without rowid;
create table if not exists workflow (
  hash text primary key, seller text not null, application_id text not null, redirect_uri text,
  replaces integer not null, expires_ms integer not null, used_ms integer) without rowid;
create table if not exists authorization_code (
  hash text primary key, seller text not null, client_id text not null, redirect_uri text not null,
  replaces integer not null default 0, expires_ms integer not null, used_ms integer) without rowid;
create table if not exists refresh_token (
  hash text primary key, seller text not null, client_id text not null,
  issued_ms integer not null, expires_ms integer not null, revoked_ms integer) without rowid;
create table if not exists access_token (
  hash text primary key, seller text not null, client_id text not null,
  expires_ms integer not null, revoked_ms integer, serial integer not null default 0) without rowid;
create table if not exists bucket (
  seller text not null, client_id text not null, operation text not null,
  tokens real not null, updated_ms integer not null, primary key (seller, client_id, operation)) without rowid;
create table if not exists page_token (
  hash text primary key, operation text not null, seller text not null, arguments text not null,
  position integer not null, expires_ms integer not null) without rowid;
create table if not exists journal (
  sequence integer primary key autoincrement, service text not null, operation text not null, grant_type text,
  seller text, region text, marketplace_id text, detail text, token_sha256 text, request_id text not null,
  started_ms integer not null, ended_ms integer, status integer, error text, fault text);
create table if not exists fault (
  id integer primary key autoincrement, seller text, operation text, service text, kind text not null, status integer,
  seconds integer, details text, newest_token integer, remaining integer not null);
create table if not exists delay (
  operation text not null, seller text not null, milliseconds integer not null,
  primary key (operation, seller)) without rowid;
create table if not exists report (
  id text primary key, document_id text not null, seller text not null, type text not null, kind text not null,
  marketplaces text not null, created_ms integer not null, started_ms integer not null,
  ended_ms integer not null) without rowid;
create table if not exists report_plan (
  id integer primary key autoincrement, seller text not null, kind text not null, type text,
  seconds integer not null, remaining integer not null);
create table if not exists document_url (
  hash text primary key, report text not null, expires_ms integer not null) without rowid;
drop table if exists latency;
`

const TABLES = [
  'setting',
  'session',
  'workflow',
  'authorization_code',
  'refresh_token',
  'access_token',
  'bucket',
  'page_token',
  'journal',
  'fault',
  'delay',
  'report',
  'report_plan',
  'document_url',
] as const

/** Columns that what an earlier simulator stored on this machine lacks: table, column, definition. */
const LATER_COLUMNS = [
  ['session', 'user', "text not null default 'primary'"],
  ['authorization_code', 'replaces', 'integer not null default 0'],
  ['access_token', 'serial', 'integer not null default 0'],
  ['fault', 'service', 'text'],
  ['fault', 'seconds', 'integer'],
  ['fault', 'details', 'text'],
  ['fault', 'newest_token', 'integer'],
] as const

/** Creates what is missing. Idempotent. */
export function prepareTables(sql: SqlStorage): void {
  sql.exec(SCHEMA)
  for (const [table, column, definition] of LATER_COLUMNS) {
    const there = sql.exec<{ name: string }>(`select name from pragma_table_info('${table}')`).toArray()
    if (!there.some(({ name }) => name === column))
      sql.exec(`alter table ${table} add column ${column} ${definition}`)
  }
}

/** Forgets everything stored, the journal's numbering included. */
export function clearTables(sql: SqlStorage): void {
  for (const table of TABLES) sql.exec(`delete from ${table}`)
  sql.exec('delete from sqlite_sequence')
}

/** One stored setting as text, or undefined while it has its default. */
export function readSetting(sql: SqlStorage, name: string): string | undefined {
  return sql.exec<{ value: string }>('select value from setting where name = ?', name).toArray()[0]?.value
}

/** Stores a setting; undefined puts its default back. Idempotent. */
export function writeSetting(sql: SqlStorage, name: string, value: string | undefined): void {
  if (value === undefined) sql.exec('delete from setting where name = ?', name)
  else sql.exec('insert or replace into setting (name, value) values (?, ?)', name, value)
}

const HOUR_MS = 3_600_000

/** Rows that can matter to nobody any more: an hour past their end, so that "expired" is still told from "unknown". */
export function sweepTables(sql: SqlStorage, nowMs: number): void {
  const dead = nowMs - HOUR_MS
  for (const table of [
    'session',
    'workflow',
    'authorization_code',
    'access_token',
    'page_token',
    'document_url',
  ]) {
    sql.exec(`delete from ${table} where expires_ms < ?`, dead)
  }
}
