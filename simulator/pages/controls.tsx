import { Hono } from 'hono'
import * as z from 'zod'
import { COMMANDS } from '../control/commands.ts'
import { parseJson } from '../control/json.ts'
import { describeState } from '../control/state.ts'
import type { World } from '../world.ts'
import { DataControls } from './data-controls.tsx'
import { FaultControls, OperationField, SellerField } from './fault-controls.tsx'
import { count, page, Time } from './page.tsx'

type State = ReturnType<typeof describeState>
/** Pages that a command's form may lead back to. */
const BACK: readonly string[] = ['/controls', '/journal', '/mailbox']

/** The controls as a page of plain forms; each is a command of the control API. */
export function controlsPage(world: World): Hono {
  return new Hono()
    .get('/controls', (c) => page(c, { title: 'Controls' }, <Controls state={describeState(world)} />))
    .post('/controls/:command{.+}', async (c) => {
      const name = c.req.param('command')
      const run = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
      if (run === undefined) return c.notFound()
      const { back, ...fields } = await c.req.parseBody()
      const result = run(world, fieldsToInput(fields), new URL(c.req.url).origin)
      if ('done' in result) return c.redirect(BACK.find((path) => path === back) ?? '/controls', 303)
      return page(c, { title: 'Not done' }, <NotDone why={result.refused} />, 400)
    })
}

/** A choice of a form that stands for several fields at once. */
const choiceFields = z.record(z.string(), z.unknown())

/** Form fields are texts: numbers and yes/no become themselves, an empty field is an absent one. A field `choice` is JSON. */
function fieldsToInput(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (value === '') continue
    if (name === 'choice' && typeof value === 'string') {
      Object.assign(input, choiceFields.safeParse(parseJson(value)).data)
      continue
    }
    if (value === 'true' || value === 'false') input[name] = value === 'true'
    else input[name] = typeof value === 'string' && /^-?\d{1,12}$/.test(value) ? Number(value) : value
  }
  return input
}

function NotDone({ why }: { why: string }) {
  return (
    <div class="stack">
      <h1>Not done</h1>
      <p>The command was refused and nothing has changed.</p>
      <pre>{why}</pre>
      <p>
        <a href="/controls">Back to the controls</a>
      </p>
    </div>
  )
}

function Controls({ state }: { state: State }) {
  return (
    <>
      <div class="stack">
        <h1>Controls</h1>
        <p class="muted">
          What tests do through <a href="/control/state">the control API</a>, by hand. Each button acts at
          once.
        </p>
      </div>
      <SellerControls state={state} />
      <DataControls state={state} />
      <ClockControls state={state} />
      <AnswerControls state={state} />
      <FaultControls state={state} />
      <WorkflowControls state={state} />
      <ApplicationControls state={state} />
      <section class="ruled stack" aria-labelledby="reset">
        <h2 id="reset">Start over</h2>
        <p class="muted">
          Every authorization, mail, journal line, fault and setting goes. Connected stores must be authorized
          anew.
        </p>
        <form method="post" action="/controls/reset">
          <button type="submit" class="button bad">
            Forget everything
          </button>
        </form>
      </section>
    </>
  )
}

function SellerControls({ state }: { state: State }) {
  return (
    <section class="ruled stack" aria-labelledby="sellers">
      <h2 id="sellers">Authorizations</h2>
      <ul class="list">
        {state.sellers.map((seller) => (
          <li class="stack">
            <h3>{seller.name}</h3>
            <p>
              {seller.authorizations === 0
                ? 'Has authorized nobody.'
                : `${count(seller.authorizations)} live ${seller.authorizations === 1 ? 'authorization' : 'authorizations'}.`}{' '}
              {seller.transactions ? 'Has transactions.' : 'Has no transactions, so nothing confirms its id.'}
            </p>
            <div class="actions">
              <form method="post" action="/controls/revoke">
                <input type="hidden" name="seller" value={seller.id} />
                <button type="submit" class="button" aria-label={`Revoke what ${seller.name} has authorized`}>
                  Revoke
                </button>
              </form>
              <form method="post" action="/controls/transactions">
                <input type="hidden" name="seller" value={seller.id} />
                <input type="hidden" name="on" value={String(!seller.transactions)} />
                <button
                  type="submit"
                  class="button"
                  aria-label={`${seller.transactions ? 'Hide' : 'Show'} transactions of ${seller.name}`}
                >
                  {seller.transactions ? 'Hide transactions' : 'Show transactions'}
                </button>
              </form>
            </div>
          </li>
        ))}
      </ul>
      <form method="post" action="/controls/buckets/refill" class="actions">
        <button type="submit" class="button">
          Refill all usage plans
        </button>
      </form>
    </section>
  )
}

function ClockControls({ state }: { state: State }) {
  return (
    <section class="ruled stack" aria-labelledby="clock">
      <h2 id="clock">Clock</h2>
      <p class="muted">
        It is <Time ms={state.clock.now_ms} /> here. Codes, tokens and usage plans follow this clock.
        {state.clock.stands && ' It stands still; setting it lets it run.'}
      </p>
      <form method="post" action="/controls/clock" class="row">
        <div class="field">
          <label for="seconds">Ahead of this machine, seconds</label>
          <input
            id="seconds"
            name="seconds"
            type="number"
            step="1"
            value={String(state.clock.offset_seconds)}
            required
          />
        </div>
        <button type="submit" class="button">
          Set
        </button>
      </form>
    </section>
  )
}

function AnswerControls({ state }: { state: State }) {
  const slowed = Object.entries(state.latency_ms)
  const inFlight = Object.entries(state.waiting)
  return (
    <section class="ruled stack" aria-labelledby="answers">
      <h2 id="answers">Answers</h2>
      <p class="muted">
        {state.lwa.holding
          ? `The token endpoint keeps its answers back; ${count(state.lwa.waiting)} waiting.`
          : 'The token endpoint answers at once.'}
        {slowed.map(
          ([operation, milliseconds]) => ` Slowed down: ${operation}, by ${count(milliseconds)} ms.`,
        )}{' '}
        {inFlight.length === 0
          ? 'No call is in flight.'
          : `In flight: ${inFlight.map(([operation, calls]) => `${operation} ${count(calls)}`).join(', ')}; held until released: ${count(state.held)}.`}
      </p>
      <form method="post" action={state.lwa.holding ? '/controls/lwa/release' : '/controls/lwa/hold'}>
        <button type="submit" class="button">
          {state.lwa.holding ? 'Release token answers' : 'Hold token answers'}
        </button>
      </form>
      {state.held > 0 && (
        <form method="post" action="/controls/release">
          <button type="submit" class="button">
            Release every held answer
          </button>
        </form>
      )}
      <form method="post" action="/controls/latency" class="row">
        <OperationField id="slow-operation" />
        <SellerField id="slow-seller" state={state} />
        <div class="field">
          <label for="milliseconds">Extra time, ms</label>
          <input id="milliseconds" name="milliseconds" type="number" min="0" max="60000" value="0" required />
        </div>
        <button type="submit" class="button">
          Slow down
        </button>
      </form>
    </section>
  )
}

function WorkflowControls({ state }: { state: State }) {
  const { midway, callback_origin: callbackOrigin } = state.workflow
  return (
    <section class="ruled stack" aria-labelledby="workflow">
      <h2 id="workflow">Authorization workflow</h2>
      <p class="muted">
        {midway
          ? 'On the way from consent to the redirect URI, Amazon visits the log-in URI.'
          : 'Consent leads straight to the redirect URI.'}
      </p>
      <form method="post" action="/controls/midway">
        <input type="hidden" name="on" value={String(!midway)} />
        <button type="submit" class="button">
          {midway ? 'Skip the log-in URI' : 'Visit the log-in URI'}
        </button>
      </form>
      <p class="muted">
        An app should refuse a callback address that is not Amazon’s. Name another origin here to see it;
        leave it empty for this one.
      </p>
      <form method="post" action="/controls/callback" class="row">
        <div class="field">
          <label for="callback-origin">Origin of callback addresses</label>
          <input
            id="callback-origin"
            name="origin"
            type="url"
            placeholder="http://localhost:8788"
            value={callbackOrigin ?? ''}
          />
        </div>
        <button type="submit" class="button">
          Set
        </button>
      </form>
    </section>
  )
}

function ApplicationControls({ state }: { state: State }) {
  const { application } = state
  const other = application.stage === 'draft' ? 'published' : 'draft'
  return (
    <section class="ruled stack" aria-labelledby="application">
      <h2 id="application">Application</h2>
      <dl class="facts">
        <div>
          <dt>Application id</dt>
          <dd>
            <code>{application.application_id}</code>
          </dd>
        </div>
        <div>
          <dt>Client id</dt>
          <dd>
            <code>{application.client_id}</code>
          </dd>
        </div>
        <div>
          <dt>Redirect URIs</dt>
          <dd>
            {application.redirect_uris.map((uri) => (
              <div>
                <code>{uri}</code>
              </div>
            ))}
          </dd>
        </div>
        <div>
          <dt>Log-in URI</dt>
          <dd>
            <code>{application.login_uri}</code>
          </dd>
        </div>
        <div>
          <dt>Stage</dt>
          <dd>{application.stage === 'draft' ? 'Draft: consent needs version=beta' : 'Published'}</dd>
        </div>
      </dl>
      <form method="post" action="/controls/application">
        <input type="hidden" name="stage" value={other} />
        <button type="submit" class="button">
          Make it {other}
        </button>
      </form>
      <SecretRotation overlapEndsMs={application.secret_overlap_ends_ms} />
    </section>
  )
}

function SecretRotation({ overlapEndsMs }: { overlapEndsMs: number | null }) {
  return (
    <>
      <p class="muted">
        {overlapEndsMs === null ? (
          'One client secret is taken.'
        ) : (
          <>
            Two client secrets are taken until <Time ms={overlapEndsMs} />.
          </>
        )}
      </p>
      <form method="post" action="/controls/application/secret" class="row">
        <div class="field">
          <label for="next">Next client secret</label>
          <input id="next" name="next" autocomplete="off" maxlength={256} required />
        </div>
        <div class="field">
          <label for="overlap">The old one works on for, seconds</label>
          <input
            id="overlap"
            name="overlap_seconds"
            type="number"
            min="0"
            max="31536000"
            value="604800"
            required
          />
        </div>
        <button type="submit" class="button">
          Rotate
        </button>
      </form>
    </>
  )
}
