import { Hono } from 'hono'
import { page, Time } from '../pages/page.tsx'
import { now, type World } from '../world.ts'
import { APPLICATION_NAME, readApplication } from './application.ts'
import { ApplicationFact, RegionFact, RolesFact, SignedInFact, switchUrlFrom } from './facts.tsx'
import { newestAuthorization, revokeAuthorization } from './grants.ts'
import { refusal } from './refusal.tsx'
import { type SignedIn, signedIn } from './session.ts'
import { signInUrl } from './sign-in.tsx'
import { callbackOrigin, visitLogin, workflowOrigins } from './workflow.ts'

const PATH = '/apps/manage'

/** Seller Central's Manage Your Apps: what the signed-in seller has authorized, to end it or to renew it. */
export function managePages(world: World): Hono {
  return new Hono()
    .get(PATH, (c) => {
      const who = signedIn(world, c)
      if (who === undefined) return c.redirect(signInUrl(c.req.url, world.variables.SECOND_ORIGIN), 302)
      return page(
        c,
        { title: 'Manage Your Apps', narrow: true, formsMayReach: workflowOrigins(world) },
        <Authorizations world={world} who={who} switchUrl={switchUrlFrom(world, c.req.url)} />,
      )
    })
    .post(`${PATH}/:act{disable|reauthorize}`, (c) => {
      const { origin } = new URL(c.req.url)
      const who = signedIn(world, c)
      if (who === undefined) return c.redirect(PATH, 303)
      if (who.user === 'secondary') return refusal(c, 'SPDC8143')
      const seller = who.seller.id
      if (c.req.param('act') === 'disable') {
        revokeAuthorization(world, seller, 'die')
        return c.redirect(PATH, 303)
      }
      const visit = visitLogin(world, { seller, replaces: true }, callbackOrigin(world.sql) ?? origin)
      return c.redirect(visit.url, 303)
    })
}

function Authorizations({ world, who, switchUrl }: { world: World; who: SignedIn; switchUrl: string }) {
  const application = readApplication(world)
  const given = newestAuthorization(world, { seller: who.seller.id, clientId: application.client_id })
  return (
    <>
      <div class="stack">
        <h1>Manage Your Apps</h1>
        <p class="lead">
          {given === undefined
            ? `${who.seller.name} has authorized no application.`
            : `${who.seller.name} has authorized ${APPLICATION_NAME}.`}
        </p>
      </div>
      <dl class="facts">
        <SignedInFact who={who} switchUrl={switchUrl} />
        {given !== undefined && (
          <>
            <ApplicationFact application={application} />
            <div>
              <dt>Authorized</dt>
              <dd>
                <Time ms={given.issued_ms} />
              </dd>
            </div>
            <div>
              <dt>{given.expires_ms > now(world) ? 'Expires' : 'Expired'}</dt>
              <dd>
                <Time ms={given.expires_ms} />
              </dd>
            </div>
            <RegionFact seller={who.seller} />
            <RolesFact />
          </>
        )}
      </dl>
      {given === undefined ? (
        <p>
          <a href="/appstore">Find one in the Appstore</a>
        </p>
      ) : (
        <Acts />
      )}
    </>
  )
}

function Acts() {
  return (
    <div class="stack">
      <p class="muted">
        Re-authorizing leads to the application; when it leads back, its new token replaces the old. Disabling
        ends the authorization at once, and the application is not told.
      </p>
      <div class="actions">
        <form method="post" action={`${PATH}/reauthorize`}>
          <button type="submit" class="button">
            Re-authorize
          </button>
        </form>
        <form method="post" action={`${PATH}/disable`}>
          <button type="submit" class="button bad">
            Disable
          </button>
        </form>
      </div>
    </div>
  )
}
