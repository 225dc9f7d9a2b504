import { env } from 'cloudflare:workers'
import { newId, sweepId } from '../../src/core/id.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { doDueDuties } from '../../src/duties.ts'
import type { StoreContext } from '../../src/store/context.ts'
import { storeSnapshot } from '../../src/store/figures.ts'
import { standingOf } from '../../src/store/standing.ts'
import type { OpenOrder } from '../../src/workspace/orders/open-orders.ts'
import { mailsTo } from '../authorize/told.ts'
import { atRest, type ConnectedStore, objectRows } from '../connected.ts'
import type { Browser } from '../person.ts'
import { inStore, type Surroundings } from '../store/second-instance.ts'
import { JP, ORDERS } from './planted.ts'

/** The next full hour by the clocks of Tokyo, or one after it: tests move the store's time by an hour, not by a day. */
export const nextHour = (later = 0): string =>
  String(new Date(Date.now() + (10 + later) * HOUR_MS).getUTCHours())

/** Sets a watch as its form does; orders of Japan at the next hour, unless the test says otherwise. */
export const setWatch = (
  { id, browser }: { readonly id: string; readonly browser: Browser },
  over: Record<string, string> = {},
) =>
  browser.post(`/stores/${id}/alerts/watch`, {
    view: 'orders',
    marketplace: JP,
    hour: nextHour(),
    days: 'daily',
    ...over,
  })

/** The same for the charges of the whole store. */
export const setChargesWatch = (
  { id, browser }: { readonly id: string; readonly browser: Browser },
  over: Record<string, string> = {},
) =>
  browser.post(`/stores/${id}/alerts/watch`, {
    view: 'advertising',
    hour: nextHour(),
    days: 'daily',
    ...over,
  })

/** What watches have written to a person, and no other mail of a store. */
export const watchMailsTo = async (person: string) =>
  (await mailsTo(person)).filter(({ subject }) => /watch|定时读取/.test(subject))

export const watchRows = (id: string) => objectRows(id, 'SELECT * FROM watch ORDER BY view, person_id')

/** When the first watch of a store reads next. */
export const dueMsOf = async (id: string): Promise<number> => {
  const [row] = await objectRows(id, 'SELECT min(due_ms) AS due FROM watch')
  return Number(row?.['due'])
}

/** When a store's alarm looks at its watches next; undefined for never. */
export const dutyMsOf = async (id: string): Promise<number | undefined> => {
  const [row] = await objectRows(id, "SELECT due_ms FROM duty WHERE kind = 'watch'")
  return row && Number(row['due_ms'])
}

/** What is due in the store's object at that moment, and the readings that it starts, to their end or rest. */
export async function alarmAt(
  id: string,
  ms: number,
  around: Surroundings = {},
  change = (context: StoreContext) => context,
): Promise<void> {
  await atRest(id)
  const CLOCK_OFFSET_SECONDS = String(Math.ceil((ms - Date.now()) / 1000))
  await inStore(id, { CLOCK_OFFSET_SECONDS, ...around }, async (joined) => {
    const context = change(joined)
    await doDueDuties(context, env.AUDIT)
    await Promise.all(context.memory.readings.values())
  })
}

/** The alarm every two minutes from that moment on, until no watch waits to be judged. */
export async function alarmsFrom(
  id: string,
  ms: number,
  change = (context: StoreContext) => context,
): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await alarmAt(id, ms + turn * 2.1 * MINUTE_MS, {}, change)
    const waiting = (await watchRows(id)).filter((row) => row['judge_ms'] !== null)
    if (turn > 0 && waiting.length === 0) return
  }
  throw new Error('the watches are never judged')
}

/** Puts open orders in the place of what a reading brought: so many hours left to ship each, below 0 for overdue. */
export const plantOrders = (store: Pick<ConnectedStore, 'id'>, hoursLeft: readonly number[], ageMs = 0) =>
  inStore(store.id, {}, async (context) => {
    const nowMs = context.clock()
    const rows = hoursLeft.map((hours, index): Omit<OpenOrder, 'id'> & { id: string } => ({
      id: `250-0000009-${String(index).padStart(7, '0')}`,
      createdMs: nowMs - HOUR_MS,
      updatedMs: nowMs - HOUR_MS,
      status: 'UNSHIPPED',
      by: 'MERCHANT',
      shipByMs: nowMs + hours * HOUR_MS,
      items: [{ sku: `PLANTED-${index}`, units: 1 }],
    }))
    const epoch = standingOf(context.storage.sql)?.epoch ?? 0
    const given = { place: ORDERS, sweepId: sweepId.parse(newId(context.random)), epoch }
    const what = { value: { rows, throughMs: nowMs }, rows: rows.length, asOfMs: nowMs - ageMs }
    const stored = await storeSnapshot(context, given, what)
    if (!stored.ok) throw new Error(stored.fault)
  })

/** The store's record in order, of these kinds, each with who did it. */
export const recordOf = async (id: string, kinds: readonly string[]) =>
  (
    await objectRows(
      id,
      'SELECT kind, actor, payload FROM audit_entry JOIN audit_payload USING (chain, sequence) ORDER BY sequence',
    )
  )
    .filter(({ kind }) => kinds.includes(String(kind)))
    .map(({ kind, actor, payload }) => ({ kind, actor, ...(JSON.parse(String(payload)) as object) }))
