import type { Gate } from './gate.ts'
import { readSetting } from './tables.ts'
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

/** The simulator's time in milliseconds. Codes, tokens, page tokens, buckets and the journal follow it. */
export const now = (world: World): number => world.wall() + clockOffsetSeconds(world) * 1000
