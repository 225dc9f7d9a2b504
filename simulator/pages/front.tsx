import { Hono } from 'hono'
import { page } from './page.tsx'

/** What this is, and where to go. */
export function frontPage(): Hono {
  return new Hono().get('/', (c) =>
    page(
      c,
      { title: 'Amazon simulator' },
      <>
        <div class="stack">
          <h1>Amazon simulator</h1>
          <p class="lead">
            A stand-in for the parts of Amazon that Mint Hub talks to: consent in Seller Central, Login with
            Amazon, and the Selling Partner API. It runs on this machine and invents its sellers from a seed.
          </p>
        </div>
        <ul class="list">
          <li>
            <h2>
              <a href="/sellers">Sellers</a>
            </h2>
            <p>
              Three demo sellers, one in each region, with every SKU they hold. Sign in as one of them here.
            </p>
          </li>
          <li>
            <h2>
              <a href="/mailbox">Mailbox</a>
            </h2>
            <p>
              Mails that the app has sent, newest first. Kept in memory: they are gone when the simulator
              stops.
            </p>
          </li>
          <li>
            <h2>
              <a href="/journal">Journal</a>
            </h2>
            <p>
              Every call to Login with Amazon and to the Selling Partner API: when, for whom, and how it
              ended.
            </p>
          </li>
          <li>
            <h2>
              <a href="/controls">Controls</a>
            </h2>
            <p>Revoke an authorization, move the clock, hold answers back, inject faults, start over.</p>
          </li>
        </ul>
        <section class="ruled stack" aria-labelledby="try">
          <h2 id="try">Where the app comes in</h2>
          <dl class="facts">
            <div>
              <dt>Consent</dt>
              <dd>
                <code>/apps/authorize/consent</code>, opened by the app’s connect page
              </dd>
            </div>
            <div>
              <dt>Tokens</dt>
              <dd>
                <code>POST /auth/o2/token</code>
              </dd>
            </div>
            <div>
              <dt>API</dt>
              <dd>
                <code>/spapi/na</code>, <code>/spapi/eu</code>, <code>/spapi/fe</code>
              </dd>
            </div>
            <div>
              <dt>Mail</dt>
              <dd>
                <code>POST /mailbox</code>
              </dd>
            </div>
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
      </>,
    ),
  )
}
