import * as z from 'zod'
import { isLoopbackHost } from './loopback.ts'

/** What the platform hands the Worker. Variables are strings and parsed below. */
export interface SimulatorEnv {
  readonly SIMULATOR: DurableObjectNamespace
}

const loopbackUrl = z
  .url({ protocol: /^http$/ })
  .refine((value) => isLoopbackHost(new URL(value).hostname), 'must be a loopback address')

/** A redirect or log-in URI that may be registered: on this machine, since nothing here may send a browser elsewhere. */
export const registeredUri = loopbackUrl
export const applicationStage = z.enum(['draft', 'published'])

/** Whether an address is nothing but scheme, host and port. */
export const isOrigin = (value: string): boolean => new URL(value).origin === value

const variables = z.object({
  APPLICATION_ID: z.string().regex(/^amzn1\.(sp\.solution|sellerapps\.app)\.[0-9a-f-]{36}$/),
  APPLICATION_STAGE: applicationStage,
  LWA_CLIENT_ID: z.string().regex(/^amzn1\.application-oa2-client\.[0-9a-f]{32}$/),
  LWA_CLIENT_SECRET: z.string().min(1),
  REDIRECT_URI: registeredUri,
  LOGIN_URI: registeredUri,
  /** Where the consent entry sends the browser once and back, as Amazon's sign-in does. Absent or empty: no hop. */
  SECOND_ORIGIN: z
    .union([z.literal('').transform(() => undefined), loopbackUrl.refine(isOrigin, 'must be an origin')])
    .optional(),
  CLOCK_OFFSET_SECONDS: z.coerce.number().int().default(0),
  /** Everything invented follows from it: the same seed gives the same sellers, SKUs and figures. */
  SEED: z.string().min(1).default('mint'),
})
export type Variables = z.infer<typeof variables>

/** Parses the variables, or names those that are missing or malformed. Never prints a value. */
export function parseVariables(env: object): { variables: Variables } | { wrong: readonly string[] } {
  const parsed = variables.safeParse(env)
  if (parsed.success) return { variables: parsed.data }
  return { wrong: [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? 'variables')))] }
}
