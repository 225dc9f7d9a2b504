import { newPerson, WORKERS } from './bench-stage.mjs'

const SELLERS = /** @type {const} */ ({ na: 'US', eu: 'DE', fe: 'JP' })

/** Nothing that a reader asks for may take longer: then there is an error of one sentence. */
const ANSWERED_WITHIN_MS = 25_000

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** @typedef {Awaited<ReturnType<typeof import('./bench-stage.mjs').setBench>>} Bench */
/** @typedef {{ status: number, headers: Pick<Headers, 'has'>, text: () => Promise<string> }} Answer */
/**
 * `often` asks for a page so many times, so many at once, inside the runtime; its value is milliseconds a page.
 *
 * @typedef {object} Store
 * @property {string} id
 * @property {(path: string, door?: string) => Promise<Answer>} get
 * @property {(path: string, times: number, atOnce: number) => Promise<number>} often
 */

/**
 * A store connected by the website workflow, with the browser of its owner, which may come to any of the Workers.
 *
 * @param {Bench} bench
 * @param {(command: string, input: object) => Promise<Record<string, string>>} control
 * @param {keyof typeof SELLERS} seller
 * @returns {Promise<Store>}
 */
export async function connected(bench, control, seller) {
  const { session } = await newPerson(bench.database)
  const jar = new Map([['__Host-session', session]])
  /**
   * @param {string} path
   * @param {{ method?: string, headers?: Record<string, string>, body?: string }} [init]
   * @param {string} [door]
   */
  const send = async (path, init = {}, door = WORKERS[0] ?? '') => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const own = { cookie, origin: bench.origins.app, 'sec-fetch-site': 'same-origin', 'x-door': door }
    const answer = await bench.browser.fetch(bench.origins.app + path, {
      redirect: 'manual',
      ...init,
      headers: { ...own, ...init.headers },
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
  const at = (/** @type {string} */ path) => `/stores/${id}${path}`
  return {
    id,
    get: (path, door) => send(at(path), {}, door),
    often: (path, times, atOnce) =>
      millisecondsEach(times, (headers) =>
        send(at(path), { headers: { ...headers, 'x-at-once': `${atOnce}` } }),
      ),
  }
}

/**
 * @param {number} times
 * @param {(headers: Record<string, string>) => Promise<{ status: number, text: () => Promise<string> }>} ask
 */
export async function millisecondsEach(times, ask) {
  const began = performance.now()
  const answer = await ask({ 'x-times': `${times}` })
  if (answer.status !== 200) throw new Error(await answer.text())
  return (performance.now() - began) / times
}

/** A page whose figures are being read looks again so often, at the line that says how far the reading is. */
const LOOK_MS = 2000
const PROGRESS = /id="progress" hx-get="([^"]+)"/
/** A reading takes as long as its usage plan says: 10,000 SKUs a hundred seconds. */
const READ_MS_MAX = 300_000

/**
 * Looks at a page as a browser does until nothing is being read for it.
 *
 * @param {Store} store
 * @param {string} [path]
 */
export async function readToTheEnd(store, path = '/inventory') {
  const began = performance.now()
  let text = await (await store.get(path)).text()
  while (performance.now() - began < READ_MS_MAX) {
    const [, address = ''] = PROGRESS.exec(text) ?? []
    if (address === '') return text
    await pause(LOOK_MS)
    const line = await store.get(address.replaceAll('&amp;', '&').replace(`/stores/${store.id}`, ''))
    text = await (line.headers.has('hx-refresh') ? await store.get(path) : line).text()
  }
  throw new Error('the reading did not end')
}

/**
 * So many readers of each path at the same moment, spread over the first `workers` Workers. Says how many got a page,
 * how many one clear error (a page too), and when the last of them was answered.
 *
 * @param {Store} store
 * @param {readonly (readonly [count: number, path: string])[]} paths
 * @param {number} [workers]
 */
export async function readers(store, paths, workers = 1) {
  const began = performance.now()
  const asked = paths.flatMap(([count, path]) => Array.from({ length: count }, (_, at) => ({ path, at })))
  const answers = await Promise.all(asked.map(({ path, at }) => store.get(path, WORKERS[at % workers])))
  const tookMs = Math.round(performance.now() - began)
  const statuses = new Map()
  for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1)
  const said = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')
  return { said: `${said}, the last after ${tookMs} ms`, isLate: tookMs > ANSWERED_WITHIN_MS }
}
