import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MARKETPLACES, marketplaceById, marketplaceOf } from '../../src/amazon/regions.ts'

test('lists each country and marketplace once', () => {
  expect(new Set(MARKETPLACES.map(({ country }) => country)).size).toBe(MARKETPLACES.length)
  expect(new Set(MARKETPLACES.map(({ id }) => id)).size).toBe(MARKETPLACES.length)
  expect(Object.groupBy(MARKETPLACES, ({ region }) => region)).toMatchObject({
    na: { length: 4 },
    eu: { length: 16 },
    fe: { length: 3 },
  })
})

test.for(MARKETPLACES.map((row) => [row.country, row] as const))(
  'has a real time zone, currency and host for %s',
  ([, row]) => {
    expect(() => new Intl.DateTimeFormat('en', { timeZone: row.timeZone })).not.toThrow()
    expect(Intl.supportedValuesOf('currency')).toContain(row.currency)
    expect(new Intl.DisplayNames('en', { type: 'region' }).of(row.country)).not.toBe(row.country)
    const host = new URL(row.sellerCentral)
    expect(host.origin).toBe(row.sellerCentral)
    expect(host.hostname).toMatch(/^sellercentral(-europe)?\.amazon\.[a-z.]+$/)
    expect(row.domain).toMatch(/^amazon\.[a-z.]+$/)
  },
)

test('is honest about the hosts that only third parties name', () => {
  const secondary = MARKETPLACES.filter(({ attested }) => attested === 'secondary').map(
    ({ country }) => country,
  )
  expect(secondary.toSorted()).toEqual(['BE', 'EG', 'IE', 'SA', 'ZA'])
})

test('finds a marketplace by country or id', () => {
  expect(marketplaceOf('MX')?.id).toBe('A1AM78C64UM0Y8')
  const [first] = MARKETPLACES
  expect(first && marketplaceById(first.id)).toBe(first)
  expect(marketplaceOf('CN')).toBe(undefined)
})

const facts = `${import.meta.dirname}/../../../shared/data/marketplaces.json`
test.skipIf(!existsSync(facts))(
  'agrees with the table of facts (skipped where the data folder is absent)',
  () => {
    const { marketplaces } = JSON.parse(readFileSync(facts, 'utf8')) as {
      marketplaces: {
        cc: string
        id: string
        region: string
        sellerCentral: string
        vendorCentral: string
        src: string
      }[]
    }
    expect(
      MARKETPLACES.map(({ country, id, region, sellerCentral, vendorCentral, attested }) => ({
        country,
        id,
        region,
        sellerCentral,
        vendorCentral,
        attested,
      })),
    ).toEqual(
      marketplaces.map(({ cc, id, region, sellerCentral, vendorCentral, src }) => ({
        country: cc,
        id,
        region,
        sellerCentral,
        vendorCentral,
        attested: src.startsWith('official') ? 'official' : 'secondary',
      })),
    )
  },
)
