import type { cloudflareTest } from '@cloudflare/vitest-plugin'
import { simulatorVariables } from '../variables.ts'
import { simulatorWorker } from './simulator-worker.ts'

/**
 * The network as the Workers under test see it: two Workers beside them in the same process.
 *
 * `simulator` is the Amazon simulator; `edge` stands in for the internet: requests to 127.0.0.1 (the simulator's two
 * ports) reach it, anything else is a network error, so that no test can leave this machine unseen. Each test file has
 * its own copy of both, with empty storage; the tests of one file share it. A test reaches the control interface by
 * plain `fetch('http://127.0.0.1:8788/control/…')`.
 */
type PoolOptions = Exclude<Parameters<typeof cloudflareTest>[0], (...inputs: never[]) => unknown>
type Edge = Pick<NonNullable<PoolOptions['miniflare']>, 'outboundService' | 'workers'>

const INTERNET = `export default {
  fetch(request, env) {
    const url = new URL(request.url)
    if (url.hostname === '127.0.0.1') return env.SIMULATOR.fetch(request)
    throw new Error('a test tried to reach ' + url.origin)
  },
}`

/** Options of Miniflare that put the simulator, built into `bundle` by simulator-bundle.ts, at the network's edge. */
export function networkEdge(bundle: string): Edge {
  return {
    outboundService: 'edge',
    workers: [
      {
        name: 'edge',
        compatibilityDate: '2026-10-20',
        modules: true,
        script: INTERNET,
        serviceBindings: { SIMULATOR: 'simulator' },
      },
      simulatorWorker(bundle, simulatorVariables),
    ],
  }
}
