import { describe, expect, test } from 'vitest'
import { amazonHosts } from '../../src/amazon/hosts.ts'
import { MARKETPLACES } from '../../src/amazon/regions.ts'
import { confirmTargetOf, confirmUrl } from '../../src/authorize/confirm-uri.ts'
import { developmentVariables } from '../variables.ts'
import { hostileUris } from './hostile-uris.ts'

const ID = 'amzn1.sp.solution.0a1b2c3d-0000-4000-8000-00000000beef'
const PATH = `/apps/authorize/confirm/${ID}`
const production = { hosts: amazonHosts(undefined), applicationId: ID }
const development = {
  hosts: amazonHosts({ ...developmentVariables, SELLER_CENTRAL_ORIGIN: 'http://127.0.0.1:8788' }),
  applicationId: ID,
}

describe('an address that is Amazon’s', () => {
  test.each([
    ['https://amazon.com', undefined, undefined],
    ['https://www.amazon.com', undefined, undefined],
    ['https://sellercentral.amazon.com', 'na', 'US'],
    ['https://sellercentral.amazon.com.mx', 'na', 'MX'],
    ['https://sellercentral-europe.amazon.com', 'eu', undefined],
    ['https://sellercentral.amazon.co.jp', 'fe', 'JP'],
    ['https://vendorcentral.amazon.co.uk', 'eu', 'GB'],
    ['https://vendorcentral.amazon.me', 'eu', undefined],
    ['https://www.vendorcentral.in', 'eu', 'IN'],
  ])('%s tells the region %s and the country %s', (origin, region, country) => {
    for (const end of ['', '/']) {
      expect(confirmTargetOf(`${origin}${PATH}${end}`, production)).toEqual({
        uri: `${origin}${PATH}`,
        region,
        country,
      })
    }
  })

  test('is known for every country of the table, and for a seller app’s id', () => {
    const applicationId = 'amzn1.sellerapps.app.0a1b2c3d-0000-4000-8000-00000000beef'
    for (const { sellerCentral, vendorCentral, region } of MARKETPLACES) {
      for (const origin of [sellerCentral, vendorCentral]) {
        const uri = `${origin}/apps/authorize/confirm/${applicationId}`
        expect(confirmTargetOf(uri, { ...production, applicationId })).toMatchObject({ uri, region })
      }
    }
  })

  test('in development is exactly the one origin that is configured, without a region', () => {
    const uri = `http://127.0.0.1:8788${PATH}`
    expect(confirmTargetOf(uri, development)).toEqual({ uri, region: undefined, country: undefined })
    expect(confirmTargetOf(`https://sellercentral.amazon.com${PATH}`, development)).toBeUndefined()
    expect(confirmTargetOf(`http://localhost:8788${PATH}`, development)).toBeUndefined()
    expect(confirmTargetOf(uri, production)).toBeUndefined()
  })

  test('is led to with both states, the redirect URI, and version=beta for a draft only', () => {
    const given = { amazonState: 'A&b=c d%', state: 's', redirectUri: 'https://x.example/amazon/callback' }
    const draft = confirmUrl(`https://amazon.com${PATH}`, { ...given, stage: 'draft' })
    expect(Object.fromEntries(draft.searchParams)).toEqual({
      amazon_state: 'A&b=c d%',
      state: 's',
      redirect_uri: 'https://x.example/amazon/callback',
      version: 'beta',
    })
    expect(`${draft.origin}${draft.pathname}`).toBe(`https://amazon.com${PATH}`)
    const published = confirmUrl(`https://amazon.com${PATH}`, { ...given, stage: 'published' })
    expect(published.searchParams.has('version')).toBe(false)
  })
})

describe.each([
  ['production', production, `https://sellercentral.amazon.com${PATH}`],
  ['production without a region', production, `https://www.amazon.com${PATH}`],
  ['development', development, `http://127.0.0.1:8788${PATH}`],
] as const)('against the list of %s', (_, of, good) => {
  const hostile = hostileUris(good)

  test('there are at least 200 different hostile values', () => {
    expect(new Set(hostile).size).toBeGreaterThanOrEqual(200)
    expect(hostile).not.toContain(good)
  })

  test('none is taken', () => {
    expect(confirmTargetOf(good, of)).toBeDefined()
    expect(hostile.filter((uri) => confirmTargetOf(uri, of) !== undefined)).toEqual([])
  })
})
