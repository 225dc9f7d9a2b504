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
  readonly requestId: string
}

/** One line as tests read it. `ended_ms` and `status` are null while the answer is still being kept back. */
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
  request_id: string
  started_ms: number
  ended_ms: number | null
  status: number | null
  error: string | null
  fault: string | null
}

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

/** Completes the line at the moment its answer leaves. */
export function closeLine(
  world: World,
  sequence: number,
  end: { readonly status: number; readonly error?: string | undefined; readonly fault?: string | undefined },
): void {
  world.sql.exec(
    'update journal set ended_ms = ?, status = ?, error = ?, fault = ? where sequence = ?',
    now(world),
    end.status,
    end.error ?? null,
    end.fault ?? null,
    sequence,
  )
}

/** The lines that match, in order of arrival unless asked for newest first, and how many match in all. */
export function readJournal(world: World, query: JournalQuery): { entries: JournalLine[]; total: number } {
  const where = `where (?1 is null or seller = ?1) and (?2 is null or operation = ?2) and sequence > ?3`
  const values = [query.seller ?? null, query.operation ?? null, query.since ?? 0] as const
  const { total } = world.sql
    .exec<{ total: number }>(`select count(*) as total from journal ${where}`, ...values)
    .one()
  const order = query.newestFirst ? 'desc' : 'asc'
  const entries = world.sql
    .exec<JournalLine>(
      `select * from journal ${where} order by sequence ${order} limit ?4`,
      ...values,
      query.limit,
    )
    .toArray()
  return { entries, total }
}

/** Forgets all lines; numbering goes on, so that `since` stays meaningful. */
export function clearJournal(world: World): void {
  world.sql.exec('delete from journal')
}
