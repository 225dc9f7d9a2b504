import { sweepTables } from './tables.ts'
import { now, type World } from './world.ts'

/** The oldest lines go beyond this many. */
const LINES_MAX = 20_000
/** Housekeeping runs each time this many lines were written. */
const SWEEP_EVERY = 500

export type ServiceName = 'lwa' | 'sp-api'

/** What is known of a call when it arrives. */
export interface CallFacts {
  readonly service: ServiceName
  readonly operation: string
  readonly grantType?: string | undefined
  readonly seller?: string | undefined
  readonly region?: string | undefined
  readonly marketplaceId?: string | undefined
  /** Method and path of a call that is no known operation. */
  readonly detail?: string | undefined
  /** A prefix of the SHA-256 of the code or token presented; never the thing itself. */
  readonly tokenSha256?: string | undefined
  /** Serial number of the access token presented, if it is one of ours. Not on the line. */
  readonly accessToken?: number | undefined
  readonly requestId: string
}

/** `in_flight`: no answer yet. `answered`: it has left. `cut`: the connection ended without a whole answer. */
export type CallState = 'in_flight' | 'answered' | 'cut'

/** One line as tests read it. In flight, `ended_ms` and `status` are null; cut, only `status`, and `error` says why. */
export type JournalLine = {
  sequence: number
  service: string
  operation: string
  grant_type: string | null
  seller: string | null
  region: string | null
  marketplace_id: string | null
  detail: string | null
  token_sha256: string | null
  state: CallState
  request_id: string
  started_ms: number
  ended_ms: number | null
  status: number | null
  error: string | null
  fault: string | null
}

const STATE = `case when ended_ms is null then 'in_flight' when status is null then 'cut' else 'answered' end`

export interface JournalQuery {
  readonly seller?: string | undefined
  readonly operation?: string | undefined
  /** Lines after this sequence only. */
  readonly since?: number | undefined
  readonly limit: number
  readonly newestFirst?: boolean
}

/** Writes the line of a call that has arrived. Returns its sequence: 1, 2, 3 … without gaps. */
export function openLine(world: World, facts: CallFacts): number {
  const startedMs = now(world)
  const { sequence } = world.sql
    .exec<{ sequence: number }>(
      `insert into journal (service, operation, grant_type, seller, region, marketplace_id, detail, token_sha256,
         request_id, started_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning sequence`,
      facts.service,
      facts.operation,
      facts.grantType ?? null,
      facts.seller ?? null,
      facts.region ?? null,
      facts.marketplaceId ?? null,
      facts.detail ?? null,
      facts.tokenSha256 ?? null,
      facts.requestId,
      startedMs,
    )
    .one()
  if (sequence % SWEEP_EVERY === 0) {
    world.sql.exec('delete from journal where sequence <= ?', sequence - LINES_MAX)
    sweepTables(world.sql, startedMs)
  }
  return sequence
}

/** How a call ended. Without a status, no whole answer went out. */
export interface CallEnd {
  readonly status?: number | undefined
  readonly error?: string | undefined
  readonly fault?: string | undefined
}

/** Completes the line at the moment its answer leaves or its connection ends, whichever is first. Idempotent. */
export function closeLine(world: World, sequence: number, end: CallEnd): void {
  world.sql.exec(
    'update journal set ended_ms = ?, status = ?, error = ?, fault = ? where sequence = ? and ended_ms is null',
    now(world),
    end.status ?? null,
    end.error ?? null,
    end.fault ?? null,
    sequence,
  )
}

/** Calls that an earlier life of the simulator's object left in flight ended with it. For its start. Idempotent. */
export function closeOrphans(world: World): void {
  world.sql.exec(
    `update journal set ended_ms = ?, error = 'simulator_restarted' where ended_ms is null`,
    now(world),
  )
}

export interface JournalPart {
  readonly entries: JournalLine[]
  /** How many lines match in all, and how many of them are in flight. */
  readonly total: number
  readonly waiting: number
}

/** The lines that match, in order of arrival unless asked for newest first, with the counts of all that match. */
export function readJournal(world: World, query: JournalQuery): JournalPart {
  const where = `where (?1 is null or seller = ?1) and (?2 is null or operation = ?2) and sequence > ?3`
  const values = [query.seller ?? null, query.operation ?? null, query.since ?? 0] as const
  const { total, waiting } = world.sql
    .exec<{ total: number; waiting: number }>(
      `select count(*) as total, count(*) - count(ended_ms) as waiting from journal ${where}`,
      ...values,
    )
    .one()
  const order = query.newestFirst ? 'desc' : 'asc'
  const entries = world.sql
    .exec<JournalLine>(
      `select *, ${STATE} as state from journal ${where} order by sequence ${order} limit ?4`,
      ...values,
      query.limit,
    )
    .toArray()
  return { entries, total, waiting }
}

/** How many calls of each operation are in flight. */
export function waitingCalls(world: World): Record<string, number> {
  const rows = world.sql.exec<{ operation: string; waiting: number }>(
    'select operation, count(*) as waiting from journal where ended_ms is null group by operation order by operation',
  )
  return Object.fromEntries(rows.toArray().map((row) => [row.operation, row.waiting]))
}

/** Forgets all lines; numbering goes on, so that `since` stays meaningful. */
export function clearJournal(world: World): void {
  world.sql.exec('delete from journal')
}
