import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { moneyOf } from '../../src/core/money.ts'
import {
  type AdCharge,
  chargesByDay,
  invoicesOf,
  netOf,
  totalsOf,
  withoutDuplicates,
} from '../../src/workspace/advertising/charges.ts'

const event = (
  invoiceId: string,
  type: AdCharge['type'],
  posted: string,
  amount: string,
  currency = 'USD',
): AdCharge => ({
  invoiceId,
  type,
  postedMs: Date.parse(posted),
  amount: moneyOf(amount, currency) ?? { minor: Number.NaN, currency },
})

const events = [
  event('A', 'charge', '2026-11-18T09:09:00Z', '1091.08'),
  event('A', 'refund', '2026-11-20T12:00:00Z', '42.17'),
  event('B', 'charge', '2026-11-22T07:59:59Z', '100.00'),
  event('C', 'charge', '2026-11-22T08:00:00Z', '0.10'),
  event('D', 'charge', '2026-11-22T09:00:00Z', '1200', 'JPY'),
]

test('a charge counts up and a refund down, whichever sign Amazon wrote', () => {
  const minors = (['charge', 'refund'] as const).flatMap((type) =>
    ['5.00', '-5.00', '0'].map((amount) => netOf(event('A', type, '2026-11-22', amount)).minor),
  )
  expect(minors).toEqual([500, 500, 0, -500, -500, 0])
})

test('charges, refunds and net stand per currency, yen without decimals', () => {
  // 1091.08 + 100.00 + 0.10 = 1191.18; less 42.17 is 1149.01.
  expect(totalsOf(events)).toEqual([
    { currency: 'JPY', charged: 1200, refunded: 0, net: 1200 },
    { currency: 'USD', charged: 119_118, refunded: 4217, net: 114_901 },
  ])
})

test('days begin at midnight of the store’s zone, which is 08:00 UTC in Seattle', () => {
  expect(
    chargesByDay(events, 'America/Los_Angeles').map(({ day, currency, net }) => [day, currency, net]),
  ).toEqual([
    ['2026-11-18', 'USD', 109_108],
    ['2026-11-20', 'USD', -4217],
    ['2026-11-21', 'USD', 10_000],
    ['2026-11-22', 'JPY', 1200],
    ['2026-11-22', 'USD', 10],
  ])
})

test('an invoice shows its refund beside it, newest first', () => {
  expect(
    invoicesOf(events).map(({ invoiceId, charged, refunded }) => [invoiceId, charged, refunded]),
  ).toEqual([
    ['D', 1200, 0],
    ['C', 10, 0],
    ['B', 10_000, 0],
    ['A', 109_108, 4217],
  ])
})

test('an event that two pages bring counts once; an invoice’s charge and refund are two', () => {
  expect(withoutDuplicates([...events, ...events])).toEqual(events)
})

test('of two versions of an event the later posted stands, then the larger, in whatever order they come', () => {
  const [old, young, large] = [
    event('A', 'charge', '2026-11-18T09:00:00Z', '10'),
    event('A', 'charge', '2026-11-18T10:00:00Z', '8'),
    event('A', 'charge', '2026-11-18T10:00:00Z', '-9'),
  ]
  expect(withoutDuplicates([old, young])).toEqual([young])
  expect(withoutDuplicates([large, young, old])).toEqual([large])
  expect(withoutDuplicates([old, young, large])).toEqual([large])
})

const some = fc.array(
  fc.record({
    invoiceId: fc.constantFrom('A', 'B', 'C', 'D'),
    type: fc.constantFrom('charge' as const, 'refund' as const),
    postedMs: fc.integer({ min: Date.parse('2026-10-01'), max: Date.parse('2026-12-01') }),
    amount: fc.record({
      minor: fc.integer({ min: -9999, max: 9999 }),
      currency: fc.constantFrom('USD', 'CAD'),
    }),
  }),
)

test('dropping duplicates twice changes nothing, nor does the order they came in (property)', () => {
  fc.assert(
    fc.property(some, (list) => {
      const once = withoutDuplicates(list)
      expect(withoutDuplicates(once)).toEqual(once)
      expect(new Set(once.map((one) => `${one.type} ${one.invoiceId}`)).size).toBe(once.length)
      const sizes = (of: readonly AdCharge[]) => of.map((one) => [one.postedMs, Math.abs(one.amount.minor)])
      expect(sizes(withoutDuplicates(list.toReversed()))).toEqual(sizes(once))
    }),
  )
})

test('days and invoices split the whole and lose nothing (property)', () => {
  fc.assert(
    fc.property(some, (list) => {
      const net = (of: readonly { readonly net: number }[]) => of.reduce((sum, one) => sum + one.net, 0)
      const whole = net(totalsOf(list))
      expect(net(chargesByDay(list, 'Europe/Paris'))).toBe(whole)
      expect(net(invoicesOf(list))).toBe(whole)
    }),
  )
})
