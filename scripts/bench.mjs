import { newPerson, setBench } from './bench-stage.mjs'

/**
 * `npm run bench`: what the store's object does under load, on the bundle, judged by the simulator's journal. Prints one
 * table; its last figures stand in docs/measurements.md. Nothing else should run beside it.
 */

const SELLERS = /** @type {const} */ ({ na: 'US', eu: 'DE', fe: 'JP' })
/** The sweep's operation: 2 a second, burst 2. */
const PLAN = { operation: 'getInventorySummaries', perSecond: 2, burst: 2 }
const NA_MARKETPLACES = ['ATVPDKIKX0DER', 'A2EUQ1WTGCTBG2', 'A1AM78C64UM0Y8']

const bench = await setBench()
const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * @param {string} command
 * @param {object} [input]
 */
async function control(command, input = {}) {
  const answer = await bench.simulator.fetch(`${bench.origins.simulator}/control/${command}`, {
    method: 'POST',
    body: JSON.stringify(input),
  })
  if (!answer.ok) throw new Error(`${command}: ${answer.status} ${await answer.text()}`)
  return /** @type {Promise<Record<string, string>>} */ (answer.json())
}

/** @param {string} operation */
async function calls(operation) {
  const url = `${bench.origins.simulator}/control/journal?limit=20000&operation=${operation}`
  const journal = /** @type {{ entries: { status: number | null }[] }} */ (
    await (await bench.simulator.fetch(url)).json()
  )
  return journal.entries
}

/** @typedef {{ readonly id: string, readonly get: (path: string) => Promise<{ status: number, text: () => Promise<string> }> }} Store */

/**
 * A store connected by the website workflow, with the browser of its owner.
 *
 * @param {keyof typeof SELLERS} seller
 * @returns {Promise<Store>}
 */
async function connected(seller) {
  const { session } = await newPerson(bench.database)
  const jar = new Map([['__Host-session', session]])
  /**
   * @param {string} path
   * @param {{ method?: string, headers?: Record<string, string>, body?: string }} [init]
   */
  const send = async (path, init = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await bench.app.fetch(bench.origins.app + path, {
      redirect: 'manual',
      ...init,
      headers: { cookie, origin: bench.origins.app, 'sec-fetch-site': 'same-origin', ...init.headers },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    return answer
  }
  const page = await (await send('/connect')).text()
  const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(page) ?? []
  await send('/connect', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ form_token: token, country: SELLERS[seller] }).toString(),
  })
  const leaving = await (await send('/connect/leaving')).text()
  const [, state = ''] = /[?;&]state=([A-Za-z0-9_-]{43})/.exec(leaving) ?? []
  const { callback } = await control('consent', { seller, state })
  const url = new URL(callback ?? '')
  const done = await send(url.pathname + url.search)
  const [, id] = /store=([0-9a-z]{26})$/.exec(done.headers.get('location') ?? '') ?? []
  if (id === undefined) throw new Error(`not connected: ${done.status}`)
  return { id, get: (path) => send(`/stores/${id}${path}`) }
}

/**
 * @param {Store} store
 * @param {string} [query]
 */
async function readToTheEnd(store, query = '') {
  for (let look = 0; look < 600; look += 1) {
    if (!(await (await store.get(`/inventory${query}`)).text()).includes('id="progress"')) return
    await pause(100)
  }
  throw new Error('the reading did not end')
}

/** @type {[what: string, figure: string][]} */
const rows = []

for (const milliseconds of [60, 11_000, 13_000]) {
  await control('reset')
  const store = await connected('fe')
  const before = (await calls('token')).length
  await control('latency', { operation: 'token', milliseconds })
  const began = performance.now()
  const answers = await Promise.all(Array.from({ length: 200 }, () => store.get('/inventory')))
  const slowest = Math.round(performance.now() - began)
  await readToTheEnd(store)
  const exchanges = (await calls('token')).length - before
  const sweeps = (await calls(PLAN.operation)).length / 2
  const fine = answers.filter((answer) => answer.status === 200).length
  rows.push([
    `200 readers of a cold store, LWA in ${milliseconds} ms`,
    `${exchanges} exchange, ${sweeps} sweep, ${fine} answers, the last after ${slowest} ms`,
  ])
}

{
  await control('reset')
  await control('transactions', { seller: 'fe', on: false })
  const stores = []
  for (let at = 0; at < 8; at += 1) stores.push(await connected('fe'))
  const before = (await calls('token')).length
  await control('lwa/hold')
  await Promise.all(stores.flatMap((store) => Array.from({ length: 25 }, () => store.get('/inventory'))))
  await control('lwa/release')
  for (const store of stores) await readToTheEnd(store)
  rows.push(['8 stores with 25 readers each', `${(await calls('token')).length - before} exchanges`])
}

{
  await control('reset')
  const store = await connected('na')
  const began = performance.now()
  for (const id of NA_MARKETPLACES) await store.get(`/inventory?marketplace=${id}`)
  for (const id of NA_MARKETPLACES) await readToTheEnd(store, `?marketplace=${id}`)
  const tookMs = performance.now() - began
  const made = await calls(PLAN.operation)
  const leastMs = ((made.length - PLAN.burst) / PLAN.perSecond) * 1000
  const throttled = made.filter((call) => call.status === 429).length
  rows.push([
    `${made.length} calls of a 2/s, burst 2 operation`,
    `${made.length - throttled} answers, ${throttled} × 429, ${(tookMs / leastMs).toFixed(2)} of the plan's own minimum`,
  ])
}

await bench.stop()
const width = Math.max(...rows.map(([what]) => what.length))
for (const [what, figure] of rows) console.log(`${what.padEnd(width)}  ${figure}`)
