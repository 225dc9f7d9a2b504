import { describe, expect, test } from 'vitest'
import {
  enabledRoles,
  isPermitted,
  ROLES,
  type Role,
  rolesInForce,
  rolesMissing,
  rolesOf,
  waitingFeatures,
} from '../../src/core/roles.ts'

/** The registry on the day before orders are switched on, and on that day. */
const orders = (enabled: boolean): readonly Role[] =>
  ROLES.map((role) => (role.id === 'inventory-and-order-tracking' ? { ...role, enabled } : role))
const WITHOUT_ORDERS = orders(false)
const WITH_ORDERS = orders(true)

describe('a role that is switched on', () => {
  const before = rolesOf(rolesInForce(WITHOUT_ORDERS).join(' '))
  const after = rolesOf(rolesInForce(WITH_ORDERS).join(' '))

  test('marks a store authorized before it, and says which feature waits', () => {
    expect(rolesMissing(before, WITHOUT_ORDERS)).toEqual([])
    expect(rolesMissing(before, WITH_ORDERS).map((role) => role.id)).toEqual(['inventory-and-order-tracking'])
    expect(waitingFeatures(before, WITH_ORDERS)).toEqual(['orders'])
  })

  test('leaves a store authorized with it alone', () => {
    expect(rolesMissing(after, WITH_ORDERS)).toEqual([])
    expect(waitingFeatures(after, WITH_ORDERS)).toEqual([])
  })

  test('names a feature of two missing roles once', () => {
    const twice = WITH_ORDERS.map((role): Role => ({ ...role, features: ['orders', 'inventory'] }))
    expect(waitingFeatures([], twice)).toEqual(['orders', 'inventory'])
  })
})

describe('a role that is switched off', () => {
  const withoutStock = ROLES.map((role): Role => ({ ...role, enabled: role.id !== 'amazon-fulfillment' }))

  test('permits none of its calls, is in no new consent, and keeps nobody waiting', () => {
    expect(isPermitted('getInventorySummaries')).toBe(true)
    expect(isPermitted('getInventorySummaries', withoutStock)).toBe(false)
    expect(rolesInForce(withoutStock)).not.toContain('amazon-fulfillment')
    expect(waitingFeatures(rolesInForce(withoutStock), withoutStock)).toEqual([])
  })
})

test.each(['', 'getOrders', 'createFeed', 'constructor', '__proto__', 'getinventorysummaries'])(
  'permits no call that no role names (%s)',
  (operation) => expect(isPermitted(operation)).toBe(false),
)

test('each row has a name of its own, and a feature; one that is switched on has a call', () => {
  expect(new Set(ROLES.map((role) => role.id)).size).toBe(ROLES.length)
  for (const role of ROLES) expect(role.features.length, role.id).toBeGreaterThan(0)
  for (const role of enabledRoles()) expect(role.operations.length, role.id).toBeGreaterThan(0)
})

test('reads back the roles of a consent, without those we have given up', () => {
  expect(rolesOf('amazon-fulfillment retired finance-and-accounting')).toEqual([
    'amazon-fulfillment',
    'finance-and-accounting',
  ])
  expect(rolesOf('')).toEqual([])
})
