import { beforeEach, expect, test } from 'vitest'
import { personActor } from '../../../src/audit/events.ts'
import { personId } from '../../../src/core/id.ts'
import { fail } from '../../../src/core/result.ts'
import { fence } from '../../../src/store/fence.ts'
import { PLANNING, withSkus } from '../../../src/workspace/inventory/planning-settings.ts'
import { changeSettings, readSettings } from '../../../src/workspace/settings/settings.ts'
import { control } from '../../amazon.ts'
import { connectedStore, objectRows } from '../../connected.ts'
import { later, must } from './fixture.ts'

beforeEach(async () => {
  await control('reset')
})

const recorded = (id: string) =>
  objectRows(id, "SELECT actor FROM audit_entry WHERE kind = 'settings.changed' ORDER BY sequence")

test('changes of settings made at the same time all last, each on the record', async () => {
  const store = await connectedStore()
  const actor = personActor(personId.parse(store.personId))
  const names = Array.from({ length: 8 }, (_, at) => `SKU-${at}`)
  await later(store.id, 0, async (context) => {
    const changes = names.map((sku, at) =>
      changeSettings(context, PLANNING, actor, (now) =>
        withSkus(now, new Map([[sku, () => ({ choices: { cartonUnits: at + 1 }, landings: [] })]])) ?? now,
      ),
    )
    const store = changeSettings(context, PLANNING, actor, (now) => ({ ...now, store: { leadDays: 40 } }))
    for (const change of [...changes, store]) expect(await change).toMatchObject({ ok: true })
  })
  const { value } = await later(store.id, 0, async (context) => must(await readSettings(context, PLANNING)))
  expect(value.store).toEqual({ leadDays: 40 })
  expect(value.skus.map(([sku, { choices }]) => [sku, choices.cartonUnits])).toEqual(
    names.map((sku, at) => [sku, at + 1]),
  )
  expect(await recorded(store.id)).toEqual(Array(9).fill({ actor }))
})

test('a change that fails holds up none after it', async () => {
  const store = await connectedStore()
  await later(store.id, 0, async (context) => {
    const broken = changeSettings(context, PLANNING, 'machine/test', () => {
      throw new Error('a bug of ours')
    })
    const next = changeSettings(context, PLANNING, 'machine/test', (now) => ({
      ...now,
      store: { leadDays: 9 },
    }))
    await expect(broken).rejects.toThrow('a bug of ours')
    expect(must(await next).store).toEqual({ leadDays: 9 })
  })
  expect(await recorded(store.id)).toHaveLength(1)
})

test('a store that has stopped, before a change or under it, takes none', async () => {
  const store = await connectedStore()
  await later(store.id, 0, async (context) => {
    const change = (leadDays: number, under = () => {}) =>
      changeSettings(context, PLANNING, 'machine/test', (now) => {
        under()
        return { ...now, store: { leadDays } }
      })
    must(await change(10))
    expect(await change(20, () => fence(context, 'suspected', 'machine/token'))).toEqual(
      fail('store-stopped'),
    )
    expect(await change(30)).toEqual(fail('store-stopped'))
  })
  expect(await recorded(store.id)).toHaveLength(1)
  expect(await objectRows(store.id, "SELECT rows FROM snapshot WHERE kind = 'settings'")).toHaveLength(1)
})
