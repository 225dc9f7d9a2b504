import { join } from 'node:path'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'

declare module 'vitest' {
  interface ProvidedContext {
    /** Directory of the simulator's bundled code, from simulator-bundle.ts. */
    readonly simulatorBundle: string
  }
}

/** The simulator as Miniflare runs it: the settings of its wrangler.toml, its bundled code, and these variables. */
export function simulatorWorker(bundle: string, variables: Record<string, string>) {
  const settings: object & { bindings?: object } =
    unstable_getMiniflareWorkerOptions('simulator/wrangler.toml').workerOptions
  return {
    ...settings,
    name: 'simulator',
    modulesRoot: bundle,
    modules: [{ type: 'ESModule' as const, path: join(bundle, 'index.js') }],
    bindings: { ...settings.bindings, ...variables },
  }
}
