import { readSetting, writeSetting } from './tables.ts'

/** A held answer goes out after this long whatever happens, so that a forgotten hold cannot wedge a test run. */
const HOLD_MS_MAX = 60_000

/** Answers of the token endpoint that wait to be released. */
export interface Gate {
  readonly waiting: Set<() => void>
}

export const newGate = (): Gate => ({ waiting: new Set() })

/** From now on the token endpoint does its work but keeps its answers back. Idempotent. */
export function holdAnswers(sql: SqlStorage): void {
  writeSetting(sql, 'lwa_hold', 'on')
}

/** Lets every held answer go and holds no more. Returns how many went. Idempotent. */
export function releaseAnswers(sql: SqlStorage, gate: Gate): number {
  writeSetting(sql, 'lwa_hold', undefined)
  const waiting = [...gate.waiting]
  gate.waiting.clear()
  for (const go of waiting) go()
  return waiting.length
}

/** Whether answers are being kept back. Survives the object's eviction. */
export const isHolding = (sql: SqlStorage): boolean => readSetting(sql, 'lwa_hold') === 'on'

/** Waits while answers are held, at most a minute. */
export async function passGate(sql: SqlStorage, gate: Gate): Promise<void> {
  if (!isHolding(sql)) return
  const { promise, resolve } = Promise.withResolvers<void>()
  gate.waiting.add(resolve)
  const timer = setTimeout(resolve, HOLD_MS_MAX)
  try {
    await promise
  } finally {
    clearTimeout(timer)
    gate.waiting.delete(resolve)
  }
}

/** Sets how long answers of one operation take on top, in milliseconds; 0 takes it away. Idempotent. */
export function setLatency(sql: SqlStorage, operation: string, milliseconds: number): void {
  if (milliseconds === 0) sql.exec('delete from latency where operation = ?', operation)
  else
    sql.exec(
      'insert or replace into latency (operation, milliseconds) values (?, ?)',
      operation,
      milliseconds,
    )
}

/** Every latency set, by operation, in milliseconds. */
export function latencies(sql: SqlStorage): Record<string, number> {
  const rows = sql.exec<{ operation: string; milliseconds: number }>(
    'select * from latency order by operation',
  )
  return Object.fromEntries(rows.toArray().map((row) => [row.operation, row.milliseconds]))
}

/** Waits out the latency set for the operation, in real time. */
export async function passLatency(sql: SqlStorage, operation: string): Promise<void> {
  const milliseconds = latencies(sql)[operation] ?? 0
  if (milliseconds === 0) return
  const { promise, resolve } = Promise.withResolvers<void>()
  setTimeout(resolve, milliseconds)
  await promise
}
