import { Hono } from 'hono'
import { page } from './page.tsx'

const ROOMS = [
  {
    path: '/sellers',
    name: 'Sellers',
    says: 'Three demo sellers, one in each region, with every SKU they hold. Sign in as one of them here.',
  },
  {
    path: '/appstore',
    name: 'Appstore',
    says: 'The application’s page with Authorize Now: an authorization that begins at Amazon and not at the app.',
  },
  {
    path: '/apps/manage',
    name: 'Manage Your Apps',
    says: 'What a seller has authorized, since when and until when. Disable it or re-authorize it.',
  },
  {
    path: '/mailbox',
    name: 'Mailbox',
    says: 'Mails that the app has sent, newest first. Kept in memory: they are gone when the simulator stops.',
  },
  {
    path: '/journal',
    name: 'Journal',
    says: 'Every call to Login with Amazon and to the Selling Partner API: when, for whom, and how it ended.',
  },
  {
    path: '/controls',
    name: 'Controls',
    says: 'Revoke an authorization, move the clock, hold answers back, inject faults, change the workflow, start over.',
  },
] as const

const DOORS = [
  { name: 'Consent', at: 'GET /apps/authorize/consent' },
  { name: 'Confirmation', at: 'GET /apps/authorize/confirm/{application id}' },
  { name: 'Tokens', at: 'POST /auth/o2/token' },
  { name: 'API', at: '/spapi/na, /spapi/eu, /spapi/fe' },
  { name: 'Mail', at: 'POST /mailbox' },
] as const

/** What this is, and where to go. */
export function frontPage(): Hono {
  return new Hono().get('/', (c) => page(c, { title: 'Amazon simulator' }, <Front />))
}

function Front() {
  return (
    <>
      <div class="stack">
        <h1>Amazon simulator</h1>
        <p class="lead">
          A stand-in for the parts of Amazon that Mint Hub talks to: consent in Seller Central, Login with
          Amazon, and the Selling Partner API. It runs on this machine and invents its sellers from a seed.
        </p>
      </div>
      <ul class="list">
        {ROOMS.map((room) => (
          <li>
            <h2>
              <a href={room.path}>{room.name}</a>
            </h2>
            <p>{room.says}</p>
          </li>
        ))}
      </ul>
      <section class="stack" aria-labelledby="doors">
        <h2 id="doors">Where the app comes in</h2>
        <dl class="facts">
          {DOORS.map((door) => (
            <div>
              <dt>{door.name}</dt>
              <dd>
                <code>{door.at}</code>
              </dd>
            </div>
          ))}
          <div>
            <dt>Tests</dt>
            <dd>
              <a href="/control/state">
                <code>/control/state</code>
              </a>{' '}
              and its siblings, JSON
            </dd>
          </div>
        </dl>
      </section>
    </>
  )
}
