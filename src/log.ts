import type { Fault } from './core/fault.ts'

/**
 * The only fields a log line may carry: ids, counts, kinds. No mail address, figure, token, query string or
 * message of an exception that could quote one. A line is one JSON object.
 */
export interface LogFields {
  readonly event: string
  readonly fault?: Fault
  readonly reference?: string
  readonly store?: string
  readonly chain?: string
  readonly sequence?: number
  readonly operation?: string
  readonly status?: number
  readonly request_id?: string
  readonly count?: number
  readonly duration_ms?: number
  readonly error?: string
  readonly names?: readonly string[]
  readonly route?: string
}

const ALLOWED: readonly (keyof LogFields)[] = [
  'event',
  'fault',
  'reference',
  'store',
  'chain',
  'sequence',
  'operation',
  'status',
  'request_id',
  'count',
  'duration_ms',
  'error',
  'names',
  'route',
]

/** Writes one line. Fields outside the list are dropped, whatever a caller spread into the object. */
export function log(level: 'info' | 'warn' | 'error', fields: LogFields): void {
  const line = Object.fromEntries(
    ALLOWED.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]),
  )
  console[level](JSON.stringify({ level, ...line }))
}

/** The class name of something thrown: its message may quote a secret, its name may not. */
export const errorName = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : typeof thrown)
