import { describe, expect, test } from 'vitest'
import {
  amazonHosts,
  assertOutbound,
  type Destination,
  documentUrl,
  sellerCentralOf,
} from '../../src/amazon/hosts.ts'
import { MARKETPLACES } from '../../src/amazon/regions.ts'

const simulator = 'http://127.0.0.1:8788'
const overrides = {
  LWA_TOKEN_URL: `${simulator}/auth/o2/token`,
  SPAPI_ENDPOINT_NA: `${simulator}/spapi/na`,
  SPAPI_ENDPOINT_EU: `${simulator}/spapi/eu`,
  SPAPI_ENDPOINT_FE: `${simulator}/spapi/fe`,
  SELLER_CENTRAL_ORIGIN: simulator,
  REPORT_DOCUMENT_ORIGIN: simulator,
}
const official = amazonHosts(undefined)
const local = amazonHosts(overrides)

test.for<[to: Destination, url: string]>([
  ['lwa', 'https://api.amazon.com/auth/o2/token'],
  ['na', 'https://sellingpartnerapi-na.amazon.com/sellers/v1/marketplaceParticipations'],
  ['eu', 'https://sellingpartnerapi-eu.amazon.com/fba/inventory/v1/summaries?details=true'],
  ['fe', 'https://sellingpartnerapi-fe.amazon.com/x'],
])('lets %s out to %s', ([to, url]) => {
  expect(() => assertOutbound(official, to, new URL(url))).not.toThrow()
})

test.for<[why: string, to: Destination, url: string]>([
  ['another host', 'lwa', 'https://api.amazon.co/auth/o2/token'],
  ['a host that begins like ours', 'na', 'https://sellingpartnerapi-na.amazon.com.evil.example/x'],
  ['a host that ends like ours', 'na', 'https://evilsellingpartnerapi-na.amazon.com/x'],
  ['a host as user info', 'na', 'https://sellingpartnerapi-na.amazon.com@evil.example/x'],
  ['user info', 'na', 'https://user:pass@sellingpartnerapi-na.amazon.com/x'],
  ['http', 'na', 'http://sellingpartnerapi-na.amazon.com/x'],
  ['another port', 'na', 'https://sellingpartnerapi-na.amazon.com:8443/x'],
  ['a fragment', 'na', 'https://sellingpartnerapi-na.amazon.com/x#y'],
  ["another region's endpoint", 'na', 'https://sellingpartnerapi-eu.amazon.com/x'],
  ['the sandbox', 'na', 'https://sandbox.sellingpartnerapi-na.amazon.com/x'],
  ['LWA with an access token', 'na', 'https://api.amazon.com/auth/o2/token'],
  ['the SP-API with the client secret', 'lwa', 'https://sellingpartnerapi-na.amazon.com/auth/o2/token'],
  ['another path of LWA', 'lwa', 'https://api.amazon.com/auth/o2/tokeninfo'],
  ['the simulator, without overrides', 'na', `${simulator}/spapi/na/x`],
  ['this machine', 'lwa', 'http://localhost/auth/o2/token'],
  ['the metadata service', 'na', 'http://169.254.169.254/latest/meta-data'],
  ['a file', 'na', 'file:///etc/passwd'],
])('does not let a request out to %s', ([, to, url]) => {
  expect(() => assertOutbound(official, to, new URL(url))).toThrow(
    `a request for ${to} was built for another address`,
  )
})

describe('with development overrides', () => {
  test('lets requests out to the simulator, each under its own prefix, and no longer to Amazon', () => {
    expect(() => assertOutbound(local, 'lwa', new URL(`${simulator}/auth/o2/token`))).not.toThrow()
    expect(() => assertOutbound(local, 'eu', new URL(`${simulator}/spapi/eu/sellers/v1/x`))).not.toThrow()
    for (const [to, url] of [
      ['eu', `${simulator}/spapi/na/sellers/v1/x`],
      ['eu', `${simulator}/spapi/eu/../na/sellers/v1/x`],
      ['eu', `${simulator}/spapi/europe/x`],
      ['lwa', `${simulator}/control/journal`],
      ['lwa', 'http://127.0.0.1:8789/auth/o2/token'],
      ['lwa', 'https://api.amazon.com/auth/o2/token'],
    ] as const) {
      expect(() => assertOutbound(local, to, new URL(url)), url).toThrow('another address')
    }
  })

  test.for(Object.keys(overrides) as (keyof typeof overrides)[])(
    'takes no %s that leads away from this machine',
    (name) => {
      for (const url of [
        'https://evil.example/x',
        'http://127.0.0.1.evil.example/x',
        'http://localhost@evil.example/',
        'http://10.0.0.1/',
        'https://localhost/',
      ]) {
        expect(() => amazonHosts({ ...overrides, [name]: url }), url).toThrow('away from this machine')
      }
    },
  )

  test('does not trust hosts that were not made here', () => {
    const forged = { ...official, spapi: { ...official.spapi, na: 'https://evil.example' } }
    expect(() => assertOutbound(forged, 'na', new URL('https://evil.example/sellers/v1/x'))).toThrow(
      'another address',
    )
  })
})

test('finds the Seller Central of each country, the simulator for all of them in development', () => {
  expect(sellerCentralOf(official, 'US')).toBe('https://sellercentral.amazon.com')
  expect(sellerCentralOf(official, 'DE')).toBe('https://sellercentral-europe.amazon.com')
  expect(sellerCentralOf(official, 'JP')).toBe('https://sellercentral.amazon.co.jp')
  for (const { country } of MARKETPLACES) expect(sellerCentralOf(local, country)).toBe(simulator)
  for (const country of ['CN', 'UK', '', 'us', 'constructor']) {
    expect(sellerCentralOf(official, country)).toBe(undefined)
    expect(sellerCentralOf(local, country)).toBe(undefined)
  }
})

describe('the address of a report’s document', () => {
  test.each([
    'https://tortuga-prod-na.s3.amazonaws.com/x?X-Amz-Signature=1',
    'https://tortuga-prod-na.s3-external-1.amazonaws.com/a/b%20c?X-Amz-Date=1&X-Amz-Signature=2',
    'https://tortuga-prod-eu.s3.eu-west-1.amazonaws.com/x',
    'https://tortuga-prod-fe.s3.us-west-2.amazonaws.com/x',
    'https://tortuga-prod-fe.s3.us-west-2.amazonaws.com:443/x',
  ])('is taken: %s', (address) => {
    expect(documentUrl(official, address)?.href).toBe(address.replace(':443', ''))
  })

  test.each([
    ['nothing', ''],
    ['no address', 'tortuga-prod-na.s3.amazonaws.com/x'],
    ['a path', '/x'],
    ['http', 'http://tortuga-prod-na.s3.amazonaws.com/x'],
    ['another port', 'https://tortuga-prod-na.s3.amazonaws.com:8443/x'],
    ['another host', 'https://evil.example/x'],
    ['the host in the path', 'https://evil.example/tortuga-prod-na.s3.amazonaws.com/x'],
    ['the host as user info', 'https://tortuga-prod-na.s3.amazonaws.com@evil.example/x'],
    ['user info', 'https://user:pass@tortuga-prod-na.s3.amazonaws.com/x'],
    ['a fragment', 'https://tortuga-prod-na.s3.amazonaws.com/x#y'],
    ['a host that begins so', 'https://tortuga-prod-na.s3.amazonaws.com.evil.example/x'],
    ['a host that ends so', 'https://evil-tortuga-prod-na.s3.amazonaws.com/x'],
    ['somebody else’s bucket', 'https://evil.s3.amazonaws.com/x'],
    ['a bucket within another', 'https://tortuga-prod-na.evil.s3.amazonaws.com/x'],
    ['another service', 'https://tortuga-prod-na.execute-api.amazonaws.com/x'],
    ['two labels between', 'https://tortuga-prod-na.s3.evil.example.amazonaws.com/x'],
    ['a backslash', 'https://evil.example\\@tortuga-prod-na.s3.amazonaws.com/x'],
    ['another region’s bucket', 'https://tortuga-prod-cn.s3.amazonaws.com/x'],
    ['the metadata service', 'https://169.254.169.254/latest/meta-data'],
    ['this machine', 'http://localhost:8788/x'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:text/plain,x'],
    ['a trailing dot', 'https://tortuga-prod-na.s3.amazonaws.com./x'],
  ])('is refused: %s', (_, address) => {
    expect(documentUrl(official, address)).toBeUndefined()
  })

  test('is the simulator’s in development, and nobody else’s', () => {
    expect(documentUrl(local, `${simulator}/tortuga-prod-na/x?X-Amz-Date=1`)?.host).toBe('127.0.0.1:8788')
    for (const address of [
      'https://tortuga-prod-na.s3.amazonaws.com/x',
      'http://127.0.0.1:8789/x',
      'http://localhost:8788/x',
      `${simulator.replace('//', '//user@')}/x`,
    ]) {
      expect(documentUrl(local, address), address).toBeUndefined()
    }
  })
})
