import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'

/** Where Linux has a file system in memory. */
const IN_MEMORY = '/dev/shm'
/** Many times what a run of all tests keeps at once. */
const ROOM_BYTES = 2 ** 30

/**
 * A new directory in memory for what tests keep, removed when this process ends: D1 and objects wait for the disk at each
 * write, and no promise here is about a machine that loses its power. Undefined where there is no room.
 *
 * @returns {string | undefined}
 */
export function scratchInMemory() {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    if (bavail * bsize < ROOM_BYTES) return undefined
    const directory = mkdtempSync(join(IN_MEMORY, 'mint-hub-'))
    process.on('exit', () => rmSync(directory, { recursive: true, force: true }))
    return directory
  } catch {
    return undefined
  }
}
