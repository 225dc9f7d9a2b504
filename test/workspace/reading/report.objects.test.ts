import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { newId, sweepId } from '../../../src/core/id.ts'
import { doDueDuties } from '../../../src/duties.ts'
import type { StoreContext } from '../../../src/store/context.ts'
import { openSnapshot, storeSnapshot } from '../../../src/store/figures.ts'
import { standingOf } from '../../../src/store/standing.ts'
import { syncOf } from '../../../src/store/sync.ts'
import { planningReport } from '../../../src/workspace/inventory/planning.ts'
import { storedStock } from '../../../src/workspace/inventory/seen.ts'
import { startReading } from '../../../src/workspace/reading/start.ts'
import { control, exchanges, journal } from '../../amazon.ts'
import { connectedStore, objectRows, readToTheEnd } from '../../connected.ts'
import { CAUSE, JAPAN, later, PLANNING_REPORT, readReportNow, reportCalls, stored } from './fixture.ts'

beforeEach(async () => {
  await control('reset')
})

const plan = (kind: string, more: object = {}) => control('reports', { seller: 'fe', kind, ...more })
const asked = (id: string) => objectRows(id, 'SELECT report_id, asked_ms FROM report')

/** Amazon's plans are as full as time would have made them. */
const refilled = () => control('buckets/refill', { seller: 'fe' })

/** From the alarm, this many seconds from now; how the reading stands then. */
async function alarm(id: string, seconds: number) {
  await refilled()
  return later(id, seconds, async (context) => {
    await doDueDuties(context, env.AUDIT)
    await Promise.all(context.memory.readings.values())
    return syncOf(context.storage.sql, PLANNING_REPORT)
  })
}

describe('a report', () => {
  test('is asked for once, looked at with growing pauses, and its document stored', async () => {
    const store = await connectedStore()
    await plan('normal')
    const rests: number[] = []
    // Three seconds of Amazon's clock, after its second look.
    const sync = await readReportNow(store.id, (context) => ({
      ...context,
      sleep: async (ms) => {
        rests.push(ms)
        if (rests.length === 2) await control('clock', { seconds: 5 })
      },
    }))
    expect(sync).toMatchObject({ state: 'done', rows: 77 })
    expect(rests).toEqual([2000, 3000])
    expect(await reportCalls()).toEqual({ asked: 1, looked: 3, addressed: 1, fetched: 1 })
    expect(await stored(store.id, 'planning')).toEqual([{ rows: 77 }])
    expect(await asked(store.id), 'the next reading asks for another').toEqual([])
  })

  test('that leaves SKUs out keeps their lines with the days on which our readings found none of them', async () => {
    const store = await connectedStore()
    await readToTheEnd(store)
    const planning = (context: StoreContext) =>
      openSnapshot(context, PLANNING_REPORT, planningReport).then((opened) => opened.ok && opened.value)
    const first = await later(store.id, 0, planning)
    if (!first) throw new Error('no report')
    const { day, rows } = first.value
    const stock = { kind: 'inventory', part: JAPAN } as const
    await later(store.id, 0, async (context) => {
      const opened = await openSnapshot(context, stock, storedStock)
      if (!opened.ok || opened.value === undefined) throw new Error('no stock')
      const { value, head } = opened.value
      const seen = { ...value.seen, out: rows.map(({ sku }) => [sku, [day]]) }
      const epoch = Number(standingOf(context.storage.sql)?.epoch)
      const given = { place: stock, sweepId: sweepId.parse(newId(context.random)), epoch }
      await storeSnapshot(context, given, { value: { ...value, seen }, rows: head.rows })
    })
    await plan('half', { seconds: 0 })
    expect(await readReportNow(store.id)).toMatchObject({ state: 'done', rows: 38 })
    const second = await later(store.id, 0, planning)
    const kept = second ? second.value.rows.filter((row) => row.day !== undefined) : []
    expect(kept).toHaveLength(39)
    for (const row of kept) expect(row).toMatchObject({ day, out: [day] })
  })

  test('that is slow lets the access token go, and goes on by the alarm with the same report', async () => {
    const store = await connectedStore()
    await plan('slow')
    const tokens = await exchanges()
    const rests: number[] = []
    const resting = await readReportNow(store.id, undefined, rests)
    expect(rests).toEqual([2000, 3000, 5000, 8000, 13_000])
    expect(resting?.state).toBe('running')
    const waitMs = Number(resting?.continueMs) - Date.now()
    expect(waitMs).toBeGreaterThan(30_000)
    expect(waitMs).toBeLessThanOrEqual(60_000)
    expect(await reportCalls()).toEqual({ asked: 1, looked: 5, addressed: 0, fetched: 0 })
    const before = await asked(store.id)
    expect(await later(store.id, 0, ({ memory }) => memory.held)).toBeUndefined()

    const again = await alarm(store.id, 300)
    expect(again?.state).toBe('running')
    // A fifth of the report's age, once that is longer than a minute.
    const wait = Number(again?.continueMs) - Date.now() - 300_000
    expect(wait).toBeGreaterThan(30_000)
    expect(wait).toBeLessThanOrEqual(64_000)
    expect(await reportCalls()).toMatchObject({ asked: 1, looked: 10 })
    expect(await asked(store.id)).toEqual(before)

    await control('clock', { seconds: 700 })
    expect(await alarm(store.id, 700)).toMatchObject({ state: 'done', rows: 77 })
    expect(await reportCalls()).toEqual({ asked: 1, looked: 11, addressed: 1, fetched: 1 })
    expect(await exchanges(), 'an access token for each time it was looked for').toBe(tokens + 3)
  })

  test('is waited for three hours; a later look goes on with the same one, until it is a day old', async () => {
    const store = await connectedStore()
    await plan('slow', { seconds: 86_400, times: 5 })
    await readReportNow(store.id)
    expect(await alarm(store.id, 3 * 3600 - 60)).toMatchObject({ state: 'running' })
    expect(await alarm(store.id, 4 * 3600)).toMatchObject({ state: 'failed', fault: 'report-pending' })
    const look = async (seconds: number) => {
      await refilled()
      await later(store.id, seconds, (context) => startReading(context, PLANNING_REPORT, CAUSE))
    }
    await look(5 * 3600)
    expect(await reportCalls()).toMatchObject({ asked: 1, looked: 20 })
    await look(24 * 3600 + 1)
    expect(await reportCalls()).toMatchObject({ asked: 2 })
  })

  test.each([
    { kind: 'cancelled', fault: 'report-cancelled', fetched: 0 },
    { kind: 'fatal', fault: 'report-failed', fetched: 0 },
    { kind: 'malformed', fault: 'amazon-changed', fetched: 1 },
    { kind: 'oversized', fault: 'too-many-rows', fetched: 1 },
    { kind: 'truncated-gzip', fault: 'amazon-changed', fetched: 1 },
    { kind: 'missing-columns', fault: 'amazon-changed', fetched: 1 },
  ])(
    'that is $kind ends the reading as $fault, keeps what was stored, and is not looked at again',
    async (row) => {
      const store = await connectedStore()
      await readReportNow(store.id)
      const before = await objectRows(store.id, 'SELECT * FROM snapshot')
      expect(before).toHaveLength(1)
      await control('journal/clear')
      await plan(row.kind, { seconds: 0 })
      expect(await readReportNow(store.id)).toMatchObject({ state: 'failed', fault: row.fault })
      expect(await reportCalls()).toEqual({
        asked: 1,
        looked: 1,
        addressed: row.fetched,
        fetched: row.fetched,
      })
      expect(await objectRows(store.id, 'SELECT * FROM snapshot')).toEqual(before)
      expect(await asked(store.id)).toEqual([])
      expect(await readReportNow(store.id)).toMatchObject({ state: 'done' })
    },
  )
})

describe('the document of a report', () => {
  const DOCUMENT = { seller: 'fe', operation: 'reportDocument', kind: 'status', status: 403 } as const

  test('whose address has run out is fetched from another', async () => {
    const store = await connectedStore()
    await control('faults', { ...DOCUMENT, times: 2 })
    expect(await readReportNow(store.id)).toMatchObject({ state: 'done', rows: 77 })
    expect(await reportCalls()).toEqual({ asked: 1, looked: 1, addressed: 3, fetched: 3 })
  })

  test('that is not handed out at three tries is left for the next reading of the same report', async () => {
    const store = await connectedStore()
    await control('faults', { ...DOCUMENT, times: 3 })
    expect(await readReportNow(store.id)).toMatchObject({ state: 'failed', fault: 'amazon-down' })
    expect(await reportCalls()).toEqual({ asked: 1, looked: 1, addressed: 3, fetched: 3 })
    expect(await asked(store.id)).toHaveLength(1)
    expect(await readReportNow(store.id)).toMatchObject({ state: 'done' })
    expect(await reportCalls()).toMatchObject({ asked: 1 })
  })

  test.each(['https://evil.example/document', 'https://tortuga-prod-fe.s3.amazonaws.com/document'])(
    'at %s, which is not where Amazon is, is not fetched, on the record',
    async (url) => {
      const store = await connectedStore()
      const sent: string[] = []
      const misled = (context: StoreContext): StoreContext => ({
        ...context,
        sellingPartner: {
          ...context.sellingPartner,
          network: async (to, init) => {
            sent.push(to)
            const answer = await context.sellingPartner.network(to, init)
            if (!to.includes('/documents/')) return answer
            return Response.json({ ...(await answer.json<object>()), url }, answer)
          },
        },
      })
      expect(await readReportNow(store.id, misled)).toMatchObject({
        state: 'failed',
        fault: 'amazon-changed',
      })
      expect(sent.filter((to) => to.includes('/documents/'))).toHaveLength(1)
      expect(sent).not.toContain(url)
      expect((await journal({ operation: 'reportDocument' })).length).toBe(0)
      const [last] = await objectRows(
        store.id,
        "SELECT payload FROM audit_entry JOIN audit_payload USING (chain, sequence) WHERE kind = 'call.outcome' ORDER BY sequence DESC LIMIT 1",
      )
      expect(String(last?.['payload'])).toContain('"result":"not-sent"')
    },
  )
})
