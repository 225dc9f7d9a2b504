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
  /** Its days begin and end in this zone. */
  readonly timeZone: string
  readonly titles: TitleLanguage
  /** Share of the seller's SKUs that are listed here; the main marketplace lists all. */
  readonly listed: number
  /** How much of a SKU's demand in the main marketplace there is here. */
  readonly demand: number
  /** Prices here for a price of 1.00 in US dollars, in the smallest unit for each cent. */
  readonly priceFactor: number
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
  /** Units a day of its median SKU in the main marketplace. */
  readonly unitsADay: number
  /** Share of the orders that it ships itself and ships late. */
  readonly lateShare: number
  /** The main one first. */
  readonly marketplaces: readonly Marketplace[]
  /** Open orders that control has set; absent: as many as its sales bring. */
  readonly openOrders?: number
  /** Whether some of its SKUs have names and ids that attack whoever shows them. */
  readonly hostile?: boolean
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
  unitsADay: 0.28,
  lateShare: 0.034,
  marketplaces: [
    marketplace(
      'ATVPDKIKX0DER',
      'US',
      'www.amazon.com',
      'USD',
      'en_US',
      'en',
      'America/Los_Angeles',
      1,
      1,
      1,
    ),
    marketplace(
      'A2EUQ1WTGCTBG2',
      'CA',
      'www.amazon.ca',
      'CAD',
      'en_CA',
      'en',
      'America/Los_Angeles',
      0.55,
      0.22,
      1.36,
    ),
    marketplace(
      'A1AM78C64UM0Y8',
      'MX',
      'www.amazon.com.mx',
      'MXN',
      'es_MX',
      'es',
      'America/Los_Angeles',
      0.3,
      0.16,
      18,
    ),
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
  unitsADay: 0.17,
  lateShare: 0.055,
  marketplaces: [
    marketplace('A1PA6795UKMFR9', 'DE', 'www.amazon.de', 'EUR', 'de_DE', 'de', 'Europe/Paris', 1, 1, 0.95),
    marketplace(
      'A1F83G8C2ARO7P',
      'GB',
      'www.amazon.co.uk',
      'GBP',
      'en_GB',
      'en',
      'Europe/London',
      0.8,
      0.5,
      0.82,
    ),
    marketplace(
      'A13V1IB3VIYZZH',
      'FR',
      'www.amazon.fr',
      'EUR',
      'fr_FR',
      'fr',
      'Europe/Paris',
      0.6,
      0.35,
      0.98,
    ),
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
  unitsADay: 0.5,
  lateShare: 0.01,
  marketplaces: [
    marketplace('A1VC38T7YXB528', 'JP', 'www.amazon.co.jp', 'JPY', 'ja_JP', 'ja', 'Asia/Tokyo', 1, 1, 1.4),
  ],
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
  timeZone: string,
  listed: number,
  demand: number,
  priceFactor: number,
): Marketplace {
  const name = domainName.replace('www.a', 'A')
  return {
    id,
    countryCode,
    name,
    defaultCurrencyCode,
    defaultLanguageCode,
    domainName,
    timeZone,
    titles,
    listed,
    demand,
    priceFactor,
  }
}
