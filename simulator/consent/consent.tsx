import { type Context, Hono } from 'hono'
import { page } from '../pages/page.tsx'
import { REGION_NAMES, type Seller } from '../sellers/sellers.ts'
import type { World } from '../world.ts'
import {
  APPLICATION_NAME,
  type Application,
  type ConsentFault,
  type ConsentQuery,
  consentQuery,
  judgeConsent,
  ROLES,
  readApplication,
} from './application.ts'
import { callbackUrl } from './callback.ts'
import { issueCode } from './grants.ts'
import { signedInSeller } from './session.ts'

const CONSENT_PATH = '/apps/authorize/consent'
/** On the way back from sign-in, so that the entry redirects once and not for ever. */
const RETURNED = 'signed_in'

/** Seller Central's consent: entry, by way of sign-in, to one screen with one button. */
export function consentPages(world: World): Hono {
  return new Hono()
    .get(CONSENT_PATH, (c) => {
      const application = readApplication(world)
      const query = consentQuery.safeParse(c.req.query())
      if (!query.success) return refusal(c, 'unknown-application')
      const judged = judgeConsent(application, query.data)
      if (!judged.ok) return refusal(c, judged.fault)
      const seller = signedInSeller(world, c)
      const secondOrigin = world.variables.SECOND_ORIGIN
      const mustHop = secondOrigin !== undefined && c.req.query(RETURNED) === undefined
      if (mustHop || seller === undefined) return c.redirect(signInUrl(c.req.url, secondOrigin), 302)
      return page(
        c,
        {
          title: `Authorize ${APPLICATION_NAME}`,
          narrow: true,
          formsMayReach: [new URL(judged.redirectUri).origin],
        },
        <Screen
          application={application}
          query={query.data}
          seller={seller}
          redirectUri={judged.redirectUri}
          switchUrl={`${signInUrl(c.req.url, secondOrigin)}&switch=yes`}
        />,
      )
    })
    .post(CONSENT_PATH, async (c) => {
      const query = consentQuery.safeParse(await c.req.parseBody())
      if (!query.success) return refusal(c, 'unknown-application')
      const application = readApplication(world)
      const judged = judgeConsent(application, query.data)
      if (!judged.ok) return refusal(c, judged.fault)
      const seller = signedInSeller(world, c)
      if (seller === undefined)
        return c.redirect(signInUrl(consentUrl(c.req.url, query.data), undefined), 303)
      const code = issueCode(
        world,
        { seller: seller.id, clientId: application.client_id },
        judged.redirectUri,
      )
      return c.redirect(
        callbackUrl(judged.redirectUri, { state: query.data.state, seller: seller.id, code }),
        303,
      )
    })
    .get('/apps/authorize/declined', (c) =>
      page(
        c,
        { title: 'Nothing was authorized', narrow: true },
        <div class="stack">
          <h1>Nothing was authorized</h1>
          <p class="lead">
            {APPLICATION_NAME} gets no code and is not told: like Amazon, this page leads nowhere. You can
            close it.
          </p>
        </div>,
      ),
    )
}

/** Sign-in, at the second origin where there is one, leading back to this consent. */
function signInUrl(here: string, secondOrigin: string | undefined): string {
  const back = new URL(here)
  back.searchParams.set(RETURNED, 'yes')
  const target = secondOrigin === undefined ? `${back.pathname}${back.search}` : back.href
  return `${secondOrigin ?? ''}/ap/signin?return_to=${encodeURIComponent(target)}`
}

function consentUrl(here: string, query: ConsentQuery): string {
  const url = new URL(CONSENT_PATH, here)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, value)
  return url.href
}

interface ScreenProps {
  readonly application: Application
  readonly query: ConsentQuery
  readonly seller: Seller
  readonly redirectUri: string
  readonly switchUrl: string
}

function Screen({ application, query, seller, redirectUri, switchUrl }: ScreenProps) {
  return (
    <>
      <div class="stack">
        <h1>Authorize {APPLICATION_NAME}</h1>
        <p class="lead">It asks for access to the data of {seller.name}. You can take it back at any time.</p>
      </div>
      <dl class="facts">
        <div>
          <dt>Signed in as</dt>
          <dd>
            <b>{seller.name}</b>, <code>{seller.id}</code>
            <br />
            <a href={switchUrl}>Sign in as another seller</a>
          </dd>
        </div>
        <div>
          <dt>Application</dt>
          <dd>
            <b>{APPLICATION_NAME}</b>
            {application.stage === 'draft' && ' (draft)'}
            <br />
            <code class="small">{application.application_id}</code>
          </dd>
        </div>
        <div>
          <dt>Region</dt>
          <dd>
            {REGION_NAMES[seller.region]}: {seller.marketplaces.map((one) => one.name).join(', ')}
          </dd>
        </div>
        <div>
          <dt>Roles</dt>
          <dd>
            <ul class="roles">
              {ROLES.map((role) => (
                <li>
                  {role.name}
                  <small>{role.reads}</small>
                </li>
              ))}
            </ul>
          </dd>
        </div>
        <div>
          <dt>Leads back to</dt>
          <dd>
            <code>{new URL(redirectUri).origin}</code>
          </dd>
        </div>
      </dl>
      <form method="post" action={CONSENT_PATH} class="actions">
        {Object.entries(query).map(([name, value]) =>
          value === undefined ? null : <input type="hidden" name={name} value={value} />,
        )}
        <button type="submit" class="button primary">
          Confirm
        </button>
        <a href="/apps/authorize/declined">Decline</a>
      </form>
    </>
  )
}

const REFUSALS: Readonly<Record<ConsentFault, { code?: string; title: string; says: string }>> = {
  MD1000: {
    code: 'MD1000',
    title: 'This application is a draft',
    says: 'A draft can be authorized only when its consent page is opened with version=beta. Tell the developer.',
  },
  MD5101: {
    code: 'MD5101',
    title: 'The redirect address is not registered',
    says: 'The application asked to lead back to an address that it has not registered. Tell the developer.',
  },
  'unknown-application': {
    title: 'There is no such application',
    says: 'The link that led here names an application that is not known. Nothing was authorized.',
  },
}

function refusal(c: Context, fault: ConsentFault): Response | Promise<Response> {
  const { code, title, says } = REFUSALS[fault]
  return page(
    c,
    { title: `Error: ${title}`, narrow: true },
    <div class="stack">
      {code !== undefined && <p class="error-code">{code}</p>}
      <h1>{title}</h1>
      <p class="lead">{says}</p>
    </div>,
    fault === 'unknown-application' ? 404 : 400,
  )
}
