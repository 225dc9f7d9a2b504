import type { FaultRow, Spoiling } from './faults.ts'
import { noteIssued } from './issued.ts'
import type { CallFacts } from './journal.ts'
import {
  DEAD_TOKEN,
  EXPIRED_TOKEN,
  lwaError,
  quotaExceeded,
  type Reply,
  spapiError,
  unauthorized,
} from './reply.ts'
import { newRefreshToken } from './token.ts'
import type { World } from './world.ts'

/** The token endpoint's refusals as Login with Amazon words them: status and description. */
const LWA_REFUSALS = {
  invalid_client: [401, 'Client authentication failed'],
  unauthorized_client: [400, 'The client is not authorized to use this grant type'],
  invalid_request: [400, 'The request is malformed'],
  invalid_scope: [400, 'The requested scope is invalid'],
  unsupported_grant_type: [400, 'The authorization grant type is not supported'],
} as const satisfies Partial<Record<Spoiling, readonly [number, string]>>

/** A call as a fault sees it: who calls what, at which address, and the work that it may let happen. */
export interface SpoiledCall {
  readonly world: World
  readonly facts: CallFacts
  /** This simulator's own origin, as the caller addressed it. */
  readonly origin: string
  readonly work: () => Reply
}

/**
 * The answer under a fault. `truncated`, `lost` and `timeout` let the work happen first: the answer is late or lost,
 * not the effect. The other kinds stand for a front door that never reached the service.
 */
export function faultyReply(fault: FaultRow<Spoiling>, call: SpoiledCall): Reply {
  switch (fault.kind) {
    case 'truncated': {
      const reply = call.work()
      return { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length * 0.6)), error: 'truncated' }
    }
    case 'lost':
      return { ...call.work(), error: 'lost', delivery: 'cut' }
    case 'reset':
      return { status: 200, contentType: 'application/json', body: '', error: 'reset', delivery: 'cut' }
    case 'timeout':
      return { ...call.work(), delivery: 'held' }
    case 'html':
      return {
        status: fault.status ?? 503,
        contentType: 'text/html',
        body: htmlPage('Service Unavailable'),
        error: 'html',
      }
    case 'redirect':
      return redirect(fault.status ?? 302, call)
    case 'invalid_grant': {
      const parameter = call.facts.grantType === 'authorization_code' ? 'code' : 'refresh_token'
      return lwaError(400, 'invalid_grant', `The request has an invalid grant parameter : ${parameter}`)
    }
    case 'invalid_client':
    case 'unauthorized_client':
    case 'invalid_request':
    case 'invalid_scope':
    case 'unsupported_grant_type':
      return lwaError(LWA_REFUSALS[fault.kind][0], fault.kind, LWA_REFUSALS[fault.kind][1])
    case 'token_dead':
      return unauthorized(DEAD_TOKEN)
    case 'token_expired':
      return unauthorized(EXPIRED_TOKEN)
    case 'forbidden':
      return unauthorized(fault.details ?? '')
    case 'status':
      return call.facts.service === 'lwa' ? lwaTrouble(fault.status) : spapiTrouble(fault.status)
    default:
      return fault.kind satisfies never
  }
}

const htmlPage = (title: string): string =>
  `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`

/**
 * A redirect to another path of this machine. Its query looks like a secret and is listed with what was issued: no
 * log or record may show it. Whoever follows is on the journal, as `redirected`.
 */
function redirect(status: number, { world, facts, origin }: SpoiledCall): Reply {
  const to = new URL(`/redirected/${facts.service}`, origin)
  to.searchParams.set('refresh_token', noteIssued('redirect-query', newRefreshToken(world.random)))
  return {
    status,
    contentType: 'text/html',
    body: htmlPage('Moved'),
    error: 'redirect',
    headers: { location: to.href },
  }
}

function lwaTrouble(status: number | null): Reply {
  if (status === 403) return lwaError(403, 'access_denied', 'The request was denied.')
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
