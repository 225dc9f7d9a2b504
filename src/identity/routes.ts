import { Hono } from 'hono'
import type { App } from '../context.ts'
import { accountRoutes } from './account-pages.tsx'
import { mailLinkRoutes } from './mail-link-pages.tsx'
import { recoveryRoutes } from './recovery-pages.tsx'
import { signInRoutes } from './sign-in-pages.tsx'
import { signUpRoutes } from './sign-up-pages.tsx'
import type { WireIdentity } from './wiring.ts'

/**
 * Sign-up, mail links, sign-in and sign-out, recovery, account: mount at `/`, behind `viewer` and `requireOwnPage`.
 * `wire` hands in the mail transport and the record.
 */
export const identityRoutes = (wire: WireIdentity) =>
  new Hono<App>()
    .route('/', signUpRoutes(wire))
    .route('/', mailLinkRoutes(wire))
    .route('/', signInRoutes(wire))
    .route('/', recoveryRoutes(wire))
    .route('/', accountRoutes(wire))
