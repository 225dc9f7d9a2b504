import { readSetting, writeSetting } from './tables.ts'

/** A held answer goes out after this long whatever happens, so that a forgotten hold cannot wedge a test run. */
const HOLD_MS_MAX = 60_000
/** The same for one that a fault holds: longer than an app may wait for anything. */
const TIMEOUT_MS_MAX = 120_000

/** Whose answer to what. */
export interface Waiter {
  readonly operation: string
  readonly seller?: string | undefined
}
/** Any answer that fits what is given. */
export type Which = { readonly [Name in keyof Waiter]?: Waiter[Name] | undefined }
interface Held extends Waiter {
  readonly go: () => void
}

/** Answers that wait to be released. */
export interface Gate {
  readonly waiting: Set<Held>
}

export const newGate = (): Gate => ({ waiting: new Set() })

/** From now on the token endpoint does its work but keeps its answers back, or ends doing so. Idempotent. */
export function holdAnswers(sql: SqlStorage, on: boolean): void {
  writeSetting(sql, 'lwa_hold', on ? 'on' : undefined)
}

/** Lets held answers go: of one operation, one seller, or all. Returns how many went. Idempotent. */
export function releaseAnswers(gate: Gate, which: Which = {}): number {
  const going = heldAnswers(gate, which)
  for (const held of going) {
    gate.waiting.delete(held)
    held.go()
  }
  return going.length
}

/** The answers that are being kept back: of one operation, one seller, or all. */
export const heldAnswers = (gate: Gate, which: Which = {}): readonly Held[] =>
  [...gate.waiting].filter(
    (held) =>
      (which.operation ?? held.operation) === held.operation && (which.seller ?? held.seller) === held.seller,
  )

/** Whether the token endpoint's answers are being kept back. Survives the object's eviction. */
export const isHolding = (sql: SqlStorage): boolean => readSetting(sql, 'lwa_hold') === 'on'

export interface Waiting {
  /** What the answer is to. */
  readonly of: Waiter
  /** Ends when nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/** Waits while the token endpoint's answers are held, at most a minute. */
export async function passHold(sql: SqlStorage, gate: Gate, waiting: Waiting): Promise<void> {
  if (isHolding(sql)) await waitIn(gate, waiting, HOLD_MS_MAX)
}

/** Waits until the answer is released, at most two minutes. */
export const awaitRelease = (gate: Gate, waiting: Waiting): Promise<void> =>
  waitIn(gate, waiting, TIMEOUT_MS_MAX)

async function waitIn(gate: Gate, { of, signal }: Waiting, millisecondsMax: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const held = { operation: of.operation, seller: of.seller, go: resolve }
  gate.waiting.add(held)
  await pause(millisecondsMax, signal, { promise, resolve })
  gate.waiting.delete(held)
}

/** Sets how long answers of one operation take on top, in milliseconds, for one seller or all; 0 ends it. Idempotent. */
export function setLatency(sql: SqlStorage, of: Waiter, milliseconds: number): void {
  const key = [of.operation, of.seller ?? ''] as const
  if (milliseconds === 0) sql.exec('delete from delay where operation = ? and seller = ?', ...key)
  else
    sql.exec(
      'insert or replace into delay (operation, seller, milliseconds) values (?, ?, ?)',
      ...key,
      milliseconds,
    )
}

/** Every latency set, in milliseconds, by operation, or by `operation/seller` where it is one seller's. */
export function latencies(sql: SqlStorage): Record<string, number> {
  const rows = sql.exec<{ name: string; milliseconds: number }>(
    `select operation || iif(seller = '', '', '/' || seller) as name, milliseconds from delay order by name`,
  )
  return Object.fromEntries(rows.toArray().map((row) => [row.name, row.milliseconds]))
}

/** Waits out the latency set for the operation, in real time; the seller's own goes before everybody's. */
export async function passLatency(sql: SqlStorage, { of, signal }: Waiting): Promise<void> {
  const set = latencies(sql)
  const milliseconds = set[`${of.operation}/${of.seller}`] ?? set[of.operation] ?? 0
  if (milliseconds > 0) await pause(milliseconds, signal)
}

/** Waits so long, until nobody waits for the answer any more, or until `end` is resolved by somebody else. */
async function pause(
  milliseconds: number,
  signal: AbortSignal,
  end: Pick<PromiseWithResolvers<void>, 'promise' | 'resolve'> = Promise.withResolvers<void>(),
): Promise<void> {
  const timer = setTimeout(end.resolve, milliseconds)
  signal.addEventListener('abort', () => end.resolve(), { once: true })
  if (signal.aborted) end.resolve()
  await end.promise
  clearTimeout(timer)
}
