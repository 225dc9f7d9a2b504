import { base64url, fromBase64, utf8 } from '../core/bytes.ts'
import type { Random } from '../core/time.ts'

/** Amazon's whole workflow lives ten minutes; a state that outlives it only helps somebody who stole it. */
export const CONSENT_TTL_SECONDS = 600

/** 32 random bytes for the one-time cookie that binds a consent to this browser. */
export const newBinding = (random: Random): string => base64url(random(32))

/** `start`: sent along from our leaving page. `midway`: handed over when Amazon visits our log-in URI on the way. */
export type Leg = 'start' | 'midway'

/**
 * The `state` sent to Amazon: HMAC-SHA-256 under the cookie's 32 bytes. The page that leaves for Amazon can be
 * reloaded, the server keeps only hashes, and a state cannot be made or guessed without the cookie. Undefined when
 * the cookie is not one of ours. (OAuth 2.0 Security BCP, RFC 9700, section 4.7: state bound to the user agent.)
 */
export async function stateFor(binding: string, leg: Leg): Promise<string | undefined> {
  const secret = fromBase64(binding)
  if (secret?.length !== 32) return undefined
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return base64url(
    new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(`amazon authorization state, ${leg}`))),
  )
}

/**
 * Amazon's consent page for our application. A draft application needs `version=beta`, a published one must not have
 * it. `redirectUri` is one of those registered with Amazon. Pure.
 */
export function consentUrl(
  sellerCentral: string,
  given: {
    readonly applicationId: string
    readonly stage: 'draft' | 'published'
    readonly redirectUri: string
    readonly state: string
  },
): URL {
  const url = new URL('/apps/authorize/consent', sellerCentral)
  url.searchParams.set('application_id', given.applicationId)
  url.searchParams.set('state', given.state)
  url.searchParams.set('redirect_uri', given.redirectUri)
  if (given.stage === 'draft') url.searchParams.set('version', 'beta')
  return url
}
