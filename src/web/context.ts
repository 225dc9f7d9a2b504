import type { Context } from 'hono'
import type { PersonId } from '../core/id.ts'
import type { Language } from '../core/language.ts'
import type { Clock, Random } from '../core/time.ts'

/** The signed-in person of this request, as identity/ found them on the primary. */
export interface Viewer {
  readonly personId: PersonId
  readonly sessionHash: string
  /** Derived from the session's secret: each unsafe form carries it as `form_token`. */
  readonly formToken: string
  /** Until then (after a recovery) connect, disconnect, erasure, export and address change wait. */
  readonly recoveringUntilMs: number | undefined
}

/** What the middleware in app.tsx sets before any route runs. */
export interface WebVariables {
  readonly language: Language
  readonly viewer: Viewer | undefined
  readonly clock: Clock
  readonly random: Random
  /** Names this answer in the log and on a problem page. */
  readonly reference: string
  /** PUBLIC_ORIGIN: unsafe requests must carry it as their Origin. */
  readonly origin: string
  /** SUPPORT_EMAIL: in the footer and on problem pages. */
  readonly supportEmail: string
}

/** What middleware of web/ needs; the app's own environment is wider. */
export interface WebEnv {
  Variables: WebVariables
}

/** What the parts of web/ need of a route's context, so that every route's context fits. */
export type WebContext = Pick<Context<WebEnv>, 'req' | 'res' | 'var' | 'header' | 'body' | 'json'>
