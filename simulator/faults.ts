import * as z from 'zod'
import type { CallFacts, ServiceName } from './journal.ts'
import { readSetting } from './tables.ts'
import { ACCESS_TOKEN_SERIAL } from './token.ts'

const shared = {
  /** Only calls made for this seller; absent: anybody's. */
  seller: z.string().optional(),
  /** `token` or an SP-API operation's name; absent: every call that the kind can spoil. */
  operation: z.string().min(1).max(64).optional(),
  /** How many calls it spoils before it is gone. */
  times: z.int().min(1).max(10_000).default(1),
}
/** Whether only access tokens given out before the fault was injected are meant: the next refresh then heals. */
const aboutTheToken = { ...shared, earlier_only: z.boolean().default(false) }
const bare = <Kind extends string>(kind: Kind) => z.object({ ...shared, kind: z.literal(kind) })

/** A fault to inject, by kind. Which service each spoils: `SERVICE_OF`; what each does: fault-reply.ts. */
export const faultDraft = z.discriminatedUnion('kind', [
  z.object({
    ...shared,
    kind: z.literal('status'),
    status: z.union([z.literal(403), z.literal(429), z.literal(500), z.literal(503)]),
  }),
  z.object({ ...shared, kind: z.literal('html'), status: z.int().min(200).max(599).default(503) }),
  z.object({
    ...shared,
    kind: z.literal('redirect'),
    status: z.union([z.literal(302), z.literal(307)]).default(302),
  }),
  bare('truncated'),
  bare('reset'),
  bare('lost'),
  bare('timeout'),
  bare('invalid_grant'),
  bare('invalid_client'),
  bare('unauthorized_client'),
  bare('invalid_request'),
  bare('invalid_scope'),
  bare('unsupported_grant_type'),
  bare('rotated'),
  z.object({ ...shared, kind: z.literal('expires_in'), seconds: z.int() }),
  z.object({ ...aboutTheToken, kind: z.literal('token_dead') }),
  z.object({ ...aboutTheToken, kind: z.literal('token_expired') }),
  z.object({ ...shared, kind: z.literal('forbidden'), details: z.string().max(500).default('') }),
])
export type FaultDraft = z.infer<typeof faultDraft>
type FaultKind = FaultDraft['kind']

/** The one service whose calls a kind can spoil; undefined: both. */
const SERVICE_OF: Readonly<Record<FaultKind, ServiceName | undefined>> = {
  status: undefined,
  html: undefined,
  redirect: undefined,
  truncated: undefined,
  reset: undefined,
  lost: undefined,
  timeout: undefined,
  invalid_grant: 'lwa',
  invalid_client: 'lwa',
  unauthorized_client: 'lwa',
  invalid_request: 'lwa',
  invalid_scope: 'lwa',
  unsupported_grant_type: 'lwa',
  rotated: 'lwa',
  expires_in: 'lwa',
  token_dead: 'sp-api',
  token_expired: 'sp-api',
  forbidden: 'sp-api',
}
export const FAULT_KINDS = Object.keys(SERVICE_OF) as readonly FaultKind[]

/** What is odd about an answer that is good: taken with the work, so that each goes with any way of losing the answer. */
type Surprise = 'rotated' | 'expires_in'
/** What stands in for the answer, or happens to it on its way. */
export type Spoiling = Exclude<FaultKind, Surprise>
const SURPRISES: readonly FaultKind[] = ['rotated', 'expires_in'] satisfies readonly Surprise[]
const SPOILINGS = FAULT_KINDS.filter((kind) => !SURPRISES.includes(kind))

export type FaultRow<Kind extends FaultKind = FaultKind> = {
  id: number
  seller: string | null
  operation: string | null
  service: string | null
  kind: Kind
  status: number | null
  seconds: number | null
  details: string | null
  /** The newest access token, by serial number, that it is meant for; null: every one. */
  newest_token: number | null
  remaining: number
}

/** Whether a draft names an operation that its kind cannot spoil. */
export const missesItsService = (draft: FaultDraft): boolean => {
  const service = SERVICE_OF[draft.kind]
  if (service === undefined || draft.operation === undefined) return false
  return (draft.operation === 'token') !== (service === 'lwa')
}

/** Adds a fault to the table. Returns its id; the oldest matching fault is used up first. */
export function addFault(sql: SqlStorage, draft: FaultDraft): number {
  const earlier = 'earlier_only' in draft && draft.earlier_only
  return sql
    .exec<{ id: number }>(
      `insert into fault (seller, operation, service, kind, status, seconds, details, newest_token, remaining)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id`,
      draft.seller ?? null,
      draft.operation ?? null,
      SERVICE_OF[draft.kind] ?? null,
      draft.kind,
      'status' in draft ? draft.status : null,
      'seconds' in draft ? draft.seconds : null,
      'details' in draft ? draft.details : null,
      earlier ? Number(readSetting(sql, ACCESS_TOKEN_SERIAL) ?? 0) : null,
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

/** The fault that stands in the way of this call, used up once, or undefined. */
export const takeFault = (sql: SqlStorage, call: CallFacts): FaultRow<Spoiling> | undefined =>
  takeOldest<Spoiling>(sql, call, SPOILINGS)

/** The fault of this kind meant for the good answer that is about to be given, used up once, or undefined. */
export const takeSurprise = (sql: SqlStorage, call: CallFacts, kind: Surprise): FaultRow | undefined =>
  takeOldest(sql, call, [kind])

function takeOldest<Kind extends FaultKind>(
  sql: SqlStorage,
  call: CallFacts,
  kinds: readonly FaultKind[],
): FaultRow<Kind> | undefined {
  const [fault] = sql
    .exec<FaultRow<Kind>>(
      `select * from fault where (seller is null or seller = ?1) and (operation is null or operation = ?2)
         and (service is null or service = ?3) and (newest_token is null or newest_token >= ?4)
         and kind in (select value from json_each(?5))
       order by id limit 1`,
      call.seller ?? null,
      call.operation,
      call.service,
      call.accessToken ?? null,
      JSON.stringify(kinds),
    )
    .toArray()
  if (fault === undefined) return undefined
  sql.exec('update fault set remaining = remaining - 1 where id = ?', fault.id)
  sql.exec('delete from fault where remaining <= 0')
  return fault
}
