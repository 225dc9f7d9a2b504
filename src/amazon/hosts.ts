import type { Region } from '../core/region.ts'
import { LWA_TOKEN_URL, marketplaceOf, REGIONS } from './regions.ts'

/** The development overrides of env.ts, as far as Amazon is concerned. */
export interface HostOverrides {
  readonly LWA_TOKEN_URL: string
  readonly SPAPI_ENDPOINT_NA: string
  readonly SPAPI_ENDPOINT_EU: string
  readonly SPAPI_ENDPOINT_FE: string
  readonly SELLER_CENTRAL_ORIGIN: string
  readonly REPORT_DOCUMENT_ORIGIN: string
}

/** Where Amazon is. Made here only, from our table or from loopback overrides. */
export interface AmazonHosts {
  readonly lwaTokenUrl: string
  readonly spapi: Readonly<Record<Region, string>>
  /** Set in development, where the simulator also keeps the documents of reports. */
  readonly reportDocuments: string | undefined
  /** Set in development, where one simulator stands for every country's Seller Central. */
  readonly sellerCentral: string | undefined
}

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?(\/|$)/

/** Throws on an override that is not loopback: configuration was to refuse it long before. */
export function amazonHosts(overrides: HostOverrides | undefined): AmazonHosts {
  if (overrides === undefined) {
    const { na, eu, fe } = REGIONS
    const spapi = { na: na.endpoint, eu: eu.endpoint, fe: fe.endpoint }
    return { lwaTokenUrl: LWA_TOKEN_URL, spapi, sellerCentral: undefined, reportDocuments: undefined }
  }
  const spapi = {
    na: overrides.SPAPI_ENDPOINT_NA,
    eu: overrides.SPAPI_ENDPOINT_EU,
    fe: overrides.SPAPI_ENDPOINT_FE,
  }
  const hosts = {
    lwaTokenUrl: overrides.LWA_TOKEN_URL,
    spapi,
    sellerCentral: overrides.SELLER_CENTRAL_ORIGIN,
    reportDocuments: overrides.REPORT_DOCUMENT_ORIGIN,
  }
  const { lwaTokenUrl, sellerCentral, reportDocuments } = hosts
  for (const url of [lwaTokenUrl, spapi.na, spapi.eu, spapi.fe, sellerCentral, reportDocuments]) {
    if (!LOOPBACK.test(url)) throw new Error('an override leads away from this machine')
  }
  return hosts
}

/** Origin of the Seller Central that serves a country. Undefined for a country that is not in our table. */
export function sellerCentralOf(hosts: AmazonHosts, country: string): string | undefined {
  const marketplace = marketplaceOf(country)
  return marketplace === undefined ? undefined : (hosts.sellerCentral ?? marketplace.sellerCentral)
}

/** Which secret may go where: LWA gets the client secret and refresh tokens, a region its access tokens. */
export type Destination = 'lwa' | Region

const OFFICIAL: Readonly<Record<Destination, string>> = {
  lwa: LWA_TOKEN_URL,
  na: REGIONS.na.endpoint,
  eu: REGIONS.eu.endpoint,
  fe: REGIONS.fe.endpoint,
}

/**
 * Throws unless the URL lies at this destination: Amazon's own address for it or a loopback override, whoever built
 * the URL and the hosts. The last look before the network (I18); its message quotes nothing but the destination.
 */
export function assertOutbound(hosts: AmazonHosts, to: Destination, url: URL): void {
  const base = to === 'lwa' ? hosts.lwaTokenUrl : hosts.spapi[to]
  const trusted = base === OFFICIAL[to] || LOOPBACK.test(base)
  const expected = new URL(base)
  const prefix = expected.pathname.replace(/\/$/, '')
  const path = to === 'lwa' ? url.pathname === expected.pathname : url.pathname.startsWith(`${prefix}/`)
  const plain = url.username === '' && url.password === '' && url.hash === ''
  if (!trusted || url.origin !== expected.origin || !path || !plain) {
    throw new Error(`a request for ${to} was built for another address`)
  }
}

/** Amazon's buckets of report documents, one a region: `tortuga-prod-na.s3-external-1.amazonaws.com` and its kin. */
const DOCUMENT_HOST = /^tortuga-prod-(?:na|eu|fe)\.s3(?:[.-][a-z0-9-]{2,40})?\.amazonaws\.com$/

/**
 * The address of a report's document, if it is one: Amazon's bucket over https, nothing else in the authority; in
 * development the simulator. It comes in an answer, so it is looked at as if a stranger had sent it (I18). Pure.
 */
export function documentUrl(hosts: AmazonHosts, address: string): URL | undefined {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return undefined
  if (hosts.reportDocuments !== undefined) return url.origin === hosts.reportDocuments ? url : undefined
  return url.protocol === 'https:' && url.port === '' && DOCUMENT_HOST.test(url.hostname) ? url : undefined
}
