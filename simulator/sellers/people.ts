import type { Chance } from './chance.ts'
import type { Marketplace } from './sellers.ts'

/**
 * An invented person who bought something. Shaped like personal data and nobody's: mail under `.example`, numbers from
 * the ranges kept for fiction. An app that shows, keeps or logs any of it has asked for what it may not have.
 */
export interface Buyer {
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly street: string
  readonly city: string
  readonly region: string
  readonly postalCode: string
}

interface Place {
  readonly names: readonly string[]
  readonly streets: readonly string[]
  /** City, state or region, postal code. */
  readonly cities: readonly (readonly [string, string, string])[]
  readonly phone: string
}

const NORTH_AMERICA: Place = {
  names: ['Ada Quillfeather', 'Ruben Marlowe', 'Delphine Okafor', 'Theo Brightwater'],
  streets: ['14 Invented Lane', '2207 Nowhere Avenue', '6 Pretend Court'],
  cities: [
    ['Springdale', 'OH', '45246'],
    ['Fairhaven', 'WA', '98225'],
    ['Riverton', 'UT', '84065'],
  ],
  phone: '+1 202 555 01',
}
const EUROPE: Place = {
  names: ['Liesel Musterfrau', 'Anselm Beispiel', 'Oda Erfunden', 'Hugo Nirgendwo'],
  streets: ['Musterstraße 7', 'Am Beispiel 21', 'Erfundener Weg 3'],
  cities: [
    ['Musterstadt', 'Bayern', '80000'],
    ['Beispielhausen', 'Hessen', '60000'],
  ],
  phone: '+49 30 23125 0',
}
const JAPAN: Place = {
  names: ['架空 花子', '見本 太郎', '例示 さくら'],
  streets: ['架空町1-2-3', '見本台4-5'],
  cities: [
    ['見本市', '東京都', '100-0000'],
    ['架空市', '大阪府', '530-0000'],
  ],
  phone: '+81 3 0000 00',
}

/** Draws a buyer for a marketplace. The seed decides. */
export function drawBuyer(chance: Chance, { countryCode }: Marketplace): Buyer {
  const place = placeOf(countryCode)
  const [city, region, postalCode] = chance.pick(place.cities)
  return {
    name: chance.pick(place.names),
    email: `${chance.letters('abcdefghijklmnopqrstuvwxyz0123456789', 14)}@marketplace.amazon.example`,
    phone: `${place.phone}${chance.letters('0123456789', 2)}`,
    street: chance.pick(place.streets),
    city,
    region,
    postalCode,
  }
}

function placeOf(countryCode: string): Place {
  if (countryCode === 'JP') return JAPAN
  return ['US', 'CA', 'MX'].includes(countryCode) ? NORTH_AMERICA : EUROPE
}
