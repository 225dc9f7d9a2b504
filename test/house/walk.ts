/** A random walk over stores' objects (test/store/random-operations.objects.test.ts). */
export interface Walk {
  readonly operations: number
  readonly seed: number
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly walk: Walk
  }
}

/** As many steps as `npm test` has time for, unless OPERATIONS says more (npm run simulate); a new seed unless SEED does. */
export const walkFrom = (environment: NodeJS.ProcessEnv): Walk => ({
  operations: Number(environment['OPERATIONS'] ?? 80),
  seed: Number(environment['SEED'] ?? Math.floor(Math.random() * 1_000_000)),
})
