import { describe, expect, test } from 'vitest'
import { day } from '../../src/core/day.ts'
import { marketplaceId } from '../../src/core/id.ts'
import type { Item } from '../../src/workspace/attention/attention.ts'
import {
  foundAuthorization,
  foundBudgets,
  foundOrders,
  foundRates,
  foundStock,
} from '../../src/workspace/attention/marks.ts'
import type { PlannedSku } from '../../src/workspace/inventory/planned.ts'

const JP = marketplaceId.parse('A1VC38T7YXB528')
const US = marketplaceId.parse('ATVPDKIKX0DER')
const asOfMs = Date.UTC(2026, 10, 22)
const month = day.parse('2026-11-01')

/** The levels in their order, of things that come singly. */
const levels = (found: readonly { readonly marks: readonly { readonly level: number }[] }[]) =>
  found.flatMap(({ marks }) => marks.map(({ level }) => level))

test('a budget is worse at 80, 90 and 100 percent and at nothing between', () => {
  const shares = [0.1, 0.7999, 0.8, 0.8999, 0.9, 0.9999, 1, 3]
  const items = shares.map((share): Item => ({ what: 'budget', currency: 'JPY', share, asOfMs }))
  expect(levels(foundBudgets(items, month))).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
})

test('another month’s budget and another currency’s are other things', () => {
  const item = { what: 'budget', currency: 'JPY', share: 1, asOfMs } as const
  const names = [
    ...foundBudgets([item, { ...item, currency: 'USD' }], month),
    ...foundBudgets([item], day.parse('2026-12-01')),
  ].map(({ marks: [mark] }) => mark?.of)
  expect(new Set(names).size).toBe(3)
})

test('an authorization is worse at 60, 30, 7, 1 and 0 days', () => {
  const days = [120, 61, 60, 31, 30, 8, 7, 2, 1, 0]
  const items = days.map((left): Item => ({ what: 'authorization', days: left, asOfMs }))
  expect(levels(foundAuthorization(items))).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 5])
})

test('a rate is worse without room, beyond its target, and with each doubling of what is beyond', () => {
  const room = [
    [5, 0],
    [1, 0],
    [0, 0],
    [0, 1],
    [0, 2],
    [0, 3],
    [0, 4],
    [0, 7],
    [0, 8],
  ] as const
  const items = room.map(
    ([left, beyond]): Item => ({
      what: 'error-budget',
      marketplaceId: JP,
      rate: 'late',
      left,
      beyond,
      asOfMs,
    }),
  )
  expect(levels(foundRates(items))).toEqual([0, 0, 1, 2, 3, 3, 4, 4, 5])
})

test('orders are told by their number, and one that was due and is overdue now is another thing', () => {
  const orders = [
    { id: 'a', group: 'overdue' },
    { id: 'b', group: 'within-4-hours' },
    { id: 'c', group: 'later' },
  ] as const
  const items = [
    { what: 'orders-overdue', orders: 1, asOfMs },
    { what: 'orders-due', orders: 1, asOfMs },
  ] as const
  const [overdue, due] = foundOrders(items, orders)
  expect(overdue?.marks).toEqual([{ of: 'orders-overdue a', level: 0 }])
  expect(due?.marks).toEqual([{ of: 'orders-due b', level: 0 }])
})

describe('stock', () => {
  const row = ({ sku, ...over }: Partial<PlannedSku> & { sku: string }) =>
    ({
      stock: { sku },
      band: 'covered',
      coverDays: 50,
      isOverdue: false,
      suggested: 0,
      ...over,
    }) as PlannedSku
  const rows = [
    row({ sku: 'LOW', band: 'critical', coverDays: 3 }),
    row({ sku: 'OUT', band: 'out', coverDays: 0 }),
    row({ sku: 'DUE', isOverdue: true, suggested: 6 }),
    row({ sku: 'WELL' }),
  ]
  const found = (marketplace: typeof JP) =>
    foundStock(
      [
        { what: 'low-cover', marketplaceId: marketplace, skus: 2, out: 1, days: 7, asOfMs },
        { what: 'reorder', marketplaceId: marketplace, skus: 1, units: 6, asOfMs },
      ],
      rows,
      { coverDays: 7 },
    ).map(({ marks }) => marks)

  test('is told by SKU, as many as the item counts, and nothing to sell is worse than little', () => {
    const [low, due] = found(JP)
    expect(low?.map(({ level }) => level)).toEqual([0, 1])
    expect(due?.map(({ level }) => level)).toEqual([0])
  })

  test('of another marketplace is another thing', () => {
    const names = [...found(JP), ...found(US)].flat().map(({ of }) => of)
    expect(new Set(names).size).toBe(6)
  })
})
