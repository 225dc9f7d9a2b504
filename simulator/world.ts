import type { Gate } from './gate.ts'
import { readSetting, writeSetting } from './tables.ts'
import type { Variables } from './variables.ts'

/** What every part of the simulator works on: its storage, its variables, its held answers, chance and time. */
export interface World {
  readonly sql: SqlStorage
  readonly variables: Variables
  readonly gate: Gate
  /** Cryptographically strong random bytes. */
  readonly random: (length: number) => Uint8Array
  /** The wall clock in milliseconds; `now(world)` shifts it. */
  readonly wall: () => number
}

/** Seconds that the simulator's clock is ahead of the wall: set by control, else by CLOCK_OFFSET_SECONDS. */
export function clockOffsetSeconds(world: World): number {
  const stored = readSetting(world.sql, 'clock_offset_seconds')
  return stored === undefined ? world.variables.CLOCK_OFFSET_SECONDS : Number(stored)
}

/** The wall's time at which the simulator's clock was stopped, in milliseconds, or undefined while it runs. */
export function clockStoppedAtMs(world: World): number | undefined {
  const stored = readSetting(world.sql, 'clock_stopped_at_ms')
  return stored === undefined ? undefined : Number(stored)
}

/**
 * Sets the simulator's clock ahead of the wall by whole seconds and lets it run or stand. A clock that already
 * stands goes on from where it was stopped, so that a test moves through exact seconds. Idempotent.
 */
export function setClock(world: World, clock: { readonly seconds: number; readonly stands: boolean }): void {
  writeSetting(world.sql, 'clock_offset_seconds', String(clock.seconds))
  const stoppedAtMs = clock.stands ? (clockStoppedAtMs(world) ?? world.wall()) : undefined
  writeSetting(world.sql, 'clock_stopped_at_ms', stoppedAtMs?.toString())
}

/** The simulator's time in milliseconds. Codes, tokens, page tokens, buckets and the journal follow it. */
export const now = (world: World): number =>
  (clockStoppedAtMs(world) ?? world.wall()) + clockOffsetSeconds(world) * 1000
