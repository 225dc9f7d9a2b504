import { expect, test } from 'vitest'
import { amazonHosts } from '../../src/amazon/hosts.ts'
import { OPERATIONS, type Operation, REPORTS, requestOf } from '../../src/amazon/operations.ts'
import { marketplaceId, type OrderId, orderId } from '../../src/core/id.ts'
import { ROLES, type Role } from '../../src/core/roles.ts'

const hosts = amazonHosts(undefined)

test("permits ten operations at Amazon's default rates; the one POST asks for a report", () => {
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
    ['getOrderMetrics', 'GET', '/sales/v1/orderMetrics', 0.5, 15],
    ['searchOrders', 'GET', '/orders/2026-01-01/orders', 0.0056, 20],
    ['getOrder', 'GET', '/orders/2026-01-01/orders/{orderId}', 0.5, 30],
    ['listTransactions', 'GET', '/finances/2024-06-19/transactions', 0.5, 10],
    ['listFinancialEvents', 'GET', '/finances/v0/financialEvents', 0.5, 30],
    ['createReport', 'POST', '/reports/2021-06-30/reports', 0.0167, 15],
    ['getReport', 'GET', '/reports/2021-06-30/reports/{reportId}', 2, 15],
    ['getReportDocument', 'GET', '/reports/2021-06-30/documents/{reportDocumentId}', 0.0167, 15],
  ])
})

test('builds no address for another operation, whatever its name', () => {
  for (const operation of ['getOrders', 'createFeed', 'constructor', '__proto__', 'toString', '']) {
    expect(
      () => requestOf(hosts, { operation: operation as Operation, region: 'na', query: {} }),
      operation,
    ).toThrow('not a permitted operation')
  }
})

test('lists the operations that the registry of roles names, and no other', () => {
  const named = new Set(ROLES.flatMap((role): readonly string[] => role.operations))
  expect(Object.keys(OPERATIONS).toSorted()).toEqual([...named].toSorted())
})

test('builds no address for an operation whose role is switched off', () => {
  const call = {
    operation: 'listTransactions',
    region: 'na',
    query: { postedAfterMs: 0, postedBeforeMs: 1 },
  } as const
  const without = ROLES.map((role): Role => ({ ...role, enabled: role.id !== 'finance-and-accounting' }))
  expect(requestOf(hosts, call).url.pathname).toBe('/finances/2024-06-19/transactions')
  expect(() => requestOf(hosts, call, without)).toThrow('not a permitted operation')
})

test('builds no address for an operation that a registry names and the list does not', () => {
  const forged = ROLES.map((role) => ({ ...role, operations: ['getOrders'] })) as unknown as readonly Role[]
  expect(() =>
    requestOf(hosts, { operation: 'getOrders' as Operation, region: 'na', query: {} }, forged),
  ).toThrow('not a permitted operation')
})

test('puts only the named parameters into an address', () => {
  const query = { postedAfterMs: 0, postedBeforeMs: 1000, marketplaceId: 'X', includedData: 'BUYER' }
  expect(requestOf(hosts, { operation: 'listTransactions', region: 'fe', query }).url.href).toBe(
    'https://sellingpartnerapi-fe.amazon.com/finances/2024-06-19/transactions?postedAfter=1970-01-01T00%3A00%3A00.000Z&postedBefore=1970-01-01T00%3A00%3A01.000Z',
  )
  expect(
    requestOf(hosts, { operation: 'getMarketplaceParticipations', region: 'na', query: {} }).url.search,
  ).toBe('')
})

test('writes an opaque page token so that it comes back as it was', () => {
  const nextToken = 'caeba838-6f61+/=&?#%20 ü'
  const { url } = requestOf(hosts, {
    operation: 'listTransactions',
    region: 'na',
    query: { postedAfterMs: 0, postedBeforeMs: 1, nextToken },
  })
  expect(url.searchParams.get('nextToken')).toBe(nextToken)
  expect(url.search).not.toContain('+')
})

const US = marketplaceId.parse('ATVPDKIKX0DER')
const CA = marketplaceId.parse('A2EUQ1WTGCTBG2')

test('never asks for a buyer or a recipient, and lists marketplaces as Amazon reads them', () => {
  const { url } = requestOf(hosts, {
    operation: 'searchOrders',
    region: 'na',
    query: { marketplaceIds: [US, CA], since: { openCreatedMs: 0 } },
  })
  expect(Object.fromEntries(url.searchParams)).toEqual({
    marketplaceIds: `${US},${CA}`,
    createdAfter: '1970-01-01T00:00:00.000Z',
    fulfillmentStatuses: 'PENDING_AVAILABILITY,PENDING,UNSHIPPED,PARTIALLY_SHIPPED',
    includedData: 'FULFILLMENT',
    maxResultsPerPage: '100',
  })
  const id = orderId.parse('111-2067513-4490227')
  const one = requestOf(hosts, { operation: 'getOrder', region: 'na', query: { orderId: id } }).url
  expect(one.pathname).toBe('/orders/2026-01-01/orders/111-2067513-4490227')
  expect(one.searchParams.get('includedData')).toBe('FULFILLMENT,PROCEEDS')
})

test('asks for two reports and can ask for no other', () => {
  const asked = requestOf(hosts, {
    operation: 'createReport',
    region: 'na',
    query: { report: 'planning', marketplaceId: US },
  })
  expect(asked.method).toBe('POST')
  expect(JSON.parse(asked.body ?? '')).toEqual({
    reportType: 'GET_FBA_INVENTORY_PLANNING_DATA',
    marketplaceIds: [US],
  })
  expect(Object.values(REPORTS)).toEqual([
    'GET_FBA_INVENTORY_PLANNING_DATA',
    'GET_V2_SELLER_PERFORMANCE_REPORT',
  ])
})

test.each([
  '..',
  '.',
  '',
  'a/b',
  '../orders',
  'a?x=1',
  'a#b',
  'a%2fb',
  ' 1',
  '\u202e1',
  `${'1'.repeat(201)}`,
])('builds no address with %j for an id', (id) => {
  for (const call of [
    { operation: 'getReport', query: { reportId: id } },
    { operation: 'getReportDocument', query: { documentId: id } },
    { operation: 'getOrder', query: { orderId: id as OrderId } },
  ] as const) {
    expect(() => requestOf(hosts, { region: 'na', ...call } as never), call.operation).toThrow('not an id')
  }
})
