import { Hono } from 'hono'
import { page } from '../pages/page.tsx'
import type { World } from '../world.ts'
import { APPLICATION_NAME, readApplication } from './application.ts'
import { ApplicationFact, RegionFact, RolesFact, SignedInFact, switchUrlFrom } from './facts.tsx'
import { refusal } from './refusal.tsx'
import { type SignedIn, signedIn } from './session.ts'
import { signInUrl } from './sign-in.tsx'
import { callbackOrigin, visitLogin, workflowOrigins } from './workflow.ts'

const PATH = '/appstore'

/** The application's page in the Selling Partner Appstore: a workflow that begins at Amazon. */
export function appstorePages(world: World): Hono {
  return new Hono()
    .get(PATH, (c) => {
      const who = signedIn(world, c)
      const signInAt = signInUrl(c.req.url, world.variables.SECOND_ORIGIN)
      return page(
        c,
        { title: 'Appstore', narrow: true, formsMayReach: workflowOrigins(world) },
        <>
          <div class="stack">
            <h1>{APPLICATION_NAME}</h1>
            <p class="lead">
              Its page in the Selling Partner Appstore, as sellers find it who have never been to its own
              site.
            </p>
          </div>
          <Product world={world} who={who} here={c.req.url} />
          {who === undefined ? (
            <p class="actions">
              <a class="button primary" href={signInAt}>
                Sign in to authorize
              </a>
            </p>
          ) : (
            <form method="post" action={`${PATH}/authorization`} class="stack">
              <p class="muted">
                You allow the roles above and are led to the application, to sign in or to register there.
                Nothing is authorized until it leads you back, within ten minutes.
              </p>
              <p class="actions">
                <button type="submit" class="button primary">
                  Authorize Now
                </button>
                <a href="/apps/authorize/declined">Not now</a>
              </p>
            </form>
          )}
        </>,
      )
    })
    .post(`${PATH}/authorization`, (c) => {
      const { origin } = new URL(c.req.url)
      const who = signedIn(world, c)
      if (who === undefined)
        return c.redirect(signInUrl(new URL(PATH, origin).href, world.variables.SECOND_ORIGIN), 303)
      if (who.user === 'secondary') return refusal(c, 'SPDC8143')
      const visit = visitLogin(world, { seller: who.seller.id }, callbackOrigin(world.sql) ?? origin)
      return c.redirect(visit.url, 303)
    })
}

function Product({ world, who, here }: { world: World; who: SignedIn | undefined; here: string }) {
  const application = readApplication(world)
  return (
    <dl class="facts">
      {who !== undefined && <SignedInFact who={who} switchUrl={switchUrlFrom(world, here)} />}
      <ApplicationFact application={application} />
      {who !== undefined && <RegionFact seller={who.seller} />}
      <RolesFact />
      <div>
        <dt>Leads to</dt>
        <dd>
          <code>{new URL(application.login_uri).origin}</code>
        </dd>
      </div>
    </dl>
  )
}
