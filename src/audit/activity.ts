import type { Actor, Event } from './events.ts'

/** One entry of a chain with its payload, parsed. */
export interface Entry {
  readonly sequence: number
  readonly timeMs: number
  readonly actor: Actor
  readonly event: Event
}

export type EventOf<K extends Event['kind']> = Extract<Event, { kind: K }>

/** Something that happened. Looks of one person that ended alike, one after the other, are one. */
export interface Happened extends Entry {
  readonly what: 'event'
  /** How a look ended; undefined while it is under way, and for every other kind. */
  readonly outcome?: EventOf<'read.outcome'>
  /** How often, and how many rows were shown in all. */
  readonly times: number
  readonly rows: number
}

/** `busy`: Amazon asked us to come less often. `open`: no outcome yet. */
export const CALL_ENDS = ['answered', 'busy', 'refused', 'failed', 'not-sent', 'unknown', 'open'] as const
export type CallEnd = (typeof CALL_ENDS)[number]

/** The calls to Amazon that one cause led to. Time and sequence are those of the newest entry about them. */
export interface Calls {
  readonly what: 'calls'
  readonly sequence: number
  readonly timeMs: number
  /** In the order in which they were first made. */
  readonly operations: readonly EventOf<'call.intent'>['operation'][]
  readonly marketplace: string | undefined
  /** How each call ended. */
  readonly ends: readonly CallEnd[]
  /** Lines that finished readings brought, all together. */
  readonly rowsRead: number | undefined
}

/** What a line of the record's plain telling is about. */
export type Activity = Happened | Calls

/**
 * Entries of one chain, oldest first, as what they tell, newest first: a look with its outcome, the calls of one cause
 * together, looks that ended alike together. Calls whose cause is not among the entries are left out: part of them may
 * be missing as well. Pure.
 */
export function activityOf(entries: readonly Entry[]): readonly Activity[] {
  const outcomes = new Map(entries.flatMap((entry) => ('of' in entry.event ? [[entry.event.of, entry]] : [])))
  const causedBy = Map.groupBy(entries, ({ event }) => ('cause' in event ? event.cause : undefined))
  const told = entries.flatMap((entry): readonly Activity[] => {
    const { event, sequence } = entry
    const calls = callsOf(causedBy.get(sequence) ?? [], outcomes)
    // These two are told with their cause and with their intent.
    if (event.kind === 'call.intent' || 'of' in event) return []
    if (event.kind === 'snapshot.stored' && hasCalls(causedBy, event.cause)) return []
    const outcome = outcomes.get(sequence)?.event
    const ended = outcome?.kind === 'read.outcome' ? { outcome, rows: outcome.rows ?? 0 } : { rows: 0 }
    return [{ what: 'event', ...entry, times: 1, ...ended }, ...calls]
  })
  return together(told.toSorted((a, b) => b.sequence - a.sequence))
}

const hasCalls = (causedBy: ReadonlyMap<number | undefined, readonly Entry[]>, cause: number): boolean =>
  causedBy.get(cause)?.some(({ event }) => event.kind === 'call.intent') === true

/** What one cause led to, as one line; none if it led to no call. */
function callsOf(caused: readonly Entry[], outcomes: ReadonlyMap<number, Entry>): readonly Calls[] {
  const intents = caused.flatMap(({ event, sequence }) =>
    event.kind === 'call.intent' ? [{ ...event, sequence }] : [],
  )
  if (intents.length === 0) return []
  const ended = intents.map(({ sequence }) => outcomes.get(sequence))
  const newest = [...caused, ...ended.flatMap((entry) => entry ?? [])].reduce((one, other) =>
    other.sequence > one.sequence ? other : one,
  )
  // Of each kind the last: a reading that brings its figures in parts tells each time how many there are by then.
  const stored = new Map(
    caused.flatMap(({ event }) =>
      event.kind === 'snapshot.stored' ? [[`${event.data}/${event.marketplace}`, event.rows]] : [],
    ),
  )
  return [
    {
      what: 'calls',
      sequence: newest.sequence,
      timeMs: newest.timeMs,
      operations: [...new Set(intents.map((intent) => intent.operation))],
      marketplace: intents.find((intent) => intent.marketplace !== undefined)?.marketplace,
      ends: ended.map((entry) => (entry?.event.kind === 'call.outcome' ? endOf(entry.event) : 'open')),
      rowsRead: stored.size === 0 ? undefined : [...stored.values()].reduce((all, rows) => all + rows, 0),
    },
  ]
}

function endOf({ result, status = 200 }: EventOf<'call.outcome'>): CallEnd {
  if (result !== 'answered') return result
  if (status === 429) return 'busy'
  if (status < 300) return 'answered'
  return status >= 400 && status < 500 ? 'refused' : 'failed'
}

/** Newest first: a look joins the newer one above it when both would be told in the same words. */
function together(all: readonly Activity[]): readonly Activity[] {
  const out: Activity[] = []
  for (const one of all) {
    const newer = out.at(-1)
    if (one.what === 'event' && newer?.what === 'event' && isSameLook(newer, one)) {
      out[out.length - 1] = { ...newer, times: newer.times + one.times, rows: newer.rows + one.rows }
    } else out.push(one)
  }
  return out
}

const isSameLook = (newer: Happened, one: Happened): boolean =>
  newer.event.kind === 'read.intent' &&
  one.event.kind === 'read.intent' &&
  newer.actor === one.actor &&
  newer.event.view === one.event.view &&
  newer.event.marketplace === one.event.marketplace &&
  newer.outcome !== undefined &&
  newer.outcome.result === one.outcome?.result &&
  newer.outcome.fault === one.outcome.fault
