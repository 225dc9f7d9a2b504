import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig, type Plugin } from 'vitest/config'
import { networkEdge } from './test/house/edge.ts'
import { LongestFirst } from './test/house/longest-first.ts'
import { walksFrom } from './test/house/walk.ts'
import { developmentVariables } from './test/variables.ts'

const IN_NODE = ['test/**/*.pure.test.ts', 'test/tidy.test.ts', 'test/house/**', 'test/browser/**']

/** A test that hangs fails; one that a busy machine slows down does not: no promise here is about a test's seconds. */
const PATIENCE = { testTimeout: 60_000, hookTimeout: 60_000 }

/** Each project with the Worker: its bindings, the test's own settings, the simulator at the network's edge. */
const worker = () =>
  cloudflareTest(async ({ inject }) => ({
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      bindings: { ...developmentVariables, TEST_MIGRATIONS: await readD1Migrations('migrations') },
      ...networkEdge(inject('simulatorBundle')),
    },
  }))

/** What the app imports of packages, made into one module each before the first workerd starts: it would load 550. */
const PACKAGES = [
  '@simplewebauthn/server',
  '@simplewebauthn/server/helpers',
  'drizzle-orm',
  'drizzle-orm/d1',
  'drizzle-orm/sqlite-core',
  'hono',
  'hono/cookie',
  'hono/factory',
  'hono/html',
  'hono/jsx',
  'hono/jsx/jsx-runtime',
  'hono/jsx/jsx-dev-runtime',
  'hono/route',
  'hono/utils/cookie',
  'zod',
]

/** Modules reach each workerd as text with their source maps, which are three times as long: none for packages. */
const packagesWithoutMaps: Plugin = {
  name: 'packages-without-maps',
  enforce: 'post',
  transform: (code, id) =>
    /\/(?:node_modules|deps_ssr)\//.test(id) ? { code, map: { mappings: '' } } : null,
}

const IN_WORKER = {
  globalSetup: ['test/house/simulator-bundle.ts'],
  setupFiles: ['test/migrate.ts'],
  deps: { optimizer: { ssr: { enabled: true, include: PACKAGES } } },
  ...PATIENCE,
}

/**
 * Four projects. `pure`: modules without bindings, in Node. `house`: the rules of this tree and its commands, in Node.
 * `workers`: the app in workerd with real bindings and the Amazon simulator at the network's edge (test/house/edge.ts).
 * Its files share three instances with all they keep, since each start costs seconds. Those that kill objects, open second
 * instances of them, or move their time are named `*.objects.test.ts`; those that look at everything that is kept begin
 * and end with nothing kept (test/nothing-kept.ts). `browser`: journeys in Chromium.
 */
export default defineConfig({
  cacheDir: '.cache/vite',
  test: {
    // Most of a file's time is waiting: for its own workerd to start, for Amazon's pace.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'pure',
          include: ['test/**/*.pure.test.ts'],
          isolate: false,
          environment: 'node',
          globalSetup: ['test/house/simulator-bundle.ts'],
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'house',
          include: ['test/tidy.test.ts', 'test/house/**/*.test.ts'],
          isolate: false,
          environment: 'node',
          ...PATIENCE,
        },
      },
      {
        plugins: [worker(), packagesWithoutMaps],
        test: {
          name: 'workers',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: IN_NODE,
          isolate: false,
          provide: { walks: walksFrom(process.env) },
          ...IN_WORKER,
          // After each file that kills objects, everything that is kept is searched for secrets.
          setupFiles: [...IN_WORKER.setupFiles, 'test/store/scan-secrets.ts'],
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          isolate: false,
          environment: 'node',
          globalSetup: ['test/browser/shared-stage.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each file has a demo seller of its own, so that two of them, which wait half of their time, can go at once.
          maxWorkers: 2,
        },
      },
    ],
  },
})
