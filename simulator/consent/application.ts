import * as z from 'zod'
import { readSetting, writeSetting } from '../tables.ts'
import { applicationStage, registeredUri } from '../variables.ts'
import { now, type World } from '../world.ts'

const clientSecret = z.string().min(1).max(256)

/** The application that sellers authorize: what Amazon's developer console would hold. */
const application = z.strictObject({
  application_id: z.string().min(1).max(128),
  client_id: z.string().min(1).max(128),
  client_secret: clientSecret,
  redirect_uris: z.array(registeredUri).max(10),
  login_uri: registeredUri,
  stage: applicationStage,
})
export type Application = z.infer<typeof application>

/** Any of its settings, each replacing the variable that it defaults to. */
export const applicationChange = application.partial()
export type ApplicationChange = z.infer<typeof applicationChange>

/** The name that the consent page shows. */
export const APPLICATION_NAME = 'Mint Hub Operations'

/** The roles the application asks for, with Amazon's names, and what each lets it read. */
export const ROLES = [
  { name: 'Amazon Fulfillment', reads: 'Stock in Amazon’s warehouses and shipments on their way to them.' },
  { name: 'Inventory and Order Tracking', reads: 'Inventory levels and the state of orders.' },
  { name: 'Finance and Accounting', reads: 'Charges, refunds and settlements.' },
  { name: 'Selling Partner Insights', reads: 'Your marketplaces and your account’s performance.' },
] as const

/** The application as it stands: variables, overlaid by what control has set. */
export function readApplication(world: World): Application {
  const { variables } = world
  const change = storedChange(world.sql)
  return {
    application_id: change.application_id ?? variables.APPLICATION_ID,
    client_id: change.client_id ?? variables.LWA_CLIENT_ID,
    client_secret: change.client_secret ?? variables.LWA_CLIENT_SECRET,
    redirect_uris: change.redirect_uris ?? [variables.REDIRECT_URI],
    login_uri: change.login_uri ?? variables.LOGIN_URI,
    stage: change.stage ?? variables.APPLICATION_STAGE,
  }
}

/** Replaces the given settings and keeps the others. A secret set here is the only one from now on. Idempotent. */
export function changeApplication(world: World, change: ApplicationChange): Application {
  if (change.client_secret !== undefined) writeSetting(world.sql, OLD_SECRET, undefined)
  writeSetting(world.sql, 'application', JSON.stringify({ ...storedChange(world.sql), ...change }))
  return readApplication(world)
}

function storedChange(sql: SqlStorage): ApplicationChange {
  const stored = readSetting(sql, 'application')
  return stored === undefined ? {} : applicationChange.parse(JSON.parse(stored))
}

const OLD_SECRET = 'old_client_secret'
const oldSecret = z.object({ secret: clientSecret, until_ms: z.number() })

/** How the developer console rotates the client secret. Amazon's own overlap is seven days. */
export const secretRotation = z.strictObject({
  next: clientSecret,
  overlap_seconds: z.int().min(0).max(31_536_000).default(604_800),
})

/** Puts the next client secret in place; the one before works on until the overlap ends. Returns that time in ms. */
export function rotateSecret(world: World, rotation: z.infer<typeof secretRotation>): number {
  const untilMs = now(world) + rotation.overlap_seconds * 1000
  const { client_secret: secret } = readApplication(world)
  changeApplication(world, { client_secret: rotation.next })
  writeSetting(world.sql, OLD_SECRET, JSON.stringify({ secret, until_ms: untilMs }))
  return untilMs
}

/** When the secret before the present one stops working, in milliseconds; undefined once it has. */
export const secretOverlapEndsMs = (world: World): number | undefined => oldSecretOf(world)?.until_ms

/** Whether a client that calls itself so and shows this secret is the application: either secret in an overlap. */
export function isClient(world: World, id: string | undefined, secret: string | undefined): boolean {
  const { client_id: clientId, client_secret: current } = readApplication(world)
  return id === clientId && secret !== undefined && [current, oldSecretOf(world)?.secret].includes(secret)
}

function oldSecretOf(world: World): z.infer<typeof oldSecret> | undefined {
  const stored = readSetting(world.sql, OLD_SECRET)
  const old = stored === undefined ? undefined : oldSecret.parse(JSON.parse(stored))
  return old !== undefined && now(world) < old.until_ms ? old : undefined
}

/** What the consent entry is opened with. Amazon passes `state` through unread. */
export const consentQuery = z.object({
  application_id: z.string().max(256).default(''),
  state: z.string().max(2048).optional(),
  redirect_uri: z.string().max(2048).optional(),
  version: z.string().max(32).optional(),
})
export type ConsentQuery = z.infer<typeof consentQuery>

/**
 * What ends an authorization on a page of Amazon's own. SPDC8143: somebody other than the account's primary user.
 * `workflow-over`: an `amazon_state` that is unknown, used, or older than ten minutes.
 */
export type ConsentFault = 'unknown-application' | 'MD1000' | 'MD5101' | 'SPDC8143' | 'workflow-over'

/**
 * Whether this application may ask for consent, or for its confirmation, in this way. MD1000: a draft without
 * `version=beta`. MD5101: a redirect URI that is not registered (or none is). Without one, the first registered is meant.
 */
export function judgeConsent(
  application: Application,
  query: Omit<ConsentQuery, 'state'>,
): { ok: true; redirectUri: string } | { ok: false; fault: ConsentFault } {
  if (query.application_id !== application.application_id) return { ok: false, fault: 'unknown-application' }
  if (application.stage === 'draft' && query.version !== 'beta') return { ok: false, fault: 'MD1000' }
  const chosen = query.redirect_uri ?? application.redirect_uris[0]
  if (chosen === undefined || !application.redirect_uris.includes(chosen))
    return { ok: false, fault: 'MD5101' }
  return { ok: true, redirectUri: chosen }
}
