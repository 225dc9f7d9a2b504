import { jsonOf } from '../core/json.ts'
import type { Secret } from '../core/secret.ts'
import { type Clock, SECOND_MS } from '../core/time.ts'
import { ANSWERS, type OperationAnswer } from './answers.ts'
import type { AmazonHosts } from './hosts.ts'
import { type Arrived, type Limits, type Network, type Outgoing, type Sent, send } from './network.ts'
import { type Operation, requestOf, type SellingPartnerCall } from './operations.ts'
import { refusal } from './schemas.ts'

export interface SellingPartnerDeps {
  readonly network: Network
  readonly hosts: AmazonHosts
  readonly clock: Clock
  /** Of the application, for Amazon's user agent. */
  readonly version: string
  readonly deadlineMs?: number
}

const SPAPI_DEADLINE_MS = 15 * SECOND_MS
/** A page of 50 summaries is 40 KB; the cap is what an object's memory can bear, not what we expect. */
const SPAPI_BODY_BYTES_MAX = 6_000_000

interface Answered {
  readonly status: number
  readonly requestId: string | undefined
}

/**
 * What came of a call. answered: parsed and narrow. refused, cause token-dead: ask LWA once, repeat once; missing: the
 * seller has nothing of that id (404); request: Amazon did not accept this request itself (a page token older than
 * 30 s, say); other: role, region, path or a suspended account. throttled: 429. transient: 5xx, redirect, HTML, truncated JSON; nothing changes. changed: an
 * answer our schema does not take. unknown: sent, but the answer was lost.
 */
export type SpapiAnswer<T> =
  | (Answered & { readonly outcome: 'answered'; readonly rateLimit: number | undefined; readonly body: T })
  | (Answered & {
      readonly outcome: 'refused'
      readonly cause: 'token-dead' | 'missing' | 'request' | 'other'
      readonly code: string
    })
  | (Answered & { readonly outcome: 'throttled' | 'transient' })
  | (Answered & { readonly outcome: 'changed'; readonly where: string })
  | { readonly outcome: 'unknown'; readonly why: 'timeout' | 'connection'; readonly requestId: undefined }

/** Makes one permitted call, once: waiting for the limiter before and repeating after are the caller's. */
export async function callSellingPartner<O extends Operation>(
  deps: SellingPartnerDeps,
  call: SellingPartnerCall<O>,
  accessToken: Secret,
): Promise<SpapiAnswer<OperationAnswer[O]>> {
  const limits: Limits = {
    deadlineMs: deps.deadlineMs ?? SPAPI_DEADLINE_MS,
    bodyBytesMax: SPAPI_BODY_BYTES_MAX,
  }
  return judgeSpapi(
    call.operation,
    await send(deps.network, deps.hosts, spapiRequest(deps, call, accessToken), limits),
  )
}

/** The request with Amazon's three headers. Pure. */
function spapiRequest<O extends Operation>(
  deps: Pick<SellingPartnerDeps, 'hosts' | 'clock' | 'version'>,
  call: SellingPartnerCall<O>,
  accessToken: Secret,
): Outgoing {
  const request = requestOf(deps.hosts, call)
  return {
    to: call.region,
    ...request,
    headers: {
      accept: 'application/json',
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      'user-agent': `MintHub/${deps.version} (Language=TypeScript)`,
      'x-amz-access-token': accessToken.reveal(),
      // ISO 8601 basic: 20261122T094300Z.
      'x-amz-date': new Date(deps.clock()).toISOString().replace(/[-:]|\.\d{3}/g, ''),
    },
  }
}

/** Amazon overloads 403: only these words, in `details`, speak of the token. Seen in its issue trackers. */
const TOKEN_DEAD = /access token you provided (?:is revoked, malformed or invalid|has expired)/i

/** What an answer of the Selling Partner API means. Pure; of a refusal keeps Amazon's code, never its message. */
export function judgeSpapi<O extends Operation>(operation: O, sent: Sent): SpapiAnswer<OperationAnswer[O]> {
  if (!sent.arrived) return { outcome: 'unknown', why: sent.lost, requestId: undefined }
  const { status, requestId } = sent
  if (status === 429) return { outcome: 'throttled', status, requestId }
  // A report that is asked for is answered by 202.
  if (status === 200 || status === 202) return judgeBody(operation, sent)
  const refused = refusal.safeParse(bodyOf(sent)).data?.errors
  const known = status >= 400 && status < 500 && status !== 408
  if (!known || refused === undefined) return { outcome: 'transient', status, requestId }
  const code = /^[A-Za-z0-9_.]{1,80}$/.exec(refused[0]?.code ?? '')?.[0] ?? 'unnamed'
  const denied = status === 401 || status === 403
  const dead = denied && refused.some(({ details }) => TOKEN_DEAD.test(details ?? ''))
  const cause = dead ? 'token-dead' : denied ? 'other' : status === 404 ? 'missing' : 'request'
  return { outcome: 'refused', status, requestId, cause, code }
}

function judgeBody<O extends Operation>(operation: O, sent: Arrived): SpapiAnswer<OperationAnswer[O]> {
  const { status, requestId } = sent
  if ('unread' in sent.body && sent.body.unread === 'too-large') {
    return { outcome: 'changed', status, requestId, where: 'size' }
  }
  const body = bodyOf(sent)
  if (body === undefined) return { outcome: 'transient', status, requestId }
  const parsed = ANSWERS[operation].safeParse(body)
  if (parsed.success) {
    return { outcome: 'answered', status, requestId, rateLimit: rateOf(sent.rateLimit), body: parsed.data }
  }
  const where = parsed.error.issues[0]?.path.join('.') ?? ''
  return { outcome: 'changed', status, requestId, where: where.slice(0, 200) }
}

const bodyOf = (sent: Arrived): unknown => ('text' in sent.body ? jsonOf(sent.body.text) : undefined)

/** Requests per second as Amazon last granted them; a hint, and only when it is a sane number. */
function rateOf(header: string | undefined): number | undefined {
  const rate = header === undefined ? Number.NaN : Number(header)
  return rate > 0 && rate <= 1000 ? rate : undefined
}
