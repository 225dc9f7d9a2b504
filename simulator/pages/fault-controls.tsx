import type * as z from 'zod'
import type { describeState } from '../control/state.ts'
import type { FaultRow, faultDraft } from '../faults.ts'
import { OPERATION_NAMES, REPORT_DOCUMENT } from '../spapi/operations.ts'
import { count } from './page.tsx'

type State = ReturnType<typeof describeState>
type Draft = z.input<typeof faultDraft>

/** What the form offers, in groups: each choice is a whole draft but for operation, seller and times. */
const FAULT_CHOICES: readonly {
  readonly group: string
  readonly faults: readonly (readonly [string, Draft])[]
}[] = [
  {
    group: 'Any call',
    faults: [
      ['503 service unavailable', { kind: 'status', status: 503 }],
      ['500 internal failure', { kind: 'status', status: 500 }],
      ['429 too many requests', { kind: 'status', status: 429 }],
      ['HTML for JSON', { kind: 'html' }],
      ['JSON cut short', { kind: 'truncated' }],
      ['Redirect 302', { kind: 'redirect', status: 302 }],
      ['Redirect 307', { kind: 'redirect', status: 307 }],
      ['Connection cut, nothing done', { kind: 'reset' }],
      ['Work done, answer lost', { kind: 'lost' }],
      ['Work done, answer held until released', { kind: 'timeout' }],
    ],
  },
  {
    group: 'Token endpoint',
    faults: [
      ['invalid_grant', { kind: 'invalid_grant' }],
      ['invalid_client', { kind: 'invalid_client' }],
      ['unauthorized_client', { kind: 'unauthorized_client' }],
      ['invalid_request', { kind: 'invalid_request' }],
      ['invalid_scope', { kind: 'invalid_scope' }],
      ['unsupported_grant_type', { kind: 'unsupported_grant_type' }],
      ['New refresh token, the old one dies', { kind: 'rotated' }],
      ['expires_in 0', { kind: 'expires_in', seconds: 0 }],
      ['expires_in -3600', { kind: 'expires_in', seconds: -3600 }],
      ['expires_in ten years', { kind: 'expires_in', seconds: 315_360_000 }],
    ],
  },
  {
    group: 'Selling Partner API',
    faults: [
      ['403 token revoked, malformed or invalid', { kind: 'token_dead' }],
      ['403 the same, for tokens given out before now', { kind: 'token_dead', earlier_only: true }],
      ['403 token expired', { kind: 'token_expired' }],
      ['403 the same, for tokens given out before now', { kind: 'token_expired', earlier_only: true }],
      ['403 without details: role, region, account', { kind: 'forbidden' }],
    ],
  },
]

/** The faults still to come, and a form that adds one. */
export function FaultControls({ state }: { state: State }) {
  return (
    <section class="ruled stack" aria-labelledby="faults">
      <h2 id="faults">Faults</h2>
      {state.faults.length === 0 ? (
        <p class="muted">None is waiting.</p>
      ) : (
        <ul class="list">
          {state.faults.map((fault) => (
            <li>
              <b>{fault.kind}</b>
              {detailsOf(fault)}, next {count(fault.remaining)} of {fault.operation ?? anyOf(fault)} for{' '}
              {state.sellers.find((one) => one.id === fault.seller)?.name ?? 'any seller'}
            </li>
          ))}
        </ul>
      )}
      <form method="post" action="/controls/faults" class="row">
        <div class="field">
          <label for="fault">Fault</label>
          <select id="fault" name="choice">
            {FAULT_CHOICES.map(({ group, faults }) => (
              <optgroup label={group}>
                {faults.map(([label, draft]) => (
                  <option value={JSON.stringify(draft)}>{label}</option>
                ))}
              </optgroup>
            ))}
          </select>
        </div>
        <OperationField id="fault-operation" any />
        <SellerField id="fault-seller" state={state} />
        <div class="field">
          <label for="times">Times</label>
          <input id="times" name="times" type="number" min="1" max="10000" value="1" required />
        </div>
        <button type="submit" class="button">
          Inject
        </button>
      </form>
      {state.faults.length > 0 && (
        <form method="post" action="/controls/faults/clear">
          <button type="submit" class="button">
            Remove all faults
          </button>
        </form>
      )}
    </section>
  )
}

const anyOf = ({ service }: FaultRow): string =>
  service === 'lwa' ? 'the token endpoint' : service === 'sp-api' ? 'any SP-API operation' : 'any call'

function detailsOf(fault: FaultRow): string {
  const parts = [
    fault.status,
    fault.seconds === null ? null : `${count(fault.seconds)} s`,
    fault.newest_token === null ? null : 'earlier access tokens only',
    fault.details === '' || fault.details === null ? null : fault.details,
  ]
  const told = parts.filter((part) => part !== null)
  return told.length === 0 ? '' : ` ${told.join(' · ')}`
}

/** Which operation a command is about. */
export function OperationField({ id, any = false }: { id: string; any?: boolean }) {
  return (
    <div class="field">
      <label for={id}>Operation</label>
      <select id={id} name="operation">
        {any && <option value="">Any</option>}
        {['token', ...OPERATION_NAMES, REPORT_DOCUMENT].map((name) => (
          <option>{name}</option>
        ))}
      </select>
    </div>
  )
}

/** Which seller a command is about. */
export function SellerField({ id, state }: { id: string; state: State }) {
  return (
    <div class="field">
      <label for={id}>Seller</label>
      <select id={id} name="seller">
        <option value="">Any</option>
        {state.sellers.map((seller) => (
          <option value={seller.id}>{seller.name}</option>
        ))}
      </select>
    </div>
  )
}
