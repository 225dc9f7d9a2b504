import * as z from 'zod'
import type { AuditMessage, RevocationMessage } from './core/message.ts'
import { fail, ok, type Result } from './core/result.ts'
import { Secret } from './core/secret.ts'

/** What the platform hands the Worker: bindings as objects; variables and secrets as raw strings, parsed below. */
export interface Env {
  readonly DB: D1Database
  readonly KEY_SHARES: R2Bucket
  readonly STORES: DurableObjectNamespace
  readonly PLATFORM: DurableObjectNamespace
  readonly AUDIT: Queue<AuditMessage>
  readonly REVOCATION: Queue<RevocationMessage>
  readonly MAIL: SendEmail
  readonly ASSETS: Fetcher
  readonly FORMS: RateLimit
}

const secret = z
  .string()
  .min(1)
  .transform((value) => new Secret(value))
const loopback = z
  .url({ protocol: /^http$/, hostname: /^(localhost|127\.0\.0\.1)$/ })
  .transform((value) => value.replace(/\/$/, ''))

const variables = z.object({
  PUBLIC_ORIGIN: z
    .url()
    .refine((value) => new URL(value).origin === value, 'must be an origin without a path'),
  AMAZON_AUTHORIZATION: z.enum(['coming-soon', 'live']),
  AMAZON_APP_STAGE: z.enum(['draft', 'published']),
  AMAZON_APPLICATION_ID: z.string().regex(/^amzn1\.(sp\.solution|sellerapps\.app)\.[0-9a-f-]{36}$/),
  LWA_CLIENT_ID: z.string().regex(/^amzn1\.application-oa2-client\.[0-9a-f]{32}$/),
  LWA_CLIENT_SECRET: secret,
  /** While a rotation lasts: Amazon takes both for seven days. */
  LWA_CLIENT_SECRET_NEXT: secret.optional(),
  TOKEN_KEYS: secret,
  MAIL_FROM: z.string().regex(/^[^<>\r\n]+ <[^<>@\s]+@[^<>@\s]+>$/),
  SUPPORT_EMAIL: z.email(),
})

/** Development and tests only: all or none, and only beside a PUBLIC_ORIGIN of http://localhost:*. */
const overrides = z.object({
  LWA_TOKEN_URL: loopback,
  SPAPI_ENDPOINT_NA: loopback,
  SPAPI_ENDPOINT_EU: loopback,
  SPAPI_ENDPOINT_FE: loopback,
  SELLER_CENTRAL_ORIGIN: loopback,
  REPORT_DOCUMENT_ORIGIN: loopback,
  MAIL_URL: loopback,
  CLOCK_OFFSET_SECONDS: z.coerce.number().int(),
})
const OVERRIDE_NAMES = overrides.keyof().options

export type Overrides = z.infer<typeof overrides>
export type Config = z.infer<typeof variables> & { readonly overrides: Overrides | undefined }

/** What pages may know: everything but the secrets. */
export type OpenConfig = Omit<Config, 'LWA_CLIENT_SECRET' | 'LWA_CLIENT_SECRET_NEXT' | 'TOKEN_KEYS'>

/** Names the variables at fault and never prints a value. */
export interface Misconfiguration {
  readonly names: readonly string[]
  readonly reason: string
}

/** What this very environment was found to be: the platform gives an isolate one, fixed for its life. */
const found = new WeakMap<object, Result<Config, Misconfiguration>>()

/** Parses the variables and secrets, once for an isolate. What it refuses: as parseConfig. */
export function configOf(env: object): Result<Config, Misconfiguration> {
  const known = found.get(env) ?? parseConfig(env)
  found.set(env, known)
  return known
}

/**
 * Parses the variables and secrets. Pure; refuses development overrides unless
 * PUBLIC_ORIGIN is http://localhost:*, and a draft application that is open to the public.
 */
export function parseConfig(env: object): Result<Config, Misconfiguration> {
  const parsed = variables.safeParse(env)
  if (!parsed.success) return fail(misconfigured(parsed.error, 'is missing or malformed'))
  const present = OVERRIDE_NAMES.filter((name) => name in env)
  const local = /^http:\/\/localhost(:\d+)?$/.test(parsed.data.PUBLIC_ORIGIN)
  if (present.length > 0 && !local) {
    return fail({ names: present, reason: 'is for development and is refused beside a public origin' })
  }
  if (!local && !parsed.data.PUBLIC_ORIGIN.startsWith('https://')) {
    return fail({ names: ['PUBLIC_ORIGIN'], reason: 'must be https, or http://localhost for development' })
  }
  if (parsed.data.AMAZON_AUTHORIZATION === 'live' && parsed.data.AMAZON_APP_STAGE === 'draft') {
    return fail({
      names: ['AMAZON_AUTHORIZATION', 'AMAZON_APP_STAGE'],
      reason: 'a draft application cannot be live',
    })
  }
  if (present.length === 0) return ok({ ...parsed.data, overrides: undefined })
  const shifted = overrides.safeParse(env)
  if (!shifted.success)
    return fail(misconfigured(shifted.error, 'is missing or malformed; overrides come all or none'))
  return ok({ ...parsed.data, overrides: shifted.data })
}

function misconfigured(error: z.ZodError, reason: string): Misconfiguration {
  return {
    names: [...new Set(error.issues.map((issue) => String(issue.path[0] ?? 'configuration')))],
    reason,
  }
}
