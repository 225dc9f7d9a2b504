import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { networkEdge } from './test/house/edge.ts'
import { developmentVariables } from './test/variables.ts'

const IN_NODE = ['test/**/*.pure.test.ts', 'test/tidy.test.ts', 'test/house/**', 'test/browser/**']

/** A test that hangs fails; one that a busy machine slows down does not: no promise here is about a test's seconds. */
const PATIENCE = { testTimeout: 60_000, hookTimeout: 60_000 }

/**
 * Four projects. `pure`: modules without bindings, in Node. `house`: the rules of this tree and its commands, in Node.
 * `workers`: the app in workerd with real bindings and the Amazon simulator at the network's edge (test/house/edge.ts).
 * `browser`: people's journeys in Chromium.
 */
export default defineConfig({
  test: {
    // Most of a file's time is waiting: for its own workerd to start, for Amazon's pace.
    maxWorkers: 3,
    projects: [
      {
        test: { name: 'pure', include: ['test/**/*.pure.test.ts'], environment: 'node', ...PATIENCE },
      },
      {
        test: {
          name: 'house',
          include: ['test/tidy.test.ts', 'test/house/**/*.test.ts'],
          environment: 'node',
          ...PATIENCE,
        },
      },
      {
        plugins: [
          cloudflareTest(async ({ inject }) => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: { ...developmentVariables, TEST_MIGRATIONS: await readD1Migrations('migrations') },
              ...networkEdge(inject('simulatorBundle')),
            },
          })),
        ],
        test: {
          name: 'workers',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: IN_NODE,
          globalSetup: ['test/house/simulator-bundle.ts'],
          setupFiles: ['test/migrate.ts'],
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['test/browser/shared-stage.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
