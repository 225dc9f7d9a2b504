import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { addDays, type Day, day, dayOf, startOfDay } from '../../../src/core/day.ts'
import { newId, sweepId } from '../../../src/core/id.ts'
import { DAY_MS } from '../../../src/core/time.ts'
import { doDueDuties } from '../../../src/duties.ts'
import type { StoreContext } from '../../../src/store/context.ts'
import { openSnapshot, type Place, snapshotHead, storeSnapshot } from '../../../src/store/figures.ts'
import { standingOf } from '../../../src/store/standing.ts'
import { chargeHistory } from '../../../src/workspace/advertising/charge-history.ts'
import { planningReport } from '../../../src/workspace/inventory/planning.ts'
import { openOrders } from '../../../src/workspace/orders/open-orders.ts'
import { armPurge, purgeFigures } from '../../../src/workspace/reading/purge.ts'
import { soldDays } from '../../../src/workspace/sales/days.ts'
import { control } from '../../amazon.ts'
import { connectedStore, objectRows, readToTheEnd } from '../../connected.ts'
import { JAPAN, later, must } from './fixture.ts'

beforeEach(async () => {
  await control('reset')
})

const DAY_SECONDS = DAY_MS / 1000
const ZONE = 'Asia/Tokyo'
const NEWER = '0'.repeat(26)

/** Does what is due this many days from now, as the alarm would. */
const daysLater = (id: string, days: number) =>
  later(id, days * DAY_SECONDS, (context) => doDueDuties(context, env.AUDIT))

const kinds = async (id: string) =>
  (await objectRows(id, 'SELECT kind FROM snapshot ORDER BY kind')).map(({ kind }) => kind)
const purged = async (id: string) =>
  (
    await objectRows(
      id,
      "SELECT payload FROM audit_entry JOIN audit_payload USING (chain, sequence) WHERE kind = 'figures.purged' ORDER BY sequence",
    )
  ).map(({ payload }) => JSON.parse(String(payload)))

/** In how many days the alarm purges next. */
const dueInDays = async (id: string) =>
  (await objectRows(id, "SELECT due_ms FROM duty WHERE kind = 'purge-figures'")).map((row) =>
    Math.round((Number(row['due_ms']) - Date.now()) / DAY_MS),
  )

/** Stores figures as a reading would have. */
async function store(context: StoreContext, place: Place, value: object, oldestMs?: number): Promise<void> {
  const epoch = Number(standingOf(context.storage.sql)?.epoch)
  const given = { place, sweepId: sweepId.parse(newId(context.random)), epoch }
  must(
    await storeSnapshot(context, given, { value, rows: 1, ...(oldestMs === undefined ? {} : { oldestMs }) }),
  )
  armPurge(context)
}

const sold = (days: readonly Day[]) => ({
  zone: ZONE,
  currency: 'JPY',
  days: days.map((one) => ({ day: one, orders: 1, units: 1, minor: 100 })),
})

describe('live figures', () => {
  test('go after ninety days, on the record; what people have set stays', async () => {
    const one = await connectedStore()
    await readToTheEnd(one)
    await later(one.id, 0, (context) => store(context, { kind: 'settings', part: 'alerts' }, { on: true }))
    await daysLater(one.id, 89.9)
    expect(await kinds(one.id)).toEqual(['inventory', 'planning', 'settings'])
    expect(await purged(one.id)).toEqual([])
    await daysLater(one.id, 90.1)
    expect(await kinds(one.id)).toEqual(['settings'])
    expect(await objectRows(one.id, "SELECT * FROM snapshot_chunk WHERE kind <> 'settings'")).toEqual([])
    expect(await objectRows(one.id, 'SELECT * FROM sync')).toEqual([])
    expect(await purged(one.id)).toEqual([
      { data: 'inventory', marketplace: JAPAN },
      { data: 'planning', marketplace: JAPAN },
    ])
  })

  test.each([
    ['orders', 'all', { rows: [], throughMs: 1 }],
    ['performance', JAPAN, { marketplaceId: JAPAN }],
  ] as const)('of %s go after ninety days', async (kind, part, value) => {
    const one = await connectedStore()
    await later(one.id, 0, (context) => store(context, { kind, part }, value))
    await daysLater(one.id, 89.9)
    expect(await kinds(one.id)).toEqual([kind])
    await daysLater(one.id, 90.1)
    expect(await kinds(one.id)).toEqual([])
    expect(await purged(one.id)).toEqual([{ data: kind, ...(part === JAPAN && { marketplace: JAPAN }) }])
  })

  test('are taken away by the alarm of their first day, and nothing is due once all have gone', async () => {
    const one = await connectedStore()
    await readToTheEnd(one)
    expect(await dueInDays(one.id)).toEqual([90])
    await daysLater(one.id, 91)
    expect(await dueInDays(one.id)).toEqual([])
  })
})

describe('a history', () => {
  const PLACE = { kind: 'sales', part: JAPAN } as const

  test.each(['sales', 'sku-sales'] as const)(
    'of %s loses its days past eighteen months, and no others',
    async (kind) => {
      const one = await connectedStore()
      const place = { kind, part: kind === 'sales' ? JAPAN : `${JAPAN}/${'a'.repeat(32)}` }
      const today = dayOf(Date.now(), ZONE)
      const days = [-549, -548, -547, -546, -1].map((back) => addDays(today, back))
      await later(one.id, 0, async (context) => {
        const [first = today] = days
        await store(context, place, sold(days), startOfDay(first, ZONE))
        const before = snapshotHead(context.storage.sql, place)
        must(await purgeFigures(context))
        const left = must(await openSnapshot(context, place, soldDays))
        expect(left?.value.days.map((kept) => kept.day)).toEqual(days.slice(2))
        expect(left?.head).toMatchObject({ rows: 3, asOfMs: before?.asOfMs })
        // The day on which the eighteen months end goes whole: part of it is past them.
        expect(Number(left?.head.oldestMs)).toBeGreaterThanOrEqual(Date.now() - 548 * DAY_MS)
      })
      expect(await purged(one.id)).toEqual([{ data: kind, marketplace: JAPAN }])
    },
  )

  test('of open orders loses those created before ninety days ago', async () => {
    const one = await connectedStore()
    const place = { kind: 'orders', part: 'all' } as const
    const ms = (back: number) => Date.now() - back * DAY_MS
    const rows = [200, 91, 89, 1].map((back) => ({
      id: `250-0000001-${String(back).padStart(7, '0')}`,
      createdMs: ms(back),
      updatedMs: ms(1),
      status: 'UNSHIPPED',
      items: [],
    }))
    await later(one.id, 0, (context) => store(context, place, { rows, throughMs: ms(1) }, ms(200)))
    await daysLater(one.id, 0)
    await later(one.id, 0, async (context) => {
      const left = must(await openSnapshot(context, place, openOrders))
      expect(left?.value.rows.map(({ id }) => Number(id.slice(-7)))).toEqual([89, 1])
      expect(left?.head).toMatchObject({ rows: 2, oldestMs: rows[2]?.createdMs })
    })
    expect(await purged(one.id)).toEqual([{ data: 'orders' }])
    expect(await dueInDays(one.id)).toEqual([1])
  })

  test('of planning reports loses lines of an earlier one that are past ninety days, and no others', async () => {
    const one = await connectedStore()
    const place = { kind: 'planning', part: JAPAN } as const
    const today = dayOf(Date.now(), ZONE)
    const line = (sku: string, back?: number) => ({
      sku,
      units30: 1,
      ...(back === undefined ? {} : { day: addDays(today, -back) }),
    })
    const rows = [line('own'), line('a', 95), line('b', 90), line('c', 89), line('d', 1)]
    const report = { rows, missing: [], broken: 0, day: addDays(today, -1) }
    const startMs = (back: number) => startOfDay(addDays(today, -back), ZONE)
    await later(one.id, 0, (context) => store(context, place, report, startMs(95)))
    await daysLater(one.id, 0)
    await later(one.id, 0, async (context) => {
      const left = must(await openSnapshot(context, place, planningReport))
      expect(left?.value.rows.map(({ sku }) => sku)).toEqual(['own', 'c', 'd'])
      expect(left?.head).toMatchObject({ rows: 1, oldestMs: startMs(89) })
    })
    expect(await purged(one.id)).toEqual([{ data: 'planning', marketplace: JAPAN }])
    expect(await dueInDays(one.id), 'not again at once, for ever').toEqual([1])
  })

  test('of charges loses what was posted before, and a window that was half read', async () => {
    const one = await connectedStore()
    const place = { kind: 'charges', part: 'all' } as const
    const ms = (back: number) => Date.now() - back * DAY_MS
    const charge = (back: number) => ({
      postedMs: ms(back),
      type: 'charge',
      amount: { currency: 'JPY', minor: back },
    })
    const window = { fromMs: ms(560), toMs: ms(550), nextToken: 'x', charges: [charge(555)] }
    const history = { charges: [600, 549, 546, 2].map(charge), fromMs: ms(600), throughMs: ms(1), window }
    await later(one.id, 0, (context) => store(context, place, history, history.fromMs))
    await daysLater(one.id, 0)
    await later(one.id, 0, async (context) => {
      const left = must(await openSnapshot(context, place, chargeHistory))
      expect(left?.value.charges.map(({ amount }) => amount.minor)).toEqual([546, 2])
      expect(left?.value.window).toBeUndefined()
      expect(Math.abs(Number(left?.value.fromMs) - ms(547))).toBeLessThan(60_000)
      expect(left?.head.oldestMs).toBe(left?.value.fromMs)
    })
    expect(await purged(one.id)).toEqual([{ data: 'charges' }])
    expect(await dueInDays(one.id), 'not again at once, for ever').toEqual([1])
  })

  test.each([
    ['inventory', 1, ['charges']],
    ['charges', 2, ['inventory']],
  ] as const)(
    'is trimmed while newer figures of %s come: those stay, and none of theirs is on the record',
    async (kind, at, gone) => {
      const one = await connectedStore()
      const charges = { charges: [], fromMs: 1, throughMs: Date.now() }
      await later(one.id, 0, async (context) => {
        await store(context, { kind: 'charges', part: 'all' }, charges, 1)
        await store(context, { kind: 'inventory', part: JAPAN }, {}, 1)
        // As after five minutes: what was stored is to be opened.
        context.memory.opened.clear()
        let uses = 0
        // The charges are opened first, then sealed.
        const busy = Object.defineProperty({ ...context }, 'vault', {
          get: () => {
            uses += 1
            const nowMs = context.clock()
            const newer = 'UPDATE snapshot SET sweep_id = ?, oldest_ms = ? WHERE kind = ?'
            if (uses === at) context.storage.sql.exec(newer, NEWER, nowMs, kind)
            return context.vault
          },
        })
        must(await purgeFigures(busy))
        expect(uses).toBeGreaterThanOrEqual(2)
      })
      expect(await objectRows(one.id, 'SELECT kind FROM snapshot WHERE sweep_id = ?', NEWER)).toEqual([
        { kind },
      ])
      expect((await purged(one.id)).map(({ data }) => data)).toEqual(gone)
    },
  )

  test('of which nothing is left goes whole', async () => {
    const one = await connectedStore()
    await later(one.id, 0, (context) => store(context, PLACE, sold([day.parse('2020-01-01')]), 1))
    await daysLater(one.id, 0)
    expect(await kinds(one.id)).toEqual([])
    expect(await purged(one.id)).toEqual([{ data: 'sales', marketplace: JAPAN }])
  })
})
