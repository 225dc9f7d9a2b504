import { hex } from '../core/bytes.ts'
import type { Clock, Random } from '../core/time.ts'
import { archivable } from './archivable.ts'
import { canonicalJson, commitmentOf } from './commitment.ts'
import {
  type Actor,
  actor as actorSchema,
  causesOf,
  type Draft,
  draft as draftSchema,
  type Event,
} from './events.ts'
import { ensureAuditSchema } from './object-schema.ts'

/** Enough to make a commitment to a short payload unguessable. */
const SALT_BYTES = 16

export interface RecordDeps {
  readonly storage: DurableObjectStorage
  /** `platform` or `store/<id>`; an object keeps one chain. */
  readonly chain: string
  /** Gives each entry its time. */
  readonly clock: Clock
  readonly random: Random
  /** Sees to it that the object soon flushes its outbox. Called in the same turn as the write, so both commit. */
  readonly arm: () => void
}

export interface AuditRecord {
  /**
   * Appends one entry, its payload and its outbox row, or nothing, and returns its sequence: 1, 2, 3 … without gaps.
   * Throws (a bug of the caller) on a draft or an actor that does not parse, a cause that is not in the chain, or an
   * outcome whose intent is not open: an intent has at most one outcome.
   */
  append: (draft: Draft, actor: Actor) => number
  /**
   * Gives every intent that a killed instance left open the outcome `unknown`, once. To be called at the object's
   * start, before any work. Returns how many it closed.
   */
  closeUnfinished: () => number
}

/**
 * Opens an object's record, making its tables if need be. Synchronous: the runtime's output gate then holds any
 * later fetch until the entry is durable, so "append, then call Amazon" leaves no call without its intent (I4).
 */
export function openRecord(deps: RecordDeps): AuditRecord {
  ensureAuditSchema(deps.storage)
  return {
    append: (draft, actor) => append(deps, draftSchema.parse(draft), actorSchema.parse(actor)),
    closeUnfinished: () => closeUnfinished(deps),
  }
}

function append(deps: RecordDeps, event: Event, actor: Actor): number {
  const { storage, chain, clock, random, arm } = deps
  return storage.transactionSync(() => {
    const { sql } = storage
    const { last } = sql
      .exec<{ last: number }>(
        'SELECT coalesce(max(sequence), 0) AS last FROM audit_entry WHERE chain = ?',
        chain,
      )
      .one()
    const sequence = last + 1
    if (causesOf(event).some((cause) => cause > last))
      throw new Error(`${event.kind}: its cause is not in the chain`)
    trackOpenIntents(sql, sequence, event)

    const { kind, ...fields } = event
    const salt = random(SALT_BYTES)
    const payload = canonicalJson(fields)
    const commitment = commitmentOf(salt, payload)
    // What the archive would refuse must not enter the chain.
    const message = archivable.parse({
      chain,
      sequence,
      time_ms: clock(),
      kind,
      actor,
      commitment,
      salt: hex(salt),
      payload,
    })
    sql.exec(
      'INSERT INTO audit_payload (chain, sequence, salt, payload) VALUES (?, ?, ?, ?)',
      chain,
      sequence,
      message.salt,
      payload,
    )
    sql.exec(
      'INSERT INTO audit_entry (chain, sequence, time_ms, kind, actor, commitment) VALUES (?, ?, ?, ?, ?, ?)',
      chain,
      sequence,
      message.time_ms,
      kind,
      actor,
      commitment,
    )
    sql.exec('INSERT INTO audit_outbox (sequence) VALUES (?)', sequence)
    arm()
    return sequence
  })
}

function trackOpenIntents(sql: SqlStorage, sequence: number, event: Event): void {
  if (event.kind === 'read.intent' || event.kind === 'call.intent') {
    sql.exec('INSERT INTO audit_open (sequence, kind) VALUES (?, ?)', sequence, event.kind)
  }
  if (event.kind === 'read.outcome' || event.kind === 'call.outcome') {
    const intent = event.kind === 'read.outcome' ? 'read.intent' : 'call.intent'
    const closed = sql.exec('DELETE FROM audit_open WHERE sequence = ? AND kind = ?', event.of, intent)
    if (closed.rowsWritten === 0) throw new Error(`${event.kind}: no open ${intent} ${event.of}`)
  }
}

function closeUnfinished(deps: RecordDeps): number {
  return deps.storage.transactionSync(() => {
    const open = deps.storage.sql
      .exec<{ sequence: number; kind: 'read.intent' | 'call.intent' }>(
        'SELECT sequence, kind FROM audit_open ORDER BY sequence',
      )
      .toArray()
    for (const { sequence, kind } of open) {
      const outcome = kind === 'read.intent' ? 'read.outcome' : 'call.outcome'
      append(deps, { kind: outcome, of: sequence, result: 'unknown' }, 'machine/record')
    }
    return open.length
  })
}
