import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drawIncarnation } from '../src/store/incarnation.ts'

const kept = globalThis as typeof globalThis & { storesLeftBehind?: Set<string> }
/** Stores of this instance that rest already. */
const leftBehind = kept.storesLeftBehind ?? new Set<string>()
kept.storesLeftBehind = leftBehind

/**
 * Lays every store to rest that stands in the directory now. Files of tests share an instance, and what an earlier one's
 * stores would go on to do is none of the next one's: they wake no more, whatever they have under way calls nobody, as
 * under any later instance, and no new connection finds them beside it, since one whose object a test has broken would
 * hold all later claims up.
 */
export async function leaveBehind(): Promise<void> {
  const { results } = await env.DB.prepare('SELECT id FROM store').all<{ id: string }>()
  for (const { id } of results) {
    if (leftBehind.has(id)) continue
    leftBehind.add(id)
    const rest = () =>
      runInDurableObject(env.STORES.get(env.STORES.idFromName(id)), async (_, { storage }) => {
        storage.sql.exec('DELETE FROM duty')
        drawIncarnation(storage.sql)
        await storage.deleteAlarm()
      })
    // An object that a test has ended is met anew at the second try.
    await rest().catch(rest)
  }
  await env.DB.prepare("UPDATE store SET state = 'fenced' WHERE state = 'connected'").run()
}
