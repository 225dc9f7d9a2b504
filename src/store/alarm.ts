import { raiseAlert } from '../alerts/alerts.ts'
import type { StoreId } from '../core/id.ts'
import { errorName, log } from '../log.ts'
import type { AlarmKind, StoreContext } from './context.ts'

/**
 * Raises an alert of this kind, one a day: for all stores together where Amazon does not take our client, for each store
 * where it does not take its access tokens. An instance asks the directory once; if that fails, at the next occasion
 * again. Never rejects: the fault itself matters more than its alert.
 */
export async function raiseAlarm(
  {
    db,
    clock,
    memory,
  }: Pick<StoreContext, 'db' | 'clock'> & { readonly memory: { readonly alarmed: Set<string> } },
  kind: AlarmKind,
  storeId: StoreId,
): Promise<void> {
  const nowMs = clock()
  const day = new Date(nowMs).toISOString().slice(0, 10).replaceAll('-', '')
  const id = kind === 'client-refused' ? `${kind}/${day}` : `${kind}/${storeId}/${day}`
  if (memory.alarmed.has(id)) return
  memory.alarmed.add(id)
  try {
    await raiseAlert(db, { id, kind, nowMs, ...(kind === 'client-refused' ? {} : { storeId }) })
  } catch (thrown) {
    memory.alarmed.delete(id)
    log('warn', { event: 'alert.unwritten', error: errorName(thrown), store: storeId })
  }
}
