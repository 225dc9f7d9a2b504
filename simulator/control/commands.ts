import * as z from 'zod'
import {
  applicationChange,
  changeApplication,
  readApplication,
  rotateSecret,
  secretRotation,
} from '../consent/application.ts'
import { callbackUrl } from '../consent/callback.ts'
import { issueCode, revokeAuthorization } from '../consent/grants.ts'
import { callbackOrigin, setCallbackOrigin, setMidway, visitLogin } from '../consent/workflow.ts'
import { addFault, clearFaults, faultDraft, missesItsService } from '../faults.ts'
import { holdAnswers, releaseAnswers, setLatency } from '../gate.ts'
import { clearIssued } from '../issued.ts'
import { clearJournal } from '../journal.ts'
import { clearMails } from '../mailbox.ts'
import { findSeller } from '../sellers/sellers.ts'
import { refillBuckets } from '../spapi/bucket.ts'
import { OPERATION_NAMES, REPORT_DOCUMENT } from '../spapi/operations.ts'
import { setTransactions } from '../spapi/transactions.ts'
import { clearTables, prepareTables } from '../tables.ts'
import { isOrigin } from '../variables.ts'
import { now, setClock } from '../world.ts'
import { command, type Run, seller } from './command.ts'
import { DATA_COMMANDS } from './data-commands.ts'

const nothing = z.strictObject({})
const operation = z.enum(['token', ...OPERATION_NAMES, REPORT_DOCUMENT])
/** Anybody's, since an app must refuse those that are not Amazon's. */
const anyOrigin = z.url({ protocol: /^https?$/ }).refine(isOrigin, 'must be an origin')
/** Ten years either way. */
const OFFSET_SECONDS_MAX = 315_360_000

/**
 * Everything that can be done to the simulator from outside, by path below `/control/` (JSON) and `/controls/`
 * (forms). Each parses its own input. Later faults and switches are added here.
 */
export const COMMANDS: Readonly<Record<string, Run>> = {
  /** Back to the first start: no authorization, journal, fault, mail or setting is left; held answers go. */
  reset: command(nothing, (world) => {
    const released = releaseAnswers(world.gate)
    clearTables(world.sql)
    prepareTables(world.sql)
    clearMails()
    clearIssued()
    return { done: { reset: true, released } }
  }),

  /** Shifts the simulator's clock against the wall's, in seconds; with `stands` it stops there until told otherwise. */
  clock: command(
    z.strictObject({
      seconds: z.int().min(-OFFSET_SECONDS_MAX).max(OFFSET_SECONDS_MAX),
      stands: z.boolean().default(false),
    }),
    (world, clock) => {
      setClock(world, clock)
      return { done: { ...clock, now_ms: now(world) } }
    },
  ),

  /** Changes the application's settings; those not named stay. */
  application: command(applicationChange, (world, change) => {
    const { client_secret: _, ...shown } = changeApplication(world, change)
    return { done: shown }
  }),

  /** Rotates the client secret: the one before is taken too, until the overlap ends. */
  'application/secret': command(secretRotation, (world, rotation) => ({
    done: { overlap_ends_ms: rotateSecret(world, rotation) },
  })),

  /** A code as the consent page would give it in the end, without a browser and without the log-in URI. */
  consent: command(
    z.strictObject({ seller, state: z.string().max(2048).optional(), redirect_uri: z.string().optional() }),
    (world, asked) => {
      const application = readApplication(world)
      const redirectUri = asked.redirect_uri ?? application.redirect_uris[0]
      if (redirectUri === undefined || !application.redirect_uris.includes(redirectUri)) {
        return { refused: 'MD5101: the redirect URI is not registered' }
      }
      const code = issueCode(
        world,
        { seller: asked.seller, clientId: application.client_id },
        { redirectUri, replaces: false },
      )
      const callback = callbackUrl(redirectUri, { state: asked.state, seller: asked.seller, code })
      return {
        done: { spapi_oauth_code: code, selling_partner_id: asked.seller, state: asked.state, callback },
      }
    },
  ),

  /** Authorize Now, or with `replaces` Re-authorize, without a browser: where Amazon would send it. */
  appstore: command(
    z.strictObject({
      seller,
      replaces: z.boolean().default(false),
      callback_origin: anyOrigin.optional(),
    }),
    (world, asked, origin) => {
      const agreed = { seller: asked.seller, replaces: asked.replaces }
      const visit = visitLogin(world, agreed, asked.callback_origin ?? callbackOrigin(world.sql) ?? origin)
      return {
        done: {
          login: visit.url,
          amazon_callback_uri: visit.callbackUri,
          amazon_state: visit.amazonState,
          selling_partner_id: asked.seller,
        },
      }
    },
  ),

  /** Whether consent visits the log-in URI before it leads to the redirect URI. */
  midway: command(z.strictObject({ on: z.boolean() }), (world, input) => {
    setMidway(world.sql, input.on)
    return { done: input }
  }),

  /** Which origin `amazon_callback_uri` names; without one, this Amazon's own. */
  callback: command(z.strictObject({ origin: anyOrigin.optional() }), (world, input) => {
    setCallbackOrigin(world.sql, input.origin)
    return { done: { origin: input.origin ?? null } }
  }),

  /** The seller takes the authorization back at Amazon. */
  revoke: command(
    z.strictObject({ seller, access_tokens: z.enum(['die', 'live']).default('die') }),
    (world, input) => ({ done: { revoked: revokeAuthorization(world, input.seller, input.access_tokens) } }),
  ),

  /** Whether listTransactions has anything to tell of this seller. */
  transactions: command(z.strictObject({ seller, on: z.boolean() }), (world, input) => {
    setTransactions(world.sql, input.seller, input.on)
    return { done: input }
  }),

  ...DATA_COMMANDS,

  /** Slows an operation's answers down by this many milliseconds, for one seller or all; 0 ends it. */
  latency: command(
    z.strictObject({
      operation,
      seller: seller.optional(),
      milliseconds: z.int().min(0).max(60_000),
    }),
    (world, input) => {
      setLatency(world.sql, input, input.milliseconds)
      return { done: input }
    },
  ),

  /** The token endpoint works on but keeps its answers back, each for at most a minute. */
  'lwa/hold': command(nothing, (world) => {
    holdAnswers(world.sql, true)
    return { done: { holding: true } }
  }),
  'lwa/release': command(nothing, (world) => {
    holdAnswers(world.sql, false)
    return { done: { released: releaseAnswers(world.gate, { operation: 'token' }) } }
  }),

  /** Lets answers go that are being kept back at this moment, by a hold or the fault `timeout`. */
  release: command(
    z.strictObject({ operation: operation.optional(), seller: seller.optional() }),
    (world, which) => ({ done: { released: releaseAnswers(world.gate, which) } }),
  ),

  /** Spoils the next calls that match. What each kind does: faults.ts, fault-reply.ts. */
  faults: command(
    faultDraft.transform((draft, context) => {
      if (missesItsService(draft)) context.addIssue(`${draft.kind} cannot spoil ${draft.operation}`)
      const known = draft.seller === undefined ? undefined : findSeller(draft.seller)
      if (draft.seller !== undefined && known === undefined) context.addIssue('no such demo seller')
      return known === undefined ? draft : { ...draft, seller: known.id }
    }),
    (world, draft) => ({ done: { id: addFault(world.sql, draft), ...draft } }),
  ),
  'faults/clear': command(nothing, (world) => {
    clearFaults(world.sql)
    return { done: { cleared: true } }
  }),

  'buckets/refill': command(z.strictObject({ seller: seller.optional() }), (world, input) => {
    refillBuckets(world, input.seller)
    return { done: { refilled: true } }
  }),

  'journal/clear': command(nothing, (world) => {
    clearJournal(world)
    return { done: { cleared: true } }
  }),
  'mailbox/clear': command(nothing, () => {
    clearMails()
    return { done: { cleared: true } }
  }),
}
