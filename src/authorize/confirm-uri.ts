import type { AmazonHosts } from '../amazon/hosts.ts'
import { MARKETPLACES, REGIONLESS_CONFIRM_ORIGINS } from '../amazon/regions.ts'
import type { Region } from '../core/region.ts'

/** Longer than any of Amazon's; what is longer is not looked at. */
const CONFIRM_URI_CHARACTERS_MAX = 300

/** An address of Amazon's at which a consent is confirmed. */
export interface ConfirmTarget {
  /** Put together from our table's origin and our own path: nothing of what came is passed on. */
  readonly uri: string
  /** Undefined for a host that serves all regions: then the page asks. */
  readonly region: Region | undefined
  /** Of a Seller Central that serves one country; undefined where it serves several. */
  readonly country: string | undefined
}

/**
 * Whether Amazon's `amazon_callback_uri` is one: exactly an origin of our table and the path of our own application,
 * with or without a closing slash, written as a browser would write it. Amazon publishes no rule and its own sample
 * redirects anywhere, so whatever else it may be is undefined. In development the one origin is SELLER_CENTRAL_ORIGIN.
 * Pure. (RFC 9700, section 4.11: no open redirector.)
 */
export function confirmTargetOf(
  raw: string,
  of: { readonly hosts: AmazonHosts; readonly applicationId: string },
): ConfirmTarget | undefined {
  if (raw.length > CONFIRM_URI_CHARACTERS_MAX) return undefined
  const path = `/apps/authorize/confirm/${of.applicationId}`
  // Compared as text, whole: there is no second reading of it that could differ from ours.
  const origin = [`${path}/`, path].flatMap((end) =>
    raw.endsWith(end) ? [raw.slice(0, -end.length)] : [],
  )[0]
  const known = origin === undefined ? undefined : confirmOrigins(of.hosts).get(origin)
  return known === undefined ? undefined : { uri: `${origin}${path}`, ...known }
}

type Serves = Pick<ConfirmTarget, 'region' | 'country'>

/** Every origin at which Amazon confirms consents, with what it tells about the region. */
function confirmOrigins(hosts: AmazonHosts): ReadonlyMap<string, Serves> {
  const anywhere = { region: undefined, country: undefined }
  if (hosts.sellerCentral !== undefined) return new Map([[hosts.sellerCentral, anywhere]])
  const origins = new Map<string, Serves>(REGIONLESS_CONFIRM_ORIGINS.map((origin) => [origin, anywhere]))
  for (const { sellerCentral, vendorCentral, region, country } of MARKETPLACES) {
    for (const origin of [sellerCentral, vendorCentral]) {
      const isShared = origins.has(origin)
      origins.set(origin, { region, country: isShared ? undefined : country })
    }
  }
  return origins
}

/**
 * Where the browser goes on to: Amazon's own state unchanged, ours beside it, the registered redirect URI, and
 * `version=beta` while the application is a draft. Pure.
 */
export function confirmUrl(
  uri: string,
  given: {
    readonly amazonState: string
    readonly state: string
    readonly redirectUri: string
    readonly stage: 'draft' | 'published'
  },
): URL {
  const url = new URL(uri)
  url.searchParams.set('amazon_state', given.amazonState)
  url.searchParams.set('state', given.state)
  url.searchParams.set('redirect_uri', given.redirectUri)
  if (given.stage === 'draft') url.searchParams.set('version', 'beta')
  return url
}
