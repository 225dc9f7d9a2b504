import { Hono } from 'hono'
import * as z from 'zod'
import { page } from '../pages/page.tsx'
import { findSeller, REGION_NAMES, SELLERS } from '../sellers/sellers.ts'
import type { World } from '../world.ts'
import { signedIn, signIn, signOut } from './session.ts'

/** On the way back from sign-in, so that a page that must pass through it does so once and not for ever. */
export const RETURNED = 'signed_in'

/** Anything but a text counts as absent. `secondary` is the seller whose secondary user signs in. */
const signInForm = z.object({
  seller: z.string().optional().catch(undefined),
  secondary: z.string().optional().catch(undefined),
  return_to: z.string().optional().catch(undefined),
})

/**
 * Sign-in, on the second origin where there is one, as Amazon's is on a host of its own. `return_to` leads back
 * afterwards: a path of ours, or one on the machine name that the second origin shares with the first.
 */
export function signInPages(world: World): Hono {
  return new Hono()
    .get('/ap/signin', (c) => {
      const target = returnTarget(c.req.url, c.req.query('return_to'))
      const forced = c.req.query('switch') === 'yes'
      if (signedIn(world, c) !== undefined && !forced) return c.redirect(target, 302)
      return page(
        c,
        { title: 'Sign in', narrow: true, formsMayReach: originsOf(c.req.url, target) },
        <SignIn target={target} />,
      )
    })
    .post('/ap/signin', async (c) => {
      const form = signInForm.parse(await c.req.parseBody())
      const user = form.seller === undefined ? 'secondary' : 'primary'
      const seller = findSeller(form.seller ?? form.secondary ?? '')
      const target = returnTarget(c.req.url, form.return_to)
      if (seller === undefined) return c.redirect(`/ap/signin?return_to=${encodeURIComponent(target)}`, 303)
      signIn(world, c, { seller, user })
      return c.redirect(target, 303)
    })
    .post('/ap/signout', async (c) => {
      const form = signInForm.parse(await c.req.parseBody())
      signOut(world, c)
      return c.redirect(returnTarget(c.req.url, form.return_to), 303)
    })
}

/** The address of sign-in, at the second origin where there is one, leading back to `here`. */
export function signInUrl(here: string, secondOrigin: string | undefined): string {
  const back = new URL(here)
  back.searchParams.set(RETURNED, 'yes')
  const target = secondOrigin === undefined ? `${back.pathname}${back.search}` : back.href
  return `${secondOrigin ?? ''}/ap/signin?return_to=${encodeURIComponent(target)}`
}

/** Where to go after signing in: never off this machine name, never off http, the front page if in doubt. */
function returnTarget(here: string, wanted: string | undefined): string {
  if (wanted === undefined || !URL.canParse(wanted, here)) return '/'
  const base = new URL(here)
  const url = new URL(wanted, here)
  const sameMachine = url.protocol === base.protocol && url.hostname === base.hostname && url.username === ''
  if (!sameMachine) return '/'
  return url.origin === base.origin ? `${url.pathname}${url.search}` : url.href
}

/** The origin of a target that is not this page's own, which its form must be allowed to reach. */
function originsOf(here: string, target: string): string[] {
  const { origin } = new URL(target, here)
  return origin === new URL(here).origin ? [] : [origin]
}

function SignIn({ target }: { target: string }) {
  return (
    <>
      <div class="stack">
        <h1>Sign in to “Seller Central”</h1>
        <p class="lead">Choose who you are. There are no passwords here; never type a real one.</p>
      </div>
      <form method="post" action="/ap/signin" class="stack">
        <input type="hidden" name="return_to" value={target} />
        {SELLERS.map((seller) => (
          <button type="submit" class="button choice" name="seller" value={seller.id}>
            <b>{seller.name}</b>
            <span>
              {REGION_NAMES[seller.region]}: {seller.marketplaces.map((one) => one.name).join(', ')}
            </span>
          </button>
        ))}
        <section class="ruled stack" aria-labelledby="secondary">
          <h2 id="secondary">Or as somebody else in the account</h2>
          <p class="muted">
            A secondary user is a colleague whom Amazon does not let authorize applications.
          </p>
          <div class="actions">
            {SELLERS.map((seller) => (
              <button type="submit" class="button" name="secondary" value={seller.id}>
                Secondary user of {seller.name}
              </button>
            ))}
          </div>
        </section>
      </form>
    </>
  )
}
