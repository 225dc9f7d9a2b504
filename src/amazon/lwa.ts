import * as z from 'zod'
import { jsonOf } from '../core/json.ts'
import { Secret } from '../core/secret.ts'
import { MINUTE_MS, SECOND_MS } from '../core/time.ts'
import type { AmazonHosts } from './hosts.ts'
import { type Limits, type Network, type Outgoing, type Sent, send } from './network.ts'

/** Login with Amazon: our client as configured, and how to reach it. */
export interface LwaDeps {
  readonly network: Network
  readonly hosts: AmazonHosts
  readonly clientId: string
  readonly clientSecret: Secret
  /** Shorter than LWA_DEADLINE_MS where the caller's lease asks for it. */
  readonly deadlineMs?: number
}

/** Slow answers of 11 and 13 s were seen in the field: cutting them short would lose a refresh token. */
export const LWA_DEADLINE_MS = 20 * SECOND_MS
const LWA_BODY_BYTES_MAX = 64 * 1024
/** "up to 2048 bytes", both tokens. */
const TOKEN_BYTES_MAX = 2048
/** Amazon's tokens live an hour. Less than a minute would let a wrong answer turn each read into an exchange. */
const EXPIRES_IN_SECONDS_MIN = 60
const EXPIRES_IN_SECONDS_MAX = 3600

/** `R` is a Secret after an exchange; after a refresh undefined when the answer named no refresh token. */
export interface Granted<R extends Secret | undefined> {
  readonly outcome: 'granted'
  readonly status: 200
  readonly requestId: string | undefined
  readonly accessToken: Secret
  /** When it differs from the one in use, store it before using the access token. */
  readonly refreshToken: R
  readonly expiresInSeconds: number
}

/**
 * How Amazon may answer, row by row. invalid-grant: the token was revoked, expired or malformed; the code was dead.
 * our-configuration: our id, secret or request; no seller changes state and nothing is tried again. transient:
 * Amazon answered and did nothing; state unchanged, back off. unknown: sent, but no usable answer came; the code may
 * be spent, a refresh may be tried again.
 */
export type LwaAnswer<R extends Secret | undefined> =
  | Granted<R>
  | { readonly outcome: 'invalid-grant'; readonly status: 400; readonly requestId: string | undefined }
  | {
      readonly outcome: 'our-configuration'
      readonly status: number
      readonly requestId: string | undefined
      readonly error: OurError
    }
  | { readonly outcome: 'transient'; readonly status: number; readonly requestId: string | undefined }
  | {
      readonly outcome: 'unknown'
      readonly why: 'timeout' | 'connection' | 'unreadable'
      readonly status: number | undefined
      readonly requestId: string | undefined
    }

const ourError = z.enum([
  'invalid_client',
  'unauthorized_client',
  'invalid_request',
  'invalid_scope',
  'unsupported_grant_type',
])
type OurError = z.infer<typeof ourError>

/** Exchanges an authorization code, which works once: ask at most once for a code, whatever the answer. */
export async function exchangeCode(deps: LwaDeps, code: Secret): Promise<LwaAnswer<Secret>> {
  const form = { grant_type: 'authorization_code', code: code.reveal() }
  const answer = judgeLwa(await send(deps.network, deps.hosts, lwaRequest(deps, form), limitsOf(deps)))
  if (answer.outcome !== 'granted') return answer
  const { refreshToken } = answer
  if (refreshToken !== undefined) return { ...answer, refreshToken }
  // The code is spent and brought nothing that lasts.
  return { outcome: 'unknown', why: 'unreadable', status: 200, requestId: answer.requestId }
}

/** Trades a refresh token for an access token. May be repeated; one at a time per store is the caller's promise. */
export async function refreshAccess(
  deps: LwaDeps,
  refreshToken: Secret,
): Promise<LwaAnswer<Secret | undefined>> {
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken.reveal() }
  return judgeLwa(await send(deps.network, deps.hosts, lwaRequest(deps, form), limitsOf(deps)))
}

/** The request, form-encoded with the client's id and secret in its body. Pure. */
export function lwaRequest(
  deps: Pick<LwaDeps, 'hosts' | 'clientId' | 'clientSecret'>,
  form: Readonly<Record<string, string>>,
): Outgoing {
  const fields = { ...form, client_id: deps.clientId, client_secret: deps.clientSecret.reveal() }
  return {
    to: 'lwa',
    url: new URL(deps.hosts.lwaTokenUrl),
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
      accept: 'application/json',
    },
    body: new URLSearchParams(fields).toString(),
  }
}

/** One header value without control characters or spaces: the access token becomes one. */
const token = z
  .string()
  .min(1)
  .max(TOKEN_BYTES_MAX)
  .regex(/^[\x21-\x7e]+$/)
const granted = z.object({
  access_token: token,
  refresh_token: token.optional(),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.unknown().optional(),
})
const refused = z.object({ error: z.string().max(100) })

/** What an answer of the token endpoint means. Pure; keeps no text of Amazon's. */
export function judgeLwa(sent: Sent): LwaAnswer<Secret | undefined> {
  if (!sent.arrived) return { outcome: 'unknown', why: sent.lost, status: undefined, requestId: undefined }
  const { status, requestId } = sent
  const body = 'text' in sent.body ? jsonOf(sent.body.text) : undefined
  if (status === 200) {
    const parsed = granted.safeParse(body)
    if (!parsed.success) return { outcome: 'unknown', why: 'unreadable', status, requestId }
    const { access_token, refresh_token, expires_in } = parsed.data
    return {
      outcome: 'granted',
      status,
      requestId,
      accessToken: new Secret(access_token),
      refreshToken: refresh_token === undefined ? undefined : new Secret(refresh_token),
      expiresInSeconds: livesFor(expires_in),
    }
  }
  const error = status === 400 || status === 401 ? refused.safeParse(body).data?.error : undefined
  if (status === 400 && error === 'invalid_grant') return { outcome: 'invalid-grant', status, requestId }
  const ours = ourError.safeParse(error)
  if (ours.success) return { outcome: 'our-configuration', status, requestId, error: ours.data }
  return { outcome: 'transient', status, requestId }
}

/** Amazon's word within bounds: zero, negative, absurd and missing must neither spin nor keep a token too long. */
function livesFor(expiresIn: unknown): number {
  const seconds =
    typeof expiresIn === 'number' || typeof expiresIn === 'string' ? Number(expiresIn) : Number.NaN
  if (Number.isNaN(seconds)) return EXPIRES_IN_SECONDS_MIN
  return Math.floor(Math.min(EXPIRES_IN_SECONDS_MAX, Math.max(EXPIRES_IN_SECONDS_MIN, seconds)))
}

const limitsOf = (deps: LwaDeps): Limits => ({
  deadlineMs: Math.min(deps.deadlineMs ?? LWA_DEADLINE_MS, MINUTE_MS),
  bodyBytesMax: LWA_BODY_BYTES_MAX,
})
