import { and, desc, eq, isNull } from 'drizzle-orm'
import { raiseAlert } from '../alerts/alerts.ts'
import type { PersonId } from '../core/id.ts'
import { unreachable } from '../core/result.ts'
import type { Database } from '../db/client.ts'
import { countRefreshes } from '../store/refresh-outcomes.ts'
import { CLOSES_OVER_MS, nextBreaker, OPENS_OVER_MS } from './breaker.ts'
import { incident } from './tables.ts'

/**
 * Opens or closes the incident as the refreshes of all stores say, and tells whether one is open now: then nothing is
 * destroyed on Amazon's word. Idempotent, whoever asks and how often. Rejects when D1 does not answer.
 */
export async function reviewIncident(db: Database, nowMs: number): Promise<boolean> {
  const [newest] = await db.select().from(incident).orderBy(desc(incident.openedMs)).limit(1)
  const open = newest?.closedMs === null ? newest : undefined
  // Somebody who closed an incident has looked at what was refused before.
  const closedMs = newest?.closedMs ?? 0
  const lately = await countRefreshes(db, Math.max(nowMs - OPENS_OVER_MS, closedMs))
  const hour = await countRefreshes(db, nowMs - CLOSES_OVER_MS)
  const next = nextBreaker(open, { lately, hour }, nowMs)
  switch (next) {
    case 'open':
      await openIncident(db, nowMs)
      return true
    case 'close':
      if (open !== undefined) await close(db, open.id, { nowMs })
      return false
    case 'stay':
      // The alert again, for an opening that was cut off before it.
      if (open !== undefined) await alertOf(db, open)
      return open !== undefined
    default:
      return unreachable(next)
  }
}

async function openIncident(db: Database, nowMs: number): Promise<void> {
  const opened = { id: String(nowMs), openedMs: nowMs }
  const written = await db.insert(incident).values(opened).onConflictDoNothing().returning()
  if (written.length === 1) await alertOf(db, opened)
}

const alertOf = (db: Database, opened: { readonly id: string; readonly openedMs: number }) =>
  raiseAlert(db, { id: `incident-open/${opened.id}`, kind: 'incident-open', nowMs: opened.openedMs })

/**
 * A person ends the open incident: the confirmations that waited go on. False when none is open. What was refused before
 * opens no new one. Idempotent. Rejects when D1 does not answer.
 */
export async function closeIncident(
  db: Database,
  { by, nowMs }: { readonly by: PersonId; readonly nowMs: number },
): Promise<boolean> {
  const [open] = await db.select().from(incident).where(isNull(incident.closedMs))
  return open !== undefined && close(db, open.id, { by, nowMs })
}

async function close(
  db: Database,
  id: string,
  { by = null, nowMs }: { readonly by?: PersonId | null; readonly nowMs: number },
): Promise<boolean> {
  const closed = await db
    .update(incident)
    .set({ closedMs: nowMs, closedBy: by })
    .where(and(eq(incident.id, id), isNull(incident.closedMs)))
    .returning()
  return closed.length === 1
}
