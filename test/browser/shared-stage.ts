import type { TestProject } from 'vitest/node'
import { setStage } from './set-stage.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly stage: { readonly app: string; readonly simulator: string; readonly browser: string }
  }
}

/** Global setup of the `browser` project: one stage for all its files, since each start takes about 10 s. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stage = await setStage()
  project.provide('stage', { app: stage.app, simulator: stage.simulator, browser: stage.browser })
  return stage.stop
}
