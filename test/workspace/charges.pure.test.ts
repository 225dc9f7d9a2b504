import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { moneyOf } from '../../src/core/money.ts'
import {
  type AdCharge,
  chargesByDay,
  invoicesOf,
  netOf,
  totalsOf,
  withPage,
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
  expect(withPage(withPage([], events), events)).toEqual(events)
  expect(withPage(events.slice(0, 3), events.slice(2))).toEqual(events)
})

test('two refunds of one invoice are two, of other times, other amounts, or alike on one page', () => {
  const [one, later, less] = [
    event('A', 'refund', '2026-11-20T12:00:00Z', '42.17'),
    event('A', 'refund', '2026-11-21T12:00:00Z', '42.17'),
    event('A', 'refund', '2026-11-21T12:00:00Z', '10.00'),
  ]
  const refunded = (of: readonly AdCharge[]) => totalsOf(of)[0]?.refunded
  expect(refunded(withPage([one], [later, less]))).toBe(4217 + 4217 + 1000)
  expect(refunded(withPage([], [one, one]))).toBe(2 * 4217)
  // Told again on the next page, they are the same two; a page with one of them has met one of the two.
  expect(refunded(withPage([one, one], [one, one, less]))).toBe(2 * 4217 + 1000)
  expect(refunded(withPage([one, one], [one]))).toBe(2 * 4217)
  expect(invoicesOf([...events, later]).find(({ invoiceId }) => invoiceId === 'A')?.refunded).toBe(2 * 4217)
})

test('an event without an invoice is known by all else that is told of it', () => {
  const { invoiceId: _, ...alone } = event('A', 'charge', '2026-11-18T09:00:00Z', '10')
  expect(withPage([alone], [alone])).toEqual([alone])
  expect(withPage([alone], [{ ...alone, postedMs: alone.postedMs + 1 }])).toHaveLength(2)
})

const some = fc.array(
  fc.record({
    invoiceId: fc.constantFrom('A', 'B', 'C', 'D'),
    type: fc.constantFrom('charge' as const, 'refund' as const),
    postedMs: fc.oneof(
      fc.constantFrom(Date.parse('2026-10-03'), Date.parse('2026-10-04')),
      fc.integer({ min: Date.parse('2026-10-01'), max: Date.parse('2026-12-01') }),
    ),
    amount: fc.record({
      minor: fc.oneof(fc.constantFrom(100, 200), fc.integer({ min: 1, max: 9999 })),
      currency: fc.constantFrom('USD', 'CAD'),
    }),
  }),
)

test('a listing cut into pages that overlap counts each event once, alike ones included (property)', () => {
  const cuts = fc.array(fc.tuple(fc.nat(9), fc.nat(3)), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(some, cuts, (list, steps) => {
      // Amazon lists by time, so that alike events are neighbours: no page parts them.
      const told = Map.groupBy(list, (one) => JSON.stringify([one, Math.abs(one.amount.minor)]))
      const groups = [...told.values()]
      const pages: AdCharge[][] = []
      for (let at = 0, turn = 0; at < groups.length; turn += 1) {
        const [size, again] = steps[turn % steps.length] ?? [0, 0]
        pages.push(groups.slice(Math.max(0, at - again), at + size + 1).flat())
        at += size + 1
      }
      const read = pages.reduce<readonly AdCharge[]>(withPage, [])
      expect(read).toHaveLength(list.length)
      expect(totalsOf(read)).toEqual(totalsOf(list))
      expect(pages.toReversed().reduce<readonly AdCharge[]>(withPage, [])).toEqual(read)
      expect(pages.reduce<readonly AdCharge[]>(withPage, read)).toEqual(read)
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
