import { expect, test } from 'vitest'
import { amazonHosts } from '../../src/amazon/hosts.ts'
import { OPERATIONS, type Operation, urlOf } from '../../src/amazon/operations.ts'
import { ROLES, type Role } from '../../src/core/roles.ts'

const hosts = amazonHosts(undefined)

test("permits three operations, all of them reads, at Amazon's default rates", () => {
  expect(
    Object.entries(OPERATIONS).map(([name, { method, path, ratePerSecond, burst }]) => [
      name,
      method,
      path,
      ratePerSecond,
      burst,
    ]),
  ).toEqual([
    ['getMarketplaceParticipations', 'GET', '/sellers/v1/marketplaceParticipations', 0.016, 15],
    ['getInventorySummaries', 'GET', '/fba/inventory/v1/summaries', 2, 2],
    ['listTransactions', 'GET', '/finances/2024-06-19/transactions', 0.5, 10],
  ])
})

test('builds no address for another operation, whatever its name', () => {
  for (const operation of ['getOrders', 'createReport', 'constructor', '__proto__', 'toString', '']) {
    expect(
      () => urlOf(hosts, { operation: operation as Operation, region: 'na', query: {} }),
      operation,
    ).toThrow('not a permitted operation')
  }
})

test('lists the operations that the registry of roles names, and no other', () => {
  expect(Object.keys(OPERATIONS).toSorted()).toEqual(ROLES.flatMap((role) => role.operations).toSorted())
})

test('builds no address for an operation whose role is switched off', () => {
  const call = {
    operation: 'listTransactions',
    region: 'na',
    query: { postedAfterMs: 0, postedBeforeMs: 1 },
  } as const
  const without = ROLES.map((role): Role => ({ ...role, enabled: role.id !== 'finance-and-accounting' }))
  expect(urlOf(hosts, call).pathname).toBe('/finances/2024-06-19/transactions')
  expect(() => urlOf(hosts, call, without)).toThrow('not a permitted operation')
})

test('builds no address for an operation that a registry names and the list does not', () => {
  const forged = ROLES.map((role) => ({ ...role, operations: ['getOrders'] })) as unknown as readonly Role[]
  expect(() =>
    urlOf(hosts, { operation: 'getOrders' as Operation, region: 'na', query: {} }, forged),
  ).toThrow('not a permitted operation')
})

test('puts only the named parameters into an address', () => {
  const query = { postedAfterMs: 0, postedBeforeMs: 1000, marketplaceId: 'X', includedData: 'BUYER' }
  expect(urlOf(hosts, { operation: 'listTransactions', region: 'fe', query }).href).toBe(
    'https://sellingpartnerapi-fe.amazon.com/finances/2024-06-19/transactions?postedAfter=1970-01-01T00%3A00%3A00.000Z&postedBefore=1970-01-01T00%3A00%3A01.000Z',
  )
  expect(urlOf(hosts, { operation: 'getMarketplaceParticipations', region: 'na', query: {} }).search).toBe('')
})

test('writes an opaque page token so that it comes back as it was', () => {
  const nextToken = 'caeba838-6f61+/=&?#%20 ü'
  const url = urlOf(hosts, {
    operation: 'listTransactions',
    region: 'na',
    query: { postedAfterMs: 0, postedBeforeMs: 1, nextToken },
  })
  expect(url.searchParams.get('nextToken')).toBe(nextToken)
  expect(url.search).not.toContain('+')
})
