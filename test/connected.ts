import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { consentAt, control } from './amazon.ts'
import { type Browser, signedIn } from './person.ts'

/** The state that the leaving page would hand to Amazon, after a start at /connect. */
export async function startedState(browser: Browser, country: string): Promise<string> {
  await browser.post('/connect', { country })
  const leaving = await (await browser.get('/connect/leaving')).text()
  return /[?;&]state=([A-Za-z0-9_-]{43})/.exec(leaving)?.[1] ?? 'none'
}

export interface ConnectedStore {
  readonly id: string
  readonly browser: Browser
  readonly personId: string
}

const COUNTRY = { na: 'US', eu: 'DE', fe: 'JP' } as const

/**
 * A store that went through the whole website workflow, with the browser that did it. Amazon builds its reports at once,
 * unless the test plans them otherwise: seconds of waiting are promised nowhere.
 */
export async function connectedStore(seller: keyof typeof COUNTRY = 'fe'): Promise<ConnectedStore> {
  const { browser, personId } = await signedIn()
  const callback = await browser.get(await consentAt(await startedState(browser, COUNTRY[seller]), seller))
  const id = /store=([0-9a-z]{26})$/.exec(callback.headers.get('location') ?? '')?.[1]
  if (id === undefined) throw new Error(`not connected: ${callback.status} ${await callback.text()}`)
  await control('reports', { seller, kind: 'normal', seconds: 0, times: 10_000 })
  await atRest(id)
  return { id, browser, personId }
}

export const stubOf = (id: string) => env.STORES.get(env.STORES.idFromName(id))

/** Rows of the object's own storage. */
export const objectRows = (id: string, query: string, ...bindings: SqlStorageValue[]) =>
  runInDurableObject(stubOf(id), (_, state) => state.storage.sql.exec(query, ...bindings).toArray())

/**
 * Waits until these stores' objects, woken by their own alarms, have settled which connection reads and told their
 * people. To be left to those alarms: a call from object to object inside `runInDurableObject` never lets Vitest end.
 */
export async function atRest(...ids: readonly string[]): Promise<void> {
  let still: unknown
  for (let look = 0; look < 400; look += 1) {
    const soonMs = Date.now() + 600_000
    const waiting = await Promise.all(
      ids.map((id) =>
        objectRows(
          id,
          "SELECT kind FROM duty WHERE kind IN ('settle-claim', 'tell-people', 'tell-directory') AND due_ms < ?",
          soonMs,
        ),
      ),
    )
    if (waiting.every((duties) => duties.length === 0)) return
    still = waiting
    await scheduler.wait(10)
  }
  throw new Error(`the stores do not come to rest: ${JSON.stringify(still)}`)
}

/**
 * Looks at a page until nothing of it is being read; gives up after `seconds`. Between two looks the object is asked
 * instead, which is on no record and costs a tenth of a page.
 */
export async function lookToTheEnd(
  store: ConnectedStore,
  look: () => Promise<string>,
  seconds = 30,
): Promise<string> {
  const deadlineMs = Date.now() + seconds * 1000
  while (Date.now() < deadlineMs) {
    const text = await look()
    if (!text.includes('id="progress"')) return text
    do await scheduler.wait(100)
    while (Date.now() < deadlineMs && (await isReading(store.id)))
  }
  throw new Error('the reading did not end')
}

/** What cannot be asked, because a test has ended the object, is for the page to say. */
const isReading = (id: string): Promise<boolean> =>
  objectRows(id, "SELECT 1 FROM sync WHERE state = 'running' AND continue_ms IS NULL").then(
    (running) => running.length > 0,
    () => false,
  )

/** The inventory page of a marketplace when all of it is read. */
export const readToTheEnd = (store: ConnectedStore, marketplace = '', seconds = 30): Promise<string> =>
  lookToTheEnd(
    store,
    async () => (await store.browser.get(`/stores/${store.id}/inventory${marketplace}`)).text(),
    seconds,
  )
