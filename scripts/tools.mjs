import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'

/** The checkout's root: every command of ours runs there. */
export const ROOT = join(import.meta.dirname, '..')

/** Wrangler's entry file, started with this process's own Node: no shell and no PATH in between. */
export const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js')

/**
 * A new, empty directory below `.cache/`, which git ignores. Its maker removes it.
 *
 * @param {string} name
 */
export function freshDirectory(name) {
  const cache = join(ROOT, '.cache')
  mkdirSync(cache, { recursive: true })
  return mkdtempSync(join(cache, `${name}-`))
}

/**
 * The environment for every tool we start: silent towards the vendor, offline, and without wrangler's local
 * observability store, which keeps full URLs (an authorization code arrives in one).
 *
 * @param {Record<string, string>} [more]
 * @returns {NodeJS.ProcessEnv}
 */
export function quietEnvironment(more = {}) {
  return {
    ...process.env,
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_SEND_ERROR_REPORTS: 'false',
    WRANGLER_WRITE_LOGS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    X_LOCAL_OBSERVABILITY: 'false',
    ...more,
  }
}
