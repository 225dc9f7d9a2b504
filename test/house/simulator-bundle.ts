import { execFileSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { freshDirectory, quietEnvironment, WRANGLER } from '../../scripts/tools.mjs'

/**
 * Global setup of every project that talks to the simulator: the one that scripts/check.mjs has bundled for this run or,
 * without one, builds it into a directory of the project's own and removes it afterwards. About 2 s. Imports no wrangler
 * code: Vite would transform all of it (30 s).
 */
export function setup(project: TestProject): () => void {
  const bundled = process.env['SIMULATOR_BUNDLE']
  if (bundled !== undefined && existsSync(join(bundled, 'index.js'))) {
    project.provide('simulatorBundle', bundled)
    return () => {}
  }
  const directory = freshDirectory('simulator')
  const build = [WRANGLER, 'deploy', '--dry-run', '-c', 'simulator/wrangler.toml', '--outdir', directory]
  execFileSync(process.execPath, build, { env: quietEnvironment(), stdio: 'pipe' })
  project.provide('simulatorBundle', directory)
  return () => rmSync(directory, { recursive: true, force: true })
}
