import { env, exports } from 'cloudflare:workers'
import { newId, type PersonId, personId } from '../src/core/id.ts'
import { systemRandom } from '../src/core/time.ts'
import { database } from '../src/db/client.ts'
import { loadViewer, newSession, startingSession } from '../src/identity/sessions.ts'
import { developmentVariables } from './variables.ts'

const ORIGIN = developmentVariables.PUBLIC_ORIGIN

/** A browser's side of the conversation with the app: cookies, our own Origin, no redirect followed. */
export interface Browser {
  readonly cookies: Map<string, string>
  get: (path: string, headers?: Record<string, string>) => Promise<Response>
  post: (path: string, fields?: Record<string, string>, headers?: Record<string, string>) => Promise<Response>
  /** The form token of the session, as every form of a signed-in page carries it. */
  formToken: () => Promise<string>
}

export function newBrowser(cookies = new Map<string, string>()): Browser {
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    headers.set('accept-language', headers.get('accept-language') ?? 'en')
    const response = await exports.default.fetch(new URL(path, ORIGIN).href, {
      ...init,
      headers,
      redirect: 'manual',
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  const formToken = async () => {
    const cookie = `__Host-session=${cookies.get('__Host-session') ?? ''}`
    return (await loadViewer(database(env.DB), Date.now, cookie))?.formToken ?? ''
  }
  return {
    cookies,
    formToken,
    get: (path, headers = {}) => send(path, { method: 'GET', headers }),
    post: async (path, fields = {}, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: {
          origin: ORIGIN,
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        body: new URLSearchParams({ form_token: await formToken(), ...fields }).toString(),
      }),
  }
}

/** A person with an account, and a browser in which they are signed in. Passkeys have tests of their own. */
export async function signedIn(): Promise<{ readonly personId: PersonId; readonly browser: Browser }> {
  const id = personId.parse(newId(systemRandom))
  await env.DB.prepare('INSERT INTO person (id, email, language, created_at_ms) VALUES (?, ?, ?, ?)')
    .bind(id, `${id}@seller.example`, 'en', Date.now())
    .run()
  return { personId: id, browser: newBrowser(new Map([['__Host-session', await sessionFor(id)]])) }
}

/** One more session of this person; returns its secret. */
export async function sessionFor(id: PersonId): Promise<string> {
  const session = await newSession(id, Date.now, systemRandom)
  await startingSession(database(env.DB), session)
  return session.secret
}
