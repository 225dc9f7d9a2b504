import * as z from 'zod'
import { unreachable } from './result.ts'

/**
 * Every failure we expect, one closed union. Plain strings: they cross object RPC, and the words for people
 * live in web/copy (deliberately vaguer than the cause where the cause would help an attacker).
 */
export const fault = z.enum([
  'bad-input', // a form or query that does not parse
  'pasted-secret', // a field holds something shaped like an Amazon key or token
  'not-found', // nothing here, or not yours: the same answer
  'sign-in-needed',
  'cross-site', // an unsafe request that did not come from our own page
  'too-many-requests', // an anonymous form, rate limited
  'link-dead', // mail link unknown, used, expired or replaced by a newer one
  'passkey-refused', // a passkey ceremony that did not verify
  'recovery-refused', // a recovery code that does not exist or was used
  'recovery-cooling', // within 24 h of a recovery: no connect, disconnect, erasure, export or address change
  'method-refused',
  'arrival-refused', // the log-in URI was visited with parameters that are not Amazon's
  'consent-missing', // callback without state
  'consent-unknown', // state unknown or foreign to this browser, session or person
  'consent-expired', // older than ten minutes
  'consent-used', // state seen before
  'consent-declined', // Amazon came back with an error
  'code-dead', // the authorization code was refused or was already exchanged: start again
  'exchange-unknown', // the exchange may have happened, its answer was lost: authorize again
  'region-wrong', // Amazon does not know this authorization in that region
  'seller-mismatch', // Amazon's records name another seller than the callback did
  'store-stopped', // fenced: no reading until it is authorized again
  'store-quarantined', // a sealed value did not open: nothing is read until a person looks
  'authorization-refused', // LWA answered invalid_grant
  'amazon-refused', // 403 that is not about the token
  'amazon-busy', // 429 or the limiter's wait is longer than the caller's deadline
  'amazon-down', // 5xx, timeout, reset, HTML, truncated JSON
  'too-many-rows', // more than a reading takes in: a limit of ours
  'report-pending', // Amazon has been building a report for hours
  'report-cancelled', // Amazon cancelled a report: it has nothing to say
  'report-failed', // Amazon gave up building a report
  'amazon-changed', // an answer that our narrow schema does not accept
  'storage-down', // a store of our own (D1, R2) did not answer: nothing changed, try again
  'our-configuration', // invalid_client and its kin, or a wrong key: an operator must act
  'our-bug', // an exception reached the top
])
export type Fault = z.infer<typeof fault>

/** HTTP status of a page that reports this fault. */
export function statusOf(of: Fault): 400 | 403 | 404 | 405 | 409 | 410 | 422 | 429 | 500 | 502 | 503 {
  switch (of) {
    case 'arrival-refused':
    case 'consent-missing':
    case 'consent-unknown':
    case 'consent-declined':
      return 400
    case 'sign-in-needed':
    case 'cross-site':
    case 'passkey-refused':
    case 'recovery-refused':
    case 'recovery-cooling':
      return 403
    case 'not-found':
      return 404
    case 'method-refused':
      return 405
    case 'store-stopped':
    case 'seller-mismatch':
    case 'region-wrong':
      return 409
    case 'link-dead':
    case 'consent-expired':
    case 'consent-used':
    case 'code-dead':
      return 410
    case 'bad-input':
    case 'pasted-secret':
      return 422
    case 'too-many-requests':
      return 429
    case 'our-bug':
      return 500
    case 'exchange-unknown':
    case 'authorization-refused':
    case 'amazon-refused':
    case 'amazon-changed':
    case 'too-many-rows':
    case 'report-cancelled':
    case 'report-failed':
      return 502
    case 'amazon-busy':
    case 'report-pending':
    case 'amazon-down':
    case 'store-quarantined':
    case 'storage-down':
    case 'our-configuration':
      return 503
    default:
      return unreachable(of)
  }
}
