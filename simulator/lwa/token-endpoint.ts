import { Hono } from 'hono'
import { serveCall } from '../call.ts'
import { readApplication } from '../consent/application.ts'
import {
  ACCESS_TOKEN_SECONDS,
  issueAccessToken,
  issueRefreshToken,
  liveRefreshToken,
  redeemCode,
  sellerOfCode,
  sellerOfRefreshToken,
} from '../consent/grants.ts'
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
    return serveCall(world, facts, () => answer(world, form))
  })
}

/** Works out the answer and its effects in one go. Faults: LWA's own, worded as LWA words them. */
function answer(world: World, form: TokenForm | undefined): Reply {
  if (form === undefined) return lwaError(400, 'invalid_request', 'The request is malformed')
  const missing = ['grant_type', 'client_id', 'client_secret'].find((name) => !form.get(name))
  if (missing !== undefined) return missingParameter(missing)
  const { client_id: clientId, client_secret: secret } = readApplication(world)
  if (form.get('client_id') !== clientId || form.get('client_secret') !== secret) {
    return lwaError(401, 'invalid_client', 'Client authentication failed')
  }
  const grantType: string = form.get('grant_type') ?? ''
  switch (grantType) {
    case 'authorization_code':
      return exchangeCode(world, form, clientId)
    case 'refresh_token':
      return refresh(world, form, clientId)
    default:
      return lwaError(400, 'unsupported_grant_type', 'The authorization grant type is not supported')
  }
}

function exchangeCode(world: World, form: TokenForm, clientId: string): Reply {
  const code = form.get('code')
  if (!code) return missingParameter('code')
  const consented = redeemCode(world, code, clientId, form.get('redirect_uri'))
  if (consented === undefined) return invalidGrant('code')
  const holder = { seller: consented.seller, clientId }
  return tokens(world, holder, issueRefreshToken(world, holder, consented.replaces))
}

function refresh(world: World, form: TokenForm, clientId: string): Reply {
  const refreshToken = form.get('refresh_token')
  if (!refreshToken) return missingParameter('refresh_token')
  const seller = liveRefreshToken(world, refreshToken, clientId)
  if (seller === undefined) return invalidGrant('refresh_token')
  return tokens(world, { seller, clientId }, refreshToken)
}

function tokens(world: World, holder: { seller: string; clientId: string }, refreshToken: string): Reply {
  const body = {
    access_token: issueAccessToken(world, holder),
    refresh_token: refreshToken,
    token_type: 'bearer',
    expires_in: ACCESS_TOKEN_SECONDS,
  }
  return {
    status: 200,
    contentType: 'application/json;charset=UTF-8',
    body: JSON.stringify(body),
    headers: { pragma: 'no-cache' },
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
