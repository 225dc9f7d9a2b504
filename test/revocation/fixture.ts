import { env } from 'cloudflare:workers'
import { doDueDuties } from '../../src/duties.ts'
import { control, journal } from '../amazon.ts'
import { forgetEarlierStores } from '../authorize/told.ts'
import { type ConnectedStore, objectRows, readToTheEnd } from '../connected.ts'
import { inStore, type Surroundings } from '../store/second-instance.ts'

/** A quiet world: no fault at Amazon, no store of an earlier test, no word of Amazon's to any, no alert. */
export async function quiet(): Promise<void> {
  await control('reset')
  await forgetEarlierStores()
  await env.DB.batch(
    ['refresh_outcome', 'incident', 'alert'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
  )
}

/** Does what is due in a store's object this many minutes from now. */
export const minutesLater = (id: string, minutes: number, around: Surroundings = {}): Promise<void> =>
  inStore(id, { ...around, CLOCK_OFFSET_SECONDS: String(Math.round(minutes * 60)) }, (context) =>
    doDueDuties(context, env.AUDIT),
  )

/** How a store stands by its object's own account. */
export async function standing(id: string) {
  const [row] = await objectRows(id, 'SELECT state, reason, epoch, generation, stopped_ms FROM standing')
  return row
}

/** Minutes from now until a duty is due; undefined when none is. */
export async function dueInMinutes(id: string, kind: string): Promise<number | undefined> {
  const [row] = await objectRows(id, 'SELECT due_ms FROM duty WHERE kind = ?', kind)
  return row && Math.round((Number(row['due_ms']) - Date.now()) / 60_000)
}

/** Refreshes that reached Amazon, and calls of the SP-API. */
export async function asked(): Promise<{ readonly refreshes: number; readonly calls: number }> {
  const lines = await journal()
  const refreshes = lines.filter((line) => line.grant_type === 'refresh_token').length
  return { refreshes, calls: lines.filter((line) => line.operation !== 'token').length }
}

/** The seller takes the authorization back at Amazon, and somebody looks at the store. */
export async function revokedAndSeen(store: ConnectedStore, seller = 'fe'): Promise<void> {
  await control('revoke', { seller })
  await readToTheEnd(store)
}

/** What Amazon said a minute ago to stores that nobody else knows. */
export async function saidToOthers(
  said: { readonly granted: number; readonly refused: number },
  atMs = Date.now(),
) {
  const words = [...Array(said.granted).fill('granted'), ...Array(said.refused).fill('refused')]
  const rows = words.map((word, n) =>
    env.DB.prepare('INSERT OR REPLACE INTO refresh_outcome VALUES (?, ?, ?, ?)').bind(
      `${'0'.repeat(20)}${String(n).padStart(6, '0')}`,
      word,
      atMs,
      word === 'granted' ? atMs : null,
    ),
  )
  if (rows.length > 0) await env.DB.batch(rows)
}
