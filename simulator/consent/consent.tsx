import { Hono } from 'hono'
import { page } from '../pages/page.tsx'
import type { World } from '../world.ts'
import {
  APPLICATION_NAME,
  type ConsentQuery,
  consentQuery,
  judgeConsent,
  readApplication,
} from './application.ts'
import { callbackUrl } from './callback.ts'
import { ApplicationFact, RegionFact, RolesFact, SignedInFact, switchUrlFrom } from './facts.tsx'
import { issueCode } from './grants.ts'
import { refusal } from './refusal.tsx'
import { type SignedIn, signedIn } from './session.ts'
import { RETURNED, signInUrl } from './sign-in.tsx'
import { callbackOrigin, isMidwayOn, visitLogin, workflowOrigins } from './workflow.ts'

const CONSENT_PATH = '/apps/authorize/consent'

/**
 * Seller Central's consent: entry, by way of sign-in, to one screen with one button. From there Amazon visits the
 * log-in URI and calls the redirect URI once the application has confirmed; with that visit off, at once.
 */
export function consentPages(world: World): Hono {
  return new Hono()
    .get(CONSENT_PATH, (c) => {
      const application = readApplication(world)
      const query = consentQuery.safeParse(c.req.query())
      if (!query.success) return refusal(c, 'unknown-application')
      const judged = judgeConsent(application, query.data)
      if (!judged.ok) return refusal(c, judged.fault)
      const who = signedIn(world, c)
      const secondOrigin = world.variables.SECOND_ORIGIN
      const mustHop = secondOrigin !== undefined && c.req.query(RETURNED) === undefined
      if (mustHop || who === undefined) return c.redirect(signInUrl(c.req.url, secondOrigin), 302)
      if (who.user === 'secondary') return refusal(c, 'SPDC8143')
      return page(
        c,
        {
          title: `Authorize ${APPLICATION_NAME}`,
          narrow: true,
          formsMayReach: workflowOrigins(world),
        },
        <Screen
          world={world}
          query={query.data}
          who={who}
          redirectUri={judged.redirectUri}
          switchUrl={switchUrlFrom(world, c.req.url)}
        />,
      )
    })
    .post(CONSENT_PATH, async (c) => {
      const query = consentQuery.safeParse(await c.req.parseBody())
      if (!query.success) return refusal(c, 'unknown-application')
      const application = readApplication(world)
      const judged = judgeConsent(application, query.data)
      if (!judged.ok) return refusal(c, judged.fault)
      const who = signedIn(world, c)
      if (who === undefined) return c.redirect(signInUrl(consentUrl(c.req.url, query.data), undefined), 303)
      if (who.user === 'secondary') return refusal(c, 'SPDC8143')
      const seller = who.seller.id
      const { redirectUri } = judged
      if (isMidwayOn(world.sql)) {
        const origin = callbackOrigin(world.sql) ?? new URL(c.req.url).origin
        return c.redirect(visitLogin(world, { seller, redirectUri }, origin).url, 303)
      }
      const code = issueCode(
        world,
        { seller, clientId: application.client_id },
        { redirectUri, replaces: false },
      )
      return c.redirect(callbackUrl(redirectUri, { state: query.data.state, seller, code }), 303)
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

function consentUrl(here: string, query: ConsentQuery): string {
  const url = new URL(CONSENT_PATH, here)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, value)
  return url.href
}

interface ScreenProps {
  readonly world: World
  readonly query: ConsentQuery
  readonly who: SignedIn
  readonly redirectUri: string
  readonly switchUrl: string
}

function Screen({ world, query, who, redirectUri, switchUrl }: ScreenProps) {
  return (
    <>
      <div class="stack">
        <h1>Authorize {APPLICATION_NAME}</h1>
        <p class="lead">
          It asks for access to the data of {who.seller.name}. You can take it back at any time.
        </p>
      </div>
      <dl class="facts">
        <SignedInFact who={who} switchUrl={switchUrl} />
        <ApplicationFact application={readApplication(world)} />
        <RegionFact seller={who.seller} />
        <RolesFact />
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
