import type { TestProject } from 'vitest/node'
import { type PlacedStage, setStage } from './set-stage.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly stage: Pick<PlacedStage, 'app' | 'simulator' | 'appState'>
  }
}

/** Global setup of the `browser` project: one stage for all its files, since each start takes about 10 s. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stage = await setStage('as deployed')
  const { app, simulator, appState, stop } = stage
  project.provide('stage', { app, simulator, appState })
  return stop
}
