import type { Fault } from '../../core/fault.ts'
import type { Result } from '../../core/result.ts'
import type { HeldToken, StoreContext } from '../../store/context.ts'
import type { Run } from '../../store/sync.ts'

/** The reading goes on by itself at `continueMs`: when Amazon's usage plan has a turn again, or a report may be done. */
export interface Resting {
  readonly continueMs: number
}

/** What a reading brought, or a part of it: the value that is sealed, and what stands beside it in clear. */
export interface Brought extends Partial<Resting> {
  readonly value: object
  /** Lines, as the record counts them. */
  readonly rows: number
  /** The oldest moment that the value speaks of; the moment of the reading where left out. */
  readonly oldestMs?: number
  /** What ended the reading before it had all: what came before is kept, and the next reading goes on from there. */
  readonly fault?: Fault
}

/**
 * Reads one part of one kind of figures from Amazon, with one access token held for it. Begun again from the start
 * when the object dies over it, so it keeps nothing of its own outside what it returns.
 */
export type Reader = (
  context: StoreContext,
  held: HeldToken,
  run: Run,
) => Promise<Result<Brought | Resting, Fault>>
