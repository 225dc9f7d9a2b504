import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { chromiumPath, HOW_TO_GET_CHROMIUM } from './chromium.mjs'
import { processes } from './processes.mjs'
import { scratchInMemory } from './scratch.mjs'
import { ROOT, WRANGLER } from './tools.mjs'

/**
 * `npm run check` and, with `--browser`, `npm test`: everything that must hold before a commit. Two things
 * run at a time: the journeys and the tests in Node and workerd, then the static checks. Only what failed is printed in full.
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly string[]} args arguments of Node: a tool and its arguments
 * @property {RegExp} [forbidden] output that fails the step though the tool was content
 * @property {string} [report] a vitest report in JSON, for the count of tests
 *
 * @typedef {{ passed: number, failed: number }} Count
 */

const REPORTS = join(ROOT, '.cache/reports')

/** @param {string} path */
const tool = (path) => join(ROOT, 'node_modules', path)

/** Where tests find what was bundled beforehand (test/house/simulator-bundle.ts, scripts/bundled.mjs). */
const SIMULATOR_BUNDLE = join(ROOT, '.cache/simulator-bundle')
const APP_BUNDLE = join(ROOT, '.cache/app-bundle')

const scratch = scratchInMemory()

const ENVIRONMENT = {
  ...(scratch === undefined ? {} : { TMPDIR: scratch }),
  NO_COLOR: '1',
  // Wrangler is 15 MB of JavaScript and starts some twenty times: compiled once, it is read from then on.
  NODE_COMPILE_CACHE: join(ROOT, '.cache/compiled'),
  // Tools written in Go spend a fifth of their time on collecting garbage that nobody here has to save.
  GOGC: '400',
  SIMULATOR_BUNDLE,
  APP_BUNDLE,
}

/** What the tests in workerd and the journeys begin with. */
const BUNDLES = [
  bundle('bundle of the app', 'wrangler.toml', ['--outdir', APP_BUNDLE]),
  bundle('bundle of the simulator', 'simulator/wrangler.toml', ['--outdir', SIMULATOR_BUNDLE]),
]

/** @type {readonly Step[]} */
const STATIC = [
  // Each of several checkers would find out again what the others know: twice the work, for no second processor.
  { name: 'types', args: [tool('typescript/bin/tsc'), '-p', 'tsconfig.json', '--checkers', '1'] },
  { name: 'types of scripts and tests', args: [tool('typescript/bin/tsc'), '-p', 'tsconfig.node.json'] },
  { name: 'types of browser scripts', args: [tool('typescript/bin/tsc'), '-p', 'tsconfig.browser.json'] },
  { name: 'format', args: [tool('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '--colors=off'] },
  { name: 'lint', args: [tool('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'unused code', args: [tool('knip/bin/knip.js')] },
]

/**
 * An unknown key of wrangler.toml is only a warning to wrangler, and a setting that protects would not be on.
 *
 * @param {string} name
 * @param {string} config
 * @param {readonly string[]} more
 * @returns {Step}
 */
function bundle(name, config, more) {
  const args = [WRANGLER, 'deploy', '--dry-run', '-c', config, ...more]
  return { name, args, forbidden: /Unexpected fields/ }
}

/**
 * @param {string} name
 * @param {readonly string[]} projects
 * @returns {Step}
 */
function tests(name, projects) {
  const report = join(REPORTS, `${projects.join('-')}.json`)
  const chosen = projects.flatMap((project) => ['--project', project])
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return { name, args: [tool('vitest/vitest.mjs'), 'run', ...chosen, ...reporters], report }
}

/** @type {Map<string, string[]>} */
const outputs = new Map()
const group = processes((name, line) => outputs.get(name)?.push(line))

/**
 * @param {Step} step
 * @returns {Promise<Count>}
 */
async function run(step) {
  const start = performance.now()
  /** @type {string[]} */
  const lines = []
  outputs.set(step.name, lines)
  const running = group.start(step.name, step.args, ENVIRONMENT)
  const code = await running.exited
  await running.closed
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6)
  const isFine = code === 0 && !lines.some((line) => step.forbidden?.test(line))
  const counted = step.report === undefined ? undefined : countIn(step.report)
  const tests = counted === undefined ? '' : `: ${counted.passed} passed, ${counted.failed} failed`
  console.log(`${isFine ? 'ok    ' : 'FAILED'} ${seconds} s  ${step.name}${tests}`)
  // Of tests, only what failed: a build machine may keep no more than the beginning of a long output.
  if (!isFine) console.log(`\n${(counted?.failures.length ? counted.failures : lines).join('\n\n').trim()}\n`)
  const count = counted ?? { passed: isFine ? 1 : 0, failed: 0 }
  return { passed: count.passed, failed: isFine ? count.failed : Math.max(1, count.failed) }
}

/**
 * What vitest reported: counts, and each failure with its words. A file that could not even be loaded counts as one.
 * Undefined: there is no report, so the tester died.
 *
 * @param {string} report
 * @returns {(Count & { readonly failures: readonly string[] }) | undefined}
 */
function countIn(report) {
  /** @type {{ numPassedTests: number, testResults: { name: string, status: string, message: string,
   *   assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }[] }} */
  let found
  try {
    found = JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    return undefined
  }
  const failures = found.testResults.flatMap((file) => {
    const path = relative(ROOT, file.name)
    const failed = file.assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0 && file.status === 'failed') return [`${path}\n${file.message}`]
    return failed.map((test) => `${path}: ${test.fullName}\n${test.failureMessages.join('\n')}`)
  })
  return { passed: found.numPassedTests, failed: failures.length, failures }
}

/**
 * @param {readonly Step[]} steps
 * @param {number} atOnce
 * @returns {Promise<Count[]>}
 */
async function runAll(steps, atOnce) {
  const waiting = [...steps]
  /** @type {Count[]} */
  const counts = []
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let step = waiting.shift(); step !== undefined; step = waiting.shift())
        counts.push(await run(step))
    }),
  )
  return counts
}

/**
 * The journeys in Chromium, or a line that says how to get one. In CI none is a failure.
 *
 * @returns {{ readonly steps: readonly Step[], readonly counts: readonly Count[] }}
 */
function browserSteps() {
  if (chromiumPath() !== undefined) return { steps: [tests('journeys in Chromium', ['browser'])], counts: [] }
  const isFailure = process.env['CI'] === 'true'
  console.log(
    `${isFailure ? 'FAILED' : 'skipped'} journeys in Chromium: there is none here; ${HOW_TO_GET_CHROMIUM}.`,
  )
  return { steps: [], counts: isFailure ? [{ passed: 0, failed: 1 }] : [] }
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    group.kill()
    process.exit(1)
  })
}

const start = performance.now()
for (const old of [REPORTS, SIMULATOR_BUNDLE, APP_BUNDLE]) rmSync(old, { recursive: true, force: true })
mkdirSync(REPORTS, { recursive: true })
const browser = process.argv.includes('--browser') ? browserSteps() : { steps: [], counts: [] }
const counts = [
  ...browser.counts,
  ...(await runAll(BUNDLES, 2)),
  // Both kinds of tests mostly wait, for Amazon's pace and each other; what only computes follows the one that ends first.
  ...(await runAll(
    [...browser.steps, tests('tests in Node and in workerd', ['house', 'workers', 'pure']), ...STATIC],
    2,
  )),
]
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
console.log(`\nChecks and tests together, in ${Math.round((performance.now() - start) / 1000)} s:`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
