import type { Env, OpenConfig } from './env.ts'
import type { WebVariables } from './web/context.ts'

/** The Hono environment of every route: `new Hono<App>()`. */
export interface App {
  Bindings: Env
  Variables: WebVariables & { readonly config: OpenConfig }
}
