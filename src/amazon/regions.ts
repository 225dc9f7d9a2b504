import { type MarketplaceId, marketplaceId } from '../core/id.ts'
import type { Region } from '../core/region.ts'

/** SP-API endpoints: developer-docs.amazon.com/sp-api/docs/sp-api-endpoints. One authorization per seller and region. */
export const REGIONS: Readonly<Record<Region, { readonly endpoint: string }>> = {
  na: { endpoint: 'https://sellingpartnerapi-na.amazon.com' },
  eu: { endpoint: 'https://sellingpartnerapi-eu.amazon.com' },
  fe: { endpoint: 'https://sellingpartnerapi-fe.amazon.com' },
}

/** LWA has one token endpoint for all regions. */
export const LWA_TOKEN_URL = 'https://api.amazon.com/auth/o2/token'

export interface Marketplace {
  /** ISO 3166-1 alpha-2, except that Amazon's own texts print UK for GB. */
  readonly country: string
  readonly id: MarketplaceId
  readonly region: Region
  readonly domain: string
  /** ISO 4217. */
  readonly currency: string
  /** IANA. Where Amazon's own day begins, as its Ads API reports it; for Ireland and South Africa the country's. */
  readonly timeZone: string
  readonly sellerCentral: string
  /** Where a vendor's consent is confirmed. */
  readonly vendorCentral: string
  /**
   * How well the Seller Central host is known. official: Amazon's developer guide (2021). secondary: seen only in
   * public code that cites it, for Saudi Arabia in two spellings: to be tried before production use.
   */
  readonly attested: 'official' | 'secondary'
}

type Row = readonly [
  country: string,
  id: string,
  region: Region,
  domain: string,
  currency: string,
  timeZone: string,
]

/** Ids, countries and regions: developer-docs.amazon.com/sp-api/docs/marketplace-ids. */
const ROWS: readonly Row[] = [
  ['CA', 'A2EUQ1WTGCTBG2', 'na', 'amazon.ca', 'CAD', 'America/Los_Angeles'],
  ['US', 'ATVPDKIKX0DER', 'na', 'amazon.com', 'USD', 'America/Los_Angeles'],
  ['MX', 'A1AM78C64UM0Y8', 'na', 'amazon.com.mx', 'MXN', 'America/Los_Angeles'],
  ['BR', 'A2Q3Y263D00KWC', 'na', 'amazon.com.br', 'BRL', 'America/Sao_Paulo'],
  ['IE', 'A28R8C7NBKEWEA', 'eu', 'amazon.ie', 'EUR', 'Europe/Dublin'],
  ['ES', 'A1RKKUPIHCS9HS', 'eu', 'amazon.es', 'EUR', 'Europe/Paris'],
  ['GB', 'A1F83G8C2ARO7P', 'eu', 'amazon.co.uk', 'GBP', 'Europe/London'],
  ['FR', 'A13V1IB3VIYZZH', 'eu', 'amazon.fr', 'EUR', 'Europe/Paris'],
  ['BE', 'AMEN7PMS3EDWL', 'eu', 'amazon.com.be', 'EUR', 'Europe/Brussels'],
  ['NL', 'A1805IZSGTT6HS', 'eu', 'amazon.nl', 'EUR', 'Europe/Amsterdam'],
  ['DE', 'A1PA6795UKMFR9', 'eu', 'amazon.de', 'EUR', 'Europe/Paris'],
  ['IT', 'APJ6JRA9NG5V4', 'eu', 'amazon.it', 'EUR', 'Europe/Paris'],
  ['SE', 'A2NODRKZP88ZB9', 'eu', 'amazon.se', 'SEK', 'Europe/Stockholm'],
  ['ZA', 'AE08WJ6YKNBMC', 'eu', 'amazon.co.za', 'ZAR', 'Africa/Johannesburg'],
  ['PL', 'A1C3SOZRARQ6R3', 'eu', 'amazon.pl', 'PLN', 'Europe/Warsaw'],
  ['EG', 'ARBP9OOSHTCHU', 'eu', 'amazon.eg', 'EGP', 'Africa/Cairo'],
  ['TR', 'A33AVAJ2PDY3EV', 'eu', 'amazon.com.tr', 'TRY', 'Europe/Istanbul'],
  ['SA', 'A17E79C6D8DWNP', 'eu', 'amazon.sa', 'SAR', 'Asia/Riyadh'],
  ['AE', 'A2VIGQ35RCS4UG', 'eu', 'amazon.ae', 'AED', 'Asia/Dubai'],
  ['IN', 'A21TJRUUN4KGV', 'eu', 'amazon.in', 'INR', 'Asia/Kolkata'],
  ['SG', 'A19VAU5U5O7RUS', 'fe', 'amazon.sg', 'SGD', 'Asia/Singapore'],
  ['AU', 'A39IBJ37TRP1C6', 'fe', 'amazon.com.au', 'AUD', 'Australia/Sydney'],
  ['JP', 'A1VC38T7YXB528', 'fe', 'amazon.co.jp', 'JPY', 'Asia/Tokyo'],
]

/** These five share one Seller Central; every other country's stands on its own domain. */
const SHARED_SELLER_CENTRAL = {
  countries: ['ES', 'GB', 'FR', 'DE', 'IT'],
  host: 'sellercentral-europe.amazon.com',
}
/** Vendor Central stands on the country's domain but for these. */
const VENDOR_CENTRAL: Readonly<Record<string, string>> = {
  EG: 'vendorcentral.amazon.me',
  SA: 'vendorcentral.amazon.me',
  AE: 'vendorcentral.amazon.me',
  IN: 'www.vendorcentral.in',
  SG: 'vendorcentral.amazon.com.sg',
}
const SECONDARY = ['IE', 'BE', 'ZA', 'EG', 'SA']

export const MARKETPLACES: readonly Marketplace[] = ROWS.map(
  ([country, id, region, domain, currency, timeZone]) => {
    const shared = SHARED_SELLER_CENTRAL.countries.includes(country)
    const host = shared ? SHARED_SELLER_CENTRAL.host : `sellercentral.${domain}`
    return {
      country,
      id: marketplaceId.parse(id),
      region,
      domain,
      currency,
      timeZone,
      sellerCentral: `https://${host}`,
      vendorCentral: `https://${VENDOR_CENTRAL[country] ?? `vendorcentral.${domain}`}`,
      attested: SECONDARY.includes(country) ? 'secondary' : 'official',
    }
  },
)

/** Hosts that confirm consents for every region: developer-docs.amazon.com/sp-api, Selling Partner Appstore workflow. */
export const REGIONLESS_CONFIRM_ORIGINS: readonly string[] = ['https://amazon.com', 'https://www.amazon.com']

/** The country that stands for a region where only the region is known, until Amazon lists the marketplaces. */
export const HOME_COUNTRY: Readonly<Record<Region, string>> = { na: 'US', eu: 'GB', fe: 'JP' }

/** The marketplace of a country the connect page offered; undefined for any other text. */
export const marketplaceOf = (country: string): Marketplace | undefined =>
  MARKETPLACES.find((marketplace) => marketplace.country === country)

/** Undefined for a marketplace that is not in our table, such as Amazon's own test shops in a participation list. */
export const marketplaceById = (id: MarketplaceId): Marketplace | undefined =>
  MARKETPLACES.find((marketplace) => marketplace.id === id)

/** IANA: the zone in which a marketplace's days begin. UTC for one that is not in our table. */
export const zoneOf = (id: MarketplaceId): string => marketplaceById(id)?.timeZone ?? 'UTC'

/** IANA: the zone of an account's own country, for what belongs to no marketplace. UTC for one not in our table. */
export const homeZoneOf = (country: string): string => marketplaceOf(country)?.timeZone ?? 'UTC'
