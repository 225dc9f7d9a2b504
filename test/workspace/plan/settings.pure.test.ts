import { describe, expect, test } from 'vitest'
import { planOf } from '../../../src/workspace/inventory/plan/plan.ts'
import {
  applyChoices,
  PLANNING_DEFAULTS,
  planningChoices,
} from '../../../src/workspace/inventory/plan/settings.ts'
import { input } from './input.ts'

const entered = { production: 30, domestic: 3, freight: 20, receiving: 7 }
const withChoices = (...choices: readonly unknown[]) =>
  choices.map((one) => planningChoices.parse(one)).reduce(applyChoices, PLANNING_DEFAULTS)

describe('settings', () => {
  test('stand at their defaults until somebody chooses', () => {
    expect(withChoices({}, {})).toEqual(PLANNING_DEFAULTS)
    expect(PLANNING_DEFAULTS).toMatchObject({ leadDays: 75, leadDeviationShare: 0.2, windowDays: 30 })
  })

  test('of a SKU stand over the store’s, and leave the rest of them', () => {
    const settings = withChoices({ serviceLevel: 0.98, cartonUnits: 12 }, { cartonUnits: 24 })
    expect(settings).toMatchObject({ serviceLevel: 0.98, cartonUnits: 24, targetCoverDays: 120 })
  })

  test('a total is split by its mode; a new mode splits the inherited total', () => {
    expect(withChoices({ leadDays: 30 }).stages).toEqual({
      production: 10,
      domestic: 2,
      freight: 14,
      receiving: 4,
    })
    expect(withChoices({ leadDays: 45 }, { mode: 'air' })).toMatchObject({
      leadDays: 45,
      stages: { production: 25, domestic: 4, freight: 8, receiving: 8 },
      stagesBy: 'shares',
    })
  })

  test('entered stages make the total; a SKU’s own total drops the store’s stages', () => {
    const store = { stages: entered }
    expect(withChoices(store)).toMatchObject({ leadDays: 60, stagesBy: 'entered' })
    expect(withChoices(store, { cartonUnits: 6 })).toMatchObject({ stages: entered, stagesBy: 'entered' })
    expect(withChoices(store, { leadDays: 75 })).toMatchObject({ leadDays: 75, stagesBy: 'shares' })
  })

  test.each([
    { leadDays: 0 },
    { leadDays: 731 },
    { leadDays: 1.5 },
    { leadDays: '30' },
    { mode: 'rail' },
    { stages: { ...entered, freight: -1 } },
    { stages: { production: 0, domestic: 0, freight: 0, receiving: 0 } },
    { stages: { production: 3 } },
    { leadDays: 60, stages: entered },
    { leadDeviationShare: 1.01 },
    { leadDeviationShare: Number.NaN },
    { serviceLevel: 0.49 },
    { serviceLevel: 1 },
    { targetCoverDays: 0 },
    { cartonUnits: 0 },
    { windowDays: 14 },
    { colour: 'red' },
  ])('refuse %j', (choices) => {
    expect(planningChoices.safeParse(choices).success).toBe(false)
  })

  test('accept each bound', () => {
    const low = { leadDays: 1, leadDeviationShare: 0, serviceLevel: 0.5, targetCoverDays: 1, cartonUnits: 1 }
    const high = {
      leadDays: 730,
      leadDeviationShare: 1,
      serviceLevel: 0.999,
      targetCoverDays: 730,
      cartonUnits: 100_000,
    }
    expect([low, high].every((one) => planningChoices.safeParse(one).success)).toBe(true)
  })

  test('the defaults suggest an order to a steady seller that is at its reorder point', () => {
    const { reorder } = planOf(input({ units: [7, 30, 60, 90], settings: PLANNING_DEFAULTS }))
    expect(reorder).toMatchObject({ isOverdue: true, isTargetTooLow: false })
    expect(reorder?.suggested).toBeGreaterThan(0)
  })
})
