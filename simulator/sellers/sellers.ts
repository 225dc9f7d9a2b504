export const REGIONS = ['na', 'eu', 'fe'] as const
export type Region = (typeof REGIONS)[number]
export type TitleLanguage = 'en' | 'es' | 'de' | 'fr' | 'ja'

/** A marketplace of a demo seller, with what `getMarketplaceParticipations` says of it. */
export interface Marketplace {
  readonly id: string
  readonly countryCode: string
  readonly name: string
  readonly defaultCurrencyCode: string
  readonly defaultLanguageCode: string
  readonly domainName: string
  readonly titles: TitleLanguage
  /** Share of the seller's SKUs that are listed here; the main marketplace lists all. */
  readonly listed: number
}

/** An invented seller. Ids are shaped like Amazon's and belong to nobody. */
export interface Seller {
  readonly id: string
  /** What the simulator's own pages call it. */
  readonly name: string
  /** As Amazon reports it. */
  readonly storeName: string
  readonly region: Region
  readonly skuCount: number
  /** First letters of its house SKUs. */
  readonly prefix: string
  readonly brand: string
  readonly transactionCount: number
  /** The main one first. */
  readonly marketplaces: readonly Marketplace[]
}

export const REGION_NAMES: Readonly<Record<Region, string>> = {
  na: 'North America',
  eu: 'Europe',
  fe: 'Far East',
}

const NORTHWIND: Seller = {
  id: 'A2NORTHWIND0NA',
  name: 'Northwind Home',
  storeName: 'Northwind Home',
  region: 'na',
  skuCount: 1200,
  prefix: 'NWH',
  brand: 'Northwind',
  transactionCount: 420,
  marketplaces: [
    marketplace('ATVPDKIKX0DER', 'US', 'www.amazon.com', 'USD', 'en_US', 'en', 1),
    marketplace('A2EUQ1WTGCTBG2', 'CA', 'www.amazon.ca', 'CAD', 'en_CA', 'en', 0.55),
    marketplace('A1AM78C64UM0Y8', 'MX', 'www.amazon.com.mx', 'MXN', 'es_MX', 'es', 0.3),
  ],
}

const HERON: Seller = {
  id: 'A3HERONGART0EU',
  name: 'Heron Garten',
  storeName: 'Heron Garten & Küche',
  region: 'eu',
  skuCount: 300,
  prefix: 'HRN',
  brand: 'Heron',
  transactionCount: 160,
  marketplaces: [
    marketplace('A1PA6795UKMFR9', 'DE', 'www.amazon.de', 'EUR', 'de_DE', 'de', 1),
    marketplace('A1F83G8C2ARO7P', 'GB', 'www.amazon.co.uk', 'GBP', 'en_GB', 'en', 0.8),
    marketplace('A13V1IB3VIYZZH', 'FR', 'www.amazon.fr', 'EUR', 'fr_FR', 'fr', 0.6),
  ],
}

const WREN: Seller = {
  id: 'A1WRENSTAT0FE',
  name: 'Wren Stationery',
  storeName: 'ミソサザイ文具店',
  region: 'fe',
  skuCount: 80,
  prefix: 'WRN',
  brand: 'ミソサザイ',
  transactionCount: 45,
  marketplaces: [marketplace('A1VC38T7YXB528', 'JP', 'www.amazon.co.jp', 'JPY', 'ja_JP', 'ja', 1)],
}

/** The three demo sellers. */
export const SELLERS: readonly Seller[] = [NORTHWIND, HERON, WREN]

/** A seller by Amazon's id, or by its region as a short name. */
export function findSeller(idOrRegion: string): Seller | undefined {
  return SELLERS.find((seller) => seller.id === idOrRegion || seller.region === idOrRegion)
}

/** The seller that owns this id. For ids that the simulator itself has stored. */
export function sellerById(id: string): Seller {
  const seller = SELLERS.find((one) => one.id === id)
  if (seller === undefined) throw new Error('a stored seller is none of the demo sellers')
  return seller
}

function marketplace(
  id: string,
  countryCode: string,
  domainName: string,
  defaultCurrencyCode: string,
  defaultLanguageCode: string,
  titles: TitleLanguage,
  listed: number,
): Marketplace {
  const name = domainName.replace('www.a', 'A')
  return { id, countryCode, name, defaultCurrencyCode, defaultLanguageCode, domainName, titles, listed }
}
