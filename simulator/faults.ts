import * as z from 'zod'
import type { CallFacts, ServiceName } from './journal.ts'
import { lwaError, quotaExceeded, type Reply, spapiError, unauthorized } from './reply.ts'

const shared = {
  /** Only calls made for this seller; absent: anybody's. */
  seller: z.string().optional(),
  /** `token` or an SP-API operation's name; absent: every call. */
  operation: z.string().min(1).max(64).optional(),
  /** How many calls it spoils before it is gone. */
  times: z.int().min(1).max(10_000).default(1),
}

/** A fault to inject. `invalid_grant` and `invalid_client` are answers of the token endpoint and spoil only those. */
export const faultDraft = z.discriminatedUnion('kind', [
  z.object({
    ...shared,
    kind: z.literal('status'),
    status: z.union([z.literal(403), z.literal(429), z.literal(500), z.literal(503)]),
  }),
  z.object({ ...shared, kind: z.literal('html'), status: z.int().min(200).max(599).default(503) }),
  z.object({ ...shared, kind: z.literal('truncated') }),
  z.object({ ...shared, kind: z.literal('invalid_grant') }),
  z.object({ ...shared, kind: z.literal('invalid_client') }),
])
export type FaultDraft = z.infer<typeof faultDraft>
export const FAULT_KINDS = ['status', 'html', 'truncated', 'invalid_grant', 'invalid_client'] as const
type FaultKind = (typeof FAULT_KINDS)[number]

export type FaultRow = {
  id: number
  seller: string | null
  operation: string | null
  kind: FaultKind
  status: number | null
  remaining: number
}

/** Adds a fault to the table. Returns its id; the oldest matching fault is used up first. */
export function addFault(sql: SqlStorage, draft: FaultDraft): number {
  const status = 'status' in draft ? draft.status : null
  const onlyToken = draft.kind === 'invalid_grant' || draft.kind === 'invalid_client'
  return sql
    .exec<{ id: number }>(
      'insert into fault (seller, operation, kind, status, remaining) values (?, ?, ?, ?, ?) returning id',
      draft.seller ?? null,
      onlyToken ? 'token' : (draft.operation ?? null),
      draft.kind,
      status,
      draft.times,
    )
    .one().id
}

/** Faults still to come, oldest first. */
export function readFaults(sql: SqlStorage): FaultRow[] {
  return sql.exec<FaultRow>('select * from fault order by id').toArray()
}

/** Takes all faults away. Idempotent. */
export function clearFaults(sql: SqlStorage): void {
  sql.exec('delete from fault')
}

/** The fault meant for this call, used up once, or undefined. */
export function takeFault(sql: SqlStorage, call: CallFacts): FaultRow | undefined {
  const [fault] = sql
    .exec<FaultRow>(
      `select * from fault where (seller is null or seller = ?1) and (operation is null or operation = ?2)
       order by id limit 1`,
      call.seller ?? null,
      call.operation,
    )
    .toArray()
  if (fault === undefined) return undefined
  sql.exec('update fault set remaining = remaining - 1 where id = ?', fault.id)
  sql.exec('delete from fault where remaining <= 0')
  return fault
}

/**
 * The answer under a fault. Only `truncated` lets the work happen first: the reply is lost, not the effect.
 * The other kinds stand for a front door that never reached the service.
 */
export function faultyReply(fault: FaultRow, service: ServiceName, work: () => Reply): Reply {
  switch (fault.kind) {
    case 'truncated': {
      const reply = work()
      return { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length * 0.6)), error: 'truncated' }
    }
    case 'html': {
      const body =
        '<html><head><title>Service Unavailable</title></head><body><h1>Service Unavailable</h1></body></html>'
      return { status: fault.status ?? 503, contentType: 'text/html', body, error: 'html' }
    }
    case 'invalid_grant':
      return lwaError(400, 'invalid_grant', 'The request has an invalid grant parameter : refresh_token')
    case 'invalid_client':
      return lwaError(401, 'invalid_client', 'Client authentication failed')
    case 'status':
      return service === 'lwa' ? lwaTrouble(fault.status) : spapiTrouble(fault.status)
    default:
      return fault.kind satisfies never
  }
}

function lwaTrouble(status: number | null): Reply {
  if (status === 429) return lwaError(429, 'too_many_requests', 'The request was throttled. Slow down.')
  if (status === 503)
    return lwaError(503, 'temporarily_unavailable', 'The service is temporarily unavailable.')
  return lwaError(500, 'server_error', 'The authorization server encountered an unexpected condition.')
}

function spapiTrouble(status: number | null): Reply {
  // As for a seller who is unknown in this region: not about the token.
  if (status === 403) return unauthorized()
  if (status === 429) return quotaExceeded()
  if (status === 503)
    return spapiError(503, 'ServiceUnavailable', 'Service is temporarily unavailable. Please try again.')
  return spapiError(500, 'InternalFailure', 'We encountered an internal error. Please try again.')
}
