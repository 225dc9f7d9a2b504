import type { AuditMessage } from '../core/message.ts'
import { fail, ok, type Result } from '../core/result.ts'
import { type Clock, MINUTE_MS, type Random, SECOND_MS, wallTimeOf } from '../core/time.ts'
import { errorName, log } from '../log.ts'
import { type Actor, actor as actorSchema, type Draft, draft as draftSchema } from './events.ts'
import { flushOutbox } from './outbox.ts'
import { openRecord } from './record.ts'

/** The chain of events that belong to no store, and the name of the one object that keeps it. */
const PLATFORM = 'platform'
/** Entries of one moment travel together. */
const GATHER_MS = SECOND_MS
/** After a bug in a flush: the runtime gives up on an alarm that fails six times, so it never sees a failure. */
const AFTER_BUG_MS = 2 * MINUTE_MS

export interface PlatformDeps {
  readonly storage: DurableObjectStorage
  readonly queue: Pick<Queue<AuditMessage>, 'sendBatch'>
  readonly archive: D1Database
  readonly clock: Clock
  readonly random: Random
}

export interface Platform {
  start: () => Promise<void>
  record: (draft: unknown, actor: unknown) => Result<number, 'bad-input'>
  alarm: () => Promise<void>
}

/** What PlatformObject does: keeps the platform's chain and sends it to the archive. */
export function openPlatform(deps: PlatformDeps): Platform {
  const { storage, clock, random } = deps
  let alarmAtMs: number | undefined
  /** Keeps the earlier of two alarms: a busy object would otherwise put its flush off for ever. */
  const alarmIn = (delayMs: number): void => {
    const atMs = wallTimeOf(clock, clock() + delayMs)
    if (alarmAtMs !== undefined && alarmAtMs <= atMs) return
    alarmAtMs = atMs
    void storage.setAlarm(atMs)
  }
  const record = openRecord({ storage, chain: PLATFORM, clock, random, arm: () => alarmIn(GATHER_MS) })

  return {
    /** To be awaited before anything else runs: closes what a killed instance left open, and its forgotten outbox. */
    start: async () => {
      alarmAtMs = (await storage.getAlarm()) ?? undefined
      record.closeUnfinished()
      const { waiting } = storage.sql
        .exec<{ waiting: number }>('SELECT count(*) AS waiting FROM audit_outbox')
        .one()
      if (waiting > 0) alarmIn(GATHER_MS)
    },
    /** Appends one entry and returns its sequence. Fault `bad-input` for what is no event or actor of ours. */
    record: (draft, actor) => {
      const event = draftSchema.safeParse(draft)
      const who = actorSchema.safeParse(actor)
      return event.success && who.success ? ok(record.append(event.data, who.data)) : fail('bad-input')
    },
    /** Flushes, and comes back while anything is left. Never rejects. */
    alarm: async () => {
      alarmAtMs = undefined
      try {
        const { nextInMs } = await flushOutbox(deps)
        if (nextInMs !== undefined) alarmIn(nextInMs)
      } catch (thrown) {
        log('error', { event: 'audit.flush-failed', chain: PLATFORM, error: errorName(thrown) })
        alarmIn(AFTER_BUG_MS)
      }
    },
  }
}

/** PlatformObject as its callers see it. */
interface PlatformStub {
  record: (draft: Draft, actor: Actor) => Promise<Result<number, 'bad-input'>>
}

/**
 * Records an event that belongs to no store; when it returns, the entry is durable. Not idempotent, and never tried
 * twice. Throws when the object cannot take it: what cannot be recorded is not to be done.
 */
export async function recordOnPlatform(
  namespace: DurableObjectNamespace,
  draft: Draft,
  actor: Actor,
): Promise<void> {
  const stub = namespace.get(namespace.idFromName(PLATFORM)) as unknown as PlatformStub
  const recorded = await stub.record(draft, actor)
  if (!recorded.ok) throw new Error(`the platform's record refused ${draft.kind}`)
}
