import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { MINUTE_MS } from '../../../src/core/time.ts'
import { doDueDuties } from '../../../src/duties.ts'
import { type ReadingPlace, syncOf } from '../../../src/store/sync.ts'
import { lookAt } from '../../../src/workspace/reading/look.ts'
import { resumeReadings, startReading } from '../../../src/workspace/reading/start.ts'
import { control, journal } from '../../amazon.ts'
import { connectedStore, objectRows, readToTheEnd } from '../../connected.ts'
import { CAUSE, JAPAN, later, PLANNING_REPORT, readReportNow, reportCalls } from './fixture.ts'

beforeEach(async () => {
  await control('reset')
})

const STOCK: ReadingPlace = { kind: 'inventory', part: JAPAN }
const resumed = (id: string, seconds: number) =>
  later(id, seconds, async (context) => {
    resumeReadings(context)
    const begun = context.memory.readings.size
    await Promise.all(context.memory.readings.values())
    return { begun, sync: syncOf(context.storage.sql, PLANNING_REPORT) }
  })

describe('a reading that rests, met by an object that was evicted meanwhile', () => {
  test('is left alone until its time, goes on then, and none of that is a death', async () => {
    const store = await connectedStore()
    await control('reports', { seller: 'fe', kind: 'slow', seconds: 86_400 })
    const resting = await readReportNow(store.id)
    const before = await reportCalls()
    for (let eviction = 0; eviction < 5; eviction += 1) {
      expect(await resumed(store.id, 20)).toMatchObject({ begun: 0, sync: { state: 'running', restarts: 0 } })
    }
    expect(await reportCalls()).toEqual(before)
    const [duty] = await objectRows(store.id, "SELECT due_ms FROM duty WHERE kind = 'resume-readings'")
    expect(Number(duty?.['due_ms'])).toBeLessThanOrEqual(Number(resting?.continueMs))

    expect(await resumed(store.id, 61)).toMatchObject({ begun: 1, sync: { state: 'running', restarts: 0 } })
    expect(await reportCalls()).toMatchObject({ asked: 1, looked: before.looked + 5 })
  })

  test('is not begun anew by a look or by who asks for it again', async () => {
    const store = await connectedStore()
    await control('reports', { seller: 'fe', kind: 'slow' })
    const resting = await readReportNow(store.id)
    const before = await reportCalls()
    for (const again of [false, true]) {
      const [reading] = await later(store.id, 0, (context) =>
        lookAt(context, [PLANNING_REPORT], { cause: CAUSE, again }),
      )
      expect(reading).toMatchObject({ state: 'running', continueMs: resting?.continueMs })
    }
    expect(await reportCalls()).toEqual(before)
  })
})

describe('a reading that died with its object', () => {
  const died = (id: string, restarts: number) =>
    objectRows(
      id,
      "UPDATE sync SET state = 'running', fault = NULL, continue_ms = NULL, restarts = ? WHERE kind = 'planning'",
      restarts,
    )

  test.each(['a look', 'the alarm'])('is begun again by %s, and its deaths are counted', async (by) => {
    const store = await connectedStore()
    await readReportNow(store.id)
    await died(store.id, 2)
    await control('journal/clear')
    // The alarm was set for a minute after the reading began.
    const sync = await later(store.id, by === 'a look' ? 0 : 65, async (context) => {
      if (by === 'a look') lookAt(context, [PLANNING_REPORT], { cause: CAUSE, again: false })
      else await doDueDuties(context, env.AUDIT)
      expect(syncOf(context.storage.sql, PLANNING_REPORT)).toMatchObject({ restarts: 3 })
      await Promise.all(context.memory.readings.values())
      return syncOf(context.storage.sql, PLANNING_REPORT)
    })
    expect(sync).toMatchObject({ state: 'done', restarts: 3 })
    expect(await reportCalls()).toMatchObject({ asked: 1, fetched: 1 })
  })

  test('or may still die: while it is under way each alarm sets the next', async () => {
    const store = await connectedStore()
    await control('reports', { seller: 'fe', kind: 'slow', seconds: 86_400 })
    const dueInMs = await later(store.id, 0, async (plain) => {
      let goOn = (): void => undefined
      const held = new Promise<void>((resolve) => {
        goOn = resolve
      })
      const context = { ...plain, sleep: () => held }
      void startReading(context, PLANNING_REPORT, CAUSE)
      const { sql } = context.storage
      sql.exec("UPDATE duty SET due_ms = 1 WHERE kind = 'resume-readings'")
      await doDueDuties(context, env.AUDIT)
      const [duty] = sql.exec("SELECT due_ms FROM duty WHERE kind = 'resume-readings'").toArray()
      goOn()
      return Number(duty?.['due_ms']) - context.clock()
    })
    expect(dueInMs).toBeGreaterThan(0)
    expect(dueInMs).toBeLessThanOrEqual(MINUTE_MS)
  })

  test('is given up after three deaths; who asks for it again gets a fresh one', async () => {
    const store = await connectedStore()
    await readReportNow(store.id)
    await died(store.id, 3)
    await control('journal/clear')
    const { begun, sync } = await resumed(store.id, 0)
    expect(begun).toBe(0)
    expect(sync).toMatchObject({ state: 'failed', fault: 'our-bug' })
    expect(await journal()).toEqual([])
    await later(store.id, 0, (context) => lookAt(context, [PLANNING_REPORT], { cause: CAUSE, again: true }))
    const [row] = await objectRows(store.id, "SELECT state, restarts FROM sync WHERE kind = 'planning'")
    expect(row).toEqual({ state: 'done', restarts: 0 })
  })
})

test('a place that is being read is not read twice at once', async () => {
  const store = await connectedStore()
  await control('journal/clear')
  await later(store.id, 0, (context) => {
    const first = startReading(context, PLANNING_REPORT, CAUSE)
    expect(startReading(context, PLANNING_REPORT, CAUSE)).toBe(first)
    lookAt(context, [PLANNING_REPORT], { cause: CAUSE, again: true })
    expect(context.memory.readings.size).toBe(1)
  })
  expect(await reportCalls()).toEqual({ asked: 1, looked: 1, addressed: 1, fetched: 1 })
})

describe('a look', () => {
  const emptied = (id: string, operation: string, tokens = 0) =>
    objectRows(
      id,
      'INSERT OR REPLACE INTO bucket (operation, tokens, updated_ms, rate) VALUES (?, ?, ?, NULL)',
      operation,
      tokens,
      Date.now(),
    )
  const look = (id: string, seconds: number, places: readonly ReadingPlace[], again = false) =>
    later(id, seconds, (context) => {
      const readings = lookAt(context, places, { cause: CAUSE, again })
      return { readings, begun: [...context.memory.readings.keys()] }
    })

  test('says when a reading may begin whose first call has no turn for long, and begins the others', async () => {
    const store = await connectedStore()
    await emptied(store.id, 'createReport')
    await emptied(store.id, 'getInventorySummaries')
    await control('journal/clear')
    const { readings, begun } = await look(store.id, 0, [PLANNING_REPORT, STOCK])
    const [report, stock] = readings
    expect(begun).toEqual([`inventory/${JAPAN}`])
    expect(report?.state).toBe('none')
    const waitMs = Number(report?.mayBeginMs) - Date.now()
    expect(waitMs).toBeGreaterThan(40_000)
    expect(waitMs).toBeLessThanOrEqual(60_500)
    expect(stock).toMatchObject({ state: 'running', mayBeginMs: undefined })
    expect(await reportCalls()).toMatchObject({ asked: 0 })
    // Who presses the button waits for the same turn; once it has come, a look begins.
    expect((await look(store.id, 10, [PLANNING_REPORT], true)).begun).toEqual([])
    expect((await look(store.id, 61, [PLANNING_REPORT])).begun).toEqual([`planning/${JAPAN}`])
  })

  test('begins nothing for a minute after a reading that failed, but for who asks for it', async () => {
    const store = await connectedStore()
    await control('reports', { seller: 'fe', kind: 'fatal', seconds: 0, times: 3 })
    await readReportNow(store.id)
    const began = async (seconds: number, again = false) =>
      (await look(store.id, seconds, [PLANNING_REPORT], again)).begun.length
    expect(await began(0)).toBe(0)
    expect(await began(50)).toBe(0)
    expect(await began(0, true)).toBe(1)
    expect(await began(61)).toBe(1)
  })

  test('begins nothing while what is stored is fresh enough for its kind', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    const minutes = async (after: number) =>
      (await look(store.id, (after * MINUTE_MS) / 1000, [STOCK, PLANNING_REPORT])).begun
    expect(await minutes(14)).toEqual([])
    expect(await minutes(16)).toEqual([`inventory/${JAPAN}`])
    expect(await minutes(12 * 60 + 1)).toContain(`planning/${JAPAN}`)
  })

  test.each([
    ['inventory', JAPAN, 15],
    ['planning', JAPAN, 12 * 60],
    ['sales', JAPAN, 60],
    ['sku-sales', `${JAPAN}/${'a'.repeat(32)}`, 60],
    ['orders', 'all', 15],
    ['performance', JAPAN, 12 * 60],
    ['charges', 'all', 6 * 60],
  ] as const)('takes %s of %s for fresh for %d minutes', async (kind, part, minutes) => {
    const store = await connectedStore()
    // Nothing is begun here: what is due says when its first call has a turn, long from now.
    for (const operation of [
      'getInventorySummaries',
      'createReport',
      'getOrderMetrics',
      'searchOrders',
      'listFinancialEvents',
    ]) {
      await emptied(store.id, operation, -1000)
    }
    const isDueAfter = async (age: number) => {
      const ms = Date.now() - age * MINUTE_MS
      await objectRows(
        store.id,
        'INSERT OR REPLACE INTO snapshot (kind, part, sweep_id, rows, as_of_ms, oldest_ms) VALUES (?, ?, ?, 1, ?, ?)',
        kind,
        part,
        '0'.repeat(26),
        ms,
        ms,
      )
      const { readings, begun } = await look(store.id, 0, [{ kind, part }])
      expect(begun).toEqual([])
      return readings[0]?.mayBeginMs !== undefined
    }
    expect([await isDueAfter(minutes - 1), await isDueAfter(minutes + 1)]).toEqual([false, true])
  })
})
