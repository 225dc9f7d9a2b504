import { Hono } from 'hono'
import { serveCall } from '../call.ts'
import { isClient, readApplication } from '../consent/application.ts'
import {
  ACCESS_TOKEN_SECONDS,
  type Holder,
  issueAccessToken,
  issueRefreshToken,
  liveRefreshToken,
  redeemCode,
  rotateRefreshToken,
  sellerOfCode,
  sellerOfRefreshToken,
} from '../consent/grants.ts'
import { takeSurprise } from '../faults.ts'
import type { CallFacts } from '../journal.ts'
import { lwaError, type Reply } from '../reply.ts'
import { hashPrefix, sha256 } from '../token.ts'
import type { World } from '../world.ts'
import { readTokenForm, type TokenForm } from './form.ts'

/** Login with Amazon's token endpoint: both grants, form-encoded, the client's secret in the body. */
export function tokenEndpoint(world: World): Hono {
  return new Hono().post('/auth/o2/token', async (c) => {
    const form = await readTokenForm(c.req.raw)
    const facts = {
      service: 'lwa' as const,
      operation: 'token',
      grantType: knownGrant(form?.get('grant_type')),
      requestId: crypto.randomUUID(),
      ...presented(world, form),
    }
    return serveCall(world, c.req.raw, facts, () => answer({ world, facts }, form))
  })
}

/** A token request, and whom the simulator takes it to be from. */
interface TokenCall {
  readonly world: World
  readonly facts: CallFacts
}

/** Works out the answer and its effects in one go. Faults: LWA's own, worded as LWA words them. */
function answer(call: TokenCall, form: TokenForm | undefined): Reply {
  if (form === undefined) return lwaError(400, 'invalid_request', 'The request is malformed')
  const missing = ['grant_type', 'client_id', 'client_secret'].find((name) => !form.get(name))
  if (missing !== undefined) return missingParameter(missing)
  const { client_id: clientId } = readApplication(call.world)
  if (!isClient(call.world, form.get('client_id'), form.get('client_secret'))) {
    return lwaError(401, 'invalid_client', 'Client authentication failed')
  }
  const grantType: string = form.get('grant_type') ?? ''
  switch (grantType) {
    case 'authorization_code':
      return exchangeCode(call, form, clientId)
    case 'refresh_token':
      return refresh(call, form, clientId)
    default:
      return lwaError(400, 'unsupported_grant_type', 'The authorization grant type is not supported')
  }
}

function exchangeCode(call: TokenCall, form: TokenForm, clientId: string): Reply {
  const { world } = call
  const code = form.get('code')
  if (!code) return missingParameter('code')
  const consented = redeemCode(world, code, clientId, form.get('redirect_uri'))
  if (consented === undefined) return invalidGrant('code')
  const holder = { seller: consented.seller, clientId }
  return tokens(call, holder, issueRefreshToken(world, holder, consented.replaces))
}

function refresh(call: TokenCall, form: TokenForm, clientId: string): Reply {
  const { world, facts } = call
  const refreshToken = form.get('refresh_token')
  if (!refreshToken) return missingParameter('refresh_token')
  const seller = liveRefreshToken(world, refreshToken, clientId)
  if (seller === undefined) return invalidGrant('refresh_token')
  if (takeSurprise(world.sql, facts, 'rotated') === undefined)
    return tokens(call, { seller, clientId }, refreshToken)
  const reply = tokens(call, { seller, clientId }, rotateRefreshToken(world, refreshToken))
  return { ...reply, surprises: ['rotated', ...(reply.surprises ?? [])] }
}

/** The good answer. Whatever it is made to say of the access token's life, the token lives an hour. */
function tokens({ world, facts }: TokenCall, holder: Holder, refreshToken: string): Reply {
  const odd = takeSurprise(world.sql, facts, 'expires_in')
  const body = {
    access_token: issueAccessToken(world, holder),
    refresh_token: refreshToken,
    token_type: 'bearer',
    expires_in: odd?.seconds ?? ACCESS_TOKEN_SECONDS,
  }
  return {
    status: 200,
    contentType: 'application/json;charset=UTF-8',
    body: JSON.stringify(body),
    headers: { pragma: 'no-cache' },
    ...(odd === undefined ? {} : { surprises: [odd.kind] }),
  }
}

const missingParameter = (name: string): Reply =>
  lwaError(400, 'invalid_request', `The request is missing a required parameter : ${name}`)

const invalidGrant = (name: string): Reply =>
  lwaError(400, 'invalid_grant', `The request has an invalid grant parameter : ${name}`)

/** Whose code or token was presented, dead or alive, and the prefix of its hash. */
function presented(
  world: World,
  form: TokenForm | undefined,
): { seller?: string | undefined; tokenSha256?: string } {
  const code = form?.get('code')
  if (code) return { seller: sellerOfCode(world, code), tokenSha256: hashPrefix(sha256(code)) }
  const token = form?.get('refresh_token')
  if (token) return { seller: sellerOfRefreshToken(world, token), tokenSha256: hashPrefix(sha256(token)) }
  return {}
}

/** The journal takes no caller's words: a grant type it does not know is just "other". */
function knownGrant(grantType: string | undefined): string | undefined {
  if (grantType === undefined) return undefined
  return grantType === 'authorization_code' || grantType === 'refresh_token' ? grantType : 'other'
}
