import { type Fault, statusOf } from '../core/fault.ts'
import { unreachable } from '../core/result.ts'
import { mediaType } from './body.ts'
import type { WebContext } from './context.ts'
import { en } from './copy.en.ts'
import { zh } from './copy.zh.ts'
import { Fact, Facts, Time } from './kit.tsx'
import { page, returnPath } from './page.tsx'

export interface ProblemDetail {
  /** Takes the place of the fault's own way on. */
  readonly way?: { readonly href: string; readonly label: string }
  /** When it becomes possible again (recovery, limits). Shown in UTC. */
  readonly untilMs?: number
  /** For `method-refused`: the methods that the address takes. */
  readonly allow?: readonly string[]
  readonly noReferrer?: boolean
}

/**
 * The page for an expected failure: what happened, what became of the person's data, one way on, and a reference. Status
 * from `statusOf`. A request that sent JSON gets `{ fault, title, message, reference }` instead. Logs nothing.
 */
export function problem(c: WebContext, fault: Fault, detail: ProblemDetail = {}): Response {
  const words = { en, zh }[c.var.language].problem
  const { title, happened, next } = words.faults[fault]
  if (detail.allow) c.header('Allow', detail.allow.join(', '))
  if (fault === 'too-many-requests') c.header('Retry-After', '60')
  if (mediaType(c.req.header('content-type')) === 'application/json') {
    return c.json(
      { fault, title, message: `${happened} ${next}`, reference: c.var.reference },
      statusOf(fault),
    )
  }
  const way = detail.way ?? wayOn(c, fault)
  const noReferrer = detail.noReferrer === true
  const body = (
    <>
      <div class="stack tight">
        <h1>{title}</h1>
        <p class="lead">{happened}</p>
      </div>
      <div class="stack">
        <p class="read">{next}</p>
        <div class="actions">
          <a class="button primary" href={way.href}>
            {way.label}
          </a>
        </div>
      </div>
      <Facts>
        {detail.untilMs === undefined ? null : (
          <Fact term={words.until}>
            <Time ms={detail.untilMs} zone="UTC" language={c.var.language} />
          </Fact>
        )}
        <Fact term={words.reference}>
          <span class="mono">{c.var.reference}</span>{' '}
          <span class="quiet">{words.write(c.var.supportEmail)}</span>
        </Fact>
      </Facts>
    </>
  )
  return page(
    c,
    { title, error: true, narrow: true, ...(noReferrer ? { noReferrer } : {}) },
    body,
    statusOf(fault),
  )
}

/** One way on for each fault: where the same thing can be tried again, or else the nearest page that exists. */
function wayOn(c: WebContext, fault: Fault): { readonly href: string; readonly label: string } {
  const { ways } = { en, zh }[c.var.language].problem
  const home = c.var.viewer
    ? { href: '/stores', label: ways.stores }
    : { href: `/${c.var.language}/`, label: ways.home }
  const connect = c.var.viewer ? { href: '/connect', label: ways.connect } : home
  const safe = c.req.method === 'GET' || c.req.method === 'HEAD'
  switch (fault) {
    case 'sign-in-needed':
    case 'passkey-refused':
    case 'link-dead':
      return { href: '/sign-in', label: ways.signIn }
    case 'recovery-cooling':
      return { href: '/account', label: ways.account }
    case 'arrival-refused':
    case 'consent-missing':
    case 'consent-unknown':
    case 'consent-expired':
    case 'consent-declined':
    case 'code-dead':
    case 'exchange-unknown':
    case 'region-wrong':
    case 'seller-mismatch':
    case 'store-stopped':
    case 'authorization-refused':
      return connect
    case 'not-found':
    case 'method-refused':
    case 'consent-used':
    case 'store-quarantined':
    case 'pasted-secret':
      return home
    case 'bad-input':
    case 'cross-site':
    case 'too-many-requests':
    case 'recovery-refused':
    case 'amazon-refused':
    case 'amazon-busy':
    case 'amazon-down':
    case 'amazon-changed':
    case 'too-many-rows':
    case 'report-pending':
    case 'report-cancelled':
    case 'report-failed':
    case 'storage-down':
    case 'our-configuration':
    case 'our-bug':
      return { href: returnPath(c, false), label: safe ? ways.again : ways.back }
    default:
      return unreachable(fault)
  }
}
