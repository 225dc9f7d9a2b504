import type { Result } from '../../../src/core/result.ts'
import type { StoreContext } from '../../../src/store/context.ts'
import { type ReadingPlace, type Sync, syncOf } from '../../../src/store/sync.ts'
import { startReading } from '../../../src/workspace/reading/start.ts'
import { journal } from '../../amazon.ts'
import { objectRows } from '../../connected.ts'
import { inStore } from '../../store/second-instance.ts'

/** Japan, the one marketplace of the demo seller there. */
export const JAPAN = 'A1VC38T7YXB528'
export const PLANNING_REPORT: ReadingPlace = { kind: 'planning', part: JAPAN }

/** The entry that a test's readings serve: every store's record has a first. */
export const CAUSE = 1

/**
 * Acts inside a store's object this many seconds from now, as an instance with a memory of its own: what an object knows
 * after it was evicted. Rests are not slept but told to `rests`, and readings are waited for.
 */
export const later = <T>(
  id: string,
  seconds: number,
  act: (context: StoreContext) => T | Promise<T>,
  rests: number[] = [],
): Promise<T> =>
  inStore(id, { CLOCK_OFFSET_SECONDS: String(Math.round(seconds)) }, async (plain) => {
    const sleep = async (ms: number): Promise<void> => {
      rests.push(ms)
    }
    const context = { ...plain, sleep }
    const done = await act(context)
    await Promise.all(context.memory.readings.values())
    return done
  })

/** Reads the planning report to its end or its rest; how the reading stands then. */
export const readReportNow = (
  id: string,
  around: (context: StoreContext) => StoreContext = (context) => context,
  rests: number[] = [],
): Promise<Sync | undefined> =>
  later(
    id,
    0,
    async (plain) => {
      const context = around(plain)
      await startReading(context, PLANNING_REPORT, CAUSE)
      return syncOf(context.storage.sql, PLANNING_REPORT)
    },
    rests,
  )

/** How often each operation of reports reached Amazon in its turn: turns are not slept for here. */
export async function reportCalls() {
  const lines = (await journal({ limit: '1000' })).filter(({ status }) => status !== 429)
  const count = (name: string): number => lines.filter(({ operation }) => operation === name).length
  return {
    asked: count('createReport'),
    looked: count('getReport'),
    addressed: count('getReportDocument'),
    fetched: count('reportDocument'),
  }
}

/** What is stored of a kind, without opening it. */
export const stored = (id: string, kind: string) =>
  objectRows(id, 'SELECT rows FROM snapshot WHERE kind = ?', kind)

/** The value of what has to have gone well. */
export function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(String(result.fault))
  return result.value
}
