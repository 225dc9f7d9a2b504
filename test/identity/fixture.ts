import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import type { Actor, Draft } from '../../src/audit/events.ts'
import type { App } from '../../src/context.ts'
import { newReference, type PersonId } from '../../src/core/id.ts'
import { systemRandom } from '../../src/core/time.ts'
import { database } from '../../src/db/client.ts'
import { parseConfig } from '../../src/env.ts'
import { personByEmail } from '../../src/identity/people.ts'
import { identityRoutes } from '../../src/identity/routes.ts'
import { loadViewer } from '../../src/identity/sessions.ts'
import type { Mail, MailTransport } from '../../src/mail/send.ts'
import { requireOwnPage } from '../../src/web/guard.ts'
import { securityHeaders } from '../../src/web/headers.ts'
import { negotiateLanguage } from '../../src/web/language.ts'
import {
  type Authenticator,
  type CreationOptions,
  type Lies,
  type RequestOptions,
  softwareAuthenticator,
} from './authenticator.ts'

export const ORIGIN = 'http://localhost:8787'
export const db = database(env.DB)

/** A house of its own: its app, its clock, its mailbox and its record. The D1 database is the test file's. */
export function house() {
  let nowMs = Date.UTC(2026, 10, 22, 9)
  let mailIsDown = false
  const mails: Mail[] = []
  const entries: { readonly draft: Draft; readonly actor: Actor }[] = []
  const clock = () => nowMs
  const mail: MailTransport = {
    from: 'Mint Hub <accounts@mint-hub.com>',
    url: 'http://127.0.0.1:8788/mailbox',
    binding: { send: () => Promise.reject(new Error('the binding is not for tests')) },
    fetch: (_url, init) => {
      if (mailIsDown) return Promise.resolve(new Response(null, { status: 503 }))
      mails.push(JSON.parse(String(init.body)))
      return Promise.resolve(new Response(null, { status: 204 }))
    },
  }
  const record = (draft: Draft, actor: Actor): Promise<void> => {
    entries.push({ draft, actor })
    return Promise.resolve()
  }
  const app = appWith(clock, () => ({ mail, record }))
  return {
    db,
    clock,
    random: systemRandom,
    origin: ORIGIN,
    support: 'support@mint-hub.com',
    mail,
    record,
    mails,
    entries,
    advance: (ms: number): void => {
      nowMs += ms
    },
    breakMail: (): void => {
      mailIsDown = true
    },
    browser: (language: 'en' | 'zh' = 'en') => browser(app, clock, language),
    request: (path: string, init: RequestInit) => app.request(ORIGIN + path, init, env),
    /** The token in the newest mail to this address. */
    newestToken: (to: string): string => {
      const newest = mails.findLast((sent) => sent.to === to)
      const token = /\/mail\?link=([A-Za-z0-9_-]{43})/.exec(newest?.text ?? '')?.[1]
      if (token === undefined) throw new Error('no link in the newest mail')
      return token
    },
  }
}
export type House = ReturnType<typeof house>

function appWith(clock: () => number, wire: Parameters<typeof identityRoutes>[0]): Hono<App> {
  const config = parseConfig(env)
  if (!config.ok) throw new Error(config.fault.names.join(' '))
  return new Hono<App>()
    .use(negotiateLanguage)
    .use(securityHeaders)
    .use(async (c, next) => {
      c.set('config', config.value)
      c.set('clock', clock)
      c.set('random', systemRandom)
      c.set('reference', newReference(systemRandom))
      c.set('origin', ORIGIN)
      c.set('supportEmail', 'support@mint-hub.com')
      c.set('viewer', await loadViewer(db, clock, c.req.header('cookie')))
      await next()
    })
    .use(requireOwnPage(() => ({ limit: () => Promise.resolve({ success: true }) })))
    .route('/', identityRoutes(wire))
}

/** A browser: keeps cookies, sends what a browser sends with a navigation or a form, follows nothing by itself. */
function browser(app: Hono<App>, clock: () => number, language: 'en' | 'zh') {
  const jar = new Map<string, string>()
  const keep = (response: Response): Response => {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = '', rest = ''] = /^([^=]+)=([^;]*)(.*)$/.exec(line) ?? []
      if (/Max-Age=0(;|$)/.test(rest)) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  const headers = (): Record<string, string> => ({
    'accept-language': language,
    cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
  })
  const self = {
    jar,
    get: async (
      path: string,
      method = 'GET',
      more: Readonly<Record<string, string>> = {},
    ): Promise<Response> =>
      keep(await app.request(ORIGIN + path, { method, headers: { ...headers(), ...more } }, env)),
    post: async (path: string, fields: Readonly<Record<string, string>> = {}): Promise<Response> => {
      const viewer = await loadViewer(db, clock, headers()['cookie'])
      const token = viewer ? { form_token: viewer.formToken } : {}
      const body = new URLSearchParams({ ...fields, ...token })
      const sent = { ...headers(), 'sec-fetch-site': 'same-origin', origin: ORIGIN }
      return keep(await app.request(ORIGIN + path, { method: 'POST', headers: sent, body }, env))
    },
    fetchOptions: async <T>(path: string): Promise<T> => {
      const response = await self.post(path)
      if (response.status !== 200) throw new Error(`options answered ${response.status}`)
      return response.json<T>()
    },
  }
  return self
}
export type Browser = ReturnType<typeof browser>

/** Asks for a link of this purpose and presses its button in `pressing`. */
export async function followLink(
  of: House,
  asked: { readonly email: string; readonly purpose: 'sign-up' | 'recovery'; readonly pressing: Browser },
): Promise<Response> {
  await of.browser().post(`/${asked.purpose}`, { email: asked.email })
  await asked.pressing.get(`/mail?link=${of.newestToken(asked.email)}`)
  return asked.pressing.post('/mail')
}

/** A person with an account: the browser they are signed in with, their passkey and their recovery codes. */
export interface Member {
  readonly email: string
  readonly id: PersonId
  readonly browser: Browser
  readonly key: Authenticator
  readonly codes: readonly string[]
}

export async function signUp(of: House, email: string): Promise<Member> {
  const own = of.browser()
  await followLink(of, { email, purpose: 'sign-up', pressing: own })
  const key = await softwareAuthenticator(ORIGIN)
  const options = await own.fetchOptions<CreationOptions>('/sign-up/passkey/options')
  const answer = await own.post('/sign-up/passkey', { credential: await key.create(options) })
  const page = await answer.text()
  const codes = page.match(/[0-9a-z]{4}(?:-[0-9a-z]{4}){4}/g) ?? []
  const person = await personByEmail(db, email)
  if (answer.status !== 200 || person === undefined) throw new Error(`sign-up answered ${answer.status}`)
  return { email, id: person.id, browser: own, key, codes }
}

/** Signs in with this passkey, or with one that lies. */
export async function signIn(within: Browser, key: Authenticator, lies: Lies = {}): Promise<Response> {
  const options = await within.fetchOptions<RequestOptions>('/sign-in/options')
  return within.post('/sign-in', { credential: await key.show(options, lies), to: '/account' })
}

/** Follows a recovery link and shows a code; the answer to the code. */
export async function recoverUpToCode(
  of: House,
  who: { email: string },
  within: Browser,
  code: string,
): Promise<Response> {
  await followLink(of, { email: who.email, purpose: 'recovery', pressing: within })
  return within.post('/recovery/code', { code })
}

/** The second half of a recovery: a new passkey. */
export async function addRecoveryPasskey(within: Browser, key: Authenticator): Promise<Response> {
  const options = await within.fetchOptions<CreationOptions>('/recovery/passkey/options')
  return within.post('/recovery/passkey', { credential: await key.create(options) })
}
