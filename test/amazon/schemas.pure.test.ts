import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ANSWERS } from '../../src/amazon/answers.ts'

const row = {
  asin: 'B0TEST0001',
  fnSku: 'X0000TEST1',
  sellerSku: '00123',
  condition: 'NewItem',
  inventoryDetails: {
    fulfillableQuantity: 1,
    inboundWorkingQuantity: 2,
    inboundShippedQuantity: 3,
    inboundReceivingQuantity: 4,
    reservedQuantity: {
      totalReservedQuantity: 18,
      pendingCustomerOrderQuantity: 5,
      pendingTransshipmentQuantity: 6,
      fcProcessingQuantity: 7,
    },
    researchingQuantity: { totalResearchingQuantity: 0, researchingQuantityBreakdown: [] },
    unfulfillableQuantity: { totalUnfulfillableQuantity: 8, customerDamagedQuantity: 8 },
  },
  lastUpdatedTime: '2026-11-20T00:00:00Z',
  productName: '保温杯 500 ml',
  totalQuantity: 36,
}
const pageOf = (rows: unknown, nextToken?: unknown) => ({
  payload: {
    granularity: { granularityType: 'Marketplace', granularityId: 'ATVPDKIKX0DER' },
    inventorySummaries: rows,
  },
  pagination: { nextToken },
})
const inventory = (body: unknown) => ANSWERS.getInventorySummaries.safeParse(body)
const details = (change: object) => ({ ...row, inventoryDetails: { ...row.inventoryDetails, ...change } })

test('keeps of a summary what the inventory page shows, and leading zeros', () => {
  expect(inventory(pageOf([row], 'next')).data).toEqual({
    rows: [
      {
        sku: '00123',
        asin: 'B0TEST0001',
        name: '保温杯 500 ml',
        changedMs: Date.parse('2026-11-20T00:00:00Z'),
        fulfillable: 1,
        inboundWorking: 2,
        inboundShipped: 3,
        inboundReceiving: 4,
        reservedOrders: 5,
        reservedTransfer: 6,
        reservedProcessing: 7,
        unfulfillable: 8,
      },
    ],
    nextToken: 'next',
  })
})

test.for<[why: string, body: object]>([
  ['no pagination', { payload: pageOf([]).payload }],
  ['null pagination', { ...pageOf([]), pagination: null }],
  ['an empty token', pageOf([], '')],
  ['a null token', pageOf([], null)],
])('takes a page with %s as the last', ([, body]) => {
  expect(inventory(body).data).toEqual({ rows: [], nextToken: undefined })
})

test.for<[why: string, time: unknown, changedMs: number | null | undefined]>([
  ['no time, as of what never had units', '', null],
  ['null', null, null],
  ['nothing', undefined, undefined],
  ['what is no time', 'last Tuesday', undefined],
  ['a number', 1_763_900_000, undefined],
  ['a text without end', 'x'.repeat(41), undefined],
])('takes a summary whose last change is %s', ([, lastUpdatedTime, changedMs]) => {
  const told = inventory(pageOf([{ ...row, lastUpdatedTime }]))
  expect(told.data).toMatchObject({ rows: [{ sku: '00123', changedMs }] })
})

test.for<[why: string, changed: unknown]>([
  ['a negative quantity', details({ fulfillableQuantity: -1 })],
  ['half a unit', details({ inboundShippedQuantity: 0.5 })],
  ['a quantity as text', details({ fulfillableQuantity: '1' })],
  ['a quantity beyond all stock', details({ fulfillableQuantity: 1e12 })],
  ['no fulfillable quantity', details({ fulfillableQuantity: undefined })],
  ['a null quantity', details({ inboundWorkingQuantity: null })],
  ['no reserved quantities', details({ reservedQuantity: {} })],
  ['no details', { ...row, inventoryDetails: undefined }],
  ['no SKU', { ...row, sellerSku: undefined }],
  ['an empty SKU', { ...row, sellerSku: '' }],
  ['a SKU without end', { ...row, sellerSku: 'x'.repeat(201) }],
  ['a name without end', { ...row, productName: 'x'.repeat(4001) }],
])('does not take a summary with %s for zero stock', ([, changed]) => {
  expect(inventory(pageOf([changed])).success).toBe(false)
})

test('does not take a page of more rows or a longer token than it can bear', () => {
  expect(inventory(pageOf(Array.from({ length: 1001 }, () => row))).success).toBe(false)
  expect(inventory(pageOf([], 'x'.repeat(4097))).success).toBe(false)
})

test('keeps no field that could hold a buyer, wherever Amazon puts it (I17)', () => {
  const buyer = {
    buyerName: 'MARKED Jane Roe',
    buyerEmail: 'MARKED@marketplace.amazon.com',
    shippingAddress: { name: 'MARKED' },
  }
  const transaction = {
    ...buyer,
    sellingPartnerMetadata: { ...buyer, sellingPartnerId: 'A2SELLERONE' },
    relatedIdentifiers: [{ relatedIdentifierName: 'ORDER_ID', relatedIdentifierValue: 'MARKED' }],
    description: 'MARKED',
    totalAmount: { currencyAmount: 7, currencyCode: 'MARKED' },
    items: [{ description: 'MARKED', ...buyer }],
    contexts: [{ storeName: 'MARKED', paymentReference: 'MARKED' }],
  }
  const shop = {
    ...buyer,
    storeName: 'Shop',
    marketplace: { ...buyer, id: 'ATVPDKIKX0DER', name: 'Amazon.com', countryCode: 'US' },
    participation: { ...buyer, isParticipating: true, hasSuspendedListings: false },
  }
  const kept = [
    inventory({ ...buyer, ...pageOf([{ ...buyer, ...details(buyer) }]) }),
    ANSWERS.listTransactions.safeParse({ ...buyer, payload: { ...buyer, transactions: [transaction] } }),
    ANSWERS.getMarketplaceParticipations.safeParse({ ...buyer, payload: [shop] }),
  ]
  for (const parsed of kept) {
    expect(parsed.success).toBe(true)
    expect(JSON.stringify(parsed)).not.toContain('MARKED')
  }
})

test('names each seller of the transactions once, and none where there are none', () => {
  const of = (id: string) => ({ sellingPartnerMetadata: { sellingPartnerId: id, accountType: 'x' } })
  const parse = (payload: unknown) => ANSWERS.listTransactions.safeParse({ payload })
  expect(
    parse({ transactions: [of('A2SELLERONE'), of('A2SELLERTWO'), of('A2SELLERONE'), {}], nextToken: 't' })
      .data,
  ).toEqual({
    sellerIds: ['A2SELLERONE', 'A2SELLERTWO'],
    nextToken: 't',
  })
  for (const empty of [{}, { transactions: [] }, { transactions: null, nextToken: '' }]) {
    expect(parse(empty).data).toEqual({ sellerIds: [], nextToken: undefined })
  }
  for (const changed of [
    { transactions: [of('a b')] },
    { transactions: [of('')] },
    { transactions: {} },
    undefined,
  ]) {
    expect(parse(changed).success).toBe(false)
  }
})

test.for<[why: string, change: object]>([
  ['an id in another form', { marketplace: { id: 'atv', name: 'x', countryCode: 'US' } }],
  ['no name', { marketplace: { id: 'ATVPDKIKX0DER', countryCode: 'US' } }],
  ['no participation', { participation: undefined }],
  ['participation as text', { participation: { isParticipating: 'true', hasSuspendedListings: false } }],
])('does not take a participation with %s', ([, change]) => {
  const shop = {
    storeName: 'Shop',
    marketplace: { id: 'ATVPDKIKX0DER', name: 'Amazon.com', countryCode: 'US' },
    participation: { isParticipating: true, hasSuspendedListings: false },
  }
  expect(ANSWERS.getMarketplaceParticipations.safeParse({ payload: [shop] }).success).toBe(true)
  expect(ANSWERS.getMarketplaceParticipations.safeParse({ payload: [{ ...shop, ...change }] }).success).toBe(
    false,
  )
})

const example = `${import.meta.dirname}/../../../shared/data/spapi-examples/sellers.getMarketplaceParticipations.200.0.json`
test.skipIf(!existsSync(example))(
  'takes the answer that Amazon publishes as an example (skipped where the data folder is absent)',
  () => {
    const { body } = JSON.parse(readFileSync(example, 'utf8')) as { body: unknown }
    expect(ANSWERS.getMarketplaceParticipations.safeParse(body).data).toEqual([
      {
        marketplaceId: 'ATVPDKIKX0DER',
        name: 'Amazon.com',
        country: 'US',
        storeName: 'BestSellerStore',
        participating: true,
        suspendedListings: false,
      },
    ])
  },
)
