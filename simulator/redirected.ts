import { Hono } from 'hono'
import { serveCall } from './call.ts'
import { spapiError } from './reply.ts'
import { hashPrefix, sha256 } from './token.ts'
import type { World } from './world.ts'

/** Where the fault `redirect` points. An app must never come here; whoever does is on the journal as `redirected`. */
export function redirectedPath(world: World): Hono {
  return new Hono().all('/redirected/:service{lwa|sp-api}', (c) => {
    const token = c.req.header('x-amz-access-token')
    const facts = {
      service: c.req.param('service') === 'lwa' ? ('lwa' as const) : ('sp-api' as const),
      operation: 'redirected',
      detail: `${c.req.method} ${c.req.path}`,
      tokenSha256: token === undefined ? undefined : hashPrefix(sha256(token)),
      requestId: crypto.randomUUID(),
    }
    return serveCall(world, c.req.raw, facts, () =>
      spapiError(404, 'NotFound', 'The requested resource does not exist.'),
    )
  })
}
