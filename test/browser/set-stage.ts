import { rmSync } from 'node:fs'
import { bundledPair } from '../../scripts/bundled-pair.mjs'
import { localPair, placeIn } from '../../scripts/pair.mjs'
import { freePorts } from '../../scripts/processes.mjs'
import { freshDirectory } from '../../scripts/tools.mjs'

/** Both Workers, running; harness.ts makes of it what tests use. */
export interface PlacedStage {
  readonly app: string
  readonly simulator: string
  /** Everything both Workers keep: databases with their `-wal` files, objects, buckets, variables. */
  readonly directory: string
  /** Only the app's: where a secret or figure in clear would be found. The simulator may hold tokens, it is Amazon. */
  readonly appState: string
  /** Lines that the app has written so far. */
  readonly appLog: () => readonly string[]
  readonly stop: () => Promise<void>
}

/**
 * Starts both Workers on ports and in a directory of their own: `as deployed`, without what watches their source, or `as
 * started` by `npm start`.
 */
export async function setStage(how: 'as deployed' | 'as started'): Promise<PlacedStage> {
  const directory = freshDirectory('stage')
  const lines: string[] = []
  const ports = await freePorts()
  const place = placeIn(directory, ports)
  const report = (name: string, line: string) => lines.push(`${name} | ${line}`)
  const pair = how === 'as started' ? localPair(place, report) : bundledPair(directory, ports, report)
  process.once('exit', pair.kill)
  const stop = async (): Promise<void> => {
    await pair.stop()
    process.off('exit', pair.kill)
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    await pair.start()
  } catch (thrown) {
    await stop()
    throw new Error(`The stage could not be set.\n${lines.join('\n')}`, { cause: thrown })
  }
  return {
    ...pair.origins,
    directory,
    appState: place.appState,
    appLog: () => lines.filter((line) => line.startsWith('app | ')),
    stop,
  }
}
