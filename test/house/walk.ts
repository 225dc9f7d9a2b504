/** A random walk over stores' objects (test/store/random-operations.objects.test.ts). */
export interface Walk {
  readonly operations: number
  readonly seed: number
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly walks: readonly Walk[]
  }
}

/** Longer ones are cut into walks of their own, each from three fresh stores: Amazon's journal holds one whole. */
const OPERATIONS_MAX = 2000

/**
 * As many steps as `npm test` has time for, unless OPERATIONS says more (npm run simulate); a new seed unless SEED does,
 * and the one after it for each further walk.
 */
export function walksFrom(environment: NodeJS.ProcessEnv): readonly Walk[] {
  const operations = Number(environment['OPERATIONS'] ?? 80)
  const seed = Number(environment['SEED'] ?? Math.floor(Math.random() * 1_000_000))
  return Array.from({ length: Math.ceil(operations / OPERATIONS_MAX) }, (_, at) => ({
    operations: Math.min(OPERATIONS_MAX, operations - at * OPERATIONS_MAX),
    seed: seed + at,
  }))
}
