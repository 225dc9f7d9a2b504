import { LWA_DEADLINE_MS } from '../amazon/lwa.ts'
import { SECOND_MS } from '../core/time.ts'
import type { StoreContext } from './context.ts'

/** What a slow machine may add to the deadline of an exchange before its connection is closed. */
const MARGIN_MS = 2 * SECOND_MS
/** No exchange is on its way longer than this, so nobody waits longer for one, whatever the clocks say. */
const EXCHANGE_MS_MAX = LWA_DEADLINE_MS + MARGIN_MS

/**
 * Writes down until when an exchange that starts now may be on its way, for a successor that finds nothing in memory.
 * In the turn of the fetch: the output gate sends nothing before this is durable. Returns the row's id.
 */
export function recordExchange({ storage, memory, clock }: StoreContext): number {
  const { id } = storage.sql
    .exec<{ id: number }>(
      'INSERT INTO exchange (until_ms) VALUES (?) RETURNING id',
      clock() + EXCHANGE_MS_MAX,
    )
    .one()
  memory.exchanges.add(id)
  return id
}

/** The exchange is over. Without an answer its row stays to its end: whether Amazon is done with it nobody knows. */
export function endExchange({ storage, memory }: StoreContext, id: number, answered: boolean): void {
  memory.exchanges.delete(id)
  if (answered) storage.sql.exec('DELETE FROM exchange WHERE id = ?', id)
}

/**
 * Waits until no exchange of an instance that is gone, nor one that got no answer, can still be on its way (I1). At
 * most EXCHANGE_MS_MAX for all of them. Those that this instance has in hand are not waited for.
 */
export async function waitOutExchanges({ storage, memory, clock, sleep }: StoreContext): Promise<void> {
  const left = storage.sql
    .exec<{ id: number; until_ms: number }>('SELECT id, until_ms FROM exchange')
    .toArray()
    .filter(({ id }) => !memory.exchanges.has(id))
  if (left.length === 0) return
  const waitMs = Math.max(...left.map((row) => row.until_ms)) - clock()
  if (waitMs > 0) await sleep(Math.min(waitMs, EXCHANGE_MS_MAX))
  // By id, and without asking the clock again: it may have been set back meanwhile.
  for (const { id } of left) storage.sql.exec('DELETE FROM exchange WHERE id = ?', id)
}
