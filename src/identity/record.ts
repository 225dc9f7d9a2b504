import type { Actor, Draft } from '../audit/events.ts'

/**
 * Appends to the platform's chain; resolves when the entry is durable and throws when it cannot be. Called before the
 * act it records is committed: nothing happens off the record, and an entry whose act then failed says more than was
 * done, never less. The actor of a refusal is the account that was tried, so that its person can see the attempt.
 */
export type KeepRecord = (draft: Draft, actor: Actor) => Promise<void>
