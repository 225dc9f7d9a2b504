import * as z from 'zod'
import type { Rule, SourceFile } from './source.ts'

const manifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
})
const lockfile = z.object({ packages: z.record(z.string(), z.unknown()) })

const textOf = (files: readonly SourceFile[], path: string): string =>
  files.find((file) => file.path === path)?.text ?? '{}'

/** A range would let two clones of the same commit differ. */
export const pinsAreExact: Rule = (files) => {
  const { dependencies, devDependencies, optionalDependencies } = manifest.parse(
    JSON.parse(textOf(files, 'package.json')),
  )
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} is pinned as ${version}, not exactly`)
}

/** Two runtimes in one install: tests would not run what `npm start` runs. */
export const oneRuntime: Rule = (files) => {
  const paths = Object.keys(lockfile.parse(JSON.parse(textOf(files, 'package-lock.json'))).packages)
  return ['miniflare', 'workerd', 'wrangler'].flatMap((name) => {
    const copies = paths.filter((path) => path.endsWith(`node_modules/${name}`))
    return copies.length === 1
      ? []
      : [`package-lock.json: ${copies.length} copies of ${name}: ${copies.join(', ')}`]
  })
}
