import { isLoopbackRequest } from './loopback.ts'
import type { SimulatorEnv } from './variables.ts'

export { SimulatorObject } from './object.ts'

/** The one object that holds this pretended Amazon. */
const NAME = 'amazon'

/**
 * Refuses every host but this machine's own, then hands the request to the one object. The guard keeps a
 * rebound DNS name from reading mails or pressing controls from some other site in the developer's browser.
 */
export default {
  async fetch(request, env) {
    if (!isLoopbackRequest(request)) {
      return new Response('421 Misdirected Request. The simulator answers on this machine only.\n', {
        status: 421,
        headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
      })
    }
    return env.SIMULATOR.getByName(NAME).fetch(request)
  },
} satisfies ExportedHandler<SimulatorEnv>
