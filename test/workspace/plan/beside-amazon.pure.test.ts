import { expect, test } from 'vitest'
import { addDays, day } from '../../../src/core/day.ts'
import { type AmazonFigures, besideAmazon } from '../../../src/workspace/inventory/plan/beside-amazon.ts'
import { planOf } from '../../../src/workspace/inventory/plan/plan.ts'
import { input, plain } from './input.ts'

const TEN = [70, 300, 600, 900] as const
const silent: AmazonFigures = {
  available: undefined,
  daysOfSupply: undefined,
  totalDaysOfSupply: undefined,
  recommendedUnits: undefined,
}
const codes = (of: Parameters<typeof input>[0], amazon: Partial<AmazonFigures>) =>
  besideAmazon(planOf(input(of)), of.settings ?? plain, { ...silent, ...amazon }).map((one) => [
    one.what,
    one.difference,
    one.reasons.map((reason) => reason.code),
  ])

test('equal figures need no reason', () => {
  // 125 ÷ 10 is 12 full days.
  expect(codes({ units: TEN, stock: { fulfillable: 125 } }, { daysOfSupply: 12 })).toEqual([
    ['days-of-supply', 0, []],
  ])
})

test('stock that moved, and inbound that lands in time, explain days of supply', () => {
  // 60 on hand last 6 days, and 60 land in 5 at the earliest if entered so.
  const more = { entered: { receiving: day.parse('2026-11-27') } }
  const of = { units: TEN, stock: { fulfillable: 60, inboundReceiving: 60 }, more }
  expect(codes(of, { available: 80, daysOfSupply: 8 })).toEqual([
    ['days-of-supply', 4, ['stock-moved', 'inbound-counted', 'amazon-forecasts']],
  ])
})

test('inbound that lands after the stock-out explains total days of supply', () => {
  const of = { units: TEN, stock: { fulfillable: 60, inboundShipped: 60 } }
  expect(codes(of, { available: 60, totalDaysOfSupply: 12 })).toEqual([
    ['total-days-of-supply', -6, ['late-inbound-left-out', 'amazon-forecasts']],
  ])
})

test('own lead time, target and cartons explain a quantity', () => {
  const of = { units: TEN, stock: { fulfillable: 60 }, settings: { ...plain, cartonUnits: 24 } }
  // 900 − 60 = 840 is 35 cartons of 24.
  expect(codes(of, { available: 60, recommendedUnits: 500 })).toEqual([
    ['quantity', 340, ['own-settings', 'full-cartons', 'amazon-forecasts']],
  ])
})

test('stock-outs and a new SKU are named with their days', () => {
  const knownOut = [day.parse('2026-11-20'), addDays(day.parse('2026-11-20'), -1)]
  const plan = planOf(input({ units: [20, 20, 20, 20], stock: { fulfillable: 40 }, more: { knownOut } }))
  // 20 ÷ (7 − 2) = 4 a day, 10 days.
  const [first] = besideAmazon(plan, plain, { ...silent, daysOfSupply: 14 })
  expect(first).toMatchObject({ ours: 10, amazons: 14, difference: -4 })
  expect(first?.reasons).toEqual([
    { code: 'stock-outs-left-out', days: 2, ofDays: 7 },
    { code: 'new-sku', days: 7 },
    { code: 'amazon-forecasts', ofDays: 5 },
  ])
})

test('nothing stands beside a SKU that does not sell', () => {
  expect(codes({ units: [0, 0, 0, 0], stock: { fulfillable: 40 } }, { daysOfSupply: 0 })).toEqual([])
})
