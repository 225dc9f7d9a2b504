import { amazonOf, mostAtOnce } from './bench-amazon.mjs'
import { NA_MARKETPLACES, PLAN, paceOf, pageRows } from './bench-pages.mjs'
import { connected as connectedIn, pause, readers, readToTheEnd } from './bench-readers.mjs'
import { setBench } from './bench-stage.mjs'

/**
 * `npm run bench`: what the store's object does under load and what its pages cost, on the bundle, judged by the
 * simulator's journal. Prints one table; its last figures stand in docs/measurements.md. Nothing else should run beside it. ROWS=revoked takes only the
 * rows with that word.
 */

/** What 200 people read of one store at once, as numbers of readers of a path below the store. */
const INVENTORY = /** @type {const} */ ([200, '/inventory'])
/** The same with 20 in their midst who open an order. */
const withOrders = (/** @type {string} */ order) =>
  /** @type {const} */ ([
    [20, '/inventory'],
    [20, `/orders/order?id=${order}`],
    [180, '/inventory'],
  ])
/** Between two looks at the journal, in milliseconds. */
const LOOK_MS = 20

const bench = await setBench()
const { control, calls } = amazonOf(bench)
const connected = (/** @type {'na' | 'eu' | 'fe'} */ seller) => connectedIn(bench, control, seller)
const tokens = () => calls('token')

/** @param {() => Promise<boolean>} holds */
async function until(holds) {
  for (let look = 0; look < 3000; look += 1) {
    if (await holds()) return
    await pause(LOOK_MS)
  }
  throw new Error('it never became so')
}

/** What the token endpoint did for a cold store's readers: how often it was asked, and how often at once. */
async function exchangesSince(/** @type {number} */ before) {
  const made = (await tokens()).slice(before)
  const cut = made.filter((call) => call.ended_ms !== null && call.status === null).length
  return `${made.length} × exchange${cut === 0 ? '' : ` (${cut} cut off)`}, ${mostAtOnce(made)} at once`
}

/** @type {[what: string, measure: () => Promise<string>][]} */
const ROWS = [
  ...[60, 11_000, 13_000].map(
    (milliseconds) =>
      /** @type {[string, () => Promise<string>]} */ ([
        `200 + 20 readers of a cold store, LWA in ${milliseconds} ms`,
        () => coldStore(milliseconds, { workers: 1, isAborted: false }),
      ]),
  ),
  ['the same, the object aborted mid-exchange', () => coldStore(0, { workers: 1, isAborted: true })],
  ['the same from 4 Workers, LWA in 11000 ms', () => coldStore(11_000, { workers: 4, isAborted: false })],
  ['the same from 4 Workers, aborted mid-exchange', () => coldStore(0, { workers: 4, isAborted: true })],
  ['8 stores with 25 readers each', eightStores],
  ['200 + 200 readers of a store revoked at Amazon', revokedStore],
  ['200 readers, access token dead (403)', deadToken],
  ['calls of a 2/s, burst 2 operation', usagePlan],
  ...pageRows(bench, { control, calls }),
]

/** One of the seller's orders: a cold store's readers open it while nothing else has been read. */
async function anOrder() {
  const list = await readToTheEnd(await connected('fe'), '/orders')
  const [, order] = /\/orders\/order\?[^"]*\bid=(\d{3}-\d{7}-\d{7})"/.exec(list) ?? []
  if (order === undefined) throw new Error('the seller has no order')
  return order
}

/**
 * @param {number} milliseconds
 * @param {{ readonly workers: number, readonly isAborted: boolean }} how
 */
async function coldStore(milliseconds, { workers, isAborted }) {
  const order = await anOrder()
  const store = await connected('fe')
  const before = (await tokens()).length
  const reportsBefore = (await calls('createReport')).length
  await control('latency', { operation: 'token', milliseconds })
  if (isAborted) await control('lwa/hold')
  const read = readers(store, withOrders(order), workers)
  if (isAborted) {
    await until(async () => (await tokens()).length > before)
    await bench.abort(store.id)
    await control('lwa/release')
  }
  const { said, isLate } = await read
  await readToTheEnd(store)
  const sweeps = (await calls(PLAN.operation)).length / 2
  const reports = (await calls('createReport')).length - reportsBefore
  return `${await exchangesSince(before)}, ${sweeps} sweep, ${reports} report, ${said}${isLate ? ' (TOO LATE)' : ''}`
}

async function eightStores() {
  // Claims that nobody can confirm stand side by side.
  await control('transactions', { seller: 'fe', on: false })
  const stores = []
  for (let at = 0; at < 8; at += 1) stores.push(await connected('fe'))
  const before = (await tokens()).length
  await control('lwa/hold')
  await Promise.all(stores.map((store) => readers(store, [[25, '/inventory']])))
  await control('lwa/release')
  for (const store of stores) await readToTheEnd(store)
  return `${(await tokens()).length - before} × exchange`
}

async function revokedStore() {
  const store = await connected('fe')
  await control('revoke', { seller: 'fe' })
  const before = (await tokens()).length
  const first = await readers(store, [INVENTORY])
  await readToTheEnd(store)
  const between = (await tokens()).length
  const second = await readers(store, [INVENTORY])
  // A confirming refresh comes two minutes after the fence at the earliest.
  const after = (await tokens()).length
  return `${between - before} × exchange (${first.said}), then ${after - between} (${second.said})`
}

async function deadToken() {
  const store = await connected('fe')
  const before = (await tokens()).length
  await control('faults', { operation: PLAN.operation, kind: 'token_dead' })
  const { said } = await readers(store, [INVENTORY])
  await readToTheEnd(store)
  const refused = (await calls(PLAN.operation)).filter((call) => call.status === 403).length
  const refreshes = (await tokens()).length - before - 1
  return `${refused} × 403, then ${refreshes} × refresh, ${said}`
}

async function usagePlan() {
  const store = await connected('na')
  const paths = NA_MARKETPLACES.map((id) => `/inventory?marketplace=${id}`)
  for (const path of paths) await store.get(path)
  for (const path of paths) await readToTheEnd(store, path)
  return paceOf(await calls(PLAN.operation))
}

const chosen = ROWS.filter(([what]) => what.includes(process.env['ROWS'] ?? ''))
const width = Math.max(...chosen.map(([what]) => what.length))
try {
  for (const [what, measure] of chosen) {
    await control('reset')
    console.log(`${what.padEnd(width)}  ${await measure()}`)
  }
} finally {
  await bench.stop()
}
