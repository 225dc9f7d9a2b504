import { Hono } from 'hono'
import * as z from 'zod'
import type { World } from '../world.ts'
import { judgeConsent, readApplication } from './application.ts'
import { callbackUrl } from './callback.ts'
import { issueCode } from './grants.ts'
import { refusal } from './refusal.tsx'
import { endWorkflow, liveWorkflow } from './workflow.ts'

const PATH = '/apps/authorize/confirm/:application'

/** What the application's log-in URI sends the browser back with. `state` is the application's own and passes unread. */
const confirmQuery = z.object({
  amazon_state: z.string().max(512).default(''),
  state: z.string().max(2048).optional(),
  redirect_uri: z.string().max(2048).optional(),
  version: z.string().max(32).optional(),
})

/**
 * Where `amazon_callback_uri` points: the application says that its person is signed in, and Amazon loads the redirect
 * URI with a code. The seller is the one who agreed under `amazon_state`, whoever is signed in here meanwhile. A
 * refusal for the application's own mistake (MD1000, MD5101) leaves the state unused.
 */
export function confirmPages(world: World): Hono {
  return new Hono().on('GET', [PATH, `${PATH}/`], (c) => {
    const query = confirmQuery.safeParse(c.req.query())
    if (!query.success) return refusal(c, 'workflow-over')
    const { amazon_state: amazonState, state, redirect_uri: asked, version } = query.data
    const application = readApplication(world)
    const agreed = liveWorkflow(world, amazonState, application.application_id)
    const judged = judgeConsent(application, {
      application_id: c.req.param('application') ?? '',
      redirect_uri: asked ?? agreed?.redirectUri,
      version,
    })
    if (!judged.ok) return refusal(c, judged.fault)
    if (agreed === undefined) return refusal(c, 'workflow-over')
    endWorkflow(world, amazonState)
    const { seller, replaces = false } = agreed
    const { redirectUri } = judged
    const code = issueCode(world, { seller, clientId: application.client_id }, { redirectUri, replaces })
    return c.redirect(callbackUrl(redirectUri, { state, seller, code }), 302)
  })
}
