/** Milliseconds since the Unix epoch, UTC. Passed in, never read from the wall by pure code. */
export type Clock = () => number

/** Cryptographically strong random bytes. Passed in so that tests can replay them. */
export type Random = (length: number) => Uint8Array

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

export const systemRandom: Random = (length) => crypto.getRandomValues(new Uint8Array(length))

/** The app's clock; `offsetSeconds` is a development override that shifts it (CLOCK_OFFSET_SECONDS). */
export const clockWithOffset =
  (offsetSeconds: number): Clock =>
  () =>
    Date.now() + offsetSeconds * SECOND_MS

/** The wall-clock time at which `clock` will show `atMs`: the platform's alarms know nothing of a shifted clock. */
export const wallTimeOf = (clock: Clock, atMs: number): number => Date.now() + (atMs - clock())

/** The wall-clock time this long from now, for an alarm where no clock of the app is at hand. */
export const wallTimeIn = (ms: number): number => Date.now() + ms
