import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { newId, sweepId } from '../../src/core/id.ts'
import { DAY_MS, MINUTE_MS } from '../../src/core/time.ts'
import { openSnapshot, storeSnapshot } from '../../src/store/figures.ts'
import { standingOf } from '../../src/store/standing.ts'
import { type ChargeHistory, chargeHistory } from '../../src/workspace/advertising/charge-history.ts'
import type { AdCharge } from '../../src/workspace/advertising/charges.ts'
import { journal } from '../amazon.ts'
import { type ConnectedStore, connectedStore, objectRows, stubOf } from '../connected.ts'
import { inStore } from '../store/second-instance.ts'

export const LISTING = 'listFinancialEvents'
const JP = 'A1VC38T7YXB528'

/** The windows that were asked for, as moments, in their order; a later page of one is marked. */
export const windows = async () =>
  (await journal({ operation: LISTING })).map(({ detail }) => {
    const [, from = '', to = '', page] = /^([^/]+)\/(\S+)( next page)?$/.exec(detail ?? '') ?? []
    return { fromMs: Date.parse(from), toMs: Date.parse(to), isNextPage: page !== undefined }
  })

export const get = async (store: ConnectedStore, path = '', language = 'en') => {
  const answer = await store.browser.get(`/stores/${store.id}/advertising${path}`, {
    'accept-language': language,
  })
  return { status: answer.status, html: await answer.text(), answer }
}
/** What a person reads in the page's main part. */
export const textOf = (html: string) =>
  (html.split('<main')[1] ?? '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
export const read = async (store: ConnectedStore, path = '', language = 'en') =>
  textOf((await get(store, path, language)).html)

const hurry = (id: string) =>
  runInDurableObject(stubOf(id), (_, { storage }) => {
    storage.sql.exec('UPDATE sync SET continue_ms = 1 WHERE continue_ms IS NOT NULL')
    storage.sql.exec("UPDATE duty SET due_ms = 1 WHERE kind = 'resume-readings'")
  })

/** Until nothing of the store is under way, its rests cut short. */
export async function settled(store: ConnectedStore): Promise<void> {
  for (let look = 0; look < 300; look += 1) {
    const running = await objectRows(store.id, "SELECT continue_ms FROM sync WHERE state = 'running'")
    if (running.length === 0) return
    if (running.some((row) => row['continue_ms'] !== null)) {
      await hurry(store.id)
      await runDurableObjectAlarm(stubOf(store.id))
    }
    await scheduler.wait(50)
  }
  throw new Error('the readings do not end')
}

/** Looks, and waits until everything that the page rests on is read. */
export async function readAll(seller: 'na' | 'eu' | 'fe' = 'fe'): Promise<ConnectedStore> {
  const store = await connectedStore(seller)
  await get(store)
  await settled(store)
  return store
}

export const charge = (postedMs: number, minor: number, over: Partial<AdCharge> = {}): AdCharge => ({
  type: 'charge',
  invoiceId: `I-${postedMs}`,
  postedMs,
  amount: { minor, currency: 'JPY' },
  ...over,
})

/** Puts a value in the place of what a reading brought. */
export const plant = (store: ConnectedStore, kind: 'charges' | 'sales', value: object, ageMs = 0) =>
  inStore(store.id, {}, async (context) => {
    const epoch = standingOf(context.storage.sql)?.epoch ?? 0
    const place = { kind, part: kind === 'charges' ? 'all' : JP } as const
    const given = { place, sweepId: sweepId.parse(newId(context.random)), epoch }
    const asOfMs = context.clock() - ageMs
    const stored = await storeSnapshot(context, given, { value, rows: 1, asOfMs })
    if (!stored.ok) throw new Error(stored.fault)
  })
export const plantCharges = (
  store: ConnectedStore,
  charges: AdCharge[],
  over: Partial<ChargeHistory> = {},
  ageMs = 0,
) => {
  const throughMs = Date.now() - 3 * MINUTE_MS
  return plant(store, 'charges', { charges, fromMs: Date.now() - 396 * DAY_MS, throughMs, ...over }, ageMs)
}
export const plantNoSales = (store: ConnectedStore) =>
  plant(store, 'sales', { zone: 'Asia/Tokyo', currency: 'JPY', days: [] })

export const stored = (store: ConnectedStore) =>
  inStore(store.id, {}, async (context) => {
    const opened = await openSnapshot(context, { kind: 'charges', part: 'all' }, chargeHistory)
    return opened.ok ? opened.value?.value : undefined
  })

export const payloads = async (store: ConnectedStore, kind: string) =>
  (
    await objectRows(
      store.id,
      'SELECT payload FROM audit_entry JOIN audit_payload USING (chain, sequence) WHERE kind = ? ORDER BY sequence',
      kind,
    )
  ).map(({ payload }): Record<string, unknown> => JSON.parse(String(payload)))
