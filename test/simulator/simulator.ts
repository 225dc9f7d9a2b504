import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { inject, vi } from 'vitest'
import * as z from 'zod'
import { simulatorWorker } from '../house/simulator-worker.ts'

/** Where the simulator answers in these tests. It is given requests by address; nothing listens there. */
export const ORIGIN = 'http://127.0.0.1:8788'
export const APPLICATION_ID = 'amzn1.sp.solution.11111111-2222-3333-4444-555555555555'
export const CLIENT_ID = 'amzn1.application-oa2-client.0123456789abcdef0123456789abcdef'
export const CLIENT_SECRET = 'amzn1.oa2-cs.v1.simulator-under-test'
export const REDIRECT_URI = 'http://localhost:8787/amazon/callback'
export const LOGIN_URI = 'http://localhost:8787/amazon/login'
export const SECOND_ORIGIN = 'http://127.0.0.1:8789'
export const NORTHWIND = 'A2NORTHWIND0NA'
export const HERON = 'A3HERONGART0EU'
export const US = 'ATVPDKIKX0DER'

/** Starting takes less than a second on an idle machine, and far more beside every other test. */
vi.setConfig({ hookTimeout: 90_000, testTimeout: 60_000 })

/** The simulator in workerd, and what a test may do to its one object. */
export interface RunningSimulator {
  readonly fetch: Miniflare['dispatchFetch']
  /** Its object ends, as if it had been idle for long; the next call meets a new one over the same storage. */
  readonly evict: () => Promise<void>
  /** Runs one statement on what its object stores. */
  readonly execute: (statement: string) => Promise<readonly Record<string, unknown>[]>
  readonly close: () => Promise<void>
}

const OBJECT = ['simulator', 'SimulatorObject', { name: 'amazon' }] as const

/** The simulator as it is bundled for every test of this run. Variables given here win over those of its file. */
export async function startSimulator(variables: Record<string, string> = {}): Promise<RunningSimulator> {
  const secrets = {
    APPLICATION_ID,
    LWA_CLIENT_ID: CLIENT_ID,
    LWA_CLIENT_SECRET: CLIENT_SECRET,
    APPLICATION_STAGE: 'published',
    REDIRECT_URI,
    LOGIN_URI,
    SECOND_ORIGIN: '',
    CLOCK_OFFSET_SECONDS: '0',
    ...variables,
  }
  const worker = simulatorWorker(inject('simulatorBundle'), secrets)
  const runtime = new Miniflare(
    convertV4MiniflareOptions({ workers: [worker], unsafeInspectDurableObjects: true }),
  )
  await runtime.ready
  const storage = await runtime.unsafeGetDurableObjectStorage(...OBJECT)
  return {
    fetch: (input, init) => runtime.dispatchFetch(input, init),
    evict: () => runtime.unsafeEvictDurableObject(...OBJECT),
    execute: (statement) => storage.exec(statement),
    close: () => runtime.dispose(),
  }
}

export type Answer = Awaited<ReturnType<RunningSimulator['fetch']>>

/** A simulator to talk to, as the app, a browser or a test would. */
export interface Simulator {
  readonly open: (path: string, init?: Parameters<RunningSimulator['fetch']>[1]) => Promise<Answer>
  /** A command of the control API; answers its JSON, or throws with what was refused. */
  readonly control: (command: string, input?: object) => Promise<unknown>
  /** Posts to the token endpoint with the right client, overlaid by what is given. */
  readonly token: (parameters: Record<string, string>) => Promise<Answer>
  /** A fresh code of a seller's consent. */
  readonly code: (seller: string) => Promise<string>
  /** A whole authorization. */
  readonly authorize: (seller: string) => Promise<Tokens>
  readonly api: (path: string, accessToken: string) => Promise<Answer>
  /** Posts JSON to the SP-API. */
  readonly post: (path: string, accessToken: string, body: unknown) => Promise<Answer>
  readonly journal: (query?: string) => Promise<JournalLine[]>
}

export const tokens = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.string(),
  expires_in: z.number(),
})
export type Tokens = z.infer<typeof tokens>

const journalLine = z.object({
  sequence: z.number(),
  service: z.string(),
  operation: z.string(),
  grant_type: z.string().nullable(),
  seller: z.string().nullable(),
  state: z.enum(['in_flight', 'answered', 'cut']),
  region: z.string().nullable(),
  status: z.number().nullable(),
  error: z.string().nullable(),
  fault: z.string().nullable(),
  detail: z.string().nullable(),
  request_id: z.string(),
  token_sha256: z.string().nullable(),
  started_ms: z.number(),
  ended_ms: z.number().nullable(),
})
export type JournalLine = z.infer<typeof journalLine>

/** Talks to a started simulator. */
export function talkTo(running: RunningSimulator): Simulator {
  const open: Simulator['open'] = (path, init) =>
    running.fetch(new URL(path, ORIGIN).href, { redirect: 'manual', ...init })
  const control: Simulator['control'] = async (command, input = {}) => {
    const answer = await open(`/control/${command}`, { method: 'POST', body: JSON.stringify(input) })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`control ${command}: ${answer.status} ${text}`)
    return JSON.parse(text)
  }
  const token: Simulator['token'] = (parameters) =>
    open('/auth/o2/token', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        ...parameters,
      }).toString(),
    })
  const code: Simulator['code'] = async (seller) =>
    z.object({ spapi_oauth_code: z.string() }).parse(await control('consent', { seller })).spapi_oauth_code
  const authorize: Simulator['authorize'] = async (seller) =>
    tokens.parse(await (await token({ grant_type: 'authorization_code', code: await code(seller) })).json())
  return {
    open,
    control,
    token,
    code,
    authorize,
    api: (path, accessToken) => open(`/spapi${path}`, { headers: { 'x-amz-access-token': accessToken } }),
    post: (path, accessToken, body) =>
      open(`/spapi${path}`, {
        method: 'POST',
        headers: { 'x-amz-access-token': accessToken, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    journal: async (query = '') => {
      const body = await (await open(`/control/journal${query}`)).json()
      return z.object({ entries: z.array(journalLine) }).parse(body).entries
    },
  }
}

/** The path of the consent entry, as the app opens it. */
export const consentPath = (parameters: Record<string, string> = {}): string =>
  `/apps/authorize/consent?${new URLSearchParams({ application_id: APPLICATION_ID, state: 'state-1', ...parameters })}`

/** Where an answer leads. */
export const target = (answer: Answer): URL => new URL(answer.headers.get('location') ?? '', ORIGIN)

/** A form as a browser posts it. */
export const formPost = (fields: Record<string, string>, cookie = '') => ({
  method: 'POST' as const,
  headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
  body: new URLSearchParams(fields).toString(),
})

/** Status and parsed JSON of an answer, for comparing both at once. */
export const read = async (answer: Answer): Promise<{ status: number; body: unknown }> => ({
  status: answer.status,
  body: await answer.json(),
})

/** An SP-API error as Amazon words it, for comparing. */
export const spapiError = (code: string, message: string, details = '') => ({
  errors: [{ code, message, details }],
})

/** The path of one page of a marketplace's stock. */
export function inventoryPath(
  region: string,
  marketplace: string,
  more: Record<string, string> = {},
): string {
  const query = new URLSearchParams({
    details: 'true',
    granularityType: 'Marketplace',
    granularityId: marketplace,
    marketplaceIds: marketplace,
    ...more,
  })
  return `/${region}/fba/inventory/v1/summaries?${query}`
}
