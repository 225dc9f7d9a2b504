import type { Context } from 'hono'
import { page } from '../pages/page.tsx'
import type { ConsentFault } from './application.ts'
import { signInUrl } from './sign-in.tsx'

interface Refusal {
  /** As Amazon shows it, where its code is known. */
  readonly code?: string
  readonly status: 400 | 403 | 404
  readonly title: string
  readonly says: string
}

const REFUSALS: Readonly<Record<ConsentFault, Refusal>> = {
  MD1000: {
    code: 'MD1000',
    status: 400,
    title: 'This application is a draft',
    says: 'A draft can be authorized only with version=beta in each address that leads here. Tell the developer.',
  },
  MD5101: {
    code: 'MD5101',
    status: 400,
    title: 'The redirect address is not registered',
    says: 'The application asked to lead back to an address that it has not registered. Tell the developer.',
  },
  SPDC8143: {
    code: 'SPDC8143',
    status: 403,
    title: 'Only the primary user can authorize applications',
    says: 'You are signed in as a secondary user of this seller account. Ask its primary user. Nothing was authorized.',
  },
  'workflow-over': {
    status: 400,
    title: 'This authorization cannot be finished',
    says: 'It was begun more than ten minutes ago, has been finished already, or is not known here. Begin again.',
  },
  'unknown-application': {
    status: 404,
    title: 'There is no such application',
    says: 'The link that led here names an application that is not known. Nothing was authorized.',
  },
}

/** Amazon's own page for what ends an authorization. The application hears nothing of it. */
export function refusal(c: Context, fault: ConsentFault): Response | Promise<Response> {
  const { code, status, title, says } = REFUSALS[fault]
  const back = c.req.method === 'GET' ? c.req.url : new URL('/', c.req.url).href
  return page(
    c,
    { title: `Error: ${title}`, narrow: true },
    <div class="stack">
      {code !== undefined && <p class="error-code">{code}</p>}
      <h1>{title}</h1>
      <p class="lead">{says}</p>
      {fault === 'SPDC8143' && (
        <p>
          <a href={`${signInUrl(back, undefined)}&switch=yes`}>Sign in as another user</a>
        </p>
      )}
    </div>,
    status,
  )
}
