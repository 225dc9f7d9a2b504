import { gzipSync } from 'node:zlib'
import { amazonOf } from './bench-amazon.mjs'
import { connected as connectedIn, millisecondsEach, pause, readToTheEnd } from './bench-readers.mjs'
import { BARE, setBench } from './bench-stage.mjs'

/** The sweep's operation: 2 a second, burst 2. */
export const PLAN = { operation: 'getInventorySummaries', perSecond: 2, burst: 2 }
export const NA_MARKETPLACES = ['ATVPDKIKX0DER', 'A2EUQ1WTGCTBG2', 'A1AM78C64UM0Y8']

/** Both sides of a ratio in turns, so that a busy moment of the machine meets both. */
const ROUNDS = 9
const PAGES_A_ROUND = 24
const AT_ONCE = 4
/** After so many pages a process has the memory that it works in, whatever is looked at. */
const PAGES_IN_SERVICE = 1500

/** @typedef {import('./bench-readers.mjs').Bench} Bench */
/** @typedef {ReturnType<typeof import('./bench-amazon.mjs').amazonOf>} Amazon */

/** @param {readonly number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`

/**
 * What pages of stored figures cost, and how long a first reading takes beside the least that Amazon's plan allows.
 *
 * @param {Bench} bench
 * @param {Amazon} amazon
 */
export function pageRows(bench, { control, calls }) {
  /** @type {[what: string, measure: () => Promise<string>][]} */
  const rows = [
    ['a page of 50 of 1,200 SKUs, beside a bare Worker', besideBare],
    ['a page of 10,000 SKUs, beside 100', () => tenThousand(bench, control, PAGES_A_ROUND)],
    ['a page of 10,000 SKUs, in a process in service', inService],
    ['first inventory read, the planning report beside it', firstReads],
  ]
  return rows

  async function besideBare() {
    const store = await connectedIn(bench, control, 'na')
    await readToTheEnd(store, '/orders')
    const page = await readToTheEnd(store)
    const bytes = Buffer.byteLength(page)
    const elements = page.match(/<[a-z]/g)?.length ?? 0
    const url = `${bench.origins.app}/${elements}/${bytes}`
    const bare = (/** @type {Record<string, string>} */ headers = {}) =>
      bench.browser.fetch(url, { headers: { ...headers, 'x-door': BARE, 'x-at-once': `${AT_ONCE}` } })
    const plain = Buffer.byteLength(await (await bare()).text())
    const both = await inTurns(
      () => store.often('/inventory', PAGES_A_ROUND, AT_ONCE),
      () => millisecondsEach(PAGES_A_ROUND, bare),
    )
    const ratio = median(both.map(([ours, theirs]) => theirs / ours))
    const [ours, theirs] = medians(both)
    return `${ratio.toFixed(2)} of its throughput (${ours} and ${theirs} ms a page), ${elements} elements, ${kilobytes(bytes)} (its page ${kilobytes(plain)}), ${kilobytes(gzipSync(page).length)} gz`
  }

  /** A process that has only just started grows by whatever it does first: young generation, compiled code, caches. */
  async function inService() {
    const another = await setBench()
    try {
      const { control: inAnother } = amazonOf(another)
      await inAnother('reset')
      return await tenThousand(another, inAnother, PAGES_IN_SERVICE)
    } finally {
      await another.stop()
    }
  }

  async function firstReads() {
    const store = await connectedIn(bench, control, 'na')
    const said = []
    for (const id of NA_MARKETPLACES) {
      // The plan's least is counted from a full bucket: the marketplace before has used it up.
      await pause((1000 * PLAN.burst) / PLAN.perSecond)
      const before = (await calls(PLAN.operation)).length
      await readToTheEnd(store, `/inventory?marketplace=${id}`)
      said.push(paceOf((await calls(PLAN.operation)).slice(before)))
    }
    return said.join('; ')
  }
}

/**
 * @param {Bench} bench
 * @param {Amazon['control']} control
 * @param {number} pagesServed
 */
async function tenThousand(bench, control, pagesServed) {
  await control('skus', { seller: 'eu', count: 100 })
  const small = await connectedIn(bench, control, 'eu')
  await readToTheEnd(small)
  // What the process takes when it serves a store at all is none of the large store's.
  const usual = await connectedIn(bench, control, 'na')
  await readToTheEnd(usual)
  await usual.often('/inventory', pagesServed, 1)
  await control('skus', { seller: 'na', count: 10_000 })
  const large = await connectedIn(bench, control, 'na')
  const before = bench.residentBytes()
  await readToTheEnd(large)
  await large.often('/inventory', PAGES_A_ROUND, 1)
  const growth = bench.residentBytes() - before
  const both = await inTurns(
    () => large.often('/inventory', PAGES_A_ROUND, 1),
    () => small.often('/inventory', PAGES_A_ROUND, 1),
  )
  const [ours, theirs] = medians(both)
  const ratio = median(both.map(([many, few]) => many / few))
  return `${ratio.toFixed(2)} × its time (${ours} and ${theirs} ms), the process grew by ${(growth / 2 ** 20).toFixed(0)} MB`
}

/**
 * Calls of the sweep by Amazon's clock, from the first that came to the last that was answered.
 *
 * @param {readonly import('./bench-amazon.mjs').Line[]} made
 */
export function paceOf(made) {
  const tookMs =
    Math.max(...made.map((call) => call.ended_ms ?? 0)) - Math.min(...made.map((call) => call.started_ms))
  const leastMs = ((made.length - PLAN.burst) / PLAN.perSecond) * 1000
  const throttled = made.filter((call) => call.status === 429).length
  return `${made.length - throttled} answers, ${throttled} × 429, ${(tookMs / leastMs).toFixed(2)} of the plan's own minimum`
}

/**
 * @param {() => Promise<number>} one
 * @param {() => Promise<number>} other
 * @returns {Promise<[number, number][]>}
 */
async function inTurns(one, other) {
  await one()
  await other()
  const both = []
  for (let round = 0; round < ROUNDS; round += 1) {
    both.push(/** @type {[number, number]} */ ([await one(), await other()]))
  }
  return both
}

/** @param {readonly [number, number][]} both */
const medians = (both) => [0, 1].map((side) => median(both.map((pair) => pair[side] ?? 0)).toFixed(1))
