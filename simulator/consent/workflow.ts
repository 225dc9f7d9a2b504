import { readSetting, writeSetting } from '../tables.ts'
import { sha256 } from '../token.ts'
import { now, type World } from '../world.ts'
import { readApplication } from './application.ts'

/** Amazon: the whole workflow takes ten minutes at most. */
const WORKFLOW_MS = 10 * 60_000
const STATE_BYTES = 32

/** What a seller has agreed to, until the application confirms it. */
interface Agreed {
  readonly seller: string
  /** The redirect URI that consent was opened with, if any. */
  readonly redirectUri?: string | undefined
  /** Whether the authorization given before ends with it, as at a re-authorization. */
  readonly replaces?: boolean | undefined
}

/** A visit of the application's log-in URI, as Amazon makes it. */
export interface LoginVisit {
  readonly url: string
  readonly amazonState: string
  readonly callbackUri: string
}

/**
 * Begins the part of a workflow that needs the application: notes what the seller has agreed to under a fresh
 * `amazon_state`, good once and for ten minutes, and answers where to send the browser. `origin` is where this Amazon
 * is reached. The state is bound to seller and application, not to the browser, so a test needs no cookie to confirm.
 */
export function visitLogin(
  world: World,
  { seller, redirectUri, replaces = false }: Agreed,
  origin: string,
): LoginVisit {
  const application = readApplication(world)
  // Plain base64, with = and at times + and /: whoever does not carry it unchanged is found out.
  const amazonState = Buffer.from(world.random(STATE_BYTES)).toString('base64')
  world.sql.exec(
    'insert into workflow (hash, seller, application_id, redirect_uri, replaces, expires_ms) values (?, ?, ?, ?, ?, ?)',
    sha256(amazonState),
    seller,
    application.application_id,
    redirectUri ?? null,
    Number(replaces),
    now(world) + WORKFLOW_MS,
  )
  const callbackUri = `${origin}/apps/authorize/confirm/${application.application_id}`
  const url = new URL(application.login_uri)
  url.searchParams.set('amazon_callback_uri', callbackUri)
  url.searchParams.set('amazon_state', amazonState)
  url.searchParams.set('selling_partner_id', seller)
  if (application.stage === 'draft') url.searchParams.set('version', 'beta')
  return { url: url.href, amazonState, callbackUri }
}

type WorkflowRow = {
  seller: string
  application_id: string
  redirect_uri: string | null
  replaces: number
  expires_ms: number
  used_ms: number | null
}

/** What was agreed to under this state; undefined if it is unknown, another application's, used, or ten minutes old. */
export function liveWorkflow(world: World, amazonState: string, applicationId: string): Agreed | undefined {
  const [row] = world.sql
    .exec<WorkflowRow>('select * from workflow where hash = ?', sha256(amazonState))
    .toArray()
  if (row === undefined || row.application_id !== applicationId) return undefined
  if (row.used_ms !== null || row.expires_ms <= now(world)) return undefined
  return { seller: row.seller, redirectUri: row.redirect_uri ?? undefined, replaces: row.replaces === 1 }
}

/** Uses the state up. Idempotent. */
export function endWorkflow(world: World, amazonState: string): void {
  world.sql.exec(
    'update workflow set used_ms = coalesce(used_ms, ?) where hash = ?',
    now(world),
    sha256(amazonState),
  )
}

/** Whether consent on the website workflow visits the log-in URI before it leads to the redirect URI. On at first. */
export const isMidwayOn = (sql: SqlStorage): boolean => readSetting(sql, 'midway') !== 'off'

/** Switches that visit. Idempotent. */
export const setMidway = (sql: SqlStorage, on: boolean): void =>
  writeSetting(sql, 'midway', on ? undefined : 'off')

/** An origin that `amazon_callback_uri` names in place of the one that Amazon was reached at, if one is set. */
export const callbackOrigin = (sql: SqlStorage): string | undefined => readSetting(sql, 'callback_origin')

/** Sets that origin; undefined takes it away. Idempotent. */
export const setCallbackOrigin = (sql: SqlStorage, origin: string | undefined): void =>
  writeSetting(sql, 'callback_origin', origin)

/** Where a form that begins a workflow may end up: browsers hold a whole chain of redirects to its page's policy. */
export function workflowOrigins(world: World): string[] {
  const { login_uri: login, redirect_uris: redirects } = readApplication(world)
  return [login, ...redirects, ...[callbackOrigin(world.sql) ?? []].flat()].map((uri) => new URL(uri).origin)
}
